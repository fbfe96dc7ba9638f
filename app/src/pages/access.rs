//! Access of outsiders, for the firm: the list, the form that grants, one of them with what was opened, and the note on what is read outside.

use jiff::tz::TimeZone;
use ledger::event::{AccessSort, AccessUsed, Date, Outsider};
use ledger::{Id, Time};
use leptos::prelude::*;

use crate::parts::{
    Checkbox, Column, DateField, DefinitionList, Empty, EntryAt, EraseLink, ErrorSummary, Field, Fieldset, Heading,
    Note, NoteKind, Once, Opt, RadioGroup, Select, State, Submit, Table, When, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// A grant.
#[derive(Clone, Debug)]
pub struct AccessLine {
    pub access: Id,
    pub to: Outsider,
    pub sort: AccessSort,
    /// Subjects of headers, with what they are called.
    pub over: Vec<(String, String)>,
    pub last: Date,
    pub reason: String,
    pub granted: (Time, String),
    /// When, by whom, why.
    pub revoked: Option<(Time, String, String)>,
    pub ended: bool,
    /// When the last of what it is over was destroyed.
    pub destroyed: Option<Time>,
    /// When something was opened last.
    pub used: Option<Time>,
}

/// The value of a sort in forms.
pub fn sort_value(sort: AccessSort) -> &'static str {
    match sort {
        AccessSort::Lawyer => "lawyer",
        AccessSort::DataRoom => "data_room",
    }
}

/// Name and office.
pub fn outsider(to: &Outsider) -> String {
    [to.name.as_str(), &to.office].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The page of what was opened.
pub fn used_href(used: &AccessUsed) -> Option<String> {
    let (word, id) = used.about.split_once(':')?;
    Some(format!("/{word}s/{id}"))
}

impl AccessLine {
    pub fn badge(&self, t: Texts) -> Html {
        match (&self.revoked, self.ended) {
            (None, false) if self.destroyed.is_some() => State::Revoked.badge(t.access_destroyed()),
            (Some(_), _) => State::Revoked.badge(t.access_revoked_state()),
            (None, true) => State::Deferred.badge(t.access_over_state()),
            (None, false) => State::Accepted.badge(t.access_stands()),
        }
    }

    /// What may be read, each with its page.
    fn over(&self, t: Texts) -> Html {
        let items = self.over.iter().map(|(about, name)| {
            let (word, id) = about.split_once(':').unwrap_or_default();
            // A project that was destroyed has a page that says so; a client has none.
            let href = (word == "project" || self.destroyed.is_none()).then(|| format!("/{word}s/{id}"));
            match href {
                Some(href) => view! { <li><a href=href>{t.access_on(word, name)}</a></li> }.into_html(),
                None => view! { <li>{t.access_on(word, name)}</li> }.into_html(),
            }
        });
        view! { <ul>{items.collect_view()}</ul> }.into_html()
    }

    pub fn rows(&self, t: Texts, zone: &TimeZone) -> Vec<(String, Html)> {
        let moment = |at: Time, by: &str| view! { <When t at=at zone=zone/>" · "{by.to_owned()} }.into_html();
        let mut rows = vec![
            (t.access_who().to_owned(), view! { {outsider(&self.to)}" · "{self.to.email.clone()} }.into_html()),
            (t.access_sort().to_owned(), t.access_sort_of(self.sort).to_owned().into_html()),
            (t.access_what().to_owned(), self.over(t)),
            (t.access_last().to_owned(), t.date(self.last).into_html()),
            (t.access_reason().to_owned(), self.reason.clone().into_html()),
            (t.access_granted().to_owned(), moment(self.granted.0, &self.granted.1)),
        ];
        if let Some((at, by, reason)) = &self.revoked {
            rows.push((t.access_revoked_state().to_owned(), moment(*at, by)));
            rows.push((t.access_revoke_reason().to_owned(), reason.clone().into_html()));
        }
        if let Some(at) = self.destroyed {
            rows.push((t.access_destroyed_on().to_owned(), view! { <When t at=at zone=zone/> }.into_html()));
        }
        let used = match self.used {
            Some(at) => view! { <When t at=at zone=zone/> }.into_html(),
            None => t.access_unused().to_owned().into_html(),
        };
        rows.push((t.access_used_last().to_owned(), used));
        rows
    }
}

pub fn accesses(t: Texts, lines: Vec<AccessLine>, owner: bool, zone: &TimeZone) -> Html {
    let list = match lines.is_empty() {
        true => view! { <Empty title=t.access_none() text=t.access_none_text()/> }.into_html(),
        false => {
            let items = lines.iter().map(|line| {
                view! {
                    <li class="stack">
                        <p>{line.badge(t)}" "<a href=format!("/access/{}", line.access)>{outsider(&line.to)}</a></p>
                        <DefinitionList entries=line.rows(t, zone)/>
                    </li>
                }
            });
            view! { <ul class="list">{items.collect_view()}</ul> }.into_html()
        }
    };
    let new = owner.then(|| view! { <a class="button primary" href="/access/new">{t.access_new()}</a> });
    let others = (!owner).then(|| view! { <p class="quiet">{t.access_owner()}</p> });
    view! { <Heading title=t.accesses() lead=t.accesses_lead()>{new}</Heading>{others}{list} }.into_html()
}

/// What can be granted.
pub struct GrantChoice {
    pub clients: Vec<GrantClient>,
    pub today: Date,
    pub latest: Date,
}

pub struct GrantClient {
    pub client: Id,
    pub name: String,
    pub projects: Vec<(Id, String)>,
}

pub fn grant_access(t: Texts, choice: &GrantChoice, form: &Form) -> Html {
    let sorts =
        AccessSort::ALL.map(|sort| Opt::new(sort_value(sort), t.access_sort_of(sort)).hint(t.access_sort_hint(sort)));
    let languages = vec![Opt::new("fr", t.language_fr()), Opt::new("en", t.language_en())];
    let fields = labels([
        ("name", t.access_name()),
        ("office", t.access_office()),
        ("email", t.email()),
        ("lang", t.language()),
        ("sort", t.access_sort()),
        ("over", t.access_what()),
        ("last", t.access_last()),
        ("reason", t.access_reason()),
    ]);
    view! {
        <Heading title=t.access_new() above=t.accesses() above_href="/access" lead=t.access_new_lead()/>
        <ErrorSummary t form labels=fields/>
        <form class="stack" method="post" action="/access/new" novalidate>
            <Once form/>
            <Fieldset legend=t.access_who()>
                <Field t form name="name" label=t.access_name() hint=t.access_name_hint() required=true maxlength=200 autocomplete="off"/>
                <Field t form name="office" label=t.access_office() hint=t.access_office_hint() maxlength=200 autocomplete="off"/>
                <Field t form name="email" label=t.email() hint=t.access_email_hint() kind="email" required=true maxlength=200 autocomplete="off"/>
                <Select t form name="lang" label=t.language() options=languages required=true/>
            </Fieldset>
            <RadioGroup t form name="sort" legend=t.access_sort() options=sorts.to_vec() required=true/>
            {over(t, choice, form)}
            <DateField t form name="last" label=t.access_last() hint=t.access_last_hint(&t.date(choice.latest)) required=true
                min=choice.today.to_string() max=choice.latest.to_string()/>
            <Field t form name="reason" label=t.access_reason() hint=t.access_reason_hint() required=true maxlength=200 autocomplete="off"/>
            <p class="buttons">
                <Submit label=t.access_grant()/>
                <a class="button secondary" href="/access">{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// A box for each client as a whole and for each project, client by client.
fn over(t: Texts, choice: &GrantChoice, form: &Form) -> Html {
    let error = form.error("over").map(str::to_owned);
    let described = error.is_some().then_some("f-over-error");
    let class = if error.is_some() { "field wrong" } else { "field" };
    let wrong = error.map(|error| view! { <p class="error" id="f-over-error">{error}</p> });
    let mut number = 0;
    let mut tick = |value: String, label: String| {
        let checked = form.has("over", &value);
        let id = match number {
            0 => "f-over".to_owned(),
            n => format!("f-over-{n}"),
        };
        number += 1;
        view! {
            <div class="choice">
                <input id=id.clone() name="over" type="checkbox" value=value checked=checked aria-describedby=described/>
                <label for=id>{label}</label>
            </div>
        }
    };
    let clients = choice.clients.iter().map(|client| {
        let whole = tick(format!("client:{}", client.client), t.access_whole_client(&client.name));
        let projects: Vec<_> =
            client.projects.iter().map(|(project, title)| tick(format!("project:{project}"), title.clone())).collect();
        view! { <fieldset><legend>{client.name.clone()}</legend>{whole}{projects}</fieldset> }
    });
    let clients: Vec<_> = clients.collect();
    view! {
        <fieldset class=class>
            <legend>{t.access_what()}" "<span class="required">{t.required()}</span></legend>
            <p class="hint">{t.access_what_hint()}</p>
            {wrong}
            {clients}
        </fieldset>
    }
    .into_html()
}

/// An entry about a grant.
pub struct AccessUse {
    pub index: u64,
    pub at: Time,
    pub what: String,
    pub href: Option<String>,
    /// The address on the network.
    pub device: String,
    /// Something was opened.
    pub used: bool,
    pub erase: Option<EntryAt>,
}

pub struct AccessPageView {
    pub line: AccessLine,
    pub uses: Vec<AccessUse>,
    pub owner: bool,
    pub now: Time,
    pub zone: TimeZone,
}

/// One grant, with all that was opened under it.
pub fn access(t: Texts, page: &AccessPageView, form: &Form) -> Html {
    let line = &page.line;
    let id = line.access;
    let acts = (page.owner && !line.ended && line.destroyed.is_none()).then(|| {
        view! {
            <section aria-labelledby="acts">
                <h2 id="acts">{t.access_acts()}</h2>
                <form method="post" action=format!("/access/{id}/link") novalidate>
                    <Once form/>
                    <p>{t.access_link_why()}</p>
                    <p class="buttons"><Submit label=t.access_link() kind="secondary"/></p>
                </form>
                <p class="buttons"><a class="button danger" href=format!("/access/{id}/revoke")>{t.access_revoke()}</a></p>
            </section>
        }
    });
    let columns = vec![
        Column::new(t.trail_number()),
        Column::new(t.trail_what()),
        Column::new(t.trail_when()),
        Column::new(t.access_from()),
    ];
    let rows = page.uses.iter().map(|used| {
        let what = match &used.href {
            Some(href) => view! { <a href=href.clone()>{used.what.clone()}</a> }.into_html(),
            None => used.what.clone().into_html(),
        };
        let erase = used.erase.as_ref().map(|entry| view! { <br/><EraseLink t entry/> });
        vec![
            t.number(used.index + 1).into_html(),
            what,
            view! { <When t at=used.at zone=&page.zone/> }.into_html(),
            view! { {used.device.clone()}{erase} }.into_html(),
        ]
    });
    view! {
        <Heading title=t.access() above=t.accesses() above_href="/access"/>
        <ErrorSummary t form labels=vec![]/>
        <p>{line.badge(t)}</p>
        <DefinitionList entries=line.rows(t, &page.zone)/>
        {acts}
        <section aria-labelledby="opened">
            <h2 id="opened">{t.access_opened()}</h2>
            <p class="quiet">{t.access_opened_note()}</p>
            <Table caption=t.access_opened() caption_hidden=true columns rows=rows.collect()/>
        </section>
    }
    .into_html()
}

/// The second confirmation.
pub fn revoke_access(t: Texts, line: &AccessLine, zone: &TimeZone, form: &Form) -> Html {
    let id = line.access;
    let fields = labels([("reason", t.access_revoke_reason()), ("confirm", t.access_revoke_confirm())]);
    view! {
        <Heading title=t.access_revoke() above=t.access() above_href=format!("/access/{id}") lead=t.access_revoke_lead()/>
        <ErrorSummary t form labels=fields/>
        <DefinitionList entries=line.rows(t, zone)/>
        <form method="post" action=format!("/access/{id}/revoke") novalidate>
            <Once form/>
            <Field t form name="reason" label=t.access_revoke_reason() hint=t.access_revoke_hint() required=true maxlength=200 autocomplete="off"/>
            <Checkbox t form name="confirm" label=t.access_revoke_confirm() required=true/>
            <p class="buttons">
                <Submit label=t.access_revoke() kind="danger"/>
                <a class="button secondary" href=format!("/access/{id}")>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// The page of a client or project, with who outside reads it.
pub fn read_outside(t: Texts, readers: Vec<AccessLine>, owner: bool, about: &str, view: Html) -> Html {
    let new = owner.then(|| {
        let href = format!("/access/new?over={about}");
        view! { <p class="buttons"><a class="button secondary" href=href>{t.access_new()}</a></p> }
    });
    let items = readers.iter().map(|line| {
        let until = t.access_until(&t.date(line.last));
        view! { <li>{line.badge(t)}" "<a href=format!("/access/{}", line.access)>{outsider(&line.to)}</a>" · "{until}</li> }
    });
    let items = items.collect_view();
    let note = (!readers.is_empty()).then(|| {
        view! { <Note kind=NoteKind::Info><p><strong>{t.access_readers(readers.len() as u64)}</strong></p><ul>{items}</ul></Note> }
    });
    view! { {view}<div class="stack">{note}{new}</div> }.into_html()
}
