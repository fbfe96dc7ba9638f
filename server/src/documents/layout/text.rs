//! Rich text, and its breaking into lines.

use std::borrow::Cow;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::flow::ACCENT;
use super::fonts::Face;

/// RGB, 0 to 255 each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// How a paragraph looks; sizes in points.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub face: Face,
    pub size: f32,
    /// From one baseline to the next.
    pub leading: f32,
    pub colour: Colour,
}

impl Style {
    pub const fn colour(self, colour: Colour) -> Style {
        Style { colour, ..self }
    }

    fn looking(self, look: Look) -> Style {
        let serif = matches!(self.face, Face::Serif | Face::SerifItalic | Face::SerifStrong);
        let (face, size) = match look {
            Look::Plain => (self.face, self.size),
            Look::Strong if serif => (Face::SerifStrong, self.size),
            Look::Strong => (Face::SansStrong, self.size),
            Look::Emphasis => (Face::SerifItalic, self.size),
            // The mono face is wide: a little smaller, it sits well in a line of the others.
            Look::Code => (Face::Mono, self.size * 0.88),
        };
        Style { face, size, ..self }
    }

    /// Where the baseline lies below the top of a line; the same for every face, so that columns align.
    pub fn baseline(self) -> f32 {
        self.leading * 0.735
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Plain,
    Strong,
    Emphasis,
    Code,
}

#[derive(Clone, Debug)]
struct Span {
    text: String,
    look: Look,
    link: Option<Arc<str>>,
}

/// Text in spans of different looks; `\n` ends a line.
#[derive(Clone, Debug, Default)]
pub struct Rich(Vec<Span>);

impl Rich {
    pub fn new() -> Rich {
        Rich::default()
    }

    /// The words alone.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.trim().is_empty())
    }

    fn with(mut self, text: impl Into<String>, look: Look) -> Rich {
        self.0.push(Span { text: text.into(), look, link: None });
        self
    }

    /// Words that lead to the anchor `to` ([`super::Flow::anchor`]) of the same document.
    pub fn link(mut self, text: impl Into<String>, to: &str) -> Rich {
        self.0.push(Span { text: text.into(), look: Look::Plain, link: Some(to.into()) });
        self
    }

    pub fn plain(self, text: impl Into<String>) -> Rich {
        self.with(text, Look::Plain)
    }

    pub fn strong(self, text: impl Into<String>) -> Rich {
        self.with(text, Look::Strong)
    }

    pub fn emphasis(self, text: impl Into<String>) -> Rich {
        self.with(text, Look::Emphasis)
    }

    pub fn code(self, text: impl Into<String>) -> Rich {
        self.with(text, Look::Code)
    }
}

impl<T: Into<String>> From<T> for Rich {
    fn from(text: T) -> Rich {
        Rich::new().plain(text)
    }
}

/// A stretch of one line in one style, `x` points from the line's start.
#[derive(Clone, Debug)]
pub struct Run {
    pub x: f32,
    pub width: f32,
    pub face: Face,
    pub size: f32,
    pub colour: Colour,
    pub text: String,
    /// The anchor that it leads to.
    pub link: Option<Arc<str>>,
}

#[derive(Clone, Debug, Default)]
pub struct Line {
    pub runs: Vec<Run>,
    pub width: f32,
}

/// A character on its way into a line.
struct Glyph {
    char: char,
    style: Style,
    span: usize,
    /// Points, the kerning to the next character included.
    advance: f32,
    link: Option<Arc<str>>,
}

/// Breaks `text` into lines of at most `width` points. A word longer than a line is cut where the line ends.
pub fn lines(text: &Rich, style: Style, width: f32) -> Vec<Line> {
    glyphs(text, style).split(|g| g.char == '\n').flat_map(|paragraph| break_paragraph(paragraph, width)).collect()
}

fn glyphs(text: &Rich, style: Style) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::new();
    for (span, Span { text, look, link }) in text.0.iter().enumerate() {
        let style = style.looking(*look);
        let style = if link.is_some() { style.colour(ACCENT) } else { style };
        let start = out.len();
        for char in drawable(text, style.face).chars() {
            let style = Style { face: face_for(char, style.face).unwrap_or(style.face), ..style };
            let font = style.face.font();
            let advance = if char == '\n' { 0.0 } else { font.advance(char) * style.size / 1000.0 };
            if let Some(before) = out[start..].last_mut().filter(|before| before.style.face == style.face) {
                before.advance += font.kern(before.char, char) * style.size / 1000.0;
            }
            out.push(Glyph { char, style, span, advance, link: link.clone() });
        }
    }
    out
}

fn break_paragraph(glyphs: &[Glyph], width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let end = line_end(&glyphs[start..], width).map_or(glyphs.len(), |length| start + length);
        lines.push(line(&glyphs[start..end]));
        start = end + glyphs[end..].iter().take_while(|g| g.char == ' ').count();
        if start >= glyphs.len() {
            return lines;
        }
    }
}

/// How many glyphs the first line takes; none if all fit.
fn line_end(glyphs: &[Glyph], width: f32) -> Option<usize> {
    let (mut x, mut good, mut poor) = (0.0, None, None);
    for (i, glyph) in glyphs.iter().enumerate() {
        x += glyph.advance;
        // Spaces may hang over the end of the line.
        if x > width + 0.01 && glyph.char != ' ' {
            return Some(good.or(poor).unwrap_or(i.max(1)));
        }
        match opportunity(glyphs, i) {
            Opportunity::Good => good = Some(i + 1),
            Opportunity::Poor => poor = Some(i + 1),
            Opportunity::None => {}
        }
    }
    None
}

enum Opportunity {
    Good,
    /// Taken only where the line has no good one: inside addresses, paths, identifiers.
    Poor,
    None,
}

/// May the line break after glyph `i`? Never beside U+00A0 and U+202F; nor, where someone typed a plain space for
/// them, before the signs that French sets apart.
fn opportunity(glyphs: &[Glyph], i: usize) -> Opportunity {
    let Some(next) = glyphs.get(i + 1).map(|g| g.char) else { return Opportunity::None };
    let before = i.checked_sub(1).map(|i| glyphs[i].char);
    match glyphs[i].char {
        ' ' if matches!(next, ' ' | ';' | ':' | '!' | '?' | '»' | '%' | '€') || before == Some('«') => {
            Opportunity::None
        }
        ' ' => Opportunity::Good,
        '-' | '‐' | '–' | '—' if next.is_alphabetic() && before.is_some_and(char::is_alphanumeric) => {
            Opportunity::Good
        }
        '/' | '\\' | '.' | '_' | '?' | '&' | '=' | ',' | '@' | ':' | '-' if next.is_alphanumeric() => Opportunity::Poor,
        _ => Opportunity::None,
    }
}

fn line(glyphs: &[Glyph]) -> Line {
    let end = glyphs.iter().rposition(|g| g.char != ' ').map_or(0, |last| last + 1);
    let (mut runs, mut x): (Vec<Run>, f32) = (Vec::new(), 0.0);
    let mut of = None;
    for glyph in &glyphs[..end] {
        if of.replace((glyph.span, glyph.style.face)) != Some((glyph.span, glyph.style.face)) {
            let Style { face, size, colour, .. } = glyph.style;
            runs.push(Run { x, width: 0.0, face, size, colour, text: String::new(), link: glyph.link.clone() });
        }
        if let Some(run) = runs.last_mut() {
            run.text.push(glyph.char);
            run.width += glyph.advance;
        }
        x += glyph.advance;
    }
    Line { runs, width: x }
}

/// The face that draws `c`: the wanted one, or another that has it.
fn face_for(c: char, wanted: Face) -> Option<Face> {
    [wanted, Face::Sans, Face::Serif, Face::Mono].into_iter().find(|face| face.font().has(c))
}

/// The text as the face, or another in its place, can draw it, nothing lost without a trace: composed (NFC); kinds of
/// blank made one; what no face has, and what would silently reorder the text, shown by number, as `[U+1F600]`.
fn drawable(text: &str, face: Face) -> Cow<'_, str> {
    let plain = |c: char| c == '\n' || (c != '\u{AD}' && face_for(c, face).is_some());
    if text.chars().all(plain) && is_nfc(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut unknown = Vec::new();
    let mut chars = text.nfc().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' | '\u{B}' | '\u{C}' => out.push(' '),
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            // Hints for breaking and joining: nothing to see. Inside a sequence that cannot be drawn they are named.
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}'
                if unknown.is_empty() => {}
            c if plain(c) => out.push(c),
            c if c.is_whitespace() => out.push(' '),
            c => {
                unknown.push(format!("U+{:04X}", c as u32));
                if chars.peek().is_none_or(|&next| plain(next) || next.is_whitespace()) {
                    out.push_str(&format!("[{}]", unknown.join(" ")));
                    unknown.clear();
                }
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { face: Face::Serif, size: 10.0, leading: 14.0, colour: Colour(0, 0, 0) };

    fn broken(text: &str, width: f32) -> Vec<String> {
        lines(&Rich::from(text), STYLE, width)
            .iter()
            .map(|l| l.runs.iter().map(|r| r.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn breaks_at_spaces_and_never_beside_a_fixed_one() {
        for width in 20..200 {
            for text in ["Le prix\u{A0}: 1\u{202F}200\u{A0}€ est ferme", "Le prix : 12 € « ferme » ou non ? Oui !"]
            {
                for line in broken(text, width as f32) {
                    let first = line.chars().next();
                    if width > 60 {
                        assert!(!matches!(first, Some(':' | '€' | '»' | '?' | '!')), "{line:?} at {width}");
                        assert!(!line.ends_with('«') && !line.ends_with(['\u{A0}', '\u{202F}']), "{line:?} at {width}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_is_lost() {
        let text = format!("court {} fin de-la-phrase https://exemple.test/chemin/long?x=1", "mot".repeat(400));
        for width in [30.0, 77.0, 240.0] {
            let lines = lines(&Rich::from(text.as_str()), STYLE, width);
            assert!(lines.iter().all(|l| l.width <= width + 0.1));
            let joined: String = lines.iter().flat_map(|l| &l.runs).map(|r| r.text.as_str()).collect();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_shown_by_number() {
        assert_eq!(drawable("a😀b", Face::Serif), "a[U+1F600]b");
        assert_eq!(drawable("👩\u{200D}💻 !", Face::Serif), "[U+1F469 U+200D U+1F4BB] !");
        assert_eq!(drawable("prix\u{202E}001", Face::Serif), "prix[U+202E]001");
        assert_eq!(drawable("שלום", Face::Sans), "[U+05E9 U+05DC U+05D5 U+05DD]");
        assert_eq!(drawable("e\u{301}te\u{301}\r\nfin\tde", Face::Sans), "été\nfin de");
        assert_eq!(drawable("co\u{AD}opé\0", Face::Sans), "coopé[U+0000]");
        assert_eq!(drawable("conﬁance\u{3000}▪", Face::Serif), "confiance ▪");
    }

    #[test]
    fn another_face_helps_out() {
        let text = lines(&Rich::from("sous\u{2011}réseau"), STYLE, 200.0);
        let runs: Vec<(Face, &str)> = text[0].runs.iter().map(|r| (r.face, r.text.as_str())).collect();
        assert_eq!(runs, [(Face::Serif, "sous"), (Face::Sans, "\u{2011}"), (Face::Serif, "réseau")]);
    }
}
