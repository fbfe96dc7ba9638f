//! Parties, people and scope, as every document that proves something must name them.

use app::Texts;
use ledger::event::{Authority, Party, ProjectRecorded, Recipient};

use super::frame::{Frame, registration, siren};
use super::layout::{Flow, Rich};
use super::warning::paragraphs;

/// The firm and the client side by side.
pub fn parties(flow: &mut Flow, frame: &Frame, firm: &Party, client: &Party) {
    let t = frame.texts();
    flow.heading(1, t.doc_parties());
    flow.columns(&[1.0, 1.0], 24.0, |columns| {
        for (column, (label, party)) in columns.iter_mut().zip([(t.doc_firm(), firm), (t.doc_client(), client)]) {
            column.label(label);
            let name = Rich::new().strong(party.name.as_str());
            let form = if party.legal_form.is_empty() { String::new() } else { format!(", {}", party.legal_form) };
            column.plain(name.plain(form));
            if !party.siren.is_empty() {
                column.plain(format!("SIREN {}", siren(&party.siren)));
            }
            let registration = registration(party);
            if !party.rcs.is_empty() && registration != party.siren {
                column.plain(registration);
            }
            for line in party.address.lines() {
                column.plain(line);
            }
        }
    });
}

/// The author and the recipients, with what they may do and where that comes from.
pub fn people(flow: &mut Flow, frame: &Frame, author: &str, recipients: &[Recipient]) {
    let t = frame.texts();
    flow.heading(1, t.doc_people());
    flow.facts([(t.doc_author(), Rich::from(author))]);
    flow.gap(6.0);
    let head = [t.doc_addressee(), t.doc_function(), t.doc_may_decide(), t.doc_authority()];
    flow.table(&[3.4, 2.4, 1.2, 3.0], &head, |table| {
        for recipient in recipients {
            table.row(|cells| {
                cells[0].plain(recipient.name.as_str());
                cells[0].small(recipient.email.as_str());
                cells[1].plain(recipient.role.as_str());
                cells[2].plain(if recipient.signatory { t.yes() } else { t.no() });
                cells[3].plain(authority(t, recipient.authority));
                cells[3].small(recipient.authority_note.as_str());
            });
        }
    });
}

pub fn authority(t: Texts, authority: Authority) -> &'static str {
    match authority {
        Authority::Register => t.doc_authority_register(),
        Authority::Delegation => t.doc_authority_delegation(),
        Authority::SelfDeclared => t.doc_authority_declared(),
        Authority::Unknown => t.doc_authority_unknown(),
    }
}

/// "Remplacement des serveurs (DEV-118), version n° 2".
pub fn project_line(t: Texts, project: &ProjectRecorded) -> String {
    let reference = if project.reference.is_empty() { String::new() } else { format!(" ({})", project.reference) };
    format!("{}{reference}, {}", project.title, t.doc_scope_version(project.version))
}

/// Period, what is in scope and what is not.
pub fn scope(flow: &mut Flow, t: Texts, project: &ProjectRecorded) {
    let period = match (project.starts, project.ends) {
        (Some(from), Some(until)) => t.doc_between(&t.date(from), &t.date(until)),
        (Some(from), None) => t.doc_from(&t.date(from)),
        (None, Some(until)) => t.doc_until(&t.date(until)),
        (None, None) => String::new(),
    };
    for (label, text) in [
        (t.doc_dates(), period.as_str()),
        (t.doc_scope_in(), &project.scope_in),
        (t.doc_scope_out(), &project.scope_out),
        (t.doc_change(), &project.change),
    ] {
        if !text.trim().is_empty() {
            flow.entry(label, |f| paragraphs(f, text));
            flow.gap(4.0);
        }
    }
}
