//! Tables for spreadsheets: RFC 4180, with a mark that it is UTF-8, without which they take accents for something else.

/// A table of `N` columns.
pub struct Csv<const N: usize>(String);

impl<const N: usize> Csv<N> {
    pub fn new(head: [&str; N]) -> Csv<N> {
        let mut table = Csv(String::from("\u{feff}"));
        table.row(head.map(str::to_owned));
        table
    }

    pub fn row(&mut self, cells: [String; N]) {
        let quoted = cells.map(|cell| {
            // A spreadsheet would run a text that looks like a formula.
            let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
            format!("\"{guard}{}\"", cell.replace('"', "\"\""))
        });
        self.0.push_str(&quoted.join(","));
        self.0.push_str("\r\n");
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// The rows of a table as [`Csv`] writes it, its head too; none of another text. The guard before what looks like a formula stays.
pub fn rows(table: &str) -> Option<Vec<Vec<String>>> {
    let mut rest = table.strip_prefix('\u{feff}')?;
    let mut rows = Vec::new();
    while !rest.is_empty() {
        let mut row = Vec::new();
        loop {
            let mut cell = String::new();
            rest = rest.strip_prefix('"')?;
            // Up to the quote that is not doubled.
            loop {
                let (before, after) = rest.split_once('"')?;
                cell.push_str(before);
                match after.strip_prefix('"') {
                    Some(more) => (cell, rest) = (cell + "\"", more),
                    None => {
                        rest = after;
                        break;
                    }
                }
            }
            row.push(cell);
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
        rest = rest.strip_prefix("\r\n")?;
        rows.push(row);
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::{Csv, rows};

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        let mut table = Csv::new(["a", "b"]);
        table.row(["=1+1".into(), "il dit \u{ab} \"oui\", \r\n puis non \u{bb}".into()]);
        let expected = "\u{feff}\"a\",\"b\"\r\n\"'=1+1\",\"il dit \u{ab} \"\"oui\"\", \r\n puis non \u{bb}\"\r\n";
        let written = table.finish();
        assert_eq!(written, expected);
        let read = [["a", "b"], ["'=1+1", "il dit \u{ab} \"oui\", \r\n puis non \u{bb}"]]
            .map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(rows(&written), Some(read.to_vec()));
        for cut in ["\"a\"", "\u{feff}\"a", "\u{feff}\"a\"\n", "\u{feff}\"a\",b\r\n"] {
            assert_eq!(rows(cut), None);
        }
    }
}
