//! HTML that is already made.

use leptos::prelude::*;

/// A view rendered to its HTML, which stands inside another view as it is.
///
/// Parts and pages return this rather than Leptos's `AnyView`, which copies every literal into a
/// counted string and compiles the code of asynchronous rendering for each type; this does neither, and it
/// keeps the types of large pages shallow.
pub type Html = leptos::tachys::html::InertElement;

/// Ends a part or a page: `view! { … }.into_html()`.
pub trait IntoHtml {
    fn into_html(self) -> Html;
}

impl<V: IntoView> IntoHtml for V {
    fn into_html(self) -> Html {
        Html::new(self.to_html())
    }
}

/// Renders in a reactive owner of its own, which is freed before this returns.
pub fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// HTML put together by hand, where views would be too slow or too large: from literals, and from text that is escaped.
/// [`markup!`](crate::markup) writes to it.
#[derive(Debug, Default)]
pub struct Markup(pub String);

impl Markup {
    /// Tags: a literal, so that nothing that somebody typed can be one.
    pub fn literal(&mut self, html: &'static str) -> &mut Markup {
        self.0.push_str(html);
        self
    }

    /// Text alone, as a piece of its own.
    pub fn of(text: &str) -> Html {
        let mut markup = Markup(String::with_capacity(text.len()));
        markup.text(text);
        markup.done()
    }

    /// A link with plain text in it.
    pub fn link(href: &str, text: &str) -> Html {
        let mut markup = Markup(String::with_capacity(32 + href.len() + text.len()));
        markup.literal("<a href=\"").text(href).literal("\">").text(text).literal("</a>");
        markup.done()
    }

    pub fn done(self) -> Html {
        Html::new(self.0)
    }

    /// What a view made, or another of these.
    pub fn html(&mut self, html: &str) -> &mut Markup {
        self.0.push_str(html);
        self
    }

    /// Text, or an attribute's value between double quotes.
    pub fn text(&mut self, text: &str) -> &mut Markup {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self
    }
}

/// Writes literals, and between brackets text, to a [`Markup`]: `markup!(to, "<p>", [name], "</p>")`.
#[macro_export]
macro_rules! markup {
    (@ $to:expr, $html:literal) => { $to.literal($html); };
    (@ $to:expr, [$text:expr]) => { $to.text($text); };
    ($to:expr, $($part:tt),+) => {{ $($crate::markup!(@ $to, $part);)+ }};
}

/// A page whose links and forms lead elsewhere: `leads` says of each address of this server to which one, or none. A link that leads nowhere stays as its
/// words. Only what stands inside a tag is looked at: what somebody typed cannot be one.
pub fn under(page: Html, leads: impl Fn(&str) -> Option<String>) -> Html {
    let html = page.to_html();
    let mut to = Markup(String::with_capacity(html.len() + 1024));
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let (before, tag) = (&rest[..at], &rest[at..end]);
        to.html(before);
        let found = [" href=\"/", " action=\"/"].into_iter().find_map(|name| Some((tag.find(name)?, name)));
        match found {
            None => drop(to.html(tag)),
            Some((start, name)) => {
                let value = start + name.len() - 1;
                let close = tag[value..].find('"').map_or(tag.len(), |close| value + close);
                to.html(&tag[..start]);
                if let Some(address) = leads(&tag[value..close]) {
                    // Both halves are written as an attribute's value already.
                    to.html(&name[..name.len() - 1]).html(&address).html("\"");
                }
                to.html(tag.get(close + 1..).unwrap_or_default());
            }
        }
        rest = &rest[end..];
    }
    to.html(rest);
    to.done()
}

/// The text as it stands, for a reader who must not be deceived by it: characters that turn the direction of what follows (Unicode annex 9) are shown
/// as unknown ones.
pub fn without_turns(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace(turns, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_escapes_what_is_no_literal() {
        let mut html = Markup::default();
        markup!(&mut html, r#"<p title=""#, [r#""><b>"#], r#"">"#, ["1 < 2 & é > \"0\""], "</p>");
        assert_eq!(html.0, r#"<p title="&quot;&gt;&lt;b&gt;">1 &lt; 2 &amp; é &gt; &quot;0&quot;</p>"#);
    }

    #[test]
    fn only_addresses_in_tags_lead_elsewhere() {
        let html = r#"<a href="/a?x=1" class="b">href="/a"</a><a class="c" href="/no">words</a><a href="https://a/">out</a><form method="post" action="/a">"#;
        let leads = |path: &str| path.starts_with("/a").then(|| format!("/g/t{path}"));
        let wanted = r#"<a href="/g/t/a?x=1" class="b">href="/a"</a><a class="c">words</a><a href="https://a/">out</a><form method="post" action="/g/t/a">"#;
        assert_eq!(under(Html::new(html), leads).to_html(), wanted);
    }
}
