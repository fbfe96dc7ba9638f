//! The catalogue of warnings: the topics, the kinds of project that raise them and by which rules, the documents that they cite.
//!
//! The data is `ledger/catalogue/*.toml`, compiled in and read once. A topic only begins a warning: without facts of this
//! client there is none, because the information must be specific to the person warned (Cass. com., 2 July 2014, Risc
//! Group). Once issued, a warning keeps its own copy of the words, so a later version of a topic never changes what was sent.

mod rules;

use std::sync::OnceLock;

pub use rules::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::hash::Hasher;
use crate::{Hash, Lang};

/// Longest title, in characters: one line of a PDF or two of a phone.
pub const TITLE_MAX: usize = 80;
/// Longest risk, consequence or measure, in characters: what a busy reader takes in at once, about six lines of a PDF.
pub const PASSAGE_MAX: usize = 440;
/// Longest label of a fact, in characters: it stands above a field on a phone.
pub const LABEL_MAX: usize = 70;
/// Longest hint of a fact, in characters: two lines under a field on a phone.
pub const HINT_MAX: usize = 110;
/// Fewest facts that a warning needs: one alone does not make it specific to the client.
pub const REQUIRED_FACTS_MIN: usize = 2;

const FAMILIES: [&str; 8] = [
    include_str!("../catalogue/backup.toml"),
    include_str!("../catalogue/identity.toml"),
    include_str!("../catalogue/systems.toml"),
    include_str!("../catalogue/network.toml"),
    include_str!("../catalogue/messaging.toml"),
    include_str!("../catalogue/incident.toml"),
    include_str!("../catalogue/governance.toml"),
    include_str!("../catalogue/online.toml"),
];
const KINDS: &str = include_str!("../catalogue/kinds.toml");
const FACTS: &str = include_str!("../catalogue/facts.toml");
const BODIES: &str = include_str!("../catalogue/bodies.toml");

/// What a client may have to be warned about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Family and number, for instance `BCK-01`. Never given again to another topic.
    pub code: String,
    /// Month of the last change of the words or facts, for instance `2026-11`.
    pub version: String,
    pub tier: Tier,
    pub sources: Vec<Source>,
    /// What must be known of this client, in the order asked.
    pub facts: Vec<Fact>,
    fr: TopicText,
    en: TopicText,
}

/// `A`: the gravest and most often met, reviewed every six months under managed services. `B`: reviewed once a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tier {
    A,
    B,
}

/// The words of a topic in one language, addressed to the client. They are a start that the adviser edits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicText {
    pub title: String,
    /// What was observed, and to what it exposes.
    pub risk: String,
    pub consequence: String,
    /// What the firm recommends.
    pub measure: String,
}

/// A fact of the client that makes the warning specific.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Name of the form field, unique within the topic: lower-case ASCII words joined by `_`.
    pub key: String,
    pub kind: FactKind,
    /// Without it the warning cannot be issued.
    pub required: bool,
    pub label: Bilingual,
    pub hint: Bilingual,
}

/// How a fact is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// One line.
    Text,
    /// Several lines.
    Long,
    /// A day of the calendar, `YYYY-MM-DD`.
    Date,
    /// A whole number, zero or more.
    Number,
}

/// A document, or a point of it, that a topic rests on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Code of a [`Body`].
    pub body: String,
    /// A point such as `M37`, or a range such as `A.7.1–A.7.5`; none when the document is cited as a whole.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// Who is cited, and which of its documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub code: String,
    pub name: Bilingual,
    pub document: Bilingual,
    cite: Bilingual,
}

/// A kind of project, with the topics that it raises.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub code: String,
    pub name: Bilingual,
    /// Months after which a topic of tier A is raised again; none when that is [`renewal`] as for all others.
    #[serde(default)]
    pub renewal_a: Option<u32>,
    /// Its topics are findings: the client's decision on each is part of the work, not only that they were told.
    #[serde(default)]
    pub findings: bool,
    /// Codes of the topics that must be settled before the project closes.
    pub due: Vec<String>,
    /// Codes of the topics that are due if the project touches them: a question to ask.
    pub conditional: Vec<String>,
}

/// A short text in both languages. Those of the catalogue have both; a firm may have written its own in one only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub fr: String,
    pub en: String,
}

impl Bilingual {
    /// The text in this language, or in the other when this one is empty.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr if !self.fr.is_empty() => &self.fr,
            Lang::En if self.en.is_empty() => &self.fr,
            _ => &self.en,
        }
    }
}

impl Topic {
    pub fn text(&self, lang: Lang) -> &TopicText {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }

    /// The finished citations, one for each document in the order of the data: `ANSSI, Guide d’hygiène informatique, M5, M8`.
    pub fn citations(&self, lang: Lang) -> Vec<String> {
        let mut documents: Vec<(&Body, Vec<&str>)> = Vec::new();
        for source in &self.sources {
            let point = source.reference.as_deref();
            match documents.iter_mut().find(|(body, _)| body.code == source.body) {
                Some((_, points)) => points.extend(point),
                None => documents.push((source.body(), point.into_iter().collect())),
            }
        }
        documents.iter().map(|(body, points)| body.cite.get(lang).replace("{}", &points.join(", "))).collect()
    }
}

impl Source {
    pub fn body(&self) -> &'static Body {
        body(&self.body).expect("the tests find each body of the compiled-in topics")
    }
}

impl Body {
    /// Whether its citation points inside the document. If not, the document is cited as a whole.
    pub fn has_points(&self) -> bool {
        self.cite.fr.contains("{}")
    }
}

/// A family of topics, as a page groups them.
#[derive(Debug)]
pub struct Family {
    pub name: Bilingual,
    /// What the codes of its topics begin with, for instance `BCK`.
    prefixes: Vec<String>,
}

impl Family {
    /// Whether the topic of this code belongs to it.
    pub fn holds(&self, code: &str) -> bool {
        code.split_once('-').is_some_and(|(prefix, _)| self.prefixes.iter().any(|known| known == prefix))
    }
}

/// Every family, in the order of the topics.
pub fn families() -> &'static [Family] {
    &catalogue().families
}

/// Every topic, family by family.
pub fn topics() -> &'static [Topic] {
    &catalogue().topics
}

pub fn topic(code: &str) -> Option<&'static Topic> {
    topics().iter().find(|topic| topic.code == code)
}

/// Every kind of project, in the order of a form.
pub fn kinds() -> &'static [Kind] {
    &catalogue().rules.kind
}

pub fn kind(code: &str) -> Option<&'static Kind> {
    kinds().iter().find(|kind| kind.code == code)
}

/// Every body cited.
pub fn bodies() -> &'static [Body] {
    &catalogue().bodies
}

pub fn body(code: &str) -> Option<&'static Body> {
    bodies().iter().find(|body| body.code == code)
}

/// The hash of all compiled-in data: it changes with any of it.
pub fn digest() -> Hash {
    static DIGEST: OnceLock<Hash> = OnceLock::new();
    *DIGEST.get_or_init(|| {
        let mut hasher = Hasher::default();
        FAMILIES.iter().chain([&KINDS, &FACTS]).for_each(|data| hasher.update(data.as_bytes()));
        hasher.finish()
    })
}

struct Catalogue {
    topics: Vec<Topic>,
    families: Vec<Family>,
    rules: RuleFile,
    facts: FactFile,
    bodies: Vec<Body>,
}

fn catalogue() -> &'static Catalogue {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct FamilyFile {
        name: Bilingual,
        topic: Vec<Topic>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Bodies {
        body: Vec<Body>,
    }
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut catalogue = Catalogue {
            topics: Vec::new(),
            families: Vec::new(),
            rules: read(KINDS),
            facts: read(FACTS),
            bodies: read::<Bodies>(BODIES).body,
        };
        for FamilyFile { name, topic } in FAMILIES.into_iter().map(read) {
            let prefix = |topic: &Topic| topic.code.split('-').next().unwrap_or_default().to_owned();
            let mut prefixes: Vec<String> = topic.iter().map(prefix).collect();
            prefixes.dedup();
            catalogue.families.push(Family { name, prefixes });
            catalogue.topics.extend(topic);
        }
        catalogue
    })
}

fn read<T: DeserializeOwned>(compiled_in: &str) -> T {
    toml::from_str(compiled_in).expect("compiled-in data, which the tests read in full")
}
