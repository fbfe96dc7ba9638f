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

#[cfg(test)]
mod tests {
    use super::Csv;

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        let mut table = Csv::new(["a", "b"]);
        table.row(["=1+1".into(), "il dit \u{ab} \"oui\", \r\n puis non \u{bb}".into()]);
        let expected = "\u{feff}\"a\",\"b\"\r\n\"'=1+1\",\"il dit \u{ab} \"\"oui\"\", \r\n puis non \u{bb}\"\r\n";
        assert_eq!(table.finish(), expected);
    }
}
