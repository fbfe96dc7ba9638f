//! A key in a device: Debian's SoftHSM, loaded as any maker's library.
//!
//! The library finds its folder by the environment, which a test must not change for itself: the story runs in a process of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, CertificateType, ObjectClass};
use cryptoki::session::UserType;
use cryptoki::types::AuthPin;
use server::args;
use server::config::Config;
use server::seal::{Token, TokenError, adopt};
use tests::authority::{P256, RSA_2048, RSA_3072, Roots};
use tests::judges::judged;
use tests::scene::MORNING;
use tests::server::{Server, Setup};
use tests::story::{DIRECTOR, Office, PASSWORD};

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
const FOLDER: &str = "SOFTHSM2_CONF";
const VALID: [&str; 2] = ["20200101000000Z", "20990101000000Z"];
/// Labels of the keys and their identifiers.
const KEYS: [(&str, &str); 5] = [("p256", "01"), ("rsa", "02"), ("weak", "03"), ("old", "04"), ("bare", "05")];

#[test]
fn a_key_never_leaves_its_device() {
    assert!(Path::new(MODULE).exists(), "SoftHSM is missing: run `cargo xtask test` once, which installs it");
    let folder = tempfile::tempdir().expect("a folder");
    let configuration = folder.path().join("softhsm2.conf");
    std::fs::create_dir(folder.path().join("tokens")).expect("a folder");
    let tokens = folder.path().join("tokens").display().to_string();
    std::fs::write(&configuration, format!("directories.tokendir = {tokens}\nlog.level = ERROR\n")).expect("written");
    let output = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "token::the_story", "--ignored", "--nocapture"])
        .env(FOLDER, &configuration)
        .output()
        .expect("it starts");
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// Where the device's files are.
fn tokens() -> PathBuf {
    let configuration = PathBuf::from(std::env::var(FOLDER).expect("the test above sets it"));
    configuration.parent().expect("a folder").join("tokens")
}

fn softhsm(words: &[&str]) {
    let output = Command::new("softhsm2-util").args(words).output().expect("softhsm2-util starts");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A device with keys and certificates, as a trust service hands it over.
fn device() -> Roots {
    let roots = Roots::new();
    softhsm(&["--init-token", "--free", "--label", "Acte", "--pin", "4711", "--so-pin", "081508"]);
    let module = Pkcs11::new(MODULE).expect("a module");
    let mut certificates = vec![("root", "99", roots.der())];
    for (name, id) in KEYS {
        let algorithm = match name {
            "rsa" => RSA_3072,
            "weak" => RSA_2048,
            _ => P256,
        };
        let valid = if name == "old" { ["20200101000000Z", "20210101000000Z"] } else { VALID };
        roots.seal(name, algorithm, valid);
        let key = roots.path().join(format!("{name}.key")).display().to_string();
        softhsm(&["--import", &key, "--token", "Acte", "--label", name, "--id", id, "--pin", "4711"]);
        if name != "bare" {
            let der = roots.run(&["x509", "-in", &format!("{name}.pem"), "-outform", "DER"]);
            certificates.push((name, id, der));
        }
    }
    module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).expect("initialized");
    let slot = module.get_slots_with_initialized_token().expect("slots")[0];
    let session = module.open_rw_session(slot).expect("a session");
    session.login(UserType::User, Some(&AuthPin::from("4711".to_owned()))).expect("the PIN");
    for (name, id, der) in certificates {
        let template = [
            Attribute::Class(ObjectClass::CERTIFICATE),
            Attribute::CertificateType(CertificateType::X_509),
            Attribute::Token(true),
            Attribute::Private(false),
            Attribute::Label(name.into()),
            Attribute::Id(hex::decode(id).expect("hexadecimal")),
            Attribute::Subject(vec![0x30, 0]),
            Attribute::Value(der),
        ];
        session.create_object(&template).expect("kept");
    }
    session.close().expect("closed");
    module.finalize().expect("finalized");
    roots
}

fn settings(key: &str, pin: &str) -> BTreeMap<String, String> {
    let pairs = [("seal.module", MODULE), ("seal.token", "Acte"), ("seal.key", key), ("seal.pin", pin)];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn token(key: &str, pin: &str) -> Arc<Token> {
    let config = Config::from_values(&settings(key, pin)).expect("settings that go together");
    Arc::new(Token::load(config.seal.expect("a device")).expect("a module"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "runs in the process of the test above"]
async fn the_story() {
    let roots = tokio::task::spawn_blocking(device).await.expect("a device");
    tokio::task::spawn_blocking(refusals).await.expect("refused");
    for key in ["p256", "rsa"] {
        seals(key, &roots).await;
    }
}

fn refusals() {
    for (key, says) in [
        ("weak", "neither of P-256 nor of RSA"),
        ("old", "no longer valid"),
        ("bare", "no certificate"),
        ("nobody", "no single private key"),
    ] {
        let error = adopt(&token(key, "4711"), MORNING).expect_err(key).to_string();
        assert!(error.contains(says), "{key}: {error}");
    }
    let wrong = token("p256", "0000");
    assert!(matches!(adopt(&wrong, MORNING), Err(TokenError::Pin)));
    // Said once: with the right device away, the answer is the same, because nobody is asked.
    let away = Away::new();
    assert!(matches!(adopt(&wrong, MORNING), Err(TokenError::Pin)));
    assert!(matches!(adopt(&token("p256", "4711"), MORNING), Err(TokenError::Absent(_))));
    drop(away);
    adopt(&token("p256", "4711"), MORNING).expect("it is back");
    let text = Config::from_values(&[("seal.module".into(), "/etc/hostname".into())].into()).expect_err("lacks names");
    assert!(text.to_string().contains("seal."), "{text}");
}

/// The device is pulled out until this is dropped.
struct Away(PathBuf);

impl Away {
    fn new() -> Away {
        std::fs::rename(tokens(), tokens().with_extension("away")).expect("pulled out");
        std::fs::create_dir(tokens()).expect("an empty reader");
        Away(tokens())
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).expect("an empty reader");
        std::fs::rename(self.0.with_extension("away"), &self.0).expect("plugged in");
    }
}

async fn waiting(office: &Office) -> u64 {
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT COUNT(*) AS n FROM job WHERE kind = 'make_notice' AND state = 'pending'";
    tx.one(sql, args![]).await.and_then(|row| row.get("n")).expect("a count")
}

/// The letter about this notice, once it was made.
async fn letter(office: &Office, notice: &str) -> Vec<u8> {
    for _ in 0..1500 {
        if waiting(office).await == 0 {
            let page = office.reader.visit(&format!("/notices/{notice}/notice.pdf")).await;
            return page.expect(200).bytes;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        office.server.clock.advance(1000);
    }
    panic!("the letter is not made");
}

async fn seals(key: &str, roots: &Roots) {
    let setup =
        settings(key, "4711").iter().fold(Server::setup(), |setup: Setup, (name, value)| setup.set(name, value));
    let office = Office::open_with(setup, "fr").await;
    let page = office.owner.visit("/firm/keys").await.expect(200);
    let done = page.form_with("source").fill("source", "token").fill("password", PASSWORD).submit().await.expect(200);
    done.says("La nouvelle clé scelle dès maintenant").says("ce serveur ne la détient pas");
    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let pdf = letter(&office, &notice).await;
    assert_eq!(judged(&pdf, &roots.der()), "intact valid trusted ENTIRE_FILE NONE", "{key}");

    // The device is away: the letter waits, whatever else goes on; what is asked for says so.
    let away = Away::new();
    let notice = office.issue(&["IAM-01"], &[DIRECTOR]).await;
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        office.server.clock.advance(20_000);
    }
    assert_eq!(waiting(&office).await, 1);
    let project = office.adviser.visit(&format!("/projects/{}/dossier", office.project)).await.expect(200);
    project.form_to("/dossier").submit().await.expect(503).says("Le sceau n’est pas disponible");
    drop(away);
    let pdf = letter(&office, &notice).await;
    assert_eq!(judged(&pdf, &roots.der()), "intact valid trusted ENTIRE_FILE NONE", "{key}");
    // The store keeps nothing of the key: 40 bytes are what encrypting nothing leaves.
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT secret FROM firm_key WHERE purpose = 'seal'", args![]).await.expect("a row");
    assert_eq!(row.get::<Vec<u8>>("secret").expect("bytes").len(), 40);
}
