//! Finds every page that a visitor can reach by links, as a search engine would.

use std::collections::{BTreeMap, VecDeque};

use crate::http::{Page, Visitor};

/// Pages of one kind (the same address but for the identifiers in it) that are looked at. More would only repeat the first.
const SAME_KIND: usize = 3;
/// More pages than the product has kinds; a crawl that reaches it goes in circles.
const MAX_PAGES: usize = 400;

/// Every page that links lead to from `starts`, the first ones included, each once.
pub async fn crawl(visitor: &Visitor, starts: &[&str]) -> Vec<Page> {
    let mut queue: VecDeque<String> = starts.iter().map(|s| (*s).to_owned()).collect();
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut pages = Vec::new();
    while let Some(link) = queue.pop_front() {
        let link = link.split('#').next().unwrap_or_default().to_owned();
        let same_kind = seen.entry(kind(&link)).or_default();
        if same_kind.contains(&link) || same_kind.len() >= SAME_KIND {
            continue;
        }
        same_kind.push(link.clone());
        let page = visitor.visit(&link).await;
        if page.is_html() {
            queue.extend(links(&page));
        }
        pages.push(page);
        assert!(pages.len() < MAX_PAGES, "the crawl does not end: {:?}", seen.keys());
    }
    pages
}

/// The addresses on this server that a page links to, or loads.
pub fn links(page: &Page) -> Vec<String> {
    let mut links = page.attributes("a[href], link[href]", "href");
    links.extend(page.attributes("img[src], script[src]", "src"));
    links.into_iter().filter(|link| link.starts_with('/') && !link.starts_with("//")).collect()
}

/// An address with `{}` for each identifier or token, and the names of its query's parameters without their values.
pub fn kind(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    // Identifiers and tokens, the codes of topics, the numbers of versions; our own words have no digits.
    let varies = |s: &str| s.bytes().any(|b| b.is_ascii_digit());
    let segments = path.split('/').map(|s| if varies(s) { "{}" } else { s });
    let mut names: Vec<&str> =
        query.split('&').filter_map(|pair| pair.split('=').next()).filter(|n| !n.is_empty()).collect();
    names.sort_unstable();
    let path = segments.collect::<Vec<_>>().join("/");
    // Choices of the search go together in any number; they are one page.
    if path.starts_with("/search") && !names.is_empty() {
        names = vec!["q"];
    }
    if names.is_empty() { path } else { format!("{path}?{}", names.join("&")) }
}
