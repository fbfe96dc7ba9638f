//! A notice after its issue, for the firm: where it stands, what was asked, what is on record.

mod asked;
mod chase;
mod delivery;
mod returned;

use jiff::tz::TimeZone;
use ledger::event::{Choice, Date};
use ledger::notice::chase::Next;
use ledger::notice::{Link, State as Story};
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{
    Code, Column, EntryAt, EraseLink, Erasures, ErrorSummary, Field, Heading, Hidden, Labels, NoticeStanding, Once,
    State, StateBadge, Submit, Table, TimeSource, When, notice_text, signed,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// How far a recipient came: times of the first of each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    pub delivered: Option<Time>,
    pub bounced: Option<Time>,
    pub opened: Option<Time>,
    pub identified: Option<Time>,
    pub acknowledged: Option<Time>,
}

/// An entry of the log, in words.
pub struct TrailLine {
    pub index: u64,
    pub at: Time,
    pub what: String,
    pub details: Vec<String>,
    pub by: String,
    /// The same entry, if the reader may erase its content.
    pub erase: Option<EntryAt>,
}

pub struct ManagePage<'a> {
    pub story: &'a Story,
    /// In the order of the story's recipients.
    pub progress: Vec<Progress>,
    /// For each of them the address to which the notice can be sent again, where there is a reason to.
    pub resend: Vec<Option<String>>,
    pub trail: Vec<TrailLine>,
    pub zone: TimeZone,
    pub now: Time,
    pub today: Date,
    pub notice_ready: bool,
    pub certificate_ready: bool,
    /// Whether the certificate of no answer that was asked for last is made.
    pub silence_ready: bool,
    /// Replies by mail that no adviser has read.
    pub unread: u64,
    /// What follows by itself.
    pub next: Next,
    /// Who will be turned to after the reminders.
    pub director: Option<String>,
    /// Who directs the client and is a recipient already.
    pub director_asked: Option<String>,
    /// The client's people who can be sent something.
    pub people: Vec<(Id, String)>,
    /// What file fields take, in words and for the browser, and the most bytes.
    pub file_types: &'static str,
    pub file_accept: &'static str,
    pub file_limit: u64,
    /// Who else than the firm's clock speaks for the answer's time.
    pub time_source: TimeSource,
    /// Whether the reader may act.
    pub editable: bool,
}

impl ManagePage<'_> {
    fn when(&self, t: Texts, at: Time) -> String {
        t.date_time(&local(at, &self.zone))
    }

    fn name(&self, contact: Id) -> String {
        self.story.recipient(contact).map(|r| r.name.clone()).unwrap_or_default()
    }
}

pub fn manage(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let notice = &page.story.notice;
    let theirs = Texts(notice.lang);
    view! {
        {heading(t, page)}
        <ErrorSummary t form labels=field_labels(t, form)/>
        {standing(t, page)}
        <Erasures t erased=&page.story.erased zone=&page.zone/>
        {asked::proposals(t, page, form)}
        {asked::questions(t, page, form)}
        {returned::replies(t, page)}
        {warnings(t, page)}
        {chase::chasing(t, page, form)}
        {delivery::deliveries(t, page, form)}
        {people(t, page, form)}
        {links(t, page, form)}
        <details>
            <summary>{t.manage_text()}</summary>
            <article class="frozen" lang=theirs.code()>
                {notice_text(theirs, notice)}
            </article>
        </details>
        {trail(t, page)}
    }
    .into_html()
}

/// What the refused fields are called: each has its kind and, after a hyphen, the identifier of what it is about.
fn field_labels(t: Texts, form: &Form) -> Labels {
    let label = |name: &str| match name.split('-').next()? {
        "authority" => Some(t.manage_authority()),
        "note" => Some(t.manage_authority_note()),
        "respond_by" => Some(t.respond_by_label()),
        "reason" => Some(t.manage_reason()),
        "reply" => Some(t.manage_reply()),
        "follow" => Some(t.chasing_follow()),
        "director" => Some(t.chasing_director()),
        "why" => Some(t.manage_reason()),
        field => delivery::label(t, field),
    };
    form.errors.iter().filter_map(|(name, _)| Some((name.clone(), label(name)?.to_owned()))).collect()
}

fn heading(t: Texts, page: &ManagePage<'_>) -> Html {
    let notice = &page.story.notice;
    let base = format!("/notices/{}", notice.notice);
    let file = |ready: bool, name: &str, label: &'static str| {
        ready.then(|| view! { <a class="button secondary" href=format!("{base}/{name}")>{label}</a> }.into_html())
    };
    view! {
        <Heading title=t.manage_title(t.notice_class(notice.class()), &notice.reference) above=t.warning_for(&notice.client.name, &notice.project.title)
            above_href=format!("/projects/{}", notice.project.project)>
            {file(page.notice_ready, "notice.pdf", t.manage_pdf())}
            {file(page.certificate_ready, "certificate.pdf", t.manage_certificate())}
            {file(page.silence_ready, "no-answer.pdf", t.silence_pdf())}
            {file(true, "evidence.json", t.manage_evidence())}
            {file(true, "bundle", t.bundle_make())}
            {file(page.notice_ready, "redact", t.redact_make())}
        </Heading>
    }
    .into_html()
}

/// Where the whole notice stands.
fn state(page: &ManagePage<'_>) -> State {
    NoticeStanding::of(page.story).state(page.today)
}

fn standing(t: Texts, page: &ManagePage<'_>) -> Html {
    let (story, notice) = (page.story, &page.story.notice);
    let badge = match (&story.answer, state(page)) {
        // What was decided stands with each warning.
        (Some((at, answer)), _) => {
            let whose = page.time_source.sentence(t, &page.zone);
            let answered = t.manage_answered(&answer.typed_name, &page.when(t, *at));
            let whole = answer.signing.as_ref().map(|signing| signed(t, notice, signing));
            view! { <p><strong>{answered}</strong></p>{whole}<p class="quiet">{whose}</p> }.into_html()
        }
        (None, state) => view! { <p>{state.badge(t.state_of(notice.class(), state))}</p> }.into_html(),
    };
    let respond_by = story.respond_by.map(|date| format!(" {}.", t.respond_by(&t.date(date))));
    let preparing = (!page.notice_ready).then(|| view! { <p class="quiet">{t.manage_preparing()}</p> });
    view! {
        {badge}
        <p>{t.manage_issued(&notice.author.name, &page.when(t, story.issued))}{respond_by}</p>
        {preparing}
    }
    .into_html()
}

fn warnings(t: Texts, page: &ManagePage<'_>) -> Html {
    if page.story.notice.warnings.is_empty() {
        return Html::new("");
    }
    let columns = vec![Column::new(t.topic_title()), Column::new(t.topic_code()), Column::new(t.manage_decision())];
    let decided = |warning: Id| {
        let (_, answer) = page.story.answer.as_ref()?;
        answer.decisions.iter().find(|decision| decision.warning == warning)
    };
    let rows = page.story.notice.warnings.iter().map(|warning| {
        let (state, more) = match decided(warning.warning).map(|decision| (&decision.choice, &decision.reason)) {
            None => (if page.story.answer.is_some() { State::Overdue } else { waiting(page) }, String::new()),
            Some((Choice::Accepted { option }, _)) => {
                let chosen = warning.options.iter().find(|o| Some(o.number) == *option);
                (State::Accepted, chosen.map(|o| format!("{}. {}", o.number, o.label)).unwrap_or_default())
            }
            Some((Choice::Declined, reason)) => (State::Declined, reason.clone()),
            Some((Choice::Deferred { until }, reason)) => {
                (State::Deferred, format!("{} — {reason}", t.deferred_until(&t.date(*until))))
            }
        };
        let reserved = decided(warning.warning).map(|decision| &decision.reservations).filter(|said| !said.is_empty());
        let reserved = reserved.map(|said| view! { <p>{t.labelled(t.doc_reservations(), said)}</p> });
        vec![
            view! { <strong>{warning.title.clone()}</strong> }.into_html(),
            view! { <Code code=&warning.topic/> }.into_html(),
            view! { <StateBadge t state/>" "{more}{reserved} }.into_html(),
        ]
    });
    let rows = rows.collect();
    view! { <Table caption=t.draft_warnings() columns rows/> }.into_html()
}

/// A warning's state before the answer: a question about the notice does not change it.
fn waiting(page: &ManagePage<'_>) -> State {
    match state(page) {
        State::Question => State::Awaiting,
        other => other,
    }
}

fn people(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let mut columns = vec![
        Column::new(t.name()),
        Column::new(t.manage_delivered()),
        Column::new(t.manage_code()),
        Column::new(t.manage_identified()),
        Column::new(t.manage_done()),
    ];
    if page.editable {
        columns.push(Column::new(t.actions()));
    }
    let waits = |word: &'static str| view! { <span class="quiet">{word}</span> }.into_html();
    let moment = |at: Option<Time>| match at {
        Some(at) => view! { <When t at zone=&page.zone/> }.into_html(),
        None => waits(t.manage_nothing_yet()),
    };
    let recipients = page.story.recipients.iter().zip(&page.progress).zip(&page.resend);
    let rows = recipients.map(|((recipient, progress), resend)| {
        let decides = if recipient.signatory { t.draft_decides() } else { t.draft_informed() };
        let answer = page.story.answer.as_ref().filter(|(_, answer)| answer.contact == recipient.contact);
        let mut cells = vec![
            view! { <strong>{recipient.name.clone()}</strong><br/><span class="quiet">{recipient.email.clone()}<br/>{decides}</span> }
                .into_html(),
            returned::delivered(t, page, recipient, progress),
            moment(progress.opened),
            moment(progress.identified),
            match answer.map(|(at, _)| *at).or(progress.acknowledged) {
                // To have opened it is neither.
                None if recipient.signatory => waits(t.manage_unanswered()),
                None => waits(t.manage_unconfirmed()),
                done => moment(done),
            },
        ];
        if page.editable {
            let action = format!("/notices/{}/links", page.story.notice.notice);
            cells.push(
                view! {
                    {resend.as_ref().map(|to| returned::resend(t, page, recipient, to, form))}
                    <form method="post" action=action class="inline">
                        <Once form/>
                        <Hidden name="contact" value=recipient.contact.to_string()/>
                        <button type="submit" class="button secondary" aria-label=t.manage_new_link_for(&recipient.name)>
                            {t.manage_new_link()}
                        </button>
                    </form>
                }
                .into_html(),
            );
        }
        cells
    });
    let rows = rows.collect();
    let reported = (!page.story.returned.is_empty()).then(|| view! { <p class="quiet">{t.returned_note()}</p> });
    let resent = (page.editable && page.resend.iter().any(Option::is_some))
        .then(|| view! { <p class="quiet">{t.resend_note()}</p> });
    view! { <div id="people"><Table caption=t.manage_people() columns rows/></div>{reported}{resent} }.into_html()
}

fn links(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let items = page.story.links.iter().map(|link| {
        let works = !link.revoked && page.now < link.expires;
        let state = match (link.revoked, works) {
            (true, _) => t.manage_link_revoked(),
            (false, false) => t.manage_link_expired(),
            (false, true) => t.manage_link_works(),
        };
        view! {
            <li>
                <p>{t.manage_link_of()}" ("<strong>{page.name(link.contact)}</strong>"), "{state}". "
                    <span class="quiet">{t.manage_link_until()}" "<When t at=link.expires zone=&page.zone/></span></p>
                {(works && page.editable).then(|| revoke(t, link, form))}
            </li>
        }
    });
    let items = items.collect_view();
    view! { <section aria-labelledby="links"><h2 id="links">{t.manage_links()}</h2><ul class="stack">{items}</ul></section> }
        .into_html()
}

fn revoke(t: Texts, link: &Link, form: &Form) -> Html {
    let name = format!("reason-{}", link.link);
    let open = form.error(&name).is_some();
    view! {
        <details open=open>
            <summary>{t.manage_revoke()}</summary>
            <form method="post" action=format!("/links/{}/revoke", link.link) novalidate>
                <Field t form name label=t.manage_reason() hint=t.manage_reason_hint() required=true maxlength=1000/>
                <p class="buttons"><Submit label=t.manage_revoke() kind="danger"/></p>
            </form>
        </details>
    }
    .into_html()
}

fn trail(t: Texts, page: &ManagePage<'_>) -> Html {
    let columns = vec![
        Column::new(t.trail_number()),
        Column::new(t.trail_what()),
        Column::new(t.trail_when()),
        Column::new(t.trail_by()),
    ];
    let rows = page
        .trail
        .iter()
        .map(|line| {
            let details = line.details.iter().filter(|detail| !detail.is_empty());
            let details =
                details.map(|detail| view! { <br/><span class="quiet">{detail.clone()}</span> }).collect_view();
            vec![
                t.number(line.index + 1).into_html(),
                view! { {line.what.clone()}{details} }.into_html(),
                view! { <When t at=line.at zone=&page.zone/> }.into_html(),
                view! { {line.by.clone()}{line.erase.as_ref().map(|entry| view! { <br/><EraseLink t entry/> })} }
                    .into_html(),
            ]
        })
        .collect();
    view! {
        <section aria-labelledby="trail">
            <h2 id="trail">{t.manage_trail()}</h2>
            <p class="quiet">{t.trail_note()}</p>
            <Table caption=t.manage_trail() caption_hidden=true columns rows/>
        </section>
    }
    .into_html()
}
