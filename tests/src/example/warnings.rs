//! The notices of the example and their warnings.

use ledger::event::*;
use ledger::{Lang, catalogue};

use super::*;

/// A topic of the catalogue made specific by `facts`, given in the order of the topic's labels.
pub fn warning(lang: Lang, n: u64, code: &str, facts: &[&str], options: Vec<QuotedOption>) -> Warning {
    let topic = catalogue::topic(code).expect("in the catalogue");
    let text = topic.text(lang);
    let facts = topic
        .facts
        .iter()
        .zip(facts)
        .map(|(fact, value)| Fact { label: fact.label.get(lang).into(), value: (*value).into() });
    Warning {
        warning: id(1_000 + n),
        topic: topic.code.clone(),
        topic_version: topic.version.clone(),
        title: text.title.clone(),
        facts: facts.collect(),
        risk: text.risk.clone(),
        consequence: text.consequence.clone(),
        measure: text.measure.clone(),
        options,
        references: topic.citations(lang),
    }
}

fn option(number: u32, label: String, price_cents: Option<i64>, rhythm: Rhythm, quote: Option<&str>) -> QuotedOption {
    QuotedOption { number, label, price_cents, rhythm, vat_rate: 2_000, quote: quote.map(file) }
}

pub fn offline_copy(lang: Lang) -> Warning {
    let facts = [
        say(
            lang,
            "NAS-01, salle serveurs, chaque nuit\nNAS-02, atelier, chaque dimanche",
            "NAS-01, server room, every night\nNAS-02, workshop, every Sunday",
        ),
        say(lang, "Les deux, avec le compte KERVRAN\\svc-backup", "Both, with the account KERVRAN\\svc-backup"),
        say(lang, "Jamais", "Never"),
        "Veeam Backup & Replication 12.3".to_owned(),
    ];
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let options = vec![
        option(
            1,
            say(
                lang,
                "Coffre de sauvegarde externalisé, verrouillé 30 jours",
                "Off-site backup vault, locked for 30 days",
            ),
            Some(18_900),
            Rhythm::Monthly,
            Some("DEV-2026-131.pdf"),
        ),
        option(
            2,
            say(
                lang,
                "Trois disques en rotation hebdomadaire, essai de restauration chaque trimestre",
                "Three disks in weekly rotation, restore test every quarter",
            ),
            Some(124_050),
            Rhythm::Once,
            Some("DEV-2026-132.pdf"),
        ),
    ];
    warning(lang, 1, "BCK-01", &facts, options)
}

pub fn joined_backup(lang: Lang) -> Warning {
    let facts = [
        say(lang, "SRV-BKP01, joint au domaine KERVRAN", "SRV-BKP01, joined to the domain KERVRAN"),
        say(
            lang,
            "Administrateur du domaine, partagé par trois personnes",
            "Domain administrator, shared by three people",
        ),
        say(lang, "Même réseau que les serveurs de production", "Same network as the production servers"),
    ];
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let options = vec![option(
        1,
        say(lang, "Sortie du domaine et réseau de sauvegarde séparé", "Leaving the domain, separate backup network"),
        Some(286_000),
        Rhythm::Once,
        None,
    )];
    warning(lang, 2, "BCK-03", &facts, options)
}

pub fn unused_accounts(lang: Lang) -> Warning {
    let facts = [
        say(lang, "14 comptes dans « Admins du domaine », 3 utilisés", "14 accounts in “Domain Admins”, 3 in use"),
        say(lang, "Le plus ancien : 11 mars 2019", "The oldest: 11 March 2019"),
        say(lang, "Aucune revue consignée", "No review on record"),
    ];
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    warning(lang, 3, "IAM-01", &facts, Vec::new())
}

pub fn endpoints(lang: Lang) -> Warning {
    let facts = [
        say(lang, "21 postes sur 34, aucun serveur", "21 workstations of 34, no server"),
        say(lang, "Antivirus gratuit, sans console", "Free antivirus, no console"),
        say(lang, "Personne la nuit et le week-end", "Nobody at night and at weekends"),
    ];
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let options = vec![option(
        1,
        say(lang, "EDR géré, 34 postes et 4 serveurs", "Managed EDR, 34 workstations and 4 servers"),
        None,
        Rhythm::Monthly,
        None,
    )];
    warning(lang, 4, "END-01", &facts, options)
}

pub fn notice(lang: Lang, notice: Id, reference: &str, warnings: Vec<Warning>, recipients: Vec<Recipient>) -> Notice {
    Notice {
        notice,
        reference: reference.into(),
        lang,
        firm: firm(),
        logo: None,
        client: client(),
        project: project(lang, 2),
        author: author(),
        instrument: None,
        introduction: say(
            lang,
            "Lors de la visite du 28 octobre, nous avons relevé l’état de vos sauvegardes et de vos comptes d’administration avec M. Riou. Les nouveaux serveurs changent l’architecture : le dispositif de sauvegarde doit suivre.",
            "During the visit of 28 October we recorded the state of your backups and administrator accounts with Mr Riou. The new servers change the architecture: the backup system has to follow.",
        ),
        warnings,
        recipients,
        annexes: vec![file("constat-2026-10-28.pdf")],
        respond_by: Some(jiff::civil::date(2026, 11, 30)),
        expires: START.plus_millis(120 * DAY),
        mail_content: MailContent::Attached,
    }
}
