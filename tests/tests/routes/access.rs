//! `/access` and `/g`: an owner lets somebody outside read; each page and file is an entry before it is shown, until the grant ends.

use reqwest::Method;
use server::args;
use server::store::verify;
use tests::busy::Busy;
use tests::crawl::crawl;
use tests::http::{Form, Page, Visitor};
use tests::reader::{LAWYER, enter, grant, link};
use tests::server::{Database, Server};
use tests::story::{add_client, add_project, dossier, later, sign_in};

use super::erasure::{filled, page_of};

tests::on_both_databases![
    each_page_and_file_is_an_entry_before_it_is_shown,
    what_is_not_granted_is_not_found,
    a_data_room_shows_less,
    it_ends_at_once_for_whoever_reads,
    two_owners_revoke_one_grant_at_once,
    nothing_is_claimed_of_what_nobody_opened,
    a_code_is_guessed_five_times_and_asked_for_five_times,
    notes_are_the_readers_own_and_go_with_the_grant,
    a_grant_has_somebody_something_and_an_end
];

async fn count(busy: &Busy, sql: &'static str) -> u64 {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    tx.one(sql, args![]).await.and_then(|row| row.get("n")).expect("a count")
}

async fn opened(busy: &Busy) -> u64 {
    count(busy, "SELECT COUNT(*) AS n FROM entry WHERE kind = 'access.used'").await
}

async fn sound(busy: &Busy) {
    let report = verify::database(&busy.office.server.app.db, Some(&busy.office.server.app.files)).await;
    let report = report.expect("it is read");
    assert!(report.is_sound(), "{report}");
}

/// The page of the grant to the lawyer.
async fn granted(visitor: &Visitor) -> Page {
    let list = visitor.visit("/access").await.expect(200).attributes("main li a[href^='/access/']", "href");
    visitor.visit(list.last().expect("a grant")).await.expect(200)
}

async fn revoking(busy: &Busy, page: &Page) -> Form {
    let path = page.path().split('?').next().expect("a path").to_owned();
    let page = busy.office.owner.visit(&format!("{path}/revoke")).await.expect(200);
    page.form_with("confirm").fill("reason", "Dossier repris en interne").check("confirm", "yes")
}

async fn each_page_and_file_is_an_entry_before_it_is_shown(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    office.server.clock.advance(6 * 60 * 1000);
    let before = opened(&busy).await;
    let home = busy.lawyer.visit(&format!("{base}/files")).await.expect(200);
    home.says("Me Jeanne Roy").says("30 juin 2026").says("Anne Le G");
    assert_eq!(opened(&busy).await, before + 1);
    let project = format!("{base}/projects/{}", office.project);
    let page = busy.lawyer.visit(&project).await.expect(200);
    assert!(!page.has("a[href*='/drafts/']") && !page.has("a[href*='/warnings/']"), "nobody outside sees a draft");
    assert_eq!(opened(&busy).await, before + 2);
    // A reload, a double click: the same entry.
    let (one, two) = tokio::join!(busy.lawyer.visit(&project), busy.lawyer.visit(&project));
    assert_eq!((one.status, two.status, opened(&busy).await), (200, 200, before + 2));
    office.server.clock.advance(6 * 60 * 1000);
    busy.lawyer.visit(&project).await.expect(200);
    assert_eq!(opened(&busy).await, before + 3);
    let pdf = busy.lawyer.visit(&format!("{base}/notices/{}/notice.pdf", busy.answered)).await.expect(200);
    assert_eq!(opened(&busy).await, before + 4);
    let seen = granted(&office.reader).await;
    seen.says("Fichier téléchargé").says("En cours").says("Roy & Associés");
    assert!(!seen.has("form[action$='/link']") && !seen.has("a[href$='/revoke']"), "only an owner acts");
    let stored = count(&busy, "SELECT COUNT(*) AS n FROM entry WHERE subject LIKE 'access:%' AND kind = 'access.used'");
    assert_eq!(stored.await, opened(&busy).await);
    let sha256 = ledger::sha256(&pdf.bytes).to_string();
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT payload FROM entry WHERE kind = 'access.used' ORDER BY idx DESC LIMIT 1";
    let row = tx.one(sql, args![]).await.expect("an entry");
    let payload = String::from_utf8(row.bytes("payload").expect("bytes").to_vec()).expect("text");
    assert!(payload.contains(&sha256) && payload.contains("Me Jeanne Roy"), "{payload}");
    drop(tx);

    // A bundle bears their name, and is an entry as well.
    let bundle = busy.lawyer.visit(&format!("{project}/bundle")).await.expect(200);
    bundle.does_not_say("Lots déjà remis");
    let zip = bundle.form_to("/bundle").submit().await.expect(200);
    assert!(zip.path().starts_with(base.as_str()), "{}", zip.path());
    let seen = granted(&office.owner).await;
    seen.says("Lot de preuves établi");
    // So does a file, and taking a part of it is an entry with its hash.
    let (made, pdf) = dossier(&busy.lawyer, &project).await;
    assert!(made.path().starts_with(base.as_str()), "{}", made.path());
    assert!(tests::tools::first_page(&pdf.bytes).contains("Me Jeanne Roy"));
    granted(&office.owner).await.says("Dossier demandé").says("Dossier (PDF)");
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT payload FROM entry WHERE kind = 'access.used' ORDER BY idx DESC LIMIT 1";
    let row = tx.one(sql, args![]).await.expect("an entry");
    let payload = String::from_utf8(row.bytes("payload").expect("bytes").to_vec()).expect("text");
    assert!(payload.contains(&ledger::sha256(&pdf.bytes).to_string()), "{payload}");
    drop(tx);
    // Wherever the firm looks, it has words; elsewhere nobody learns who else reads.
    let chronology = format!("/projects/{}/chronology", office.project);
    let told = office.adviser.visit(&chronology).await.expect(200);
    told.says("Accès donné à un lecteur extérieur").says("Consultation par un lecteur extérieur");
    office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200).says("1 lecteur extérieur");
    office.adviser.visit(&format!("/clients/{}", office.client)).await.expect(200).says("1 lecteur extérieur");
    office.adviser.visit("/firm").await.expect(200).says("1 lecteur extérieur");
    office.adviser.visit("/search?q=associés").await.expect(200).says("Me Jeanne Roy");
    let day = "2099-01-01";
    office.adviser.visit(&format!("/firm/as-of?at={day}")).await.expect(422);
    let mine = busy.lawyer.visit(&format!("{base}{chronology}")).await.expect(200);
    mine.does_not_say("Accès donné à un lecteur extérieur").does_not_say("Consultation par");
    let client = format!("/clients/{}/chronology", office.client);
    let told = office.adviser.visit(&client).await.expect(200);
    told.says("Accès donné à un lecteur extérieur").says("Consultation par un lecteur extérieur");
    let mine = busy.lawyer.visit(&format!("{base}{client}")).await.expect(200);
    mine.says("Portails Morin").does_not_say("Accès donné à un lecteur extérieur").does_not_say("Consultation par");
    busy.lawyer.visit(&format!("{base}/search?q=associés")).await.expect(200).does_not_say("RG 26/01234");
    sound(&busy).await;
}

async fn what_is_not_granted_is_not_found(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    let other = add_client(&office.adviser, "Boulangerie Élan", "", "fr").await;
    let elsewhere = add_project(&office.adviser, &other, "Caisse").await;
    // Of a client granted as a whole, what begins later, too.
    let later = add_project(&office.adviser, &office.client, "Téléphonie").await;
    busy.lawyer.visit(&format!("{base}/projects/{later}")).await.expect(200);
    let before = opened(&busy).await;
    for path in ["", "/as-of", "/chronology", "/told", "/coverage", "/coverage/BCK-01", "/bundle", "/dossier"] {
        busy.lawyer.visit(&format!("{base}/projects/{elsewhere}{path}")).await.expect(404);
    }
    // Who reads one project of a client reads nothing of the client as a whole.
    let alone = format!("project:{}", office.project);
    grant(&office.owner, "lawyer", &[&alone], "seul@avocats.example").await;
    let (narrow, link) = enter(office, "seul@avocats.example").await;
    narrow.visit(&format!("{link}/projects/{}/chronology", office.project)).await.expect(200);
    for path in ["as-of", "chronology", "dossier"] {
        narrow.visit(&format!("{link}/clients/{}/{path}", office.client)).await.expect(404);
        busy.lawyer.visit(&format!("{base}/clients/{other}/{path}")).await.expect(404);
    }
    let search = busy.lawyer.visit(&format!("{base}/search?q=caisse")).await.expect(200);
    search.does_not_say("Boulangerie");
    // Somebody else's grant opens nothing here, nor theirs there.
    let over = format!("project:{elsewhere}");
    grant(&office.owner, "lawyer", &[&over], "autre@avocats.example").await;
    let (stranger, theirs) = enter(office, "autre@avocats.example").await;
    stranger.visit(&format!("{theirs}/projects/{elsewhere}")).await.expect(200);
    let mixed = office.server.visitor("fr");
    mixed.set_cookie("desk", &stranger.cookies()["desk"]);
    let door = mixed.visit(&format!("{base}/projects/{}", office.project)).await.expect(200);
    assert_eq!(door.path(), base, "the code was typed for another link");
    let notice = format!("{theirs}/notices/{}", busy.answered);
    for path in ["", "/notice.pdf", "/certificate.pdf", "/evidence.json", "/bundle", "/no-answer.pdf"] {
        stranger.visit(&format!("{notice}{path}")).await.expect(404);
    }
    // Nor a bundle or paper of a project that is not theirs, by its address.
    let made = busy.lawyer.visit(&format!("{base}/notices/{}/bundle", busy.answered)).await.expect(200);
    let zip = made.form_to("/bundle").submit().await.expect(200).path().replace(base.as_str(), "");
    stranger.visit(&format!("{theirs}{zip}")).await.expect(404);
    let papers = busy.lawyer.visit(&format!("{base}/projects/{}", office.project)).await.expect(200);
    let paper = papers.attributes("a[href*='/papers/']", "href").swap_remove(0).replace(base.as_str(), "");
    busy.lawyer.visit(&format!("{base}{paper}")).await.expect(200);
    stranger.visit(&format!("{theirs}{paper}")).await.expect(404);
    // Nothing was claimed of what was not found.
    let failed = count(&busy, "SELECT COUNT(*) AS n FROM entry WHERE kind = 'access.used'").await;
    assert!(failed > before);
    granted(&office.owner).await.does_not_say("Caisse");
    let files = format!("{base}/files");
    for page in crawl(&busy.lawyer, &[&files]).await {
        let inside = page.url.starts_with(base.as_str());
        if !inside || !page.is_html() {
            continue;
        }
        assert_eq!(page.status, 200, "{}", page.url);
        let forms = page.attributes("main form[action^='/']", "action");
        for href in page.attributes("a[href^='/']", "href").into_iter().chain(forms) {
            assert!(href.starts_with(base.as_str()) || href == "/verify", "{} leads to {href}", page.url);
        }
    }
}

async fn a_data_room_shows_less(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    let over = format!("project:{}", office.project);
    grant(&office.owner, "data_room", &[&over], "expert@assureur.example").await;
    let (expert, base) = enter(office, "expert@assureur.example").await;
    let pages = crawl(&expert, &[&format!("{base}/files")]).await;
    assert!(pages.len() > 5, "home, project, chronology, notices, their PDFs");
    for page in pages.iter().filter(|page| page.is_html()) {
        assert_eq!(page.status, 200, "{}", page.url);
        for hidden in ["maelle@portails.example", "loic@", "Ne pas arrêter l’atelier", "Un plan de sauvegarde"] {
            assert!(!page.text().contains(hidden), "{} says {hidden}", page.url);
        }
    }
    let notice = expert.visit(&format!("{base}/notices/{}", busy.answered)).await.expect(200);
    notice.says("Refusé").says("Budget arrêté.").says("Maëlle Kerbrat");
    expert.visit(&format!("{base}/notices/{}/notice.pdf", busy.answered)).await.expect(200);
    let project = format!("{base}/projects/{}", office.project);
    expert.visit(&format!("{project}/chronology")).await.expect(200).says("Réponse donnée").does_not_say("Besoin");
    for path in ["/as-of", "/told", "/coverage", "/coverage/BCK-01", "/bundle", "/dossier"] {
        expert.visit(&format!("{project}{path}")).await.expect(404);
    }
    for path in ["certificate.pdf", "evidence.json", "no-answer.pdf", "bundle"] {
        expert.visit(&format!("{base}/notices/{}/{path}", busy.answered)).await.expect(404);
    }
    for path in ["search?q=serveurs", "search.csv?q=serveurs"] {
        expert.visit(&format!("{base}/{path}")).await.expect(404);
    }
    for path in ["as-of", "chronology"] {
        expert.visit(&format!("{base}/clients/{}/{path}", office.client)).await.expect(404);
    }
}

/// Says when, and nothing else.
#[track_caller]
fn has_ended(page: &Page, day: &str) {
    assert_eq!(page.status, 410, "{}", page.url);
    page.says(day).does_not_say("Portails").does_not_say("Roy").does_not_say("Ouest");
    assert!(!page.has("main a") && !page.has("main form"));
}

async fn it_ends_at_once_for_whoever_reads(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    let project = format!("{base}/projects/{}", office.project);
    let page = busy.lawyer.visit(&project).await.expect(200);
    let form = revoking(&busy, &granted(&office.owner).await).await;
    form.submit().await.expect(200).says("Révoqué").says("Dossier repris en interne");
    let before = opened(&busy).await;
    for path in [project.clone(), base.clone(), format!("{base}/files"), format!("{project}/chronology")] {
        has_ended(&busy.lawyer.visit(&path).await, "Cet accès a pris fin le");
    }
    has_ended(&page.form_to("/notes").fill("note", "Encore").submit().await, "Cet accès a pris fin le");
    let request = busy.lawyer.request(Method::POST, &format!("{base}/code"));
    has_ended(&busy.lawyer.answer(request).await, "Cet accès a pris fin le");
    assert_eq!(opened(&busy).await, before);
    let mails = office.server.outbox();
    assert!(office.mail(LAWYER, 2).await.subject().contains("Fin de votre accès"), "{}", mails.len());
    // By its time, in the language of its reader.
    let over = format!("project:{}", office.project);
    grant(&office.owner, "lawyer", &[&over], "autre@avocats.example").await;
    let (other, theirs) = enter(office, "autre@avocats.example").await;
    other.visit(&format!("{theirs}/files")).await.expect(200);
    later(&office.server.clock, 3);
    assert_eq!(other.visit(&format!("{theirs}/files")).await.expect(200).path(), theirs, "the session is over");
    later(&office.server.clock, 24 * 200);
    has_ended(&other.visit(&theirs).await, "30 juin 2026");
    let owner = office.server.visitor("fr");
    sign_in(&owner, "anne@ouest.example").await;
    owner.visit("/access").await.expect(200).says("Terminé");
    sound(&busy).await;
}

async fn two_owners_revoke_one_grant_at_once(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let page = granted(&busy.office.owner).await;
    let unsure = revoking(&busy, &page).await.uncheck("confirm", "yes").submit().await.expect(422);
    assert!(!unsure.error("confirm").is_empty());
    let (one, other) = (revoking(&busy, &page).await, revoking(&busy, &page).await);
    let (one, other) = tokio::join!(one.submit(), other.submit());
    let mut ended = [one.status, other.status];
    ended.sort_unstable();
    assert_eq!(ended, [200, 422]);
    assert_eq!(count(&busy, "SELECT COUNT(*) AS n FROM entry WHERE kind = 'access.revoked'").await, 1);
}

async fn nothing_is_claimed_of_what_nobody_opened(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    let project = format!("{base}/projects/{}", office.project);
    let entries = "SELECT COUNT(*) AS n FROM entry WHERE kind LIKE 'access.%'";
    let before = count(&busy, entries).await;
    // A mail scanner: the link opens nothing and writes nothing.
    let scanner = office.server.visitor("fr");
    let door = scanner.visit(base).await.expect(200);
    door.does_not_say("Portails Morin");
    assert_eq!(scanner.visit(&project).await.path(), base);
    // A browser that looks ahead, a program that asks for the head.
    for (name, value) in [("sec-purpose", "prefetch"), ("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")] {
        let request = busy.lawyer.request(Method::GET, &project).header(name, value);
        let page = busy.lawyer.answer(request).await.expect(503);
        page.does_not_say("serveurs");
    }
    let request = busy.lawyer.request(Method::HEAD, &project);
    busy.lawyer.answer(request).await.expect(503);
    let files = busy.lawyer.visit(&format!("{base}/notes")).await.expect(200);
    assert!(!files.source().contains("speculationrules"));
    assert_eq!(count(&busy, entries).await, before);
    // Nothing is shown of which no entry can be made: here the clock stands behind the log.
    office.server.clock.advance(-3_600_000);
    let page = busy.lawyer.visit(&format!("{project}/told")).await.expect(503);
    page.does_not_say("Maëlle");
    busy.lawyer.visit(&format!("{base}/notices/{}/notice.pdf", busy.answered)).await.expect(503);
    office.server.clock.advance(3_600_000);
    assert_eq!(count(&busy, entries).await, before);
    busy.lawyer.visit(&format!("{project}/told")).await.expect(200);
    // Leaving ends it.
    busy.lawyer.visit(&format!("{base}/files")).await.expect(200).form_to("/leave").submit().await.expect(200);
    assert_eq!(busy.lawyer.visit(&project).await.path(), base);
    // The secret of the link lies nowhere in the database.
    let hash = ledger::sha256(base.trim_start_matches("/g/").as_bytes());
    let mut tx = office.server.app.db.read().await.expect("a connection");
    let row = tx.one("SELECT COUNT(*) AS n FROM access_link WHERE token_hash = $1", args![hash]).await;
    assert_eq!(row.and_then(|row| row.get::<u64>("n")).expect("a count"), 1);
}

async fn a_code_is_guessed_five_times_and_asked_for_five_times(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    let thief = office.server.visitor("fr");
    let mut page = thief.visit(base).await.expect(200).form_to("/code").submit().await.expect(200);
    page = page.form_to("/identify").fill("code", "12 34 5x").submit().await.expect(422);
    assert!(!page.error("code").is_empty(), "not a try");
    for left in (1..5).rev() {
        page = page.form_to("/identify").fill("code", "000000").submit().await.expect(422);
        assert!(page.error("code").contains(&left.to_string()), "{left}: {}", page.error("code"));
    }
    page = page.form_to("/identify").fill("code", "000000").submit().await.expect(422);
    assert!(!page.has("form[action$='/identify']"), "the code is dead");
    let code = office.mail(LAWYER, 2).await.code();
    let request = thief.request(Method::POST, &format!("{base}/identify"));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(format!("code={code}"));
    thief.answer(request).await.expect(422);
    // Two were asked for: three more, and no sixth within the hour.
    for _ in 0..3 {
        thief.visit(base).await.expect(200).form_to("/code").submit().await.expect(200);
    }
    thief.visit(base).await.expect(200).form_to("/code").submit().await.expect(429);
    // A new link closes the old one, also for whoever has typed a code.
    granted(&office.owner).await.form_to("/link").submit().await.expect(200).says("Nouveau lien envoyé à un lecteur");
    for path in ["", "/files"] {
        let replaced = busy.lawyer.visit(&format!("{base}{path}")).await.expect(410);
        replaced.says("Ce lien a été remplacé").says("envoyé le 2 mars 2026").does_not_say("Roy");
    }
    assert_eq!(count(&busy, "SELECT COUNT(*) AS n FROM entry WHERE kind = 'access.linked'").await, 1);
    office.server.visitor("fr").visit(&link(office, LAWYER, 6).await).await.expect(200);
}

async fn notes_are_the_readers_own_and_go_with_the_grant(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    let notice = busy.lawyer.visit(&format!("{base}/notices/{}", busy.answered)).await.expect(200);
    let entries = count(&busy, "SELECT COUNT(*) AS n FROM entry").await;
    let empty = notice.form_to("/notes").submit().await.expect(422);
    assert!(!empty.error("note").is_empty());
    let long = "x".repeat(10_001);
    assert!(!notice.form_to("/notes").fill("note", &long).submit().await.expect(422).error("note").is_empty());
    let form = notice.form_to("/notes").fill("note", "Contredit la pièce 12").fill("entry", "999999");
    let unknown = form.submit().await.expect(422);
    assert_eq!(unknown.form_to("/notes").value("note"), "Contredit la pièce 12");
    assert!(!unknown.error("entry").is_empty());
    let kept = unknown.form_to("/notes").fill("entry", "").submit().await.expect(200);
    kept.says("Contredit la pièce 12");
    assert_eq!(count(&busy, "SELECT COUNT(*) AS n FROM entry").await, entries, "never in the log");
    // Not the firm's, on no page.
    for page in crawl(&office.owner, &["/access", "/search?q=contredit"]).await.iter().filter(|page| page.is_html()) {
        page.does_not_say("Contredit la pièce 12");
    }
    let notes = busy.lawyer.visit(&format!("{base}/notes")).await.expect(200);
    notes.says("Contredit la pièce 12").says("À vérifier.");
    let removed = notes.form_to("/delete").submit().await.expect(200);
    assert_eq!(removed.forms().iter().filter(|form| form.action.ends_with("/delete")).count(), 1);
    // Not while it stands; afterwards all of it goes with the reader's name.
    page_of(&busy, "access.granted").await.says("sert encore");
    revoking(&busy, &granted(&office.owner).await).await.submit().await.expect(200);
    office.server.settled().await;
    let page = page_of(&busy, "access.granted").await;
    filled(page.says("1 note privée")).submit().await.expect(200).says("Le contenu a été effacé");
    assert_eq!(count(&busy, "SELECT COUNT(*) AS n FROM access_note").await, 0);
    granted(&office.owner).await.does_not_say("Roy & Associés");
    busy.lawyer.visit(base).await.expect(404);
    sound(&busy).await;
}

async fn a_grant_has_somebody_something_and_an_end(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    let page = office.owner.visit(&format!("/access/new?over=project:{}", office.project)).await.expect(200);
    let form = || page.form_with("office").fill("name", "Me Roy").fill("email", "me@roy.example").fill("reason", "RG");
    for (last, field) in [("2020-01-01", "last"), ("2099-01-01", "last"), ("", "last"), ("2026-02-30", "last")] {
        let refused = form().fill("last", last).submit().await.expect(422);
        assert!(!refused.error(field).is_empty(), "{last}");
        assert_eq!(refused.form_with("office").value("name"), "Me Roy");
    }
    let mail = form().fill("last", "2026-06-30").fill("email", "me").submit().await.expect(422);
    assert!(!mail.error("email").is_empty());
    let nothing = form().fill("last", "2026-06-30").uncheck("over", &format!("project:{}", office.project));
    assert!(!nothing.submit().await.expect(422).error("over").is_empty());
    let strange = "project:00000000000000000000000000000001";
    form().fill("last", "2026-06-30").force("over", strange).submit().await.expect(404);
    assert_eq!(count(&busy, "SELECT COUNT(*) AS n FROM entry WHERE kind = 'access.granted'").await, 1);
    form().fill("last", "2026-06-30").submit().await.expect(200).says("L’accès est donné");
}
