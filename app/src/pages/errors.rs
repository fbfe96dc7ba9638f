//! Pages for what went wrong. Each says what happened, what did not change, and what to do.

use leptos::prelude::*;

use crate::parts::Heading;
use crate::{Html, IntoHtml, Texts};

fn error(t: Texts, code: u16, title: &str, texts: Vec<String>, more: Option<Html>) -> Html {
    let texts = texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <div class="narrow failure">
            <Heading title=title above=code.to_string()/>
            {texts}
            {more}
            <p class="buttons"><a class="button secondary" href="/">{t.to_the_start()}</a></p>
        </div>
    }
    .into_html()
}

/// 404, the same for what does not exist and for what belongs to somebody else.
pub fn not_found(t: Texts) -> Html {
    error(t, 404, t.not_found_title(), vec![t.not_found_text().into(), t.not_found_client().into()], None)
}

/// 403: the member's role does not allow it.
pub fn forbidden(t: Texts) -> Html {
    error(t, 403, t.forbidden_title(), vec![t.forbidden_text().into()], None)
}

/// 403: the request came from another site.
pub fn cross_site(t: Texts) -> Html {
    error(t, 403, t.forbidden_title(), vec![t.cross_site_text().into()], None)
}

/// 413: more than `max_bytes` were sent.
pub fn too_large(t: Texts, max_bytes: u64) -> Html {
    error(t, 413, t.too_large_title(), vec![t.too_large_text(&t.size(max_bytes))], None)
}

/// 429: `seconds` until the next try.
pub fn too_many(t: Texts, seconds: u64) -> Html {
    error(t, 429, t.too_many_title(), vec![t.too_many_text(seconds)], None)
}

/// 500, with the reference under which the log tells more.
pub fn failure(t: Texts, reference: &str) -> Html {
    let reference = view! {
        <dl class="definitions"><div><dt>{t.failure_reference()}</dt><dd><code>{reference.to_owned()}</code></dd></div></dl>
    };
    error(t, 500, t.failure_title(), vec![t.failure_text().into()], Some(reference.into_html()))
}

/// 400: what was sent is not a form of this site.
pub fn malformed(t: Texts) -> Html {
    error(t, 400, t.malformed_title(), vec![t.malformed_text().into()], None)
}

/// 503: the clock was set back, and the log refuses to go back with it.
pub fn clock_behind(t: Texts) -> Html {
    error(t, 503, t.clock_behind_title(), vec![t.clock_behind_text().into()], None)
}

/// 503: the key that seals documents cannot at present, and no other may.
pub fn no_seal(t: Texts) -> Html {
    error(t, 503, t.no_seal_title(), vec![t.no_seal_text().into()], None)
}
