//! What a project has to warn of: the survey, each topic with why it is due and how it stands, and what a member may say of one.

mod words;

use std::collections::BTreeMap;

use ledger::Id;
use ledger::catalogue::{self, Question};
use ledger::coverage::{Again, Coverage, Covered, KnownTopic, Rules, Standing, State as Project};
use ledger::event::SurveyAnswer;
use leptos::prelude::*;

use super::again::{self, Names};
use super::checklist::{answers_checklist, look};
use super::milestone::overridden;
use super::rules;
use crate::parts::{
    Code, DateField, ErrorSummary, Field, Fieldset, Heading, Hidden, Note, NoteKind, Once, Opt, Prose, Select, Submit,
    TextArea, labels,
};
use crate::{Form, Html, IntoHtml, Texts};
use words::reason;
pub use words::{reached, since, standing, why};

pub struct CoveragePage<'a> {
    pub rules: &'a Rules,
    pub state: &'a Project,
    pub coverage: Coverage<'a>,
    /// Settled, and to be raised again today.
    pub again: Vec<Again<'a>>,
    /// The drafts that raise a topic, by its code.
    pub drafted: BTreeMap<String, Id>,
    pub contacts: Names,
    /// Whether the reader may write.
    pub editable: bool,
}

/// One topic of a project.
pub struct TopicPage<'a> {
    pub rules: &'a Rules,
    pub state: &'a Project,
    pub covered: &'a Covered<'a>,
    /// That it is raised again, if it is.
    pub again: Vec<Again<'a>>,
    /// Topics that a draft raises already.
    pub drafted: BTreeMap<String, Id>,
    pub contacts: Names,
    pub editable: bool,
}

/// The name of a question's field.
pub fn question_field(code: &str) -> String {
    format!("q-{code}")
}

/// The value that the form sends.
pub fn answer_value(answer: SurveyAnswer) -> &'static str {
    match answer {
        SurveyAnswer::Yes => "yes",
        SurveyAnswer::No => "no",
        SurveyAnswer::Unknown => "unknown",
    }
}

pub fn coverage(t: Texts, page: &CoveragePage<'_>, form: &Form) -> Html {
    let (all, open) = (page.coverage.topics.len() + page.coverage.unanswered.len(), page.coverage.open());
    let tally = t.coverage_tally(page.coverage.percent(), all - open, all);
    let questions: Vec<&Question> = page.rules.questions(page.state).collect();
    let fields = questions.iter().map(|question| (question_field(&question.code), question.ask.get(t.0).to_owned()));
    view! {
        <Heading title=t.coverage() above=page.state.project.title.clone() above_href=base(page.state) lead=tally>
            {page.editable.then(|| view! {
                <a class="button secondary" href=format!("{}/reconnaissance", base(page.state))>{t.reconnaissance()}</a>
                <a class="button secondary" href=format!("{}/changes/new", base(page.state))>{t.change_title()}</a>
            })}
        </Heading>
        <ErrorSummary t form labels=fields.collect()/>
        <div class="stack">
            {overridden(t, page.state)}
            {again::raised(t, (page.state.project.project, page.editable), &page.again, &page.drafted, &page.contacts, form)}
            {grid(t, page, all - open, all)}
            {survey(t, page, &questions, form)}
            {groups(t, page)}
            {rules::loosened(t, page.rules, &page.rules.loosened(page.state).collect::<Vec<_>>())}
        </div>
    }
    .into_html()
}

fn base(state: &Project) -> String {
    format!("/projects/{}", state.project.project)
}

/// Every topic as a tile with its state, and how much of all is settled.
fn grid(t: Texts, page: &CoveragePage<'_>, settled: usize, all: usize) -> Html {
    let tiles = page.coverage.topics.iter().map(|covered| {
        let (code, title) = (covered.topic.code(), covered.topic.title(t.0).to_owned());
        view! {
            <li><a href=format!("{}/coverage/{code}", base(page.state)) >
                <Code code/><span class="title">{title}</span>{badge(t, &covered.standing)}
            </a></li>
        }
    });
    let width = (settled * 400).checked_div(all).unwrap_or(400);
    view! {
        <section aria-labelledby="grid">
            <h2 id="grid">{t.coverage_grid()}</h2>
            <svg class="bar" viewBox="0 0 400 10" preserveAspectRatio="none" role="img" aria-label=t.coverage_progress(settled, all)>
                <rect class="all" x="0.5" y="0.5" width="399" height="9"/>
                <rect class="part" x="0" y="0" width=width.to_string() height="10"/>
            </svg>
            <ul class="tiles">{tiles.collect_view()}</ul>
        </section>
    }
    .into_html()
}

/// A question with its answers.
pub(super) fn question_select(t: Texts, question: &Question, form: &Form) -> Html {
    let options = SurveyAnswer::ALL.map(|answer| Opt::new(answer_value(answer), t.survey_answer(answer))).to_vec();
    let (name, label) = (question_field(&question.code), question.ask.get(t.0).to_owned());
    view! { <Select t form name label options with_empty=true/> }.into_html()
}

fn survey(t: Texts, page: &CoveragePage<'_>, questions: &[&Question], form: &Form) -> Html {
    if questions.is_empty() {
        return Html::new("");
    }
    let left = page.coverage.unanswered.len() as u64;
    let standing = match left {
        0 => view! { <p class="quiet">{t.survey_done()}</p> }.into_html(),
        left => view! { <p><strong class="marked">{t.survey_left(left)}</strong></p> }.into_html(),
    };
    // Closed at first: the topics below come before the questions.
    let open = form.is_refused() || form.has("look", "due");
    let body = if page.editable {
        let fields = questions.iter().map(|question| question_select(t, question, form)).collect_view();
        let checklist = answers_checklist(t, page.rules, page.state, form);
        view! {
            <details open=open>
                <summary>{t.survey_answer_all()}</summary>
                <form method="post" action=format!("{}/coverage", base(page.state)) novalidate>
                    {fields}
                    {checklist}
                    <p class="buttons"><Submit label=t.survey_submit()/>{look(t)}</p>
                </form>
            </details>
        }
        .into_html()
    } else {
        let lines = questions.iter().map(|question| {
            let said =
                page.state.answers.get(&question.code).map_or(t.survey_none(), |(_, e)| t.survey_answer(e.answer));
            view! { <li>{question.ask.get(t.0).to_owned()}" "<strong>{said}</strong></li> }
        });
        view! { <ul>{lines.collect_view()}</ul> }.into_html()
    };
    view! {
        <section aria-labelledby="survey">
            <h2 id="survey">{t.survey()}</h2>
            <p class="quiet">{t.survey_lead()}</p>
            {standing}
            {body}
        </section>
    }
    .into_html()
}

/// The topics family by family; first the families of which one is open, and in each the open ones.
fn groups(t: Texts, page: &CoveragePage<'_>) -> Html {
    let families = catalogue::families().iter().map(|family| {
        let topics: Vec<&Covered> = page.coverage.topics.iter().filter(|c| family.holds(c.topic.code())).collect();
        (family.name.get(t.0), topics)
    });
    let own = page.coverage.topics.iter().filter(|c| matches!(c.topic, KnownTopic::Own(_))).collect();
    let mut groups: Vec<(&str, Vec<&Covered>)> = families.chain([(t.coverage_own(), own)]).collect();
    groups.retain(|(_, topics)| !topics.is_empty());
    for (_, topics) in &mut groups {
        topics.sort_by_key(|covered| !covered.standing.is_open());
    }
    groups.sort_by_key(|(_, topics)| !topics.iter().any(|covered| covered.standing.is_open()));
    let groups = groups.iter().enumerate().map(|(n, (name, topics))| {
        let settled = topics.iter().filter(|covered| !covered.standing.is_open()).count();
        let id = format!("group-{n}");
        let rows = topics.iter().map(|covered| {
            let (code, title) = (covered.topic.code(), covered.topic.title(t.0).to_owned());
            view! {
                <li>
                    <a href=format!("{}/coverage/{code}", base(page.state))>{title}</a>
                    <p class="quiet"><Code code/>" · "{why(t, page.rules, &covered.why)}</p>
                    {badge(t, &covered.standing)}
                    {since(t, &covered.standing).map(|since| view! { <p class="quiet">{since}</p> })}
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <section aria-labelledby=id.clone()>
                <h2 id=id.clone()>{name.to_string()}" "<span class="quiet">{t.coverage_of(settled, topics.len())}</span></h2>
                <ul class="list">{rows}</ul>
            </section>
        }
    });
    groups.collect_view().into_html()
}

/// How a topic stands, by a shape, a colour and a word.
pub(super) fn badge(t: Texts, how: &Standing) -> Html {
    let (like, label) = standing(t, how);
    like.badge(label)
}

pub fn covered(t: Texts, page: &TopicPage<'_>, form: &Form) -> Html {
    let (code, coverage) = (page.covered.topic.code(), format!("{}/coverage", base(page.state)));
    let reasons = page.covered.why.iter().map(|because| view! { <li>{reason(t, page.rules, because)}</li> });
    let warn = match page.covered.topic {
        KnownTopic::Catalogue(_) if page.editable => {
            let href = format!("{}/warnings/new?q={code}", base(page.state));
            view! { <a class="button primary" href=href>{t.project_new_warning()}</a> }.into_html()
        }
        KnownTopic::Own(_) if page.editable => view! {
            <form method="post" action=format!("{}/warnings/new", base(page.state))>
                <Once form/>
                <Hidden name="topic" value=code/>
                <Submit label=t.project_new_warning()/>
            </form>
        }
        .into_html(),
        _ => Html::new(""),
    };
    view! {
        <Heading title=page.covered.topic.title(t.0) above=t.coverage() above_href=coverage.clone()>{warn}</Heading>
        <ErrorSummary t form labels=labels([
            ("evidence", t.coverage_evidence()),
            ("checked", t.coverage_checked_on()),
            ("checked_by", t.coverage_checked_by()),
            ("reason", t.coverage_reason()),
        ])/>
        <div class="stack">
            {again::raised(t, (page.state.project.project, page.editable), &page.again, &page.drafted, &page.contacts, form)}
            <section aria-labelledby="standing">
                <h2 id="standing">{t.state()}</h2>
                <p>{badge(t, &page.covered.standing)}" "{since(t, &page.covered.standing)}</p>
                {shown(t, &page.covered.standing)}
                {told(t, page.covered)}
            </section>
            <section aria-labelledby="why">
                <h2 id="why">{t.coverage_why()}</h2>
                <ul>{reasons.collect_view()}</ul>
            </section>
            {page.editable.then(|| forms(t, page, &format!("{coverage}/{code}"), form))}
        </div>
    }
    .into_html()
}

/// What was entered, and by whom.
fn shown(t: Texts, standing: &Standing) -> Html {
    let (at, text, detail, by) = match standing {
        Standing::InPlace(at, e) => {
            (at, &e.evidence, Some(t.coverage_checked(&t.date(e.checked), &e.checked_by)), &e.by)
        }
        Standing::NotApplicable(at, e) => (at, &e.reason, None, &e.by),
        Standing::Warned(_) | Standing::Open => return Html::new(""),
    };
    let entered = t.coverage_entered(&t.date(at.day), &by.name);
    view! {
        <Prose text/>
        {detail.map(|detail| view! { <p>{detail}</p> })}
        <p class="quiet">{entered}</p>
    }
    .into_html()
}

/// Every notice about it, and how it reached whom.
fn told(t: Texts, covered: &Covered) -> Html {
    let notices = covered.told.iter().map(|told| {
        let (notice, reached) = (told.notice, reached(t, told));
        let issued = t.project_notice_issued(&t.date(notice.at.day));
        view! {
            <li>
                <a href=format!("/notices/{}", notice.notice)>{notice.reference.clone()}</a>
                <p class="quiet">{issued}" · "{reached}</p>
            </li>
        }
    });
    let undecided = covered.undecided.then(|| {
        view! { <Note kind=NoteKind::Caution><p>{t.coverage_undecided()}</p></Note> }
    });
    view! { {undecided}<ul class="list">{notices.collect_view()}</ul> }.into_html()
}

fn forms(t: Texts, page: &TopicPage<'_>, action: &str, form: &Form) -> Html {
    let chosen = |act: &str| form.value("act") == act && form.is_refused();
    if matches!(page.covered.standing, Standing::InPlace(..) | Standing::NotApplicable(..)) {
        let reopen = view! {
            <TextArea t form name="reason" label=t.coverage_reason() hint=t.coverage_reopen_hint() required=true rows=2/>
        };
        return act(t.coverage_reopen(), "reopen", action, chosen("reopen"), form, reopen.into_html());
    }
    let in_place = view! {
        <TextArea t form name="evidence" label=t.coverage_evidence() hint=t.coverage_evidence_hint() required=true rows=3/>
        <Fieldset legend=t.coverage_check()>
            <DateField t form name="checked" label=t.coverage_checked_on() required=true/>
            <Field t form name="checked_by" label=t.coverage_checked_by() required=true maxlength=200/>
        </Fieldset>
    };
    let not_applicable = view! {
        <TextArea t form name="reason" label=t.coverage_reason() hint=t.coverage_reason_hint() required=true rows=2/>
    };
    view! {
        {act(t.coverage_set_in_place(), "in_place", action, chosen("in_place"), form, in_place.into_html())}
        {act(t.coverage_set_not_applicable(), "not_applicable", action, chosen("not_applicable"), form, not_applicable.into_html())}
    }
    .into_html()
}

/// A form folded away until it is asked for or refused.
fn act(label: &'static str, act: &'static str, action: &str, open: bool, form: &Form, fields: Html) -> Html {
    view! {
        <details open=open>
            <summary>{label}</summary>
            <form method="post" action=action.to_owned() novalidate>
                <Once form/>
                <Hidden name="act" value=act/>
                {fields}
                <Submit label=label/>
            </form>
        </details>
    }
    .into_html()
}
