//! How far a project has come, and the gate before the next milestone.

use app::pages::{self, MilestonePage};
use app::texts::local;
use app::{Form, Html};
use axum::extract::Path;
use axum::response::Response;
use ledger::Id;
use ledger::coverage::{self as rules, Coverage, Rules, State};
use ledger::event::{Date, Milestone, Role};

use crate::coverage::{acting, again, read, record, under_lock};
use crate::holds;
use crate::web::{Adviser, Failure, Making, Member, Reader};

pub async fn page(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let (rules, state, zone) = read(&mut reader.app.db.read().await?, &reader, project).await?;
    let today = local(reader.now, &zone).date();
    let view = show(&reader, (&rules, &state, today), &reader.form()).await?;
    Ok(reader.page(reader.t().milestones(), view))
}

async fn show(member: &Member, (rules, state, today): (&Rules, &State, Date), form: &Form) -> Result<Html, Failure> {
    let (coverage, next) = choices(member, rules, state);
    let again = again::today(rules, state, &coverage, today);
    let (editable, may_override) = (member.role != Role::Reader, member.role == Role::Owner);
    let page = MilestonePage { state, coverage, again, next, editable, may_override };
    let view = pages::milestone(member.t(), &page, form);
    let about = format!("project:{}", state.project.project);
    holds::above(&mut member.app.db.read().await?, member, &about, view).await
}

/// What is open, and what the member may choose in spite of it.
fn choices<'a>(member: &Member, rules: &'a Rules, state: &'a State) -> (Coverage<'a>, Vec<Milestone>) {
    let coverage = Coverage::of(rules, state);
    let next = match member.role {
        Role::Reader => Vec::new(),
        role => rules::reachable(state, &coverage, role == Role::Owner),
    };
    (coverage, next)
}

pub async fn reach(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    // Under the lock: what is open is what the entry says.
    let (log, rules, state, today) = under_lock(&adviser, &once, project).await?;
    let chosen = |each: &Milestone| pages::milestone_value(*each) == form.value("milestone");
    let Some(milestone) = Milestone::ALL.into_iter().find(chosen) else {
        drop(log);
        match choices(&adviser, &rules, &state).1.is_empty() {
            true => form.refuse("", t.error_topics_open()),
            false => form.refuse("milestone", t.error_choose()),
        };
        let view = show(&adviser, (&rules, &state, today), &form).await?;
        return Ok(adviser.again(t.milestones(), view));
    };
    let owner = adviser.role == Role::Owner;
    let decided = rules::reach(&rules, &state, milestone, form.value("reason"), owner, acting(&adviser));
    let to = (&*format!("/projects/{project}/milestone"), "milestone_reached");
    if let Some(answer) = record(&adviser, log, &once, decided, &mut form, to).await? {
        return Ok(answer);
    }
    let view = show(&adviser, (&rules, &state, today), &form).await?;
    Ok(adviser.again(t.milestones(), view))
}
