//! Copies for filing: the names chosen stand nowhere in the bytes, the copy is tied to its original, and what is wrong is told beside its field.

use app::Texts;
use ledger::evidence::Disclosure;
use ledger::{Evidence, Lang, find_evidence, sha256};
use lopdf::{Document, Object};
use server::report::Telling;
use tests::busy::Busy;
use tests::http::Page;
use tests::reader::{enter, grant};
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, dossier};

use super::erasure::{filled, page_of};

tests::on_both_databases![
    no_byte_of_a_copy_says_a_name,
    what_cannot_be_masked_is_told_beside_its_field,
    initials_are_masked_where_they_are_a_word,
    a_copy_goes_with_its_original,
    a_copy_of_a_file_has_no_exhibits,
    somebody_outside_redacts_the_file_that_they_made,
    somebody_outside_is_told_what_an_erasure_took
];

/// Everything that the file says: its bytes, what its streams hold, and its text, without case.
fn all_of(pdf: &[u8]) -> String {
    let mut all = String::from_utf8_lossy(pdf).into_owned();
    let document = Document::load_mem(pdf).expect("a PDF");
    let text = |bytes: &[u8]| match bytes.strip_prefix(b"\xFE\xFF") {
        Some(wide) => String::from_utf16_lossy(
            &wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>(),
        ),
        None => String::from_utf8_lossy(bytes).into_owned(),
    };
    fn strings(object: &Object, found: &mut Vec<Vec<u8>>) {
        match object {
            Object::String(bytes, _) => found.push(bytes.clone()),
            Object::Array(all) => all.iter().for_each(|object| strings(object, found)),
            Object::Dictionary(all) => all.iter().for_each(|(_, object)| strings(object, found)),
            Object::Stream(stream) => {
                stream.dict.iter().for_each(|(_, object)| strings(object, found));
                found.push(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    document.objects.values().for_each(|object| strings(object, &mut found));
    found.iter().for_each(|bytes| all.push_str(&text(bytes)));
    all.push_str(&server::search::text::of("application/pdf", pdf).expect("its text"));
    all.to_lowercase()
}

/// What `acte verify` says of a copy of the document with this hash, in both languages and for programs.
fn verified(copy: &[u8], original: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copie.pdf");
    let told = |bytes: &[u8], lang, telling| {
        std::fs::write(&file, bytes).expect("written");
        let reader = ledger::evidence::Reader::stranger(ledger::Time(1_800_000_000_000));
        server::report::verify(app::Texts(lang), &file, reader, telling).expect("it is read")
    };
    for (lang, title, open) in [
        (ledger::Lang::Fr, "Copie occultée du document ", "Non établi\u{a0}: ce qui est occulté"),
        (ledger::Lang::En, "Redacted copy of ", "Not established: what is redacted"),
    ] {
        let (text, holds) = told(copy, lang, Telling::Short);
        assert!(holds && text.contains(title) && text.contains(original) && text.contains(open), "{text}");
    }
    let (json, _) = told(copy, ledger::Lang::En, Telling::Json);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["redacts"]["sha256"], original);
    // Whatever an altered file says of itself is not repeated.
    let mut altered = copy.to_vec();
    let at = altered.windows(11).position(|bytes| bytes == b"{\"copy_of\":").expect("it says so");
    altered[at + 12] ^= 1;
    let (text, holds) = told(&altered, ledger::Lang::En, Telling::Short);
    assert!(!holds && !text.contains("Redacted copy of"), "{text}");
}

/// The page of a notice, as an adviser sees it.
async fn page(busy: &Busy, about: &str) -> Page {
    busy.office.adviser.visit(&format!("/{about}/redact")).await.expect(200)
}

async fn no_byte_of_a_copy_says_a_name(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    busy.office.server.settled().await;
    let client = format!("clients/{}", busy.office.client);
    dossier(&busy.office.adviser, &format!("/{client}")).await;
    for about in [format!("notices/{}", busy.answered), format!("projects/{}", busy.office.project), client] {
        let page = page(&busy, &about).await;
        let people = page.form_with("people");
        let everybody = people.fields.iter().filter(|field| field.name == "people").map(|field| &field.value);
        let mut form = people.clone();
        let mut count = 0;
        for id in everybody {
            form = form.check("people", id);
            count += 1;
        }
        assert!(count >= 2, "{count} people can be chosen");
        let copy = form.submit().await.expect(200).bytes;
        let all = all_of(&copy);
        for name in ["kerbrat", DIRECTOR] {
            assert!(!all.contains(&name.to_lowercase()), "{about} says {name}");
        }
        assert!(all.contains("[occult") && all.contains("copie occult"), "{about} says that it is a copy");
        // What is attached proves the rest, and counts what it withholds.
        let evidence = Evidence::from_bytes(find_evidence(&copy).expect("evidence")).expect("an evidence file");
        let withheld = evidence.entries.iter().filter(|entry| entry.state == Disclosure::Withheld).count();
        assert!(withheld > 0 && withheld < evidence.entries.len(), "{withheld} withheld");
        let report = ledger::evidence::verify(
            find_evidence(&copy).expect("evidence"),
            ledger::evidence::Reader::stranger(ledger::Time(i64::MAX)),
        );
        assert!(report.verdict.is_consistent(), "{:?}", report.verdict);
    }
    // Whoever verifies it is told of what it is a copy, and what that shows.
    let page_of_notice = page(&busy, &format!("notices/{}", busy.answered)).await;
    let copies = page_of_notice.attributes("a[href^='/redacted/']", "href");
    let copy = busy.office.reader.visit(&copies[0]).await.expect(200).bytes;
    let original = busy.office.reader.visit(&format!("/notices/{}/certificate.pdf", busy.answered)).await.expect(200);
    verified(&copy, &sha256(&original.bytes).to_string());
    let file = tests::tools::traces("redaction").join("copy.pdf");
    std::fs::write(&file, &copy).expect("written");
    tests::judges::assert_pdfa(&[file]);
    // Whoever scans the copy is told of what it is one, and is led to the original.
    let page = page(&busy, &format!("notices/{}", busy.answered)).await;
    let copies = page.attributes("a[href^='/redacted/']", "href");
    assert_eq!(copies.len(), 2, "this one and that of the busy office");
    let copy = busy.office.reader.visit(&copies[0]).await.expect(200).bytes;
    let scanned =
        busy.office.server.visitor("fr").visit(&copies[0].replace("/redacted/", "/verify/")).await.expect(200);
    scanned.says("une copie où des noms sont occultés").says(&sha256(&copy).to_string()[..16]);
    let original = scanned.attributes("main .note a[href^='/verify/']", "href");
    scanned.open(&original[0]).await.expect(200).says("Attestation");
}

async fn what_cannot_be_masked_is_told_beside_its_field(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    busy.office.server.settled().await;
    let page = page(&busy, &format!("notices/{}", busy.answered)).await;
    let form = |words: &str| page.form_with("words").fill("words", words);
    for (words, told) in [
        ("Zébulon", "ne figure pas"),
        ("ab", "deux initiales en majuscules"),
        ("ZQ", "ne figure pas"),
        ("Ouest", "le nom de votre entreprise"),
        (&"a\n".repeat(101), "Cent lignes"),
    ] {
        let refused = form(words).submit().await.expect(422);
        assert!(refused.error("words").contains(told), "{words}: {}", refused.error("words"));
        assert_eq!(refused.form_with("words").value("words").trim(), words.trim(), "what was typed is kept");
        assert_eq!(refused.errors().len(), 1, "{words}: {:?}", refused.errors());
    }
    page.says("à votre place").says("une adresse IP");
    let refused = form("").submit().await.expect(422);
    assert!(!refused.error("people").is_empty());
    let refused = form("Kerbrat").force("document", "0").submit().await.expect(422);
    assert!(!refused.error("document").is_empty());
}

async fn initials_are_masked_where_they_are_a_word(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    let about = format!("/projects/{}", office.project);
    let project = office.adviser.visit(&about).await.expect(200);
    project
        .form_to("/needs")
        .fill("need_text", "Décidé par MK et J.Z., pas par le mkinstaller.")
        .submit()
        .await
        .expect(200);
    office.server.settled().await;
    dossier(&office.adviser, &about).await;
    let page = office.adviser.visit(&format!("{about}/redact")).await.expect(200);
    let copy = page.form_with("words").fill("words", "MK\nJZ").submit().await.expect(200).bytes;
    let text = server::search::text::of("application/pdf", &copy).expect("its text");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Décidé par [occulté 1] et [occulté 2]., pas par le mkinstaller."), "{text}");
}

/// A text that is erased goes from the copies too, although the evidence in them withheld it.
async fn a_copy_goes_with_its_original(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    office.server.settled().await;
    let asked = page_of(&busy, "question.asked").await;
    let about = format!("/notices/{}/redact", busy.open);
    let form = office.adviser.visit(&about).await.expect(200).form_with("words");
    form.fill("words", "Kerbrat").submit().await.expect(200);
    let copies =
        || async { office.adviser.visit(&about).await.expect(200).attributes("a[href^='/redacted/']", "href") };
    let made = copies().await;
    assert_eq!(made.len(), 1);
    let files = office.reader.visit(&format!("/projects/{}/dossier", office.project)).await.expect(200);
    let files = files.attributes("main a[href^='/dossiers/']", "href");
    let erased = office.owner.visit(asked.path()).await.expect(200);
    filled(&erased).submit().await.expect(200);
    office.server.settled().await;
    assert!(copies().await.is_empty());
    // So does the file that showed it, and its page says so too.
    assert!(!files.is_empty(), "the file was made before");
    for path in [files[0].clone(), format!("{}/1.pdf", files[0])] {
        let gone = office.reader.visit(&path).await.expect(410);
        gone.says("Ce dossier a été détruit").says("détruit le 2 mars 2026, avec ce que l’écriture n°");
    }
    let gone = office.reader.visit(&made[0]).await.expect(410);
    gone.says("Cette copie occultée a été détruite").says("détruite le 2 mars 2026, avec ce que l’écriture n°");
}

/// The copy of a file says that it is one wherever it is named, and has no exhibits: they bear every name.
async fn no_exhibits(files: &Page, copy: &str) {
    files.says("Copie occultée du dossier D").says("Les pièces ne sont pas remises avec cette copie");
    let page = files.open(copy).await.expect(200);
    page.says("Copie occultée du dossier D").says("elles ne sont pas occultées").does_not_say("Pièces une à une");
    let refused = page.open(&format!("{copy}/exhibits.zip")).await.expect(404);
    refused.says("Les pièces ne sont pas remises avec une copie occultée");
    // Nothing else from it says a name either.
    assert!(all_of(&page.open(&format!("{copy}/1.pdf")).await.expect(200).bytes).contains("[occult"));
    for rest in ["list.csv", "all.zip"] {
        let rest = page.open(&format!("{copy}/{rest}")).await.expect(200);
        assert!(!String::from_utf8_lossy(&rest.bytes).to_lowercase().contains("kerbrat"));
    }
}

async fn a_copy_of_a_file_has_no_exhibits(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    let project = format!("/projects/{}", office.project);
    let form = page(&busy, &project[1..]).await.form_with("words").fill("words", "Kerbrat");
    let copy = form.submit().await.expect(200);
    let files = office.adviser.visit(&format!("{project}/dossier")).await.expect(200);
    no_exhibits(&files, &copy.path().replace("/redacted/", "/dossiers/")).await;
    let english = office.adviser.visit(&format!("{project}/dossier")).await.form_to("/language").submit().await;
    english.expect(200).says("Redacted copy of the file D").says("Exhibits are not handed out with this copy");
}

/// Whether the page lists one copy, made by this person.
fn has_copy_by(page: &Page, name: &str) -> bool {
    let lines = page.texts("main ul.list li");
    lines.len() == 1 && lines[0].trim().ends_with(name)
}

/// The preview says what of theirs goes; afterwards each of their addresses says what became of it.
async fn somebody_outside_is_told_what_an_erasure_took(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, lawyer, base) = (&busy.office, &busy.lawyer, &busy.lawyer_link);
    office.server.settled().await;
    lawyer.visit(&format!("{base}/files")).await.expect(200).says("Le prestataire voit ce que vous ouvrez et ce que");
    let of_notice = office.adviser.visit(&format!("/notices/{}/redact", busy.answered)).await.expect(200);
    assert!(has_copy_by(&of_notice, "Bruno Cadiou"));
    let project = format!("{base}/projects/{}", office.project);
    let (made, _) = dossier(lawyer, &project).await;
    let redact = lawyer.visit(&format!("{project}/redact")).await.expect(200);
    let copy = redact.form_with("words").fill("words", "Kerbrat").submit().await.expect(200);
    let bundle = lawyer.visit(&format!("{project}/bundle")).await.expect(200);
    let bundle = bundle.says("Le prestataire voit ce que vous établissez ici").form_to("/bundle").submit().await;
    assert!(bundle.bytes.starts_with(b"PK"));
    let preview = page_of(&busy, "question.asked").await;
    preview.says(
        "Ce qu’avait établi Me Jeanne Roy, lecteur extérieur : 1 dossier (PDF), 1 copie occultée, 1 lot de preuves",
    );
    preview.says("son lecteur apprendra quel jour et par quelle écriture");
    filled(&preview).submit().await.expect(200);
    office.server.settled().await;
    for (path, what) in [
        (made.path(), "Ce dossier a été détruit"),
        (copy.path(), "Cette copie occultée a été détruite"),
        (bundle.path(), "Ce lot de preuves a été détruit"),
    ] {
        lawyer.visit(path).await.expect(410).says(what).says("le 2 mars 2026, avec ce que l’écriture n°");
    }
    let redact = lawyer.visit(&format!("{project}/redact")).await.expect(200);
    redact.says("a été détruit le 2 mars 2026, avec ce que l’écriture n°").does_not_say("Il n’y a pas encore");
    assert!(!redact.has("[name='document']"));
}

/// Each file and copy bears the name of whoever made it, so nobody outside is shown another's, nor the firm's.
async fn somebody_outside_redacts_the_file_that_they_made(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, lawyer, base) = (&busy.office, &busy.lawyer, &busy.lawyer_link);
    office.server.settled().await;
    grant(&office.owner, "lawyer", &[&format!("client:{}", office.client)], "autre@avocats.example").await;
    let (other, theirs) = enter(office, "autre@avocats.example").await;
    for about in [format!("/projects/{}", office.project), format!("/clients/{}", office.client)] {
        dossier(&office.adviser, &about).await;
        let mine = format!("{base}{about}");
        let none = lawyer.visit(&format!("{mine}/redact")).await.expect(200);
        assert!(!none.has("[name='document']"), "nothing of the firm's");
        let (made, original) = dossier(lawyer, &mine).await;
        let said = server::documents::dossier::made_at(&original.bytes).expect("it says when it was made");
        let files = lawyer.visit(&format!("{mine}/dossier")).await.expect(200);
        assert_eq!(files.attributes("main a[href*='/dossiers/']", "href"), [made.path()], "found again, and no other");
        let redact = lawyer.visit(&format!("{mine}/redact")).await.expect(200);
        let copy = redact.form_with("words").fill("words", "Kerbrat").submit().await.expect(200);
        assert!(copy.path().starts_with(base.as_str()) && !all_of(&copy.bytes).contains("kerbrat"));
        // It names whoever had its original made, as that does.
        let text = tests::tools::pdf_text(&copy.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        let when = Texts(Lang::Fr).utc(jiff::Timestamp::from_millisecond(said.0).expect("a time"));
        assert!(text.contains(&when), "{when} is not in {text}");
        assert!(text.contains("Établi par Me Jeanne Roy, Roy & Associés, exporté sous l’accès donné le"), "{text}");
        let redact = lawyer.visit(&format!("{mine}/redact")).await.expect(200);
        assert_eq!(redact.attributes("a[href*='/redacted/']", "href"), [copy.path()]);
        // By whom it was made: to them, and to the firm, which sees it.
        assert!(has_copy_by(&redact, "Me Jeanne Roy, lecteur extérieur"));
        redact.says("Le prestataire voit ce que vous établissez ici");
        let members = office.reader.visit(&format!("{about}/redact")).await.expect(200);
        assert!(has_copy_by(&members, "Me Jeanne Roy, lecteur extérieur"));
        members.does_not_say("Le prestataire voit ce que vous établissez");
        let files = lawyer.visit(&format!("{mine}/dossier")).await.expect(200);
        no_exhibits(&files, &copy.path().replace("/redacted/", "/dossiers/")).await;
        // Another may read the same client, and has made nothing.
        let nothing = other.visit(&format!("{theirs}{about}/redact")).await.expect(200);
        assert!(!nothing.has("[name='document']"));
        for path in [copy.path().to_owned(), made.path().to_owned(), format!("{}/1.pdf", made.path())] {
            other.visit(&path.replace(base.as_str(), &theirs)).await.expect(404);
        }
        office.reader.visit(&format!("{about}/dossier")).await.expect(200).says("Me Jeanne Roy");
    }
    let accesses = office.owner.visit("/access").await.expect(200).attributes("main li a[href^='/access/']", "href");
    let mut opened = String::new();
    for access in accesses {
        opened += &office.owner.visit(&access).await.expect(200).text();
    }
    assert!(opened.contains("Copie occultée établie") && !opened.contains("Lot de preuves établi"), "{opened}");
}
