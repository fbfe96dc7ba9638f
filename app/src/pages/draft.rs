//! A notice being put together, and its preview: exactly what the client will see.

use jiff::tz::TimeZone;
use ledger::Id;
use ledger::event::{Authority, ContactRecorded, FileRef, Notice, NoticeClass, Recipient, Resolution};
use leptos::prelude::*;

use super::instrument::{minutes_fields, minutes_labels};
use super::meeting::{MeetingChoices, meeting_fields, meeting_labels};
use crate::parts::{
    CheckboxGroup, Column, DateField, Empty, ErrorSummary, Heading, Hidden, Note, NoteKind, Once, Opt, State,
    StateBadge, Submit, Table, TextArea, field_id, labels, notice_text,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A warning that may go into the notice, or what it lacks.
pub struct DraftChoice {
    pub warning: Id,
    pub topic: String,
    pub title: String,
    /// How many things are missing; 0 when it is ready.
    pub missing: usize,
}

pub struct DraftPage {
    pub project: Id,
    pub client_id: Id,
    pub client: String,
    pub title: String,
    /// The draft that is edited; none for a new one.
    pub draft: Option<Id>,
    pub warnings: Vec<DraftChoice>,
    pub contacts: Vec<ContactRecorded>,
    pub papers: Vec<FileRef>,
    /// What it is, which is chosen once.
    pub class: NoticeClass,
    /// What minutes of a meeting choose from.
    pub meeting: Option<MeetingChoices>,
    /// The earliest day to answer by.
    pub tomorrow: String,
}

impl DraftPage {
    pub fn heading(&self, t: Texts) -> &'static str {
        match (self.class, self.draft) {
            (NoticeClass::Letter, Some(_)) => t.draft_edit_title(),
            (NoticeClass::Letter, None) => t.draft_new_title(),
            (class, _) => t.notice_class(class),
        }
    }
}

pub fn draft(t: Texts, page: &DraftPage, form: &Form) -> Html {
    let action = match page.draft {
        Some(draft) => format!("/drafts/{draft}/edit"),
        None => format!("/projects/{}/notices/new", page.project),
    };
    let own = if page.meeting.is_some() { meeting_labels(t) } else { minutes_labels(t) };
    let decides = matches!(page.class, NoticeClass::Letter | NoticeClass::Minutes);
    view! {
        <Heading title=page.heading(t) above=t.warning_for(&page.client, &page.title)
            above_href=format!("/projects/{}", page.project) lead=t.draft_lead()/>
        <ErrorSummary t form labels=[labels([
            ("warnings", t.draft_warnings()),
            ("recipients", t.draft_people()),
            ("respond_by", t.respond_by_label()),
            ("introduction", t.draft_introduction()),
            ("annexes", t.draft_annexes()),
        ]), own].concat()/>
        <form method="post" action=action novalidate>
            <Once form/>
            <Hidden name="version" value=form.value("version").to_owned()/>
            {(page.class == NoticeClass::Minutes).then(|| minutes_fields(t, form))}
            {page.meeting.as_ref().map(|choices| meeting_fields(t, choices, form))}
            {decides.then(|| warnings(t, page, form))}
            {people(t, page, form)}
            <DateField t form name="respond_by" label=t.respond_by_label() hint=t.draft_respond_by_hint() min=page.tomorrow.clone()/>
            <TextArea t form name="introduction" label=t.draft_introduction() hint=t.draft_introduction_hint() rows=5 maxlength=10_000/>
            {annexes(t, page, form)}
            <p class="buttons">
                <Submit label=t.draft_to_preview()/>
                <a class="button secondary" href=format!("/projects/{}", page.project)>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

fn warnings(t: Texts, page: &DraftPage, form: &Form) -> Html {
    let ready = page.warnings.iter().filter(|w| w.missing == 0);
    let options: Vec<Opt> = ready.map(|w| Opt::new(w.warning.to_string(), &w.title).hint(&w.topic)).collect();
    let others = page.warnings.iter().filter(|w| w.missing > 0).map(|w| {
        view! {
            <li><a href=format!("/warnings/{}", w.warning)>{w.title.clone()}</a>" "
                <span class="quiet">{t.draft_not_ready_missing(w.missing as u64)}</span></li>
        }
    });
    let others: Vec<_> = others.collect();
    let others =
        (!others.is_empty()).then(|| view! { <div><h2>{t.draft_not_ready()}</h2><ul>{others}</ul></div> }.into_html());
    let letter = page.class == NoticeClass::Letter;
    let legend = if letter { t.draft_warnings() } else { t.minutes_risks() };
    let choose = if options.is_empty() && !letter {
        Html::new("")
    } else if options.is_empty() {
        let next = (t.warning_new_title().to_owned(), format!("/projects/{}/warnings/new", page.project));
        view! { <div id=field_id("warnings")><Empty title=t.draft_no_warnings() text=t.draft_no_warnings_text() action=Some(next)/></div> }
            .into_html()
    } else {
        view! { <CheckboxGroup t form name="warnings" legend=legend hint=t.draft_warnings_hint() options required=letter/> }
            .into_html()
    };
    view! { {choose}{others} }.into_html()
}

fn people(t: Texts, page: &DraftPage, form: &Form) -> Html {
    let (reachable, silent): (Vec<_>, Vec<_>) = page.contacts.iter().partition(|contact| !contact.email.is_empty());
    let hint = |contact: &ContactRecorded| {
        let decides = if contact.signatory { t.draft_decides() } else { t.draft_informed() };
        let parts = [decides, &contact.role, &contact.email];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let options: Vec<Opt> = reachable
        .into_iter()
        .map(|contact| Opt::new(contact.contact.to_string(), &contact.name).hint(hint(contact)))
        .collect();
    let silent: Vec<_> = silent
        .into_iter()
        .map(|contact| {
            view! {
                <li>{t.draft_unavailable_text(&contact.name)}" "
                    <a href=format!("/contacts/{}/edit", contact.contact)>{t.draft_complete()}</a></li>
            }
        })
        .collect();
    let silent = (!silent.is_empty())
        .then(|| view! { <div><h2>{t.draft_unavailable()}</h2><ul>{silent}</ul></div> }.into_html());
    let choose = if options.is_empty() {
        let next = (t.draft_add_contact().to_owned(), format!("/clients/{}/contacts/new", page.client_id));
        view! { <div id=field_id("recipients")><Empty title=t.draft_no_people() text=t.draft_no_people_text() action=Some(next)/></div> }
            .into_html()
    } else {
        view! { <CheckboxGroup t form name="recipients" legend=t.draft_people() hint=t.draft_people_hint() options required=true/> }
            .into_html()
    };
    view! { {choose}{silent} }.into_html()
}

fn annexes(t: Texts, page: &DraftPage, form: &Form) -> Option<Html> {
    if page.papers.is_empty() {
        return None;
    }
    let options = page.papers.iter().map(|file| Opt::new(file.sha256.to_string(), &file.name).hint(t.size(file.size)));
    let options = options.collect::<Vec<_>>();
    Some(
        view! { <CheckboxGroup t form name="annexes" legend=t.draft_annexes() hint=t.draft_annexes_hint() options/> }
            .into_html(),
    )
}

pub struct Preview<'a> {
    /// As it would be issued now.
    pub notice: &'a Notice,
    /// What keeps it from being issued, in words.
    pub problems: Vec<String>,
    /// Fingerprint of what is shown: what is issued must be what was read.
    pub seen: String,
    pub zone: TimeZone,
    /// Whether the reader may issue.
    pub editable: bool,
    /// Whether a hold stands over its project: then it is not deleted.
    pub held: bool,
    /// Whether the hold was placed over what it says: then it is not changed.
    pub stays: bool,
}

pub fn preview(t: Texts, page: &Preview<'_>, form: &Form) -> Html {
    let notice = page.notice;
    let base = format!("/drafts/{}", notice.notice);
    let problems = (!page.problems.is_empty()).then(|| {
        let items = page.problems.iter().map(|what| view! { <li>{what.clone()}</li> }).collect_view();
        view! { <Note kind=NoteKind::Caution><p><strong>{t.preview_problems()}</strong></p><ul>{items}</ul></Note> }
    });
    let informative = !notice.recipients.iter().any(|r| r.signatory);
    let informative =
        informative.then(|| view! { <Note kind=NoteKind::Info><p>{t.preview_informative()}</p></Note> }.into_html());
    let unverified = |r: &&Recipient| r.signatory && r.authority == Authority::Unknown;
    let unverified: Vec<&str> = notice.recipients.iter().filter(unverified).map(|r| r.name.as_str()).collect();
    let unverified = (!unverified.is_empty()).then(|| {
        let text = t.preview_unverified(&unverified.join(", "));
        view! { <Note kind=NoteKind::Caution><p>{text}</p></Note> }.into_html()
    });
    let edit = (page.editable && !page.stays)
        .then(|| view! { <a class="button secondary" href=format!("{base}/edit")>{t.edit()}</a> }.into_html());
    let stays = page.stays.then(|| view! { <Note kind=NoteKind::Info><p>{t.hold_draft_stays()}</p></Note> });
    let issue = (page.editable && page.problems.is_empty()).then(|| issue(t, page, &base, form));
    let delete = (page.editable && !page.held).then(|| {
        view! { <form method="post" action=format!("{base}/delete")><p class="buttons"><Submit label=t.draft_delete() kind="danger"/></p></form> }
    });
    let theirs = Texts(notice.lang);
    view! {
        <Heading title=t.labelled(t.preview_title(), t.notice_class(notice.class())) above=t.warning_for(&notice.client.name, &notice.project.title)
            above_href=format!("/projects/{}", notice.project.project) lead=t.preview_lead()>
            <StateBadge t state=State::Draft/>
            {edit}
            <a class="button secondary" href=format!("{base}/preview.pdf")>{t.preview_pdf()}</a>
        </Heading>
        <ErrorSummary t form labels=vec![]/>
        {stays}
        {problems}
        <section aria-labelledby="who">
            <h2 id="who">{t.preview_who()}</h2>
            {informative}
            {unverified}
            {recipients(t, notice)}
            <p class="quiet">{t.preview_expires(&t.date_time(&local(notice.expires, &page.zone)))}</p>
        </section>
        <article class="frozen" lang=theirs.code() aria-label=t.preview_text()>
            {notice_text(theirs, notice)}
        </article>
        {answers(t, notice.class())}
        {issue}
        {delete}
    }
    .into_html()
}

/// What may be said of an instrument as a whole; of warnings the text itself says it.
fn answers(t: Texts, class: NoticeClass) -> Option<Html> {
    let all = [Resolution::Accepted, Resolution::Reserved, Resolution::Refused];
    let offered = all.into_iter().filter(|each| class != NoticeClass::Agreement || *each != Resolution::Reserved);
    let words: Vec<&str> = offered.map(|each| t.resolution(class, each)).collect();
    let said = t.preview_answers(&words.join(", "));
    (class != NoticeClass::Letter).then(|| view! { <p>{said}</p> }.into_html())
}

fn recipients(t: Texts, notice: &Notice) -> Html {
    let columns =
        vec![Column::new(t.name()), Column::new(t.email()), Column::new(t.doc_function()), Column::new(t.draft_part())];
    let rows = notice
        .recipients
        .iter()
        .map(|r| {
            let decides = if r.signatory { t.draft_decides() } else { t.draft_informed() };
            [r.name.clone(), r.email.clone(), r.role.clone(), decides.to_owned()].map(IntoHtml::into_html).into()
        })
        .collect();
    view! { <Table caption=t.preview_who() caption_hidden=true columns rows/> }.into_html()
}

fn issue(t: Texts, page: &Preview<'_>, base: &str, form: &Form) -> Html {
    view! {
        <section class="card" aria-labelledby="issue">
            <h2 id="issue">{t.preview_issue_title()}</h2>
            <p>{t.preview_issue_text(page.notice.recipients.len() as u64)}</p>
            <form method="post" action=format!("{base}/issue")>
                <Once form/>
                <Hidden name="seen" value=page.seen.clone()/>
                <p class="buttons"><Submit label=t.preview_issue()/></p>
            </form>
        </section>
    }
    .into_html()
}

/// For whoever issues a notice that another was faster to issue.
pub fn issued_already(t: Texts, notice: Id, reference: &str) -> Html {
    view! {
        <Heading title=t.issued_already_title()/>
        <Note kind=NoteKind::Info><p>{t.issued_already_text(reference)}</p></Note>
        <p class="buttons"><a class="button primary" href=format!("/notices/{notice}")>{t.issued_already_see()}</a></p>
    }
    .into_html()
}
