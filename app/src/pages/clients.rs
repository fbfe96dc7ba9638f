//! Clients: the list, one client with its contacts, projects and notices, and the forms.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::event::{Authority, ClientRecorded, ContactRecorded};
use ledger::{Id, Time};
use leptos::prelude::*;

use super::hold::held_link;
use super::notice_list::{NoticeLine, notice_rows};
use super::{party_fields, party_labels};
use crate::html::Markup;
use crate::parts::{
    Checkbox, Column, DefinitionList, Empty, ErrorSummary, Field, Heading, Moment, Once, Opt, Pager, Prose, RadioGroup,
    Select, State, Submit, Table, Timeline, labels,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Texts};

/// A client as the list shows it.
#[derive(Clone, Debug)]
pub struct ClientLine {
    pub client: Id,
    pub name: String,
    pub projects: u64,
    /// Notices that nobody has answered.
    pub open: u64,
    /// A hold stands over it.
    pub held: bool,
}

/// One client with all that belongs to it.
pub struct ClientPage {
    pub client: ClientRecorded,
    /// Those who left come last.
    pub contacts: Vec<ContactRecorded>,
    /// Those whose address a report said cannot be reached, and when.
    pub unreached: Vec<(Id, Time)>,
    /// Those whose record was erased on request, and when.
    pub erased: Vec<(Id, Time)>,
    /// Id and title.
    pub projects: Vec<(Id, String)>,
    /// Newest first.
    pub notices: Vec<NoticeLine>,
    pub today: Date,
    /// What was recorded about the client and its contacts, oldest first.
    pub moments: Vec<Moment>,
    pub zone: TimeZone,
    pub editable: bool,
    /// An owner: who answers what people ask about their own data.
    pub owner: bool,
}

/// The list. Pages count from 1.
pub fn clients(t: Texts, lines: Vec<ClientLine>, page: u64, pages: u64, editable: bool) -> Html {
    let list = if lines.is_empty() {
        let action = editable.then(|| (t.client_new().to_owned(), "/clients/new".to_owned()));
        view! { <Empty title=t.clients_empty() text=t.clients_empty_text() action=action/> }.into_html()
    } else {
        let columns = vec![
            Column::new(t.firm_name()),
            Column::new(t.clients_count_projects()),
            Column::new(t.clients_count_open()),
        ];
        let rows = lines.iter().map(|line| {
            let name = held_link(t, &format!("/clients/{}", line.client), &line.name, line.held);
            vec![name, Markup::of(&line.projects.to_string()), Markup::of(&line.open.to_string())]
        });
        view! { <Table caption=t.nav_clients() caption_hidden=true columns=columns rows=rows.collect()/> }.into_html()
    };
    let new = editable.then(|| view! { <a class="button primary" href="/clients/new">{t.client_new()}</a> });
    view! {
        <Heading title=t.nav_clients()>{new}</Heading>
        {list}
        <Pager t page=page pages=pages base="/clients?page="/>
    }
    .into_html()
}

pub fn client(t: Texts, page: &ClientPage) -> Html {
    let ClientRecorded { client, party, lang } = &page.client;
    let lang = match lang {
        ledger::Lang::Fr => t.language_fr(),
        ledger::Lang::En => t.language_en(),
    };
    let rows = [
        (t.legal_form(), party.legal_form.as_str()),
        (t.siren(), &party.siren),
        (t.rcs(), &party.rcs),
        (t.postal_address(), &party.address),
        (t.language(), lang),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let identity = rows.map(|(label, value)| (label.to_owned(), view! { <Prose text=value/> }.into_html())).collect();
    let button = |label: &str, href: String| {
        page.editable.then(|| view! { <a class="button secondary" href=href>{label.to_owned()}</a> }.into_html())
    };
    view! {
        <Heading title=party.name.clone()>
            {button(t.edit(), format!("/clients/{client}/edit"))}
            <a class="button secondary" href=format!("/clients/{client}/chronology")>{t.chronology()}</a>
            <a class="button secondary" href=format!("/clients/{client}/as-of")>{t.as_of()}</a>
            <a class="button secondary" href=format!("/clients/{client}/bundle")>{t.bundle_make()}</a>
            <a class="button secondary" href=format!("/clients/{client}/dossier")>{t.dossier()}</a>
            <a class="button secondary" href=format!("/clients/{client}/redact")>{t.redact_make()}</a>
        </Heading>
        <div class="stack">
            <section aria-labelledby="identity">
                <h2 id="identity">{t.client_identity()}</h2>
                <DefinitionList entries=identity/>
            </section>
            <section aria-labelledby="contacts">
                <h2 id="contacts">{t.client_contacts()}</h2>
                {contacts(t, page)}
                <p class="buttons">{button(t.contact_new(), format!("/clients/{client}/contacts/new"))}</p>
            </section>
            <section aria-labelledby="projects">
                <h2 id="projects">{t.client_projects()}</h2>
                {projects(t, page)}
                <p class="buttons">
                    {button(t.client_new_project(), format!("/projects/new?client={client}"))}
                    <a class="button secondary" href=format!("/clients/{client}/coverage")>{t.coverage_see()}</a>
                </p>
            </section>
            <section aria-labelledby="notices">
                <h2 id="notices">{t.client_notices()}</h2>
                {notices(t, page)}
            </section>
            <section aria-labelledby="recorded">
                <h2 id="recorded">{t.client_recorded()}</h2>
                <Timeline t moments=page.moments.clone() zone=&page.zone/>
                <p class="buttons">{button(t.hold_new(), format!("/holds/new?about=client:{client}"))}</p>
            </section>
        </div>
    }
    .into_html()
}

fn contacts(t: Texts, page: &ClientPage) -> Html {
    if page.contacts.is_empty() {
        return view! { <p>{t.client_no_contact()}</p> }.into_html();
    }
    let rows = page.contacts.iter().map(|contact| contact_row(t, contact, page)).collect_view();
    view! { <ul class="list">{rows}</ul> }.into_html()
}

fn contact_row(t: Texts, contact: &ContactRecorded, page: &ClientPage) -> Html {
    let unreached = page.unreached.iter().find(|(unreached, _)| *unreached == contact.contact);
    let unreached = unreached.map(|(_, at)| {
        let when = t.date(local(*at, &page.zone).date());
        view! { <p>{State::Overdue.badge(t.contact_unreached_short())}" "{t.contact_unreached(&when)}</p> }
    });
    let reach = [&contact.role, &contact.email, &contact.phone];
    let reach: Vec<&str> = reach.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let erased = page.erased.iter().find(|(erased, _)| *erased == contact.contact);
    let standing = match (erased, contact.active, contact.signatory) {
        (Some((_, at)), ..) => t.contact_erased(&t.date(local(*at, &page.zone).date())).into_html(),
        (None, false, _) => t.contact_gone().into_html(),
        (None, true, false) => t.contact_reads().into_html(),
        (None, true, true) if contact.authority == Authority::Unknown => view! {
            {t.contact_decides()}" · "<strong class="marked">{t.contact_unverified()}</strong>
        }
        .into_html(),
        (None, true, true) => {
            let source = authority(t, contact.authority);
            let note =
                if contact.authority_note.is_empty() { "".into() } else { format!(" · {}", contact.authority_note) };
            format!("{} · {source}{note}", t.contact_decides()).into_html()
        }
    };
    let edit = page.editable.then(|| {
        let href = format!("/contacts/{}/edit", contact.contact);
        view! { <a href=href aria-label=t.contact_edit_named(&contact.name)>{t.edit()}</a> }
    });
    let data = page.owner.then(|| {
        let href = format!("/contacts/{}/data", contact.contact);
        view! { " · "<a href=href aria-label=t.person_link_named(&contact.name)>{t.person_link()}</a> }
    });
    view! {
        <li>
            <strong>{contact.name.clone()}</strong>
            <p class="quiet">{reach.join(" · ")}<br/>{standing}</p>
            {unreached}
            {page.editable.then(|| view! { <p>{edit}{data}</p> })}
        </li>
    }
    .into_html()
}

fn projects(t: Texts, page: &ClientPage) -> Html {
    if page.projects.is_empty() {
        return view! { <p>{t.client_no_project()}</p> }.into_html();
    }
    let rows = page.projects.iter().map(|(project, title)| {
        view! { <li><a href=format!("/projects/{project}")>{title.clone()}</a></li> }
    });
    view! { <ul class="list">{rows.collect_view()}</ul> }.into_html()
}

fn notices(t: Texts, page: &ClientPage) -> Html {
    if page.notices.is_empty() {
        return view! { <p>{t.client_no_notice()}</p> }.into_html();
    }
    view! { <ul class="list">{notice_rows(t, &page.notices, page.today, &page.zone, true)}</ul> }.into_html()
}

/// Where the authority to decide comes from, in words.
fn authority(t: Texts, authority: Authority) -> &'static str {
    match authority {
        Authority::Register => t.authority_register(),
        Authority::Delegation => t.authority_delegation(),
        Authority::SelfDeclared => t.authority_self_declared(),
        Authority::Unknown => t.authority_unknown(),
    }
}

/// A new client, or one that is changed; `back` is where giving up leads.
pub fn edit_client(t: Texts, title: &str, back: String, form: &Form) -> Html {
    let languages = vec![Opt::new("fr", t.language_fr()), Opt::new("en", t.language_en())];
    view! {
        <Heading title=title/>
        <ErrorSummary t form labels=[party_labels(t), labels([("lang", t.client_lang())])].concat()/>
        <form method="post" novalidate>
            <Once form/>
            {party_fields(t, form)}
            <RadioGroup t form name="lang" legend=t.client_lang() options=languages required=true/>
            <p class="buttons">
                <Submit label=t.save()/>
                <a class="button secondary" href=back>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// A new contact of `client`, or one that is changed.
pub fn edit_contact(t: Texts, title: &str, client: &ClientRecorded, form: &Form) -> Html {
    let sources = vec![
        Opt::new("unknown", t.authority_unknown()),
        Opt::new("register", t.authority_register()),
        Opt::new("delegation", t.authority_delegation()),
        Opt::new("self_declared", t.authority_self_declared()),
    ];
    view! {
        <Heading title=title above=client.party.name.clone()/>
        <ErrorSummary t form labels=labels([
            ("name", t.name()),
            ("email", t.email()),
            ("phone", t.phone()),
            ("role", t.contact_role()),
            ("authority", t.contact_authority()),
            ("authority_note", t.contact_authority_note()),
        ])/>
        <form method="post" novalidate>
            <Once form/>
            <Field t form name="name" label=t.name() required=true maxlength=200/>
            <Field t form name="email" label=t.email() hint=t.contact_email_hint() kind="email" maxlength=254/>
            <Field t form name="phone" label=t.phone() kind="tel" maxlength=200 width="medium"/>
            <Field t form name="role" label=t.contact_role() hint=t.contact_role_hint() maxlength=200 width="medium"/>
            <Checkbox t form name="signatory" label=t.contact_signatory() hint=t.contact_signatory_hint()/>
            <Select t form name="authority" label=t.contact_authority() options=sources/>
            <Field t form name="authority_note" label=t.contact_authority_note() hint=t.contact_authority_note_hint()
                maxlength=200/>
            <Checkbox t form name="director" label=t.contact_director() hint=t.contact_director_hint()/>
            <Checkbox t form name="active" label=t.contact_active() hint=t.contact_active_hint()/>
            <p class="buttons">
                <Submit label=t.save()/>
                <a class="button secondary" href=format!("/clients/{}", client.client)>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}
