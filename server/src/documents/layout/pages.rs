//! Cuts a column of strips into pages.

use super::strip::Strip;

/// A strip on its page, `y` points below the top of the text area.
pub struct Placed {
    pub y: f32,
    pub strip: Strip,
}

/// Fills pages of `height` points from the top. Strips that must keep together do, unless they are higher than a page.
pub fn paginate(strips: Vec<Strip>, height: f32) -> Vec<Vec<Placed>> {
    let mut pages = vec![Page::default()];
    let mut rest = strips.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut keep = first.keep;
        let mut chain = vec![first];
        while keep {
            let Some(next) = rest.next() else { break };
            // White space is nothing to be kept with: what comes after it is.
            keep = next.keep || next.gap;
            chain.push(next);
        }
        place(&mut pages, chain, height);
    }
    // A page break or white space at the very end makes no page.
    while pages.len() > 1 && pages.last().is_some_and(|p| p.placed.is_empty()) {
        pages.pop();
    }
    pages.into_iter().map(|p| p.placed).collect()
}

#[derive(Default)]
struct Page {
    placed: Vec<Placed>,
    y: f32,
}

fn place(pages: &mut Vec<Page>, chain: Vec<Strip>, height: f32) {
    let used = pages.last().map_or(0.0, |p| p.y);
    let needed = used + needed(&chain);
    let empty = pages.last().is_none_or(|p| p.placed.is_empty());
    if !empty && (needed > height || chain[0].break_before) {
        pages.push(Page::default());
        return place(pages, chain, height);
    }
    if empty && needed > height && chain.len() > 1 {
        // Higher than a page: let it break wherever it must.
        for mut strip in chain {
            strip.keep = false;
            place(pages, vec![strip], height);
        }
        return;
    }
    let Some(page) = pages.last_mut() else { return };
    for mut strip in chain {
        if page.placed.is_empty() {
            if strip.gap {
                continue;
            }
            if let Some(head) = &strip.head {
                let mut head = Strip::clone(head);
                // Said once already: on further pages it is there for the eye.
                head.items.iter_mut().for_each(|item| item.tag = None);
                page.push(head);
            }
        }
        strip.head = None;
        page.push(strip);
    }
}

/// Height of a chain on a page that has begun; white space at its end may hang over.
fn needed(chain: &[Strip]) -> f32 {
    let end = chain.iter().rposition(|s| !s.gap).map_or(0, |last| last + 1);
    chain[..end].iter().map(|s| s.height).sum()
}

impl Page {
    fn push(&mut self, strip: Strip) {
        let height = strip.height;
        self.placed.push(Placed { y: self.y, strip });
        self.y += height;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn strip(height: f32) -> Strip {
        Strip { height, ..Strip::default() }
    }

    fn heights(pages: &[Vec<Placed>]) -> Vec<Vec<f32>> {
        pages.iter().map(|p| p.iter().map(|s| s.strip.height).collect()).collect()
    }

    #[test]
    fn kept_strips_move_together() {
        let heading = Strip { keep: true, ..strip(20.0) };
        let pages = paginate(vec![strip(60.0), heading, strip(30.0), strip(5.0)], 100.0);
        assert_eq!(heights(&pages), [vec![60.0], vec![20.0, 30.0, 5.0]]);
    }

    #[test]
    fn a_heading_is_kept_with_what_follows_the_white_space() {
        let heading = Strip { keep: true, ..strip(20.0) };
        let pages = paginate(vec![strip(60.0), heading, Strip::gap(3.0), strip(30.0)], 100.0);
        assert_eq!(heights(&pages), [vec![60.0], vec![20.0, 3.0, 30.0]]);
    }

    #[test]
    fn a_chain_higher_than_a_page_breaks() {
        let chain: Vec<Strip> = (0..5).map(|_| Strip { keep: true, ..strip(40.0) }).collect();
        assert_eq!(heights(&paginate(chain, 100.0)), [vec![40.0, 40.0], vec![40.0, 40.0], vec![40.0]]);
    }

    #[test]
    fn the_head_of_a_table_comes_again() {
        let head = strip(10.0);
        let row = Strip { head: Some(Arc::new(head.clone())), ..strip(45.0) };
        let pages = paginate(vec![Strip { keep: true, ..head }, row.clone(), row.clone(), row], 110.0);
        assert_eq!(heights(&pages), [vec![10.0, 45.0, 45.0], vec![10.0, 45.0]]);
    }

    #[test]
    fn white_space_neither_starts_nor_makes_a_page() {
        let pages =
            paginate(vec![Strip::gap(9.0), strip(95.0), Strip::gap(9.0), strip(20.0), Strip::gap(200.0)], 100.0);
        assert_eq!(heights(&pages), [vec![95.0, 9.0], vec![20.0, 200.0]]);
    }
}
