//! Tables for spreadsheets: RFC 4180, with a mark that it is UTF-8, without which they take accents for something else.

const MARK: &str = "\u{feff}";

/// A table of `N` columns.
pub struct Csv<const N: usize>(csv::Writer<Vec<u8>>);

impl<const N: usize> Csv<N> {
    pub fn new(head: [&str; N]) -> Csv<N> {
        let mut as_written = csv::WriterBuilder::new();
        as_written.quote_style(csv::QuoteStyle::Always).terminator(csv::Terminator::CRLF);
        let mut table = Csv(as_written.from_writer(MARK.into()));
        table.row(head.map(str::to_owned));
        table
    }

    pub fn row(&mut self, cells: [String; N]) {
        // A spreadsheet would run a text that looks like a formula.
        let cells = cells.map(|cell| match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            true => format!("'{cell}"),
            false => cell,
        });
        self.0.write_record(cells).expect("rows of one length, into memory");
    }

    pub fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("into memory");
        String::from_utf8(bytes).expect("made of strings")
    }
}

/// The rows of a table as [`Csv`] writes it, its head too; none of another text. The guard before what looks like a formula stays.
pub fn rows(table: &str) -> Option<Vec<Vec<String>>> {
    let table = table.strip_prefix(MARK)?;
    let rows = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes()).into_records();
    rows.map(|row| Some(row.ok()?.iter().map(str::to_owned).collect())).collect()
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
        for other in ["\"a\"", "\u{feff}\"a\"\r\n\"a\",\"b\"\r\n"] {
            assert_eq!(rows(other), None);
        }
    }
}
