//! The rules in force: the catalogue's, the firm's own, and which of them are switched off.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::State;
use super::phrases::Phrases;
use crate::catalogue::{self, Bilingual, Kind, Question, Tier, Topic};
use crate::event::*;
use crate::{Id, Lang};

/// A topic of the catalogue or of the firm's own.
#[derive(Clone, Debug)]
pub enum KnownTopic {
    Catalogue(&'static Topic),
    Own(Box<TopicRecorded>),
}

impl KnownTopic {
    pub fn code(&self) -> &str {
        match self {
            KnownTopic::Catalogue(topic) => &topic.code,
            KnownTopic::Own(topic) => &topic.topic,
        }
    }

    pub fn tier(&self) -> Tier {
        match self {
            KnownTopic::Catalogue(topic) => topic.tier,
            KnownTopic::Own(topic) => topic.tier,
        }
    }

    pub fn title(&self, lang: Lang) -> &str {
        match self {
            KnownTopic::Catalogue(topic) => &topic.text(lang).title,
            KnownTopic::Own(topic) => topic.title.get(lang),
        }
    }
}

impl KnownTopic {
    /// All that it says, to be searched: code, title, risk, consequence and measure.
    pub fn words(&self, lang: Lang) -> [&str; 5] {
        match self {
            KnownTopic::Catalogue(topic) => {
                let text = topic.text(lang);
                [&topic.code, &text.title, &text.risk, &text.consequence, &text.measure]
            }
            KnownTopic::Own(topic) => {
                let [title, risk, consequence, measure] =
                    [&topic.title, &topic.risk, &topic.consequence, &topic.measure].map(|text| text.get(lang));
                [&topic.topic, title, risk, consequence, measure]
            }
        }
    }
}

impl PartialEq for KnownTopic {
    fn eq(&self, other: &KnownTopic) -> bool {
        self.code() == other.code()
    }
}

/// One rule that can be switched off.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `<kind or words>/<topic>`, `renewal`, `<kind>/renewal`, or the id of the firm's own rule.
    pub code: String,
    /// None for the renewals of the catalogue.
    pub topic: Option<String>,
    pub when: Cause,
    pub own: bool,
    /// What switched it off.
    pub off: Option<RuleSwitched>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// Every project of the kind.
    Kind(String),
    /// A project of the kind, unless all questions about the topic are answered by no.
    Asked(String),
    /// A need or promise with one of the words.
    Words(Vec<String>),
    /// Whatever was settled is raised again after so many months: in projects of the kind, topics of tier A; without a kind, all.
    Renewal(Option<String>, u32),
}

/// A question as a project asks it.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub question: &'a Question,
    /// Those that it makes due, by their place in [`Rules::topics`].
    pub topics: BTreeSet<usize>,
}

/// What a kind of project raises, by places in [`Rules::topics`] and `questions`.
#[derive(Clone, Debug, Default)]
pub(super) struct Raised {
    pub due: BTreeSet<usize>,
    pub asks: BTreeMap<usize, BTreeSet<usize>>,
    renewal_a: Option<u32>,
}

/// A kind of project of the firm's own.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnKind {
    pub code: String,
    pub name: Bilingual,
}

/// The rules in force at a firm.
#[derive(Clone, Debug)]
pub struct Rules {
    topics: Vec<KnownTopic>,
    places: HashMap<String, usize>,
    own_kinds: Vec<OwnKind>,
    pub(super) questions: Vec<Question>,
    all: Vec<Rule>,
    pub(super) kinds: BTreeMap<String, Raised>,
    phrases: Phrases,
    /// By the place of the topic: months, the shortest of all rules.
    renewal: Vec<Option<u32>>,
}

impl Rules {
    /// The catalogue's rules with the firm's own, from its entries in the order of the log; others among them change nothing.
    pub fn fold<'e>(events: impl IntoIterator<Item = &'e Event>) -> Rules {
        let mut own = Own::default();
        let mut off: HashMap<&str, &RuleSwitched> = HashMap::new();
        for event in events {
            match event {
                Event::TopicRecorded(e) => replace(&mut own.topics, e, |known| known.topic == e.topic),
                Event::KindRecorded(e) => replace(&mut own.kinds, e, |known| known.code == e.code),
                Event::RuleRecorded(e) => replace(&mut own.rules, e, |known| known.rule == e.rule),
                Event::RuleSwitched(e) if e.on => drop(off.remove(e.rule.as_str())),
                Event::RuleSwitched(e) => drop(off.insert(&e.rule, e)),
                _ => {}
            }
        }
        let topics = catalogue::topics().iter().map(KnownTopic::Catalogue);
        let mut rules = Rules {
            topics: topics.chain(own.topics.into_iter().cloned().map(Box::new).map(KnownTopic::Own)).collect(),
            places: HashMap::new(),
            own_kinds: own.kinds.iter().map(|e| OwnKind { code: e.code.clone(), name: e.name.clone() }).collect(),
            questions: catalogue::questions().to_vec(),
            all: built_in(),
            kinds: BTreeMap::new(),
            phrases: Phrases::default(),
            renewal: vec![],
        };
        rules.places = rules.topics.iter().enumerate().map(|(at, topic)| (topic.code().to_owned(), at)).collect();
        for rule in own.rules {
            rules.own(rule);
        }
        for rule in &mut rules.all {
            rule.off = off.get(rule.code.as_str()).map(|e| (*e).clone());
        }
        rules.compile();
        rules
    }

    fn own(&mut self, rule: &RuleRecorded) {
        let code = rule.rule.to_string();
        let when = match &rule.when {
            RuleWhen::Kind { kind } => Cause::Kind(kind.clone()),
            RuleWhen::Answer { kind, ask } => {
                let (kind, topics) = (Some(kind.clone()), vec![rule.topic.clone()]);
                self.questions.push(Question { code: code.clone(), kind, topics, ask: ask.clone() });
                Cause::Asked(rule_kind(&rule.when).to_owned())
            }
            RuleWhen::Words { words } => Cause::Words(words.clone()),
            RuleWhen::Renewal { months } => Cause::Renewal(None, *months),
        };
        self.all.push(Rule { code, topic: Some(rule.topic.clone()), when, own: true, off: None });
    }

    /// What the rules in force come to, so that a project only looks things up.
    fn compile(&mut self) {
        let places = &self.places;
        let place = |topic: &Option<String>| places.get(topic.as_deref()?).copied();
        self.renewal = vec![None; self.topics.len()];
        for rule in self.all.iter().filter(|rule| rule.off.is_none()) {
            match (&rule.when, place(&rule.topic)) {
                (Cause::Kind(kind), Some(topic)) => {
                    self.kinds.entry(kind.clone()).or_default().due.insert(topic);
                }
                (Cause::Asked(kind), Some(topic)) => {
                    let asks = &mut self.kinds.entry(kind.clone()).or_default().asks;
                    for (at, _) in asking(&self.questions, rule, kind) {
                        asks.entry(at).or_default().insert(topic);
                    }
                }
                (Cause::Words(words), Some(topic)) => words.iter().for_each(|words| self.phrases.add(words, topic)),
                (Cause::Renewal(None, months), Some(topic)) => shorten(&mut self.renewal[topic], *months),
                (Cause::Renewal(None, months), None) => self.renewal.iter_mut().for_each(|at| shorten(at, *months)),
                (Cause::Renewal(Some(kind), months), _) => {
                    shorten(&mut self.kinds.entry(kind.clone()).or_default().renewal_a, *months)
                }
                // Of a topic that is no more.
                (_, None) => {}
            }
        }
    }

    /// Every topic, the catalogue's first.
    pub fn topics(&self) -> &[KnownTopic] {
        &self.topics
    }

    pub fn topic(&self, code: &str) -> Option<&KnownTopic> {
        self.places.get(code).map(|at| &self.topics[*at])
    }

    /// The firm's own kinds of project, which follow those of the catalogue in a form.
    pub fn own_kinds(&self) -> &[OwnKind] {
        &self.own_kinds
    }

    /// Whether a project may be of this kind.
    pub fn has_kind(&self, code: &str) -> bool {
        catalogue::kind(code).is_some() || self.own_kinds.iter().any(|kind| kind.code == code)
    }

    /// Every rule, those switched off too.
    pub fn all(&self) -> &[Rule] {
        &self.all
    }

    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.all.iter().find(|rule| rule.code == code)
    }

    /// The rules switched off that would have had effect in the project.
    pub fn loosened<'a>(&'a self, state: &'a State) -> impl Iterator<Item = &'a Rule> {
        let needs = state.needs.values().map(|need| &need.text);
        let promised = state.promises.values().filter(|promise| promise.state != PromiseState::Withdrawn);
        let spoken: Vec<&String> = needs.chain(promised.map(|promise| &promise.text)).collect();
        let holds = move |rule: &&Rule| match &rule.when {
            Cause::Kind(kind) | Cause::Asked(kind) | Cause::Renewal(Some(kind), _) => {
                state.project.kinds.contains(kind)
            }
            Cause::Renewal(None, _) => true,
            Cause::Words(words) => {
                let mut phrases = Phrases::default();
                words.iter().for_each(|words| phrases.add(words, 0));
                spoken.iter().any(|text| !phrases.find(text).is_empty())
            }
        };
        self.all.iter().filter(|rule| rule.off.is_some()).filter(holds)
    }

    /// The questions that the project asks, in the order of a form: those of its kinds of which not every topic is due by its kinds anyway.
    pub fn questions<'a>(&'a self, state: &'a State) -> impl Iterator<Item = &'a Question> {
        self.asked(state).into_iter().map(|asked| asked.question)
    }

    pub(super) fn asked<'a>(&'a self, state: &'a State) -> Vec<Asked<'a>> {
        let mut asks: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut due: BTreeSet<usize> = BTreeSet::new();
        for (_, kind) in self.kinds_of(state) {
            due.extend(&kind.due);
            kind.asks.iter().for_each(|(question, topics)| asks.entry(*question).or_default().extend(topics));
        }
        let needed = asks.into_iter().filter(|(_, topics)| !topics.is_subset(&due));
        needed.map(|(question, topics)| Asked { question: &self.questions[question], topics }).collect()
    }

    pub(super) fn kinds_of<'a>(&'a self, state: &'a State) -> impl Iterator<Item = (&'a str, &'a Raised)> {
        let kinds = &state.project.kinds;
        kinds.iter().filter_map(|code| Some((code.as_str(), self.kinds.get(code)?)))
    }

    /// The topics that a need or promise speaks of.
    pub(super) fn spoken_of(&self, text: &str) -> BTreeSet<usize> {
        self.phrases.find(text)
    }

    /// The topics that a reported change concerns.
    pub(super) fn changed(&self, change: &ChangeReported) -> BTreeSet<usize> {
        let named = catalogue::change(&change.change).into_iter().flat_map(|known| &known.topics);
        named.chain(&change.topics).filter_map(|topic| self.places.get(topic).copied()).collect()
    }

    /// Whether what is due in the project are findings.
    pub(super) fn findings(&self, state: &State) -> bool {
        state.project.kinds.iter().filter_map(|code| catalogue::kind(code)).any(|kind| kind.findings)
    }

    /// Months after which the topic is raised again in the project; none when every rule of that is switched off.
    pub fn renewal(&self, state: &State, topic: &KnownTopic) -> Option<u32> {
        let mut months = self.places.get(topic.code()).and_then(|at| self.renewal[*at]);
        if topic.tier() == Tier::A {
            let kinds = self.kinds_of(state).filter_map(|(_, kind)| kind.renewal_a);
            kinds.for_each(|renewal| shorten(&mut months, renewal));
        }
        months
    }
}

#[derive(Default)]
struct Own<'e> {
    topics: Vec<&'e TopicRecorded>,
    kinds: Vec<&'e KindRecorded>,
    rules: Vec<&'e RuleRecorded>,
}

/// The newest version keeps the place of the first.
fn replace<'e, T>(all: &mut Vec<&'e T>, new: &'e T, same: impl Fn(&T) -> bool) {
    match all.iter_mut().find(|known| same(known)) {
        Some(known) => *known = new,
        None => all.push(new),
    }
}

fn shorten(months: &mut Option<u32>, by: u32) {
    *months = Some(months.map_or(by, |now| now.min(by)));
}

fn rule_kind(when: &RuleWhen) -> &str {
    match when {
        RuleWhen::Kind { kind } | RuleWhen::Answer { kind, .. } => kind,
        RuleWhen::Words { .. } | RuleWhen::Renewal { .. } => "",
    }
}

/// The questions of a conditional rule, with their places: the firm's own has its own; the catalogue's have those of their kind, or else
/// the general ones.
fn asking<'q>(questions: &'q [Question], rule: &Rule, kind: &str) -> Vec<(usize, &'q Question)> {
    let about = |question: &Question| {
        let own = question.code.parse::<Id>().is_ok();
        let topic = rule.topic.as_ref().is_some_and(|topic| question.topics.contains(topic));
        topic && if rule.own { question.code == rule.code } else { !own }
    };
    let of = |wanted: Option<&str>| -> Vec<(usize, &Question)> {
        let all = questions.iter().enumerate();
        all.filter(|(_, question)| question.kind.as_deref() == wanted && about(question)).collect()
    };
    let particular = of(Some(kind));
    if particular.is_empty() { of(None) } else { particular }
}

fn built_in() -> Vec<Rule> {
    let rule = |code: String, topic: Option<&String>, when: Cause| Rule {
        code,
        topic: topic.cloned(),
        when,
        own: false,
        off: None,
    };
    let mut all = vec![];
    for Kind { code, due, conditional, renewal_a, .. } in catalogue::kinds() {
        let kind = |topic: &String| rule(format!("{code}/{topic}"), Some(topic), Cause::Kind(code.clone()));
        all.extend(due.iter().map(kind));
        let asked = |topic: &String| rule(format!("{code}/{topic}"), Some(topic), Cause::Asked(code.clone()));
        all.extend(conditional.iter().map(asked));
        let renewal = |months: u32| rule(format!("{code}/renewal"), None, Cause::Renewal(Some(code.clone()), months));
        all.extend(renewal_a.map(renewal));
    }
    for words in catalogue::words() {
        let code = &words.code;
        let spoken = |topic: &String| rule(format!("{code}/{topic}"), Some(topic), Cause::Words(words.words.clone()));
        all.extend(words.topics.iter().map(spoken));
    }
    all.push(rule("renewal".into(), None, Cause::Renewal(None, catalogue::renewal())));
    all
}
