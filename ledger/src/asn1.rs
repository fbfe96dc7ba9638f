//! What seals, time-stamps and certificates share: DER (ITU-T X.690) read strictly, and bytes kept as they stand.
//!
//! Signatures and hashes cover bytes, so whatever is signed or compared is kept as a [`Raw`] and never written anew.

use der::asn1::{AnyRef, ContextSpecificRef, GeneralizedTime, UtcTime};
use der::{
    DateTime, Decode, DecodeValue, Encode, EncodeValue, FixedTag, Header, Length, Reader, SliceReader, Tag, TagMode,
    TagNumber, Tagged, Writer,
};

pub use der::asn1::ObjectIdentifier as Oid;

use crate::time::Time;

/// The bytes are not the one DER structure expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asn1Error {
    /// Bytes follow the structure.
    Trailing,
    /// Anything else.
    Malformed,
}

impl From<der::Error> for Asn1Error {
    fn from(_: der::Error) -> Asn1Error {
        Asn1Error::Malformed
    }
}

/// Reads exactly one `T`.
pub(crate) fn read<'a, T: Decode<'a, Error = der::Error>>(bytes: &'a [u8]) -> Result<T, Asn1Error> {
    if first(bytes)?.len() < bytes.len() {
        return Err(Asn1Error::Trailing);
    }
    Ok(T::from_der(bytes)?)
}

/// The first element, its tag and length included.
pub(crate) fn first(bytes: &[u8]) -> Result<&[u8], Asn1Error> {
    Ok(Raw::decode(&mut SliceReader::new(bytes)?)?.0)
}

/// One whole element, its tag and length included, as it stands in the input. What it holds was not examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raw<'a>(pub &'a [u8]);

impl<'a> Decode<'a> for Raw<'a> {
    type Error = der::Error;

    fn decode<R: Reader<'a>>(reader: &mut R) -> der::Result<Raw<'a>> {
        reader.tlv_bytes().map(Raw)
    }
}

impl Encode for Raw<'_> {
    fn encoded_len(&self) -> der::Result<Length> {
        self.0.len().try_into()
    }

    fn encode(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(self.0)
    }
}

impl<'a> Raw<'a> {
    /// Reads this element as a `T`.
    pub fn read<T: Decode<'a, Error = der::Error>>(self) -> Result<T, Asn1Error> {
        read(self.0)
    }
}

/// The contents of a `SET OF`, in the order in which they stand. (`der`'s own sorts them, in time that grows with the square
/// of their number, and forgets how they stood.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Set<'a>(pub &'a [u8]);

impl FixedTag for Set<'_> {
    const TAG: Tag = Tag::Set;
}

impl<'a> DecodeValue<'a> for Set<'a> {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Set<'a>> {
        reader.read_slice(header.length()).map(Set)
    }
}

impl EncodeValue for Set<'_> {
    fn value_len(&self) -> der::Result<Length> {
        self.0.len().try_into()
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(self.0)
    }
}

impl<'a> Set<'a> {
    /// The elements, at most `limit`.
    pub fn elements(self, limit: usize) -> Result<Vec<Raw<'a>>, Asn1Error> {
        let mut reader = SliceReader::new(self.0)?;
        let mut elements = Vec::new();
        while !reader.is_finished() {
            if elements.len() == limit {
                return Err(Asn1Error::Malformed);
            }
            elements.push(Raw::decode(&mut reader)?);
        }
        Ok(elements)
    }

    /// The contents of the set of these elements, in the order of DER (X.690 §11.6: as their encodings compare).
    pub fn sorted(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
        elements.sort();
        elements.concat()
    }
}

/// The DER of a structure of ours.
pub(crate) fn write(value: &impl Encode) -> Vec<u8> {
    value.to_der().expect("a structure of ours is far shorter than the 4 GiB that `der` can write")
}

/// The `GeneralName` (RFC 5280 §4.2.1.6) `[4] directoryName` of a name, both in DER.
pub(crate) fn directory_name(name: &[u8]) -> Result<Vec<u8>, Asn1Error> {
    let value: AnyRef<'_> = read(name)?;
    Ok(write(&ContextSpecificRef { tag_number: TagNumber(4), tag_mode: TagMode::Explicit, value: &value }))
}

/// A `Time` of RFC 5280 §4.1.2.5: `UTCTime` or `GeneralizedTime`, in whole seconds, from 1970 on.
pub(crate) fn read_time(value: AnyRef<'_>) -> Result<Time, Asn1Error> {
    let date = match value.tag() {
        Tag::UtcTime => value.decode_as::<UtcTime>()?.to_date_time(),
        _ => value.decode_as::<GeneralizedTime>()?.to_date_time(),
    };
    Ok(seconds(date))
}

/// A `GeneralizedTime` with any fraction of a second, as RFC 3161 §2.4.2 allows: `YYYYMMDDhhmmss[.f…]Z`, the fraction not ending
/// in zero. Rounded down to milliseconds.
pub(crate) fn read_fractional_time(value: AnyRef<'_>) -> Result<Time, Asn1Error> {
    let text = std::str::from_utf8(value.value()).ok().filter(|_| value.tag() == Tag::GeneralizedTime);
    let text = text.and_then(|text| text.strip_suffix('Z')).ok_or(Asn1Error::Malformed)?;
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() && !fraction.ends_with('0') => (whole, fraction),
        Some(_) => return Err(Asn1Error::Malformed),
        None => (text, ""),
    };
    if whole.len() != 14 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return Err(Asn1Error::Malformed);
    }
    let number = |from: usize, to: usize| whole[from..to].parse::<u16>().map_err(|_| Asn1Error::Malformed);
    let small = |from: usize| number(from, from + 2).map(|number| number as u8); // two digits fit
    let date = DateTime::new(number(0, 4)?, small(4)?, small(6)?, small(8)?, small(10)?, small(12)?)?;
    let millis = fraction.bytes().chain(*b"000").take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Ok(seconds(date).plus_millis(millis))
}

fn seconds(date: DateTime) -> Time {
    // At most the year 9999: far below the limit of `i64`.
    Time(date.unix_duration().as_secs() as i64 * 1000)
}
