//! Something changed: it is reported, and what it raises again becomes a draft that refers to the earlier warning.

use std::collections::BTreeMap;

use app::pages::{self, Names, why_again};
use app::texts::local;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use ledger::coverage::{self as rules, Again, Coverage, KnownTopic, Rules, State};
use ledger::event::{Date, Fact, Warning};
use ledger::{Id, Lang};

use super::{acting, read, record, under_lock};
use crate::projects::read_date;
use crate::store::drafts::{self, DraftWarning};
use crate::store::{Tx, clients, coverage};
use crate::warnings::begin;
use crate::web::{Adviser, Failure, Making, Member};

/// The topics to raise again today.
pub fn today<'a>(rules: &'a Rules, state: &'a State, coverage: &Coverage<'a>, today: Date) -> Vec<Again<'a>> {
    rules::again(rules, state, coverage, coverage::facts(), today)
}

pub async fn names(tx: &mut Tx, member: &Member, client: Id) -> Result<Names, Failure> {
    let contacts = clients::contacts(tx, member.firm, client).await?;
    Ok(contacts.into_iter().map(|contact| (contact.contact, contact.name)).collect())
}

/// The drafts of the project, by their topic. Outside nobody sees one, nor that it is there.
pub async fn drafted(tx: &mut Tx, member: &Member, project: Id) -> Result<BTreeMap<String, Id>, Failure> {
    if member.outside.is_some() {
        return Ok(BTreeMap::new());
    }
    let drafts = drafts::warnings(tx, member.firm, project).await?;
    Ok(drafts.into_iter().map(|draft| (draft.text.topic, draft.text.warning)).collect())
}

pub async fn new_page(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let (rules, state, zone) = read(&mut adviser.app.db.read().await?, &adviser, project).await?;
    let mut form = adviser.form();
    form.set("day", local(adviser.now, &zone).date().to_string()).set("change", adviser.query("change"));
    Ok(adviser.page(adviser.t().change_title(), view(&adviser, &rules, &state, &form)))
}

fn view(adviser: &Adviser, rules: &Rules, state: &State, form: &Form) -> Html {
    let project = (state.project.project, state.project.title.as_str());
    pages::report_change(adviser.t(), project, &Coverage::of(rules, state), form)
}

/// Records what changed.
pub async fn report(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let (log, rules, state, today) = under_lock(&adviser, &once, project).await?;
    let day = read_date(&mut form, t, "day");
    let (change, text, topics) = (form.value("change"), form.value("text"), form.all("topics").to_vec());
    let decided = rules::report(&rules, &state, change, (day, text, topics), acting(&adviser).by, today);
    let to = (&*format!("/projects/{project}/coverage"), "change_reported");
    let answer = record(&adviser, log, &once, decided, &mut form, to).await?;
    Ok(answer.unwrap_or_else(|| adviser.again(t.change_title(), view(&adviser, &rules, &state, &form))))
}

/// Begins a fresh warning about a topic that is raised again. Where a draft about it is there, it leads to that one.
pub async fn warn(
    adviser: Adviser,
    Path((project, topic)): Path<(Id, String)>,
    Making(_, once): Making,
) -> Result<Response, Failure> {
    let (mut log, rules, state, day) = under_lock(&adviser, &once, project).await?;
    let coverage = Coverage::of(&rules, &state);
    let raised = today(&rules, &state, &coverage, day);
    let again = raised.iter().find(|again| again.topic.code() == topic).ok_or(Failure::NotFound)?;
    if let Some(draft) = drafted(&mut log, &adviser, project).await?.get(&topic) {
        return once.answer(&mut log, format!("/warnings/{draft}"), "").await;
    }
    let lang = clients::get(&mut log, adviser.firm, state.project.client).await?.lang;
    let names = names(&mut log, &adviser, state.project.client).await?;
    let warning = adviser.app.new_id();
    let text = fresh(warning, again, lang, &names);
    let draft = DraftWarning { project, version: 1, author: adviser.id, lang, text, changed: adviser.now };
    drafts::add_warning(&mut log, adviser.firm, &draft).await?;
    let answer = once.answer(&mut log, format!("/warnings/{warning}"), "warning_begun").await?;
    log.commit().await?;
    Ok(answer)
}

/// The topic's text, with what changed and the earlier warning among the facts.
pub fn fresh(warning: Id, again: &Again, lang: Lang, names: &Names) -> Warning {
    let t = Texts(lang);
    let mut text = begin_with(warning, again.topic, lang);
    let why: Vec<String> = again.reasons.iter().map(|reason| why_again(t, reason, names)).collect();
    text.facts.push(Fact { label: t.again_fact().to_owned(), value: why.join("\n") });
    if let Some(told) = again.earlier {
        let value = t.again_earlier(&told.notice.reference, &t.date(told.notice.at.day));
        text.facts.push(Fact { label: t.again_fact_earlier().to_owned(), value });
    }
    text
}

/// A topic of the catalogue or of the firm's own, before this client's facts are in it.
pub fn begin_with(warning: Id, topic: &KnownTopic, lang: Lang) -> Warning {
    match topic {
        KnownTopic::Catalogue(topic) => begin(warning, topic, lang),
        KnownTopic::Own(own) => Warning {
            warning,
            topic: own.topic.clone(),
            topic_version: own.version.to_string(),
            title: own.title.get(lang).to_owned(),
            facts: vec![Fact { label: Texts(lang).warning_fact_own().to_owned(), value: String::new() }],
            risk: own.risk.get(lang).to_owned(),
            consequence: own.consequence.get(lang).to_owned(),
            measure: own.measure.get(lang).to_owned(),
            options: vec![],
            references: vec![],
        },
    }
}
