//! The visit on site: the survey, and for each topic what was found, with the facts of a warning about it.

use ledger::Id;
use ledger::catalogue::{self, Question};
use ledger::coverage::{KnownTopic, Rules, Standing, State as Project};
use ledger::event::Warning;
use leptos::prelude::*;

use super::checklist::{answers_checklist, look};
use super::coverage::{badge, question_select};
use super::question_field;
use super::warnings::fact_field;
use crate::islands::Unsent;
use crate::parts::{Code, ErrorSummary, Heading, Labels, Once, Opt, RadioGroup, State, StateBadge, Submit, TextArea};
use crate::{Form, Html, IntoHtml, Texts};

pub struct ReconnaissancePage<'a> {
    pub rules: &'a Rules,
    pub state: &'a Project,
    pub visited: Vec<Visited<'a>>,
    /// Names what is typed on this device: whose it is, and of which project.
    pub kept_as: String,
    /// The server has just recorded what was typed.
    pub received: bool,
}

/// A topic that the project raises or may raise.
pub struct Visited<'a> {
    pub topic: &'a KnownTopic,
    /// None when it is not due, or not yet.
    pub standing: Option<Standing<'a>>,
    /// The draft that raises it.
    pub drafted: Option<Id>,
    /// The warning to be begun about it, with its facts blank.
    pub blank: Warning,
}

impl Visited<'_> {
    /// Whether there is nothing to note: it is settled, or a draft has begun.
    pub fn is_settled(&self) -> bool {
        self.drafted.is_some() || self.standing.is_some_and(|standing| !standing.is_open())
    }
}

/// The fields of one topic.
pub fn finding_field(topic: &str) -> String {
    format!("finding-{topic}")
}

pub fn evidence_field(topic: &str) -> String {
    format!("evidence-{topic}")
}

pub fn visit_fact(topic: &str, number: usize) -> String {
    format!("fact-{topic}.{number}")
}

pub fn reconnaissance(t: Texts, page: &ReconnaissancePage<'_>, form: &Form) -> Html {
    let base = format!("/projects/{}", page.state.project.project);
    let questions: Vec<&Question> = page.rules.questions(page.state).collect();
    let survey = (!questions.is_empty()).then(|| {
        let fields = questions.iter().map(|question| question_select(t, question, form)).collect_view();
        view! {
            <section aria-labelledby="survey">
                <h2 id="survey">{t.survey()}</h2>
                <p class="quiet">{t.survey_lead()}</p>
                {fields}
                {answers_checklist(t, page.rules, page.state, form)}
            </section>
        }
    });
    let action = format!("{base}/reconnaissance");
    view! {
        <Heading title=t.reconnaissance() above=page.state.project.title.clone() above_href=base.clone()
            lead=t.reconnaissance_lead()/>
        <ErrorSummary t form labels=field_labels(t, page, &questions)/>
        {drafts(t, page)}
        <form class="stack visit" method="post" action=action novalidate>
            <Once form/>
            {survey}
            {groups(t, page, form)}
            <Unsent lang=t.0 key=page.kept_as.clone() received=page.received/>
            <p class="buttons">
                <Submit label=t.reconnaissance_submit()/>
                {look(t)}
                <a class="button secondary" href=base>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

fn field_labels(t: Texts, page: &ReconnaissancePage<'_>, questions: &[&Question]) -> Labels {
    let questions = questions.iter().map(|question| (question_field(&question.code), question.ask.get(t.0).to_owned()));
    let topics = page.visited.iter().flat_map(|visited| {
        let (code, title) = (visited.topic.code(), visited.topic.title(t.0));
        let facts = visited.blank.facts.iter().enumerate();
        let facts = facts.map(move |(n, fact)| (visit_fact(code, n), format!("{}, {title}", fact.label)));
        [(finding_field(code), title.to_owned()), (evidence_field(code), format!("{}, {title}", t.coverage_evidence()))]
            .into_iter()
            .chain(facts)
    });
    questions.chain(topics).collect()
}

/// What the visit has brought so far.
fn drafts(t: Texts, page: &ReconnaissancePage<'_>) -> Option<Html> {
    let drafts: Vec<(&Visited, Id)> =
        page.visited.iter().filter_map(|visited| Some((visited, visited.drafted?))).collect();
    if drafts.is_empty() {
        return None;
    }
    let lines = drafts.into_iter().map(|(visited, draft)| {
        view! { <li><a href=format!("/warnings/{draft}")>{visited.topic.title(t.0).to_owned()}</a></li> }
    });
    let lines = lines.collect_view();
    Some(
        view! {
            <section aria-labelledby="drafts">
                <h2 id="drafts">{t.reconnaissance_drafts()}</h2>
                <ul>{lines}</ul>
            </section>
        }
        .into_html(),
    )
}

/// The topics family by family, as the catalogue has them.
fn groups(t: Texts, page: &ReconnaissancePage<'_>, form: &Form) -> Html {
    let families = catalogue::families().iter().map(|family| {
        let topics: Vec<&Visited> = page.visited.iter().filter(|v| family.holds(v.topic.code())).collect();
        (family.name.get(t.0), topics)
    });
    let own = page.visited.iter().filter(|visited| matches!(visited.topic, KnownTopic::Own(_))).collect();
    let groups: Vec<(&str, Vec<&Visited>)> =
        families.chain([(t.coverage_own(), own)]).filter(|(_, topics)| !topics.is_empty()).collect();
    let ways = groups.iter().enumerate();
    let ways = ways.map(|(n, (name, _))| view! { <li><a href=format!("#group-{n}")>{name.to_string()}</a></li> });
    let ways = ways.collect_view();
    let groups = groups.iter().enumerate().map(|(n, (name, topics))| {
        let id = format!("group-{n}");
        let seen = topics.iter().filter(|visited| visited.is_settled()).count() as u64;
        let rows = topics.iter().map(|visited| topic(t, page, visited, form)).collect_view();
        view! {
            <section aria-labelledby=id.clone()>
                <h2 id=id.clone()>{name.to_string()}" "<span class="quiet">{t.reconnaissance_seen(seen, topics.len())}</span></h2>
                {rows}
            </section>
        }
    });
    let groups = groups.collect_view();
    view! {
        <nav aria-label=t.reconnaissance_families()><ul class="ways">{ways}</ul></nav>
        {groups}
    }
    .into_html()
}

fn topic(t: Texts, page: &ReconnaissancePage<'_>, visited: &Visited<'_>, form: &Form) -> Html {
    let (code, title) = (visited.topic.code(), visited.topic.title(t.0).to_owned());
    if visited.is_settled() {
        let href = match visited.drafted {
            Some(draft) => format!("/warnings/{draft}"),
            None => format!("/projects/{}/coverage/{code}", page.state.project.project),
        };
        let state = match (visited.drafted, &visited.standing) {
            (None, Some(standing)) => badge(t, standing),
            _ => view! { <StateBadge t state=State::Draft/> }.into_html(),
        };
        return view! { <p class="settled"><a href=href>{title}</a>" "<Code code/>" "{state}</p> }.into_html();
    }
    let options = vec![
        Opt::new("", t.reconnaissance_none()),
        Opt::new("risk", t.reconnaissance_risk()),
        Opt::new("in_place", t.reconnaissance_in_place()),
    ];
    let facts = visited.blank.facts.iter().enumerate();
    let facts = facts.map(|(n, fact)| fact_field(t, &visited.blank, fact, visit_fact(code, n), form)).collect_view();
    let hint = match visited.standing {
        Some(_) => visited.blank.risk.clone(),
        None => format!("{} {}", visited.blank.risk, t.reconnaissance_if()),
    };
    view! {
        <div class="visited">
            <RadioGroup t form name=finding_field(code) legend=title hint options/>
            // Shown by the style sheet when the choice beside it asks for them.
            <div class="if-risk">{facts}</div>
            <div class="if-in-place">
                <TextArea t form name=evidence_field(code) label=t.coverage_evidence()
                    hint=t.reconnaissance_evidence_hint() rows=2/>
            </div>
        </div>
    }
    .into_html()
}
