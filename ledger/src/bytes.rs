//! Fixed-length bytes written as lower-case hexadecimal, the one form in which identifiers, hashes and salts appear in text.

/// The text is not the expected number of lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {digits} lower-case hexadecimal digits")]
pub struct HexError {
    /// How many digits were expected: twice the number of bytes.
    pub digits: usize,
}

/// Reads exactly `2 * N` digits. Upper case is refused: one value has one text.
pub(crate) fn parse<const N: usize>(text: &str) -> Result<[u8; N], HexError> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let (mut bytes, mut seen) = ([0; N], 0);
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
        seen |= high | low;
        *byte = high << 4 | low;
    }
    let whole = pairs.len() == N && rest.is_empty() && seen < 16;
    if whole { Ok(bytes) } else { Err(HexError { digits: 2 * N }) }
}

/// The digits of `bytes`, lent to `then`. An evidence file has a hundred thousand hashes: none takes memory for its text.
pub(crate) fn spell<const N: usize, T>(bytes: &[u8; N], then: impl FnOnce(&str) -> T) -> T {
    let mut digits = [[0; 2]; N];
    hex::encode_to_slice(bytes, digits.as_flattened_mut()).expect("two digits for each byte");
    then(str::from_utf8(digits.as_flattened()).expect("digits are ASCII"))
}

/// Reads with [`parse`] where the text stands, without a copy of it.
pub(crate) struct Digits<const N: usize>;

impl<const N: usize> serde::de::Visitor<'_> for Digits<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} lower-case hexadecimal digits", 2 * N)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; N], E> {
        parse(text).map_err(E::custom)
    }
}

/// What each byte is worth as a digit; 255 if it is none.
const DIGITS: [u8; 256] = {
    let (mut digits, mut value) = ([255; 256], 0);
    while value < 16 {
        digits[b"0123456789abcdef"[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

/// `Display`, `FromStr` and serde of a tuple struct over `[u8; N]`, all in lower-case hexadecimal.
macro_rules! hex_text {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::bytes::spell(&self.0, |text| f.write_str(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::bytes::HexError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::bytes::parse(text).map($name)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::bytes::spell(&self.0, |text| serializer.serialize_str(text))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(crate::bytes::Digits).map($name)
            }
        }
    };
}

/// `Debug` in hexadecimal, for what may stand in a log file (a salt may not).
macro_rules! hex_debug {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    };
}

pub(crate) use {hex_debug, hex_text};
