//! Drawn signs: the state of a decision, the QR code, the timeline.

use qrcodegen::{QrCode, QrCodeEcc};

use super::flow::{Flow, INK, RULE, SMALL};
use super::fonts::Face;
use super::strip::{Item, Point, Shape};
use super::text::{Colour, Style};

const WHITE: Colour = Colour(0xFF, 0xFF, 0xFF);

/// What became of a warning. Told by shape, colour and word together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Accepted,
    /// As a whole, with reservations.
    Reserved,
    Declined,
    Deferred,
    /// Asked, not answered: never acceptance.
    NoAnswer,
    /// Told, without being asked to decide.
    Informed,
    /// To be settled.
    Open,
    /// Of no concern here.
    Aside,
}

impl State {
    pub fn colour(self) -> Colour {
        match self {
            State::Accepted => Colour(0x1C, 0x6E, 0x46),
            State::Declined => Colour(0x9E, 0x24, 0x2C),
            State::Reserved | State::Deferred => Colour(0x8A, 0x5A, 0x00),
            State::NoAnswer | State::Aside => Colour(0x55, 0x5D, 0x6A),
            State::Open => Colour(0x9E, 0x24, 0x2C),
            State::Informed => Colour(0x1F, 0x4E, 0x8C),
        }
    }
}

fn item(shape: Shape) -> Item {
    Item { x: 0.0, y: 0.0, shape, tag: None }
}

fn corner(x: f32, y: f32) -> Point {
    Point { x, y, curve: false }
}

/// A circle as four Bézier curves.
fn circle(cx: f32, cy: f32, r: f32) -> Vec<Point> {
    const K: f32 = 0.552_285;
    let quarter = |(ax, ay): (f32, f32), (bx, by): (f32, f32)| {
        let at = |x: f32, y: f32, curve| Point { x: cx + r * x, y: cy + r * y, curve };
        [at(ax + bx * K, ay + by * K, true), at(bx + ax * K, by + ay * K, true), at(bx, by, false)]
    };
    let compass = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    std::iter::once(corner(cx + r, cy)).chain(compass.windows(2).flat_map(|w| quarter(w[0], w[1]))).collect()
}

fn stroke(points: &[(f32, f32)], size: f32, thickness: f32, colour: Colour) -> Item {
    let points = points.iter().map(|&(x, y)| corner(x * size, y * size)).collect();
    item(Shape::Stroke { points, thickness: thickness * size, colour })
}

/// The sign of a state in a square of `size` points: a ticked disc, a tick in a ring, a crossed square, a clock, an empty ring with
/// three dots, a diamond, a triangle, a ring with a bar.
pub fn state(state: State, size: f32) -> Vec<Item> {
    let colour = state.colour();
    let half = size / 2.0;
    let rings = |rings| item(Shape::Rings { rings, colour });
    let disc = |r: f32| circle(half, half, half * r);
    match state {
        State::Accepted => {
            vec![rings(vec![disc(1.0)]), stroke(&[(0.27, 0.52), (0.44, 0.69), (0.74, 0.34)], size, 0.12, WHITE)]
        }
        State::Reserved => {
            let tick = stroke(&[(0.27, 0.52), (0.44, 0.69), (0.74, 0.34)], size, 0.11, colour);
            vec![rings(vec![disc(1.0), disc(0.8)]), tick]
        }
        State::Declined => {
            let (a, b) = (size * 0.04, size * 0.96);
            vec![
                rings(vec![vec![corner(a, a), corner(b, a), corner(b, b), corner(a, b)]]),
                stroke(&[(0.3, 0.3), (0.7, 0.7)], size, 0.12, WHITE),
                stroke(&[(0.7, 0.3), (0.3, 0.7)], size, 0.12, WHITE),
            ]
        }
        State::Deferred => {
            vec![
                rings(vec![disc(1.0), disc(0.78)]),
                stroke(&[(0.5, 0.25), (0.5, 0.52), (0.69, 0.62)], size, 0.11, colour),
            ]
        }
        State::NoAnswer => {
            let dot = |x: f32| circle(x * size, half, size * 0.07);
            vec![rings(vec![disc(1.0), disc(0.8)]), rings(vec![dot(0.29), dot(0.5), dot(0.71)])]
        }
        State::Open => {
            let triangle = [(0.5, 0.0), (1.04, 0.96), (-0.04, 0.96)];
            vec![
                rings(vec![triangle.map(|(x, y)| corner(x * size, y * size)).to_vec()]),
                stroke(&[(0.5, 0.36), (0.5, 0.62)], size, 0.12, WHITE),
                stroke(&[(0.5, 0.78), (0.5, 0.79)], size, 0.13, WHITE),
            ]
        }
        State::Aside => {
            vec![rings(vec![disc(1.0), disc(0.8)]), stroke(&[(0.27, 0.5), (0.73, 0.5)], size, 0.12, colour)]
        }
        State::Informed => {
            let diamond = [(0.5, -0.04), (1.04, 0.5), (0.5, 1.04), (-0.04, 0.5)];
            vec![
                rings(vec![diamond.map(|(x, y)| corner(x * size, y * size)).to_vec()]),
                stroke(&[(0.5, 0.47), (0.5, 0.73)], size, 0.12, WHITE),
                stroke(&[(0.5, 0.28), (0.5, 0.29)], size, 0.13, WHITE),
            ]
        }
    }
}

/// A QR code `size` points wide, its quiet zone of four modules included (ISO/IEC 18004, 5.3.8). None for a text too
/// long for a code (about 2,300 bytes).
pub fn qr(text: &str, size: f32) -> Option<Vec<Item>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let module = size / (code.size() + 8) as f32;
    let mut rings = Vec::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let dark = (x..code.size()).take_while(|&x| code.get_module(x, y)).count() as i32;
            if dark > 0 {
                let (left, top) = ((x + 4) as f32 * module, (y + 4) as f32 * module);
                let (right, bottom) = (left + dark as f32 * module, top + module);
                rings.push(vec![corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)]);
            }
            x += dark + 1;
        }
    }
    Some(vec![item(Shape::Rings { rings, colour: Colour(0, 0, 0) })])
}

/// One step of a timeline.
pub struct Step {
    pub when: String,
    pub what: String,
    pub colour: Colour,
}

/// Steps on a line from left to right, at even distances: their order is what counts, the dates are written.
pub fn timeline(flow: &mut Flow, steps: &[Step]) {
    const IN_A_ROW: usize = 6;
    const DOT: f32 = 3.4;
    const RAIL: f32 = 5.0;
    for (row, chunk) in steps.chunks(IN_A_ROW).enumerate() {
        let last_row = (row + 1) * IN_A_ROW >= steps.len();
        let at = flow.strips.len();
        let shares = vec![1.0; if steps.len() > IN_A_ROW { IN_A_ROW } else { chunk.len() }];
        flow.columns(&shares, 8.0, |columns| {
            for (column, step) in columns.iter_mut().zip(chunk) {
                column.gap(RAIL + 8.0);
                column.text(SMALL, step.when.as_str());
                let what = Style { face: Face::SansStrong, size: 8.6, leading: 11.5, colour: INK };
                column.text(what, step.what.as_str());
            }
        });
        let step_width = (flow.width + 8.0) / shares.len() as f32;
        let length = if last_row { step_width * (chunk.len() - 1) as f32 } else { flow.width - DOT };
        let rail = Shape::Line { dx: length, dy: 0.0, thickness: 1.2, colour: RULE, dashed: false };
        let mut drawn = vec![Item { x: DOT, y: RAIL, shape: rail, tag: None }];
        for (i, step) in chunk.iter().enumerate() {
            let dot = Shape::Rings { rings: vec![circle(0.0, 0.0, DOT)], colour: step.colour };
            drawn.push(Item { x: DOT + step_width * i as f32, y: RAIL, shape: dot, tag: None });
        }
        if let Some(strip) = flow.strips.get_mut(at) {
            strip.items.splice(0..0, drawn);
        }
        flow.gap(8.0);
    }
}
