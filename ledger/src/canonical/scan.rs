//! Whether bytes are canonical, seen in one pass that holds nothing: a value built from hostile bytes takes up to two hundred times
//! their room, and everything that is verified passes here.

use std::ops::Range;

use super::{CanonicalError, MAX_DEPTH, MAX_INTEGER};

/// Reads one value and its end; of an object, the text of the member with this name as it is spelt. `NotCanonical` also stands for what is not
/// JSON at all: the caller tells them apart.
pub(super) fn scan<'a>(text: &'a str, name: &str) -> Result<Option<&'a str>, CanonicalError> {
    let mut scan = Scan { bytes: text.as_bytes(), wanted: name.as_bytes(), found: None };
    match scan.value(0, 0) {
        Ok(end) if end == text.len() => Ok(scan.found.map(|found| &text[found])),
        Ok(offset) | Err(Wrong::Form(offset)) => Err(CanonicalError::NotCanonical { offset }),
        Err(Wrong::Number) => Err(CanonicalError::Number),
        Err(Wrong::Depth) => Err(CanonicalError::TooDeep),
    }
}

/// Why the scan stopped.
enum Wrong {
    /// Where.
    Form(usize),
    Number,
    Depth,
}

/// Each step is told where it begins and returns where it ends, since a place in a register is faster than one in memory.
type End = Result<usize, Wrong>;

struct Scan<'a> {
    /// UTF-8.
    bytes: &'a [u8],
    /// The member of the outermost object that is looked for, and where its text stands.
    wanted: &'a [u8],
    found: Option<Range<usize>>,
}

/// The name of a member, without its quotation marks.
#[derive(Clone, Copy)]
struct Name<'a> {
    spelt: &'a [u8],
    escaped: bool,
}

impl<'a> Scan<'a> {
    fn is(&self, at: usize, byte: u8) -> bool {
        self.bytes.get(at) == Some(&byte)
    }

    /// `depth` counts the arrays and objects around the value; it bounds the recursion.
    /// Inlined where it is called, so that a value that holds no other costs no call of its own.
    #[inline(always)]
    fn value(&mut self, at: usize, depth: usize) -> End {
        match self.bytes.get(at) {
            Some(b'"') => Ok(self.string(at)?.0),
            Some(b'-' | b'0'..=b'9') => self.number(at),
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(Wrong::Depth),
            Some(b'{') => self.object(at, depth + 1),
            Some(b'[') => self.array(at, depth + 1),
            _ => self.word(at),
        }
    }

    fn word(&self, at: usize) -> End {
        let word = [&b"null"[..], b"true", b"false"].into_iter().find(|word| self.bytes[at..].starts_with(word));
        word.map(|word| at + word.len()).ok_or(Wrong::Form(at))
    }

    #[inline(never)]
    fn array(&mut self, start: usize, depth: usize) -> End {
        let mut at = start + 1;
        if self.is(at, b']') {
            return Ok(at + 1);
        }
        loop {
            at = self.value(at, depth)?;
            match self.bytes.get(at) {
                Some(b',') => at += 1,
                Some(b']') => return Ok(at + 1),
                _ => return Err(Wrong::Form(at)),
            }
        }
    }

    #[inline(never)]
    fn object(&mut self, start: usize, depth: usize) -> End {
        let mut at = start + 1;
        if self.is(at, b'}') {
            return Ok(at + 1);
        }
        let mut before = None;
        loop {
            let (begin, name) = self.name(at, before)?;
            before = Some(name);
            at = self.value(begin, depth)?;
            if depth == 1 && name.spelt == self.wanted && self.is(begin, b'"') {
                self.found = Some(begin + 1..at - 1);
            }
            match self.bytes.get(at) {
                Some(b',') => at += 1,
                Some(b'}') => return Ok(at + 1),
                _ => return Err(Wrong::Form(at)),
            }
        }
    }

    /// A name that may stand after `before`, and its colon.
    fn name(&self, start: usize, before: Option<Name>) -> Result<(usize, Name<'a>), Wrong> {
        if !self.is(start, b'"') {
            return Err(Wrong::Form(start));
        }
        let (end, escaped) = self.string(start)?;
        let name = Name { spelt: &self.bytes[start + 1..end - 1], escaped };
        if before.is_some_and(|before| !comes_before(before, name)) {
            return Err(Wrong::Form(start));
        }
        if self.is(end, b':') { Ok((end + 1, name)) } else { Err(Wrong::Form(end)) }
    }

    /// No sign but a minus, no leading zero, no fraction, no exponent.
    fn number(&self, start: usize) -> End {
        let negative = self.is(start, b'-');
        let first = start + usize::from(negative);
        let (mut at, mut number) = (first, 0i64);
        while let Some(digit @ b'0'..=b'9') = self.bytes.get(at) {
            number = number.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            at += 1;
        }
        let goes_on = matches!(self.bytes.get(at), Some(b'.' | b'e' | b'E'));
        let zero = self.is(first, b'0') && (negative || at > first + 1);
        let fits = at > first && number <= MAX_INTEGER;
        if fits && !zero && !goes_on { Ok(at) } else { Err(Wrong::Number) }
    }

    /// Where it ends, and whether there was an escape: those of RFC 8785 §3.2.2.2, each only where it must be.
    fn string(&self, start: usize) -> Result<(usize, bool), Wrong> {
        let mut at = start + 1;
        let mut escaped = false;
        loop {
            at += plain(&self.bytes[at..]);
            at += match self.bytes[at..] {
                [b'"', ..] => return Ok((at + 1, escaped)),
                [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => 2,
                [b'\\', b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..] => 6,
                [b'\\', b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => 6,
                _ => return Err(Wrong::Form(at)),
            };
            escaped = true;
        }
    }
}

/// How many bytes come before the next quotation mark, backslash or control, or the end. Eight are looked at together, because most of what
/// is verified is text.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // Subtracting from each byte the limit that it must reach borrows into its highest bit, which `!word` says was not set before. A borrow
    // out of a byte may set that of the next ones too: only the lowest is certain.
    let special = |word: u64| {
        let is = |byte: u8| (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES);
        (word.wrapping_sub(ONES * 0x20) | is(b'"') | is(b'\\')) & !word & HIGH
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return 8 * number + special.trailing_zeros() as usize / 8;
        }
    }
    let rest = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0x00..0x20)).count();
    8 * words.len() + rest
}

/// Whether of two names the first stands before the second: as UTF-16 compares (RFC 8785 §3.2.3). Equal names never do.
fn comes_before(one: Name, other: Name) -> bool {
    if !one.escaped && !other.escaped {
        match one.spelt.iter().zip(other.spelt).find(|(one, other)| one != other) {
            None => return one.spelt.len() < other.spelt.len(),
            // Of two characters of which one is ASCII, that one stands first in every encoding.
            Some((one, other)) if one.is_ascii() || other.is_ascii() => return one < other,
            Some(_) => {}
        }
    }
    // The scan has let pass nothing that is not a string of JSON.
    let read = |name: Name| serde_json::from_slice::<String>(&[b"\"", name.spelt, b"\""].concat()).ok();
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one.encode_utf16().lt(other.encode_utf16()),
        _ => false,
    }
}
