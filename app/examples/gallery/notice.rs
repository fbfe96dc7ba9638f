//! A notice as the client sees it at each stage of answering.

use app::pages::{AnswerPage, Stage, answer};
use app::parts::FrozenText;
use app::{Form, Html, Texts};
use jiff::civil::date;
use jiff::tz::TimeZone;
use ledger::event::*;
use ledger::notice::State;
use ledger::{Id, Time};

const CONTACT: Id = Id([1; 16]);

pub fn page(t: Texts, stage: Stage, form: &Form) -> Html {
    let issued = Time(1_795_000_000_000);
    let mut events = vec![(issued, Event::from(notice(t)))];
    if stage == Stage::Answered {
        events.push((issued.plus_millis(3_600_000), answered().into()));
    }
    let state = State::fold(events).expect("the first event is the notice");
    let page = AnswerPage {
        state: &state,
        text: &FrozenText::of(t, &state.notice),
        contact: CONTACT,
        stage,
        base: "/n/token".into(),
        zone: TimeZone::fixed(jiff::tz::offset(1)),
        mails: app::Mails::Sent,
        notice_ready: true,
        certificate_ready: true,
    };
    answer(t, &page, form)
}

/// What was typed into the answer's form, with what the rules refused.
pub fn refused(t: Texts) -> Form {
    let mut form = Form::new();
    let first = Id([2; 16]);
    form.set(format!("choice.{first}"), "decline").refuse(format!("reason.{first}"), t.error_missing());
    form.refuse(format!("choice.{}", Id([3; 16])), t.error_choose()).refuse("typed_name", t.error_missing());
    form
}

fn party(name: &str) -> Party {
    let address = "12, rue des Forges\n35000 Rennes".into();
    Party { name: name.into(), legal_form: "SAS".into(), siren: "732829320".into(), rcs: String::new(), address }
}

fn notice(t: Texts) -> Notice {
    Notice {
        notice: Id([9; 16]),
        reference: "MG-2026-0007".into(),
        lang: t.0,
        firm: party("Lovelace Informatique"),
        logo: None,
        client: party("Portails Morel"),
        project: project(t),
        author: Person { member: Id([8; 16]), name: "Ada Lovelace".into() },
        instrument: None,
        introduction: t
            .choose(
                "Lors du remplacement de vos serveurs, nous avons constaté ce qui suit.",
                "While replacing your servers, we found what follows.",
            )
            .into(),
        warnings: vec![backups(t), passwords(t)],
        recipients: vec![Recipient {
            contact: CONTACT,
            name: "Claire Morel".into(),
            email: "claire.morel@portails-morel.example".into(),
            role: t.choose("Présidente", "President").into(),
            signatory: true,
            authority: Authority::Register,
            authority_note: String::new(),
        }],
        annexes: vec![],
        respond_by: Some(date(2026, 12, 12)),
        expires: Time(1_800_000_000_000),
        mail_content: MailContent::Attached,
    }
}

fn project(t: Texts) -> ProjectRecorded {
    ProjectRecorded {
        project: Id([7; 16]),
        client: Id([6; 16]),
        version: 1,
        title: t.choose("Remplacement des serveurs", "Server replacement").into(),
        reference: "D-2026-031".into(),
        kinds: vec!["SRV".into()],
        scope_in: t
            .choose(
                "Deux hyperviseurs, stockage, annuaire, reprise des données.",
                "Two hypervisors, storage, directory, data migration.",
            )
            .into(),
        scope_out: t.choose("Sauvegarde, téléphonie.", "Backup, telephony.").into(),
        starts: Some(date(2026, 3, 3)),
        ends: None,
        change: String::new(),
    }
}

fn backups(t: Texts) -> Warning {
    let option = |number, fr, en, price_cents| QuotedOption {
        number,
        label: t.choose::<&str>(fr, en).into(),
        price_cents,
        rhythm: Rhythm::Once,
        vat_rate: 2000,
        quote: None,
    };
    Warning {
        warning: Id([2; 16]),
        topic: "BCK-01".into(),
        topic_version: "1".into(),
        title: t.choose("Absence de copie de sauvegarde hors ligne", "No offline backup copy").into(),
        facts: vec![Fact {
            label: t.choose("Copies et emplacements", "Copies and where they are").into(),
            value: t.choose("NAS de la salle serveur, accessible avec un compte du domaine.", "NAS in the server room, reachable with a domain account.").into(),
        }],
        risk: t.choose("Toutes vos copies sont accessibles depuis le réseau de production.", "Every copy can be reached from the production network.").into(),
        consequence: t
            .choose("Un intrus qui prend un compte d’administrateur peut tout chiffrer ensemble.\n\nIl ne resterait qu’à reconstruire, ou à payer.", "An intruder with an administrator’s account can encrypt everything at once.\n\nAll that would be left is to rebuild, or to pay.")
            .into(),
        measure: t.choose("Garder au moins une copie déconnectée des données critiques.", "Keep at least one disconnected copy of critical data.").into(),
        options: vec![
            option(1, "Disques amovibles en rotation", "Rotated removable disks", Some(240_000)),
            option(2, "Coffre immuable chez un tiers", "Immutable vault at a third party", None),
        ],
        references: vec!["ANSSI, Guide d’hygiène informatique, M37".into()],
    }
}

fn passwords(t: Texts) -> Warning {
    Warning {
        warning: Id([3; 16]),
        topic: "IAM-03".into(),
        title: t
            .choose(
                "Mot de passe administrateur local identique partout",
                "Same local administrator password everywhere",
            )
            .into(),
        options: vec![],
        ..backups(t)
    }
}

fn answered() -> Answer {
    let decision = |warning, choice, reason: &str| Decision {
        warning,
        choice,
        reason: reason.into(),
        reservations: String::new(),
    };
    Answer {
        notice: Id([9; 16]),
        contact: CONTACT,
        typed_name: "Claire Morel".into(),
        consent: String::new(),
        signing: None,
        decisions: vec![
            decision(Id([2; 16]), Choice::Accepted { option: Some(1) }, ""),
            decision(Id([3; 16]), Choice::Declined, "Budget 2027."),
        ],
        identified: Identification {
            link: Id([4; 16]),
            code: Id([5; 16]),
            to: "claire.morel@portails-morel.example".into(),
            at: Time(1_795_003_000_000),
        },
        device: Device::default(),
    }
}
