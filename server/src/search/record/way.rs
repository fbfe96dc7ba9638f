//! How a notice went, who was named to answer it, and what came back; and what must not be erased.

use ledger::Id;
use ledger::event::{Event, MailSignature, SignatureOutcome, Via};

use super::{About, Kind, Record, ShownBy, about};

/// What such an event is found by.
pub(super) fn of(event: &Event) -> Option<Record> {
    let record = Record::new;
    let on = |notice: Option<Id>| notice.map_or(About::Firm, About::Notice);
    Some(match event {
        Event::ChasingPlanned(e) if !e.reason.is_empty() => {
            record(Kind::Delivery, About::Notice(e.notice)).body([&e.reason]).by(&e.by)
        }
        Event::ReminderMade(e) => record(Kind::Delivery, About::Notice(e.notice)).contact(e.contact),
        Event::SignatoryNamed(e) => record(Kind::Answer, About::Notice(e.notice))
            .contact(e.contact)
            .shown(ShownBy::Link)
            .body([&e.name, &e.email, &e.role]),
        Event::SignatoryConfirmed(e) => record(Kind::Answer, About::Notice(e.notice))
            .contact(e.recipient.contact)
            .body([&e.recipient.name, &e.recipient.email, &e.recipient.role]),
        Event::SignatoryRefused(e) => record(Kind::Answer, About::Notice(e.notice)).body([&e.reason]),
        Event::NoticeEscalated(e) => record(Kind::Delivery, About::Notice(e.notice))
            .contact(e.recipient.contact)
            .body([&e.recipient.name, &e.recipient.email, &e.recipient.role]),
        Event::NoticeResent(e) => {
            record(Kind::Delivery, About::Notice(e.notice)).contact(e.contact).body([&e.to, &e.before]).by(&e.by)
        }
        Event::LetterPrepared(e) => {
            record(Kind::Delivery, About::Notice(e.notice)).contact(e.contact).body([&e.address]).by(&e.by)
        }
        Event::LetterPosted(e) => record(Kind::Delivery, About::Notice(e.notice))
            .body([&e.carrier, &e.tracking])
            .by(&e.by)
            .proof(e.file.as_ref()),
        Event::ReceiptFiled(e) => record(Kind::Delivery, About::Notice(e.notice)).by(&e.by).proof(e.file.as_ref()),
        Event::NoticeHanded(e) => record(Kind::Delivery, About::Notice(e.notice))
            .contact(e.contact)
            .body([&e.handed_by])
            .by(&e.by)
            .proof(e.file.as_ref()),
        Event::LinkRevoked(e) if !e.reason.is_empty() => {
            record(Kind::Delivery, About::Notice(e.notice)).body([&e.reason])
        }
        Event::MailAccepted(e) => {
            let shown = if e.via == Via::Outbox { ShownBy::Word } else { ShownBy::Server };
            let mail = record(Kind::Delivery, on(e.notice)).shown(shown).body([&e.to, &e.message_id, &e.reply]);
            e.contact.into_iter().fold(mail, Record::contact)
        }
        Event::MailRefused(e) => {
            let mail = record(Kind::Delivery, on(e.notice)).shown(ShownBy::Server).body([&e.to, &e.reply]);
            e.contact.into_iter().fold(mail, Record::contact)
        }
        Event::MailReturned(e) => {
            let mail = record(Kind::Delivery, on(e.notice)).shown(ShownBy::Server);
            let mail = mail.body([&e.to, &e.recipient, &e.diagnostic, &e.status, &e.reporter, &e.from]);
            e.contact.into_iter().fold(mail, Record::contact).proof(e.file.as_ref())
        }
        Event::CodeRequested(e) => {
            record(Kind::Delivery, About::Notice(e.notice)).contact(e.contact).shown(ShownBy::Word).body([&e.to])
        }
        Event::ContactIdentified(e) => {
            record(Kind::Delivery, About::Notice(e.notice)).contact(e.contact).shown(ShownBy::Code).body([&e.to])
        }
        Event::ExchangeImported(e) => {
            let place = e.notice.map_or(About::Project(e.project), About::Notice);
            let exchange = record(Kind::Exchange, place).shown(signed(&e.signatures)).head([&e.subject]);
            exchange.body([&e.from, &e.message_id]).body(&e.to).by(&e.by).proof(e.file.as_ref())
        }
        Event::ReplyReceived(e) => {
            let reply = record(Kind::Reply, About::Notice(e.notice)).shown(signed(&e.signatures)).head([&e.subject]);
            reply.contact(e.contact).body([&e.from, &e.message_id]).body(&e.to).proof(e.file.as_ref())
        }
        _ => return held(event),
    })
}

/// What must not be erased, what was destroyed, and who outside may read.
fn held(event: &Event) -> Option<Record> {
    let record = |on: &str| about(on).map(|on| Record::new(Kind::Erasure, on));
    match event {
        Event::HoldPlaced(e) => Some(record(&e.about)?.head([&e.reason]).body([&e.reference]).by(&e.by)),
        Event::HoldReleased(e) => Some(record(&e.about)?.head([&e.reason]).by(&e.by)),
        Event::ProjectDestroyed(e) => {
            let found = Record::new(Kind::Erasure, About::Client(e.client)).head([&e.reference, &e.client_name]);
            Some(found.body([&e.note]).by(&e.by))
        }
        // Of the firm alone, also where it is about one client: no other outside reader finds it.
        Event::AccessGranted(e) => {
            let found = Record::new(Kind::Access, About::Firm).head([&e.to.name, &e.to.office]);
            Some(found.body([&e.to.email, &e.reason]).by(&e.by))
        }
        Event::ErasureRequested(e) => {
            Some(Record::new(Kind::Erasure, About::Firm).head([&e.way]).body([&e.checked]).contact(e.contact).by(&e.by))
        }
        Event::ErasureExtended(e) => {
            Some(Record::new(Kind::Erasure, About::Firm).head([&e.reason]).contact(e.contact).by(&e.by))
        }
        Event::ErasureDecided(e) => {
            Some(Record::new(Kind::Erasure, About::Firm).head([&e.reason]).contact(e.contact).by(&e.by))
        }
        Event::AccessRevoked(e) => Some(Record::new(Kind::Access, About::Firm).body([&e.reason]).by(&e.by)),
        _ => None,
    }
}

fn signed(signatures: &[MailSignature]) -> ShownBy {
    let holds = signatures.iter().any(|signature| signature.outcome == SignatureOutcome::Holds);
    if holds { ShownBy::Domain } else { ShownBy::Word }
}
