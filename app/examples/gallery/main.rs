//! Writes sample pages as HTML files, to look at the parts and the style without a server or a database:
//! `cargo run -p app --example gallery -- FOLDER`, then open `FOLDER/index.html`.

mod notice;

use std::fs;
use std::path::{Path, PathBuf};

use app::pages::{self, Account, Group, MemberLine, Overview, OverviewItem, SessionLine, Stage, Standing, Start};
use app::parts::*;
use app::{Assets, Chrome, Flash, Form, Html, IntoHtml, Lang, PageHead, Section, Texts, page};
use jiff::civil::date;
use jiff::tz::TimeZone;
use ledger::event::Role;
use ledger::{Id, Time};
use leptos::prelude::*;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).expect("usage: gallery FOLDER"));
    fs::create_dir_all(&folder)?;
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let css: Result<Vec<String>, _> = ["tokens", "base", "parts", "pages", "print"]
        .iter()
        .map(|name| fs::read_to_string(style.join(format!("{name}.css"))))
        .collect();
    fs::write(folder.join("acte.css"), css?.concat())?;
    for font in ["newsreader.woff2", "public-sans.woff2"] {
        fs::copy(style.join("fonts").join(font), folder.join(font))?;
    }
    fs::copy(style.join("icon.svg"), folder.join("icon.svg"))?;
    let mut names = Vec::new();
    for lang in [Lang::Fr, Lang::En] {
        for (name, html) in samples(lang) {
            let name = format!("{name}-{lang}.html");
            fs::write(folder.join(&name), html)?;
            names.push(format!("<li><a href=\"{name}\">{name}</a></li>"));
        }
    }
    fs::write(folder.join("index.html"), format!("<!DOCTYPE html><title>Gallery</title><ul>{}</ul>", names.concat()))
}

fn samples(lang: Lang) -> Vec<(&'static str, String)> {
    let t = Texts(lang);
    let public = || Chrome::Public;
    let member = |section| Chrome::Member {
        name: "Ada Lovelace".into(),
        firm: "Lovelace Informatique".into(),
        section: Some(section),
        mails: app::Mails::Sent,
    };
    let client = || Chrome::Client { firm: "Lovelace Informatique".into() };
    let mut refused = Form::new();
    refused.set("email", "ada@example").refuse("email", t.sign_in_refused());
    vec![
        ("sign-in", document(t, t.sign_in(), public(), None, || pages::sign_in(t, &Form::new()))),
        ("sign-in-refused", document(t, t.sign_in(), public(), None, || pages::sign_in(t, &refused))),
        ("overview", document(t, t.overview_title(), member(Section::Overview), None, || overview(t))),
        ("overview-new", document(t, t.overview_title(), member(Section::Overview), None, || new_firm(t))),
        ("parts", document(t, "Parts", member(Section::Projects), Some(Flash::Done(t.save().into())), || parts(t))),
        (
            "answer-reading",
            document(t, "MG-2026-0007", client(), None, || notice::page(t, Stage::Reading, &Form::new())),
        ),
        ("answer-code", document(t, "MG-2026-0007", client(), None, || notice::page(t, Stage::CodeSent, &Form::new()))),
        (
            "answer-deciding",
            document(t, "MG-2026-0007", client(), None, || notice::page(t, Stage::Identified, &notice::refused(t))),
        ),
        ("answer-done", document(t, "MG-2026-0007", client(), None, || notice::page(t, Stage::Answered, &Form::new()))),
        ("setup", document(t, t.setup_title(), public(), None, || pages::setup(t, &setup(t), 12, 10_000_000))),
        ("firm", document(t, t.nav_firm(), member(Section::Firm), None, || firm(t))),
        ("members", document(t, t.nav_members(), member(Section::Members), None, || members(t))),
        ("account", document(t, t.nav_account(), member(Section::Account), None, || account(t))),
        ("verify", document(t, t.verify_title(), public(), None, || pages::verify(t, false, None))),
        ("not-found", document(t, t.not_found_title(), public(), None, || pages::not_found(t))),
        ("failure", document(t, t.failure_title(), public(), None, || pages::failure(t, "7F3A-91C2"))),
    ]
}

fn document(t: Texts, title: &str, chrome: Chrome, flash: Option<Flash>, body: impl FnOnce() -> Html) -> String {
    let assets = Assets { css_url: "acte.css".into(), icon_url: "icon.svg".into(), islands_url: None };
    let head = PageHead { lang: t.0, title, nonce: "sample", path: "/", chrome, flash, assets: &assets };
    page(&head, body)
}

fn overview(t: Texts) -> Html {
    let item = |group, title: &str, client: &str, due| OverviewItem {
        group,
        title: title.into(),
        href: "/notices/1".into(),
        client: client.into(),
        project: t.choose("Remplacement des serveurs", "Server replacement").into(),
        due,
    };
    let backup = t.choose("Sauvegardes accessibles depuis la production", "Backups reachable from production");
    let admin =
        t.choose("Mot de passe administrateur local identique partout", "Same local administrator password everywhere");
    let items = vec![
        item(Group::Question, backup, "Portails Morel", Some(date(2026, 12, 3))),
        item(Group::Overdue, admin, "Portails Morel", Some(date(2026, 11, 20))),
        item(
            Group::Overdue,
            t.choose("Réseau non segmenté", "Flat network"),
            "Cabinet Le Goff",
            Some(date(2026, 11, 23)),
        ),
        item(
            Group::Soon,
            t.choose("Restauration jamais testée", "Restores never tested"),
            "Garage Dupont & Fils",
            Some(date(2026, 11, 27)),
        ),
        item(
            Group::Declined,
            t.choose("Protection des postes partielle", "Endpoint protection partial"),
            "Portails Morel",
            None,
        ),
        item(
            Group::Draft,
            t.choose("Comptes à privilèges inutilisés", "Unused privileged accounts"),
            "Portails Morel",
            None,
        ),
    ];
    pages::overview(
        t,
        &Overview {
            today: date(2026, 11, 24),
            items,
            coverage: None,
            unplaced: 2,
            due: 1,
            held: 1,
            start: None,
            may_write: true,
        },
    )
}

fn new_firm(t: Texts) -> Html {
    let empty = Overview {
        today: date(2026, 11, 24),
        items: vec![],
        coverage: None,
        unplaced: 0,
        due: 0,
        held: 0,
        start: Some(Start::NoClient),
        may_write: true,
    };
    pages::overview(t, &empty)
}

fn parts(t: Texts) -> Html {
    let mut form = Form::new();
    form.set("name", "Garage <Dupont>").set("text", "</textarea><script>alert(1)</script>\n\nfin");
    form.set("kind", "b").set("price", "1 234,50").set("siren", "123456788").set("choice", "one");
    form.refuse("siren", t.error_siren()).refuse("choice", t.error_choose()).refuse("agree", t.error_missing());
    let form = &form;
    let options = || {
        vec![
            Opt::new("a", "Serveurs et stockage").hint("Matériel, système, virtualisation"),
            Opt::new("b", "Réseau"),
            Opt::new("c", "Messagerie et applications en ligne"),
        ]
    };
    let badges = State::ALL.map(|state| view! { <StateBadge t state/> " " }).collect_view();
    view! {
        <Heading title="Remplacement des serveurs" above="Portails Morel" lead="Mission ouverte depuis le 3 mars 2026, trois mises en garde en cours.">
            <a class="button secondary" href="/edit">{t.edit()}</a>
            <a class="button primary" href="/new"><Icon symbol=Symbol::Plus/>"Mise en garde"</a>
        </Heading>
        <p>{badges}</p>
        <Note><p>"Une mise en garde sans les faits propres à ce client ne peut pas être envoyée."</p></Note>
        <Note kind=NoteKind::Caution><p>"Aucun signataire parmi les destinataires."</p></Note>
        {tables(t)}
        <h2>"Chronologie"</h2>
        {timeline(t)}
        <ErrorSummary t form labels=labels([("name", t.firm_name()), ("siren", t.siren())])/>
        <form method="post" action="/x" novalidate>
            <Field t form name="name" label=t.firm_name() required=true/>
            <Field t form name="siren" label=t.siren() hint=t.siren_hint() inputmode="numeric" width="short"/>
            <TextArea t form name="text" label="Conséquence" hint="Étendue et suites, en mots simples."/>
            <Fieldset legend="Options" hint="Avec leurs prix.">
                <MoneyField t form name="price" label="Prix hors taxes"/>
                <DateField t form name="date" label=t.respond_by_label() required=true/>
                <Select t form name="kind" label="Nature" options=options() with_empty=true/>
                <RadioGroup t form name="choice" legend="Décision" options=options() required=true/>
                <CheckboxGroup t form name="kinds" legend="Natures" options=options()/>
                <Checkbox t form name="agree" label="J’ai lu la mise en garde." required=true/>
                <FileField t form name="file" label="Devis" types="PDF, PNG, JPEG" accept="application/pdf" max_bytes=10_000_000/>
            </Fieldset>
            <p class="buttons">
                <Submit label=t.save()/>
                <Submit label=t.preview() kind="secondary" name="do" value="preview"/>
                <Submit label=t.delete() kind="danger" name="do" value="delete"/>
                <a href="/x">{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

fn tables(t: Texts) -> Html {
    let columns =
        vec![Column::new("Sujet"), Column::new(t.state()), Column::new("Réponse pour le"), Column::numeric("Prix")];
    let rows = [(State::Accepted, 123_450), (State::Declined, 750_000), (State::Question, 0)].map(|(state, cents)| {
        vec![
            view! { <a href="/w">"Absence de copie hors ligne"</a> }.into_html(),
            view! { <StateBadge t state/> }.into_html(),
            view! { {t.date(date(2026, 12, 1))} }.into_html(),
            view! { <Money t cents/> }.into_html(),
        ]
    });
    let entries = vec![
        (t.firm_name().to_owned(), view! { "Portails Morel SAS" }.into_html()),
        (t.postal_address().to_owned(), view! { "12, rue des Forges\n35000 Rennes" }.into_html()),
        (
            "SHA-256".to_owned(),
            view! { <Hash hex="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"/> }.into_html(),
        ),
    ];
    view! {
        <Table caption="Mises en garde" columns=columns rows=rows.into()/>
        <Pager t page=2 pages=7 base="/x?page="/>
        <DefinitionList entries=entries/>
        <Empty title="Aucun contact" text="Une lettre s’adresse à quelqu’un." action=Some((t.add().into(), "/new".into()))/>
    }
    .into_html()
}

fn timeline(t: Texts) -> Html {
    let day = 86_400_000;
    let start = 1_772_500_000_000;
    let moment = |days: i64, label: &str, state| Moment {
        erase: None,
        at: Time(start + days * day),
        day: None,
        label: label.into(),
        state,
        href: state.map(|_| "/n".to_owned()),
    };
    let moments = vec![
        moment(0, "Mission ouverte", None),
        moment(40, "Lettre L-2026-004 envoyée à Mme Morel", Some(State::Sent)),
        moment(41, "Code demandé", None),
        moment(43, "Sauvegardes hors ligne : acceptée", Some(State::Accepted)),
        moment(43, "Segmentation du réseau : refusée", Some(State::Declined)),
        moment(120, "Lettre L-2026-009 envoyée à Mme Morel", Some(State::Sent)),
        moment(180, "Sans réponse à la date demandée", Some(State::Overdue)),
    ];
    let zone = &TimeZone::fixed(jiff::tz::offset(1));
    view! { <Timeline t moments zone until=Time(start + 260 * day)/> }.into_html()
}

fn setup(t: Texts) -> Form {
    let mut form = Form::new();
    form.set("lang", "fr").set("time_zone", "Europe/Paris").set("siren", "123456788").refuse("siren", t.error_siren());
    form
}

fn firm(t: Texts) -> Html {
    let page = pages::FirmPage {
        logo: None,
        upload_limit: 10_000_000,
        editable: true,
        readers: 0,
        vkey: "acte.example/log/1+00000000+AQ".into(),
        authorities: authorities(),
    };
    pages::firm(t, page, &setup(t))
}

/// One that answers, one that fails, one that was not needed yet.
fn authorities() -> pages::Authorities {
    let one = |host: &str, answered, failed, error: &str| pages::Authority {
        host: host.into(),
        answered: Option::map(answered, Time),
        failed: Option::map(failed, Time),
        error: error.into(),
    };
    let witness = |name: &str, cosigned, refusal| pages::AskedWitness {
        name: name.into(),
        key: format!("{name}+8bf4ecad+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"),
        cosigned,
        refusal,
    };
    let at = 1_772_442_000_000;
    let ahead = pages::WitnessRefusal {
        at: Time(at),
        why: pages::WhyNotCosigned::OtherPast,
        detail: "it says that it cosigned 230 entries, of which this log has 214".into(),
    };
    pages::Authorities {
        list: vec![
            one("tsa.example", Some(at - 3_600_000), Some(at), "it answered with HTTP status 500"),
            one("temps.example", Some(at), None, ""),
            one("clock.example:8080", None, None, ""),
        ],
        stamped: Some(pages::LogStamped {
            size: 214,
            time: Time(at),
            accuracy_micros: Some(1_000_000),
            authority: "Temps Exemple (TSU 3)".into(),
        }),
        witnesses: vec![
            witness("temoin.example/witness", Some((214, Time(at))), None),
            witness("witness.example", None, None),
            witness("vu.example", Some((230, Time(at))), Some(ahead)),
        ],
        zone: TimeZone::fixed(jiff::tz::offset(1)),
    }
}

fn members(t: Texts) -> Html {
    let line = |name: &str, email: &str, role, standing, you| MemberLine {
        member: Id([email.len() as u8; 16]),
        name: name.into(),
        email: email.into(),
        role,
        standing,
        you,
    };
    let lines = vec![
        line("Ada Lovelace", "ada@lovelace.example", Role::Owner, Standing::Active, true),
        line("Charles Babbage", "charles@lovelace.example", Role::Adviser, Standing::Active, false),
        line("", "mary@lovelace.example", Role::Reader, Standing::Invited, false),
        line("Luigi Menabrea", "luigi.menabrea@lovelace.example", Role::Adviser, Standing::Removed, false),
    ];
    pages::members(t, lines, Some(&Form::new()))
}

fn account(t: Texts) -> Html {
    let session = |byte, user_agent: &str, current| SessionLine {
        session: Id([byte; 16]),
        user_agent: user_agent.into(),
        created: Time(1_795_000_000_000),
        seen: Time(1_795_500_000_000),
        current,
    };
    let account = Account {
        name: "Ada Lovelace".into(),
        email: "ada@lovelace.example".into(),
        role: t.role(Role::Owner),
        sessions: vec![
            session(1, "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", true),
            session(
                2,
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
                false,
            ),
        ],
        zone: TimeZone::fixed(jiff::tz::offset(1)),
        min_password: 12,
    };
    pages::account(t, account, &Form::new())
}
