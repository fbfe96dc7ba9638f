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
use crate::web::{Adviser, Failure, Making, Member, Reader};

pub async fn page(reader: Reader, Path(project): Path<Id>) -> Result<Response, Failure> {
    let (rules, state, zone) = read(&mut reader.app.db.read().await?, &reader, project).await?;
    let today = local(reader.now, &zone).date();
    Ok(reader.page(reader.t().milestones(), show(&reader, (&rules, &state, today), &reader.form())))
}

fn show(member: &Member, (rules, state, today): (&Rules, &State, Date), form: &Form) -> Html {
    let (coverage, next) = choices(member, rules, state);
    let again = again::today(rules, state, &coverage, today);
    let (editable, may_override) = (member.role != Role::Reader, member.role == Role::Owner);
    let page = MilestonePage { state, coverage, again, next, editable, may_override };
    pages::milestone(member.t(), &page, form)
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
        return Ok(adviser.again(t.milestones(), show(&adviser, (&rules, &state, today), &form)));
    };
    let owner = adviser.role == Role::Owner;
    let decided = rules::reach(&rules, &state, milestone, form.value("reason"), owner, acting(&adviser));
    let to = (&*format!("/projects/{project}/milestone"), "milestone_reached");
    let answer = record(&adviser, log, &once, decided, &mut form, to).await?;
    Ok(answer.unwrap_or_else(|| adviser.again(t.milestones(), show(&adviser, (&rules, &state, today), &form))))
}
