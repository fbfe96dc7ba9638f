//! At a moment: how each topic stood, who had been warned of it, when, by whom and how, what had been answered, and what shows it.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use ledger::coverage::{At, Coverage, Rules, Standing, State as Project, Told};
use ledger::event::Event;
use ledger::notice::State as Story;
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::pages::as_of::{AsOfPage, proof};
use crate::pages::coverage::{reached, since, standing};
use crate::parts::{Code, Column, Note, NoticeStanding, State, Table};
use crate::texts::{Exact, local};
use crate::{Html, IntoHtml, Texts};

/// How all topics of a project stood at a moment.
pub struct ToldOn {
    /// The moment, and what proves what was recorded then.
    pub as_of: AsOfPage,
    pub topics: Vec<TopicThen>,
    /// Questions without an answer then.
    pub unanswered: u64,
}

/// How a topic stood.
pub struct TopicThen {
    code: String,
    title: String,
    state: (State, &'static str),
    /// Since when, what a member entered about it, that nothing made it due.
    lines: Vec<String>,
    /// Of what a member entered about it.
    entered: Option<Shown>,
    /// The notices about it, the earliest first.
    told: Vec<ToldThen>,
}

/// A notice about a topic.
struct ToldThen {
    notice: Id,
    reference: String,
    issued: String,
    /// Names, and how it reached them.
    whom: Vec<String>,
    state: (State, &'static str),
    answer: Vec<String>,
    shown: Vec<Shown>,
}

/// The first time-stamp that covers an entry.
pub struct DatedBy {
    pub authority: String,
    pub time: Time,
    pub accuracy_micros: Option<u64>,
}

/// An entry that shows it.
struct Shown {
    what: &'static str,
    /// From 0.
    entry: u64,
    /// Who says when.
    source: String,
}

impl ToldOn {
    /// What the page is called, which a browser prints at the head of each sheet.
    pub fn title(&self, t: Texts) -> String {
        let at = self.as_of.stood.as_ref().map_or(Time::MIN, |stood| stood.at);
        t.told_on_title(&t.date_time_to(&local(at, &self.as_of.zone), Exact::of(at)))
    }
}

/// Of the entries up to a moment, in the order of the log: each topic that was due or that a notice was about, and how many questions had no answer.
pub fn topics_then(
    t: Texts,
    firm: Id,
    events: &[(u64, Time, Event)],
    rules: &Rules,
    (zone, at): (&TimeZone, Time),
    dated: &BTreeMap<u64, DatedBy>,
) -> (Vec<TopicThen>, u64) {
    let day = |time: Time| local(time, zone).date();
    let on_days = events.iter().map(|(entry, time, event)| (At { entry: *entry, day: day(*time) }, event.clone()));
    let Some(project) = Project::fold(on_days) else { return (vec![], 0) };
    let then = Then { t, zone, at, dated, stories: stories(firm, events) };
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

/// What a notice came to, and the entry of its answer.
type Known = (Story, Option<u64>);

fn stories(firm: Id, events: &[(u64, Time, Event)]) -> BTreeMap<Id, Known> {
    let mut entries: BTreeMap<String, Vec<&(u64, Time, Event)>> = BTreeMap::new();
    for entry in events {
        entries.entry(entry.2.subject(firm)).or_default().push(entry);
    }
    let read = entries.into_values().filter_map(|entries| {
        let story = Story::fold(entries.iter().map(|(_, at, event)| (*at, event.clone())))?;
        let answer = entries.iter().rev().find(|(.., event)| matches!(event, Event::AnswerGiven(_)));
        Some((story.notice.notice, (story, answer.map(|(entry, ..)| *entry))))
    });
    read.collect()
}

struct Then<'a> {
    t: Texts,
    zone: &'a TimeZone,
    at: Time,
    dated: &'a BTreeMap<u64, DatedBy>,
    stories: BTreeMap<Id, Known>,
}

impl Then<'_> {
    fn topic(&self, code: &str, title: &str, how: &Standing, told: Vec<ToldThen>) -> TopicThen {
        let t = self.t;
        let (said, entered) = match how {
            Standing::InPlace(at, e) => {
                let checked = t.coverage_checked(&t.date(e.checked), &e.checked_by);
                (vec![e.evidence.clone(), checked, t.coverage_entered(&t.date(at.day), &e.by.name)], Some(at))
            }
            Standing::NotApplicable(at, e) => {
                (vec![e.reason.clone(), t.coverage_entered(&t.date(at.day), &e.by.name)], Some(at))
            }
            Standing::Warned(_) | Standing::Open => (vec![], None),
        };
        TopicThen {
            code: code.to_owned(),
            title: title.to_owned(),
            state: standing(t, how),
            lines: since(t, how).into_iter().chain(said).collect(),
            entered: entered.map(|at| self.shown(t.told_on_entered(), at.entry)),
            told,
        }
    }

    /// As the notice called it.
    fn title(&self, told: &Told) -> Option<&str> {
        let (story, _) = self.stories.get(&told.notice.notice)?;
        let warning = story.notice.warnings.iter().find(|warning| warning.warning == told.warning.warning)?;
        Some(&warning.title)
    }

    fn told(&self, told: &Told) -> ToldThen {
        let (t, sent) = (self.t, told.notice);
        let arrived = told.since().map(|(at, _)| at.entry);
        let mut then = ToldThen {
            notice: sent.notice,
            reference: sent.reference.clone(),
            issued: t.date(sent.at.day),
            whom: vec![reached(t, told)],
            state: (State::Awaiting, State::Awaiting.label(t)),
            answer: vec![],
            shown: vec![self.shown(t.told_on_issue(), sent.at.entry)],
        };
        then.shown.extend(arrived.map(|entry| self.shown(t.told_on_arrival(), entry)));
        if let Some((story, answered)) = self.stories.get(&sent.notice) {
            let decides = |name: &str, may: bool| if may { t.told_on_decides(name) } else { name.to_owned() };
            let people: Vec<String> = story.recipients.iter().map(|r| decides(&r.name, r.signatory)).collect();
            then.whom.insert(0, people.join(", "));
            then.issued = t.told_on_issued(&self.when(story.issued), &story.notice.author.name);
            (then.state, then.answer) = self.answer(told, story);
            then.shown.extend(answered.map(|entry| self.shown(t.told_on_reply(), entry)));
        }
        then
    }

    /// What had been decided on this warning, by whom and when, or what else had been said of the notice.
    fn answer(&self, told: &Told, story: &Story) -> ((State, &'static str), Vec<String>) {
        let t = self.t;
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
            None => lines.push(t.told_on_unanswered().to_owned()),
        }
        let read = story.acknowledged.iter();
        lines.extend(read.map(|(at, read)| t.as_of_acknowledged(&read.typed_name, &self.when(*at))));
        let asked = story.questions.iter().filter(|question| question.answer.is_none());
        lines.extend(asked.map(|question| t.told_on_asked(&self.when(question.at))));
        ((state, t.state_of(story.notice.class(), state)), lines)
    }

    fn shown(&self, what: &'static str, entry: u64) -> Shown {
        let t = self.t;
        let source = match self.dated.get(&entry) {
            Some(by) => t.told_on_stamped(&t.latest(by.time, by.accuracy_micros, self.zone), &by.authority),
            None => t.chronology_firm_clock().to_owned(),
        };
        Shown { what, entry, source }
    }

    fn when(&self, at: Time) -> String {
        self.t.date_time(&local(at, self.zone))
    }
}

/// Above the notices: when, what shows it, and each topic in one look.
pub(super) fn show(t: Texts, on: &ToldOn, base: &str) -> Html {
    let Some(stood) = &on.as_of.stood else { return Html::new("") };
    let as_of = format!("{base}/as-of?at={}", stood.at.to_rfc3339_utc());
    let columns = [t.told_on_topic(), t.told_on_notice(), t.told_on_whom(), t.told_on_answer(), t.told_proof()];
    let rows: Vec<Vec<Html>> = on.topics.iter().flat_map(|topic| rows(t, topic, base)).collect();
    let unasked = (on.unanswered > 0).then(|| view! { <p>{t.told_on_unasked(on.unanswered)}</p> });
    let table = (!rows.is_empty()).then(|| {
        let columns = columns.map(Column::new).to_vec();
        view! { <Table caption=t.told_on_topics() caption_hidden=true columns rows/> }
    });
    view! {
        <section class="then" aria-labelledby="then">
            <h2 id="then">{t.told_on_topics()}</h2>
            <p>{tally(&on.topics)}</p>
            {unasked}
            {table}
        </section>
        <Note>
            {proof(t, &on.as_of, stood, Exact::of(stood.at))}
            <p><a href=as_of>{t.as_of()}</a></p>
            <p class="quiet">{t.told_on_rules()}" "{t.as_of_erased()}</p>
        </Note>
    }
    .into_html()
}

/// How many stood in each way.
fn tally(topics: &[TopicThen]) -> Html {
    let mut tally: Vec<((State, &str), usize)> = Vec::new();
    for topic in topics {
        match tally.iter_mut().find(|(state, _)| *state == topic.state) {
            Some((_, count)) => *count += 1,
            None => tally.push((topic.state, 1)),
        }
    }
    let counts = tally.into_iter().map(|((state, word), count)| view! { {state.badge(word)}" "{count.to_string()}" " });
    counts.collect_view().into_html()
}

/// One for each notice about the topic; one that says that there is none.
fn rows(t: Texts, topic: &TopicThen, base: &str) -> Vec<Vec<Html>> {
    let named = || {
        let (state, word) = topic.state;
        view! {
            <Code code=&topic.code/>" "{topic.title.clone()}<br/>{state.badge(word)}{paragraphs(&topic.lines)}
        }
        .into_html()
    };
    let entered = || topic.entered.iter().map(|shown| proved(t, shown, base)).collect_view();
    if topic.told.is_empty() {
        let none = view! { <strong>{t.told_on_none()}</strong> }.into_html();
        let nothing = || view! { <span class="quiet">"–"</span> }.into_html();
        return vec![vec![named(), none, nothing(), nothing(), entered().into_html()]];
    }
    let row = |told: &ToldThen| {
        let (state, word) = told.state;
        let shown = told.shown.iter().map(|shown| proved(t, shown, base)).collect_view();
        let notice = view! {
            <a href=format!("/notices/{}", told.notice)>{told.reference.clone()}</a><p>{told.issued.clone()}</p>
        };
        vec![
            named(),
            notice.into_html(),
            paragraphs(&told.whom),
            view! { {state.badge(word)}{paragraphs(&told.answer)} }.into_html(),
            view! { {shown}{entered()} }.into_html(),
        ]
    };
    topic.told.iter().map(row).collect()
}

fn paragraphs(lines: &[String]) -> Html {
    let lines = lines.iter().filter(|line| !line.trim().is_empty());
    lines.map(|line| view! { <p>{line.clone()}</p> }).collect_view().into_html()
}

/// Where the entry is, with its hash.
fn proved(t: Texts, shown: &Shown, base: &str) -> Html {
    let number = shown.entry + 1;
    view! {
        <p>
            {shown.what}" · "<a href=format!("{base}/chronology#e{number}")>{t.told_entry(number)}</a>" · "
            <span class="quiet">{shown.source.clone()}</span>
        </p>
    }
    .into_html()
}
