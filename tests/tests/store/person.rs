//! What a person asks about their own data, in the tables.

use anyhow::Result;
use ledger::Lang;
use ledger::event::{Date, ErasureDecided, ErasureExtended, ErasureRequested, Notice, Outcome, Person};
use server::store::person;
use tests::scene::Scene;

/// The three kinds: a request waits, for longer, and is decided.
pub async fn asked(scene: &mut Scene, notice: &Notice) -> Result<()> {
    let (request, document, contact) = (scene.id(), scene.id(), notice.recipients[0].contact);
    let by = Person { member: scene.owner, name: "Anne Le Gall".into() };
    let (received, due, later): (Date, Date, Date) =
        ("2026-03-02".parse()?, "2026-04-02".parse()?, "2026-06-02".parse()?);
    let (way, checked) = ("lettre".to_owned(), "adresse connue".to_owned());
    scene.record([ErasureRequested { request, contact, received, way, checked, due, by: by.clone() }.into()]).await?;
    assert_eq!(waiting(scene).await?, [due]);
    let reason = "dossier volumineux".to_owned();
    scene.record([ErasureExtended { request, contact, due: later, reason, by: by.clone() }.into()]).await?;
    assert_eq!(waiting(scene).await?, [later]);
    let (outcome, reason, lang) = (Outcome::Refused, "litige".to_owned(), Lang::Fr);
    let (entries, erased, kept, holds, named_in, years) = (vec![], vec![], vec![], vec![], None, 6);
    let decided = ErasureDecided {
        request,
        contact,
        outcome,
        reason,
        entries,
        erased,
        kept,
        years,
        named_in,
        name_in: None,
        holds,
        lang,
        document,
        by,
    };
    scene.record([decided.into()]).await?;
    assert_eq!(waiting(scene).await?, []);
    Ok(())
}

async fn waiting(scene: &Scene) -> Result<Vec<Date>> {
    let waiting = person::waiting(&mut scene.db.read().await?, scene.firm, 10).await?;
    Ok(waiting.iter().map(|waiting| waiting.due).collect())
}
