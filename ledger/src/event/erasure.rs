//! The payload of an earlier entry is no longer here: by whom, when and why, and what remains of it.

use serde::{Deserialize, Serialize};

use super::{ClientRecorded, Event, Person};
use crate::notice::Why;
use crate::{Hash, Id, Time};

/// What stands where a text was: as in a citation, something is left out. It needs no language.
pub const ERASED: &str = "[…]";

/// Why a payload may be erased (GDPR, Regulation (EU) 2016/679).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The person concerned asked for it (art. 17(1)).
    Request,
    /// Inaccurate, or more than was needed, and recorded by mistake (art. 5(1)(c) and (d)).
    Mistake,
    /// No longer needed for what it was recorded for (art. 17(1)(a)).
    NotNeeded,
    /// It should never have been kept (art. 17(1)(d)).
    Unlawful,
    /// A law or a decision of a court or an authority demands it (art. 17(1)(e)).
    Obligation,
    /// The time for which it is kept was over (art. 5(1)(e)). So verifiers call what [`super::ProjectDestroyed`] did; no erasure of one entry is.
    Retention,
}

impl Ground {
    /// Those from which an owner chooses.
    pub const ALL: [Ground; 5] =
        [Ground::Request, Ground::Mistake, Ground::NotNeeded, Ground::Unlawful, Ground::Obligation];
}

/// Salt and payload of an entry were erased in the transaction of this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayloadErased {
    /// The entry, by its place in the log, from 0.
    pub entry: u64,
    /// Its kind.
    pub what: String,
    /// When it was recorded.
    pub at: Time,
    /// Its subject, which is also that of this entry.
    pub about: String,
    pub ground: Ground,
    /// In a few words, without personal data: this entry stays.
    pub note: String,
    /// Who decided.
    pub by: Person,
    /// SHA-256 of the files that went with it: its own, and those that held its text.
    pub files: Vec<Hash>,
    /// What the firm goes by from here on in its place; none where nothing remains. By the firm's word only: the erased entry
    /// does not vouch for it.
    pub remains: Option<Box<Event>>,
}

/// The kinds of entries that are never erased one by one, as [`Event::remains`] says of each event: by their names, for those who read files without the
/// events.
pub fn is_kept(kind: &str) -> bool {
    const KEPT: [&str; 23] = [
        "access.linked",
        "bundle.exported",
        "code.exhausted",
        "document.made",
        "evidence.exported",
        "firm.founded",
        "firm.recorded",
        "kind.recorded",
        "letter.prepared",
        "link.made",
        "notice.escalated",
        "notice.issued",
        "notice.resent",
        "payload.erased",
        "project.destroyed",
        "reminder.made",
        "retention.set",
        "rule.recorded",
        "signatory.confirmed",
        "silence.recorded",
        "topic.recorded",
        "seal.recorded",
        "seal.revoked",
    ];
    KEPT.contains(&kind) || ["member.", "hold.", "erasure."].iter().any(|family| kind.starts_with(family))
}

impl Event {
    /// What remains when the payload of this event is erased: what it was about, when and by whom it was decided, and nothing that
    /// names a person or that a person wrote: [`ERASED`] stands there. None when nothing remains.
    ///
    /// # Errors
    /// [`Why::Kept`] for the kinds that are never erased: the log's own keys, erasures and holds, what was sent as a notice and to whom, who
    /// may act for the firm, its own rules of what is due, what was handed out, and what people asked about their data. They are listed by name, so that a new kind has to be decided on.
    pub fn remains(&self) -> Result<Option<Box<Event>>, Why> {
        let mut event = self.clone();
        let texts: Vec<&mut String> = match &mut event {
            Event::ClientRecorded(_) | Event::ContactRecorded(_) => event.of_whom(),
            Event::ProjectRecorded(e) => {
                vec![&mut e.title, &mut e.reference, &mut e.scope_in, &mut e.scope_out, &mut e.change]
            }
            Event::NeedRecorded(e) => vec![&mut e.text, &mut e.answer],
            Event::PromiseRecorded(e) => vec![&mut e.text, &mut e.source, &mut e.note],
            // A paper is its file, and that goes.
            Event::PaperFiled(_) => return Ok(None),
            Event::SurveyAnswered(e) => vec![&mut e.note],
            // What stands there no longer shows or explains anything: the topic is open again (`crate::coverage`).
            Event::TopicInPlace(e) => vec![&mut e.evidence, &mut e.checked_by],
            Event::TopicNotApplicable(e) => vec![&mut e.reason],
            Event::TopicReopened(e) => vec![&mut e.reason],
            Event::ChangeReported(e) => vec![&mut e.text],
            Event::MilestoneReached(e) => vec![&mut e.reason],
            Event::RuleSwitched(e) => vec![&mut e.reason],
            Event::ChasingPlanned(e) => vec![&mut e.reason],
            Event::LinkRevoked(e) => vec![&mut e.reason],
            Event::AccessGranted(_) | Event::AccessRevoked(_) | Event::AccessUsed(_) => event.of_outsiders(),
            Event::MailAccepted(_) | Event::MailRefused(_) | Event::CodeRequested(_) => event.of_mails(),
            Event::ContactIdentified(e) => vec![&mut e.to, &mut e.device.ip, &mut e.device.user_agent],
            Event::NoticeAcknowledged(e) => e.erasable(),
            Event::AnswerGiven(e) => e.erasable(),
            Event::LetterPosted(e) => e.erasable(),
            Event::ReceiptFiled(e) => e.erasable(),
            Event::NoticeHanded(e) => e.erasable(),
            Event::ExchangeImported(e) => e.erasable(),
            Event::MailReturned(e) => e.erasable(),
            Event::ReplyReceived(e) => e.erasable(),
            Event::QuestionAsked(e) => vec![&mut e.text],
            Event::QuestionAnswered(e) => vec![&mut e.text],
            Event::SignatoryNamed(e) => vec![&mut e.name, &mut e.email, &mut e.role],
            Event::SignatoryRefused(e) => vec![&mut e.reason],
            Event::FirmFounded(_)
            | Event::FirmRecorded(_)
            | Event::MemberInvited(_)
            | Event::MemberRecorded(_)
            | Event::TopicRecorded(_)
            | Event::KindRecorded(_)
            | Event::RuleRecorded(_)
            | Event::NoticeIssued(_)
            | Event::ReminderMade(_)
            | Event::NoticeEscalated(_)
            | Event::NoticeResent(_)
            | Event::SilenceRecorded(_)
            | Event::LetterPrepared(_)
            | Event::LinkMade(_)
            | Event::AccessLinked(_)
            | Event::CodeExhausted(_)
            | Event::SignatoryConfirmed(_)
            | Event::DocumentMade(_)
            | Event::EvidenceExported(_)
            | Event::BundleExported(_)
            | Event::SealRecorded(_)
            | Event::SealRevoked(_)
            | Event::HoldPlaced(_)
            | Event::HoldReleased(_)
            | Event::RetentionSet(_)
            | Event::ProjectDestroyed(_)
            | Event::ErasureRequested(_)
            | Event::ErasureExtended(_)
            | Event::ErasureDecided(_)
            | Event::PayloadErased(_) => return Err(Why::Kept),
        };
        texts.into_iter().filter(|text| !text.is_empty()).for_each(|text| *text = ERASED.to_owned());
        Ok(Some(Box::new(event)))
    }

    /// Who a company or a person is.
    fn of_whom(&mut self) -> Vec<&mut String> {
        match self {
            Event::ClientRecorded(ClientRecorded { party: p, .. }) => {
                vec![&mut p.name, &mut p.legal_form, &mut p.siren, &mut p.rcs, &mut p.address]
            }
            Event::ContactRecorded(e) => {
                vec![&mut e.name, &mut e.email, &mut e.phone, &mut e.role, &mut e.authority_note]
            }
            _ => vec![],
        }
    }

    /// Where a mail went, what the mail server said, what was attached.
    fn of_mails(&mut self) -> Vec<&mut String> {
        match self {
            Event::MailAccepted(e) => {
                e.attachments.clear();
                vec![&mut e.to, &mut e.reply]
            }
            Event::MailRefused(e) => vec![&mut e.to, &mut e.reply],
            Event::CodeRequested(e) => vec![&mut e.to],
            _ => vec![],
        }
    }

    /// What names somebody outside who may read, or says why.
    fn of_outsiders(&mut self) -> Vec<&mut String> {
        match self {
            Event::AccessGranted(e) => vec![&mut e.to.name, &mut e.to.office, &mut e.to.email, &mut e.reason],
            Event::AccessRevoked(e) => vec![&mut e.reason],
            Event::AccessUsed(e) => vec![&mut e.name, &mut e.device.ip, &mut e.device.user_agent],
            _ => vec![],
        }
    }

    /// The thing of which this event records one version, the newest of which is in use.
    pub fn version_of(&self) -> Option<Id> {
        match self {
            Event::ClientRecorded(e) => Some(e.client),
            Event::ContactRecorded(e) => Some(e.contact),
            Event::ProjectRecorded(e) => Some(e.project),
            Event::NeedRecorded(e) => Some(e.need),
            Event::PromiseRecorded(e) => Some(e.promise),
            _ => None,
        }
    }
}
