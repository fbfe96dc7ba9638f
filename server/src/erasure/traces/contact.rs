//! What the entries of a contact's record say of the person, to be looked for in a text.

use std::collections::BTreeSet;

use ledger::event::{ContactRecorded, Event};
use ledger::{Id, Lang};

use crate::documents::Mask;
use crate::redaction::{numbers, spell};
use crate::search::words::words;
use crate::store::{Error, Firm, Tx, erasure, firms, log};

/// Words of a text that are looked for together: what lies between them may be masked.
const TOGETHER: usize = 3;

/// What the entries at these places say; none unless all of them are of the record of a contact.
pub async fn said(tx: &mut Tx, firm: Firm, client: Id, places: &BTreeSet<u64>) -> Result<Option<Mask>, Error> {
    let mut records = Vec::new();
    for place in places {
        match log::entry(tx, firm, *place).await?.event()? {
            Some(Event::ContactRecorded(record)) => records.push(record),
            _ => return Ok(None),
        }
    }
    let name = firms::get(tx, firm).await?.party.name;
    let stays = erasure::of_people(tx, firm, client, places).await?;
    let things: Vec<Vec<String>> = records.iter().map(|record| texts(record, &name, &stays)).collect();
    Ok(Some(Mask::new(Lang::Fr, things.iter().map(Vec::as_slice))))
}

/// Name, address and number wherever they stand; function and note unless what stays says the same of somebody, as the notice does.
fn texts(record: &ContactRecorded, firm: &str, stays: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    spell(&mut found, &record.name, &record.email, firm);
    numbers(&record.phone).iter().for_each(|number| spell(&mut found, "", number, firm));
    for (member, text) in [("role", &record.role), ("authority_note", &record.authority_note)] {
        let said = format!("\"{member}\":{}", serde_json::Value::from(text.as_str()));
        if !stays.iter().any(|payload| payload.contains(&said)) {
            found.extend(passages(text));
        }
    }
    found
}

/// A text by all that stands together in it.
fn passages(text: &str) -> Vec<String> {
    let found = words(text);
    let whole = || vec![text.to_owned()];
    let together =
        |some: &[crate::search::words::Word]| text[some[0].range.start..some[some.len() - 1].range.end].to_owned();
    if found.len() <= TOGETHER { whole() } else { found.windows(TOGETHER).map(together).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::event::Authority;

    fn record() -> ContactRecorded {
        ContactRecorded {
            contact: Id([1; 16]),
            client: Id([2; 16]),
            name: "Maëlle Kerbrat".into(),
            email: "mk@portails.example".into(),
            phone: "02 98 00 00 00".into(),
            role: "Directrice".into(),
            signatory: true,
            authority: Authority::Delegation,
            authority_note: "Délégation donnée par Yann Tanguy le 3 mars".into(),
            director: false,
            active: true,
        }
    }

    #[test]
    fn what_goes_is_found_and_what_stays_is_not_looked_for() {
        let finds = |stays: &[&str], text: &str| {
            let stays: Vec<String> = stays.iter().map(|&payload| payload.to_owned()).collect();
            let things = texts(&record(), "Ouest", &stays);
            Mask::new(Lang::Fr, [things.as_slice()]).finds(text)
        };
        for text in
            ["Mme KERBRAT", "mk@portails.example", "0298000000", "La directrice", "délégation donnée par [occulté 2]"]
        {
            assert!(finds(&[], text), "{text}");
        }
        assert!(!finds(&[], "[occulté 1], gérante, par délégation du 3 avril"));
        let notice = r#"{"recipients":[{"authority_note":"","name":"Maëlle Kerbrat","role":"Directrice"}]}"#;
        assert!(!finds(&[notice], "[occulté 1], Directrice"));
        assert!(finds(&[notice], "Maëlle Kerbrat, Directrice"), "a name always counts");
    }
}
