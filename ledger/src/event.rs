//! What can be recorded: one variant of [`Event`] is one kind of entry, and its canonical JSON is the entry's payload.
//!
//! Not here: how an event becomes bytes ([`crate::canonical`]), an entry ([`crate::entry`]), or whether it may happen at all
//! ([`crate::notice`]). An event is a fact that already happened.
//!
//! Events carry snapshots, not references, wherever a reader years later must see what stood then: a notice holds the whole text
//! of its warnings, the parties and the people as they were on the day. A field may be added (with `#[serde(default)]`), never
//! renamed or removed: payloads are read again for as long as the evidence is kept.

mod access;
mod answer;
mod chasing;
mod coverage;
mod delivery;
mod document;
mod erasure;
mod exchange;
mod hold;
mod incoming;
mod instrument;
mod mail;
mod need;
mod notice;
mod paper;
mod person;
pub(crate) mod retention;
mod seal;

pub use access::*;
pub use answer::*;
pub use chasing::*;
pub use coverage::*;
pub use delivery::*;
pub use document::*;
pub use erasure::*;
pub use exchange::*;
pub use hold::*;
pub use incoming::*;
pub use instrument::*;
pub use mail::*;
pub use need::*;
pub use notice::*;
pub use paper::*;
pub use person::*;
pub use retention::*;
pub use seal::*;
use serde::{Deserialize, Serialize};

use crate::{Id, Lang};

/// A civil date without a time zone, as `YYYY-MM-DD` (ISO 8601).
pub type Date = jiff::civil::Date;

/// Declares the enum and, from the same list, the name of each kind, so that the two cannot differ.
macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident($body:ty) = $kind:literal,)+) => {
        // A notice is by far the largest; one event at a time is made and written, so boxing it would save nothing.
        #[allow(clippy::large_enum_variant)]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Event { $($(#[$doc])* #[serde(rename = $kind)] $variant($body),)+ }

        impl Event {
            /// Every kind, in the order of this file.
            pub const KINDS: &[&str] = &[$($kind),+];

            /// The kind as it stands in the header and in the payload.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$variant(_) => $kind,)+ }
            }

            /// Reads a payload of a known kind: the same event as by [`Deserialize`], which must find the kind first and
            /// so copies every member once more.
            ///
            /// # Errors
            /// When there is no such kind, or the payload is none of it.
            pub fn read(kind: &str, payload: &[u8]) -> serde_json::Result<Event> {
                match kind {
                    $($kind => serde_json::from_slice::<$body>(payload).map(Event::$variant),)+
                    other => Err(serde::de::Error::unknown_variant(other, Event::KINDS)),
                }
            }
        }
        $(impl From<$body> for Event { fn from(body: $body) -> Event { Event::$variant(body) } })+
    };
}

events! {
    FirmFounded(FirmFounded) = "firm.founded",
    FirmRecorded(FirmRecorded) = "firm.recorded",
    MemberInvited(MemberInvited) = "member.invited",
    MemberRecorded(MemberRecorded) = "member.recorded",
    ClientRecorded(ClientRecorded) = "client.recorded",
    ContactRecorded(ContactRecorded) = "contact.recorded",
    /// A new project, or a new version of its scope; earlier versions stay.
    ProjectRecorded(ProjectRecorded) = "project.recorded",
    NeedRecorded(NeedRecorded) = "need.recorded",
    PromiseRecorded(PromiseRecorded) = "promise.recorded",
    PaperFiled(PaperFiled) = "paper.filed",
    SurveyAnswered(SurveyAnswered) = "survey.answered",
    TopicInPlace(TopicInPlace) = "topic.in_place",
    TopicNotApplicable(TopicNotApplicable) = "topic.not_applicable",
    TopicReopened(TopicReopened) = "topic.reopened",
    ChangeReported(ChangeReported) = "change.reported",
    MilestoneReached(MilestoneReached) = "milestone.reached",
    /// A topic of the firm's own; likewise the next two.
    TopicRecorded(TopicRecorded) = "topic.recorded",
    KindRecorded(KindRecorded) = "kind.recorded",
    RuleRecorded(RuleRecorded) = "rule.recorded",
    /// Off, with a reason, or on again.
    RuleSwitched(RuleSwitched) = "rule.switched",
    NoticeIssued(Notice) = "notice.issued",
    ChasingPlanned(ChasingPlanned) = "chasing.planned",
    ReminderMade(ReminderMade) = "reminder.made",
    NoticeEscalated(NoticeEscalated) = "notice.escalated",
    /// To a recipient's new address.
    NoticeResent(NoticeResent) = "notice.resent",
    SilenceRecorded(SilenceRecorded) = "silence.recorded",
    /// Ready to be posted; what came of it is in the next two.
    LetterPrepared(LetterPrepared) = "letter.prepared",
    LetterPosted(LetterPosted) = "letter.posted",
    ReceiptFiled(ReceiptFiled) = "receipt.filed",
    NoticeHanded(NoticeHanded) = "notice.handed",
    ExchangeImported(ExchangeImported) = "exchange.imported",
    LinkMade(LinkMade) = "link.made",
    LinkRevoked(LinkRevoked) = "link.revoked",
    /// The receiving mail server took the message (or the outbox folder did: `via` says which).
    MailAccepted(MailAccepted) = "mail.accepted",
    MailRefused(MailRefused) = "mail.refused",
    /// A mail server reports what became of a mail, by its own word.
    MailReturned(MailReturned) = "mail.returned",
    /// Somebody answered a mail by mail: no decision.
    ReplyReceived(ReplyReceived) = "reply.received",
    /// The person behind the link asked for a code: the first act that only a person does.
    CodeRequested(CodeRequested) = "code.requested",
    /// The code was typed correctly: whoever answers reads the mailbox of the address named.
    ContactIdentified(ContactIdentified) = "contact.identified",
    /// The last try was wrong; the code is dead.
    CodeExhausted(CodeExhausted) = "code.exhausted",
    /// A recipient who may not decide confirms having read.
    NoticeAcknowledged(NoticeAcknowledged) = "notice.acknowledged",
    AnswerGiven(Answer) = "answer.given",
    QuestionAsked(QuestionAsked) = "question.asked",
    QuestionAnswered(QuestionAnswered) = "question.answered",
    SignatoryNamed(SignatoryNamed) = "signatory.named",
    SignatoryConfirmed(SignatoryConfirmed) = "signatory.confirmed",
    SignatoryRefused(SignatoryRefused) = "signatory.refused",
    DocumentMade(DocumentMade) = "document.made",
    EvidenceExported(EvidenceExported) = "evidence.exported",
    BundleExported(BundleExported) = "bundle.exported",
    SealRecorded(SealRecorded) = "seal.recorded",
    SealRevoked(SealRevoked) = "seal.revoked",
    /// Nothing under it is erased from here on; likewise the end of that.
    HoldPlaced(HoldPlaced) = "hold.placed",
    HoldReleased(HoldReleased) = "hold.released",
    /// Somebody of no firm here may read; until when, or until it is revoked. What they open is an entry each.
    AccessGranted(AccessGranted) = "access.granted",
    AccessLinked(AccessLinked) = "access.linked",
    AccessRevoked(AccessRevoked) = "access.revoked",
    AccessUsed(AccessUsed) = "access.used",
    /// An earlier entry is now without its payload.
    PayloadErased(PayloadErased) = "payload.erased",
    RetentionSet(RetentionSet) = "retention.set",
    ProjectDestroyed(ProjectDestroyed) = "project.destroyed",
    /// A person asked for it; likewise the next two.
    ErasureRequested(ErasureRequested) = "erasure.requested",
    ErasureExtended(ErasureExtended) = "erasure.extended",
    ErasureDecided(ErasureDecided) = "erasure.decided",
}

impl Event {
    /// Whether entries of this kind are acts of whoever held a personal link, without the code: nothing identifies who that was.
    pub fn by_link_alone(kind: &str) -> bool {
        matches!(kind, "code.requested" | "code.exhausted" | "question.asked" | "signatory.named")
    }

    /// What it happened to, as it stands in the header: `<word>:<id>`. `firm` is whose log it is.
    ///
    /// All that concerns a notice has the notice as its subject, so that a notice's state is the fold of one subject's entries.
    pub fn subject(&self, firm: Id) -> String {
        let (word, id) = match self {
            Event::BundleExported(e) => return e.about.clone(),
            Event::PayloadErased(e) => return e.about.clone(),
            Event::HoldPlaced(e) => return e.about.clone(),
            Event::HoldReleased(e) => return e.about.clone(),
            // Of its own: neither the client's evidence nor another reader's shows who reads.
            Event::AccessGranted(e) => ("access", e.access),
            Event::AccessLinked(e) => ("access", e.access),
            Event::AccessRevoked(e) => ("access", e.access),
            Event::AccessUsed(e) => ("access", e.access),
            // Likewise: who asks about their own data is no business of their company.
            Event::ErasureRequested(e) => ("person", e.contact),
            Event::ErasureExtended(e) => ("person", e.contact),
            Event::ErasureDecided(e) => ("person", e.contact),
            Event::FirmFounded(_) | Event::FirmRecorded(_) | Event::RetentionSet(_) => ("firm", firm),
            Event::SealRecorded(_) | Event::SealRevoked(_) => ("firm", firm),
            Event::TopicRecorded(_) | Event::KindRecorded(_) => ("firm", firm),
            Event::RuleRecorded(_) | Event::RuleSwitched(_) => ("firm", firm),
            Event::MemberInvited(e) => ("member", e.member),
            Event::MemberRecorded(e) => ("member", e.member),
            Event::ClientRecorded(e) => ("client", e.client),
            Event::ContactRecorded(e) => ("contact", e.contact),
            Event::ProjectRecorded(e) => ("project", e.project),
            Event::NeedRecorded(e) => ("project", e.project),
            Event::PromiseRecorded(e) => ("project", e.project),
            Event::PaperFiled(e) => ("project", e.project),
            Event::SurveyAnswered(e) => ("project", e.project),
            Event::TopicInPlace(e) => ("project", e.project),
            Event::TopicNotApplicable(e) => ("project", e.project),
            Event::TopicReopened(e) => ("project", e.project),
            Event::ChangeReported(e) => ("project", e.project),
            Event::MilestoneReached(e) => ("project", e.project),
            Event::ProjectDestroyed(e) => ("project", e.project),
            Event::NoticeIssued(e) => ("notice", e.notice),
            Event::ChasingPlanned(e) => ("notice", e.notice),
            Event::ReminderMade(e) => ("notice", e.notice),
            Event::NoticeEscalated(e) => ("notice", e.notice),
            Event::NoticeResent(e) => ("notice", e.notice),
            Event::SilenceRecorded(e) => ("notice", e.notice),
            Event::LetterPrepared(e) => ("notice", e.notice),
            Event::LetterPosted(e) => ("notice", e.notice),
            Event::ReceiptFiled(e) => ("notice", e.notice),
            Event::NoticeHanded(e) => ("notice", e.notice),
            Event::ExchangeImported(e) => e.notice.map_or(("project", e.project), |notice| ("notice", notice)),
            Event::LinkMade(e) => ("notice", e.notice),
            Event::LinkRevoked(e) => ("notice", e.notice),
            Event::MailAccepted(e) => e.notice.map_or(("firm", firm), |notice| ("notice", notice)),
            Event::MailRefused(e) => e.notice.map_or(("firm", firm), |notice| ("notice", notice)),
            Event::MailReturned(e) => e.notice.map_or(("firm", firm), |notice| ("notice", notice)),
            Event::ReplyReceived(e) => ("notice", e.notice),
            Event::CodeRequested(e) => ("notice", e.notice),
            Event::ContactIdentified(e) => ("notice", e.notice),
            Event::CodeExhausted(e) => ("notice", e.notice),
            Event::NoticeAcknowledged(e) => ("notice", e.notice),
            Event::AnswerGiven(e) => ("notice", e.notice),
            Event::QuestionAsked(e) => ("notice", e.notice),
            Event::QuestionAnswered(e) => ("notice", e.notice),
            Event::SignatoryNamed(e) => ("notice", e.notice),
            Event::SignatoryConfirmed(e) => ("notice", e.notice),
            Event::SignatoryRefused(e) => ("notice", e.notice),
            Event::DocumentMade(e) => (e.class.about(), e.about),
            Event::EvidenceExported(e) => (e.class.about(), e.about),
        };
        format!("{word}:{id}")
    }
}

/// Binds the log to its firm and to the key that signs its checkpoints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirmFounded {
    pub firm: Id,
    /// Origin line of every checkpoint of this log (C2SP tlog-checkpoint).
    pub origin: String,
    /// Verifier key of the checkpoints (C2SP signed-note "vkey").
    pub vkey: String,
    /// Name and version of the program that wrote the entry.
    pub software: String,
}

/// A company: the firm itself or a client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    /// For instance "SAS", "SARL", "EI", "Ltd".
    pub legal_form: String,
    /// Nine digits whose Luhn key is right (INSEE), or empty for a company registered elsewhere.
    pub siren: String,
    /// Registration as it is printed on letters, for instance "RCS Rennes 123 456 789".
    pub rcs: String,
    /// Postal address, lines separated by `\n`.
    pub address: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirmRecorded {
    pub party: Party,
    pub lang: Lang,
    /// IANA name, for instance "Europe/Paris": the local time shown beside UTC.
    pub time_zone: String,
    pub logo: Option<FileRef>,
    pub mail_content: MailContent,
    /// Where a person writes about personal data (GDPR art. 13).
    pub privacy_email: String,
    /// What follows by itself when notices issued from now on are not answered.
    #[serde(default)]
    pub chasing: Chasing,
}

/// What the mail carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailContent {
    /// The notice as PDF: what was delivered is what is proven.
    #[default]
    Attached,
    LinkOnly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, members and the firm's identity included.
    Owner,
    /// Works on clients, projects and notices.
    Adviser,
    /// Sees everything of the firm, changes nothing.
    Reader,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberInvited {
    pub member: Id,
    pub email: String,
    pub role: Role,
}

/// A member as they now stand: joined, changed or (`active: false`) removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberRecorded {
    pub member: Id,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub active: bool,
    pub lang: Lang,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientRecorded {
    pub client: Id,
    pub party: Party,
    /// Language in which the client is written to.
    pub lang: Lang,
}

/// Why the firm believes that a person may decide for the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// Named as legal representative in the company register.
    Register,
    /// A written delegation, filed or named in the note.
    Delegation,
    /// The person said so.
    SelfDeclared,
    #[default]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactRecorded {
    pub contact: Id,
    pub client: Id,
    pub name: String,
    /// Empty when not known: such a contact cannot be sent a notice.
    pub email: String,
    pub phone: String,
    /// Function in the company, for instance "Managing director".
    pub role: String,
    /// May decide on warnings.
    pub signatory: bool,
    pub authority: Authority,
    /// Where the authority is written: extract and date, delegation and date.
    pub authority_note: String,
    /// Directs the client: whom a notice goes to that nobody answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub director: bool,
    pub active: bool,
}

/// The project as it stands in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectRecorded {
    pub project: Id,
    pub client: Id,
    /// 1, 2, 3…
    pub version: u32,
    pub title: String,
    /// The firm's own number, for instance of the quote. May be empty.
    pub reference: String,
    /// Codes of the catalogue's project kinds, for instance "SRV".
    pub kinds: Vec<String>,
    pub scope_in: String,
    pub scope_out: String,
    pub starts: Option<Date>,
    pub ends: Option<Date>,
    /// Why the scope changed; empty in version 1.
    pub change: String,
}
