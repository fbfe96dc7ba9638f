//! What follows by itself when a notice is not answered: reminders, then the director. And the member who says that it shall not.
//!
//! One job is ever due for a plan: it takes the steps whose day has come and leaves the next look, all in one transaction with the
//! entries and the mails. So a server that is killed has taken a step with its mail or not at all, and of two servers the second finds
//! the step in the log.

use app::Form;
use app::texts::local;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil;
use jiff::tz::TimeZone;
use ledger::event::{
    Chasing, ChasingPlanned, ContactRecorded, Notice, NoticeEscalated, Person, Recipient, ReminderMade,
};
use ledger::notice::chase::{self, Next as Step};
use ledger::notice::{Link, Refusal, State, Why};
use ledger::{Actor, Id, Time};
use serde::{Deserialize, Serialize};

use super::issue::{self, recipient};
use super::manage::{begin, decide};
use crate::jobs::{Failed, Next};
use crate::mail::{self, Occasion};
use crate::store::jobs::{self, Job};
use crate::store::{self, Append, Firm, Tx, clients, firms, log, notices};
use crate::web::{Adviser, App, Failure, Making};

/// Kind of the job that looks whether a step is due.
pub const JOB: &str = "chase";
/// When in the day a step is taken, by the firm's time: a mail that begs an answer should not arrive at night.
const HOUR: civil::Time = civil::time(9, 0, 0, 0);

/// Which plan of which notice.
#[derive(Serialize, Deserialize)]
struct Order {
    notice: Id,
    /// The how-manieth plan: when a later one counts, its own job works.
    plan: u64,
}

/// Plans what the firm's settings say, at the issue.
pub async fn begin_chasing(log: &mut Append, app: &App, notice: &Notice) -> Result<(), store::Error> {
    let firm = log.firm();
    let chasing = firms::get(log, firm).await?.chasing;
    let (notice, by) = (notice.notice, notice.author.clone());
    let actor = Actor::Member(by.member);
    let planned = ChasingPlanned { notice, chasing, director: None, reason: String::new(), by };
    log.push(actor, planned, &mut app.rng()).await?;
    let state = log::notice_state(log, firm, notice).await?;
    leave(log, &state).await
}

/// Leaves the next look, if there is anything to look for.
async fn leave(log: &mut Append, state: &State) -> Result<(), store::Error> {
    let (firm, now) = (log.firm(), log.now());
    let zone = firms::zone(log, firm).await?;
    let next = chase::next(state, now, |at| local(at, &zone).date());
    let nobody = matches!(next, Step::Escalate(_)) && director(log, firm, state).await?.is_none();
    notices::nobody(log, firm, state.notice.notice, nobody.then_some(now)).await?;
    let at = match next {
        Step::Over => return Ok(()),
        Step::On(day) => morning(day, &zone),
        // Today and the notice's page say so; tomorrow there may be somebody.
        Step::Escalate(_) if nobody => local(now, &zone).date().tomorrow().map_or(Time::MAX, |day| morning(day, &zone)),
        Step::Remind(_) | Step::Escalate(_) => now,
    };
    let order = Order { notice: state.notice.notice, plan: state.chase.plans };
    let key = format!("{}-{}-{}", order.notice, order.plan, at.0);
    let payload = serde_json::to_vec(&order).map_err(store::Error::damaged)?;
    jobs::add(log, firm, JOB, &key, &payload, now, at).await
}

fn morning(day: civil::Date, zone: &TimeZone) -> Time {
    let at = zone.to_ambiguous_zoned_datetime(day.to_datetime(HOUR)).compatible();
    at.map_or(Time::MAX, |at| Time(at.timestamp().as_millisecond()))
}

/// The job [`JOB`].
pub async fn work(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    let mut log = app.db.append(job.firm, &app.clock).await?;
    let mut state = log::notice_state(&mut log, job.firm, order.notice).await?;
    if state.chase.plans != order.plan {
        return Ok(Next::Done);
    }
    let zone = firms::zone(&mut log, job.firm).await?;
    loop {
        match chase::next(&state, log.now(), |at| local(at, &zone).date()) {
            Step::Over | Step::On(_) => break,
            Step::Remind(due) => {
                for (contact, day) in due {
                    remind(app, &mut log, &mut state, contact, day).await?;
                }
            }
            Step::Escalate(day) => match director(&mut log, job.firm, &state).await? {
                Some(contact) => escalate(app, &mut log, &mut state, &contact, day, &zone).await?,
                None => break,
            },
        }
    }
    leave(&mut log, &state).await?;
    // A crash before this commit leaves nothing done and the job due again; after it, mails that wait in their jobs, and the next look.
    log.commit().await?;
    Ok(Next::Done)
}

/// Reminds one person by the link that they have.
async fn remind(app: &App, log: &mut Append, state: &mut State, contact: Id, day: u32) -> Result<(), store::Error> {
    let (now, notice) = (log.now(), state.notice.notice);
    let Some((person, link)) = state.recipient(contact).cloned().zip(working(state, contact, now)) else {
        return Ok(());
    };
    let occasion = Occasion::Reminder { issued: state.issued };
    let (link, mail) = by_link(app, Actor::System, log, state, &person, occasion, &link).await?;
    let made = ReminderMade { notice, contact, link, mail, day };
    log.push(Actor::System, made.clone(), &mut app.rng()).await?;
    state.apply(now, made.into());
    Ok(())
}

/// The newest link of this person that works.
pub fn working(state: &State, contact: Id, now: Time) -> Option<Link> {
    state.links.iter().rev().find(|link| link.contact == contact && link.works(now)).cloned()
}

/// Writes to a person by a link that they have. The link in the mail, and the mail.
pub async fn by_link(
    app: &App,
    actor: Actor,
    log: &mut Append,
    state: &State,
    person: &Recipient,
    occasion: Occasion,
    link: &Link,
) -> Result<(Id, Id), store::Error> {
    let notice = asking(state);
    match issue::token(app, log, link.link).await? {
        Some(token) => {
            let mail = mail::queue_notice(log, app, &notice, person, occasion, &token, link.expires).await?;
            Ok((link.link, mail))
        }
        // A link that an earlier version made: its token is nowhere.
        None => issue::send_link_as(app, actor, log, &notice, person, occasion, link.expires).await,
    }
}

/// Whom a notice goes to that nobody answers: who was chosen for it, else who is marked so; nobody who was asked already.
pub async fn director(tx: &mut Tx, firm: Firm, state: &State) -> Result<Option<ContactRecorded>, store::Error> {
    let chosen = state.chase.plan.as_ref().and_then(|(_, plan)| plan.director);
    let people = clients::present(tx, firm, state.notice.project.client).await?;
    let is_it = |person: &ContactRecorded| chosen.map_or(person.director, |chosen| person.contact == chosen);
    let asked = |person: &ContactRecorded| state.recipient(person.contact).is_some_and(|r| r.signatory);
    Ok(people.into_iter().find(|person| is_it(person) && !person.email.is_empty() && !asked(person)))
}

async fn escalate(
    app: &App,
    log: &mut Append,
    state: &mut State,
    director: &ContactRecorded,
    day: u32,
    zone: &TimeZone,
) -> Result<(), store::Error> {
    let (now, notice, recipient): (Time, Notice, Recipient) = (log.now(), asking(state), recipient(director));
    let to = state.recipients.iter().filter(|r| r.signatory).map(|r| r.name.clone()).collect();
    let occasion = Occasion::Escalated { issued: state.issued, to };
    let expires = issue::expires(now, state.respond_by, zone);
    let (_, mail) = issue::send_link_as(app, Actor::System, log, &notice, &recipient, occasion, expires).await?;
    let escalated = NoticeEscalated { notice: notice.notice, recipient, mail, day };
    log.push(Actor::System, escalated.clone(), &mut app.rng()).await?;
    state.apply(now, escalated.into());
    Ok(())
}

/// The notice, with the day to answer by that stands now.
pub fn asking(state: &State) -> Notice {
    Notice { respond_by: state.respond_by, ..state.notice.clone() }
}

/// A member says what shall follow by itself from now on.
pub async fn plan(
    adviser: Adviser,
    Path(notice): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let (mut log, mut state) = begin(&adviser, None, notice).await?;
    once.first(&mut log).await?;
    let value = |name: &str| form.trimmed(&format!("{name}-{notice}")).to_owned();
    let (follow, director, reason) = (value("follow"), value("director"), value("why"));
    let people = clients::present(&mut log, adviser.firm, state.notice.project.client).await?;
    let known = people.iter().find(|person| person.contact.to_string() == director).map(|person| person.contact);
    let chasing = match follow.as_str() {
        "yes" => firms::get(&mut log, adviser.firm).await?.chasing,
        _ => Chasing::NONE,
    };
    let by = Person { member: adviser.id, name: adviser.name.clone() };
    let mut decided = chase::plan(&state, chasing, known, &reason, by).map_err(|no| renamed(no, "reason", "why"));
    if !matches!(follow.as_str(), "yes" | "no") {
        decided = Err(vec![Refusal::new("follow", Why::Missing)]);
    } else if !director.is_empty() && known.is_none() {
        decided = Err(vec![Refusal::new("director", Why::Unknown)]);
    }
    let event = decided.clone().ok();
    let mut log = match decide(&adviser, log, &state, &mut form, notice, decided).await? {
        Ok(log) => log,
        Err(again) => return Ok(again),
    };
    event.into_iter().for_each(|event| state.apply(log.now(), event));
    leave(&mut log, &state).await?;
    let answer = once.answer(&mut log, format!("/notices/{notice}"), "chasing_planned").await?;
    log.commit().await?;
    Ok(answer)
}

/// Fills the form of [`plan`] with what counts now, unless something was typed.
pub fn fill(form: &mut Form, state: &State) {
    let Some((_, plan)) = &state.chase.plan else { return };
    let (notice, follow) = (state.notice.notice, if plan.chasing.is_none() { "no" } else { "yes" });
    if form.value(&format!("follow-{notice}")).is_empty() && !form.is_refused() {
        form.set(format!("follow-{notice}"), follow);
        form.set(format!("director-{notice}"), plan.director.map(|id| id.to_string()).unwrap_or_default());
    }
}

/// The page has another field called `reason` for each link.
fn renamed(refusals: Vec<Refusal>, from: &str, to: &str) -> Vec<Refusal> {
    let name = |field: String| if field == from { to.to_owned() } else { field };
    refusals.into_iter().map(|refusal| Refusal::new(name(refusal.field), refusal.why)).collect()
}
