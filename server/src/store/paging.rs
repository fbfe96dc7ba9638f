//! Lists page by page.

use super::db::built;
use super::{Error, Firm, Row, Tx};
use crate::args;

/// Rows on one page of a list.
pub const PER_PAGE: u64 = 100;

/// Which page of a list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// From 1 to `pages`.
    pub page: u64,
    /// At least 1.
    pub pages: u64,
}

impl Paging {
    /// The page asked for of a list of `count` rows. What is no page is the nearest one, so that a link to a list that has become
    /// shorter still shows its end.
    fn of(asked: &str, count: u64) -> Paging {
        let pages = count.div_ceil(PER_PAGE).max(1);
        Paging { page: number(asked).clamp(1, pages), pages }
    }
}

fn number(asked: &str) -> u64 {
    asked.parse().unwrap_or(1)
}

/// The rows of the page asked for, as it stands in the address. `list` takes the firm, how many rows, and how many before them; `count` takes the firm and names
/// its answer `n`.
pub async fn rows(
    tx: &mut Tx,
    firm: Firm,
    list: &str,
    count: &'static str,
    asked: &str,
) -> Result<(Vec<Row>, Paging), Error> {
    if number(asked) <= 1 {
        // One more than a page has: most lists are one page, and then nothing need be counted.
        let rows = tx.all(built(list.to_owned()), args![firm, PER_PAGE + 1, 0_u64]).await?;
        if rows.len() as u64 <= PER_PAGE {
            return Ok((rows, Paging::of(asked, 0)));
        }
    }
    let paging = Paging::of(asked, tx.one(count, args![firm]).await?.get("n")?);
    let before = (paging.page - 1) * PER_PAGE;
    Ok((tx.all(built(list.to_owned()), args![firm, PER_PAGE, before]).await?, paging))
}

/// The page asked for of rows that are all here.
pub fn part<T>(all: Vec<T>, asked: &str) -> (Vec<T>, Paging) {
    let paging = Paging::of(asked, all.len() as u64);
    let before = (paging.page - 1) * PER_PAGE;
    (all.into_iter().skip(before as usize).take(PER_PAGE as usize).collect(), paging)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_the_page_asked_for() {
        let all = || (0..PER_PAGE * 2 + 1).collect::<Vec<_>>();
        assert_eq!(part(all(), "").0, (0..PER_PAGE).collect::<Vec<_>>());
        let (last, paging) = part(all(), "9");
        assert_eq!((last, paging), (vec![PER_PAGE * 2], Paging { page: 3, pages: 3 }));
    }

    #[test]
    fn what_is_no_page_is_the_nearest_one() {
        let shown = |asked, count| (Paging::of(asked, count).page, Paging::of(asked, count).pages);
        assert_eq!(shown("", 0), (1, 1));
        assert_eq!(shown("2", PER_PAGE), (1, 1));
        assert_eq!(shown("2", PER_PAGE + 1), (2, 2));
        assert_eq!(shown("18446744073709551615", 3 * PER_PAGE), (3, 3));
        for nonsense in ["0", "-1", "x", "1e9"] {
            assert_eq!(shown(nonsense, 3 * PER_PAGE).0, 1, "{nonsense}");
        }
    }
}
