//! What entries up to a moment say was so then: one line for each thing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::coverage::{At, Coverage, Rules, State as CoverageState};
use ledger::event::{ContactRecorded, Event, MemberRecorded, Party, ProjectRecorded, Recipient};
use ledger::notice::State as Story;
use ledger::{Id, Time};

use super::trail;
use crate::Texts;
use crate::pages::access::outsider;
use crate::pages::coverage::{since, standing};
use crate::pages::kind_names;
use crate::pages::projects::promise_state;
use crate::parts::{NoticeStanding, State};
use crate::texts::{Exact, local};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Firm,
    Client(Id),
    Project(Id),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Identity,
    People,
    Projects,
    Scope,
    Needs,
    Promises,
    Papers,
    Coverage,
    Notices,
    /// What became of them, entry by entry.
    Deliveries,
    Milestones,
    Rules,
    Holds,
    Readers,
}

impl Section {
    pub const ALL: [Section; 14] = [
        Section::Identity,
        Section::People,
        Section::Projects,
        Section::Scope,
        Section::Needs,
        Section::Promises,
        Section::Papers,
        Section::Coverage,
        Section::Notices,
        Section::Deliveries,
        Section::Milestones,
        Section::Rules,
        Section::Holds,
        Section::Readers,
    ];

    pub(super) fn id(self) -> &'static str {
        match self {
            Section::Identity => "identity",
            Section::People => "people",
            Section::Projects => "projects",
            Section::Scope => "scope",
            Section::Needs => "needs",
            Section::Promises => "promises",
            Section::Papers => "papers",
            Section::Coverage => "coverage",
            Section::Notices => "notices",
            Section::Deliveries => "deliveries",
            Section::Milestones => "milestones",
            Section::Rules => "rules",
            Section::Holds => "holds",
            Section::Readers => "readers",
        }
    }

    pub(super) fn title(self, t: Texts) -> &'static str {
        match self {
            Section::Identity => t.client_identity(),
            Section::People => t.as_of_people(),
            Section::Projects => t.client_projects(),
            Section::Scope => t.as_of_scope(),
            Section::Needs => t.doc_needs(),
            Section::Promises => t.doc_promises(),
            Section::Papers => t.doc_papers(),
            Section::Coverage => t.coverage(),
            Section::Notices => t.project_notices(),
            Section::Deliveries => t.as_of_deliveries(),
            Section::Milestones => t.milestones(),
            Section::Rules => t.rules_title(),
            Section::Holds => t.holds(),
            Section::Readers => t.accesses(),
        }
    }
}

/// One thing that was so.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub section: Section,
    /// The same thing at another moment has the same key.
    pub key: String,
    pub label: String,
    /// In lines.
    pub value: String,
    /// With the word for it.
    pub state: Option<(State, &'static str)>,
    pub href: Option<String>,
}

/// Of the entries up to a moment, about what the page is about, in the order of the log: what they say. `rules` are those in force at the firm
/// then, `today` the day then.
pub fn facts(
    t: Texts,
    firm: Id,
    of: Of,
    events: &[(u64, Time, Event)],
    rules: &Rules,
    (zone, today): (&TimeZone, Date),
) -> Vec<Fact> {
    let mut found = Found { t, of, facts: Vec::new(), stories: BTreeMap::new() };
    for (index, at, event) in events {
        found.take(firm, *index, *at, event, zone);
    }
    found.notices(today, zone);
    if let Of::Project(_) = of {
        found.coverage(events, rules, zone);
    }
    found.facts
}

struct Found {
    t: Texts,
    of: Of,
    facts: Vec<Fact>,
    /// The entries of each notice, and the place of the first of them in the log: several may have been issued at one moment.
    stories: BTreeMap<String, (u64, Vec<(Time, Event)>)>,
}

impl Found {
    /// Puts a fact in the place of the earlier one about the same thing, or behind the others.
    fn put(&mut self, section: Section, key: impl Into<String>, label: &str, value: String) -> &mut Fact {
        let key = key.into();
        let fact = Fact { section, key, label: label.to_owned(), value, state: None, href: None };
        let known = self.facts.iter().position(|known| known.section == section && known.key == fact.key);
        let at = match known {
            Some(at) => {
                self.facts[at] = fact;
                at
            }
            None => {
                self.facts.push(fact);
                self.facts.len() - 1
            }
        };
        &mut self.facts[at]
    }

    fn remove(&mut self, section: Section, key: &str) {
        self.facts.retain(|fact| fact.section != section || fact.key != key);
    }

    fn take(&mut self, firm: Id, index: u64, at: Time, event: &Event, zone: &TimeZone) {
        let (t, of) = (self.t, self.of);
        let day = t.date(local(at, zone).date());
        match event {
            Event::FirmRecorded(e) if of == Of::Firm => self.party(&e.party),
            Event::MemberRecorded(e) if of == Of::Firm => self.member(e),
            Event::RuleSwitched(e) if of == Of::Firm => {
                let value = if e.on { t.as_of_rule_on() } else { t.as_of_rule_off() };
                let value = [value, e.reason.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
                self.put(Section::Rules, &e.rule, &e.rule, value.join("\n"));
            }
            Event::TopicRecorded(e) if of == Of::Firm => {
                self.put(Section::Rules, format!("topic {}", e.topic), &e.topic, e.title.get(t.0).to_owned());
            }
            Event::ClientRecorded(e) if of != Of::Firm => self.party(&e.party),
            Event::ContactRecorded(e) if of != Of::Firm => self.contact(e),
            Event::ProjectRecorded(e) => self.project(e),
            Event::NeedRecorded(e) if of == Of::Project(e.project) => {
                let answer = if e.answer.trim().is_empty() { t.as_of_unanswered() } else { &e.answer };
                self.put(Section::Needs, e.need.to_string(), &e.text, answer.to_owned());
            }
            Event::PromiseRecorded(e) if of == Of::Project(e.project) => {
                let value = [promise_state(t, e.state), e.source.as_str(), &e.note];
                let value = value.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
                self.put(Section::Promises, e.promise.to_string(), &e.text, value);
            }
            Event::PaperFiled(e) if of == Of::Project(e.project) => {
                let value = format!("{}\n{}", t.paper_class(e.class), t.as_of_filed(&day));
                self.put(Section::Papers, e.paper.to_string(), &e.file.name, value).href =
                    Some(format!("/papers/{}", e.paper));
            }
            Event::MilestoneReached(e) if of == Of::Project(e.project) => {
                let value = format!("{}\n{}", day, e.by.name);
                self.put(Section::Milestones, index.to_string(), t.milestone(e.milestone), value);
            }
            Event::HoldPlaced(e) => {
                let value = format!("{}\n{}", t.hold_stands_since(&day), e.reason);
                self.put(Section::Holds, e.hold.to_string(), t.hold(), value).href = Some(format!("/holds/{}", e.hold));
            }
            Event::AccessGranted(e) => {
                let value = [t.access_sort_of(e.sort), &t.access_until(&t.date(e.last)), &e.reason].join("\n");
                let href = Some(format!("/access/{}", e.access));
                self.put(Section::Readers, e.access.to_string(), &outsider(&e.to), value).href = href;
            }
            Event::AccessRevoked(e) => self.remove(Section::Readers, &e.access.to_string()),
            Event::HoldReleased(e) => self.remove(Section::Holds, &e.hold.to_string()),
            event => {
                let subject = event.subject(firm);
                if subject.starts_with("notice:") {
                    self.stories.entry(subject).or_insert((index, Vec::new())).1.push((at, event.clone()));
                }
            }
        }
    }

    fn party(&mut self, party: &Party) {
        let t = self.t;
        let rows = [
            (t.firm_name(), &party.name),
            (t.legal_form(), &party.legal_form),
            (t.siren(), &party.siren),
            (t.rcs(), &party.rcs),
            (t.postal_address(), &party.address),
        ];
        for (label, value) in rows {
            match value.is_empty() {
                true => self.remove(Section::Identity, label),
                false => drop(self.put(Section::Identity, label, label, value.clone())),
            }
        }
    }

    fn member(&mut self, e: &MemberRecorded) {
        match e.active {
            true => drop(self.put(Section::People, e.member.to_string(), &e.name, self.t.role(e.role).to_owned())),
            false => self.remove(Section::People, &e.member.to_string()),
        }
    }

    fn contact(&mut self, e: &ContactRecorded) {
        let t = self.t;
        if !e.active {
            // Which of the two, entries of another subject say.
            self.put(Section::People, e.contact.to_string(), &e.name, t.as_of_inactive().to_owned());
            return;
        }
        let decides = if e.signatory { t.contact_decides() } else { t.contact_reads() };
        let lines = [e.role.as_str(), &e.email, decides, &e.authority_note];
        let value = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        self.put(Section::People, e.contact.to_string(), &e.name, value);
    }

    fn project(&mut self, e: &ProjectRecorded) {
        let t = self.t;
        let version = t.project_version_n(e.version);
        if self.of != Of::Project(e.project) {
            let href = Some(format!("/projects/{}", e.project));
            self.put(Section::Projects, e.project.to_string(), &e.title, version).href = href;
            return;
        }
        let dates = [e.starts, e.ends].map(|day| day.map(|day| t.date(day)).unwrap_or_default()).join(" – ");
        let rows = [
            (t.as_of_title(), e.title.clone()),
            (t.as_of_version(), format!("{version}\n{}", e.change).trim().to_owned()),
            (t.as_of_kinds(), kind_names(t.0, &[], &e.kinds)),
            (t.doc_scope_in(), e.scope_in.clone()),
            (t.doc_scope_out(), e.scope_out.clone()),
            (t.as_of_dates(), dates.trim_matches([' ', '–']).to_owned()),
        ];
        for (label, value) in rows {
            match value.is_empty() {
                true => self.remove(Section::Scope, label),
                false => drop(self.put(Section::Scope, label, label, value)),
            }
        }
    }

    /// Where each notice stood, with its warnings.
    fn notices(&mut self, today: Date, zone: &TimeZone) {
        let mut stories: Vec<_> = std::mem::take(&mut self.stories).into_values().collect();
        stories.sort_by_key(|(first, _)| *first);
        let t = self.t;
        for (_, entries) in stories {
            let story = Story::fold(entries.iter().cloned()).filter(|story| self.concerns(story));
            let Some(story) = story else { continue };
            let went = trail::lines(t, &story, &entries, zone);
            self.facts.extend(went.into_iter().map(|(nth, value)| Fact {
                section: Section::Deliveries,
                key: format!("{} {nth}", story.notice.notice),
                label: story.notice.reference.clone(),
                value,
                state: None,
                href: None,
            }));
            let notice = &story.notice;
            let value = told(t, &story, zone).join("\n");
            let fact = self.put(Section::Notices, notice.notice.to_string(), &notice.reference, value);
            let state = NoticeStanding::of(&story).state(today);
            fact.state = Some((state, t.state_of(notice.class(), state)));
            fact.href = Some(format!("/notices/{}", notice.notice));
        }
    }

    fn concerns(&self, story: &Story) -> bool {
        match self.of {
            Of::Firm => false,
            Of::Client(client) => story.notice.project.client == client,
            Of::Project(project) => story.notice.project.project == project,
        }
    }

    /// Each due topic, and how it stood.
    fn coverage(&mut self, events: &[(u64, Time, Event)], rules: &Rules, zone: &TimeZone) {
        let at = |entry: u64, time: Time| At { entry, day: local(time, zone).date() };
        let events = events.iter().map(|(index, time, event)| (at(*index, *time), event.clone()));
        let Some(state) = CoverageState::fold(events) else { return };
        let (t, coverage) = (self.t, Coverage::of(rules, &state));
        for topic in &coverage.topics {
            let label = format!("{} {}", topic.topic.code(), topic.topic.title(t.0));
            let since = since(t, &topic.standing).unwrap_or_default();
            let state = Some(standing(t, &topic.standing));
            self.put(Section::Coverage, topic.topic.code(), &label, since).state = state;
        }
    }
}

/// What a notice said to whom and when, and what was decided by whom and when.
fn told(t: Texts, story: &Story, zone: &TimeZone) -> Vec<String> {
    // Two steps may share a minute.
    let when = |at: Time| t.date_time_to(&local(at, zone), Exact::Second);
    let notice = &story.notice;
    let names = |all: &[Recipient]| all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut lines = vec![t.as_of_issued(&names(&story.recipients), &when(story.issued))];
    lines.extend(t.answer_lines(notice, story.answer.as_ref().map(|(_, answer)| answer)));
    if let Some((at, answer)) = &story.answer {
        lines.push(t.as_of_answered(&answer.typed_name, &when(*at)));
    }
    lines.extend(story.acknowledged.iter().map(|(at, read)| t.as_of_acknowledged(&read.typed_name, &when(*at))));
    lines
}
