//! Tables whose head is repeated on each page.

use std::sync::Arc;

use super::*;

/// A table under construction.
pub struct Table<'a> {
    pub(super) flow: &'a mut Flow,
    pub(super) places: Vec<(f32, f32)>,
    pub(super) right: Vec<bool>,
    pub(super) head: Option<Arc<Strip>>,
    pub(super) tag: Tag,
}

impl Table<'_> {
    pub fn row(&mut self, fill: impl FnOnce(&mut [Flow])) {
        self.add(Role::Cell, fill);
    }

    pub(super) fn add(&mut self, role: Role, fill: impl FnOnce(&mut [Flow])) {
        let row = self.tag.child(Role::Row);
        let cell = |(&(_, width), &right): (&(f32, f32), &bool)| Flow { right, ..Flow::new(width, row.child(role)) };
        let mut cells: Vec<Flow> = self.places.iter().zip(&self.right).map(cell).collect();
        fill(&mut cells);
        for cell in &mut cells {
            // A row has a cell for every column, also to a reader that speaks (ISO 14289-1, 7.5).
            if cell.strips.iter().all(|strip| strip.items.is_empty()) {
                cell.strips.clear();
                cell.small("\u{A0}");
            }
        }
        let mut strips =
            strip::zip(cells.into_iter().zip(&self.places).map(|(cell, &(x, _))| (x, cell.strips)).collect());
        if strip::height(&strips) < TALL_ROW {
            strips = vec![strip::join(strips)];
        }
        const PAD: f32 = 3.2;
        let mut below = Flow::new(self.flow.width, self.tag.clone());
        below.gap(PAD);
        let is_head = role == Role::HeadCell;
        below.rule(if is_head { MUTED } else { RULE }, if is_head { 0.8 } else { 0.5 });
        // The first thing beside a label stands on the label's line.
        if let Some(first) = strips.first_mut().filter(|_| !self.flow.strips.is_empty()) {
            first.shift(0.0, PAD);
            first.height += PAD;
        }
        if let Some(last) = strips.last_mut() {
            let mut below = strip::join(below.strips);
            below.shift(0.0, last.height);
            last.height += below.height;
            last.items.append(&mut below.items);
        }
        if role == Role::HeadCell {
            let mut head = strip::join(strips);
            // On the page of the first row: a head alone says nothing.
            head.keep = true;
            self.head = Some(Arc::new(head.clone()));
            self.flow.strips.push(head);
            return;
        }
        for strip in &mut strips {
            strip.head = self.head.clone();
        }
        self.flow.strips.append(&mut strips);
    }
}
