//! Turns pages of strips into printpdf's drawing operations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use printpdf::{
    Color, DictItem, ExternalStream, ExternalXObject, FontId, Line, LineCapStyle, LineDashPattern, LinePoint, Mm, Op,
    PaintMode, PdfDocument, PdfFont, PdfFontHandle, PdfPage, Polygon, PolygonRing, Pt, Px, Rect, Rgb, TextItem,
    TextMatrix, WindingOrder, XObject, XObjectId, XObjectTransform,
};

use super::Error;
use super::fonts::Face;
use super::pages::Placed;
use super::picture::{Encoding, Picture};
use super::seal::Area;
use super::strip::{Item, Point, Role, Shape, Tag};
use super::text::{Colour, Run};

/// A4 in points.
pub const PAGE: (f32, f32) = (595.276, 841.89);

/// What was drawn on which page under which tag; the place in a page's list is the piece's number (MCID).
pub struct Marked {
    pub pages: Vec<Vec<Tag>>,
    pub links: Vec<Link>,
}

/// Words that lead to an anchor.
pub struct Link {
    /// From 0.
    pub page: usize,
    /// Points from the lower left: left, bottom, right, top.
    pub area: Area,
    pub tag: Tag,
    pub to: Arc<str>,
    pub words: String,
}

/// Draws everything. `left` and `top` place the column on the page.
pub fn draw(pages: &[Vec<Placed>], left: f32, top: f32) -> Result<(PdfDocument, Marked), Error> {
    let mut document = PdfDocument::new("");
    for (face, chars) in characters(pages) {
        let cut = face.font().cut(face, &chars)?;
        document.resources.fonts.map.insert(font_id(face), PdfFont::new(cut));
    }
    let mut pictures: Vec<Arc<Picture>> = Vec::new();
    let mut marked = Marked { pages: Vec::new(), links: Vec::new() };
    for (number, page) in pages.iter().enumerate() {
        let mut pen = Pen::default();
        for Placed { y, strip } in page {
            for item in &strip.items {
                let (x, y) = (left + item.x, PAGE.1 - top - y - item.y);
                pen.item(item, x, y, &mut pictures);
                if let (Shape::Text(run), Some(tag)) = (&item.shape, &item.tag)
                    && let Some(to) = run.link.clone()
                {
                    let area = [x, y - run.size * 0.3, x + run.width, y + run.size * 0.9];
                    let (tag, words) = (tag.clone(), run.text.clone());
                    marked.links.push(Link { page: number, area, tag, to, words });
                }
            }
        }
        pen.close();
        document
            .pages
            .push(PdfPage { ops: pen.ops, ..PdfPage::new(Mm::from(Pt(PAGE.0)), Mm::from(Pt(PAGE.1)), Vec::new()) });
        marked.pages.push(pen.marked);
    }
    for (i, picture) in pictures.iter().enumerate() {
        document.resources.xobjects.map.insert(picture_id(i), XObject::External(embedded(picture)));
    }
    Ok((document, marked))
}

fn font_id(face: Face) -> FontId {
    FontId(format!("T{}", face as u8))
}

fn picture_id(index: usize) -> XObjectId {
    XObjectId(format!("P{index}"))
}

/// The characters that each face shows.
fn characters(pages: &[Vec<Placed>]) -> BTreeMap<Face, BTreeSet<char>> {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    for item in pages.iter().flatten().flat_map(|placed| &placed.strip.items) {
        if let Shape::Text(run) = &item.shape {
            used.entry(run.face).or_default().extend(run.text.chars());
        }
    }
    used
}

fn embedded(picture: &Picture) -> ExternalXObject {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let colours = if picture.encoding == (Encoding::Jpeg { grey: true }) { "DeviceGray" } else { "DeviceRGB" };
    let mut dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(picture.width.into())),
        ("Height".to_owned(), DictItem::Int(picture.height.into())),
        ("ColorSpace".to_owned(), name(colours)),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
    ]);
    let jpeg = picture.encoding != Encoding::Rgb;
    if jpeg {
        dict.insert("Filter".to_owned(), name("DCTDecode"));
    }
    let size = |side: u32| Some(Px(side as usize));
    ExternalXObject {
        stream: ExternalStream { dict, content: picture.content.clone(), compress: !jpeg },
        width: size(picture.width),
        height: size(picture.height),
        dpi: None,
    }
}

/// Hundredths of a point: finer is invisible and only makes files longer.
fn pt(value: f32) -> Pt {
    Pt((value * 100.0).round() / 100.0)
}

fn at(x: f32, y: f32) -> printpdf::Point {
    printpdf::Point { x: pt(x), y: pt(y) }
}

fn rgb(Colour(r, g, b): Colour) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb::new(part(r), part(g), part(b), None))
}

/// Writes operations, and says again only what changed.
#[derive(Default)]
struct Pen {
    ops: Vec<Op>,
    marked: Vec<Tag>,
    /// The tag of the open piece; `Some(None)` is decoration.
    open: Option<Option<Tag>>,
    in_text: bool,
    fill: Option<Colour>,
    stroke: Option<Colour>,
    thickness: Option<f32>,
    dashed: bool,
    round: bool,
    font: Option<(Face, f32)>,
}

impl Pen {
    fn item(&mut self, item: &Item, x: f32, y: f32, pictures: &mut Vec<Arc<Picture>>) {
        if matches!(item.shape, Shape::Anchor(_)) {
            return;
        }
        self.mark(item.tag.as_ref());
        match &item.shape {
            Shape::Anchor(_) => {}
            Shape::Text(run) => self.text(run, x, y),
            Shape::Fill { width, height, colour } => {
                self.fill(*colour);
                let rectangle = Rect {
                    x: pt(x),
                    y: pt(y - height),
                    width: pt(*width),
                    height: pt(*height),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                };
                self.push(Op::DrawRectangle { rectangle });
            }
            Shape::Line { dx, dy, thickness, colour, dashed } => {
                self.line(*colour, *thickness, *dashed, false);
                self.path(&[(x, y), (x + dx, y - dy)]);
            }
            Shape::Stroke { points, thickness, colour } => {
                self.line(*colour, *thickness, false, true);
                let points: Vec<(f32, f32)> = points.iter().map(|p| (x + p.x, y - p.y)).collect();
                self.path(&points);
            }
            Shape::Rings { rings, colour } => {
                self.fill(*colour);
                let point = |p: &Point| LinePoint { p: at(x + p.x, y - p.y), bezier: p.curve };
                let rings = rings.iter().map(|r| PolygonRing { points: r.iter().map(point).collect() }).collect();
                let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::EvenOdd };
                self.push(Op::DrawPolygon { polygon });
            }
            Shape::Picture { picture, width, height } => {
                let known = pictures.iter().position(|p| Arc::ptr_eq(p, picture));
                let index = known.unwrap_or_else(|| {
                    pictures.push(picture.clone());
                    pictures.len() - 1
                });
                let transform = XObjectTransform {
                    translate_x: Some(pt(x)),
                    translate_y: Some(pt(y - height)),
                    scale_x: Some(pt(*width).0),
                    scale_y: Some(pt(*height).0),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                };
                self.push(Op::UseXobject { id: picture_id(index), transform });
            }
        }
    }

    /// Begins a piece of marked content where the tag changes (ISO 32000-1, 14.6).
    fn mark(&mut self, tag: Option<&Tag>) {
        let id = |tag: Option<&Tag>| tag.map(Tag::id);
        if self.open.as_ref().is_some_and(|open| id(open.as_ref()) == id(tag)) {
            return;
        }
        self.close();
        self.open = Some(tag.cloned());
        let Some(tag) = tag else {
            return self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
        };
        let number = DictItem::Int(self.marked.len() as i64);
        self.marked.push(tag.clone());
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: role_name(tag.role()).to_owned(),
            properties: DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), number)]) },
        });
    }

    fn close(&mut self) {
        self.end_text();
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.ops.push(Op::EndTextSection);
        }
    }

    /// An operation that may not stand between the beginning and the end of text.
    fn push(&mut self, op: Op) {
        self.end_text();
        self.ops.push(op);
    }

    fn text(&mut self, run: &Run, x: f32, y: f32) {
        self.fill(run.colour);
        if !std::mem::replace(&mut self.in_text, true) {
            self.ops.push(Op::StartTextSection);
        }
        if self.font.replace((run.face, run.size)) != Some((run.face, run.size)) {
            let font = PdfFontHandle::External(font_id(run.face));
            self.ops.push(Op::SetFont { font, size: pt(run.size) });
        }
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(pt(x), pt(y)) });
        self.ops.push(Op::ShowText { items: kerned(run) });
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill.replace(colour) != Some(colour) {
            self.ops.push(Op::SetFillColor { col: rgb(colour) });
        }
    }

    fn line(&mut self, colour: Colour, thickness: f32, dashed: bool, round: bool) {
        if self.stroke.replace(colour) != Some(colour) {
            self.push(Op::SetOutlineColor { col: rgb(colour) });
        }
        if self.thickness.replace(thickness) != Some(thickness) {
            self.push(Op::SetOutlineThickness { pt: pt(thickness) });
        }
        if std::mem::replace(&mut self.dashed, dashed) != dashed {
            let pattern: &[f32] = if dashed { &[2.0, 2.0] } else { &[] };
            self.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, pattern) });
        }
        if std::mem::replace(&mut self.round, round) != round {
            let cap = if round { LineCapStyle::Round } else { LineCapStyle::Butt };
            self.push(Op::SetLineCapStyle { cap });
        }
    }

    fn path(&mut self, points: &[(f32, f32)]) {
        let points = points.iter().map(|&(x, y)| LinePoint { p: at(x, y), bezier: false }).collect();
        self.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }
}

/// The text of a run, cut where the face draws two characters closer or farther apart.
fn kerned(run: &Run) -> Vec<TextItem> {
    let font = run.face.font();
    let (mut items, mut piece, mut before) = (Vec::new(), String::new(), None);
    for c in run.text.chars() {
        let kern = before.map_or(0.0, |b| font.kern(b, c));
        if kern != 0.0 {
            items.push(TextItem::Text(std::mem::take(&mut piece)));
            items.push(TextItem::Offset(-kern));
        }
        piece.push(c);
        before = Some(c);
    }
    items.push(TextItem::Text(piece));
    items
}

/// Standard structure types (ISO 32000-1, 14.8.4).
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(_) => "H3",
        Role::Paragraph => "P",
        Role::List => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::Body => "LBody",
        Role::Table => "Table",
        Role::Row => "TR",
        Role::HeadCell => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
        Role::Form => "Form",
        Role::Link => "Link",
    }
}
