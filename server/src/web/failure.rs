//! What a handler may fail with. The page shown for it is made by [`super::guard`], which knows the reader's language.
//!
//! A form that is wrong is not a failure: its handler shows the page again with 422 and what was typed.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::jobs;
use crate::store;

#[derive(Debug)]
pub enum Failure {
    /// Unknown, or not this firm's: the answer is the same.
    NotFound,
    /// Signed in, but the role does not allow it.
    Forbidden,
    /// Another site made the browser send this.
    CrossSite,
    /// No failure: the same form was sent before, and leads to where it led then ([`super::Once::first`]).
    Answered { to: String },
    /// Not signed in; comes back to this path afterwards.
    SignIn { next: String },
    /// The body is larger than this many bytes.
    TooLarge { limit: usize },
    /// The body cannot be read as the form that it should be.
    Malformed,
    /// Too many requests; this many seconds to wait.
    TooMany { seconds: u64 },
    /// The key that seals documents cannot at present.
    NoSeal(String),
    /// The server's clock stands behind the last entry of the log, so nothing can be recorded now.
    ClockBehind,
    /// Anything else. The log gets the error, the reader a reference number.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// In the response's extensions: an answer to a program, which goes out as it is whatever its status.
#[derive(Clone, Copy, Debug)]
pub struct Exactly;

/// Carried in the response's extensions from the handler to the guard.
#[derive(Clone, Debug)]
pub struct Failed {
    pub status: StatusCode,
    pub seconds: Option<u64>,
    pub limit: Option<usize>,
    pub cross_site: bool,
    /// The key that seals cannot.
    pub no_seal: bool,
    /// What the log says; never shown.
    pub log: Option<std::sync::Arc<str>>,
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        match error {
            store::Error::Missing => Failure::NotFound,
            store::Error::ClockBehind { .. } => Failure::ClockBehind,
            store::Error::Swept => Failure::TooMany { seconds: 1 },
            store::Error::NoSeal(why) => Failure::NoSeal(why),
            other => Failure::Internal(Box::new(other)),
        }
    }
}

/// What kept a document from being made: of a job, or of a page that makes one at once.
impl From<jobs::Failed> for Failure {
    fn from(failed: jobs::Failed) -> Failure {
        match failed.downcast() {
            Ok(error) => store::Error::into(*error),
            Err(other) => Failure::Internal(other),
        }
    }
}

impl Failure {
    /// An internal error known by a sentence only.
    pub fn internal(what: impl Into<String>) -> Failure {
        Failure::Internal(what.into().into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut failed = Failed {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            seconds: None,
            limit: None,
            cross_site: false,
            no_seal: false,
            log: None,
        };
        failed.status = match self {
            Failure::Answered { to } => return Redirect::to(&to).into_response(),
            Failure::SignIn { next } => {
                return Redirect::to(&format!("/sign-in?next={}", form_urlencode(&next))).into_response();
            }
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::Forbidden => StatusCode::FORBIDDEN,
            Failure::CrossSite => {
                failed.cross_site = true;
                StatusCode::FORBIDDEN
            }
            Failure::Malformed => StatusCode::BAD_REQUEST,
            Failure::TooLarge { limit } => {
                failed.limit = Some(limit);
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Failure::TooMany { seconds } => {
                failed.seconds = Some(seconds.max(1));
                StatusCode::TOO_MANY_REQUESTS
            }
            Failure::ClockBehind => {
                failed.seconds = Some(60);
                StatusCode::SERVICE_UNAVAILABLE
            }
            Failure::NoSeal(why) => {
                failed.seconds = Some(60);
                failed.no_seal = true;
                failed.log = Some(why.into());
                StatusCode::SERVICE_UNAVAILABLE
            }
            Failure::Internal(error) => {
                failed.log = Some(with_sources(&*error).into());
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut response = failed.status.into_response();
        if let Some(seconds) = failed.seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(failed);
        response
    }
}

/// The error and what caused it, each once.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
pub fn form_urlencode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
