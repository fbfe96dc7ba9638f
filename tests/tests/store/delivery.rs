//! What was recorded of a notice on paper is read back.

use anyhow::Result;
use ledger::event::*;
use server::store::log;
use tests::scene::Scene;

pub async fn on_paper(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let (notice, by) = (sent.notice, Person { member: scene.owner, name: "Anne Le Gall".into() });
    let (letter, contact, day) = (scene.id(), sent.recipients[0].contact, "2026-03-02".parse()?);
    let (carrier, tracking) = ("La Poste".into(), "1A 123 456 7890 1".into());
    let (outcome, received) = (LetterOutcome::Received, Some(day));
    let prepared = LetterPrepared { letter, notice, contact, address: "Portails\n35000 Rennes".into(), by: by.clone() };
    let exchange = exchange(scene, sent, by.clone());
    scene
        .record([
            prepared.into(),
            LetterPosted { letter, notice, day, carrier, tracking, file: None, by: by.clone() }.into(),
            ReceiptFiled { letter, notice, outcome, presented: None, received, file: None, by: by.clone() }.into(),
            NoticeHanded { notice, contact, day, handed_by: by.name.clone(), file: None, by }.into(),
            exchange.into(),
        ])
        .await?;
    let state = log::notice_state(&mut scene.db.read().await?, scene.firm, notice).await?;
    let known = state.deliveries.letter(letter).expect("the letter");
    assert!(known.posted.is_some() && known.receipt.is_some() && state.deliveries.handed.len() == 1);
    Ok(())
}

fn exchange(scene: &mut Scene, sent: &Notice, by: Person) -> ExchangeImported {
    ExchangeImported {
        exchange: scene.id(),
        project: sent.project.project,
        notice: Some(sent.notice),
        file: None,
        from: "maelle@portails.example".into(),
        to: vec![],
        date: None,
        subject: "Nos sauvegardes".into(),
        message_id: String::new(),
        signatures: vec![],
        by,
    }
}
