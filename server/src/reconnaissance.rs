//! The visit on site: answers to the survey, what is in place already, and drafts of warnings with the facts found, in one form.

use std::collections::BTreeMap;

use app::pages::{self, ReconnaissancePage, Visited, evidence_field, finding_field, visit_fact};
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use ledger::coverage::{self as rules, At, Coverage, Rules, State};
use ledger::event::{Date, Event};
use ledger::notice::{Why, warning_refusals};
use ledger::{Actor, Id};

use crate::coverage::again::{begin_with, drafted};
use crate::coverage::{acting, answers, read, under_lock};
use crate::store::drafts::{self, DraftWarning};
use crate::store::{Tx, clients};
use crate::warnings::fact_wrong;
use crate::web::{Adviser, Failure, Making, refuse};

const RECORDED: &str = "reconnaissance_recorded";

/// What one form brought.
#[derive(Default)]
struct Noted {
    events: Vec<Event>,
    drafts: Vec<DraftWarning>,
}

/// A project as the visit finds it.
struct Found<'a> {
    rules: &'a Rules,
    state: &'a State,
    drafted: &'a BTreeMap<String, Id>,
    lang: ledger::Lang,
}

pub async fn page(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let (rules, state, _) = read(&mut tx, &adviser, project).await?;
    let mut form = adviser.form();
    for (question, (_, answer)) in &state.answers {
        form.set(pages::question_field(question), pages::answer_value(answer.answer));
    }
    for topic in rules.topics() {
        form.set(finding_field(topic.code()), "");
    }
    let received = adviser.query("done") == RECORDED;
    let view = show(&mut tx, &adviser, (&rules, &state), &form, received).await?;
    Ok(adviser.page(adviser.t().reconnaissance(), view))
}

async fn show(
    tx: &mut Tx,
    adviser: &Adviser,
    (rules, state): (&Rules, &State),
    form: &Form,
    received: bool,
) -> Result<Html, Failure> {
    let drafted = drafted(tx, adviser, state.project.project).await?;
    let found = Found { rules, state, drafted: &drafted, lang: adviser.lang };
    let page = ReconnaissancePage {
        rules,
        state,
        visited: found.topics(|| adviser.app.new_id()),
        kept_as: format!("reconnaissance {} {}", state.project.project, adviser.id),
        received,
    };
    Ok(pages::reconnaissance(adviser.t(), &page, form))
}

impl<'a> Found<'a> {
    /// Every topic that is due, or would be by an answer.
    fn topics(&self, new_id: impl Fn() -> Id) -> Vec<Visited<'a>> {
        let coverage = Coverage::of(self.rules, self.state);
        let visited = self.rules.by_answers(self.state).into_iter().map(|may| Visited {
            topic: may.topic,
            standing: coverage.topic(may.topic.code()).map(|covered| covered.standing),
            drafted: self.drafted.get(may.topic.code()).copied(),
            blank: begin_with(new_id(), may.topic, self.lang),
        });
        visited.collect()
    }
}

pub async fn submit(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let (mut log, rules, state, today) = under_lock(&adviser, &once, project).await?;
    let lang = clients::get(&mut log, adviser.firm, state.project.client).await?.lang;
    let drafted = drafted(&mut log, &adviser, project).await?;
    let found = Found { rules: &rules, state: &state, drafted: &drafted, lang };
    let noted = note(&adviser, &found, &mut form, today);
    if !form.is_refused() && noted.events.is_empty() && noted.drafts.is_empty() {
        form.refuse("", t.reconnaissance_nothing());
    }
    if form.only_looks() || form.is_refused() {
        let view = show(&mut log, &adviser, (&rules, &state), &form, false).await?;
        return Ok(adviser.again(t.reconnaissance(), view));
    }
    for event in noted.events {
        log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
    }
    for draft in &noted.drafts {
        drafts::add_warning(&mut log, adviser.firm, draft).await?;
    }
    let answer = once.answer(&mut log, format!("/projects/{project}/reconnaissance"), RECORDED).await?;
    log.commit().await?;
    Ok(answer)
}

/// Reads the form, refusing beside its field what is wrong.
fn note(adviser: &Adviser, found: &Found<'_>, form: &mut Form, today: Date) -> Noted {
    let t = adviser.t();
    let mut noted = Noted { events: answers(adviser, found.rules, found.state, form), ..Noted::default() };
    // What the answers above make due may be found in place by the same form.
    let mut after = found.state.clone();
    noted.events.iter().for_each(|event| after.apply(At { entry: u64::MAX, day: today }, event.clone()));
    for visited in found.topics(|| adviser.app.new_id()).iter().filter(|visited| !visited.is_settled()) {
        let code = visited.topic.code();
        let finding = finding_field(code);
        match form.value(&finding) {
            "risk" => noted.drafts.push(draft(adviser, found, visited, form)),
            "in_place" => {
                let field = evidence_field(code);
                let evidence = form.trimmed(&field).to_owned();
                let shown = (&*evidence, Some(today), &*adviser.name);
                match rules::in_place(found.rules, &after, code, shown, acting(adviser), today) {
                    Ok(event) => noted.events.push(event),
                    Err(refusals) => {
                        for refusal in refusals {
                            match refusal.field.as_str() {
                                "evidence" => form.refuse(&field, t.why(refusal.why, &jiff::tz::TimeZone::UTC)),
                                _ => form.refuse(&finding, t.reconnaissance_not_due()),
                            };
                        }
                    }
                }
            }
            "" => {
                let typed = (0..visited.blank.facts.len()).map(|n| visit_fact(code, n)).chain([evidence_field(code)]);
                if typed.into_iter().any(|field| !form.trimmed(&field).is_empty()) {
                    form.refuse(finding, t.reconnaissance_no_risk());
                }
            }
            _ => drop(form.refuse(finding, t.error_unknown())),
        }
    }
    noted
}

/// The draft, which may lack facts but holds none that are wrong.
fn draft(adviser: &Adviser, found: &Found<'_>, visited: &Visited<'_>, form: &mut Form) -> DraftWarning {
    let (t, code) = (adviser.t(), visited.topic.code());
    let mut text = visited.blank.clone();
    for (n, fact) in text.facts.iter_mut().enumerate() {
        let field = visit_fact(code, n);
        form.trimmed(&field).clone_into(&mut fact.value);
        if let Some(wrong) = fact_wrong(t, code, fact) {
            form.refuse(field, wrong);
        }
    }
    let too_long = warning_refusals(&text).into_iter().filter(|refusal| refusal.why != Why::Missing);
    let beside = too_long.map(|mut refusal| {
        let number = refusal.field.strip_prefix("fact.").and_then(|n| n.parse().ok());
        refusal.field = number.map_or(finding_field(code), |n| visit_fact(code, n));
        refusal
    });
    refuse(form, t, beside.collect());
    let project = found.state.project.project;
    DraftWarning { project, version: 1, author: adviser.id, lang: found.lang, text, changed: adviser.now }
}
