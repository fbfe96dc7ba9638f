//! The six faces of the documents: embedded in the program, read once, cut for each document to what it shows.
//!
//! Every face has 1000 units per em, so a width in font units is a width in thousandths of the font size.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use printpdf::ParsedFont;
use sha2::{Digest, Sha256};

use super::Error;

/// A face by its use; `fonts/README.md` says where each comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    Serif,
    SerifItalic,
    SerifStrong,
    Sans,
    SansStrong,
    Mono,
}

impl Face {
    pub const ALL: [Face; 6] =
        [Face::Serif, Face::SerifItalic, Face::SerifStrong, Face::Sans, Face::SansStrong, Face::Mono];

    /// Name in the PDF, before the subset's tag.
    fn name(self) -> &'static str {
        match self {
            Face::Serif => "ActeSerif-Regular",
            Face::SerifItalic => "ActeSerif-Italic",
            Face::SerifStrong => "ActeSerif-SemiBold",
            Face::Sans => "ActeSans-Regular",
            Face::SansStrong => "ActeSans-SemiBold",
            Face::Mono => "ActeMono-Regular",
        }
    }

    pub fn font(self) -> &'static Font {
        static FONTS: LazyLock<[Font; 6]> = LazyLock::new(|| {
            [
                Font::read(include_bytes!("../../../fonts/ActeSerif-Regular.ttf")),
                Font::read(include_bytes!("../../../fonts/ActeSerif-Italic.ttf")),
                Font::read(include_bytes!("../../../fonts/ActeSerif-SemiBold.ttf")),
                Font::read(include_bytes!("../../../fonts/ActeSans-Regular.ttf")),
                Font::read(include_bytes!("../../../fonts/ActeSans-SemiBold.ttf")),
                Font::read(include_bytes!("../../../fonts/ActeMono-Regular.ttf")),
            ]
        });
        &FONTS[self as usize]
    }
}

/// One face, read.
pub struct Font {
    bytes: &'static [u8],
    parsed: ParsedFont,
    /// Glyph by code point, 0 where the face has none; the faces end below U+2800.
    glyphs: Vec<u16>,
    /// Advance by glyph, in thousandths of an em.
    advances: Vec<u16>,
    /// Correction between two glyphs, in thousandths of an em.
    kerning: HashMap<(u16, u16), i16>,
}

impl Font {
    fn read(bytes: &'static [u8]) -> Font {
        let parsed = ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).expect("the embedded fonts are well formed");
        assert_eq!(parsed.units_per_em, 1000, "widths are taken as thousandths of an em");
        let last = parsed.codepoint_to_glyph.keys().next_back().copied().unwrap_or(0) as usize;
        let mut glyphs = vec![0; last + 1];
        for (&code, &glyph) in &parsed.codepoint_to_glyph {
            glyphs[code as usize] = glyph;
        }
        let count = parsed.glyph_widths.keys().next_back().map_or(0, |&g| usize::from(g) + 1);
        let mut advances = vec![0; count];
        for (&glyph, &width) in &parsed.glyph_widths {
            advances[usize::from(glyph)] = width;
        }
        Font { bytes, parsed, glyphs, advances, kerning: kerning(bytes).unwrap_or_default() }
    }

    pub fn has(&self, c: char) -> bool {
        self.glyph(c) != 0
    }

    fn glyph(&self, c: char) -> u16 {
        self.glyphs.get(c as usize).copied().unwrap_or(0)
    }

    /// Advance of one character, in thousandths of an em.
    pub fn advance(&self, c: char) -> f32 {
        f32::from(self.advances.get(usize::from(self.glyph(c))).copied().unwrap_or(0))
    }

    /// Correction between two characters that stand side by side, in thousandths of an em.
    pub fn kern(&self, left: char, right: char) -> f32 {
        f32::from(self.kerning.get(&(self.glyph(left), self.glyph(right))).copied().unwrap_or(0))
    }

    /// The face cut to `chars`, ready for a PDF: glyphs numbered anew from 1, in the order of their old numbers.
    pub fn cut(&self, face: Face, chars: &BTreeSet<char>) -> Result<ParsedFont, Error> {
        let used: BTreeSet<u16> = chars.iter().map(|&c| self.glyph(c)).filter(|&g| g != 0).collect();
        let old: Vec<u16> = std::iter::once(0).chain(used).collect();
        let font = ReadScope::new(self.bytes).read::<FontData<'_>>().map_err(|e| Error::Font(e.to_string()))?;
        let tables = font.table_provider(0).map_err(|e| Error::Font(e.to_string()))?;
        let bytes =
            subset(&tables, &old, &SubsetProfile::Pdf, CmapTarget::Unicode).map_err(|e| Error::Font(e.to_string()))?;

        let new: HashMap<u16, u16> = old.iter().zip(0u16..).map(|(&old, new)| (old, new)).collect();
        let codes: BTreeMap<u32, u16> =
            chars.iter().filter(|&&c| self.has(c)).map(|&c| (c as u32, new[&self.glyph(c)])).collect();
        let widths = old.iter().map(|&g| (new[&g], self.advances[usize::from(g)])).collect();
        let name = format!("{}+{}", tag(&bytes), face.name());
        let metrics = self.parsed.font_metrics.clone();
        let mut cut = ParsedFont::with_glyph_data(bytes, 0, Some(name), codes, widths, 1000, metrics);
        cut.pdf_font_metrics = self.parsed.pdf_font_metrics.clone();
        Ok(cut)
    }
}

/// Six capitals that tell one subset from another (ISO 32000-1, 9.6.4), taken from the subset itself so that the
/// same document always has the same bytes.
fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect()
}

/// Reads the `kern` table, format 0 (OpenType 1.9, "kern"): the only one that `fonts/cut.py` writes.
fn kerning(font: &[u8]) -> Option<HashMap<(u16, u16), i16>> {
    let u16_at = |at: usize| Some(u16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?));
    let records = (0..usize::from(u16_at(4)?)).map(|i| 12 + i * 16);
    let record = records.into_iter().find(|&at| font.get(at..at + 4) == Some(b"kern"))?;
    let subtable = u32_at(record + 8)? as usize + 4;
    let pairs = subtable + 14;
    (0..usize::from(u16_at(subtable + 6)?))
        .map(|i| pairs + i * 6)
        .map(|at| Some(((u16_at(at)?, u16_at(at + 2)?), u16_at(at + 4)?.cast_signed())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_draws_french_and_its_spaces() {
        for face in Face::ALL {
            for c in "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ« »\u{202F}\u{A0}’–—…€°²№•✓".chars()
            {
                assert!(face.font().has(c), "{face:?} lacks {c:?}");
            }
        }
    }

    #[test]
    fn kerning_is_read() {
        assert!(Face::Serif.font().kern('A', 'V') < -20.0);
        assert!(Face::Sans.font().kern('T', 'o') < -20.0);
        assert_eq!(Face::Mono.font().kern('A', 'V'), 0.0);
    }

    #[test]
    fn a_cut_face_keeps_widths_and_is_small() {
        let chars: BTreeSet<char> = "Mise en garde".chars().collect();
        let cut = Face::Serif.font().cut(Face::Serif, &chars).expect("cuts");
        for c in chars {
            let glyph = cut.lookup_glyph_index(c as u32).expect("mapped");
            assert_eq!(f32::from(cut.get_glyph_width(glyph).expect("width")), Face::Serif.font().advance(c));
        }
        assert!(cut.original_bytes.len() < 5_000, "{} bytes", cut.original_bytes.len());
    }
}
