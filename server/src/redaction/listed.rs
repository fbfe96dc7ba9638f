//! What was made about something: the documents of which a copy can be drawn, the copies, and what went with an erasure.

use std::collections::HashMap;

use app::Texts;
use ledger::event::{DocumentClass, Event};
use ledger::{Actor, Time};

use crate::desk::Own;
use crate::store::documents::{self as made, Made};
use crate::store::evidence::About;
use crate::store::{Tx, dossiers, erasure, log, notices};
use crate::web::{Failure, Reader};

/// A document, and who made it; none where the program did by itself.
pub(super) struct Listed {
    pub made: Made,
    pub by: Option<String>,
}

/// Those that this reader may copy or had copied, the newest first.
pub(super) async fn listed(tx: &mut Tx, reader: &Reader, about: About) -> Result<Vec<Listed>, Failure> {
    let (firm, own) = (reader.firm, Own::of(tx, reader).await?);
    let makers = dossiers::makers(tx, firm, reader.outside.map(|outside| outside.access)).await?;
    let mut all = Vec::new();
    for made in made::about(tx, firm, about.id()).await?.into_iter().filter(|made| is_theirs(about, &own, made)) {
        let stored = log::entry(tx, firm, made.entry).await?;
        // The further parts of a file carry exhibits.
        if matches!(stored.event()?, Some(Event::DocumentMade(e)) if e.part.is_some_and(|part| part.number > 1)) {
            continue;
        }
        let by = match stored.actor()? {
            Actor::Member(id) => Some(notices::member_name(tx, firm, id).await?),
            Actor::Contact(_) | Actor::System => outsider(reader.t(), &makers, &made),
        };
        all.push(Listed { made, by });
    }
    Ok(all)
}

/// Each file and copy bears the name of whoever made it, and is shown to them and to members. What was printed and posted is a copy of the notice.
fn is_theirs(about: About, own: &Own, made: &Made) -> bool {
    let bears_a_reader = made.redacts.is_some() || matches!(about, About::Project(_) | About::Client(_));
    !matches!(made.class, DocumentClass::Letter | DocumentClass::Destruction)
        && (!bears_a_reader || own.has(made.document))
}

/// The outside reader who had it made; another than whoever reads from outside without a name.
fn outsider(t: Texts, makers: &HashMap<String, String>, made: &Made) -> Option<String> {
    let name = makers.get(&made.document.to_string())?;
    Some(if name.is_empty() { t.by_some_outside_reader().to_owned() } else { t.by_outside_reader(name) })
}

/// When the newest document of which they could have had a copy went with an erasure, and the entry that says so.
pub(super) async fn gone(tx: &mut Tx, reader: &Reader, about: About) -> Result<Option<(Time, u64)>, Failure> {
    let own = Own::of(tx, reader).await?;
    let all = made::gone(tx, reader.firm, about.id()).await?;
    for made in all.iter().filter(|made| made.redacts.is_none() && is_theirs(about, &own, made)) {
        if let Some(erased) = erasure::of_file(tx, reader.firm, made.file.sha256, made.entry).await? {
            return Ok(Some(erased));
        }
    }
    Ok(None)
}
