//! The layout: a column that content is added to, from top to bottom.

mod table;

use std::sync::Arc;

pub use table::Table;

use super::fonts::Face;
use super::marks::{self, State, Step};
use super::picture::Picture;
use super::strip::{self, Bookmark, Item, Role, Shape, Strip, Tag};
use super::text::{self, Colour, Rich, Style};

pub const INK: Colour = Colour(0x1A, 0x1D, 0x23);
pub const MUTED: Colour = Colour(0x59, 0x61, 0x6E);
pub const ACCENT: Colour = Colour(0x1F, 0x3A, 0x5F);
pub const RULE: Colour = Colour(0xD3, 0xD8, 0xDF);
pub const TINT: Colour = Colour(0xF4, 0xF6, 0xF8);

const fn style(face: Face, size: f32, leading: f32, colour: Colour) -> Style {
    Style { face, size, leading, colour }
}

pub const TITLE: Style = style(Face::SerifStrong, 21.0, 26.0, INK);
pub const SUBTITLE: Style = style(Face::Sans, 10.6, 15.0, MUTED);
/// What people wrote.
pub const PROSE: Style = style(Face::Serif, 10.0, 14.0, INK);
/// What the document says about it: tables, labels, facts.
pub const PLAIN: Style = style(Face::Sans, 9.2, 13.0, INK);
pub const LABEL: Style = style(Face::SansStrong, 8.6, 14.0, ACCENT);
pub const SMALL: Style = style(Face::Sans, 8.0, 11.0, MUTED);
/// A name that stands out: of a company, of who signs.
pub const NAME: Style = style(Face::SansStrong, 10.4, 14.5, INK);
pub const CODE: Style = style(Face::Mono, 7.5, 11.0, INK);
const HEADINGS: [Style; 3] = [
    style(Face::SansStrong, 14.0, 19.0, ACCENT),
    style(Face::SansStrong, 11.2, 15.5, INK),
    style(Face::SansStrong, 9.4, 13.5, INK),
];

/// Width of the column of labels, gutter included.
pub const LABELS: f32 = 104.0;
/// A row of a table or a note higher than this may be cut by a page break.
const TALL_ROW: f32 = 260.0;
/// Anything higher than this must be: it would not fit a page.
const TALL: f32 = 600.0;

pub struct Flow {
    pub width: f32,
    pub strips: Vec<Strip>,
    /// The node that what is added belongs to.
    pub tag: Tag,
    right: bool,
    /// By how much headings are lower than they say.
    deeper: u8,
}

impl Flow {
    pub fn new(width: f32, tag: Tag) -> Flow {
        Flow { width, strips: Vec::new(), tag, right: false, deeper: 0 }
    }

    pub fn gap(&mut self, height: f32) {
        self.strips.push(Strip::gap(height));
    }

    pub fn page_break(&mut self) {
        self.strips.push(Strip { break_before: true, gap: true, ..Strip::default() });
    }

    pub fn rule(&mut self, colour: Colour, thickness: f32) {
        let shape = Shape::Line { dx: self.width, dy: 0.0, thickness, colour, dashed: false };
        let items = vec![Item { x: 0.0, y: 0.0, shape, tag: None }];
        self.strips.push(Strip { height: thickness, items, ..Strip::default() });
    }

    /// A paragraph: never a single line of it alone at the foot or the head of a page.
    pub fn text(&mut self, style: Style, text: impl Into<Rich>) {
        // A cell or the body of a list item is itself the paragraph: fewer nodes, and no pause within for who listens.
        let tag = match self.tag.role() {
            Role::Cell | Role::HeadCell | Role::Label | Role::Body => self.tag.clone(),
            _ => self.tag.child(Role::Paragraph),
        };
        self.tagged_text(style, &text.into(), tag);
    }

    fn tagged_text(&mut self, style: Style, text: &Rich, tag: Tag) {
        let lines = text::lines(text, style, self.width);
        let last = lines.len().saturating_sub(1);
        for (i, line) in lines.into_iter().enumerate() {
            let shift = if self.right { self.width - line.width } else { 0.0 };
            let items = line.runs.into_iter().map(|run| Item {
                x: run.x + shift,
                y: style.baseline(),
                tag: Some(if run.link.is_some() { tag.child(Role::Link) } else { tag.clone() }),
                shape: Shape::Text(run),
            });
            let keep = i < last && (i == 0 || i + 1 == last);
            self.strips.push(Strip { height: style.leading, items: items.collect(), keep, ..Strip::default() });
        }
    }

    pub fn prose(&mut self, text: impl Into<Rich>) {
        self.text(PROSE, text);
    }

    pub fn plain(&mut self, text: impl Into<Rich>) {
        self.text(PLAIN, text);
    }

    pub fn small(&mut self, text: impl Into<Rich>) {
        self.text(SMALL, text);
    }

    pub fn quiet(&mut self, text: impl Into<Rich>) {
        self.text(PLAIN.colour(MUTED), text);
    }

    pub fn label(&mut self, text: impl Into<Rich>) {
        self.text(LABEL, text);
    }

    pub fn code(&mut self, text: impl Into<Rich>) {
        self.text(CODE, text);
    }

    /// A heading of level 1 to 3, with its bookmark, on the page of what follows.
    pub fn heading(&mut self, level: u8, title: &str) {
        let level = (level + self.deeper).clamp(1, 3);
        let index = usize::from(level - 1);
        let (before, after) = [(22.0, 6.0), (15.0, 3.0), (9.0, 1.5)][index];
        let first = self.strips.len();
        if !self.strips.is_empty() {
            self.gap(before);
        }
        let tag = self.tag.child(Role::Heading(level));
        let text = self.strips.len();
        self.tagged_text(HEADINGS[index], &Rich::from(title), tag);
        self.strips[text].bookmark = Some(Bookmark { level, title: title.to_owned() });
        self.gap(after);
        for strip in &mut self.strips[first..] {
            strip.keep = true;
        }
    }

    /// What `content` adds, its headings by `levels` lower: a chapter whose sections are elsewhere chapters of their own.
    pub fn under(&mut self, levels: u8, content: impl FnOnce(&mut Flow)) {
        self.deeper += levels;
        content(self);
        self.deeper -= levels;
    }

    /// Makes what was added last the place that links to `name` lead to. A name stands for one place of the document.
    pub fn anchor(&mut self, name: &str) {
        if let Some(strip) = self.strips.iter_mut().rev().find(|strip| !strip.gap) {
            strip.items.push(Item { x: 0.0, y: 0.0, shape: Shape::Anchor(name.into()), tag: None });
        }
    }

    /// A title of the whole document, without bookmark.
    pub fn title(&mut self, title: &str, subtitle: &str) {
        let tag = self.tag.child(Role::Heading(1));
        self.tagged_text(TITLE, &Rich::from(title), tag);
        if !subtitle.is_empty() {
            self.gap(2.0);
            self.text(SUBTITLE, subtitle);
        }
    }

    /// `label` beside what `content` adds.
    pub fn entry(&mut self, label: &str, content: impl FnOnce(&mut Flow)) {
        self.beside(LABEL, label, content);
    }

    /// Facts, one under the other between thin lines. Empty values are left out.
    pub fn facts<'a>(&mut self, rows: impl IntoIterator<Item = (&'a str, Rich)>) {
        let label = style(Face::Sans, 8.6, PLAIN.leading, MUTED);
        for (name, value) in rows {
            if value.is_empty() {
                continue;
            }
            self.gap(2.4);
            self.beside(label, name, |f| f.plain(value));
            self.gap(2.4);
            self.rule(RULE, 0.5);
        }
    }

    /// `label` in the column of labels, on the line on which the content begins.
    fn beside(&mut self, style: Style, label: &str, content: impl FnOnce(&mut Flow)) {
        let mut left = Flow::new(LABELS - 10.0, self.tag.clone());
        left.text(style, label);
        let mut left = strip::join(left.strips);
        let mut right = Flow::new(self.width - LABELS, self.tag.clone());
        content(&mut right);
        right.strips.iter_mut().for_each(|strip| strip.shift(LABELS, 0.0));
        let lines = |strip: &Strip| strip.items.iter().find(|i| matches!(i.shape, Shape::Text(_))).map(|i| i.y);
        if let Some(first) = right.strips.first_mut() {
            let lower = lines(first).unwrap_or_default() - style.baseline();
            left.shift(0.0, lower.max(0.0));
            left.height += lower.max(0.0);
            // The label is read before what it labels.
            first.items.splice(0..0, left.items);
        }
        let missing = left.height - strip::height(&right.strips);
        if missing > 0.0 {
            right.gap(missing);
        }
        self.strips.append(&mut right.strips);
    }

    /// What `content` adds, set in from the left.
    pub fn indent(&mut self, by: f32, content: impl FnOnce(&mut Flow)) {
        let mut inner = Flow::new(self.width - by, self.tag.clone());
        content(&mut inner);
        for strip in &mut inner.strips {
            strip.shift(by, 0.0);
        }
        self.strips.append(&mut inner.strips);
    }

    /// What `content` adds, on a tint with a bar of `colour` at its left; cut by a page break only if long.
    pub fn note(&mut self, colour: Colour, content: impl FnOnce(&mut Flow)) {
        const PAD: f32 = 10.0;
        let mut inner = Flow::new(self.width - PAD * 2.0 - 3.0, self.tag.child(Role::Section));
        inner.gap(PAD * 0.75);
        content(&mut inner);
        inner.gap(PAD * 0.75);
        let mut strips = inner.strips;
        for strip in &mut strips {
            strip.shift(PAD + 3.0, 0.0);
            strip.gap = false;
            let height = strip.height;
            let fill = |width, colour| Shape::Fill { width, height, colour };
            let back = [fill(self.width, TINT), fill(2.5, colour)];
            strip.items.splice(0..0, back.map(|shape| Item { x: 0.0, y: 0.0, shape, tag: None }));
        }
        if strip::height(&strips) < TALL_ROW {
            strip::bind(&mut strips);
        }
        self.strips.append(&mut strips);
    }

    /// A numbered list.
    pub fn numbered(&mut self, style: Style, items: impl IntoIterator<Item = Rich>) {
        self.list(style, 18.0, items.into_iter().zip(1..).map(|(text, n)| (format!("{n}."), text)));
    }

    pub fn bullets<T: Into<Rich>>(&mut self, style: Style, items: impl IntoIterator<Item = T>) {
        self.list(style, 11.0, items.into_iter().map(|text| ("•".to_owned(), text.into())));
    }

    fn list(&mut self, style: Style, hang: f32, items: impl Iterator<Item = (String, Rich)>) {
        let list = self.tag.child(Role::List);
        for (mark, text) in items {
            let item = list.child(Role::ListItem);
            let mut left = Flow::new(hang, item.child(Role::Label));
            left.text(style.colour(MUTED), mark);
            let mut body = Flow::new(self.width - hang, item.child(Role::Body));
            body.text(style, text);
            self.strips.extend(strip::zip(vec![(0.0, left.strips), (hang, body.strips)]));
            self.gap(2.5);
        }
    }

    /// Shape, colour and word of a state: none of the three is left to carry the meaning alone.
    pub fn state(&mut self, state: State, words: &str) {
        const SIZE: f32 = 9.5;
        let first = self.strips.len();
        let style = style(Face::SansStrong, 9.6, PROSE.leading, state.colour());
        self.indent(SIZE + 5.0, |f| f.text(style, words));
        if let Some(line) = self.strips.get_mut(first) {
            let top = (style.leading - SIZE) / 2.0 + 0.2;
            line.items.extend(marks::state(state, SIZE).into_iter().map(|mut item| {
                item.y += top;
                item
            }));
        }
    }

    /// A picture of at most `width` by `height`, in its own proportions.
    pub fn picture(&mut self, picture: &Arc<Picture>, width: f32, height: f32, alt: &str) {
        let (width, height) = picture.fitted(width, height);
        let shape = Shape::Picture { picture: picture.clone(), width, height };
        let items = vec![Item { x: 0.0, y: 0.0, shape, tag: Some(self.tag.figure(alt)) }];
        self.strips.push(Strip { height, items, ..Strip::default() });
    }

    /// A QR code `size` points wide. False, and nothing drawn, for a text too long for one.
    pub fn qr(&mut self, text: &str, size: f32, alt: &str) -> bool {
        let Some(drawn) = marks::qr(text, size) else { return false };
        let tag = self.tag.figure(alt);
        let items = drawn.into_iter().map(|item| Item { tag: Some(tag.clone()), ..item }).collect();
        self.strips.push(Strip { height: size, items, ..Strip::default() });
        true
    }

    pub fn timeline(&mut self, steps: &[Step]) {
        marks::timeline(self, steps);
    }

    /// An empty column of this one's place in the document, to be set with [`Flow::absolute`].
    pub fn inner(&self, width: f32) -> Flow {
        Flow::new(width, self.tag.child(Role::Section))
    }

    /// Columns at fixed places in one strip at least `height` high; one after the other if that would not fit a page.
    pub fn absolute(&mut self, height: f32, parts: Vec<(f32, f32, Flow)>) {
        if parts.iter().any(|(_, y, flow)| y + strip::height(&flow.strips) > TALL) {
            return parts.into_iter().for_each(|(_, _, mut flow)| self.strips.append(&mut flow.strips));
        }
        let mut out = Strip { height, ..Strip::default() };
        for (x, y, flow) in parts {
            let mut part = strip::join(flow.strips);
            part.shift(x, y);
            out.height = out.height.max(y + part.height);
            out.items.append(&mut part.items);
        }
        self.strips.push(out);
    }

    /// Keeps everything from strip `first` on one page.
    pub fn hold(&mut self, first: usize) {
        strip::bind(&mut self.strips[first..]);
    }

    /// Columns side by side; `widths` are shares, `gutter` the space between two.
    pub fn columns(&mut self, widths: &[f32], gutter: f32, content: impl FnOnce(&mut [Flow])) {
        let places = places(self.width, widths, gutter);
        let mut flows: Vec<Flow> =
            places.iter().map(|&(_, width)| Flow::new(width, self.tag.child(Role::Section))).collect();
        content(&mut flows);
        let tall = flows.iter().any(|flow| strip::height(&flow.strips) > TALL);
        let whole = |strips| if tall { strips } else { vec![strip::join(strips)] };
        let columns = flows.into_iter().zip(&places).map(|(flow, &(x, _))| (x, whole(flow.strips)));
        self.strips.extend(strip::zip(columns.collect()));
    }

    /// A table whose head comes again on each page. `widths` are shares; a negative one sets its column to the right.
    pub fn table(&mut self, widths: &[f32], head: &[&str], rows: impl FnOnce(&mut Table<'_>)) {
        const GUTTER: f32 = 9.0;
        let shares: Vec<f32> = widths.iter().map(|w| w.abs()).collect();
        let tag = self.tag.child(Role::Table);
        let right = widths.iter().map(|w| *w < 0.0).collect();
        let mut table = Table { places: places(self.width, &shares, GUTTER), right, head: None, tag, flow: self };
        let words = style(Face::SansStrong, 8.2, 12.0, MUTED);
        if head.iter().any(|h| !h.is_empty()) {
            table.add(Role::HeadCell, |cells| {
                for (cell, text) in cells.iter_mut().zip(head) {
                    cell.text(words, *text);
                }
            });
        }
        rows(&mut table);
    }
}

/// Left edge and width of each column.
fn places(width: f32, shares: &[f32], gutter: f32) -> Vec<(f32, f32)> {
    let free = width - gutter * shares.len().saturating_sub(1) as f32;
    let total: f32 = shares.iter().sum();
    let mut x = 0.0;
    shares
        .iter()
        .map(|share| {
            let place = (x, free * share / total);
            x += place.1 + gutter;
            place
        })
        .collect()
}
