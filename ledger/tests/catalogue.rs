//! The catalogue as a reader, a typographer and a lawyer would check it. `references.rs` holds the form of each reference
//! and `typography.rs` the rules of each language; both are tried on faults first, so that a check that finds nothing is seen.

#[path = "catalogue/references.rs"]
mod references;
#[path = "catalogue/typography.rs"]
mod typography;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ledger::Lang;
use ledger::catalogue::{self, Bilingual, Fact, Source, Tier, Topic, TopicText};

const TOPICS: usize = 45;
const TOPICS_OF_TIER_A: usize = 23;
/// The kind of project that may reach every topic, so that it proves nothing about reach.
const AUDIT: &str = "AUD";

fn passages(text: &TopicText) -> [(&'static str, &str); 3] {
    [("risk", &text.risk), ("consequence", &text.consequence), ("measure", &text.measure)]
}

/// Every text that a person may read, with the place where it stands.
fn every_text(lang: Lang) -> Vec<(String, &'static str)> {
    let mut texts = Vec::new();
    let mut add = |place: String, text: &'static str| texts.push((format!("{place} ({lang})"), text));
    for topic in catalogue::topics() {
        let text = topic.text(lang);
        add(format!("{} title", topic.code), &text.title);
        for (name, passage) in passages(text) {
            add(format!("{} {name}", topic.code), passage);
        }
        for fact in &topic.facts {
            add(format!("{} {} label", topic.code, fact.key), fact.label.get(lang));
            add(format!("{} {} hint", topic.code, fact.key), fact.hint.get(lang));
        }
    }
    for kind in catalogue::kinds() {
        add(format!("kind {}", kind.code), kind.name.get(lang));
    }
    for family in catalogue::families() {
        add("family".into(), family.name.get(lang));
    }
    for question in catalogue::questions() {
        add(format!("question {}", question.code), question.ask.get(lang));
    }
    for change in catalogue::changes() {
        add(format!("change {}", change.code), change.name.get(lang));
    }
    for fact in catalogue::facts() {
        add(format!("fact {}", fact.code), fact.text.get(lang));
        add(format!("fact {} source", fact.code), fact.source.get(lang));
    }
    for body in catalogue::bodies() {
        add(format!("body {} name", body.code), body.name.get(lang));
        add(format!("body {} document", body.code), body.document.get(lang));
    }
    texts
}

/// Sentences, counted by their ends.
fn sentences(text: &str) -> usize {
    text.split_inclusive(['.', '?', '!']).filter(|part| part.ends_with(['.', '?', '!'])).count()
}

fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn forty_five_topics_of_which_twenty_three_in_tier_a() {
    let topics = catalogue::topics();
    assert_eq!(topics.len(), TOPICS);
    assert_eq!(topics.iter().filter(|topic| topic.tier == Tier::A).count(), TOPICS_OF_TIER_A);
}

#[test]
fn every_file_of_the_folder_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue");
    let mut topics = 0;
    for file in folder.read_dir().expect("the folder of the catalogue") {
        let text = std::fs::read_to_string(file.expect("an entry").path()).expect("a readable file");
        topics += text.lines().filter(|line| *line == "[[topic]]").count();
    }
    assert_eq!(topics, catalogue::topics().len());
}

#[test]
fn codes_and_versions_are_well_formed_and_codes_unique() {
    let mut codes = BTreeSet::new();
    for topic in catalogue::topics() {
        let (family, number) = topic.code.split_once('-').unwrap_or_default();
        assert!(family.len() == 3 && family.bytes().all(|b| b.is_ascii_uppercase()), "{}", topic.code);
        assert!(number.len() == 2 && number.parse::<u8>().is_ok_and(|n| n > 0), "{}", topic.code);
        let (year, month) = topic.version.split_once('-').unwrap_or_default();
        assert!(year.len() == 4 && year.parse::<u16>().is_ok_and(|y| y >= 2026), "{}: {}", topic.code, topic.version);
        assert!(
            month.len() == 2 && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m)),
            "{}: {}",
            topic.code,
            topic.version
        );
        assert!(codes.insert(&topic.code), "{} twice", topic.code);
        assert!(std::ptr::eq(catalogue::topic(&topic.code).expect("found by its code"), topic));
    }
    assert!(catalogue::topic("BCK-99").is_none());
}

#[test]
fn each_language_is_complete_and_its_own() {
    let mut faults = Vec::new();
    let french = every_text(Lang::Fr);
    let english = every_text(Lang::En);
    for ((place, fr), (_, en)) in french.iter().zip(&english) {
        for text in [fr, en] {
            if text.trim() != *text || text.is_empty() {
                faults.push(format!("{place}: empty, or with spaces around"));
            }
        }
        // Proper names are the same in both languages.
        if fr == en && !place.starts_with("body ") {
            faults.push(format!("{place}: the same in both languages: {fr}"));
        }
    }
    assert_none(faults);
}

#[test]
fn texts_follow_the_typography_of_their_language() {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        let citations = catalogue::topics().iter().flat_map(|topic| topic.citations(lang));
        let texts = every_text(lang).into_iter().map(|(place, text)| (place, text.to_owned()));
        for (place, text) in texts.chain(citations.map(|text| ("citation".to_owned(), text))) {
            faults.extend(typography::fault(lang, &text).map(|fault| format!("{place}: {fault}: {text}")));
        }
    }
    assert_none(faults);
}

#[test]
fn texts_keep_their_lengths() {
    let mut faults = Vec::new();
    let mut check = |place: &str, text: &str, min: usize, max: usize| {
        let length = text.chars().count();
        if !(min..=max).contains(&length) {
            faults.push(format!("{place}: {length} characters, not {min} to {max}: {text}"));
        }
    };
    for lang in Lang::ALL {
        for topic in catalogue::topics() {
            let code = &topic.code;
            check(code, &topic.text(lang).title, 8, catalogue::TITLE_MAX);
            for (name, passage) in passages(topic.text(lang)) {
                check(&format!("{code} {name}"), passage, 80, catalogue::PASSAGE_MAX);
            }
            for Fact { key, label, hint, .. } in &topic.facts {
                check(&format!("{code} {key} label"), label.get(lang), 5, catalogue::LABEL_MAX);
                check(&format!("{code} {key} hint"), hint.get(lang), 10, catalogue::HINT_MAX);
            }
        }
    }
    assert_none(faults);
}

#[test]
fn passages_are_a_few_sentences_addressed_to_the_client() {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        let address: &[&str] = match lang {
            Lang::Fr => &["vous", "votre", "vos"],
            Lang::En => &["you", "your"],
        };
        for topic in catalogue::topics() {
            let text = topic.text(lang);
            let limits = [2..=3, 1..=3, 1..=4];
            for ((name, passage), limits) in passages(text).into_iter().zip(limits) {
                if !limits.contains(&sentences(passage)) || !passage.ends_with('.') {
                    faults.push(format!(
                        "{} {name} ({lang}): {} sentences, not {limits:?}",
                        topic.code,
                        sentences(passage)
                    ));
                }
            }
            let words = format!("{} {} {}", text.risk, text.consequence, text.measure).to_lowercase();
            if !words.split(|c: char| !c.is_alphabetic()).any(|word| address.contains(&word)) {
                faults.push(format!("{} ({lang}): speaks to nobody", topic.code));
            }
            if text.title.ends_with('.') {
                faults.push(format!("{} ({lang}): a title is no sentence", topic.code));
            }
        }
    }
    assert_none(faults);
}

/// A warning informs; what it is worth in court is not the catalogue's to say.
#[test]
fn no_text_promises_a_legal_effect() {
    const PROMISES: [&str; 12] = [
        "opposable",
        "exonér",
        "exonèr",
        "dégage",
        "valeur probante",
        "juridiquement",
        "décharge", //
        "legally",
        "waive",
        "releases",
        "discharge",
        "hold harmless",
    ];
    for lang in Lang::ALL {
        for (place, text) in every_text(lang) {
            let text = text.to_lowercase();
            assert!(!PROMISES.iter().any(|promise| text.contains(promise)), "{place}: {text}");
        }
    }
}

#[test]
fn references_are_well_formed_by_body() {
    let mut faults = Vec::new();
    for topic in catalogue::topics() {
        let mut seen = BTreeSet::new();
        assert!(!topic.sources.is_empty(), "{} rests on nothing", topic.code);
        for Source { body, reference } in &topic.sources {
            let reference = reference.as_deref();
            let known = catalogue::body(body);
            if known.is_none_or(|body| body.has_points() != reference.is_some())
                || !references::well_formed(body, reference)
            {
                faults.push(format!("{}: {body} {reference:?}", topic.code));
            }
            if !seen.insert((body, reference)) {
                faults.push(format!("{}: {body} {reference:?} twice", topic.code));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn bodies_are_unique_cited_and_agree_in_both_languages() {
    let cited: BTreeSet<&str> =
        catalogue::topics().iter().flat_map(|topic| &topic.sources).map(|source| source.body.as_str()).collect();
    let listed: BTreeSet<&str> = catalogue::bodies().iter().map(|body| body.code.as_str()).collect();
    assert_eq!(listed.len(), catalogue::bodies().len());
    assert_eq!(listed, cited);
    for topic in catalogue::topics() {
        let [french, english] = Lang::ALL.map(|lang| topic.citations(lang));
        assert_eq!(french.len(), english.len());
        for (fr, en) in french.iter().zip(&english) {
            assert!(!fr.contains('{') && !en.contains('{'), "{fr} / {en}");
        }
        for Source { reference, .. } in &topic.sources {
            let shown = |citations: &[String]| {
                reference.as_ref().is_none_or(|point| citations.iter().any(|text| text.contains(point)))
            };
            assert!(shown(&french) && shown(&english), "{}: {reference:?} is not shown", topic.code);
        }
    }
}

#[test]
fn citations_name_the_document_then_its_points() {
    let accounts = catalogue::topic("IAM-01").expect("IAM-01");
    assert_eq!(accounts.citations(Lang::Fr)[0], "ANSSI, Guide d’hygiène informatique, M5, M8, M9");
    let offline = catalogue::topic("BCK-01").expect("BCK-01");
    assert_eq!(
        offline.citations(Lang::Fr).last().expect("a ruling"),
        "Décision de justice, CA Rennes 19/11/2024, RG 23/04627"
    );
    assert!(offline.citations(Lang::En).contains(&"MonAideCyber, first-level assessment".to_owned()));
}

#[test]
fn facts_make_each_warning_specific() {
    for Topic { code, facts, .. } in catalogue::topics() {
        let keys: BTreeSet<&str> = facts.iter().map(|fact| fact.key.as_str()).collect();
        assert_eq!(keys.len(), facts.len(), "{code}: a key twice");
        for key in keys {
            let words = key.split('_').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(words, "{code}: {key}");
        }
        let required = facts.iter().filter(|fact| fact.required).count();
        assert!(required >= catalogue::REQUIRED_FACTS_MIN, "{code}: {required} required facts");
        assert!(
            facts.windows(2).all(|pair| pair[0].required || !pair[1].required),
            "{code}: required facts come first"
        );
    }
}

#[test]
fn kinds_name_topics_that_exist_once_each() {
    let mut kinds = BTreeSet::new();
    for kind in catalogue::kinds() {
        assert!(kind.code.len() == 3 && kind.code.bytes().all(|b| b.is_ascii_uppercase()), "{}", kind.code);
        assert!(kinds.insert(kind.code.as_str()), "{} twice", kind.code);
        assert!(!kind.due.is_empty(), "{} raises nothing", kind.code);
        let mut named = BTreeSet::new();
        for code in kind.due.iter().chain(&kind.conditional) {
            assert!(catalogue::topic(code).is_some(), "{} names {code}", kind.code);
            assert!(named.insert(code), "{} names {code} twice", kind.code);
        }
    }
    let expected = ["ADI", AUDIT, "BKP", "CLD", "DEV", "MSP", "NET", "SRV", "TEL", "WEB", "WKS"];
    assert_eq!(kinds, BTreeSet::from(expected));
    assert!(catalogue::kind("SRV").is_some() && catalogue::kind("XXX").is_none());
}

#[test]
fn each_topic_is_reached_by_some_kind() {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for kind in catalogue::kinds() {
        for code in kind.due.iter().chain(&kind.conditional) {
            reached.entry(code).or_default().insert(&kind.code);
        }
    }
    for topic in catalogue::topics() {
        let by = reached.get(topic.code.as_str()).cloned().unwrap_or_default();
        let enough = if topic.code == "AUD-01" { by.contains(AUDIT) } else { by.iter().any(|kind| *kind != AUDIT) };
        assert!(enough, "{} is raised by {by:?} only", topic.code);
    }
}

#[test]
fn each_topic_belongs_to_one_family() {
    for topic in catalogue::topics() {
        assert_eq!(
            catalogue::families().iter().filter(|family| family.holds(&topic.code)).count(),
            1,
            "{}",
            topic.code
        );
    }
}

/// An audit may find anything, so it names every topic.
#[test]
fn an_audit_names_every_topic() {
    let audit = catalogue::kind(AUDIT).expect("the audit");
    assert_eq!(audit.due.len() + audit.conditional.len(), TOPICS);
}

#[test]
fn kinds_and_bodies_are_named_in_both_languages() {
    let filled = |text: &Bilingual| !text.fr.is_empty() && !text.en.is_empty();
    assert!(catalogue::kinds().iter().all(|kind| filled(&kind.name)));
    assert!(catalogue::bodies().iter().all(|body| filled(&body.name) && filled(&body.document)));
}
