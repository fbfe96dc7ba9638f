//! Content: every point of what a dated PDF must show, in both languages, and nothing claimed that is not proven.

use ledger::event::Event;
use ledger::evidence::{Disclosure, Reader, Verdict, verify};
use ledger::{Lang, find_evidence};
use server::documents::{Trail, certificate};
use tests::example::{self, ANSWERED, Example, INFORMATIVE, SILENT};
use tests::record::Shown;

use super::outside::{run, written};
use super::{DOCUMENT, frame, trail_of};

/// The text as a reader copies it, kinds of space made one.
pub fn text(name: &str, bytes: &[u8]) -> String {
    let path = written(name, bytes);
    let text = run("pdftotext", &["-layout", path.to_str().unwrap(), "-"]);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
pub fn assert_shows(shown: &str, wanted: &[&str]) {
    let missing: Vec<&&str> = wanted.iter().filter(|w| !shown.contains(&spaced(w))).collect();
    assert!(missing.is_empty(), "missing {missing:#?} in\n{shown}");
}

/// Words are broken over lines and columns; what must be found whole is looked for without any space.
#[track_caller]
fn assert_holds(shown: &str, wanted: &[&str]) {
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let shown = dense(shown);
    let missing: Vec<&&str> = wanted.iter().filter(|w| !shown.contains(&dense(w))).collect();
    assert!(missing.is_empty(), "missing {missing:#?}");
}

#[test]
fn the_certificate_shows_every_point() {
    let example = Example::new(Lang::Fr);
    let trail = trail_of(&example, ANSWERED);
    let pdf = certificate(&frame(Lang::Fr, "ATT-1", example.today()), ANSWERED, &trail).unwrap();
    let shown = text("content-certificate", &pdf.bytes);
    // 1: what it certifies, reference, date, page n/N.
    assert_shows(
        &shown,
        &["Attestation de réponse", "a répondu pour", "MG-2026-0007", "ATT-1", "2026-11-17", "Page 1 sur"],
    );
    // No authority dated it, so it does not say that anything is established.
    assert_shows(&shown, &["Selon le registre du prestataire", "et n’établit pas quand"]);
    assert!(!shown.contains("Ce que cette attestation établit"));
    // 2: parties, people, authority.
    assert_shows(
        &shown,
        &[
            "SIREN 732 829 320",
            "RCS Vannes 404 833 048",
            "Claire Le Goff",
            "directrice générale",
            "Extrait Kbis du 3 octobre 2026",
        ],
    );
    // 3: contract, scope, needs and their answers.
    assert_shows(&shown, &["Postes de travail, téléphonie, formation des utilisateurs.", "DEV-2026-118"]);
    assert_shows(
        &shown,
        &["DEV-2026-118.pdf", "daté du 12 octobre 2026", "Reprendre l’activité en moins d’une journée"],
    );
    assert_holds(&shown, &[&example::file("DEV-2026-118.pdf").sha256.to_string()]);
    // 4: per topic.
    assert_shows(
        &shown,
        &[
            "Sujet BCK-01, version",
            "KERVRAN\\svc-backup",
            "1 240,50 €",
            "1 488,60 €",
            "Mesure recommandée",
            "Maël Kerbrat",
        ],
    );
    // 5: delivery trail.
    assert_shows(
        &shown,
        &["Courriel accepté par le serveur de messagerie", "250 2.0.0 Ok: queued as 4XyZ1234", "1 essai erroné"],
    );
    // 6: consent, decision, reason, reservations.
    assert_holds(&shown, &[&example::consent(Lang::Fr)]);
    assert_shows(
        &shown,
        &["Différée jusqu’au 15 mars 2027", "Le budget de l’année est engagé", "À mettre en place avant la fermeture"],
    );
    // 7: times in UTC and local, and their source.
    assert_shows(&shown, &["UTC+01:00", "+01:00", "UTC", "horloge du serveur"]);
    // 8: level, effects and limits.
    assert_shows(
        &shown,
        &["une signature électronique simple", "articles 1366 et 1367", "Aucune autorité d’horodatage"],
    );
    // 9: hashes, place in the log, checkpoint, verification and what it does not prove.
    assert_holds(&shown, &[&trail.sha256.to_string(), &trail.checkpoint.root.to_string(), &trail.vkey]);
    assert_holds(&shown, &[&example::file("constat-2026-10-28.pdf").sha256.to_string()]);
    for row in trail.about(&format!("notice:{ANSWERED}")) {
        assert_holds(&shown, &[&row.header.digest.to_string()]);
    }
    assert_shows(&shown, &["Ce que la vérification ne prouve pas", "Vérifier ce document"]);
    // 10: machine-readable copy, who made it, personal data.
    assert_shows(
        &shown,
        &["preuve.json", "sans intervention d’une personne", "donnees@armor.example", &DOCUMENT.to_string()],
    );
    // The factors, each named.
    assert_shows(&shown, &["c.legoff@kervran.example", "192.0.2.44", "ni pièce d’identité"]);
}

/// Once the day of the letter has passed, a signatory named later is given another.
#[test]
fn the_certificate_tells_the_day_asked_for_and_the_one_before() {
    for (lang, before, after, trail_says) in [
        (
            Lang::Fr,
            "Réponse demandée au plus tard le 30 novembre 2026",
            "au plus tard le 31 décembre 2026, date donnée au signataire désigné (la lettre indiquait le 30 novembre 2026)",
            "Réponse demandée au plus tard le 31 décembre 2026",
        ),
        (
            Lang::En,
            "Answer asked for by 30 November 2026",
            "by 31 December 2026, the day given to the signatory named (the notice said 30 November 2026)",
            "Answer asked for by 31 December 2026",
        ),
    ] {
        let mut example = Example::new(lang);
        let certified = |example: &Example, name: &str| {
            let frame = frame(lang, "ATT-4", example.today());
            let pdf = certificate(&frame, SILENT, &trail_of(example, SILENT)).unwrap();
            text(&format!("content-{name}-{lang}"), &pdf.bytes)
        };
        assert_holds(&certified(&example, "day"), &[before]);
        example.confirm(SILENT, jiff::civil::date(2026, 12, 31));
        let shown = certified(&example, "day-moved");
        assert_holds(&shown, &[after, trail_says]);
    }
}

#[test]
fn silence_is_never_acceptance() {
    for (lang, words) in [
        (Lang::Fr, ["Pas de réponse par le lien", "Le silence ne vaut ni acceptation ni refus"]),
        (Lang::En, ["No answer by the link", "Silence is neither acceptance nor refusal"]),
    ] {
        let example = Example::new(lang);
        let pdf = certificate(&frame(lang, "ATT-2", example.today()), SILENT, &trail_of(&example, SILENT)).unwrap();
        let shown = text(&format!("content-silence-{lang}"), &pdf.bytes);
        assert_shows(&shown, &words);
        assert_shows(&shown, &["452 4.2.2 Mailbox full"]);
        for accepted in ["Acceptée", "Accepted", "a répondu", "answered"] {
            let headlines: Vec<&str> = shown.matches(accepted).collect();
            // "not answered" may stand in the explanations; the state never.
            assert!(accepted == "answered" || headlines.is_empty(), "{lang}: {accepted}");
        }
        let informed =
            certificate(&frame(lang, "ATT-3", example.today()), INFORMATIVE, &trail_of(&example, INFORMATIVE)).unwrap();
        let shown = text(&format!("content-informed-{lang}"), &informed.bytes);
        assert_shows(&shown, &[if lang == Lang::Fr { "Pour information" } else { "For information" }]);
    }
}

#[test]
fn nothing_is_claimed_that_is_not_proven() {
    for (name, pdf) in Lang::ALL.into_iter().flat_map(super::all) {
        let mut shown = text(&name, &pdf.bytes).to_lowercase();
        for denied in [
            "non qualifié",
            "ni avancé ni qualifié",
            "not qualified",
            "not a qualified",
            "neither advanced nor qualified",
        ] {
            shown = shown.replace(denied, "");
        }
        for word in [
            "qualifi",
            "avancée",
            "advanced",
            " lre",
            "lettre recommandée électronique",
            "infalsifiable",
            "tamper-proof",
        ] {
            assert!(!shown.contains(word), "{name} says {word:?}");
        }
        assert_eq!(shown.contains("aperçu") || shown.contains("preview"), name.ends_with("preview"), "{name}");
    }
}

#[test]
fn the_evidence_is_attached_byte_for_byte_and_holds() {
    for lang in Lang::ALL {
        let example = Example::new(lang);
        for (name, pdf) in super::all(lang) {
            if name.ends_with("preview") {
                assert!(find_evidence(&pdf.bytes).is_err(), "{name}");
                continue;
            }
            let found = find_evidence(&pdf.bytes).unwrap();
            let vkey = example.record.vkey().parse().unwrap();
            let report = verify(
                found,
                Reader { key: Some(&vkey), ..Reader::stranger(example.today().plus_millis(400 * 86_400_000)) },
            );
            assert_eq!(report.verdict, Verdict::Intact, "{name}");
            // The same bytes as a PDF program extracts.
            let path = written(&name, &pdf.bytes);
            let file = if lang == Lang::Fr { "preuve.json" } else { "evidence.json" };
            let out = path.with_extension("json");
            run("pdfdetach", &["-savefile", file, "-o", out.to_str().unwrap(), path.to_str().unwrap()]);
            assert_eq!(std::fs::read(out).unwrap(), found, "{name}");
        }
    }
}

#[test]
fn what_is_withheld_is_said_and_counted() {
    let example = Example::new(Lang::Fr);
    let evidence = example.record.evidence(|header| match header.kind.as_str() {
        "question.asked" | "question.answered" => Some(Shown::HeaderOnly),
        _ => (header.subject == format!("notice:{ANSWERED}")).then_some(Shown::Whole),
    });
    let trail = Trail::read(&evidence).unwrap();
    assert_eq!(trail.count(Disclosure::Withheld), 2);
    assert!(!trail.events().any(|(_, event)| matches!(event, Event::QuestionAsked(_))));
    let pdf = certificate(&frame(Lang::Fr, "ATT-4", example.today()), ANSWERED, &trail).unwrap();
    let shown = text("content-withheld", &pdf.bytes);
    assert_shows(&shown, &["Écriture non communiquée ici (Question posée)", "2 sans leur texte"]);
    assert!(!shown.contains("rotation des disques peut-elle"), "withheld text is shown");
}
