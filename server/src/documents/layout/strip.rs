//! What the layout makes and the pages take: strips, each a band of the column that no page break cuts.
//!
//! Lengths in points; x from the column's left edge, y down from the strip's top.

use std::sync::Arc;

use super::picture::Picture;
use super::text::{Colour, Run};

/// What a piece of the page is, for readers that speak (ISO 32000-1, 14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Document,
    Section,
    Heading(u8),
    Paragraph,
    List,
    ListItem,
    Label,
    Body,
    Table,
    Row,
    HeadCell,
    Cell,
    Figure,
    /// A field of a form: here, the seal.
    Form,
    /// Words that lead to another place of the document.
    Link,
}

/// A node of the document's logical structure. Two tags are the same only if they are the same node.
#[derive(Clone, Debug)]
pub struct Tag(Arc<Node>);

#[derive(Debug)]
struct Node {
    role: Role,
    alt: Option<String>,
    parent: Option<Tag>,
}

impl Tag {
    pub fn root() -> Tag {
        Tag(Arc::new(Node { role: Role::Document, alt: None, parent: None }))
    }

    pub fn child(&self, role: Role) -> Tag {
        Tag(Arc::new(Node { role, alt: None, parent: Some(self.clone()) }))
    }

    /// A picture, with the words that stand for it.
    pub fn figure(&self, alt: impl Into<String>) -> Tag {
        Tag(Arc::new(Node { role: Role::Figure, alt: Some(alt.into()), parent: Some(self.clone()) }))
    }

    /// The field that shows the seal, with the words that stand for it.
    pub fn form(&self, alt: impl Into<String>) -> Tag {
        Tag(Arc::new(Node { role: Role::Form, alt: Some(alt.into()), parent: Some(self.clone()) }))
    }

    pub fn role(&self) -> Role {
        self.0.role
    }

    pub fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    pub fn parent(&self) -> Option<&Tag> {
        self.0.parent.as_ref()
    }

    /// Tells nodes apart within one document.
    pub fn id(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }
}

/// A point of a path; `curve` marks the two control points before the end of a Bézier curve.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub x: f32,
    pub y: f32,
    pub curve: bool,
}

#[derive(Clone, Debug)]
pub enum Shape {
    /// Text whose baseline lies at the item's y.
    Text(Run),
    Fill {
        width: f32,
        height: f32,
        colour: Colour,
    },
    Line {
        dx: f32,
        dy: f32,
        thickness: f32,
        colour: Colour,
        dashed: bool,
    },
    /// Closed rings, filled by the even-odd rule.
    Rings {
        rings: Vec<Vec<Point>>,
        colour: Colour,
    },
    /// An open stroke with round ends.
    Stroke {
        points: Vec<Point>,
        thickness: f32,
        colour: Colour,
    },
    Picture {
        picture: Arc<Picture>,
        width: f32,
        height: f32,
    },
    /// A place that links lead to; nothing to see.
    Anchor(Arc<str>),
}

#[derive(Clone, Debug)]
pub struct Item {
    pub x: f32,
    pub y: f32,
    pub shape: Shape,
    /// None for decoration, which a reader that speaks passes over.
    pub tag: Option<Tag>,
}

#[derive(Clone, Debug)]
pub struct Bookmark {
    /// 1, 2, 3.
    pub level: u8,
    pub title: String,
}

#[derive(Clone, Debug, Default)]
pub struct Strip {
    pub height: f32,
    pub items: Vec<Item>,
    /// On the same page as the next strip, if both fit on one page at all.
    pub keep: bool,
    /// White space, left out at the top of a page.
    pub gap: bool,
    /// Starts a new page.
    pub break_before: bool,
    /// Repeated above this strip where it comes first on a page: the head of its table.
    pub head: Option<Arc<Strip>>,
    pub bookmark: Option<Bookmark>,
}

impl Strip {
    pub fn gap(height: f32) -> Strip {
        Strip { height, gap: true, ..Strip::default() }
    }

    pub fn shift(&mut self, dx: f32, dy: f32) {
        for item in &mut self.items {
            item.x += dx;
            item.y += dy;
        }
    }

    /// Puts `other` over this strip, moved by `x`.
    fn overlay(&mut self, mut other: Strip, x: f32) {
        other.shift(x, 0.0);
        self.height = self.height.max(other.height);
        self.items.append(&mut other.items);
        self.keep |= other.keep;
        self.gap &= other.gap;
        self.bookmark = self.bookmark.take().or(other.bookmark);
    }
}

/// Sets columns side by side, first strip with first strip and so on, so that a page may break between them.
pub fn zip(columns: Vec<(f32, Vec<Strip>)>) -> Vec<Strip> {
    let mut out: Vec<Strip> = Vec::new();
    for (x, strips) in columns {
        for (i, strip) in strips.into_iter().enumerate() {
            if i == out.len() {
                out.push(Strip { gap: true, ..Strip::default() });
            }
            out[i].overlay(strip, x);
        }
    }
    out
}

/// Makes one strip of several.
pub fn join(strips: Vec<Strip>) -> Strip {
    let mut out = Strip::default();
    for mut strip in strips {
        strip.shift(0.0, out.height);
        out.height += strip.height;
        out.items.append(&mut strip.items);
        out.bookmark = out.bookmark.take().or(strip.bookmark);
        out.keep = strip.keep;
    }
    out
}

pub fn height(strips: &[Strip]) -> f32 {
    strips.iter().map(|s| s.height).sum()
}

/// Keeps all of `strips` on one page.
pub fn bind(strips: &mut [Strip]) {
    if let Some((_, all_but_last)) = strips.split_last_mut() {
        for strip in all_but_last {
            strip.keep = true;
        }
    }
}
