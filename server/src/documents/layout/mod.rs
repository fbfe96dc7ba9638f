//! Our own small layout over printpdf's drawing operations, completed with lopdf into PDF/A-3b.
//!
//! From content to file: [`flow`] lays text out into [`strip`]s, [`pages`] cuts the column of strips, [`draw`] turns
//! pages into printpdf's operations, [`pdfa`] completes the result.

mod draw;
mod flow;
mod fonts;
mod icc;
mod marks;
mod pages;
mod pdfa;
mod picture;
mod seal;
mod strip;
mod text;
mod xmp;

use std::collections::HashMap;

use jiff::Timestamp;
use printpdf::PdfSaveOptions;

pub use flow::{ACCENT, Flow, NAME, PLAIN, PROSE, Table};
pub use marks::{State, Step};
pub use picture::Picture;
pub use seal::{Hole, Seal, Validation};
pub use text::{Rich, Style};

use super::Error;

use strip::{Item, Shape, Tag};

const CREATOR: &str = "Acté";
const PRODUCER: &str = concat!("Acté ", env!("CARGO_PKG_VERSION"), " (printpdf, lopdf)");

/// Margins in points: 20 mm at the sides.
pub const LEFT: f32 = 56.7;
pub const TOP: f32 = 62.0;
const BOTTOM: f32 = 66.0;
pub const WIDTH: f32 = draw::PAGE.0 - 2.0 * LEFT;
const HEIGHT: f32 = draw::PAGE.1 - TOP - BOTTOM;

/// What the file says of itself.
#[derive(Clone, Debug)]
pub struct Meta {
    pub title: String,
    pub author: String,
    pub subject: String,
    /// "fr" or "en".
    pub lang: &'static str,
    pub made: Timestamp,
    /// At the head of each page but the first.
    pub head: (String, String),
    /// At the foot of each page, left; may have two lines.
    pub foot: String,
    /// "Page {n} of {of}" in the document's language.
    pub page: fn(usize, usize) -> String,
}

/// What an embedded file is to the document (ISO 19005-3, annex E).
#[derive(Clone, Copy, Debug)]
pub enum Relationship {
    /// What the document was made from.
    Data,
    /// Filed with it.
    Supplement,
}

impl Relationship {
    fn name(self) -> &'static str {
        match self {
            Relationship::Data => "Data",
            Relationship::Supplement => "Supplement",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Attachment {
    pub name: String,
    pub media_type: String,
    pub description: String,
    pub relationship: Relationship,
    /// Left uncompressed, so that its bytes stand in the PDF as they are.
    pub plain: bool,
    pub bytes: Vec<u8>,
}

/// A finished document.
#[derive(Clone, Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Where a signature belongs; none in a document that bears no seal.
    pub hole: Option<Hole>,
}

/// A document under construction: a column of content, and what surrounds it.
pub struct Document {
    pub meta: Meta,
    pub flow: Flow,
    pub attachments: Vec<Attachment>,
    /// Shown on page one; the signature comes when all else is done.
    pub seal: Option<Seal>,
}

impl Document {
    pub fn new(meta: Meta) -> Document {
        Document { meta, flow: Flow::new(WIDTH, Tag::root()), attachments: Vec::new(), seal: None }
    }

    pub fn finish(self) -> Result<Pdf, Error> {
        let mut pages = pages::paginate(self.flow.strips, HEIGHT);
        let count = pages.len();
        let (mut outline, mut anchors) = (Vec::new(), HashMap::new());
        for (index, page) in pages.iter_mut().enumerate() {
            for placed in page.iter_mut() {
                if let Some(bookmark) = placed.strip.bookmark.take() {
                    outline.push(pdfa::Target { bookmark, page: index, y: draw::PAGE.1 - TOP - placed.y + 6.0 });
                }
                for item in &placed.strip.items {
                    if let Shape::Anchor(name) = &item.shape {
                        anchors.insert(name.clone(), (index, draw::PAGE.1 - TOP - placed.y - item.y + 6.0));
                    }
                }
            }
            page.push(pages::Placed { y: 0.0, strip: surroundings(&self.meta, index, count) });
        }
        // Drawn as a page of its own, which then becomes the look of the seal's field.
        let (seal, field) = self.seal.as_ref().map(Seal::placed).unzip();
        pages.extend(seal.map(|placed| vec![placed]));
        let (document, marked) = draw::draw(&pages, LEFT, TOP)?;
        let options = PdfSaveOptions { optimize: false, image_optimization: None, ..PdfSaveOptions::default() };
        let pdf = printpdf::serialize::to_lopdf_doc(&document, &options, &mut Vec::new());
        let field = self.seal.as_ref().zip(field);
        let (bytes, hole) = pdfa::complete(pdf, &self.meta, (&outline, &anchors), marked, &self.attachments, field)?;
        Ok(Pdf { bytes, pages: count, hole })
    }
}

/// Head and foot of one page, as decoration: a reader that speaks would stumble over them.
fn surroundings(meta: &Meta, index: usize, count: usize) -> strip::Strip {
    let mut out = strip::Strip::default();
    // From `y` downwards; a head, upwards from its line.
    let mut put = |text: &str, right: bool, y: f32, width: f32, most: usize| {
        let lines = fitted(text, width, most);
        let above = if y < 0.0 { lines.len().saturating_sub(1) as f32 } else { 0.0 };
        for (i, line) in lines.into_iter().enumerate() {
            let shift = if right { WIDTH - line.width } else { 0.0 };
            for run in line.runs {
                let (x, y) = (run.x + shift, y + flow::SMALL.leading * (i as f32 - above));
                out.items.push(Item { x, y, shape: Shape::Text(run), tag: None });
            }
        }
    };
    put(&meta.foot, false, HEIGHT + 30.0, WIDTH - 100.0, 2);
    put(&(meta.page)(index + 1, count), true, HEIGHT + 30.0, 90.0, 1);
    if index > 0 {
        put(&meta.head.0, false, -26.0, WIDTH * 0.55, 2);
        put(&meta.head.1, true, -26.0, WIDTH * 0.42, 2);
    }
    let mut line = |y| {
        let shape = Shape::Line { dx: WIDTH, dy: 0.0, thickness: 0.5, colour: flow::RULE, dashed: false };
        out.items.push(Item { x: 0.0, y, shape, tag: None });
    };
    line(HEIGHT + 18.0);
    if index > 0 {
        line(-18.0);
    }
    out
}

/// The lines of a text, `most` of them; one that would have more ends with an ellipsis, so that nobody takes it for the whole.
fn fitted(text: &str, width: f32, most: usize) -> Vec<text::Line> {
    let lines = |text: &str| text::lines(&Rich::from(text), flow::SMALL, width);
    let (mut found, mut rest) = (lines(text), text);
    while found.len() > most {
        let Some((shorter, _)) = rest.rsplit_once(char::is_whitespace) else { break };
        rest = shorter.trim_end_matches([',', ' ']);
        found = lines(&format!("{rest}…"));
    }
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_whole_on_two_lines_or_says_that_it_is_not() {
        let shown = |text: &str| {
            let lines = fitted(text, WIDTH * 0.42, 2);
            let line = |line: &text::Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
            lines.iter().map(line).collect::<Vec<_>>().join(" ")
        };
        let lead = "Destruction, at the end of its retention, of a project for Portes & Portails SAS";
        assert_eq!(shown(lead), lead);
        let cut = shown(&format!("{lead}, {lead}"));
        assert!(cut.starts_with("Destruction, at the end") && cut.ends_with('…'), "{cut}");
        assert!(!shown(&"x".repeat(500)).is_empty());
    }
}
