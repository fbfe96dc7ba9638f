//! The seal of a document: a small field on page one, and the room that the signature will fill (ISO 32000-1, 12.8).
//!
//! The field is part of the document from the start, so that a sealed PDF is one piece: anything appended to it later is an
//! incremental update, which no verifier needs to excuse.

use ledger::Hash;
use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::draw::{Marked, PAGE};
use super::flow::{ACCENT, SMALL, TINT};
use super::pages::Placed;
use super::strip::{Item, Shape, Strip};
use super::text::{self, Rich, Style};
use super::{Error, LEFT, Meta, TOP, WIDTH};

/// Smaller than all other text: it is there to be found, not to be read first.
const STYLE: Style = Style { size: 7.2, leading: 9.6, ..SMALL };
/// From the upper edge of the page. The text begins at [`TOP`], and the head of a page stands on none but the first: three lines
/// of 9.6 and twice the padding end at 50.8, so the seal can never lie over anything.
const FROM_EDGE: f32 = 14.0;
const PADDING: f32 = 4.0;

/// What the seal says.
#[derive(Clone, Debug)]
pub struct Seal {
    /// Whom the certificate names.
    pub by: String,
    /// Three lines at most.
    pub lines: Vec<Rich>,
    /// Bytes that the signature needs at most.
    pub room: usize,
    pub validation: Validation,
}

/// What lets anybody verify the seal and its time-stamp without asking those who issued certificates (PAdES B-LT), DER each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validation {
    pub certificates: Vec<Vec<u8>>,
    /// Revocation lists.
    pub lists: Vec<Vec<u8>>,
    /// Answers about single certificates (OCSP).
    pub answers: Vec<Vec<u8>>,
}

impl Validation {
    /// The document security store (ETSI EN 319 142-1, 5.4.2), none where there is nothing to put in. Usually it is appended to a
    /// signed file; here it stands in it from the start and is signed with the rest, so that nothing ever follows the seal.
    pub(super) fn store(&self, pdf: &mut Document) -> Option<Object> {
        let mut store = dictionary! { "Type" => "DSS" };
        for (name, all) in [("Certs", &self.certificates), ("CRLs", &self.lists), ("OCSPs", &self.answers)] {
            if !all.is_empty() {
                let mut stream = |der: &Vec<u8>| pdf.add_object(Stream::new(dictionary! {}, der.clone())).into();
                store.set(name, all.iter().map(&mut stream).collect::<Vec<Object>>());
            }
        }
        (store.len() > 1).then(|| store.into())
    }
}

/// Where the field lies on its page, points from the lower left: left, bottom, right, top.
pub type Area = [f32; 4];

impl Seal {
    /// The words that stand for the field.
    pub fn alt(&self) -> String {
        self.lines.iter().map(Rich::text).collect::<Vec<_>>().join(". ")
    }

    /// The field's look, and the area it takes: at the right of the upper margin.
    pub fn placed(&self) -> (Placed, Area) {
        let one = |rich| text::lines(rich, STYLE, WIDTH * 0.7).into_iter().next().unwrap_or_default();
        let lines: Vec<_> = self.lines.iter().take(3).map(one).collect();
        let width = lines.iter().map(|line| line.width).fold(0.0, f32::max) + 2.0 * PADDING + 4.0;
        let height = STYLE.leading * lines.len() as f32 + 2.0 * PADDING;
        let left = WIDTH - width;
        let mut strip = Strip::default();
        let mut fill = |width, colour| {
            let shape = Shape::Fill { width, height, colour };
            strip.items.push(Item { x: left, y: 0.0, shape, tag: None });
        };
        fill(width, TINT);
        fill(2.0, ACCENT);
        for (i, line) in lines.into_iter().enumerate() {
            for run in line.runs {
                let (x, y) = (left + run.x + PADDING + 4.0, PADDING + STYLE.leading * i as f32 + STYLE.baseline());
                strip.items.push(Item { x, y, shape: Shape::Text(run), tag: None });
            }
        }
        let top = PAGE.1 - FROM_EDGE;
        (Placed { y: FROM_EDGE - TOP, strip }, [LEFT + left, top - height, LEFT + WIDTH, top])
    }
}

/// Takes the last page, which shows the seal alone, out of the document and makes it the look of a field.
pub fn look(pdf: &mut Document, pages: &mut Vec<ObjectId>, marked: &mut Marked, area: Area) -> Result<ObjectId, Error> {
    let page = pages.pop().ok_or(Error::Pdf("no page shows the seal".into()))?;
    marked.pages.pop();
    let dictionary = pdf.get_dictionary(page)?.clone();
    let tree = dictionary.get(b"Parent")?.as_reference()?;
    let tree = pdf.get_dictionary_mut(tree)?;
    tree.get_mut(b"Kids")?.as_array_mut()?.pop();
    tree.set("Count", pages.len() as i64);
    pdf.objects.remove(&page);
    let content = dictionary.get(b"Contents")?.as_reference()?;
    let resources = dictionary.get(b"Resources")?.clone();
    let form = pdf.get_object_mut(content)?.as_stream_mut()?;
    form.dict.set("Type", "XObject");
    form.dict.set("Subtype", "Form");
    form.dict.set("BBox", rectangle(area));
    form.dict.set("Resources", resources);
    Ok(content)
}

fn rectangle(area: Area) -> Vec<Object> {
    area.iter().map(|side| Object::Real((side * 100.0).round() / 100.0)).collect()
}

/// A number of ten digits, which the true one never has more of.
const LATER: i64 = 9_999_999_999;

/// Adds the field and the empty signature. `place` is the field's number in the structure.
#[allow(clippy::too_many_arguments, reason = "each is one part of the one dictionary that is written here")]
pub fn field(
    pdf: &mut Document,
    seal: &Seal,
    area: Area,
    look: ObjectId,
    (widget, alt): (ObjectId, &str),
    page: ObjectId,
    place: usize,
    meta: &Meta,
) {
    let signature = pdf.add_object(dictionary! {
        // lopdf packs a dictionary of any other type into a stream, where it could not be filled in. `Hole::dig` sets it right.
        "Type" => "XRef",
        "ByteRange" => vec![0.into(), LATER.into(), LATER.into(), LATER.into()],
        "Contents" => Object::String(vec![0; seal.room], StringFormat::Hexadecimal),
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        // Required by PAdES B-B (ETSI EN 319 142-1, 6.3): the claimed time. It is the server's, as everywhere on these pages.
        "M" => Object::string_literal(meta.made.strftime("D:%Y%m%d%H%M%SZ").to_string()),
        "Name" => lopdf::text_string(&seal.by),
    });
    // Printed with the page (4), and not to be moved (128).
    let field = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal("Seal"),
        "TU" => lopdf::text_string(alt),
        "F" => 132,
        "Rect" => rectangle(area),
        "P" => page,
        "V" => signature,
        "AP" => dictionary! { "N" => look },
        "StructParent" => place as i64,
    };
    pdf.set_object(widget, field);
}

/// Where the signature belongs in the bytes of a document: everything else is what it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The `<` that begins the signature in hexadecimal.
    start: usize,
    /// Behind the `>` that ends it.
    end: usize,
}

impl Hole {
    /// Finds the empty signature, and writes what it covers.
    pub(super) fn dig(bytes: &mut [u8], room: usize) -> Result<Hole, Error> {
        let mark = format!("<</Type/XRef/ByteRange[0 {LATER} {LATER} {LATER}]/Contents<");
        // The last: a text in the evidence could read the same.
        let found = bytes.windows(mark.len()).rposition(|window| window == mark.as_bytes());
        let found = found.ok_or(Error::Pdf("the seal has no room".into()))?;
        let start = found + mark.len() - 1;
        let hole = Hole { start, end: start + 2 * room + 2 };
        if bytes.get(hole.end - 1) != Some(&b'>') {
            return Err(Error::Pdf("the seal has other room than was asked for".into()));
        }
        let range = format!("[0 {} {} {}]", hole.start, hole.end, bytes.len() - hole.end);
        let written = format!("<</Type/Sig /ByteRange{range:36}/Contents<");
        bytes[found..found + mark.len()].copy_from_slice(written.as_bytes());
        Ok(hole)
    }

    /// SHA-256 of what the signature covers.
    pub fn digest(self, bytes: &[u8]) -> Hash {
        let mut hash = Sha256::new();
        hash.update(&bytes[..self.start]);
        hash.update(&bytes[self.end..]);
        Hash(hash.finalize().into())
    }

    /// Puts the signature in; zeros fill what is left.
    ///
    /// # Errors
    /// When it needs more room than there is.
    pub fn fill(self, bytes: &mut [u8], signature: &[u8]) -> Result<(), Error> {
        let room = &mut bytes[self.start + 1..self.end - 1];
        let digits = room.get_mut(..2 * signature.len()).ok_or(Error::Pdf("the signature is too long".into()))?;
        hex::encode_to_slice(signature, digits).map_err(|e| Error::Pdf(e.to_string()))
    }
}
