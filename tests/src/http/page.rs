//! A page as it came: status, headers, and what a person, or their screen reader, finds in it.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

use super::form::{self, Form};
use super::{From, Visitor, path_and_query};

pub struct Page {
    visitor: Visitor,
    /// Path and query.
    pub url: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// The redirects that led here: status and path.
    pub trail: Vec<(u16, String)>,
}

impl Page {
    pub(crate) async fn read(visitor: Visitor, response: reqwest::Response, trail: Vec<(u16, String)>) -> Page {
        let url = path_and_query(response.url());
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("the whole answer comes").to_vec();
        let page = Page { visitor, url, status, headers, bytes, trail };
        if page.is_html() {
            page.summary_names_its_fields();
        }
        page
    }

    /// Each line above a refused form begins with the label of the field that it leads to: "required" alone says nothing.
    #[track_caller]
    fn summary_names_its_fields(&self) {
        if !self.source().contains("id=\"errors\"") {
            return;
        }
        let html = self.html();
        for link in html.select(&selector("#errors a")) {
            let (line, id) = (element_text(&link), link.attr("href").unwrap_or_default().trim_start_matches('#'));
            let found = html.select(&selector(&format!("[id=\"{id}\"]"))).next();
            let field = found.unwrap_or_else(|| panic!("{}: “{line}” leads to no {id}", self.url));
            let group = field.ancestors().filter_map(ElementRef::wrap).find(|e| e.attr("class") == Some("field wrong"));
            let label = group.and_then(|group| group.select(&selector("legend, label")).next());
            // What stands where there is nothing to choose from has no label.
            let Some(label) = label.map(|label| element_text(&label)) else { continue };
            let label = label.trim_end_matches(" (required)").trim_end_matches(" (obligatoire)");
            assert!(line.starts_with(label), "{}: “{line}” does not name “{label}”", self.url);
        }
    }

    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// Panics with what the page says unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{} answers:\n{}", self.url, self.text());
        self
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.url.split('?').next().unwrap_or_default()
    }

    /// The last segment of the path: a new thing's identifier after the redirect to it.
    pub fn last_segment(&self) -> &str {
        self.path().rsplit('/').next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// A page to look at; one that is saved as a file is none.
    pub fn is_html(&self) -> bool {
        let saved = self.header("content-disposition").starts_with("attachment");
        self.header("content-type").starts_with("text/html") && !saved
    }

    /// The answer's source.
    pub fn source(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.source())
    }

    /// The text of the body as read aloud: spaces of every kind are one plain space.
    pub fn text(&self) -> String {
        if !self.is_html() {
            return self.source();
        }
        self.texts("body").into_iter().next().unwrap_or_default()
    }

    #[track_caller]
    pub fn says(&self, text: &str) -> &Page {
        assert!(self.text().contains(text), "{} does not say “{text}”:\n{}", self.url, self.text());
        self
    }

    #[track_caller]
    pub fn does_not_say(&self, text: &str) -> &Page {
        assert!(!self.text().contains(text), "{} says “{text}”:\n{}", self.url, self.text());
        self
    }

    /// The text of each element that this CSS selector finds.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(|e| element_text(&e)).collect()
    }

    pub fn has(&self, css: &str) -> bool {
        self.html().select(&selector(css)).next().is_some()
    }

    /// An attribute of every element that this CSS selector finds, where it has one.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html().select(&selector(css)).filter_map(|e| e.attr(name).map(str::to_owned)).collect()
    }

    /// The fields marked as wrong, each with the message that a screen reader reads with it: the id of the message, which the
    /// field or its group names as its description, is `f-NAME-error` (`app::parts::field_id`).
    pub fn errors(&self) -> Vec<(String, String)> {
        let html = self.html();
        let mut errors = Vec::new();
        for element in html.select(&selector("[aria-describedby]")) {
            for id in element.attr("aria-describedby").unwrap_or_default().split_whitespace() {
                let Some(name) = id.strip_prefix("f-").and_then(|id| id.strip_suffix("-error")) else { continue };
                let message = html.select(&selector(&format!("[id=\"{id}\"]"))).next().map(|e| element_text(&e));
                errors.push((
                    name.to_owned(),
                    message.unwrap_or_else(|| panic!("{} describes {name} by nothing", self.url)),
                ));
            }
        }
        errors
    }

    /// The message beside this field.
    #[track_caller]
    pub fn error(&self, field: &str) -> String {
        let errors = self.errors();
        let found = errors.iter().find(|(name, _)| name == field);
        found
            .unwrap_or_else(|| panic!("{} marks no error at {field}, only {errors:?}:\n{}", self.url, self.text()))
            .1
            .clone()
    }

    /// Follows the link with this text.
    pub async fn follow(&self, text: &str) -> Page {
        let href = {
            let html = self.html();
            let found = html
                .select(&selector("a[href]"))
                .find(|a| element_text(a) == text)
                .and_then(|a| a.attr("href").map(str::to_owned));
            found.unwrap_or_else(|| panic!("{} has no link “{text}”:\n{}", self.url, self.text()))
        };
        self.open(&href).await
    }

    /// Follows a link of this page by its address.
    pub async fn open(&self, href: &str) -> Page {
        self.visitor.send(self.visitor.get(href), &self.as_origin()).await
    }

    pub(crate) fn as_origin(&self) -> From {
        From::Page { referrer_policy: self.header("referrer-policy").to_owned() }
    }

    /// All forms of the page, in order.
    pub fn forms(&self) -> Vec<Form> {
        form::read_all(self)
    }

    /// The form that holds this field.
    #[track_caller]
    pub fn form_with(&self, field: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.has(field));
        found.unwrap_or_else(|| panic!("{} has no form with the field {field}:\n{}", self.url, self.text()))
    }

    /// The form whose action ends so.
    #[track_caller]
    pub fn form_to(&self, action: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.action.ends_with(action));
        let actions = || self.forms().into_iter().map(|form| form.action).collect::<Vec<_>>();
        found.unwrap_or_else(|| {
            panic!("{} has no form to {action}, only to {:?}:\n{}", self.url, actions(), self.text())
        })
    }

    /// Begins to fill the form that holds this field.
    #[track_caller]
    pub fn fill(&self, field: &str, value: &str) -> Form {
        self.form_with(field).fill(field, value)
    }

    /// Presses the button with this text, in whichever form it is, and nothing else.
    pub async fn press(&self, button: &str) -> Page {
        let found = self.forms().into_iter().find(|form| form.has_button(button));
        let form = found.unwrap_or_else(|| panic!("{} has no button “{button}”:\n{}", self.url, self.text()));
        form.press(button).await
    }
}

pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|e| panic!("{css} is no CSS selector: {e}"))
}

/// Text without what is hidden from everyone, all kinds of spaces made one.
pub(crate) fn element_text(element: &ElementRef) -> String {
    let mut text = String::new();
    for node in element.descendants() {
        let Some(piece) = node.value().as_text() else { continue };
        let unread = |name: &str| matches!(name, "script" | "style" | "template" | "head");
        let inside_unread = node
            .ancestors()
            .any(|a| a.value().as_element().is_some_and(|e| unread(e.name()) || e.attr("hidden").is_some()));
        if !inside_unread {
            text.push_str(piece);
            text.push(' ');
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
