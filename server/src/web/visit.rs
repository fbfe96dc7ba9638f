//! Who visits, in which language, and how a page is answered.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;

use app::{Chrome, Flash, Html, Mails, PageHead, Section, Texts};
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use ledger::event::{AccessSort, Date, Device, Role};
use ledger::{Actor, Id, Lang, Time};

use super::{App, Failure};
use crate::store::log::Head;
use crate::store::{Firm, sessions};

/// The page's nonce of the Content-Security-Policy (CSP3 §2.3.1): 128 random bits.
#[derive(Clone)]
pub struct Nonce(pub String);

/// A request of anyone.
#[derive(Clone)]
pub struct Visit {
    pub app: App,
    pub lang: Lang,
    /// By the switch on the pages, which outranks every other preference.
    lang_chosen: bool,
    /// Path and query, to come back to.
    pub path: String,
    method: Method,
    pub device: Device,
    pub now: Time,
    nonce: Nonce,
    /// Name of the confirmation to show, from `?done=`.
    done: Option<String>,
    token: Option<String>,
    cookies: Vec<(String, String)>,
    pub(super) chrome: Chrome,
    /// What stands before the addresses of an outside reader's pages, `/g/<token>`; the same pages as a member's, and nothing leads out of them.
    base: Option<String>,
}

pub const LANG_COOKIE: &str = "lang";

/// `__Host-` binds the cookie to this host and to https (RFC 6265bis §4.1.3.2); on this machine's http it cannot be used.
pub fn cookie_name(app: &App) -> &'static str {
    if app.config.https() { "__Host-acte" } else { "acte" }
}

pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies(headers).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// The same, sent back only for addresses below `path`; without the `__Host-` prefix, which is for the whole host.
pub fn set_cookie_at(app: &App, name: &str, value: &str, path: &str, seconds: i64) -> HeaderValue {
    let secure = if app.config.https() { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
        .unwrap_or(HeaderValue::from_static(""))
}

/// A cookie that this visit came with.
pub fn cookie_value<'a>(visit: &'a Visit, name: &str) -> Option<&'a str> {
    visit.cookies.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// A `Set-Cookie` value, HttpOnly, SameSite=Lax, for the whole host. `seconds` 0 removes it.
pub fn set_cookie(app: &App, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let secure = if app.config.https() { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
        .unwrap_or(HeaderValue::from_static(""))
}

/// The first language of Accept-Language (RFC 9110 §12.5.4) that there is; French when none is named.
fn negotiate(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut wanted: Vec<(&str, f32)> = accepted
        .split(',')
        .map(|part| {
            let (tag, q) = part.split_once(";q=").unwrap_or((part, "1"));
            (tag.trim(), q.trim().parse().unwrap_or(0.0))
        })
        .collect();
    wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
    wanted
        .iter()
        .find_map(|(tag, q)| if *q > 0.0 { tag.get(..2)?.to_ascii_lowercase().parse().ok() } else { None })
        .unwrap_or(Lang::Fr)
}

/// At most the first `most` bytes: `to_str` lets only ASCII through.
fn start(text: &str, most: usize) -> &str {
    text.get(..most).unwrap_or(text)
}

impl Visit {
    pub fn of(app: &App, request: &Request) -> Visit {
        Visit::from(app, request.method(), request.uri(), request.headers(), request.extensions())
    }

    fn from(app: &App, method: &Method, uri: &Uri, headers: &HeaderMap, extensions: &Extensions) -> Visit {
        let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let forwarded =
            || headers.get("x-forwarded-for")?.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok();
        let ip = if app.config.behind_proxy { forwarded().or(peer) } else { peer };
        let chosen = cookie(headers, LANG_COOKIE).and_then(|v| v.parse().ok());
        let done = uri.query().and_then(|q| q.split('&').find_map(|p| p.strip_prefix("done="))).map(str::to_owned);
        Visit {
            app: app.clone(),
            lang: chosen.unwrap_or_else(|| negotiate(headers)),
            lang_chosen: chosen.is_some(),
            path: uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            method: method.clone(),
            device: Device {
                ip: ip.map(|i| i.to_string()).unwrap_or_default(),
                user_agent: start(text(header::USER_AGENT), 300).to_owned(),
            },
            now: app.clock.now(),
            nonce: extensions.get::<Nonce>().cloned().unwrap_or(Nonce(String::new())),
            done,
            cookies: cookies(headers).map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            token: cookie(headers, cookie_name(app)).map(str::to_owned),
            chrome: Chrome::Public,
            base: None,
        }
    }

    /// A parameter of the query, decoded; empty when absent.
    pub fn query(&self, name: &str) -> String {
        self.queries(name).into_iter().next().unwrap_or_default()
    }

    /// All values of a parameter of the address, in their order.
    pub fn queries(&self, name: &str) -> Vec<String> {
        let query = self.path.split_once('?').map_or("", |(_, q)| q);
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        pairs.into_iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect()
    }

    pub fn t(&self) -> Texts {
        Texts(self.lang)
    }

    /// The path for the log: a client's link or an invitation is a secret, like that of a calendar, so nothing after these words is
    /// written down.
    pub fn logged_path(&self) -> &str {
        let path = self.path.split('?').next().unwrap_or_default();
        ["/n/", "/g/", "/join/", "/feed/"].into_iter().find(|p| path.starts_with(p)).unwrap_or(path)
    }

    /// Refuses when this address asks for `what` too often.
    pub fn limit(&self, what: super::Rate) -> Result<(), Failure> {
        self.app.rates.check(what, &self.device.ip).map_err(|seconds| Failure::TooMany { seconds })
    }

    pub fn page(&self, title: &str, body: Html) -> Response {
        self.page_with(StatusCode::OK, title, body)
    }

    /// The same page again, with the errors beside the fields.
    pub fn again(&self, title: &str, body: Html) -> Response {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, title, body)
    }

    pub fn page_with(&self, status: StatusCode, title: &str, body: Html) -> Response {
        (status, axum::response::Html(self.document(title, body))).into_response()
    }

    pub(super) fn document(&self, title: &str, body: Html) -> String {
        // After a refused form the language switch leads back to the empty one: a POST address has no page.
        let path =
            if self.method == Method::GET { self.path.as_str() } else { self.path.split('?').next().unwrap_or("/") };
        let head = PageHead {
            lang: self.lang,
            title,
            nonce: &self.nonce.0,
            path,
            chrome: self.chrome.clone(),
            flash: self.done.as_deref().and_then(|name| self.t().done(name, self.mails())).map(Flash::Done),
            assets: self.app.assets.urls(),
        };
        let body = match &self.base {
            Some(base) => app::html::under(body, |path| crate::routes::leads(base, path)),
            None => body,
        };
        app::page(&head, move || body)
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visit, Infallible> {
        let mut visit = Visit::from(app, &parts.method, &parts.uri, &parts.headers, &parts.extensions);
        // A page for anyone still shows the frame of whoever is signed in.
        if let Ok(Some(session)) = visit.session().await {
            visit.greet(&session);
        }
        Ok(visit)
    }
}

impl Visit {
    pub async fn session(&self) -> Result<Option<sessions::Session>, Failure> {
        let Some(token) = &self.token else { return Ok(None) };
        let mut tx = self.app.db.read().await?;
        Ok(sessions::find(&mut tx, &ledger::sha256(token.as_bytes()), self.now).await?)
    }

    /// What becomes of this server's mails.
    pub fn mails(&self) -> Mails {
        match (self.app.mail.outbox(), self.app.config.demo) {
            (None, _) => Mails::Sent,
            (Some(_), true) => Mails::Shown,
            (Some(_), false) => Mails::Kept,
        }
    }

    /// Shows the frame of a member, and speaks their language unless the browser was told another.
    fn greet(&mut self, session: &sessions::Session) {
        if !self.lang_chosen {
            self.lang = session.lang;
        }
        let first = self.path.split(['/', '?']).nth(1).unwrap_or_default();
        let section = match first {
            "" => Some(Section::Overview),
            "clients" => Some(Section::Clients),
            "projects" | "warnings" | "drafts" | "notices" | "entries" => Some(Section::Projects),
            "coverage" | "calendar" | "bulk" => Some(Section::Coverage),
            "topics" => Some(Section::Topics),
            "search" => Some(Section::Search),
            "members" => Some(Section::Members),
            "firm" => Some(Section::Firm),
            "account" => Some(Section::Account),
            "outbox" => Some(Section::Outbox),
            _ => None,
        };
        let mails = self.mails();
        self.chrome = Chrome::Member { name: session.name.clone(), firm: session.firm_name.clone(), section, mails };
    }

    /// The frame of an outside reader's pages, which lie below `base` once the code was typed.
    pub fn for_outsider(&mut self, firm: &str, name: &str, base: Option<&str>) {
        self.base = base.map(str::to_owned);
        self.chrome = Chrome::Outsider { firm: firm.to_owned(), name: name.to_owned(), base: self.base.clone() };
    }

    /// The frame of nobody in particular again.
    pub fn leave_desk(&mut self) {
        (self.base, self.chrome) = (None, Chrome::Public);
    }

    /// The language of whoever is written to, unless the browser was told another.
    pub fn speak(&mut self, lang: Lang) {
        if !self.lang_chosen {
            self.lang = lang;
        }
    }

    /// The frame of a client's page: the firm's name as letterhead, nothing to navigate, the notice's language.
    pub fn for_client(&mut self, firm: &str, lang: Lang) {
        self.chrome = Chrome::Client { firm: firm.to_owned() };
        self.speak(lang);
    }
}

/// A member of a firm, signed in. Handlers ask for [`Reader`], [`Adviser`] or [`Owner`], so that rights stand in their first line.
#[derive(Clone)]
pub struct Member {
    visit: Visit,
    pub firm: Firm,
    pub id: Id,
    pub name: String,
    pub role: Role,
    pub session: Id,
    /// Of the firm's log when the session was looked up.
    pub log: Head,
    /// No member: somebody outside, who reads as a reader does what was granted to them.
    pub outside: Option<Outside>,
}

/// Under which grant somebody outside reads, and since which code.
#[derive(Clone, Copy, Debug)]
pub struct Outside {
    pub access: Id,
    pub session: Id,
    pub sort: AccessSort,
    /// The day of the grant, where the firm is.
    pub granted: Date,
}

impl Deref for Member {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Member, Failure> {
        let mut visit = Visit::from(app, &parts.method, &parts.uri, &parts.headers, &parts.extensions);
        let session = visit.session().await?;
        if let Some(session) = session.as_ref().filter(|s| s.stale(visit.now)) {
            let expires = Time(visit.now.0 + crate::account::SESSION_LIFE);
            let mut tx = app.db.write().await?;
            sessions::seen(&mut tx, session.firm, session.session, visit.now, expires).await?;
            tx.commit().await?;
        }
        let Some(session) = session else {
            // After a POST there is no page to come back to.
            let back = if parts.method == axum::http::Method::GET { visit.path.clone() } else { "/".to_owned() };
            return Err(Failure::SignIn { next: back });
        };
        visit.greet(&session);
        Ok(Member {
            visit,
            firm: session.firm,
            id: session.member,
            name: session.name,
            role: session.role,
            session: session.session,
            log: session.log,
            outside: None,
        })
    }
}

impl Member {
    /// Somebody outside. The handlers that they come by decide what they may read; here they are given the role that changes nothing.
    pub fn outside(visit: Visit, firm: Firm, name: String, log: Head, outside: Outside) -> Member {
        let (id, session, role) = (outside.access, outside.session, Role::Reader);
        Member { visit, firm, id, name, role, session, log, outside: Some(outside) }
    }

    /// Who did it, as headers say it: what an outside reader has made, the program makes, and an entry says for whom.
    pub fn actor(&self) -> Actor {
        if self.outside.is_some() { Actor::System } else { Actor::Member(self.id) }
    }

    /// What stands before the address of every page of this reader; empty for a member.
    pub fn base(&self) -> &str {
        self.visit.base.as_deref().unwrap_or_default()
    }
}

/// A member whose role is at least the one named.
macro_rules! role {
    ($(#[$doc:meta])* $name:ident: $($allowed:ident)|+) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub Member);
        impl Deref for $name {
            type Target = Member;
            fn deref(&self) -> &Member {
                &self.0
            }
        }
        impl FromRequestParts<App> for $name {
            type Rejection = Failure;
            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<$name, Failure> {
                let member = Member::from_request_parts(parts, app).await?;
                if matches!(member.role, $(Role::$allowed)|+) { Ok($name(member)) } else { Err(Failure::Forbidden) }
            }
        }
    };
}
role!(/** Any member. */ Reader: Owner | Adviser | Reader);
role!(/** May work on clients, projects and notices. */ Adviser: Owner | Adviser);
role!(/** May change the firm and its members. */ Owner: Owner);

/// 303 to a page that confirms `done` (a name of the table of texts).
pub fn see(path: impl AsRef<str>, done: &str) -> Response {
    Redirect::to(&location(path.as_ref(), done)).into_response()
}

/// The address of a page that confirms `done`.
pub(super) fn location(path: &str, done: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    match (done, path.split_once('#')) {
        ("", _) => path.to_owned(),
        (done, Some((before, fragment))) => format!("{before}{joint}done={done}#{fragment}"),
        (done, None) => format!("{path}{joint}done={done}"),
    }
}
