//! The rule by which a dossier is split: the narrative first, then the exhibits in their order, as many in a part as fit; none is ever cut,
//! and one that is too large alone has a part of its own.

use std::collections::BTreeSet;

/// Bytes beside the files and the evidence: fonts, colour profile, seal, and what all documents carry. The fonts take 60 KB in the longest file.
pub const FIXED: u64 = 192 * 1024;
/// Bytes that an exhibit adds to a part beside its file: its sheet, its row, its bookmark, its links. Measured: 3 KB.
pub const SHEET: u64 = 8 * 1024;

/// One PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Numbers of the exhibits in it, ascending.
    pub exhibits: Vec<usize>,
    /// Larger than the limit all the same: of one exhibit that is.
    pub oversize: bool,
}

/// How a dossier is split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The first has the narrative; at least one.
    pub parts: Vec<Part>,
    /// Numbers of exhibits that should be in a part and whose files are not there.
    pub missing: BTreeSet<usize>,
}

impl Plan {
    /// The narrative alone: exhibits are named, none is joined.
    pub fn bare() -> Plan {
        Plan { parts: vec![Part::default()], missing: BTreeSet::new() }
    }

    /// Splits the exhibits (number and bytes, in their order) so that no part takes more than `limit` bytes. `narrative` are those of the first
    /// part by itself, `fixed` those of any other; all of it is one part when it fits.
    pub fn of(exhibits: &[(usize, u64)], narrative: u64, fixed: u64, limit: u64) -> Plan {
        let all: u64 = exhibits.iter().map(|(_, bytes)| bytes + SHEET).sum();
        let numbers = |some: &[(usize, u64)]| some.iter().map(|(number, _)| *number).collect();
        if narrative + all <= limit {
            return Plan { parts: vec![Part { exhibits: numbers(exhibits), oversize: false }], ..Plan::default() };
        }
        let room = limit.saturating_sub(fixed);
        let mut parts = vec![Part::default()];
        let mut rest = exhibits;
        while let [first, ..] = rest {
            let mut left = room;
            let count = rest.iter().take_while(|(_, bytes)| {
                let less = left.checked_sub(bytes + SHEET);
                left = less.unwrap_or_default();
                less.is_some()
            });
            let count = count.count();
            let oversize = first.1 + SHEET > room;
            let (taken, others) = rest.split_at(count.max(1));
            parts.push(Part { exhibits: numbers(taken), oversize });
            rest = others;
        }
        Plan { parts, missing: BTreeSet::new() }
    }

    /// In which part an exhibit stands, from 0.
    pub fn part_of(&self, number: usize) -> Option<usize> {
        self.parts.iter().position(|part| part.exhibits.binary_search(&number).is_ok())
    }

    /// Whether there is more than one PDF.
    pub fn is_split(&self) -> bool {
        self.parts.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KB: u64 = 1024;
    const LIMIT: u64 = 10_000 * KB;

    fn of(sizes: &[u64], limit: u64) -> Plan {
        let exhibits: Vec<(usize, u64)> = (1..).zip(sizes.iter().copied()).collect();
        Plan::of(&exhibits, 500 * KB, FIXED, limit)
    }

    fn numbers(plan: &Plan) -> Vec<Vec<usize>> {
        plan.parts.iter().map(|part| part.exhibits.clone()).collect()
    }

    #[test]
    fn what_fits_is_one_part() {
        let plan = of(&[1_000 * KB, 2_000 * KB], LIMIT);
        assert_eq!(numbers(&plan), [vec![1, 2]]);
        assert!(!plan.is_split());
        // To the byte.
        let whole = 500 * KB + 3_000 * KB + 2 * SHEET;
        assert!(!of(&[1_000 * KB, 2_000 * KB], whole).is_split());
        assert!(of(&[1_000 * KB, 2_000 * KB], whole - 1).is_split());
    }

    #[test]
    fn exhibits_keep_their_order_and_none_is_cut() {
        let plan = of(&[4_000 * KB, 4_000 * KB, 4_000 * KB, 1_000 * KB, 9_000 * KB, 10 * KB], LIMIT);
        assert_eq!(numbers(&plan), [vec![], vec![1, 2], vec![3, 4], vec![5, 6]]);
        assert!(plan.parts.iter().all(|part| !part.oversize));
        assert_eq!(
            [plan.part_of(1), plan.part_of(4), plan.part_of(6), plan.part_of(7)],
            [Some(1), Some(2), Some(3), None]
        );
    }

    #[test]
    fn one_larger_than_the_limit_has_a_part_of_its_own() {
        let plan = of(&[10 * KB, 30_000 * KB, 10 * KB], LIMIT);
        assert_eq!(numbers(&plan), [vec![], vec![1], vec![2], vec![3]]);
        assert_eq!(plan.parts.iter().map(|part| part.oversize).collect::<Vec<_>>(), [false, false, true, false]);
        // Beside what every part carries, it is the exhibit that must fit.
        let most = LIMIT - FIXED - SHEET;
        assert!(!of(&[most, KB], LIMIT).parts[1].oversize);
        assert!(of(&[most + 1, KB], LIMIT).parts[1].oversize);
    }

    /// Whatever the sizes: nothing twice, nothing lost, in order, within the limit, and no two neighbours that would fit together.
    #[test]
    fn nothing_is_lost_and_nothing_twice() {
        let mut seed = 7_u64;
        for round in 0..500 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed >> 33
            };
            let limit = (1 + next() % 20) * 1_000 * KB;
            let sizes: Vec<u64> =
                (0..next() % 60).map(|_| next() % (3_000 * KB) * if next() % 9 == 0 { 8 } else { 1 }).collect();
            let plan = of(&sizes, limit);
            let all: Vec<usize> = plan.parts.iter().flat_map(|part| part.exhibits.clone()).collect();
            assert_eq!(all, (1..=sizes.len()).collect::<Vec<_>>(), "round {round}");
            let bytes = |part: &Part| part.exhibits.iter().map(|n| sizes[n - 1] + SHEET).sum::<u64>() + FIXED;
            for part in plan.parts.iter().skip(1) {
                assert!(!part.exhibits.is_empty());
                assert_eq!(bytes(part) > limit, part.oversize, "round {round}");
                assert!(!part.oversize || part.exhibits.len() == 1, "round {round}");
            }
            for pair in plan.parts[1..].windows(2) {
                let first = pair[1].exhibits[0];
                assert!(pair[0].oversize || bytes(&pair[0]) + sizes[first - 1] + SHEET > limit, "round {round}");
            }
        }
    }

    #[test]
    fn a_limit_below_what_every_part_carries_still_ends() {
        let plan = of(&[KB, KB], 10);
        assert_eq!(numbers(&plan), [vec![], vec![1], vec![2]]);
        assert!(plan.parts[1].oversize && plan.parts[2].oversize);
    }
}
