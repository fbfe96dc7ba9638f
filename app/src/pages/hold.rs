//! Legal holds: all of them, one of them, the form that places one, and the note above what lies under them.

use jiff::tz::TimeZone;
use ledger::{Id, Time};
use leptos::prelude::*;

use super::account::username;
use crate::html::Markup;
use crate::parts::{
    Checkbox, DefinitionList, Empty, ErrorSummary, Field, Heading, Note, NoteKind, Once, State, Submit, When, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A hold as the list shows it.
#[derive(Clone, Debug)]
pub struct HoldLine {
    pub hold: Id,
    /// As a subject of headers.
    pub about: String,
    /// What that is called, and its page.
    pub name: String,
    pub href: String,
    pub reason: String,
    /// Of the case; may be empty.
    pub reference: String,
    pub placed: (Time, String),
    /// When, by whom, why.
    pub released: Option<(Time, String, String)>,
}

/// What a hold shall be placed on.
pub struct NewHold {
    pub about: String,
    /// In words.
    pub what: String,
    pub back: String,
}

impl HoldLine {
    fn what(&self, t: Texts) -> String {
        t.hold_on(self.about.split_once(':').unwrap_or_default().0, &self.name)
    }

    fn badge(&self, t: Texts) -> Html {
        match self.released {
            Some(_) => State::Revoked.badge(t.hold_released()),
            None => State::Awaiting.badge(t.hold_stands()),
        }
    }

    fn rows(&self, t: Texts, zone: &TimeZone) -> Vec<(String, Html)> {
        let moment = |at: Time, by: &str| view! { <When t at=at zone=zone/>" · "{by.to_owned()} }.into_html();
        let on = view! { <a href=self.href.clone()>{self.what(t)}</a> }.into_html();
        let mut rows =
            vec![(t.hold_about().to_owned(), on), (t.hold_reason().to_owned(), self.reason.clone().into_html())];
        if !self.reference.is_empty() {
            rows.push((t.hold_reference().to_owned(), self.reference.clone().into_html()));
        }
        rows.push((t.hold_placed().to_owned(), moment(self.placed.0, &self.placed.1)));
        if let Some((at, by, reason)) = &self.released {
            rows.push((t.hold_released().to_owned(), moment(*at, by)));
            rows.push((t.hold_release_reason().to_owned(), reason.clone().into_html()));
        }
        rows
    }
}

/// All holds, those that stand in front. `on_firm`: the subject for a hold on the whole firm, if the reader may place one.
pub fn holds(t: Texts, lines: Vec<HoldLine>, on_firm: Option<String>, zone: &TimeZone) -> Html {
    let list = match lines.is_empty() {
        true => view! { <Empty title=t.holds_none() text=t.holds_none_text()/> }.into_html(),
        false => {
            let items = lines.iter().map(|line| {
                view! {
                    <li class="stack">
                        <p>{line.badge(t)}" "<a href=format!("/holds/{}", line.hold)>{line.what(t)}</a></p>
                        <DefinitionList entries=line.rows(t, zone)/>
                    </li>
                }
            });
            view! { <ul class="list">{items.collect_view()}</ul> }.into_html()
        }
    };
    let new = on_firm.map(|about| {
        view! { <a class="button secondary" href=format!("/holds/new?about={about}")>{t.hold_firm_new()}</a> }
    });
    view! { <Heading title=t.holds() lead=t.holds_lead()>{new}</Heading>{list} }.into_html()
}

pub fn new_hold(t: Texts, new: &NewHold, form: &Form) -> Html {
    view! {
        <Heading title=t.hold_new() above=new.what.clone() above_href=new.back.clone() lead=t.hold_new_lead()/>
        <ErrorSummary t form labels=labels([("reason", t.hold_reason()), ("reference", t.hold_reference())])/>
        <form method="post" action=format!("/holds/new?about={}", new.about) novalidate>
            <Once form/>
            <Field t form name="reason" label=t.hold_reason() hint=t.hold_reason_hint() required=true maxlength=200 autocomplete="off"/>
            <Field t form name="reference" label=t.hold_reference() hint=t.hold_reference_hint() maxlength=200 autocomplete="off"/>
            <p class="buttons">
                <Submit label=t.hold_place()/>
                <a class="button secondary" href=new.back.clone()>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// One hold; an owner, of this address, releases it here.
pub fn hold(t: Texts, line: &HoldLine, owner: Option<&str>, zone: &TimeZone, form: &Form) -> Html {
    let release = owner.filter(|_| line.released.is_none()).map(|email| {
        view! {
            <section aria-labelledby="release">
                <h2 id="release">{t.hold_release()}</h2>
                <form method="post" action=format!("/holds/{}/release", line.hold) novalidate>
                    <Once form/>
                    <Field t form name="reason" label=t.hold_release_reason() hint=t.hold_release_hint() required=true
                        maxlength=200 autocomplete="off"/>
                    {username(email)}
                    <Field t form name="password" label=t.erase_password() kind="password" autocomplete="current-password"
                        required=true width="medium"/>
                    <Checkbox t form name="confirm" label=t.hold_release_confirm() required=true/>
                    <p class="buttons"><Submit label=t.hold_release() kind="danger"/></p>
                </form>
            </section>
        }
    });
    let others =
        (line.released.is_none() && owner.is_none()).then(|| view! { <p class="quiet">{t.hold_release_owner()}</p> });
    view! {
        <Heading title=t.hold() above=t.holds() above_href="/holds"/>
        <ErrorSummary t form labels=labels([
            ("reason", t.hold_release_reason()),
            ("password", t.erase_password()),
            ("confirm", t.hold_release_confirm()),
        ])/>
        <p>{line.badge(t)}</p>
        <DefinitionList entries=line.rows(t, zone)/>
        {release}
        {others}
    }
    .into_html()
}

/// A link in a list to what may lie under a hold, which then stands beside it.
pub(super) fn held_link(t: Texts, href: &str, name: &str, held: bool) -> Html {
    let link = Markup::link(href, name);
    if !held {
        return link;
    }
    let mut cell = Markup::default();
    cell.html(&link.to_html()).literal(" ").html(&State::Awaiting.badge(t.hold()).to_html());
    cell.done()
}

/// The page of something that lies under holds. `member`: whether the reader has the pages of the holds.
pub fn under_holds(t: Texts, lines: Vec<HoldLine>, member: bool, zone: &TimeZone, view: Html) -> Html {
    let notes = lines.iter().map(|line| {
        let since = t.date(local(line.placed.0, zone).date());
        let what = line.what(t);
        let why = if line.reason.is_empty() { what } else { t.labelled(&what, &line.reason) };
        let see = member.then(|| view! { <a href=format!("/holds/{}", line.hold)>{t.hold_see()}</a> });
        view! {
            <p>
                <strong>{t.hold_stands_since(&since)}</strong>" "{why}" "{see}
            </p>
        }
    });
    view! { <Note kind=NoteKind::Caution>{notes.collect_view()}<p>{t.hold_forbids()}</p></Note>{view} }.into_html()
}
