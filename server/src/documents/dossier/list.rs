//! Reads the list of exhibits that a file carries. It is the one place where their numbers stand for good: the evidence beside it may withhold entries,
//! and what is numbered anew from it would contradict the bordereau.

use app::Texts;
use ledger::{Hash, Lang};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub number: usize,
    pub name: String,
    pub sha256: Hash,
    pub erased: bool,
}

/// All rows of a list as [`super::csv`] writes it, those of erased exhibits too; none when it is no such list.
pub fn listed(list: &[u8]) -> Option<Vec<Listed>> {
    let rows = crate::csv::rows(std::str::from_utf8(list).ok()?)?;
    rows.iter().skip(1).map(|row| read(row)).collect()
}

fn read(row: &[String]) -> Option<Listed> {
    let [number, _, name, _, _, _, _, _, sha256, place] = row else { return None };
    // The list is in the language of its file.
    let erased = [Lang::Fr, Lang::En].iter().any(|lang| Texts(*lang).dossier_erased() == place);
    Some(Listed { number: number.parse().ok()?, name: name.clone(), sha256: sha256.parse().ok()?, erased })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::Csv;

    #[test]
    fn what_was_erased_leaves_a_gap() {
        for (lang, word) in [(Lang::Fr, "effacée"), (Lang::En, "erased")] {
            assert_eq!(Texts(lang).dossier_erased(), word);
            let mut csv = Csv::new(["n", "what", "file", "", "", "", "", "", "sha256", "part"]);
            for (number, place) in [("1", "1"), ("2", word), ("3", "")] {
                let mut row = <[String; 10]>::default();
                (row[0], row[2], row[9]) = (number.into(), "il dit \"oui\".pdf".into(), place.into());
                row[8] = ledger::sha256(number.as_bytes()).to_string();
                csv.row(row);
            }
            let found = listed(csv.finish().as_bytes()).expect("a list");
            let numbers: Vec<_> = found.iter().map(|row| (row.number, row.erased)).collect();
            assert_eq!(numbers, [(1, false), (2, true), (3, false)]);
            assert_eq!((found[2].name.as_str(), found[2].sha256), ("il dit \"oui\".pdf", ledger::sha256(b"3")));
        }
        assert_eq!(listed(b"\"1\",\"2\"\r\n\"a\""), None);
    }
}
