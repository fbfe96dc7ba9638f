//! Notices, and what became of them.

use ledger::Id;
use ledger::event::{
    Answer, Choice, Event, MailAccepted, MailRefused, MailReturned, Notice, Recipient, ReturnAction, Via,
};

use super::{At, Columns, again, change, columns, person, put, reached, word};
use crate::args;
use crate::store::{Error, Tx};

pub(super) async fn apply(tx: &mut Tx, at: At, event: &Event) -> Result<(), Error> {
    match event {
        Event::NoticeIssued(e) => issued(tx, at, e).await,
        Event::LinkMade(e) => {
            let set = columns! { notice: e.notice, contact: e.contact, made: at.time, expires: e.expires, revoked: None::<i64> };
            put(tx, at, "link", columns! { link: e.link }, columns! {}, set).await
        }
        Event::LinkRevoked(e) => change(tx, at, "link", columns! { link: e.link }, columns! { revoked: at.time }).await,
        Event::MailAccepted(e) => accepted(tx, at, e).await,
        Event::MailRefused(e) => refused(tx, at, e).await,
        Event::MailReturned(e) => returned(tx, at, e).await,
        Event::CodeRequested(e) => reached(tx, at, "opened", e.notice, e.contact).await,
        Event::ContactIdentified(e) => reached(tx, at, "identified", e.notice, e.contact).await,
        Event::NoticeAcknowledged(e) => {
            reached(tx, at, "acknowledged", e.notice, e.contact).await?;
            act(tx, at, e.notice, e.contact, "acknowledgement", &e.typed_name).await
        }
        Event::AnswerGiven(e) => answered(tx, at, e).await,
        Event::QuestionAsked(e) => {
            let set =
                columns! { notice: e.notice, contact: e.contact, warning: e.warning, text: &e.text, asked: at.time };
            put(tx, at, "question", columns! { question: e.question }, columns! {}, set).await
        }
        Event::QuestionAnswered(e) => {
            let set = columns! { reply: &e.text, replier: e.member.member, replied: at.time };
            change(tx, at, "question", columns! { question: e.question }, set).await
        }
        Event::SignatoryNamed(e) => {
            let set = columns! { notice: e.notice, contact: e.contact, name: &e.name, email: &e.email, role: &e.role, named: at.time };
            put(tx, at, "proposal", columns! { proposal: e.proposal }, columns! { state: "open", reason: "" }, set)
                .await
        }
        Event::SignatoryConfirmed(e) => {
            settle(tx, at, columns! { proposal: e.proposal }, "confirmed", "").await?;
            if let Some(day) = e.respond_by {
                let set = columns! { respond_by: day.to_string() };
                change(tx, at, "notice", columns! { notice: e.notice }, set).await?;
            }
            join(tx, at, e.notice, &e.recipient).await
        }
        Event::NoticeEscalated(e) => join(tx, at, e.notice, &e.recipient).await,
        Event::NoticeResent(e) => {
            let key = columns! { notice: e.notice, contact: e.contact };
            change(tx, at, "notice_recipient", key, columns! { email: &e.to }).await
        }
        Event::SignatoryRefused(e) => settle(tx, at, columns! { proposal: e.proposal }, "refused", &e.reason).await,
        // An event of another area: `projection::apply` has seen to it, or it is of coverage and read from the entries themselves.
        _ => Ok(()),
    }
}

async fn issued(tx: &mut Tx, at: At, e: &Notice) -> Result<(), Error> {
    let set = columns! { project: e.project.project, client: e.project.client, reference: &e.reference, lang: e.lang.as_str(),
    author: e.author.member, respond_by: e.respond_by.map(|d| d.to_string()), expires: e.expires, issued: at.time,
    class: e.class().as_str(), answered: None::<i64>, answer_entry: None::<i64>, resolution: None::<String> };
    put(tx, at, "notice", columns! { notice: e.notice }, columns! {}, set).await?;
    for (position, warning) in (1u32..).zip(&e.warnings) {
        let set = columns! { warning: warning.warning, topic: &warning.topic, title: &warning.title };
        put(tx, at, "notice_warning", columns! { notice: e.notice, position: position }, columns! {}, set).await?;
    }
    for spoken in e.meeting().into_iter().flat_map(|meeting| &meeting.spoken) {
        // One of a project that was destroyed since is not there when the log is replayed.
        let sql = "SELECT notice FROM notice WHERE firm = $1 AND notice = $2";
        if tx.maybe(sql, args![at.firm, spoken.notice]).await?.is_none() {
            continue;
        }
        let key = columns! { meeting: e.notice, notice: spoken.notice };
        put(tx, at, "spoken", key, columns! {}, columns! {}).await?;
    }
    for (position, person) in (1u32..).zip(&e.recipients) {
        recipient(tx, at, e.notice, position, person).await?;
    }
    Ok(())
}

/// A recipient more, or one who may now decide.
async fn join(tx: &mut Tx, at: At, notice: Id, person: &Recipient) -> Result<(), Error> {
    let sql = "SELECT COALESCE(MAX(position), 0) + 1 AS next FROM notice_recipient WHERE firm = $1 AND notice = $2";
    let next: u32 = tx.one(sql, args![at.firm, notice]).await?.get("next")?;
    recipient(tx, at, notice, next, person).await
}

async fn recipient(tx: &mut Tx, at: At, notice: Id, position: u32, r: &Recipient) -> Result<(), Error> {
    let set = person(&r.name, &r.email, &r.role, r.signatory, &r.authority, &r.authority_note);
    put(
        tx,
        at,
        "notice_recipient",
        columns! { notice: notice, contact: r.contact },
        columns! { position: position },
        set,
    )
    .await
}

async fn answered(tx: &mut Tx, at: At, e: &Answer) -> Result<(), Error> {
    let resolution = e.signing.as_ref().map(|signing| signing.resolution.as_str().to_owned());
    let set = columns! { answered: at.time, answer_entry: at.index, resolution: resolution };
    change(tx, at, "notice", columns! { notice: e.notice }, set).await?;
    for decision in &e.decisions {
        let (choice, option, until) = match decision.choice {
            Choice::Accepted { option } => ("accepted", option, None),
            Choice::Declined => ("declined", None, None),
            Choice::Deferred { until } => ("deferred", None, Some(until.to_string())),
        };
        let set = columns! { choice: choice, option_number: option, deferred_until: until,
        reason: &decision.reason, reservations: &decision.reservations };
        change(tx, at, "notice_warning", columns! { notice: e.notice, warning: decision.warning }, set).await?;
    }
    act(tx, at, e.notice, e.contact, "answer", &e.typed_name).await
}

async fn act(tx: &mut Tx, at: At, notice: Id, contact: Id, act: &str, typed_name: &str) -> Result<(), Error> {
    let key = columns! { notice: notice, contact: contact, act: act };
    put(tx, at, "answer", key, columns! {}, columns! { typed_name: typed_name, time: at.time }).await
}

async fn settle(tx: &mut Tx, at: At, key: Columns, state: &str, reason: &str) -> Result<(), Error> {
    change(tx, at, "proposal", key, columns! { state: state, reason: reason, settled: at.time }).await
}

async fn accepted(tx: &mut Tx, at: At, e: &MailAccepted) -> Result<(), Error> {
    let set = columns! { purpose: word(&e.purpose), notice: e.notice, contact: e.contact, address: &e.to, accepted: true,
    last: true, server: server(&e.via), reply: &e.reply, message_id: &e.message_id, message: e.message, time: at.time };
    put(tx, at, "delivery", columns! { mail: e.mail, attempt: e.attempt }, columns! {}, set).await?;
    match (e.purpose, e.notice, e.contact, &e.via) {
        // A message in the outbox folder has reached nobody.
        (purpose, Some(notice), Some(contact), Via::Smtp(_)) if purpose.carries_notice() => {
            again(tx, at, ("delivered", "bounced"), notice, contact).await
        }
        _ => Ok(()),
    }
}

async fn refused(tx: &mut Tx, at: At, e: &MailRefused) -> Result<(), Error> {
    let set = columns! { purpose: word(&e.purpose), notice: e.notice, contact: e.contact, address: &e.to, accepted: false,
    last: e.last, server: server(&e.via), reply: &e.reply, time: at.time };
    put(tx, at, "delivery", columns! { mail: e.mail, attempt: e.attempt }, columns! {}, set).await?;
    match (e.purpose, e.notice, e.contact) {
        (purpose, Some(notice), Some(contact)) if e.last && purpose.carries_notice() => {
            again(tx, at, ("bounced", "delivered"), notice, contact).await
        }
        _ => Ok(()),
    }
}

async fn returned(tx: &mut Tx, at: At, e: &MailReturned) -> Result<(), Error> {
    let set = columns! { returned: at.time, returned_action: word(&e.action) };
    change(tx, at, "delivery", columns! { mail: e.mail, accepted: true }, set).await?;
    match (e.action, e.notice, e.contact) {
        (ReturnAction::Failed, Some(notice), Some(contact)) => {
            again(tx, at, ("bounced", "delivered"), notice, contact).await
        }
        _ => Ok(()),
    }
}

fn server(via: &Via) -> Option<&str> {
    match via {
        Via::Smtp(server) => Some(server),
        Via::Outbox => None,
    }
}
