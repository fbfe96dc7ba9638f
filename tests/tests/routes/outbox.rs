//! `/outbox`: the mails that were not sent, and only where none are sent.

use ledger::event::{FileRef, MailContent};
use ledger::{Id, Lang};
use server::args;
use server::mail::{self, About, Content, Mail, Person, Sender};
use server::store::{Firm, files};
use tests::http::{Page, Visitor};
use tests::server::{Database, Server};
use tests::smtp::MailServer;
use tests::story::{DIRECTOR, Office, PASSWORD, setup_firm};

tests::on_both_databases![a_newcomer_reads_what_a_client_would_get];

const FILE: &[u8] = b"%PDF-1.7\nfirst\r\nlast\n";

/// A receipt with a file, to the director of a client.
async fn queue_receipt(server: &Server) -> (Firm, Id) {
    let app = &server.app;
    let row = app.db.read().await.expect("a connection").one("SELECT firm FROM firm", args![]).await.expect("one firm");
    let firm = Firm(row.get("firm").expect("its id"));
    let sha256 = app.files.put(firm, FILE, &mut app.rng()).await.expect("the file is kept");
    let (name, media_type) = ("lettre n° 7.pdf".into(), "application/pdf".into());
    let file = FileRef { name, media_type, size: FILE.len() as u64, sha256 };
    let mut log = app.db.append(firm, &app.clock).await.expect("an append");
    files::record(&mut log, &app.files, &file).await.expect("recorded");
    log.commit().await.expect("committed");
    let mut tx = app.db.write().await.expect("a transaction");
    let about = About {
        class: Default::default(),
        reference: "MG-2026-0007".into(),
        project: "Remplacement <des> serveurs".into(),
        client: "Portes & Portails".into(),
        author: "Anne Le Gall".into(),
        content: MailContent::Attached,
    };
    let mail = Mail {
        mail: app.new_id(),
        lang: Lang::Fr,
        to: Person { name: "Maëlle Kerbrat".into(), email: "direction@portes.example".into() },
        notice: None,
        contact: None,
        sender: Sender {
            firm: "Infogérance de l’Ouest".into(),
            time_zone: "Europe/Paris".into(),
            privacy_email: String::new(),
            reply_to: Some(Person { name: "Anne Le Gall".into(), email: "anne@ouest.example".into() }),
            reply_also: None,
        },
        content: Content::Receipt { about, at: server.clock.now(), decisions: vec![], resolution: None },
        attachments: vec![file],
        thread: None,
        until: ledger::Time::MAX,
    };
    mail::queue(&mut tx, app, firm, &mail, server.clock.now()).await.expect("queued");
    tx.commit().await.expect("committed");
    (firm, mail.mail)
}

async fn a_newcomer_reads_what_a_client_would_get(on: Database) {
    let server = Server::setup().on(on).start().await;
    let owner = setup_firm(&server, "fr").await;
    owner.visit("/account").await.follow("Boîte d’envoi").await.expect(200).says("Aucun message pour l’instant");

    let form = owner.visit("/account").await.form_to("/account/password").fill("current", PASSWORD);
    let new = "quatre hérons gris en amont";
    form.fill("password", new).fill("password_again", new).submit().await.expect(200);
    server.outbox_mail("anne@ouest.example", 0).await;
    let (firm, mail) = queue_receipt(&server).await;

    // First the file, then the entry, then the page knows of it.
    server.outbox_mail("direction@portes.example", 0).await;
    let mut list = owner.visit("/outbox").await.expect(200);
    for _ in 0..500 {
        if list.text().contains("direction@portes.example") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        list = owner.visit("/outbox").await.expect(200);
    }
    list.says("ces messages n’ont été envoyés à personne").says("Votre mot de passe a changé – Infogérance de l’Ouest");
    list.says("Maëlle Kerbrat <direction@portes.example>");
    let letter = list.follow("Votre lecture de la lettre MG-2026-0007 – Infogérance de l’Ouest").await.expect(200);
    assert_eq!(letter.path(), format!("/outbox/{mail}"));
    letter.says("au sujet de la mission « Remplacement <des> serveurs »").says("Anne Le Gall <anne@ouest.example>");
    let file = letter.follow("lettre n° 7.pdf").await.expect(200);
    assert_eq!((file.header("content-type"), file.bytes.as_slice()), ("application/pdf", FILE));
    owner.visit(&format!("/outbox/{mail}/1")).await.expect(404);

    let warned = list.follow("Votre mot de passe a changé – Infogérance de l’Ouest").await.expect(200);
    assert_eq!(warned.follow(&format!("{}/account", server.url)).await.expect(200).path(), "/account");

    // Another firm's mail is nobody's here, even with its id.
    let outbox = server.app.config.data.join("outbox");
    let (ours, theirs) = (outbox.join(firm.0.to_string()), outbox.join(Id([1; 16]).to_string()));
    let other = Id([2; 16]);
    std::fs::create_dir_all(&theirs).expect("a folder");
    std::fs::copy(ours.join(format!("{mail}.eml")), theirs.join(format!("{other}.eml"))).expect("copied");
    for path in [format!("/outbox/{other}"), format!("/outbox/{other}/0"), format!("/outbox/../outbox/{other}")] {
        owner.visit(&path).await.expect(404);
    }
    server.visitor("fr").visit("/outbox").await.says("Se connecter");
}

async fn invite(owner: &Visitor) -> Page {
    let form = owner.visit("/members").await.expect(200).form_to("/members/invite").fill("email", "noe@ouest.example");
    form.fill("role", "reader").submit().await.expect(200)
}

/// Nothing says of a mail that it leaves where it does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_learns_whether_the_code_will_come() {
    for (setup, told, done) in [
        (Server::setup(), "Example firm: nothing is sent, the code is to be read in its outbox.", "see the outbox."),
        (Server::setup().for_real(), "the code will not reach you. Tell Infogérance de l’Ouest.", "ready and kept."),
    ] {
        let office = Office::open_with(setup, "en").await;
        office.warn("BCK-01").await;
        let issued = office.draft(&[DIRECTOR]).await.form_with("seen").submit().await.expect(200);
        issued.says("The issue is recorded. Nothing is sent").says(done);
        let client = office.server.visitor("en");
        let page = client.visit(&office.link(DIRECTOR, 0).await).await.expect(200).says(told).form_to("/code");
        page.submit().await.expect(200).says("A code is ready. Nothing is sent").says(done).says(told);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn with_a_mail_server_there_is_no_such_page() {
    let smtp = MailServer::start();
    let server = Server::setup().mail(&smtp).start().await;
    let owner = setup_firm(&server, "en").await;
    owner.visit("/account").await.expect(200).does_not_say("Outbox");
    owner.visit("/outbox").await.expect(404);
    owner.visit(&format!("/outbox/{}", Id([1; 16]))).await.expect(404);
    invite(&owner).await.says("The invitation is ready. Sending by e-mail is under way.");
    let form = owner.visit("/account").await.form_to("/account/password").fill("current", PASSWORD);
    let new = "four grey herons upstream";
    form.fill("password", new).fill("password_again", new).submit().await.expect(200);
    let mail = smtp.mail_to("anne@ouest.example", 0).await;
    assert_eq!(mail.subject(), "Your password was changed – Infogérance de l’Ouest");
}

/// The links and codes by which clients answer are no member's: they stay in a folder of the server, and every page says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_a_mail_server_no_member_sees_what_is_not_sent() {
    let server = Server::setup().for_real().start().await;
    let owner = setup_firm(&server, "en").await;
    owner.visit("/account").await.expect(200).does_not_say("Outbox").says("No mail server is configured");
    owner.visit("/outbox").await.expect(404);
    invite(&owner).await.says("The invitation is ready. Nothing is sent, for want of a mail server");
    let form = owner.visit("/account").await.form_to("/account/password").fill("current", PASSWORD);
    let new = "four grey herons upstream";
    form.fill("password", new).fill("password_again", new).submit().await.expect(200);
    let mail = server.outbox_mail("anne@ouest.example", 0).await;
    assert_eq!(mail.subject(), "Your password was changed – Infogérance de l’Ouest");
    use std::os::unix::fs::PermissionsExt as _;
    for entry in walkdir::WalkDir::new(server.app.config.data.join("outbox")).min_depth(1) {
        let mode = entry.expect("an entry").metadata().expect("about it").permissions().mode();
        assert_eq!(mode & 0o077, 0, "read by others: {mode:o}");
    }
}
