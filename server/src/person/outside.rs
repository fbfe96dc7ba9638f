//! Files whose text alone names a person, as far as the search has read it; and whose servers took over what was sent to them.

use std::collections::{BTreeMap, BTreeSet};

use app::Texts;
use ledger::event::{Event, Via};
use ledger::{Hash, Id};

use super::held::{Line, Names};
use crate::documents::person::NamedFile;
use crate::search::query::{Query, Term, What};
use crate::search::record;
use crate::store::search::{Asked, Filter, Sort, find};
use crate::store::{Error, Firm, Tx};
use crate::web::App;

/// Texts that are looked at for one spelling.
const MOST: u64 = 1_000;

/// The files of the client's entries in whose text the person is named, but for those of the entries that are told anyway.
pub async fn files(
    tx: &mut Tx,
    firm: Firm,
    client: Id,
    names: &Names,
    told: &BTreeSet<u64>,
) -> Result<Vec<NamedFile>, Error> {
    let filter = Filter { client: Some(client), files: true, ..Filter::default() };
    let mut found = BTreeMap::<(u64, Hash), NamedFile>::new();
    for spelling in names.spellings() {
        let what = What::Phrase { folded: spelling.to_vec(), open: false };
        let query = Query { terms: vec![Term { what, not: false }], notes: vec![] };
        let asked = Asked { firm, query: &query, filter: &filter, stamped: 0 };
        for hit in find(tx, &asked, Sort::Newest, None, MOST).await? {
            // Somebody else of that family name may be meant.
            let (Some(sha256), Some(payload), true) =
                (hit.file, &hit.payload, hit.text.as_deref().is_some_and(|text| names.name(text)))
            else {
                continue;
            };
            let event = Event::read(&hit.kind, payload).map_err(Error::damaged)?;
            let files = record::of(&event).map(|record| record.files).unwrap_or_default();
            let name = files.into_iter().find(|file| file.sha256 == sha256).map(|file| file.name);
            if let Some(name) = name.filter(|_| !told.contains(&hit.at.entry)) {
                let file = NamedFile { entry: hit.at.entry + 1, time: hit.time.0, name: names.masked(&name) };
                found.insert((hit.at.entry, sha256), file);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The mail servers that took over mails to the person, and whom the program asks for the time and to cosign, in words.
pub fn servers(app: &App, t: Texts, names: &Names, lines: &[Line]) -> Vec<String> {
    let taken = lines.iter().filter_map(|line| match &line.event {
        Some(Event::MailAccepted(mail)) if mail.contact == Some(names.person()) => match &mail.via {
            Via::Smtp(server) => Some(server.rsplit_once(':').map_or(server.as_str(), |(host, _)| host)),
            Via::Outbox => None,
        },
        _ => None,
    });
    let mails: BTreeSet<&str> = taken.collect();
    let hosts = app.config.timestamps.iter().flat_map(|stamps| &stamps.authorities);
    let hosts = hosts.chain(app.config.witness_ask.iter().map(|asked| &asked.address));
    let hosts: BTreeSet<&str> = hosts.filter_map(|address| address.host()).collect();
    let mails = mails.into_iter().map(|server| t.person_recipient_mails(server));
    mails.chain(hosts.into_iter().map(|host| t.person_recipient_hashes(host))).collect()
}
