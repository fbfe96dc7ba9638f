//! `/firm/keys`: another key, and one taken back; what was sealed before stays good, and every verifier says what became of the key.

use std::process::Command;

use app::{Lang, Texts};
use ledger::bundle::{BundleReport, Verifier};
use ledger::evidence::{Disclosure, Reader};
use ledger::pdf::PREFIX;
use ledger::pdf::seal::{Made, Standing};
use ledger::{Evidence, Id, Time};
use serde_json::Value;
use server::args;
use tests::authority::{P256, RSA_2048, RSA_3072, Roots};
use tests::http::{Form, Page};
use tests::judges::judged;
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, PASSWORD};
use tests::tools::{acte, first_page, python, root};

tests::on_both_databases![
    an_imported_key_seals_and_is_revoked_and_all_say_so,
    what_cannot_seal_is_refused_beside_its_field,
    an_own_key_takes_the_place_of_another
];

const VALID: [&str; 2] = ["20200101000000Z", "20990101000000Z"];
const PASSPHRASE: &str = "marée haute";
/// After the tests' own time.
const NOW: Time = Time(1_800_000_000_000);

async fn keys(office: &Office) -> Page {
    office.owner.visit("/firm/keys").await.expect(200)
}

fn importing(page: &Page, file: &[u8]) -> Form {
    let form = page.form_with("source").fill("source", "imported").attach("file", "sceau.p12", file);
    form.fill("passphrase", PASSPHRASE).fill("password", PASSWORD)
}

/// The words of the states, the newest certificate first.
fn states(page: &Page) -> Vec<String> {
    page.texts("ol.authorities .state")
}

/// The letter of a new notice.
async fn letter(office: &Office, topic: &str) -> Vec<u8> {
    let notice = office.issue(&[topic], &[DIRECTOR]).await;
    office.server.settled().await;
    office.reader.visit(&format!("/notices/{notice}/notice.pdf")).await.expect(200).bytes
}

async fn bundle(office: &Office) -> Vec<u8> {
    office.server.clock.advance(1000);
    let page = office.reader.visit(&format!("/projects/{}/bundle", office.project)).await.expect(200);
    page.form_to("/bundle").submit().await.expect(200).bytes
}

fn verified(zip: &[u8]) -> BundleReport {
    let mut verifier = Verifier::new(Reader::stranger(NOW));
    verifier.read(zip).expect("a bundle");
    verifier.finish().expect("a bundle")
}

/// What a program of its own prints about a bundle: the line of `verify.py`, and that of `acte verify --json`.
fn others(zip: &[u8]) -> [Value; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lot.zip");
    std::fs::write(&file, zip).expect("written");
    let script = root().join("tests/tests/outside/bundle/verify.py");
    let line = |program: &mut Command| {
        let output = program.output().expect("it runs");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    };
    let now = NOW.0.to_string();
    [
        line(Command::new(python()).arg(script).args(["--now", &now]).arg(&file)),
        line(Command::new(acte()).args(["verify", "--json"]).arg(&file)),
    ]
}

async fn an_imported_key_seals_and_is_revoked_and_all_say_so(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let roots = Roots::new();
    roots.seal("sceau", RSA_3072, VALID);
    let own = letter(&office, "BCK-01").await;
    let page = keys(&office).await;
    assert_eq!(states(&page), ["Scelle les PDF"]);
    let file = roots.pkcs12("sceau", PASSPHRASE, &[]);
    let (one, two) = (importing(&page, &file), importing(&page, &file));
    let done = one.submit().await.expect(200);
    done.says("La nouvelle clé scelle dès maintenant").says("Horloge sceau").says("Importée");
    assert_eq!(two.submit().await.trail, done.trail, "a form sent twice");
    assert_eq!(states(&keys(&office).await), ["Scelle les PDF", "Remplacée"]);
    importing(&keys(&office).await, &file).submit().await.expect(422).says("Cette clé scelle déjà");

    let imported = letter(&office, "IAM-01").await;
    assert_eq!(judged(&imported, &roots.der()), "intact valid trusted ENTIRE_FILE NONE");
    // One organisation issued the certificate to itself: nobody else vouches for the name, and none is claimed.
    let page = first_page(&imported);
    assert!(
        page.contains("clé certifiée par l’autorité du prestataire lui-même") && !page.contains("un tiers"),
        "{page}"
    );
    let before = bundle(&office).await;
    assert!(verified(&before).holds());

    let link = keys(&office).await.attributes("a[href$='/revoke']", "href").swap_remove(0);
    let page = office.owner.visit(&link).await.expect(200);
    page.says("Cette clé scelle en ce moment").says("Prévenez aussi le prestataire de confiance");
    let refused = page.form_with("reason").fill("since", "2031-01-01").submit().await.expect(422);
    for field in ["reason", "since", "password", "confirm"] {
        assert!(!refused.error(field).is_empty(), "{field}");
    }
    let form = || {
        let form = page.form_with("reason").fill("reason", "Clé copiée").fill("since", "2026-03-01");
        form.fill("password", PASSWORD).check("confirm", "yes")
    };
    office.server.clock.advance(1000);
    let done = form().submit().await.expect(200);
    done.says("Le certificat est révoqué").says("Clé copiée");
    assert_eq!(states(&done), ["Scelle les PDF", "Révoquée", "Remplacée"]);
    assert_eq!(form().submit().await.trail, done.trail, "a form sent twice");
    office.owner.visit(&link).await.expect(200).says("déjà révoqué");
    importing(&keys(&office).await, &file).submit().await.expect(422).says("Ce certificat est révoqué");

    let after = letter(&office, "PAT-01").await;
    let zip = bundle(&office).await;
    told(&zip, [&own, &imported, &after]);
    assert!(verified(&before).holds(), "evidence made before stays good");
    // Whoever stole the key seals something that the log does not name.
    let report = verified(&zip);
    let forged =
        ledger::pdf::seal::verify(&imported, Some(&verified(&before).evidence), None, &[], NOW).expect("a seal");
    assert_eq!(forged.1, Standing::Recorded, "older evidence cannot know");
    let (seal, standing) =
        ledger::pdf::seal::verify(&imported, Some(&report.evidence), None, &[], NOW).expect("a seal");
    let Standing::Revoked(revoked) = standing else { panic!("{standing:?}") };
    assert_eq!((revoked.reason.as_str(), revoked.made), ("Clé copiée", Made::Recorded));
    with_newer_evidence(&imported, &before, &zip);
    // Midnight in Paris.
    assert_eq!(revoked.since, Time(1_772_319_600_000));
    // Whoever holds the old copy alone is told by the page that its code leads to.
    let mut tx = office.server.app.db.read().await.expect("the database");
    let row = tx.one("SELECT document FROM document WHERE sha256 = $1", args![ledger::sha256(&imported)]).await;
    let document: Id = row.expect("on record").get("document").expect("an identifier");
    let page = office.server.visitor("fr").visit(&format!("/verify/{document}")).await.expect(200);
    page.says("a révoqués").says("Clé copiée").says(&seal.certificate.to_string());
}

/// Whoever holds an old PDF learns from newer evidence what became of the key that sealed it.
fn with_newer_evidence(pdf: &[u8], before: &[u8], after: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [("letter.pdf", pdf), ("before.zip", before), ("after.zip", after)] {
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    let verify = |words: &[&str]| {
        let mut acte = Command::new(acte());
        let words = [&["verify", "--lang", "fr"], words, &["letter.pdf"]].concat();
        let output = acte.current_dir(folder.path()).args(words).env("TZ", "Europe/Paris").output().expect("it runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    assert_eq!(verify(&[]).0, Some(0), "by itself it cannot know");
    assert_eq!(verify(&["--newer", "before.zip"]).0, Some(0), "it was not revoked yet");
    let (code, told) = verify(&["--newer", "after.zip"]);
    // The log names the letter before the revocation: whoever holds a receipt does not lose it by that.
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("Le registre nomme ce fichier avant la révocation"), "{told}");
    // The day that was chosen, not the one before in UTC; and no two full stops.
    let since = "sans valeur depuis le 1er\u{a0}mars 2026 à 0\u{a0}h\u{a0}00 (UTC+01:00), 2026-02-28 23:00:00 UTC";
    assert!(told.contains(since) && told.contains("Clé copiée. ") && !told.contains(".."), "{told}");
    let (_, line) = verify(&["--json", "--newer", "after.zip"]);
    let line: Value = serde_json::from_str(&line).expect("JSON");
    assert!(line["newer"]["counts"]["size"].is_u64() && line["seal"]["standing"] == "revoked", "{line}");
    // Only the header of the revocation: what it says of which seal is not known, and that is told.
    std::fs::write(folder.path().join("headers.json"), without_revocations(after)).expect("written");
    let (code, told) = verify(&["--newer", "headers.json"]);
    assert!(code == Some(0) && told.contains(&Texts(Lang::Fr).newer_unread(1)), "{told}");
    // Nothing at all is no answer to the question.
    std::fs::write(folder.path().join("empty.json"), b"{}").expect("written");
    assert_eq!(verify(&["--newer", "empty.json"]), (Some(2), String::new()));
}

/// The evidence of a bundle, in which the revocations of seals are withheld.
fn without_revocations(zip: &[u8]) -> Vec<u8> {
    let mut evidence = evidence_of(zip);
    for entry in evidence.entries.iter_mut().filter(|entry| entry.header.contains("seal.revoked")) {
        (entry.payload, entry.salt, entry.state) = (None, None, Disclosure::Withheld);
    }
    evidence.to_bytes().expect("within the limits")
}

/// Its files stand in a bundle as they are.
fn evidence_of(zip: &[u8]) -> Evidence {
    let size = verified(zip).manifest.files[0].size as usize;
    let start = zip.windows(PREFIX.len()).position(|window| window == PREFIX).expect("evidence");
    Evidence::from_bytes(&zip[start..start + size]).expect("evidence")
}

/// The bundle holds, and both verifiers say of each letter what became of its key.
fn told(zip: &[u8], letters: [&[u8]; 3]) {
    let report = verified(zip);
    assert!(report.holds(), "{:?}", report.files);
    let [theirs, ours] = others(zip);
    assert_eq!(theirs["verdict"], "key_not_compared", "{}", theirs["reason"]);
    assert_eq!(ours["holds"], true);
    for (letter, standing) in letters.into_iter().zip(["recorded", "revoked", "recorded"]) {
        let sha256 = ledger::sha256(letter);
        let at = report.files.iter().position(|file| file.sha256 == sha256).expect("the letter is in the bundle");
        let theirs = &theirs["seals"][&report.files[at].path];
        let ours = &ours["bundle"]["files"][at]["seal"];
        assert_eq!((&theirs["standing"], &ours["standing"]), (&standing.into(), &standing.into()));
        assert_eq!(theirs["certificate"], ours["seal"]["certificate"]);
        if standing == "revoked" {
            for name in ["since", "reason"] {
                assert_eq!(theirs[name], ours["revoked"][name], "{name}");
            }
            assert_eq!(ours["revoked"]["made"], "recorded");
        }
    }
}

async fn what_cannot_seal_is_refused_beside_its_field(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let roots = Roots::new();
    roots.seal("weak", RSA_2048, VALID);
    roots.seal("old", P256, ["20200101000000Z", "20210101000000Z"]);
    roots.seal("early", P256, ["20300101000000Z", "20990101000000Z"]);
    let page = keys(&office).await;
    let empty = page.form_with("source").submit().await.expect(422);
    for field in ["source", "password"] {
        assert!(!empty.error(field).is_empty(), "{field}");
    }
    let none = page.form_with("source").fill("source", "imported").fill("password", PASSWORD);
    assert!(!none.submit().await.expect(422).error("file").is_empty());
    for (name, says) in [
        ("weak", "ni P-256 ni RSA"),
        ("old", "a expiré"),
        ("early", "n’est pas encore valable"),
        ("tsa", "pas fait pour sceller"),
    ] {
        let refused = importing(&page, &roots.pkcs12(name, PASSPHRASE, &[])).submit().await.expect(422);
        assert!(refused.error("file").contains(says), "{name}: {}", refused.error("file"));
    }
    let good = roots.pkcs12("tsa", PASSPHRASE, &[]);
    let refused = importing(&page, &good).fill("passphrase", "marée basse").submit().await.expect(422);
    assert!(refused.error("passphrase").contains("n’ouvre pas"));
    assert_eq!(refused.form_with("source").value("passphrase"), "");
    let refused = importing(&page, &good).fill("password", "pas le bon mot de passe").submit().await.expect(422);
    assert_eq!(refused.error("password"), "Ce n’est pas le mot de passe actuel.");
    let refused = importing(&page, b"rien").submit().await.expect(422);
    assert!(refused.error("file").contains("pas un fichier PKCS#12"));
    let refused = importing(&page, &vec![0x30; 70_000]).submit().await.expect(422);
    assert!(refused.error("file").contains("65"), "{}", refused.error("file"));
    assert_eq!(states(&keys(&office).await), ["Scelle les PDF"]);
    office.reader.visit("/firm/keys").await.expect(200).does_not_say("Changer de clé");
}

async fn an_own_key_takes_the_place_of_another(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "en").await;
    let before = letter(&office, "BCK-01").await;
    let form = keys(&office).await.form_with("source").fill("source", "own").fill("password", PASSWORD);
    office.server.clock.advance(1000);
    form.submit().await.expect(200).says("The new key seals from now on");
    let after = letter(&office, "IAM-01").await;
    let report = verified(&bundle(&office).await);
    assert!(report.holds(), "{:?}", report.files);
    let by = |pdf: &[u8]| {
        let found = ledger::pdf::seal::verify(pdf, Some(&report.evidence), None, &[], NOW).expect("a seal");
        assert_eq!(found.1, Standing::Recorded);
        found.0.certificate
    };
    assert_ne!(by(&before), by(&after));
    // The same authority certified both.
    let payloads = report.evidence.entries.iter().filter_map(|entry| entry.payload.as_deref());
    let recorded = payloads.filter(|payload| payload.contains(r#""kind":"seal.recorded""#));
    let roots: Vec<Value> =
        recorded.map(|payload| serde_json::from_str::<Value>(payload).expect("JSON")["chain"][1].take()).collect();
    assert_eq!(roots.len(), 2);
    assert_eq!(roots[0], roots[1]);
}
