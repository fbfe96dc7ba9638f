//! A visitor whose browser runs no script: keeps cookies, follows redirects, reads the forms out of the pages and posts them.
//!
//! A test reads like a story: `visitor.visit("/clients/new").await.fill("name", "Portails Morin").submit().await.expect(200)`.
//! What a person could not do (fill a field that is not there, press a button that is not shown) panics with what the page offers.

mod form;
mod page;

pub use form::{Form, Kind};
pub use page::Page;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder, Url};

/// Redirects followed in a row, as in browsers.
const MAX_REDIRECTS: usize = 20;

/// One person's browser. Clones are the same browser.
#[derive(Clone)]
pub struct Visitor(Arc<Inner>);

struct Inner {
    client: reqwest::Client,
    base: Url,
    language: String,
    /// The address that a reverse proxy would report (`behind_proxy`).
    address: Option<String>,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// Where a request comes from, as the browser tells the server (Fetch metadata, and the Origin of a post).
#[derive(Clone)]
pub(crate) enum From {
    /// Typed, or from a bookmark or a mail.
    Outside,
    /// A link or a form of a page of ours, which had this referrer policy.
    Page { referrer_policy: String },
}

impl Visitor {
    /// `base` is the server's address, such as `http://127.0.0.1:8300`; `language` goes into Accept-Language.
    pub fn new(base: &str, language: &str) -> Visitor {
        Visitor::from_address(base, language, None)
    }

    /// As seen through a reverse proxy from this address.
    pub fn from_address(base: &str, language: &str, address: Option<&str>) -> Visitor {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        Visitor(Arc::new(Inner {
            client: client.expect("an HTTP client without TLS needs nothing"),
            base: base.parse().expect("the server's address is a URL"),
            language: language.to_owned(),
            address: address.map(str::to_owned),
            cookies: Mutex::default(),
        }))
    }

    /// The server's address, without a slash at the end.
    pub fn base(&self) -> String {
        self.0.base.origin().ascii_serialization()
    }

    /// Types an address: a path, or a whole link out of a mail.
    pub async fn visit(&self, link: &str) -> Page {
        self.send(self.get(link), &From::Outside).await
    }

    pub(crate) fn get(&self, link: &str) -> RequestBuilder {
        self.0.client.get(self.local(link))
    }

    pub(crate) fn post(&self, link: &str) -> RequestBuilder {
        self.0.client.post(self.local(link))
    }

    /// A request with this visitor's cookies and nothing else that a browser adds: for what no page offers.
    pub fn request(&self, method: Method, link: &str) -> RequestBuilder {
        self.0.client.request(method, self.local(link)).headers(self.common_headers())
    }

    /// Sends a request of [`Visitor::request`]; follows nothing.
    pub async fn answer(&self, request: RequestBuilder) -> Page {
        let response = request.send().await.expect("the server answers");
        self.remember(response.headers());
        Page::read(self.clone(), response, vec![]).await
    }

    /// The cookies' names and values.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.0.cookies.lock().expect("no test panicked while holding it").clone()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.0.cookies.lock().expect("no test panicked while holding it").insert(name.into(), value.into());
    }

    /// The path and query on the server under test, whatever public address the link names.
    fn local(&self, link: &str) -> Url {
        let path = match link.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
            None => link,
        };
        self.0.base.join(path).unwrap_or_else(|e| panic!("{link} is no address: {e}"))
    }

    pub(crate) async fn send(&self, request: RequestBuilder, from: &From) -> Page {
        let mut trail = Vec::new();
        let mut request = request;
        loop {
            let mut built = request.headers(self.common_headers()).build().expect("a request as the page asks for");
            self.say_where_from(&mut built, from);
            let response = self.0.client.execute(built).await.expect("the server answers");
            self.remember(response.headers());
            let location = response.headers().get(header::LOCATION).and_then(|l| l.to_str().ok()).map(str::to_owned);
            let Some(location) = location.filter(|_| response.status().is_redirection()) else {
                return Page::read(self.clone(), response, trail).await;
            };
            // After 307 and 308 a browser would post again; Acté never answers so.
            assert!(matches!(response.status().as_u16(), 301..=303), "{} to {location}", response.status());
            let next = response.url().join(&location).expect("Location is an address");
            trail.push((response.status().as_u16(), path_and_query(&next)));
            assert!(trail.len() <= MAX_REDIRECTS, "redirected in circles: {trail:?}");
            assert_eq!(next.origin(), self.0.base.origin(), "redirected away from Acté");
            request = self.0.client.get(next);
        }
    }

    fn common_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let value = |text: &str| HeaderValue::from_str(text).expect("visible ASCII");
        headers.insert(header::ACCEPT, value("text/html,application/xhtml+xml,*/*;q=0.8"));
        headers.insert(header::ACCEPT_LANGUAGE, value(&self.0.language));
        if let Some(address) = &self.0.address {
            headers.insert("x-forwarded-for", value(address));
        }
        let cookies: Vec<String> = self.cookies().iter().map(|(name, content)| format!("{name}={content}")).collect();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, value(&cookies.join("; ")));
        }
        headers
    }

    /// Fetch metadata (W3C), and Origin as the Fetch standard says (“append a request `Origin` header”): a page whose referrer
    /// policy is no-referrer posts with the origin `null`.
    fn say_where_from(&self, request: &mut reqwest::Request, from: &From) {
        let posts = request.method() == Method::POST;
        let headers = request.headers_mut();
        let (site, origin) = match from {
            From::Outside => ("none", None),
            From::Page { referrer_policy } if referrer_policy == "no-referrer" => {
                ("same-origin", Some("null".to_owned()))
            }
            From::Page { .. } => ("same-origin", Some(self.0.base.origin().ascii_serialization())),
        };
        headers.insert("sec-fetch-site", HeaderValue::from_static(site));
        headers.insert("sec-fetch-mode", HeaderValue::from_static("navigate"));
        headers.insert("sec-fetch-dest", HeaderValue::from_static("document"));
        if let (true, Some(origin)) = (posts, origin) {
            headers.insert(header::ORIGIN, HeaderValue::from_str(&origin).expect("an origin is ASCII"));
        }
    }

    /// RFC 6265 §5.3, as far as Acté uses it: every cookie is for the whole site and this host.
    fn remember(&self, headers: &HeaderMap) {
        let mut cookies = self.0.cookies.lock().expect("no test panicked while holding it");
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("Set-Cookie is ASCII");
            let mut parts = line.split(';').map(str::trim);
            let (name, value) =
                parts.next().and_then(|pair| pair.split_once('=')).unwrap_or_else(|| panic!("Set-Cookie: {line}"));
            let ended = parts.any(|attribute| attribute.eq_ignore_ascii_case("max-age=0"));
            if ended {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// What follows the host.
pub(crate) fn path_and_query(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}
