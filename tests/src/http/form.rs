//! A form as a browser keeps it: the fields in the page's order, with what is in them.

use std::collections::BTreeMap;

use reqwest::{Method, Url};
use scraper::ElementRef;

use super::page::{Page, element_text, selector};
use super::{From, Visitor, path_and_query};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line or several, a date, a number, a password.
    Text,
    Hidden,
    Checkbox,
    Radio,
    Select,
    File,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    /// The `type` of an input (`email`, `date`), or its `inputmode` where that says more (`numeric`).
    pub input: String,
    pub value: String,
    /// Of a checkbox or radio button.
    pub checked: bool,
    /// Of a select: the values offered.
    pub options: Vec<String>,
    /// Of a file field: name and bytes.
    pub file: Option<(String, Vec<u8>)>,
}

#[derive(Clone, Debug)]
struct Button {
    text: String,
    name: String,
    value: String,
    /// `formaction`, which replaces the form's own.
    action: Option<String>,
}

#[derive(Clone)]
pub struct Form {
    visitor: Visitor,
    from: From,
    page: String,
    pub action: String,
    pub method: Method,
    pub multipart: bool,
    pub fields: Vec<Field>,
    buttons: Vec<Button>,
}

impl Form {
    pub fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|f| f.name == field)
    }

    pub fn has_button(&self, text: &str) -> bool {
        self.buttons.iter().any(|b| b.text == text)
    }

    /// What is in the field: of radio buttons the one chosen, of checkboxes the first checked.
    #[track_caller]
    pub fn value(&self, field: &str) -> String {
        assert!(self.has(field), "{self:?} has no field {field}");
        let filled = self
            .fields
            .iter()
            .find(|f| f.name == field && (f.checked || !matches!(f.kind, Kind::Radio | Kind::Checkbox)));
        filled.map(|f| f.value.clone()).unwrap_or_default()
    }

    /// Types a text, or chooses a radio button or an option of a select, by its value.
    #[track_caller]
    pub fn fill(self, field: &str, value: &str) -> Form {
        self.fill_nth(field, 0, value)
    }

    /// The same for the `nth` field of that name, from 0.
    #[track_caller]
    pub fn fill_nth(mut self, name: &str, nth: usize, value: &str) -> Form {
        let offered = |form: &Form| {
            form.fields
                .iter()
                .filter(|f| f.name == name)
                .flat_map(|f| [std::slice::from_ref(&f.value), &f.options[..]].concat())
                .collect::<Vec<_>>()
        };
        if self.fields.iter().any(|f| f.name == name && f.kind == Kind::Radio) {
            let known = self.fields.iter().any(|f| f.name == name && f.value == value);
            assert!(known, "{self:?}: {name} offers {:?}, not {value}", offered(&self));
            for field in self.fields.iter_mut().filter(|f| f.name == name) {
                field.checked = field.value == value;
            }
            return self;
        }
        let at = self.fields.iter().enumerate().filter(|(_, f)| f.name == name).nth(nth).map(|(at, _)| at);
        let at = at.unwrap_or_else(|| panic!("{self:?} has no field {name} number {nth}"));
        match self.fields[at].kind {
            Kind::Text => {}
            Kind::Select => assert!(
                self.fields[at].options.iter().any(|o| o == value),
                "{self:?}: {name} offers {:?}, not {value}",
                offered(&self)
            ),
            other => panic!("{self:?}: {name} is {other:?}, which cannot be filled"),
        }
        self.fields[at].value = value.to_owned();
        self
    }

    /// Ticks the checkbox with this value.
    #[track_caller]
    pub fn check(self, name: &str, value: &str) -> Form {
        self.tick(name, value, true)
    }

    #[track_caller]
    pub fn uncheck(self, name: &str, value: &str) -> Form {
        self.tick(name, value, false)
    }

    #[track_caller]
    fn tick(mut self, name: &str, value: &str, checked: bool) -> Form {
        let said = format!("{self:?}");
        let found = self.fields.iter_mut().find(|f| f.name == name && f.kind == Kind::Checkbox && f.value == value);
        found.unwrap_or_else(|| panic!("{said} has no checkbox {name} with the value {value}")).checked = checked;
        self
    }

    #[track_caller]
    pub fn attach(mut self, name: &str, file: &str, bytes: &[u8]) -> Form {
        let said = format!("{self:?}");
        let found = self.fields.iter_mut().find(|f| f.name == name && f.kind == Kind::File);
        found.unwrap_or_else(|| panic!("{said} has no file field {name}")).file =
            Some((file.to_owned(), bytes.to_owned()));
        self
    }

    /// Puts any value into a field of any kind, or adds a field: what no browser would do, but an attacker.
    pub fn force(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|f| f.name != name);
        self.fields.push(Field {
            name: name.into(),
            kind: Kind::Hidden,
            input: String::new(),
            value: value.into(),
            checked: false,
            options: vec![],
            file: None,
        });
        self
    }

    /// Presses Enter, or the first button.
    pub async fn submit(self) -> Page {
        let button = self.buttons.first().cloned();
        self.send(button).await
    }

    /// Presses the button with this text.
    pub async fn press(self, text: &str) -> Page {
        let found = self.buttons.iter().find(|b| b.text == text).cloned();
        let button = found.unwrap_or_else(|| panic!("{self:?} has no button “{text}”"));
        self.send(Some(button)).await
    }

    /// Presses the button with this name and value.
    pub async fn press_value(self, name: &str, value: &str) -> Page {
        let found = self.buttons.iter().find(|b| b.name == name && b.value == value).cloned();
        let button = found.unwrap_or_else(|| panic!("{self:?} has no button {name}={value}"));
        self.send(Some(button)).await
    }

    /// The entry list (HTML, “constructing the entry list”): what would be sent, files by their names.
    pub fn entries(&self) -> Vec<(String, String)> {
        let sent = |f: &&Field| !f.name.is_empty() && (f.checked || !matches!(f.kind, Kind::Checkbox | Kind::Radio));
        let value = |f: &Field| match &f.file {
            Some((name, _)) => name.clone(),
            None => f.value.replace("\r\n", "\n").replace('\n', "\r\n"),
        };
        self.fields.iter().filter(sent).map(|f| (f.name.clone(), value(f))).collect()
    }

    /// The same with what the first button adds.
    pub fn submission(&self) -> Vec<(String, String)> {
        self.with_button(self.buttons.first())
    }

    fn with_button(&self, button: Option<&Button>) -> Vec<(String, String)> {
        let mut entries = self.entries();
        entries.extend(button.filter(|b| !b.name.is_empty()).map(|b| (b.name.clone(), b.value.clone())));
        entries
    }

    async fn send(self, button: Option<Button>) -> Page {
        let entries = self.with_button(button.as_ref());
        let action = button.and_then(|button| button.action).unwrap_or(self.action.clone());
        let visitor = self.visitor.clone();
        let encoded = urlencoded(&entries);
        let request = if self.method == Method::GET {
            let path = action.split(['?', '#']).next().unwrap_or_default();
            visitor.get(&format!("{path}?{encoded}"))
        } else if self.multipart {
            let mut files: BTreeMap<String, (String, Vec<u8>)> = self
                .fields
                .iter()
                .filter(|f| f.kind == Kind::File)
                .map(|f| (f.name.clone(), f.file.clone().unwrap_or_default()))
                .collect();
            let mut body = reqwest::multipart::Form::new();
            for (name, value) in entries {
                body = match files.remove(&name) {
                    Some((file, bytes)) => body.part(name, reqwest::multipart::Part::bytes(bytes).file_name(file)),
                    None => body.text(name, value),
                };
            }
            visitor.post(&action).multipart(body)
        } else {
            visitor.post(&action).header("content-type", "application/x-www-form-urlencoded").body(encoded)
        };
        visitor.send(request, &self.from).await
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fields: Vec<String> = self.fields.iter().map(|x| format!("{}={:?}", x.name, x.value)).collect();
        let buttons: Vec<&str> = self.buttons.iter().map(|b| b.text.as_str()).collect();
        write!(
            f,
            "the form of {} to {} (fields: {}; buttons: {})",
            self.page,
            self.action,
            fields.join(", "),
            buttons.join(", ")
        )
    }
}

fn urlencoded(entries: &[(String, String)]) -> String {
    let mut url: Url = "http://localhost/".parse().expect("a URL");
    url.query_pairs_mut().extend_pairs(entries);
    url.query().unwrap_or_default().to_owned()
}

pub(crate) fn read_all(page: &Page) -> Vec<Form> {
    let html = page.html();
    let controls = selector("input, select, textarea, button");
    let read = |form: ElementRef| {
        let id = form.attr("id");
        // Of this form are the controls inside it that name no other form, and those anywhere that name it.
        let belongs = |control: &ElementRef| match control.attr("form") {
            Some(named) => Some(named) == id,
            None => control.ancestors().any(|a| a.id() == form.id()),
        };
        let attr = |name: &str| form.attr(name).unwrap_or_default();
        let action = if attr("action").is_empty() { page.url.clone() } else { resolve(&page.url, attr("action")) };
        let mut read = Form {
            visitor: page.visitor().clone(),
            from: page.as_origin(),
            page: page.url.clone(),
            action,
            method: if attr("method").eq_ignore_ascii_case("post") { Method::POST } else { Method::GET },
            multipart: attr("enctype") == "multipart/form-data",
            fields: vec![],
            buttons: vec![],
        };
        for control in html.select(&controls).filter(belongs).filter(enabled) {
            add(&mut read, &page.url, &control);
        }
        read
    };
    html.select(&selector("form")).map(read).collect()
}

fn enabled(control: &ElementRef) -> bool {
    let in_disabled_group = || {
        control
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|a| a.value().name() == "fieldset" && a.attr("disabled").is_some())
    };
    control.attr("disabled").is_none() && !in_disabled_group()
}

fn resolve(page: &str, href: &str) -> String {
    let base: Url = format!("http://localhost{page}").parse().expect("a page's address");
    path_and_query(&base.join(href).unwrap_or_else(|e| panic!("{href} is no address: {e}")))
}

fn add(form: &mut Form, page: &str, control: &ElementRef) {
    let attr = |name: &str| control.attr(name).unwrap_or_default().to_owned();
    let kind = match (control.value().name(), control.attr("type").unwrap_or_default()) {
        ("button", "" | "submit") | ("input", "submit" | "image") => {
            let text = if control.value().name() == "input" { attr("value") } else { element_text(control) };
            let action = control.attr("formaction").map(|a| resolve(page, a));
            form.buttons.push(Button { text, name: attr("name"), value: attr("value"), action });
            return;
        }
        ("button", _) | ("input", "button" | "reset") => return,
        ("select", _) => Kind::Select,
        ("input", "hidden") => Kind::Hidden,
        ("input", "checkbox") => Kind::Checkbox,
        ("input", "radio") => Kind::Radio,
        ("input", "file") => Kind::File,
        _ => Kind::Text,
    };
    let mut field = Field {
        name: attr("name"),
        kind,
        input: control.attr("inputmode").or(control.attr("type")).unwrap_or_default().to_owned(),
        value: attr("value"),
        checked: control.attr("checked").is_some(),
        options: vec![],
        file: None,
    };
    match kind {
        // The parser has dropped the line end that follows the tag.
        Kind::Text if control.value().name() == "textarea" => field.value = control.text().collect(),
        Kind::Checkbox | Kind::Radio if control.attr("value").is_none() => field.value = "on".into(),
        Kind::Select => {
            let value = |option: &ElementRef| option.attr("value").map_or_else(|| element_text(option), str::to_owned);
            let options: Vec<ElementRef> = control.select(&selector("option")).collect();
            field.options = options.iter().map(value).collect();
            let chosen = options.iter().find(|o| o.attr("selected").is_some()).or(options.first());
            field.value = chosen.map(value).unwrap_or_default();
        }
        _ => {}
    }
    form.fields.push(field);
}
