//! Whether bytes are canonical, seen in one pass that holds nothing: a value built from hostile bytes takes up to two hundred times
//! their room, and everything that is verified passes here.

use super::{CanonicalError, MAX_DEPTH, MAX_INTEGER};

/// Reads one value and its end; of an object, the text of its member `kind` as it is spelt. `NotCanonical` also stands for what is not JSON
/// at all: the caller tells them apart.
pub(super) fn scan(text: &str) -> Result<Option<&str>, CanonicalError> {
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, kind: None };
    scan.value(0)?;
    if scan.at == text.len() { Ok(scan.kind) } else { scan.fault() }
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    kind: Option<&'a str>,
}

impl<'a> Scan<'a> {
    fn fault<T>(&self) -> Result<T, CanonicalError> {
        Err(CanonicalError::NotCanonical { offset: self.at })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Whether these bytes come next, which are then behind.
    fn took(&mut self, expected: &[u8]) -> bool {
        let here = self.bytes[self.at..].starts_with(expected);
        self.at += if here { expected.len() } else { 0 };
        here
    }

    /// `depth` counts the arrays and objects around the value; it bounds the recursion.
    fn value(&mut self, depth: usize) -> Result<(), CanonicalError> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(CanonicalError::TooDeep),
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            _ if self.took(b"null") || self.took(b"true") || self.took(b"false") => Ok(()),
            _ => self.fault(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), CanonicalError> {
        self.at += 1;
        if self.took(b"]") {
            return Ok(());
        }
        loop {
            self.value(depth)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                _ if self.took(b"]") => return Ok(()),
                _ => return self.fault(),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), CanonicalError> {
        self.at += 1;
        if self.took(b"}") {
            return Ok(());
        }
        let mut before = None;
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.fault();
            }
            self.string()?;
            let name = &self.text[start..self.at];
            if before.is_some_and(|before| !comes_before(before, name)) {
                self.at = start;
                return self.fault();
            }
            before = Some(name);
            if !self.took(b":") {
                return self.fault();
            }
            let start = self.at;
            self.value(depth)?;
            if depth == 1 && name == r#""kind""# {
                self.kind = self.text[start..self.at].strip_prefix('"').and_then(|kind| kind.strip_suffix('"'));
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                _ if self.took(b"}") => return Ok(()),
                _ => return self.fault(),
            }
        }
    }

    /// No sign but a minus, no leading zero, no fraction, no exponent.
    fn number(&mut self) -> Result<(), CanonicalError> {
        let negative = self.took(b"-");
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        let digits = &self.text[start..self.at];
        let goes_on = matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        let zero = digits.starts_with('0') && (negative || digits.len() > 1);
        let fits = digits.parse().is_ok_and(|number: i64| number <= MAX_INTEGER);
        if fits && !zero && !goes_on { Ok(()) } else { Err(CanonicalError::Number) }
    }

    /// Escapes are those of RFC 8785 §3.2.2.2, each only where it must be.
    fn string(&mut self) -> Result<(), CanonicalError> {
        self.at += 1;
        loop {
            self.at += plain(&self.bytes[self.at..]);
            let escape = match self.bytes[self.at..] {
                [b'"', ..] => {
                    self.at += 1;
                    return Ok(());
                }
                [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => 2,
                [b'\\', b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..] => 6,
                [b'\\', b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => 6,
                _ => return self.fault(),
            };
            self.at += escape;
        }
    }
}

/// How many bytes come before the next quotation mark, backslash or control, or the end. Eight are looked at together, because most of what
/// is verified is text.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // Whether a byte is below a limit of at most 0x80: the subtraction borrows into its highest bit, which was not set before.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
    let special = |word: u64| {
        let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        (below(word, 0x20) | is(b'"') | is(b'\\')) != 0
    };
    let (words, _) = bytes.as_chunks::<8>();
    let clear = 8 * words.iter().take_while(|word| !special(u64::from_le_bytes(**word))).count();
    let rest = bytes[clear..].iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0x00..0x20)).count();
    clear + rest
}

/// Whether of two names in their quotation marks the first stands before the second: as UTF-16 compares (RFC 8785 §3.2.3). Equal names
/// never do.
fn comes_before(one: &str, other: &str) -> bool {
    let simple = |name: &str| name.is_ascii() && !name.contains('\\');
    if simple(one) && simple(other) {
        return one[1..one.len() - 1] < other[1..other.len() - 1];
    }
    // The scan has let pass nothing that is not a string of JSON.
    let read = |name| serde_json::from_str::<String>(name).ok();
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one.encode_utf16().lt(other.encode_utf16()),
        _ => false,
    }
}
