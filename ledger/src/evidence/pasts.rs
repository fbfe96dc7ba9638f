//! Whether two reports on one log tell of one past: the key that signed both may have signed two.

use super::report::{Fault, Outcome, Report};
use crate::entry::Header;
use crate::hash::Hash;

/// How two pasts of one log differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// At this place of the log, from 0, each shows another entry.
    Entry(u64),
    /// Two signed states of so many entries have two roots.
    State(u64),
}

impl Contradiction {
    /// The place of the entry, where that shows it.
    pub fn index(self) -> Option<u64> {
        match self {
            Contradiction::Entry(index) => Some(index),
            Contradiction::State(_) => None,
        }
    }
}

impl Report {
    /// Where this report and another one, both on files that hold, tell two pasts of one log; none too where they are of two logs.
    pub fn contradicts(&self, other: &Report) -> Option<Contradiction> {
        let both = self.verdict.is_consistent() && other.verdict.is_consistent();
        if !both || self.vkey.is_none() || self.vkey != other.vkey {
            return None;
        }
        // Both are in the order of the log, as their verification has shown.
        let mut known = other.headers().peekable();
        for header in self.headers() {
            while known.next_if(|known| known.index < header.index).is_some() {}
            if known.peek().is_some_and(|known| known.index == header.index && *known != header) {
                return Some(Contradiction::Entry(header.index));
            }
        }
        // A few dozen at most.
        let differs =
            |(size, root): &(u64, Hash)| other.states().any(|(known, other)| known == *size && other != *root);
        self.states().find(differs).map(|(size, _)| Contradiction::State(size))
    }

    /// The signed states that it shows, each by its size: the earlier ones, and its own.
    pub fn states(&self) -> impl Iterator<Item = (u64, Hash)> {
        self.earlier.iter().map(|dated| (dated.size, dated.root)).chain(self.log_size.zip(self.root))
    }

    /// Whether evidence that the reader gave tells another past than the file.
    pub fn has_other_past(&self) -> bool {
        self.findings.iter().any(|finding| matches!(finding.outcome, Outcome::Failed(Fault::OtherPast { .. })))
    }

    fn headers(&self) -> impl Iterator<Item = &Header> {
        self.entries.iter().filter_map(|entry| entry.header.as_ref())
    }
}
