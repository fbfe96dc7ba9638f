//! How far a project has come. It is neither put into service nor closed while something due is open or the client refuses the acceptance
//! minutes, nor closed while they stand with reservations, unless an owner takes that upon them with a reason; then the entry says what
//! was open.

use super::{Acting, Coverage, Rules, State};
use crate::event::*;
use crate::notice::{Decided, MAX_TEXT, Refusal, Refusals, Why};

impl Milestone {
    /// What may follow: whoever wants to go back first opens the project again.
    pub fn next(self) -> &'static [Milestone] {
        match self {
            Milestone::Open => &[Milestone::InService, Milestone::Closed],
            Milestone::InService => &[Milestone::Closed, Milestone::Open],
            Milestone::Closed => &[Milestone::Open],
        }
    }
}

/// The milestones that somebody may choose now. `may_override`: they may go on although something is open.
pub fn reachable(state: &State, coverage: &Coverage, may_override: bool) -> Vec<Milestone> {
    let free = |next: &Milestone| may_override || !held(state, coverage, *next);
    state.milestone().next().iter().copied().filter(free).collect()
}

/// Whether something keeps the project from this milestone. Who opens a project again is not held back.
fn held(state: &State, coverage: &Coverage, milestone: Milestone) -> bool {
    milestone != Milestone::Open && (coverage.open() > 0 || contested(state, milestone).is_some())
}

/// The minutes that keep the project from this milestone. Works taken with reservations are taken (C. civ. 1792-6 says so of buildings)
/// and may serve; the project stays until the reservations are lifted.
fn contested(state: &State, milestone: Milestone) -> Option<&Contested> {
    let holds = |contested: &&Contested| match milestone {
        Milestone::Open => false,
        Milestone::InService => contested.resolution == Resolution::Refused,
        Milestone::Closed => true,
    };
    state.contested.as_ref().filter(holds)
}

/// A project reaches another milestone. `may_override`: the member may go on although something is open.
///
/// # Errors
/// `AlreadyDone`: it is there; `Unknown`: that milestone does not follow; `TopicsOpen`: something due is open; `Contested`: the client
/// refused the acceptance minutes, or took them with reservations. Beside `reason`: `Missing` where something is open and when a project is opened again, `TooLong`.
pub fn reach(
    rules: &Rules,
    state: &State,
    milestone: Milestone,
    reason: &str,
    may_override: bool,
    acting: Acting,
) -> Decided<Event> {
    let from = state.milestone();
    if from == milestone {
        return Err(Refusal::whole(Why::AlreadyDone));
    }
    if !from.next().contains(&milestone) {
        return Err(Refusal::whole(Why::Unknown));
    }
    let coverage = Coverage::of(rules, state);
    let held = held(state, &coverage, milestone);
    if held && !may_override {
        return Err(Refusal::whole(if coverage.open() > 0 { Why::TopicsOpen } else { Why::Contested }));
    }
    let (mut open, mut unanswered) = (Vec::new(), Vec::new());
    if held {
        let lang = acting.lang;
        let due = coverage.topics.iter().filter(|covered| covered.standing.is_open()).map(|covered| covered.topic);
        open.extend(due.map(|topic| OpenTopic { topic: topic.code().to_owned(), title: topic.title(lang).to_owned() }));
        unanswered.extend(coverage.unanswered.iter().map(|question| question.ask.get(lang).to_owned()));
    }
    let mut no = Refusals::default();
    no.text("reason", reason, held || milestone == Milestone::Open, MAX_TEXT);
    let (project, reason) = (state.project.project, reason.trim().to_owned());
    let contested = contested(state, milestone).cloned();
    no.or(MilestoneReached { project, milestone, open, unanswered, contested, reason, by: acting.by }.into())
}
