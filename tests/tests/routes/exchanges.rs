//! E-mails imported as they are: each is shown for what its signatures are, by a real DNS server, and never for more.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::DkimSigner;
use tests::dns::DnsServer;
use tests::http::Page;
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office};

tests::on_both_databases![
    a_message_is_shown_for_what_its_signatures_are,
    what_is_no_message_is_refused_beside_its_field
];

const DOMAIN: &str = "portails.example";
const BODY: &str = "Bonjour,\r\n\r\nNous avons bien lu votre mise en garde.\r\n";

fn message(subject: &str) -> String {
    format!(
        "From: =?UTF-8?Q?Ma=C3=ABlle_Kerbrat?= <{DIRECTOR}>\r\nTo: bruno@ouest.example\r\nDate: Mon, 02 Mar 2026 09:12:00 +0100\r\n\
         Subject: {subject}\r\nMessage-ID: <1@{DOMAIN}>\r\n\r\n{BODY}"
    )
}

fn record(seed: u8) -> String {
    let key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
    format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key.as_bytes()))
}

/// The message with a signature by the key of this seed.
fn signed(message: &str, seed: u8, selector: &str, headers: &[&str], with_length: bool) -> String {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let key = Ed25519Key::from_seed_and_public_key(&[seed; 32], key.verifying_key().as_bytes()).expect("a key");
    let signer = DkimSigner::from_key(key).domain(DOMAIN).selector(selector).headers(headers.to_vec());
    let signature = signer.body_length(with_length).sign(message.as_bytes()).expect("a signature");
    format!("{}{message}", signature.to_header())
}

const ALL: [&str; 5] = ["From", "To", "Date", "Subject", "Message-ID"];

async fn told(office: &Office) -> Page {
    office.adviser.visit(&format!("/projects/{}/told", office.project)).await.expect(200)
}

async fn import(office: &Office, message: &[u8]) -> Page {
    told(office).await.form_with("exchange_file").attach("exchange_file", "mail.eml", message).submit().await
}

/// Opens an office whose server asks `dns`.
async fn open(on: Database, language: &'static str, dns: &str) -> Office {
    let setup = Server::setup().on(on).set("dns.server", dns).set("dns.timeout_s", "1");
    Office::open_with(setup, language).await
}

async fn a_message_is_shown_for_what_its_signatures_are(on: Database) {
    let records = BTreeMap::from([
        (format!("good._domainkey.{DOMAIN}"), record(7)),
        (format!("revoked._domainkey.{DOMAIN}"), "v=DKIM1; k=ed25519; p=".to_owned()),
    ]);
    for (language, words) in [
        (
            "fr",
            [
                "Signature vérifiée",
                "Signé par le domaine portails.example",
                "La signature ne tient pas",
                "Clé introuvable",
                "Sans signature",
                "Signature non vérifiée",
            ],
        ),
        (
            "en",
            [
                "Signature verified",
                "Signed by the domain portails.example",
                "Signature does not hold",
                "Key not to be had",
                "No signature",
                "Signature not checked",
            ],
        ),
    ] {
        let dns = DnsServer::start(records.clone());
        let office = open(on, language, &dns.address.to_string()).await;
        let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
        let [holds, by, broken, no_key, unsigned, unchecked] = words;

        let good = signed(&message("La bonne"), 7, "good", &ALL, false);
        let form = told(&office).await.form_with("exchange_file").fill("exchange_notice", &notice);
        let page = form.attach("exchange_file", "bonne.eml", good.as_bytes()).submit().await.expect(200);
        page.says(holds).says(by).says("La bonne").says("Maëlle Kerbrat");
        for never in [broken, no_key, unsigned, unchecked] {
            page.does_not_say(never);
        }
        // As a mail program of another system keeps it, without carriage returns.
        let page = import(&office, good.replace("\r\n", "\n").as_bytes()).await.expect(200);
        assert_eq!(page.texts("section:not(.then) td .state"), [holds, holds]);
        // Byte for byte, and on the page of the notice that it is about.
        let file = page.attributes("a[href*='/exchanges/']", "href").swap_remove(0);
        assert_eq!(page.open(&file).await.expect(200).bytes, good.as_bytes());
        office.reader.visit(&file).await.expect(200);
        office.adviser.visit(&format!("/notices/{notice}")).await.expect(200).says("bonne.eml").says(by);

        // Altered; forged with another key; a header that is none; one that does not cover the sender.
        let altered = good.replace("bien lu", "jamais lu");
        let forged = signed(&message("Contrefaite"), 8, "good", &ALL, false);
        let nonsense = format!("DKIM-Signature: v=1; d={DOMAIN}; b=%%%\r\n{}", message("Illisible"));
        let uncovered = signed(&message("À découvert"), 7, "good", &["To", "Subject"], false);
        for (n, message) in [altered, forged, nonsense, uncovered].into_iter().enumerate() {
            let page = import(&office, message.as_bytes()).await.expect(200);
            let states = page.texts("section:not(.then) td .state");
            assert_eq!(states.iter().filter(|state| state.as_str() == broken).count(), n + 1, "{message}: {states:?}");
            assert_eq!(states.iter().filter(|state| state.as_str() == holds).count(), 2, "{message}: {states:?}");
        }
        let page = import(&office, message("Rien").as_bytes()).await.expect(200);
        page.says(unsigned);
        let page = import(&office, signed(&message("x"), 7, "gone", &ALL, false).as_bytes()).await.expect(200);
        page.says(no_key);
        let page = import(&office, signed(&message("y"), 7, "good", &ALL, true).as_bytes()).await.expect(200);
        page.says(unchecked);
        let unknown = format!("DKIM-Signature: v=1; a=quantum; d={DOMAIN}; s=good\r\n{}", message("z"));
        let page = import(&office, unknown.as_bytes()).await.expect(200);
        assert_eq!(
            page.texts("section:not(.then) td .state").iter().filter(|state| state.as_str() == unchecked).count(),
            2
        );
        // A thousand signatures ask ten questions at most.
        let before = dns.asked();
        let many = (0..1000).fold(message("Mille"), |all, _| {
            format!("DKIM-Signature: v=1; a=ed25519-sha256; d={DOMAIN}; s=good; h=from; bh=AAAA; b=AAAA\r\n{all}")
        });
        import(&office, many.as_bytes()).await.expect(200).says("Mille");
        assert!(dns.asked() <= before + 20, "{} questions", dns.asked() - before);
        let states = told(&office).await.texts("td .state");
        assert_eq!(states.iter().filter(|state| state.as_str() == holds).count(), 2, "{states:?}");
    }
    // Taken back; a server that does not answer.
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let dns = DnsServer::start(records);
    for (address, selector) in [(dns.address, "revoked"), (silent.local_addr().expect("an address"), "good")] {
        let office = open(on, "fr", &address.to_string()).await;
        let page = import(&office, signed(&message("x"), 7, selector, &ALL, false).as_bytes()).await.expect(200);
        page.says("Clé introuvable").does_not_say("Signature vérifiée");
    }
}

async fn what_is_no_message_is_refused_beside_its_field(on: Database) {
    let office = open(on, "fr", "127.0.0.1:9").await;
    let endless = format!("From: a@b.fr\r\n{}", "X-Filler: y\r\n".repeat(30_000));
    let twice = format!("From: patron@{DOMAIN}\r\n{}", message("x"));
    for (name, bytes, says) in [
        ("mail.eml", b"Bonjour, sans en-t\xeates".to_vec(), "n’est pas un courriel"),
        ("mail.eml", b"\r\n\r\n".to_vec(), "n’est pas un courriel"),
        ("mail.eml", vec![0xff; 4096], "n’est pas un courriel"),
        ("mail.eml", endless.into_bytes(), "ne finissent pas"),
        ("mail.eml", twice.into_bytes(), "plusieurs en-têtes From"),
        ("mail.eml", b"%PDF-1.7\n%%EOF\n".to_vec(), "EML"),
        ("mail.pdf", message("x").into_bytes(), "EML"),
    ] {
        let form = told(&office).await.form_with("exchange_file").attach("exchange_file", name, &bytes);
        let page = form.submit().await.expect(422);
        assert!(page.error("exchange_file").contains(says), "{}", page.error("exchange_file"));
    }
    let huge = [message("x").into_bytes(), vec![b'a'; 50 << 20]].concat();
    let notice = office.issue(&["BCK-01"], &[DIRECTOR]).await;
    let form = told(&office).await.form_with("exchange_file").fill("exchange_notice", &notice);
    let page = form.attach("exchange_file", "mail.eml", &huge).submit().await.expect(413);
    assert!(page.error("exchange_file").contains("26 Mo"), "{}", page.error("exchange_file"));
    assert_eq!(page.form_with("exchange_file").value("exchange_notice"), notice, "what was chosen is kept");
    // Another character set, no empty line, no body: a message all the same.
    for bytes in [&b"From: a@b.fr\nSubject: caf\xe9\n\nl\xe0"[..], b"From: a@b.fr\n"] {
        import(&office, bytes).await.expect(200).says("a@b.fr").says("Sans signature");
    }
    assert!(!office.reader.visit(&format!("/projects/{}/told", office.project)).await.has("form[action$=exchanges]"));
}
