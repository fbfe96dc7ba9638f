//! The client's own register behind their link: every risk that was told and what was decided, open ones first.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use super::AnswerErased;
use super::answer::CodeForms;
use crate::parts::{Code, Column, ErrorSummary, Heading, Note, NoteKind, Prose, State, Table, labels};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Mails, Texts};

/// A warning in the notice that carried it, and what became of it.
#[derive(Clone, Debug)]
pub struct RegisterLine {
    pub notice: Id,
    pub reference: String,
    /// Title of its project.
    pub project: String,
    pub issued: Time,
    /// The day by which an answer was asked.
    pub respond_by: Option<Date>,
    /// Whether a recipient may decide.
    pub decidable: bool,
    /// Somebody asked a question about the notice, to which the firm has not replied.
    pub asked: bool,
    /// Code of the topic.
    pub topic: String,
    pub title: String,
    /// Accepted, declined or deferred.
    pub decided: Option<State>,
    pub until: Option<Date>,
    pub reason: String,
    pub reservations: String,
    /// When it was decided, and the name typed.
    pub answered: Option<(Time, String)>,
    /// The text of the answer is gone.
    pub erased: Option<AnswerErased>,
    /// A later notice in the same project is about the same topic.
    pub later: bool,
}

impl RegisterLine {
    pub fn state(&self, today: Date) -> State {
        match self.decided {
            Some(decided) => decided,
            // What is waited for is the firm's reply.
            None if self.asked => State::Question,
            None if !self.decidable => State::Informative,
            None if self.respond_by.is_some_and(|day| day < today) => State::Overdue,
            None => State::Awaiting,
        }
    }

    /// The state in words; by whose word, where the answer itself is gone.
    pub fn words(&self, t: Texts, today: Date) -> String {
        let label = self.state(today).label(t);
        if self.erased.is_some() { t.doc_says_the_firm(label) } else { label.to_owned() }
    }

    /// Whether the risk remains, as far as the answers say.
    pub fn is_open(&self) -> bool {
        !self.later && self.decided != Some(State::Accepted)
    }
}

pub struct RegisterPage<'a> {
    pub firm: &'a str,
    pub client: &'a str,
    /// Address of the client's page, without a slash at the end.
    pub base: &'a str,
    /// Where a code goes.
    pub email: &'a str,
    pub mails: Mails,
    /// A code was asked for and can be typed.
    pub code_sent: bool,
    /// The newest first; none until the person has confirmed who they are.
    pub lines: Option<&'a [RegisterLine]>,
    /// Only what was sent to this person: they may not decide.
    pub only_mine: bool,
    pub now: Time,
    pub zone: &'a TimeZone,
}

pub fn register(t: Texts, page: &RegisterPage<'_>, form: &Form) -> Html {
    let body = match page.lines {
        None => identify(t, page, form),
        Some(lines) => list(t, page, lines),
    };
    view! {
        <Heading title=t.register() above=page.firm.to_owned() above_href=page.base.to_owned()
            lead=t.register_lead(page.firm, page.client)/>
        <ErrorSummary t form labels=labels([("code", t.identify_code())])/>
        <div class="stack">{body}</div>
    }
    .into_html()
}

fn identify(t: Texts, page: &RegisterPage<'_>, form: &Form) -> Html {
    let RegisterPage { base, email, firm, mails, code_sent: sent, .. } = *page;
    let forms = CodeForms { base, email, firm, mails, sent, next: Some("register") }.show(t, form);
    view! {
        <section class="card" id="identify" aria-labelledby="identify-t">
            <h2 id="identify-t">{t.register_identify()}</h2>
            {forms}
        </section>
    }
    .into_html()
}

fn list(t: Texts, page: &RegisterPage<'_>, lines: &[RegisterLine]) -> Html {
    let (open, past): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.is_open());
    let when = t.date_time(&local(page.now, page.zone));
    let scope = page.only_mine.then(|| view! { <p>{t.register_mine()}</p> });
    if lines.is_empty() {
        return view! { <p>{t.register_none()}</p>{scope} }.into_html();
    }
    view! {
        <Note kind=NoteKind::Info><p>{t.register_extract(&when)}</p>{scope}</Note>
        <p class="buttons">
            <a class="button secondary" href=format!("{}/register.pdf", page.base)>{t.register_pdf()}</a>
            <a class="button secondary" href=format!("{}/register.csv", page.base)>{t.register_csv()}</a>
        </p>
        {group(t, page, "open", t.register_open(open.len() as u64), t.register_open_lead(), &open)}
        {group(t, page, "past", t.register_past(past.len() as u64), t.register_past_lead(), &past)}
    }
    .into_html()
}

fn group(
    t: Texts,
    page: &RegisterPage<'_>,
    id: &'static str,
    title: String,
    lead: &'static str,
    lines: &[&RegisterLine],
) -> Html {
    let columns =
        vec![Column::new(t.register_warning()), Column::new(t.register_notice()), Column::new(t.register_decision())];
    let rows = lines.iter().map(|line| row(t, page, line)).collect();
    let table = (!lines.is_empty()).then(|| view! { <Table caption=title.clone() caption_hidden=true columns rows/> });
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p class="quiet">{lead}</p>
            {table}
        </section>
    }
    .into_html()
}

fn row(t: Texts, page: &RegisterPage<'_>, line: &RegisterLine) -> Vec<Html> {
    let day = |at: Time| t.date(local(at, page.zone).date());
    let today = local(page.now, page.zone).date();
    let state = line.state(today).badge(&line.words(t, today));
    let until = line.until.map(|day| view! { <p>{t.register_until(&t.date(day))}</p> });
    let by = line.answered.as_ref().map(|(at, who)| {
        view! { <p class="quiet">{t.register_by(&day(*at), who)}</p> }
    });
    let erased =
        line.erased.as_ref().map(|erased| view! { <p>{t.answer_erased(&day(erased.at), erased.entry + 1)}</p> });
    let later = line.later.then(|| view! { <p class="quiet">{t.register_later()}</p> });
    vec![
        view! {
            {line.title.clone()}
            <p class="quiet"><Code code=&line.topic/>" · "{line.project.clone()}</p>
        }
        .into_html(),
        view! { {line.reference.clone()}<p class="quiet">{day(line.issued)}</p> }.into_html(),
        view! {
            {state}
            {until}
            <Prose text=&line.reason/>
            <Prose text=&line.reservations/>
            {by}
            {erased}
            {later}
        }
        .into_html(),
    ]
}
