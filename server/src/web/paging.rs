//! Lists page by page.

use super::Visit;

/// Rows on one page of a list.
pub const PER_PAGE: u64 = 100;

/// Which rows of a list are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// From 1 to `pages`.
    pub page: u64,
    /// At least 1.
    pub pages: u64,
    pub limit: u64,
    pub offset: u64,
}

impl Visit {
    /// The page that the address asks for (`?page=2`) of a list of `count` rows. What is no page is the nearest one, so that a
    /// link to a list that has become shorter still shows its end.
    pub fn paging(&self, count: u64) -> Paging {
        paging(&self.query("page"), count)
    }
}

fn paging(asked: &str, count: u64) -> Paging {
    let pages = count.div_ceil(PER_PAGE).max(1);
    let page = asked.parse().unwrap_or(1).clamp(1, pages);
    Paging { page, pages, limit: PER_PAGE, offset: (page - 1) * PER_PAGE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_page_is_the_nearest_one() {
        let shown =
            |asked: &str, count| (paging(asked, count).page, paging(asked, count).pages, paging(asked, count).offset);
        assert_eq!(shown("", 0), (1, 1, 0));
        assert_eq!(shown("2", PER_PAGE), (1, 1, 0));
        assert_eq!(shown("2", PER_PAGE + 1), (2, 2, PER_PAGE));
        assert_eq!(shown("18446744073709551615", 3 * PER_PAGE), (3, 3, 2 * PER_PAGE));
        for nonsense in ["0", "-1", "x", "1e9"] {
            assert_eq!(shown(nonsense, 3 * PER_PAGE).0, 1, "{nonsense}");
        }
    }
}
