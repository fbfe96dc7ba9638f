//! At a moment: how each topic stood, who had been warned of it, when, by whom and how, what had been answered, and what shows it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use ledger::coverage::{At, Coverage, Rules, Standing, State as Project, Told};
use ledger::event::Event;
use ledger::notice::State as Story;
use ledger::{Id, Time};

use super::{Sort, ToldStep};
use crate::Texts;
use crate::pages::as_of::AsOfPage;
use crate::pages::coverage::{reached, since, standing};
use crate::parts::{NoticeStanding, State};
use crate::texts::{Exact, local};

/// How all topics of a project stood at a moment.
pub struct ToldOn {
    /// The moment, and what proves what was recorded then.
    pub as_of: AsOfPage,
    /// Nobody asked for a moment: it is this one.
    pub today: bool,
    pub topics: Vec<TopicThen>,
    /// Questions of the survey without an answer then.
    pub unanswered: u64,
    /// By entries.
    pub dated: BTreeMap<u64, DatedBy>,
}

/// How a topic stood.
pub struct TopicThen {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) state: (State, &'static str),
    /// Since when, what a member entered about it, that nothing made it due.
    pub(super) lines: Vec<String>,
    /// The entry that makes it so: what first showed that the notice arrived, or what a member entered.
    pub(super) entry: Option<u64>,
    /// The notices about it, the earliest first.
    pub(super) told: Vec<ToldThen>,
}

/// A notice about a topic.
pub(super) struct ToldThen {
    pub(super) notice: Id,
    pub(super) reference: String,
    pub(super) issued: String,
    /// Of its issue, from 0.
    pub(super) entry: u64,
    /// Names, each with the ways.
    pub(super) whom: Vec<(String, Vec<String>)>,
    /// What shows that it reached who may decide, or that nothing does.
    pub(super) reached: String,
    pub(super) state: (State, &'static str),
    pub(super) answer: Vec<String>,
    /// By when they happened.
    pub(super) steps: Vec<ToldStep>,
}

/// The first time-stamp that covers an entry.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct DatedBy {
    pub time: Time,
    pub authority: String,
    pub accuracy_micros: Option<u64>,
}

impl ToldOn {
    /// What the page is called, which a browser prints at the head of each sheet.
    pub fn title(&self, t: Texts) -> String {
        if self.today {
            return t.told().to_owned();
        }
        let at = self.as_of.stood.as_ref().map_or(Time::MIN, |stood| stood.at);
        t.told_on_title(&t.date_time_to(&local(at, &self.as_of.zone), Exact::of(at)))
    }
}

/// Of the entries up to a moment, in the order of the log, and of what they tell (`told`): each topic that was due or that a notice was about, and how many
/// questions had no answer.
pub fn topics_then(
    t: Texts,
    firm: Id,
    events: &[(u64, Time, Event)],
    rules: &Rules,
    (zone, at): (&TimeZone, Time),
    told: &[super::Told],
) -> (Vec<TopicThen>, u64) {
    let day = |time: Time| local(time, zone).date();
    let on_days = events.iter().map(|(entry, time, event)| (At { entry: *entry, day: day(*time) }, event.clone()));
    let Some(project) = Project::fold(on_days) else { return (vec![], 0) };
    let then = Then { t, zone, at, told, stories: stories(firm, events) };
    let coverage = Coverage::of(rules, &project);
    let due = coverage.topics.iter().map(|covered| {
        let told = covered.told.iter().map(|told| then.told(told)).collect();
        then.topic(covered.topic.code(), covered.topic.title(t.0), &covered.standing, told)
    });
    let mut topics: Vec<TopicThen> = due.collect();
    // What was warned of without being due, or is due no more, was warned of all the same.
    for warning in project.notices.iter().flat_map(|sent| &sent.warnings) {
        if topics.iter().any(|known| known.code == warning.topic) {
            continue;
        }
        let told: Vec<Told> = project.told(&warning.topic).collect();
        let title = told.iter().rev().find_map(|told| then.title(told)).unwrap_or_default();
        let notices = told.iter().map(|told| then.told(told)).collect();
        let mut topic = then.topic(&warning.topic, title, &project.standing(&warning.topic, &told), notices);
        topic.lines.push(t.told_on_not_due().to_owned());
        topics.push(topic);
    }
    (topics, coverage.unanswered.len() as u64)
}

/// What each notice came to.
fn stories(firm: Id, events: &[(u64, Time, Event)]) -> BTreeMap<Id, Story> {
    let mut entries: BTreeMap<String, Vec<(Time, Event)>> = BTreeMap::new();
    for (_, at, event) in events {
        entries.entry(event.subject(firm)).or_default().push((*at, event.clone()));
    }
    let read = entries.into_values().filter_map(Story::fold);
    read.map(|story| (story.notice.notice, story)).collect()
}

struct Then<'a> {
    t: Texts,
    zone: &'a TimeZone,
    at: Time,
    told: &'a [super::Told],
    stories: BTreeMap<Id, Story>,
}

impl Then<'_> {
    fn topic(&self, code: &str, title: &str, how: &Standing, told: Vec<ToldThen>) -> TopicThen {
        let t = self.t;
        let (said, entry) = match how {
            Standing::InPlace(at, e) => {
                let checked = t.coverage_checked(&t.date(e.checked), &e.checked_by);
                (vec![e.evidence.clone(), checked, t.coverage_entered(&t.date(at.day), &e.by.name)], Some(at.entry))
            }
            Standing::NotApplicable(at, e) => {
                (vec![e.reason.clone(), t.coverage_entered(&t.date(at.day), &e.by.name)], Some(at.entry))
            }
            Standing::Warned(told) => (vec![], told.since().map(|(at, _)| at.entry)),
            Standing::Open => (vec![], None),
        };
        TopicThen {
            code: code.to_owned(),
            title: title.to_owned(),
            state: standing(t, how),
            lines: since(t, how).into_iter().chain(said).collect(),
            entry,
            told,
        }
    }

    /// As the notice called it.
    fn title(&self, told: &Told) -> Option<&str> {
        let story = self.stories.get(&told.notice.notice)?;
        let warning = story.notice.warnings.iter().find(|warning| warning.warning == told.warning.warning)?;
        Some(&warning.title)
    }

    fn told(&self, told: &Told) -> ToldThen {
        let (t, sent) = (self.t, told.notice);
        let steps = self.steps(told);
        let mut then = ToldThen {
            notice: sent.notice,
            reference: sent.reference.clone(),
            issued: t.date(sent.at.day),
            entry: sent.at.entry,
            whom: vec![],
            reached: reached(t, told),
            state: (State::Awaiting, State::Awaiting.label(t)),
            answer: vec![],
            steps,
        };
        if let Some(story) = self.stories.get(&sent.notice) {
            then.whom = self.ways(story, &then.steps);
            then.issued = t.told_on_issued(&self.when(story.issued), &story.notice.author.name);
            (then.state, then.answer) = self.answer(told, story, &then.steps);
        }
        then
    }

    /// All that was done about the notice; of the meetings, those at which this warning was spoken of.
    fn steps(&self, told: &Told) -> Vec<ToldStep> {
        let about = |step: &&ToldStep| step.warnings.is_empty() || step.warnings.contains(&told.warning.warning);
        let steps =
            self.told.iter().filter(|known| known.notice == Some(told.notice.notice)).flat_map(|known| &known.steps);
        let mut steps: Vec<ToldStep> = steps.filter(about).cloned().collect();
        steps.sort_by_key(|step| (step.moment(self.zone), step.entry));
        steps
    }

    /// Each person to whom it went, or was to go, and by which ways: the words of the steps.
    fn ways(&self, story: &Story, steps: &[ToldStep]) -> Vec<(String, Vec<String>)> {
        let t = self.t;
        let ways = || steps.iter().filter(|step| step.sort == Sort::Way);
        let addressed = story.recipients.iter().map(|person| (Some(person.contact), person.name.as_str()));
        let mut known = BTreeSet::new();
        let people = addressed.chain(ways().map(|step| (step.contact, step.who.as_str())));
        // A person is told by their identifier; several at a meeting, by their names.
        let people = people
            .filter(|(contact, name)| known.insert(contact.map_or_else(|| (*name).to_owned(), |id| id.to_string())));
        let of = |(contact, name): (Option<Id>, &str)| {
            let theirs = ways().filter(|step| step.contact == contact && (contact.is_some() || step.who == name));
            let mut said: Vec<(String, u64)> = Vec::new();
            for way in theirs.map(|step| t.told_on_way(&step.how, step.word)) {
                match said.iter_mut().find(|(known, _)| *known == way) {
                    Some((_, times)) => *times += 1,
                    None => said.push((way, 1)),
                }
            }
            let times = |(way, n): (String, u64)| if n > 1 { t.told_on_times(&way, &n.to_string()) } else { way };
            let said = if said.is_empty() {
                vec![t.told_on_no_way().to_owned()]
            } else {
                said.into_iter().map(times).collect()
            };
            let decides = story.recipients.iter().any(|person| Some(person.contact) == contact && person.signatory);
            (if decides { t.told_on_decides(name) } else { name.to_owned() }, said)
        };
        people.map(of).collect()
    }

    /// That no answer is on record, and whether that may be said plainly: not where something is to be read first, as the certificate has it.
    fn unanswered(&self, steps: &[ToldStep]) -> (bool, Vec<String>) {
        let t = self.t;
        let mails = steps.iter().filter(|step| step.sort == Sort::Written).count() as u64;
        let spoken = steps.iter().any(|step| !step.warnings.is_empty() || step.sort == Sort::Minutes);
        let elsewhere = self.told.iter().filter(|told| told.notice.is_none()).flat_map(|told| &told.steps);
        let elsewhere = elsewhere.filter(|step| step.sort == Sort::Written).count() as u64;
        let plain = mails == 0 && !spoken && elsewhere == 0;
        let first = if plain { t.told_on_unanswered() } else { t.told_on_page_unanswered() };
        let lines = [
            Some(first.to_owned()),
            (mails > 0).then(|| t.told_on_mails(mails)),
            spoken.then(|| t.told_on_minutes().to_owned()),
            (elsewhere > 0).then(|| t.told_on_outside(elsewhere)),
        ];
        (plain, lines.into_iter().flatten().collect())
    }

    /// What had been decided on this warning, by whom and when, or what else had been said of the notice.
    fn answer(&self, told: &Told, story: &Story, steps: &[ToldStep]) -> ((State, &'static str), Vec<String>) {
        let t = self.t;
        let (plain, unanswered) = self.unanswered(steps);
        let mut lines = Vec::new();
        let mut state = NoticeStanding::of(story).state(local(self.at, self.zone).date());
        match &story.answer {
            Some((at, answer)) => {
                let of = told.warning.warning;
                let warning = story.notice.warnings.iter().find(|warning| warning.warning == of);
                let decision = answer.decisions.iter().find(|decision| decision.warning == of);
                if let Some((warning, decision)) = warning.zip(decision) {
                    state = State::from(&decision.choice);
                    lines = t.decision_lines(warning, decision);
                }
                lines.push(t.as_of_answered(&answer.typed_name, &self.when(*at)));
            }
            None => lines.extend(unanswered),
        }
        let read = story.acknowledged.iter();
        lines.extend(read.map(|(at, read)| t.as_of_acknowledged(&read.typed_name, &self.when(*at))));
        let asked = story.questions.iter().filter(|question| question.answer.is_none());
        lines.extend(asked.map(|question| t.told_on_asked(&self.when(question.at))));
        let word = match state {
            State::Overdue if !plain => t.told_on_overdue(),
            state => t.state_of(story.notice.class(), state),
        };
        ((state, word), lines)
    }

    fn when(&self, at: Time) -> String {
        self.t.date_time(&local(at, self.zone))
    }
}
