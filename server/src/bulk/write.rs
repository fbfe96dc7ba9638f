//! What the notices of a run say: what is common to all, then the facts of each project.
//!
//! The drafts alone hold what will be sent. Saving the common text changes in each draft only what still was as the common text had it:
//! what somebody wrote for one project stays, and so does a draft that a hold keeps.

use app::pages::{self, BulkFacts, BulkProject, BulkText, fact_name, version_name};
use app::texts::parse_date;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use ledger::event::{Date, Warning};
use ledger::notice::{MAX_TEXT, Refusals, Why, warning_refusals};
use ledger::{Id, Lang, Time};

use super::{changeable, today};
use crate::store::bulk::{self, Bulk, Common, Item};
use crate::store::drafts::{self, DraftWarning, Outcome};
use crate::store::{self, Firm, Tx, holds, notices};
use crate::warnings::fact_wrong;
use crate::web::{Adviser, Failure, Posted, refuse, see};

/// Projects whose facts stand on one page.
const PER_PAGE: usize = 20;

pub async fn text_page(adviser: Adviser, Path(id): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let run = bulk::get(&mut tx, adviser.firm, id).await?;
    let mut form = Form::new();
    form.set("respond_by", run.respond_by.map(|day| day.to_string()).unwrap_or_default());
    for Common { lang, introduction, warning } in &run.common {
        let name = |field: &str| format!("{}.{field}", lang.as_str());
        form.set(name("introduction"), introduction)
            .set(name("title"), &warning.title)
            .set(name("risk"), &warning.risk)
            .set(name("consequence"), &warning.consequence)
            .set(name("measure"), &warning.measure);
        for (i, fact) in warning.facts.iter().enumerate() {
            form.set(name(&format!("fact.{i}")), &fact.value);
        }
    }
    Ok(adviser.page(adviser.t().bulk_text_title(), text_view(&mut tx, &adviser, &run, &form).await?))
}

async fn text_view(tx: &mut Tx, adviser: &Adviser, run: &Bulk, form: &Form) -> Result<Html, Failure> {
    let common = run.common.iter().map(|common| (common.lang, &common.warning)).collect();
    let mut held = vec![];
    if holds::standing(tx, adviser.firm).await? > 0 {
        for item in changeable(tx, adviser.firm, run).await? {
            let changed = drafts::notice(tx, adviser.firm, item.notice).await?.changed;
            if stays(tx, adviser.firm, item.project, changed).await? {
                held.push(named(&item));
            }
        }
    }
    Ok(pages::bulk_text(adviser.t(), &BulkText { bulk: run.bulk, common, held }, form))
}

fn named(item: &Item) -> String {
    format!("{} · {}", item.client, item.title)
}

/// Saves what is common to all, and puts it into the drafts.
pub async fn text(adviser: Adviser, Path(id): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let firm = adviser.firm;
    let mut log = adviser.app.db.append(firm, &adviser.app.clock).await?;
    let before = bulk::get(&mut log, firm, id).await?;
    let mut after = before.clone();
    after.respond_by = read_day(&mut form, adviser.t(), today(&mut log, &adviser).await?);
    for common in &mut after.common {
        read_common(&mut form, adviser.t(), common);
    }
    if form.is_refused() {
        let view = text_view(&mut log, &adviser, &before, &form).await?;
        return Ok(adviser.again(adviser.t().bulk_text_title(), view));
    }
    bulk::save(&mut log, firm, &after).await?;
    for item in changeable(&mut log, firm, &before).await? {
        put(&mut log, &adviser, &item, &before, &after).await?;
    }
    log.commit().await?;
    Ok(see(format!("/bulk/{id}/facts"), "saved"))
}

fn read_day(form: &mut Form, t: Texts, today: Date) -> Option<Date> {
    match form.trimmed("respond_by") {
        "" => None,
        text => match parse_date(text) {
            Some(day) if day > today => Some(day),
            Some(_) => {
                let mut no = Refusals::default();
                no.push("respond_by", Why::NotInFuture);
                refuse(form, t, no.0);
                None
            }
            None => {
                form.refuse("respond_by", t.error_date());
                None
            }
        },
    }
}

fn read_common(form: &mut Form, t: Texts, common: &mut Common) {
    let lang = common.lang.as_str();
    let text = |field: &str| form.trimmed(&format!("{lang}.{field}")).to_owned();
    common.introduction = text("introduction");
    let warning = &mut common.warning;
    (warning.title, warning.risk) = (text("title"), text("risk"));
    (warning.consequence, warning.measure) = (text("consequence"), text("measure"));
    for (i, fact) in warning.facts.iter_mut().enumerate() {
        fact.value = text(&format!("fact.{i}"));
    }
    let mut no = Refusals::default();
    no.text("title", &warning.title, true, MAX_TEXT);
    no.text("introduction", &common.introduction, false, MAX_TEXT);
    // What is missing keeps a notice from being issued, not from being written.
    no.0.extend(warning_refusals(warning).into_iter().filter(|refusal| refusal.why != Why::Missing));
    no.0.iter_mut().for_each(|refusal| refusal.field = format!("{lang}.{}", refusal.field));
    refuse(form, t, no.0);
    for (i, fact) in warning.facts.iter().enumerate() {
        if let Some(wrong) = fact_wrong(t, &warning.topic, fact) {
            form.refuse(format!("{lang}.fact.{i}"), wrong);
        }
    }
}

/// Whether a hold keeps a draft of this project that was saved last at `changed`.
async fn stays(tx: &mut Tx, firm: Firm, project: Id, changed: Time) -> Result<bool, store::Error> {
    Ok(holds::keep(&holds::over_project(tx, firm, project).await?, changed))
}

/// Puts what changed of the common text into the drafts of one project, but for those that a hold keeps.
async fn put(tx: &mut Tx, adviser: &Adviser, item: &Item, before: &Bulk, after: &Bulk) -> Result<(), Failure> {
    let firm = adviser.firm;
    let mut draft = drafts::notice(tx, firm, item.notice).await?;
    let of = |bulk: &Bulk, lang: Lang| bulk.common.iter().find(|common| common.lang == lang).cloned();
    let (Some(old), Some(new)) = (of(before, draft.lang), of(after, draft.lang)) else { return Ok(()) };
    let stored = draft.clone();
    replace(&mut draft.introduction, &old.introduction, &new.introduction);
    replace(&mut draft.respond_by, &before.respond_by, &after.respond_by);
    let mut changed = draft.introduction != stored.introduction || draft.respond_by != stored.respond_by;
    if changed {
        (draft.author, draft.changed) = (adviser.id, adviser.now);
        changed = drafts::save_notice(tx, firm, &draft).await? == Outcome::Done;
    }
    if let Some(mut warning) = warning(tx, firm, item).await? {
        let stored = warning.text.clone();
        merge(&mut warning.text, &old.warning, &new.warning);
        if warning.text != stored {
            (warning.author, warning.changed) = (adviser.id, adviser.now);
            changed |= drafts::save_warning(tx, firm, &warning).await? == Outcome::Done;
        }
    }
    if changed && item.seen.is_some() {
        bulk::refuse(tx, firm, before.bulk, item.project, bulk::Refused::Changed).await?;
    }
    Ok(())
}

/// The draft of the warning, unless it was deleted.
pub(super) async fn warning(tx: &mut Tx, firm: Firm, item: &Item) -> Result<Option<DraftWarning>, Failure> {
    match drafts::warning(tx, firm, item.warning).await {
        Ok(warning) => Ok(Some(warning)),
        Err(crate::store::Error::Missing) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn replace<T: Clone + PartialEq>(value: &mut T, before: &T, after: &T) {
    if value == before {
        *value = after.clone();
    }
}

fn merge(text: &mut Warning, before: &Warning, after: &Warning) {
    replace(&mut text.title, &before.title, &after.title);
    replace(&mut text.risk, &before.risk, &after.risk);
    replace(&mut text.consequence, &before.consequence, &after.consequence);
    replace(&mut text.measure, &before.measure, &after.measure);
    for (old, new) in before.facts.iter().zip(&after.facts) {
        if let Some(fact) = text.facts.iter_mut().find(|fact| fact.label == old.label) {
            replace(&mut fact.value, &old.value, &new.value);
        }
    }
}

/// The page of projects that is asked for, each with the draft of its warning.
struct Ground {
    run: Bulk,
    /// Whether a hold keeps the draft, too.
    items: Vec<(Item, DraftWarning, bool)>,
    page: usize,
    pages: usize,
}

async fn ground(tx: &mut Tx, adviser: &Adviser, id: Id) -> Result<Ground, Failure> {
    let run = bulk::get(tx, adviser.firm, id).await?;
    let all = changeable(tx, adviser.firm, &run).await?;
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = adviser.query("page").parse().unwrap_or(1).clamp(1, pages);
    let mut items = Vec::new();
    for item in all.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE) {
        if let Some(warning) = warning(tx, adviser.firm, &item).await? {
            let stays = stays(tx, adviser.firm, item.project, warning.changed).await?;
            items.push((item, warning, stays));
        }
    }
    Ok(Ground { run, items, page, pages })
}

pub async fn facts_page(adviser: Adviser, Path(id): Path<Id>) -> Result<Response, Failure> {
    let ground = ground(&mut adviser.app.db.read().await?, &adviser, id).await?;
    let mut form = Form::new();
    for (item, draft, _) in ground.items.iter().filter(|(.., stays)| !stays) {
        form.set(version_name(item.project), draft.version.to_string());
        for (i, fact) in draft.text.facts.iter().enumerate() {
            form.set(fact_name(item.project, i), &fact.value);
        }
    }
    Ok(adviser.page(adviser.t().bulk_facts_title(), facts_view(&adviser, &ground, &form)))
}

fn facts_view(adviser: &Adviser, ground: &Ground, form: &Form) -> Html {
    let projects = ground.items.iter().map(|(item, draft, stays)| {
        let (project, name, warning, stays) = (item.project, named(item), &draft.text, *stays);
        BulkProject { project, name, warning, stays }
    });
    let (bulk, page, pages) = (ground.run.bulk, ground.page, ground.pages);
    pages::bulk_facts(adviser.t(), &BulkFacts { bulk, projects: projects.collect(), page, pages }, form)
}

/// Saves the facts of the projects on the page: all of them, or none while one is wrong.
pub async fn facts(adviser: Adviser, Path(id): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let (firm, t) = (adviser.firm, adviser.t());
    let mut log = adviser.app.db.append(firm, &adviser.app.clock).await?;
    let mut ground = ground(&mut log, &adviser, id).await?;
    let mut changed = Vec::new();
    for (item, draft, stays) in &mut ground.items {
        let version = version_name(item.project);
        // A project that came onto the page meanwhile: nothing was typed for it.
        if !form.values.contains_key(&version) {
            continue;
        }
        let stored = draft.text.clone();
        for (i, fact) in draft.text.facts.iter_mut().enumerate() {
            let name = fact_name(item.project, i);
            fact.value = form.trimmed(&name).to_owned();
            if let Some(wrong) = fact_wrong(t, &draft.text.topic, fact) {
                form.refuse(name, wrong);
            } else if fact.value.chars().count() > MAX_TEXT {
                refuse(&mut form, t, vec![ledger::notice::Refusal::new(name, Why::TooLong(MAX_TEXT))]);
            }
        }
        if draft.text == stored {
            continue;
        }
        if *stays {
            // Without its version it is left out when the page is saved again; what was typed stays in sight.
            form.refuse("", t.hold_bulk(&item.client)).values.remove(&version);
            continue;
        }
        if form.value(&version) != draft.version.to_string() {
            // Saving once more is a choice made with the message in sight.
            let name = notices::member_name(&mut log, firm, draft.author).await?;
            form.refuse("", t.labelled(&item.client, &t.draft_conflict(&name)));
            form.set(version, draft.version.to_string());
        }
        (draft.author, draft.changed) = (adviser.id, adviser.now);
        changed.push((item.clone(), draft.clone()));
    }
    if form.is_refused() {
        return Ok(adviser.again(t.bulk_facts_title(), facts_view(&adviser, &ground, &form)));
    }
    for (item, draft) in &changed {
        if drafts::save_warning(&mut log, firm, draft).await? == Outcome::Done && item.seen.is_some() {
            bulk::refuse(&mut log, firm, id, item.project, bulk::Refused::Changed).await?;
        }
    }
    log.commit().await?;
    let to = match ground.page < ground.pages {
        true => format!("/bulk/{id}/facts?page={}", ground.page + 1),
        false => format!("/bulk/{id}"),
    };
    Ok(see(to, "saved"))
}
