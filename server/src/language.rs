//! The reader's language: a cookie, chosen by a form that works without script.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::web::{Failure, LANG_COOKIE, Posted, Visit, set_cookie};

/// One year, seconds.
const KEPT: i64 = 365 * 24 * 3600;

pub async fn submit(visit: Visit, Posted(form): Posted) -> Result<Response, Failure> {
    let lang: ledger::Lang = form.value("lang").parse().map_err(|_| Failure::Malformed)?;
    let cookie = set_cookie(&visit.app, LANG_COOKIE, lang.as_str(), KEPT);
    let back = local_path(form.value("back"));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response())
}

/// A path of this site, so that a crafted form cannot send the visitor elsewhere.
pub fn local_path(text: &str) -> String {
    let safe =
        text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n']) && text.is_ascii();
    if safe { text.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(super::local_path("/clients?x=1"), "/clients?x=1");
        for elsewhere in ["//evil.fr", "https://evil.fr", "/\\evil.fr", "", "/a\r\nSet-Cookie: x"] {
            assert_eq!(super::local_path(elsewhere), "/");
        }
    }
}
