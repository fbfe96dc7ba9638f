//! Whole pages that were drawn lately, without what belongs to one visitor alone.
//!
//! A page is found again by everything that it depends on: its address, its frame, and what the handler names, versions of the data first of
//! all, which the database has told in the same request. So nothing stale is shown, whichever server wrote, and nothing of one firm to
//! another. A client's link and the values that forms bear once are never kept: marks stand in their places.

use app::Html;
use axum::response::{Html as HtmlBody, IntoResponse as _, Response};

use ledger::Id;

use super::{App, Visit};
use crate::lately::{Begun, Lately};

/// Bytes of pages that are kept: some hundreds.
const MOST: u64 = 16 * 1024 * 1024;

/// The pages, and the marks that stand for a visitor's own values while one is drawn: 128 random bits each, so that no text holds one.
pub struct Kept {
    pages: Lately<String, Pieces>,
    marks: [String; 2],
}

impl Kept {
    pub fn new(rng: &mut impl rand::CryptoRng) -> Kept {
        let mut mark = || {
            let mut bytes = [0; 16];
            rng.fill_bytes(&mut bytes);
            Id::from_bytes(bytes).to_string()
        };
        Kept { pages: Lately::new(MOST), marks: [mark(), mark()] }
    }

    /// Texts were erased.
    pub fn forget(&self) {
        self.pages.forget();
    }
}

/// A page cut where a visitor's own values stand: before each piece but the first, the value with that number.
struct Pieces(Vec<(usize, String)>);

impl Pieces {
    fn cut(page: &str, marks: &[String]) -> Pieces {
        let (mut pieces, mut own, mut rest) = (Vec::new(), 0, page);
        let next =
            |rest: &str| marks.iter().enumerate().filter_map(|(n, mark)| Some((rest.find(mark.as_str())?, n))).min();
        while let Some((at, number)) = next(rest) {
            pieces.push((own, rest[..at].to_owned()));
            own = number;
            rest = &rest[at + marks[number].len()..];
        }
        pieces.push((own, rest.to_owned()));
        Pieces(pieces)
    }

    fn fill(&self, own: &[&str]) -> String {
        let bytes = |(n, piece): &(usize, String)| piece.len() + own.get(*n).map_or(0, |value| value.len());
        let mut page = String::with_capacity(self.0.iter().map(bytes).sum());
        for (number, (own_number, piece)) in self.0.iter().enumerate() {
            page += if number > 0 { own[*own_number] } else { "" };
            page += piece;
        }
        page
    }

    fn bytes(&self) -> u64 {
        self.0.iter().map(|(_, piece)| piece.len() as u64 + 64).sum()
    }
}

/// The place of one page among those that are kept.
pub struct Place<'a> {
    visit: &'a Visit,
    own: &'a [&'a str],
    /// None for an address that may spell a value of the visitor's otherwise: such a page is kept nowhere.
    key: Option<String>,
    begun: Begun,
}

impl Visit {
    /// Where the page of this visit is kept, if it depends on nothing but its address, its frame and `key`. `own` are values that belong to
    /// this visitor, plain enough to need no escape in HTML; they may stand in the address.
    pub fn kept<'a>(&'a self, key: impl std::fmt::Debug, own: &'a [&'a str]) -> Place<'a> {
        let path =
            own.iter().zip(&self.app.kept.marks).fold(self.path.clone(), |path, (own, mark)| path.replace(own, mark));
        let plain = !path.contains('%');
        let key = plain.then(|| format!("{:?}", (key, path, self.lang, &self.chrome)));
        Place { visit: self, own, key, begun: self.app.kept.pages.begin() }
    }
}

impl Place<'_> {
    /// The page, if it is kept.
    pub fn page(&self) -> Option<Response> {
        let pieces = self.app().kept.pages.get(self.key.as_ref()?)?;
        Some(HtmlBody(pieces.fill(self.own)).into_response())
    }

    /// What stands for the visitor's value with this number in the page that is to be drawn.
    pub fn mark(&self, number: usize) -> &str {
        match &self.key {
            Some(_) => &self.app().kept.marks[number],
            None => self.own[number],
        }
    }

    /// Keeps and answers the page, drawn with the marks.
    pub fn keep(self, title: &str, body: Html) -> Response {
        let Some(key) = self.key else { return self.visit.page(title, body) };
        let (kept, mut visit) = (&self.visit.app.kept, self.visit.clone());
        let marks = &kept.marks[..self.own.len()];
        visit.path = self.own.iter().zip(marks).fold(visit.path, |path, (own, mark)| path.replace(own, mark));
        let pieces = Pieces::cut(&visit.document(title, body), marks);
        let bytes = pieces.bytes() + key.len() as u64;
        HtmlBody(kept.pages.keep(self.begun, key, pieces, bytes).fill(self.own)).into_response()
    }

    fn app(&self) -> &App {
        &self.visit.app
    }
}
