//! One function per page: plain data in, [`Html`](crate::Html) out. No SQL, no axum, no clock.
//!
//! A page with a form, whole. The server's handler is beside its SQL in `server/src/<feature>.rs`:
//!
//! ```
//! use app::parts::*;
//! use app::{Assets, Chrome, Form, Html, IntoHtml, Lang, Mails, PageHead, Section, Texts, page};
//! use leptos::prelude::*;
//!
//! /// A new client. Errors and values come back in `form` when the server refused it (422).
//! pub fn new_client(t: Texts, form: &Form) -> Html {
//!     view! {
//!         <Heading title="New client" lead="Who is advised."/>
//!         <ErrorSummary t form labels=labels([("name", t.firm_name()), ("siren", t.siren())])/>
//!         <form method="post" action="/clients" novalidate>
//!             <Field t form name="name" label=t.firm_name() required=true maxlength=200/>
//!             <Fieldset legend="Registration">
//!                 <Field t form name="siren" label=t.siren() hint=t.siren_hint() inputmode="numeric" width="short"/>
//!                 <TextArea t form name="address" label=t.postal_address() rows=3/>
//!             </Fieldset>
//!             <p class="buttons">
//!                 <Submit label=t.save()/>
//!                 <a class="button secondary" href="/clients">{t.cancel()}</a>
//!             </p>
//!         </form>
//!     }
//!     .into_html()
//! }
//!
//! // What the handler does with it:
//! let mut form = Form::new();
//! form.set("name", "Garage <Dupont>").refuse("siren", Texts(Lang::En).error_siren());
//! let t = Texts(Lang::En);
//! let head = PageHead {
//!     lang: Lang::En,
//!     title: "New client",
//!     nonce: "r4nd0m",
//!     path: "/clients/new",
//!     chrome: Chrome::Member { name: "Ada".into(), firm: "Ada IT".into(), section: Some(Section::Clients), mails: Mails::Sent },
//!     flash: None,
//!     assets: &Assets::default(),
//! };
//! let html = page(&head, || new_client(t, &form));
//! assert!(html.contains("Garage &lt;Dupont&gt;") && html.contains(t.error_siren()) && !html.contains("<script"));
//! ```
//!
//! What to know:
//! - `t` and `form` are enough as they stand (`<Field t form …/>`) when variables bear those names; `form` is `&Form`.
//! - Texts come from the table ([`crate::texts`]), never from a literal as above.
//! - A form always says `method="post" novalidate`: the browser's own messages would not be in the reader's language.
//!   Files need `enctype="multipart/form-data"`.
//! - One `<h1>` a page, in [`Heading`](crate::parts::Heading), with the same words as [`PageHead::title`](crate::PageHead).
//! - No inline style and no inline script: the Content-Security-Policy refuses both. Classes live in `style/`.
//! - Leptos writes an empty text as one space and `<!>` between two neighbouring texts: browsers show neither.
//! - Layout classes: `columns` (two columns from 900 px), `stack` (space between children), `card`, `buttons`, `quiet`,
//!   `hidden` (for screen readers only), `list` (a list of linked rows, see `overview.rs`).

mod access;
mod account;
mod again;
mod answer;
mod as_of;
mod authorities;
mod bulk;
mod bundle;
mod calendar;
mod checklist;
mod chronology;
mod clients;
mod coverage;
mod desk;
mod destroy;
mod dossier;
mod draft;
mod erase;
mod errors;
mod firm;
mod heat;
mod hold;
mod incoming;
mod instrument;
mod keys;
mod manage;
mod meeting;
mod members;
mod milestone;
mod notice_list;
mod outbox;
mod overview;
mod person;
mod project;
mod projects;
mod reconnaissance;
mod redact;
mod register;
mod retention;
mod rules;
mod search;
mod told;
mod topics;
mod verify;
mod warnings;

pub use access::{
    AccessLine, AccessPageView, AccessUse, GrantChoice, GrantClient, access, accesses, grant_access, outsider,
    read_outside, revoke_access, sort_value, used_href,
};
pub use account::{Account, SessionLine, account, sign_in};
pub use again::{Names, report_change, why_again};
pub use answer::{AnswerPage, Stage, answer, link_gone};
pub use as_of::{AsOfPage, Fact, Of as AsOf, Section as FactSection, Stated, Stood, as_of, facts};
pub use authorities::{AskedWitness, Authorities, Authority, LogStamped, WhyNotCosigned, WitnessRefusal};
pub use bulk::{
    Became, BulkFacts, BulkItem, BulkLine, BulkPage, BulkProject, BulkText, BulksPage, ChooseBulk, ConfirmBulk, bulk,
    bulk_facts, bulk_text, bulks, choose_bulk, confirm_bulk, fact_name, version_name,
};
pub use bundle::{BundleChoice, BundlePage, bundle};
pub use calendar::{CalendarPage, Due, calendar, why};
pub use chronology::{ChronologyLine, ChronologyPage, GAP_DAYS, GAPS, chronology, chronology_too_many};
pub use clients::{ClientLine, ClientPage, client, clients, edit_client, edit_contact};
pub use coverage::{CoveragePage, TopicPage, answer_value, coverage, covered, question_field};
pub use coverage::{
    reached as coverage_reached, since as coverage_since, standing as coverage_standing, why as coverage_why,
};
pub use desk::{
    DeskDoor, DeskHome, DeskNote, DeskProject, desk_door, desk_ended, desk_home, desk_note_head, desk_noted,
    desk_notes, desk_notice, desk_project, desk_replaced,
};
pub use destroy::{DestroyPage, DestroyedPage, GoneLine, destroy, destroyed, link_destroyed};
pub use dossier::{
    DossierLine, DossierPage, DossierPart, DossierShown, dossier, dossier_exhibits_kept, dossier_made, dossier_making,
};
pub use draft::{DraftChoice, DraftPage, Preview, draft, issued_already, preview};
pub use erase::{ErasePage, ReaderLoses, erase, ground_value};
pub use errors::{clock_behind, cross_site, failure, forbidden, malformed, no_seal, not_found, too_large, too_many};
pub use firm::{FirmPage, firm, firm_fields, party_fields, party_labels, setup};
pub use heat::{HeatPage, HeatRow, heat};
pub use hold::{HoldLine, NewHold, hold, holds, new_hold, under_holds};
pub use incoming::{IncomingLine, IncomingPage, erase_incoming, incoming};
pub use instrument::{MinutesPage, Risk, Standing as AgreementStanding, new_agreement, new_minutes};
pub use keys::{KeysPage, SealKey, keys, revoke_key};
pub use manage::{ManagePage, Progress, TrailLine, manage};
pub use meeting::{MeetingChoices, meeting_labels, new_meeting};
pub use members::{Joining, MemberLine, Standing, join, join_gone, members, role_value};
pub use milestone::{MilestonePage, milestone, milestone_value};
pub use notice_list::{AnswerErased, NoticeLine};
pub use outbox::{OutboxFile, OutboxLine, OutboxMail, outbox, outbox_mail};
pub use overview::{CoverageLine, Group, MAX_PER_GROUP, Overview, OverviewItem, Start, overview};
pub use person::{HeldLine, MadeGone, MadeLine, OpenRequest, PastRequest, PersonPage, ReaderLine, person};
pub use project::{DraftLine, ProjectPage, project};
pub use projects::{
    PAPER_CLASSES, PROMISE_STATES, ProjectLine, edit_need, edit_project, edit_promise, kind_names, new_project,
    project_version, projects,
};
pub use reconnaissance::{ReconnaissancePage, Visited, evidence_field, finding_field, reconnaissance, visit_fact};
pub use redact::{Gone, RedactLine, RedactPage, gone, redact};
pub use register::{RegisterLine, RegisterPage, register};
pub use retention::{DestroyedLine, KeptFor, OtherLine, RetentionLine, RetentionPage, retention};
pub use rules::{own_kind, own_rule, own_topic, rules, switch_rule};
pub use search::{Chosen, Facet, FacetValue, Found, Passage, Results, SavedSearch, SearchPage, search};
pub use told::{DatedBy, Happened, Sort as ToldSort, Told, ToldOn, ToldPage, ToldStep, TopicThen, told, topics_then};
pub use topics::{topic, topics};
pub use verify::{RecordedCheckpoint, RecordedDocument, RevokedSeal, ToKeep, verify, verify_document};
pub use warnings::{EditWarning, NewWarning, TopicChoice, VAT_RATES, edit_warning, fact_asked, new_warning};
