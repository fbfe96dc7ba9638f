//! Acceptance minutes and evidence agreements: their exact bytes, and what may be issued and said of them.

mod covering;

use covering::{id, notice_of};
use ledger::event::*;
use ledger::notice::{self, Refusal, Why};
use ledger::{Time, canonical};

const TODAY: Date = jiff::civil::date(2026, 3, 2);

fn minutes(day: Date) -> Instrument {
    Instrument::Minutes(Minutes { delivered: "Deux serveurs.".into(), tests: "Restauration.".into(), day })
}

fn agreement(texts: &[&str]) -> Instrument {
    let article = |text: &&str| Article { heading: "Objet".into(), text: (*text).into() };
    Instrument::Agreement(Agreement { version: "1".into(), articles: texts.iter().map(article).collect() })
}

const BACKUP: &str = "BCK-01";

fn notice(instrument: Option<Instrument>, topics: &[&str]) -> Notice {
    let mut notice = Notice { instrument, ..notice_of(id(1), topics, covering::project(&["SRV"])) };
    notice.recipients[1].email = "informatique@portes.example".into();
    notice
}

fn issue(notice: Notice) -> Vec<(String, Why)> {
    let refused = notice::issue(notice, Time(0), TODAY).err().unwrap_or_default();
    refused.into_iter().map(|Refusal { field, why }| (field, why)).filter(|(f, _)| !f.starts_with("warning.")).collect()
}

#[test]
fn the_bytes_are_these() {
    let text = |instrument: Instrument| String::from_utf8(canonical::to_vec(&instrument).unwrap()).unwrap();
    assert_eq!(
        text(minutes(TODAY)),
        r#"{"minutes":{"day":"2026-03-02","delivered":"Deux serveurs.","tests":"Restauration."}}"#
    );
    assert_eq!(
        text(agreement(&["Preuve."])),
        r#"{"agreement":{"articles":[{"heading":"Objet","text":"Preuve."}],"version":"1"}}"#
    );
    let said = Signing { resolution: Resolution::Reserved, words: "Bascule.".into() };
    assert_eq!(canonical::to_vec(&said).unwrap(), br#"{"resolution":"reserved","words":"Bascule."}"#);
    // A letter is what earlier versions wrote.
    let letter = canonical::to_vec(&notice(None, &[BACKUP])).unwrap();
    assert!(!String::from_utf8(letter).unwrap().contains("instrument"));
}

#[test]
fn minutes_may_list_nothing_and_an_agreement_warns_of_nothing() {
    assert_eq!(issue(notice(Some(minutes(TODAY)), &[])), []);
    assert_eq!(issue(notice(Some(minutes(TODAY)), &[BACKUP])), []);
    assert_eq!(issue(notice(None, &[])), [("warnings".into(), Why::Missing)]);
    assert_eq!(issue(notice(Some(minutes(TODAY.tomorrow().unwrap())), &[])), [("day".into(), Why::InFuture)]);
    assert_eq!(issue(notice(Some(agreement(&["Preuve."])), &[])), []);
    assert_eq!(issue(notice(Some(agreement(&["Preuve."])), &[BACKUP])), [("warnings".into(), Why::TooMany(0))]);
    assert_eq!(issue(notice(Some(agreement(&[])), &[])), [("articles".into(), Why::Missing)]);
    assert_eq!(issue(notice(Some(agreement(&["  "])), &[])), [("articles".into(), Why::Missing)]);
    // What is signed needs somebody who may sign.
    let mut unsigned = notice(Some(minutes(TODAY)), &[]);
    unsigned.recipients.iter_mut().for_each(|person| person.signatory = false);
    assert_eq!(issue(unsigned), [("recipients".into(), Why::NotASignatory)]);
}
