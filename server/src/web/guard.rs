//! Around every request: where it may come from, what its answer may load, and the page for what failed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::{Html, Texts, pages};
use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;

use super::failure::{Exactly, Failed};
use super::visit::{Nonce, Visit};
use super::{App, Failure};

/// Refuses writes that another site made the browser send: the rules of Go 1.25's `CrossOriginProtection` (Sec-Fetch-Site first,
/// else Origin against Host; a request with neither does not come from a browser that another site could steer).
fn cross_site(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some("same-origin" | "none"), ..) => false,
        (Some(_), ..) => true,
        (None, None, _) => false,
        (None, Some(origin), host) => origin.split_once("://").map(|(_, h)| h) != host,
    }
}

/// What is still read and thrown away of a body that nobody wanted, bytes.
const DRAIN_LIMIT: usize = 1 << 30;
/// How long that may take: at 25 Mbit/s a file of 200 MB has come by then. Whoever sends more slowly sees a broken connection.
const DRAIN_TIME: Duration = Duration::from_secs(90);

/// Answers once the whole body has come, read or not: a browser that is still sending when the connection closes shows an error of
/// its own instead of our page (that the session has ended, that the file is too large). RFC 9112 §9.6 warns of the same.
async fn drained(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let body = Arc::new(Mutex::new(body.into_data_stream()));
    let shared = body.clone();
    let stream = poll_fn(move |cx| shared.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(cx));
    let response = next.run(Request::from_parts(parts, Body::from_stream(stream))).await;
    let mut rest = poll_fn(|cx| body.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(cx));
    let drain = async {
        let mut left = DRAIN_LIMIT;
        while let Some(Ok(chunk)) = rest.next().await {
            match left.checked_sub(chunk.len()) {
                Some(less) => left = less,
                None => break,
            }
        }
    };
    // Out of time is answered like out of bytes: with the page, to whoever is still listening.
    let _ = tokio::time::timeout(DRAIN_TIME, drain).await;
    response
}

pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce(app.random_text::<16>());
    request.extensions_mut().insert(nonce.clone());
    let visit = Visit::of(&app, &request);
    let method = request.method().clone();
    let mut response = if cross_site(&method, request.headers()) {
        Failure::CrossSite.into_response()
    } else {
        drained(request, next).await
    };
    if !method.is_safe() {
        app.work.notify_one();
    }
    // axum's own refusals, of a method or of an identifier that is none: no link of ours leads there.
    let by_axum = matches!(response.status(), StatusCode::METHOD_NOT_ALLOWED | StatusCode::BAD_REQUEST);
    let extensions = response.extensions();
    if by_axum && extensions.get::<Failed>().is_none() && extensions.get::<Exactly>().is_none() {
        response = Failure::NotFound.into_response();
    }
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        response = failure_page(&visit, &method, failed, response.headers().get(header::RETRY_AFTER).cloned());
    }
    protect(&app, &nonce, response.headers_mut());
    response
}

fn failure_page(visit: &Visit, method: &Method, failed: Failed, retry: Option<HeaderValue>) -> Response {
    let reference = visit.app.random_text::<6>();
    if let Some(error) = &failed.log {
        tracing::error!(%reference, %method, path = visit.logged_path(), %error, "request failed");
    }
    let (title, view) = failure_view(visit.t(), &failed, &reference);
    let mut response = visit.page_with(failed.status, title, view);
    if let Some(retry) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    response
}

fn failure_view(t: Texts, failed: &Failed, reference: &str) -> (&'static str, Html) {
    match failed.status {
        StatusCode::FORBIDDEN if failed.cross_site => (t.forbidden_title(), pages::cross_site(t)),
        StatusCode::FORBIDDEN => (t.forbidden_title(), pages::forbidden(t)),
        StatusCode::PAYLOAD_TOO_LARGE => {
            (t.too_large_title(), pages::too_large(t, failed.limit.unwrap_or_default() as u64))
        }
        StatusCode::TOO_MANY_REQUESTS => (t.too_many_title(), pages::too_many(t, failed.seconds.unwrap_or(1))),
        StatusCode::BAD_REQUEST => (t.malformed_title(), pages::malformed(t)),
        StatusCode::SERVICE_UNAVAILABLE if failed.no_seal => (t.no_seal_title(), pages::no_seal(t)),
        StatusCode::SERVICE_UNAVAILABLE => (t.clock_behind_title(), pages::clock_behind(t)),
        StatusCode::NOT_FOUND => (t.not_found_title(), pages::not_found(t)),
        _ => (t.failure_title(), pages::failure(t, reference)),
    }
}

fn protect(app: &App, nonce: &Nonce, headers: &mut HeaderMap) {
    let csp = format!(
        "default-src 'none'; script-src 'nonce-{}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        nonce.0
    );
    if let (false, Ok(csp)) = (headers.contains_key(header::CONTENT_SECURITY_POLICY), HeaderValue::try_from(csp)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, csp);
    }
    let mut set = |name: header::HeaderName, value: &'static str| {
        headers.entry(name).or_insert_with(|| HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // A client's link is a secret: it must not leave in a Referer. Not `no-referrer`, under which browsers post with `Origin: null`
    // (Fetch, "append a request Origin header"): without HTTPS they send no Sec-Fetch-Site either, and every form would be refused.
    set(header::REFERRER_POLICY, "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    set(header::HeaderName::from_static("x-robots-tag"), "noindex");
    if app.config.https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers =
            pairs.iter().map(|(k, v)| (header::HeaderName::from_static(k), HeaderValue::from_static(v))).collect();
        cross_site(&Method::POST, &headers)
    }

    #[test]
    fn writes_are_taken_from_our_own_pages_only() {
        assert!(!refused(&[("sec-fetch-site", "same-origin"), ("origin", "https://a.fr"), ("host", "a.fr")]));
        assert!(!refused(&[("sec-fetch-site", "none"), ("host", "a.fr")]));
        assert!(refused(&[("sec-fetch-site", "cross-site"), ("host", "a.fr")]));
        assert!(refused(&[("sec-fetch-site", "same-site"), ("host", "a.fr")]));
        assert!(!refused(&[("origin", "https://a.fr"), ("host", "a.fr")]));
        assert!(refused(&[("origin", "https://evil.fr"), ("host", "a.fr")]));
        assert!(refused(&[("origin", "null"), ("host", "a.fr")]));
        assert!(!refused(&[("host", "a.fr")]));
        assert!(!cross_site(&Method::GET, &HeaderMap::new()));
    }
}
