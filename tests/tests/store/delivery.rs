//! What was recorded of a notice on paper is read back.

use anyhow::Result;
use ledger::event::*;
use ledger::{Id, Time, sha256};
use server::args;
use server::store::log;
use tests::scene::Scene;

pub async fn on_paper(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let (notice, by) = (sent.notice, Person { member: scene.owner, name: "Anne Le Gall".into() });
    let (letter, contact, day) = (scene.id(), sent.recipients[0].contact, "2026-03-02".parse()?);
    let (carrier, tracking) = ("La Poste".into(), "1A 123 456 7890 1".into());
    let (outcome, received) = (LetterOutcome::Received, Some(day));
    let prepared = LetterPrepared { letter, notice, contact, address: "Portails\n35000 Rennes".into(), by: by.clone() };
    let (exchange, reply) = (exchange(scene, sent, by.clone()), reply(scene, sent));
    scene
        .record([
            prepared.into(),
            LetterPosted { letter, notice, day, carrier, tracking, file: None, by: by.clone() }.into(),
            ReceiptFiled { letter, notice, outcome, presented: None, received, file: None, by: by.clone() }.into(),
            NoticeHanded { notice, contact, day, handed_by: by.name.clone(), file: None, by }.into(),
            exchange.into(),
            reply.into(),
        ])
        .await?;
    let state = log::notice_state(&mut scene.db.read().await?, scene.firm, notice).await?;
    let known = state.deliveries.letter(letter).expect("the letter");
    assert!(known.posted.is_some() && known.receipt.is_some() && state.deliveries.handed.len() == 1);
    Ok(())
}

/// One comes back, and another is taken: the two follow each other.
pub async fn comes_back(scene: &mut Scene, sent: &Notice, mail: Id) -> Result<()> {
    let (notice, contact) = (Some(sent.notice), Some(sent.recipients[0].contact));
    let (action, status) = (ReturnAction::Failed, "5.1.1".to_owned());
    let (to, reporter) = ("direction@portes.example".to_owned(), "mx.example".to_owned());
    let (recipient, diagnostic, from) = (String::new(), String::new(), String::new());
    let back = MailReturned {
        mail,
        notice,
        contact,
        to: to.clone(),
        action,
        status,
        recipient,
        diagnostic,
        reporter,
        from,
        file: None,
    };
    scene.clock.advance(1000);
    scene.record([back.into()]).await?;
    let bounced = scene.clock.now();
    scene.clock.advance(1000);
    let taken = MailAccepted {
        mail: scene.id(),
        purpose: MailPurpose::Reminder,
        notice,
        contact,
        to,
        message_id: "<2@acte.example>".into(),
        via: Via::Smtp("mail.example:587".into()),
        reply: "250 OK".into(),
        attempt: 1,
        message: sha256(b"message"),
        attachments: vec![],
    };
    scene.record([taken.into()]).await?;
    let sql = "SELECT delivered, bounced FROM notice_recipient WHERE firm = $1 AND notice = $2 AND contact = $3";
    let row = scene.db.read().await?.one(sql, args![scene.firm, notice, contact]).await?;
    let found: (Option<Time>, Option<Time>) = (row.get("delivered")?, row.get("bounced")?);
    assert_eq!(found, (Some(scene.clock.now()), Some(bounced)));
    Ok(())
}

fn reply(scene: &mut Scene, sent: &Notice) -> ReplyReceived {
    ReplyReceived {
        reply: scene.id(),
        mail: scene.id(),
        notice: sent.notice,
        contact: sent.recipients[0].contact,
        automatic: false,
        file: None,
        from: "maelle@portails.example".into(),
        to: vec![],
        date: None,
        subject: "Re: Nos sauvegardes".into(),
        message_id: String::new(),
        signatures: vec![],
    }
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
