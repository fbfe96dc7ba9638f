//! From a page's body to the whole document.

use leptos::prelude::*;

use crate::html::{Html, IntoHtml, render};
use crate::parts::{Icon, Logo, Note, NoteKind, Symbol};
use crate::{Lang, Texts};

/// The addresses of the static files, hashed by the server so that browsers may keep them for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The one stylesheet.
    pub css_url: String,
    /// An SVG icon for the browser's tab.
    pub icon_url: String,
    /// The script that starts the islands; only pages with an island link to it. None when the bundle was not built.
    pub islands_url: Option<String>,
}

/// A sentence shown once after a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flash {
    Done(String),
    Refused(String),
}

/// The parts of the product that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Overview,
    Clients,
    Projects,
    Coverage,
    Topics,
    Search,
    Members,
    Firm,
    /// Only where mails are not sent.
    Outbox,
    /// The person's own page: password, sessions, language.
    Account,
}

impl Section {
    /// What the navigation shows, in order, before the outbox. The account stands apart, beside the sign-out.
    const NAVIGATION: [Self; 8] = [
        Self::Overview,
        Self::Clients,
        Self::Projects,
        Self::Coverage,
        Self::Topics,
        Self::Search,
        Self::Members,
        Self::Firm,
    ];

    pub fn path(self) -> &'static str {
        match self {
            Self::Overview => "/",
            Self::Clients => "/clients",
            Self::Projects => "/projects",
            Self::Coverage => "/coverage",
            Self::Topics => "/topics",
            Self::Search => "/search",
            Self::Members => "/members",
            Self::Firm => "/firm",
            Self::Outbox => "/outbox",
            Self::Account => "/account",
        }
    }

    pub fn label(self, t: Texts) -> &'static str {
        match self {
            Self::Overview => t.nav_overview(),
            Self::Clients => t.nav_clients(),
            Self::Projects => t.nav_projects(),
            Self::Coverage => t.coverage(),
            Self::Topics => t.nav_topics(),
            Self::Search => t.nav_search(),
            Self::Members => t.nav_members(),
            Self::Firm => t.nav_firm(),
            Self::Outbox => t.outbox_title(),
            Self::Account => t.nav_account(),
        }
    }

    fn symbol(self) -> Symbol {
        match self {
            Self::Overview => Symbol::Overview,
            Self::Clients => Symbol::Building,
            Self::Projects => Symbol::Folder,
            Self::Coverage => Symbol::Grid,
            Self::Topics => Symbol::Book,
            Self::Search => Symbol::Search,
            Self::Members => Symbol::People,
            Self::Firm => Symbol::Shield,
            Self::Outbox => Symbol::Letter,
            Self::Account => Symbol::Person,
        }
    }
}

/// What stands around a page's content: it says who the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Chrome {
    /// Nobody is known: sign-in, first run, verification, errors.
    #[default]
    Public,
    /// A client's contact behind a notice's link: the firm's name is the letterhead, there is nothing to navigate.
    Client { firm: String },
    /// Somebody outside who may read: `base` is where their pages begin, once they have typed the code.
    Outsider { firm: String, name: String, base: Option<String> },
    /// A member of a firm.
    Member { name: String, firm: String, section: Option<Section>, mails: Mails },
}

/// What becomes of the mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mails {
    Sent,
    /// On the example firm: the navigation leads to the mails, which were not sent.
    Shown,
    /// No mail server is configured, and every page says so.
    Kept,
}

/// Everything about a document but its body.
#[derive(Clone, Debug)]
pub struct PageHead<'a> {
    pub lang: Lang,
    /// The page's own title, which the heading repeats; the product's name is added.
    pub title: &'a str,
    /// The nonce of this answer's Content-Security-Policy.
    pub nonce: &'a str,
    /// The address to come back to after the language was changed: a GET address of this server.
    pub path: &'a str,
    pub chrome: Chrome,
    pub flash: Option<Flash>,
    pub assets: &'a Assets,
}

/// What an island begins with in the page. A page without one ships no script.
const ISLAND: &str = "<leptos-island";

/// The whole HTML document around a page: `page(&head, || pages::sign_in(t, &form))`.
pub fn page<V: IntoView>(head: &PageHead<'_>, body: impl FnOnce() -> V) -> String {
    let t = Texts(head.lang);
    let shell = matches!(head.chrome, Chrome::Member { .. });
    let unsent = matches!(head.chrome, Chrome::Member { mails: Mails::Kept, .. });
    let title = format!("{} · {}", head.title, t.product());
    render(|| {
        let body = body().to_html();
        let scripts = head.assets.islands_url.clone().filter(|_| body.contains(ISLAND)).map(|url| {
            view! { <script type="module" src=url nonce=head.nonce.to_owned()></script> }
        });
        view! {
            <!DOCTYPE html>
            <html lang=t.code()>
                <head>
                    <meta charset="utf-8"/>
                    <title>{title}</title>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <meta name="robots" content="noindex"/>
                    <link rel="stylesheet" href=head.assets.css_url.clone()/>
                    <link rel="icon" type="image/svg+xml" href=head.assets.icon_url.clone()/>
                    {scripts}
                </head>
                <body class=if shell { "shell" } else { "sheet" }>
                    <a class="skip" href="#main">{t.skip_to_content()}</a>
                    {header(t, head)}
                    <main id="main" tabindex="-1">
                        {head.flash.clone().map(|flash| flash_view(t, flash))}
                        {unsent.then(|| view! { <Note kind=NoteKind::Caution><p>{t.mails_kept()}</p></Note> })}
                        <div class="page">{Html::new(body)}</div>
                    </main>
                    {footer(t)}
                </body>
            </html>
        }
    })
}

fn header(t: Texts, head: &PageHead<'_>) -> Html {
    match &head.chrome {
        Chrome::Public => view! {
            <header class="top">
                <a class="brand" href="/"><Logo/><span>{t.product()}</span></a>
                {language_switch(t, head.path)}
            </header>
        }
        .into_html(),
        Chrome::Client { firm } => view! {
            <header class="top">
                <p class="letterhead"><span class="quiet">{t.letter_from()}</span>" "<strong>{firm.clone()}</strong></p>
                {language_switch(t, head.path)}
            </header>
        }
        .into_html(),
        Chrome::Outsider { firm, name, base } => {
            let inside = base.clone().map(|base| {
                let leave = format!("{base}/leave");
                let files = format!("{base}/files");
                view! {
                    <nav aria-label=t.navigation()><a href=files>{t.desk()}</a></nav>
                    <form method="post" action=leave>
                        <button class="plain" type="submit"><Icon symbol=Symbol::Leave/>{t.desk_leave()}</button>
                    </form>
                }
            });
            view! {
                <header class="top">
                    <p class="letterhead">
                        <span class="quiet">{t.desk_files_of()}</span>" "<strong>{firm.clone()}</strong>
                        " "<span class="quiet">{t.desk_read_by(name)}</span>
                    </p>
                    {inside}
                    {language_switch(t, head.path)}
                </header>
            }
            .into_html()
        }
        Chrome::Member { name, firm, section, mails } => view! {
            <header class="side">
                <a class="brand" href="/"><Logo/><span>{t.product()}</span></a>
                <p class="firm-name">{firm.clone()}</p>
                <nav aria-label=t.navigation()>
                    <ul class="nav">
                        {Section::NAVIGATION.map(|item| nav_item(t, item, *section)).collect_view()}
                        {(*mails == Mails::Shown).then(|| nav_item(t, Section::Outbox, *section))}
                    </ul>
                </nav>
                <div class="who">
                    <ul class="nav">{nav_link(Section::Account, name.clone(), *section, Some(t.nav_account()))}</ul>
                    <form method="post" action="/sign-out">
                        <button class="plain" type="submit"><Icon symbol=Symbol::Leave/>{t.sign_out()}</button>
                    </form>
                    {language_switch(t, head.path)}
                </div>
            </header>
        }
        .into_html(),
    }
}

fn nav_item(t: Texts, item: Section, current: Option<Section>) -> impl IntoView {
    nav_link(item, item.label(t).to_owned(), current, None)
}

fn nav_link(item: Section, label: String, current: Option<Section>, more: Option<&'static str>) -> impl IntoView {
    let current = (current == Some(item)).then_some("page");
    view! {
        <li>
            <a href=item.path() aria-current=current>
                <Icon symbol=item.symbol()/>
                <span>{more.map(|more| view! { <span class="hidden">{more}" "</span> })}{label}</span>
            </a>
        </li>
    }
}

/// A form rather than a link: choosing a language sets a cookie, and a GET must change nothing.
fn language_switch(t: Texts, path: &str) -> impl IntoView {
    let (code, word) = t.choose(("en", "English"), ("fr", "Français"));
    view! {
        <form class="language" method="post" action="/language">
            <input type="hidden" name="back" value=path.to_owned()/>
            <button class="plain" type="submit" name="lang" value=code lang=code>
                <Icon symbol=Symbol::Globe/>{word}
            </button>
        </form>
    }
}

fn flash_view(t: Texts, flash: Flash) -> impl IntoView {
    let (class, role, symbol, word, text) = match flash {
        Flash::Done(text) => ("flash done", "status", Symbol::Check, t.flash_done(), text),
        Flash::Refused(text) => ("flash refused", "alert", Symbol::Alert, t.flash_refused(), text),
    };
    view! {
        <p class=class role=role>
            <Icon symbol=symbol/>
            <span><strong class="hidden">{word}" "</strong>{text}</span>
        </p>
    }
}

fn footer(t: Texts) -> impl IntoView {
    view! {
        <footer class="foot">
            <p>{t.footer_claim()}" "<a href="/verify">{t.footer_verify()}</a></p>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(lang: Lang, chrome: Chrome, body: &'static str) -> String {
        let islands_url = Some("/assets/islands.js".to_owned());
        let assets = Assets { css_url: "/assets/a.css".into(), icon_url: "/assets/i.svg".into(), islands_url };
        let (title, nonce, path) = ("<Title>", "n0nce", "/clients?q=<x>");
        let flash = Some(Flash::Done("Saved <b>".into()));
        page(&PageHead { lang, title, nonce, path, chrome, flash, assets: &assets }, || Html::new(body))
    }

    fn chromes() -> [Chrome; 4] {
        let text = || "<b>Ada</b>".to_owned();
        let section = Some(Section::Clients);
        [
            Chrome::Public,
            Chrome::Client { firm: text() },
            Chrome::Outsider { firm: text(), name: text(), base: None },
            Chrome::Member { name: text(), firm: text(), section, mails: Mails::Shown },
        ]
    }

    #[test]
    fn only_a_page_with_islands_has_a_script_and_it_bears_the_nonce() {
        for chrome in chromes() {
            let html = document(Lang::Fr, chrome.clone(), "&lt;leptos-island");
            assert!(!html.contains("<script") && !html.contains("style="), "{html}");
            let html = document(Lang::Fr, chrome, "<leptos-island></leptos-island>");
            let scripts = html.matches("<script").count();
            assert!(scripts > 0 && html.matches("nonce=\"n0nce\"").count() == scripts, "{html}");
        }
    }

    #[test]
    fn names_and_titles_are_text_and_the_language_is_said() {
        for chrome in chromes() {
            let html = document(Lang::En, chrome, "");
            assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{html}");
            assert!(!html.contains("<b>") && !html.contains("<x>") && html.contains("&lt;Title&gt; · Acté"), "{html}");
        }
    }

    #[test]
    fn the_navigation_says_where_one_is() {
        let [public, client, _, member] = chromes().map(|chrome| document(Lang::En, chrome, ""));
        assert_eq!(member.matches("aria-current=\"page\"").count(), 1);
        assert!(member.contains("action=\"/sign-out\""));
        assert!(!public.contains("<nav") && !client.contains("<nav"));
        let skip = public.find("class=\"skip\"").expect("a skip link");
        assert!(Some(skip) < public.find("<header"));
    }
}
