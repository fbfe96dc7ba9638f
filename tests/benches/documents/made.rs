//! One content, drawn by us and by others: what the benchmarks of documents and of seals compare.

use std::path::PathBuf;
use std::process::Command;

use jiff::Timestamp;
use serde_json::{Value, json};
use server::documents::layout::{ACCENT, Document, Flow, Meta, PLAIN, Rich, Seal, Validation};
use server::documents::{Pdf, seal};
use server::seal::Signer;
use tests::example;
use tests::tools::{python, root, traces};

/// Each benchmark reads what it tells of.
#[allow(dead_code)]
#[derive(Clone, Copy)]
pub struct Made {
    pub ms: f64,
    pub bytes: usize,
    pub pages: usize,
}

pub fn least(times: impl Iterator<Item = f64>) -> f64 {
    times.fold(f64::INFINITY, f64::min)
}

/// Runs a Python program of this folder, which answers with one line of JSON. `more` is the key and the certificates with which it seals, if it does.
pub fn other(program: &str, tags: &str, content: &Value, runs: usize, more: &[PathBuf]) -> Made {
    let folder = traces("documents");
    let input = folder.join("bench-content.json");
    std::fs::write(&input, content.to_string()).unwrap();
    let script = root().join(format!("tests/benches/documents/{program}.py"));
    let fonts = root().join("server/fonts");
    let pdf = folder.join(format!("bench-{program}.pdf"));
    let mut python = Command::new(python());
    python.arg(script).args([&input, &fonts, &pdf]).arg(runs.to_string()).arg(tags).args(more);
    let output = python.output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let times = said["ms"].as_array().unwrap().iter().map(|ms| ms.as_f64().unwrap());
    let number = |key: &str| said[key].as_u64().unwrap() as usize;
    Made { ms: least(times), bytes: number("bytes"), pages: number("pages") }
}

/// The content as a tagged PDF/A-3b, sealed by `signer` if there is one.
pub fn draw(content: &Value, signer: Option<&Signer>) -> Pdf {
    let made = Timestamp::from_second(1_793_607_120).unwrap();
    let mut document = Document::new(Meta {
        title: "Attestation de réponse MG-2026-0007".into(),
        author: "Armor Infogérance".into(),
        subject: "Remplacement des serveurs".into(),
        lang: "fr",
        made,
        head: ("Attestation de réponse MG-2026-0007".into(), "Remplacement des serveurs".into()),
        foot: "Armor Infogérance, SAS · RCS Rennes 732 829 320 · 12, rue des Halles, 35000 Rennes".into(),
        page: |page, of| format!("Page {page} sur {of}"),
    });
    for block in content.as_array().unwrap() {
        add(&mut document.flow, block);
    }
    document.seal = signer.map(|signer| {
        let lines = vec![
            Rich::new().strong(signer.by()),
            Rich::from("Sceau électronique simple, non qualifié"),
            Rich::new().plain("Certificat ").code(&signer.fingerprint().to_string()[..16]),
        ];
        Seal { by: signer.by(), lines, room: signer.room(), validation: Validation::default() }
    });
    let pdf = document.finish().unwrap();
    match signer {
        Some(signer) => seal(pdf, signer).unwrap(),
        None => pdf,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn add(flow: &mut Flow, block: &Value) {
    match text(&block[0]) {
        "title" => flow.title(text(&block[1]), text(&block[2])),
        "heading" => flow.heading(1, text(&block[1])),
        "prose" => {
            flow.gap(6.0);
            flow.prose(text(&block[1]));
        }
        "small" => flow.small(text(&block[1])),
        "note" => {
            flow.gap(8.0);
            flow.note(ACCENT, |f| {
                f.text(PLAIN, Rich::new().strong(text(&block[1])));
                f.prose(text(&block[2]));
            });
            flow.gap(8.0);
        }
        "facts" => {
            let rows = block[1].as_array().unwrap();
            flow.facts(rows.iter().map(|row| (text(&row[0]), Rich::from(text(&row[1])))));
        }
        "table" => {
            let widths: Vec<f32> = block[1].as_array().unwrap().iter().map(|w| w.as_f64().unwrap() as f32).collect();
            let head: Vec<&str> = block[2].as_array().unwrap().iter().map(text).collect();
            flow.gap(8.0);
            flow.table(&widths, &head, |table| {
                for row in block[3].as_array().unwrap() {
                    table.row(|cells| {
                        for (cell, value) in cells.iter_mut().zip(row.as_array().unwrap()) {
                            let value = text(value);
                            // Hashes in the mono face.
                            if value.len() == 64 { cell.code(value) } else { cell.plain(value) }
                        }
                    });
                }
            });
        }
        other => panic!("no block {other}"),
    }
}

pub fn hashes(rows: usize) -> Value {
    let row = |i: usize| json!([format!("Écriture n° {}", i + 1), example::file(&i.to_string()).sha256.to_string()]);
    json!(["table", [3.7, 6.3], ["Élément", "Empreinte SHA-256"], (0..rows).map(row).collect::<Vec<_>>()])
}

pub fn content_of_a_page() -> Value {
    json!([
        ["title", "Attestation de réponse", "Portails Kervran — Remplacement des serveurs"],
        [
            "note",
            "Ce que montre cette attestation",
            "Le 6 novembre 2026 à 11 h 36 (UTC+01:00), Claire Le Goff (directrice générale) a répondu pour Portails Kervran, point par point, à la mise en garde MG-2026-0007. Cette attestation reproduit le texte exact qui lui était présenté, chaque décision avec son motif, et la façon dont cette personne a été identifiée."
        ],
        [
            "table",
            [1.0, 5.4, 3.6],
            ["Point", "Titre", "Décision"],
            [
                ["BCK-01", "Aucune copie de sauvegarde hors ligne", "Acceptée"],
                ["BCK-03", "Serveur de sauvegarde rattaché à l’annuaire de production", "Refusée"],
                ["IAM-01", "Comptes à privilèges trop nombreux ou inutilisés", "Différée jusqu’au 15 mars 2027"],
            ]
        ],
        [
            "facts",
            [
                ["Référence", "MG-2026-0007"],
                ["Émise le", "6 novembre 2026 à 9 h 29 (UTC+01:00), 2026-11-06 08:29:48 UTC"],
                ["Établi le", "17 novembre 2026 à 13 h 43 (UTC+01:00), 2026-11-17 12:43:28 UTC"],
                ["Nom saisi", "Claire Le Goff"],
                [
                    "Boîte aux lettres",
                    "un code à six chiffres, valable dix minutes, envoyé à c.legoff@kervran.example, a été saisi correctement"
                ],
            ]
        ],
        ["heading", "Niveau de la preuve, effets et limites"],
        [
            "prose",
            "Réponse en ligne avec identification par lien et code : une signature électronique simple. La loi ne la présume pas fiable ; si elle est contestée, c’est à celui qui s’en prévaut d’établir qui a répondu et que le texte est intact."
        ],
        ["heading", "Intégrité"],
        hashes(4),
        ["small", "Heures : horloge du serveur du prestataire."],
    ])
}
