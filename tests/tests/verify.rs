//! `/verify` and `/verify/{document}`, as a stranger with a copy of a document would use them.

use std::path::PathBuf;

use anyhow::Result;
use app::Texts;
use ledger::event::{DocumentClass, DocumentMade, FileRef, Notice};
use ledger::note::Note;
use ledger::{Hash, Id, Lang, SigningKey, WitnessKey, sha256};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use server::config::{Config, Dns};
use server::documents::layout::Validation;
use server::documents::{self, Frame, Trail};
use server::store::evidence::About;
use server::store::{self, evidence, seals};
use tests::authority::Roots;
use tests::browser::{Browser, Tab, View};
use tests::http::Visitor;
use tests::scene::{Scene, both};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A notice with its PDF, recorded in the log.
struct Copy {
    document: Id,
    pdf: Vec<u8>,
    reference: String,
}

/// Issues a notice, draws it, and records the PDF, as the program does.
async fn copy(scene: &mut Scene) -> Result<Copy> {
    let project = scene.project().await?;
    let notice = scene.issue(&project).await?;
    let document = scene.id();
    let mut rng = StdRng::seed_from_u64(3);
    let signer = seals::signer(&scene.db, &scene.vault, None, scene.firm, &scene.clock, &mut rng).await?;
    let evidence =
        evidence::of(&scene.db, &scene.vault, scene.firm, About::Notice(notice.notice), &scene.clock).await?;
    let trail = Trail::read(&evidence)?;
    let frame = frame(scene, document, &notice).sealed_by(&signer, Validation::default());
    let pdf = documents::notice(&frame, scene.clock.now(), &notice, Some(&trail))?;
    let pdf = documents::seal(pdf, &signer)?;
    let file = FileRef {
        name: format!("{}.pdf", notice.reference),
        media_type: "application/pdf".into(),
        size: pdf.bytes.len() as u64,
        sha256: sha256(&pdf.bytes),
    };
    let class = DocumentClass::Notice;
    let pages = pdf.pages as u32;
    let reference = notice.reference.clone();
    scene
        .record([DocumentMade {
            document,
            class,
            about: notice.notice,
            reference,
            file,
            pages,
            part: None,
            redacts: None,
        }
        .into()])
        .await?;
    Ok(Copy { document, pdf: pdf.bytes, reference: notice.reference })
}

fn frame(scene: &Scene, document: Id, notice: &Notice) -> Frame {
    Frame {
        lang: Lang::Fr,
        document,
        reference: notice.reference.clone(),
        now: scene.clock.now(),
        zone: jiff::tz::TimeZone::get("Europe/Paris").expect("the zone tables are built in"),
        made_by: None,
        verify_url: format!("https://acte.example/verify/{document}"),
        privacy_email: String::new(),
        logo: None,
        seal: None,
        authorities: false,
        redacted: None,
    }
}

/// The server on the scene's database, until the handle is aborted.
async fn serve(scene: &Scene) -> Result<(String, JoinHandle<std::io::Result<()>>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let config = Config {
        timestamps: None,
        seal: None,
        data: scene.folder().to_owned(),
        listen: listener.local_addr()?,
        url: url.clone(),
        database: scene.url.clone(),
        master_key: Some("07".repeat(32)),
        behind_proxy: false,
        upload_limit: 1 << 20,
        dns: Dns { server: None, timeout: std::time::Duration::from_secs(5) },
        witness_logs: vec![],
        witness_name: "witness.example".into(),
        witness_ask: vec![],
        smtp: None,
        imap: None,
        replies: false,
        reading: server::search::read::Reading::default(),
        demo: false,
    };
    let app = server::open(config, scene.clock.clone()).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok((url, tokio::spawn(server::serve(app, listener, std::future::pending()))))
}

async fn stage() -> Result<(Scene, Copy)> {
    let folder = tempfile::tempdir()?;
    let mut scene = Scene::open(folder.path().join("acte.db").display().to_string(), folder).await?;
    let copy = copy(&mut scene).await?;
    Ok((scene, copy))
}

/// Chooses a file with these bytes and waits for the outcome.
async fn choose(scene: &Scene, tab: &Tab, name: &str, bytes: &[u8]) -> Result<String> {
    let file: PathBuf = scene.folder().join(name);
    std::fs::write(&file, bytes)?;
    tab.upload("#f-file", &file).await;
    outcome(tab, name).await
}

/// What the page says once it says it of this file.
async fn outcome(tab: &Tab, name: &str) -> Result<String> {
    tab.wait_for("section[aria-labelledby=report]").await;
    let about = tab.text("section[aria-labelledby=report] .definitions").await;
    assert!(about.contains(name), "the report should be about {name}: {about}");
    Ok(tab.text("[role=status]").await)
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len(), "nothing else may move");
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).expect("it is there");
    let mut bytes = bytes.to_vec();
    bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
    bytes
}

/// As `Tab::text` gives it.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_is_verified_where_it_is() -> Result<()> {
    let (scene, copy) = stage().await?;
    let (url, server) = serve(&scene).await?;
    let t = Texts(Lang::En);
    let browser = Browser::start().await;
    let tab = browser.tab(View::DESK).await;
    tab.open(&format!("{url}/verify")).await;
    tab.wait_for(".stack:not([hidden]) > .drop").await;
    // Nothing can be sent any more, and nothing needs to be.
    server.abort();

    let said = choose(&scene, &tab, "notice.pdf", &copy.pdf).await?;
    assert!(said.contains(t.verify_uncompared()), "{said}");
    assert_eq!(tab.js("document.querySelectorAll('.checks > li').length").await, 11);
    // The recorded text is there, folded.
    assert_eq!(tab.js("document.querySelector('.entries').textContent.includes('Madame,')").await, true);
    let evidence = ledger::find_evidence(&copy.pdf)?;
    let said = choose(&scene, &tab, "evidence.json", evidence).await?;
    assert!(said.contains(t.verify_uncompared()), "{said}");

    // One letter of the recorded text; the pages may say what they like.
    let said = choose(&scene, &tab, "altered.pdf", &replaced(&copy.pdf, "Madame,", "Madama,")).await?;
    assert!(said.contains(t.verify_faulty()), "{said}");
    tab.says(&plain(t.entry_altered())).await;
    let said = choose(&scene, &tab, "bare.pdf", b"%PDF-1.7\n%%EOF\n").await?;
    assert!(said.contains(t.pdf_not_found()), "{said}");
    choose(&scene, &tab, "cut.json", &evidence[..evidence.len() - 9]).await?;
    tab.says(t.fault_truncated()).await;
    choose(&scene, &tab, "photo.jpg", &[0xff, 0xd8, 0xff]).await?;
    tab.says(t.fault_not_json()).await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_reader_compares_the_key() -> Result<()> {
    let (scene, copy) = stage().await?;
    let (url, _server) = serve(&scene).await?;
    let t = Texts(Lang::Fr);
    let browser = Browser::start().await;
    let tab = browser.tab(View::PHONE.in_language("fr")).await;
    tab.open(&format!("{url}/verify")).await;
    tab.wait_for(".stack:not([hidden]) > .drop").await;
    choose(&scene, &tab, "notice.pdf", &copy.pdf).await?;
    let evidence = ledger::Evidence::from_bytes(ledger::find_evidence(&copy.pdf)?)?;
    let other = SigningKey::from_seed(&evidence.origin, &[9; 32])?.verifying_key().to_string();
    // It counts as soon as it is whole, the cursor still in the field.
    for (key, says) in [(evidence.vkey.as_str(), t.verify_intact()), (&other, t.verify_other_key())] {
        tab.fill("#f-key", key).await;
        tab.settle().await;
        let said = tab.text("[role=status]").await;
        assert!(said.contains(&plain(says)), "{said}");
        assert_eq!(tab.on("#f-key-error", "element.hidden").await, true);
    }
    // A slip of the hand is told beside its field, and says nothing of the file.
    tab.fill("#f-key", &evidence.vkey[..evidence.vkey.len() - 1]).await;
    tab.settle().await;
    assert_eq!(tab.on("#f-key-error", "element.hidden").await, true, "in the middle of a line");
    tab.key("Tab").await;
    tab.settle().await;
    assert_eq!(tab.text("#f-key-error").await, plain(t.verify_key_wrong()));
    assert_eq!(tab.on("#f-key", "element.getAttribute('aria-invalid')").await, "true");
    let said = tab.text("[role=status]").await;
    assert!(said.contains(&plain(t.verify_uncompared())), "{said}");
    assert_eq!(tab.axe().await, []);
    Ok(())
}

/// Whoever trusts an authority of time or a witness sees what that one said; to all others it is a stranger's word.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_reader_knows_authorities_and_witnesses() -> Result<()> {
    let (scene, copy) = stage().await?;
    let (url, _server) = serve(&scene).await?;
    let (t, roots) = (Texts(Lang::En), Roots::new());
    let witness = WitnessKey::from_seed("witness.example", &[5; 32])?;
    let mut evidence = ledger::Evidence::from_bytes(ledger::find_evidence(&copy.pdf)?)?;
    let mut note = Note::parse(&evidence.checkpoint)?;
    note.add(witness.cosign(note.text(), scene.clock.now()))?;
    evidence.checkpoint = note.to_string();
    let evidence = evidence.stamped(&[roots.token(&note.digest())]).to_bytes()?;
    let browser = Browser::start().await;
    let tab = browser.tab(View::PHONE).await;
    tab.open(&format!("{url}/verify")).await;
    tab.wait_for(".stack:not([hidden]) > .drop").await;
    choose(&scene, &tab, "stamped.json", &evidence).await?;
    tab.says(&plain(t.remark_unknown_authority())).await;
    tab.says(&t.verify_others_signed(1)).await;

    tab.click("summary").await;
    tab.fill("#f-authorities", "Horloge tsa").await;
    tab.fill("#f-witnesses", "witness.example").await;
    tab.key("Tab").await;
    tab.settle().await;
    assert_eq!(tab.text("#f-authorities-error").await, t.verify_authorities_wrong());
    assert_eq!(tab.text("#f-witnesses-error").await, t.verify_witnesses_wrong());
    assert_eq!(tab.axe().await, []);
    tab.fits().await;
    tab.screenshot("verify-known-wrong").await;
    tab.fill("#f-authorities", &std::fs::read_to_string(roots.anchors())?).await;
    tab.fill("#f-witnesses", &witness.witness().to_string()).await;
    tab.settle().await;
    tab.says("stated by Horloge tsa (Horloge Essai), an authority that you know").await;
    tab.says("Cosigned by the witness witness.example").await;
    assert_eq!(tab.on("#f-authorities-error", "element.hidden").await, true);
    tab.screenshot("verify-known").await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_pages_serve_everyone() -> Result<()> {
    let (scene, copy) = stage().await?;
    let (url, _server) = serve(&scene).await?;
    let browser = Browser::start().await;
    for view in [View::DESK, View::PHONE, View::DESK.in_language("fr"), View::PHONE.in_language("fr")] {
        let tab = browser.tab(view).await;
        for path in ["verify".to_owned(), format!("verify/{}", copy.document)] {
            tab.open(&format!("{url}/{path}")).await;
            tab.wait_for(".stack:not([hidden]) > .drop").await;
            tab.tab_to("#f-file").await;
            choose(&scene, &tab, "notice.pdf", &copy.pdf).await?;
            assert_eq!(tab.axe().await, []);
            tab.fits().await;
            tab.screenshot(&format!("{}-{}", path.split('/').next_back().unwrap_or("verify"), view.name())).await;
        }
    }
    // Without script there is the program.
    let tab = browser.tab(View::PHONE.without_script()).await;
    tab.open(&format!("{url}/verify")).await;
    tab.says(Texts(Lang::En).verify_needs_script()).await;
    tab.says("acte verify FILE").await;
    assert_eq!(tab.on(".drop", "element.getClientRects().length").await, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_code_on_a_document_leads_to_its_record() -> Result<()> {
    let (scene, copy) = stage().await?;
    let (url, _server) = serve(&scene).await?;
    let t = Texts(Lang::En);
    let visitor = Visitor::new(&url, "en");
    let page = visitor.visit(&format!("/verify/{}", copy.document)).await.expect(200);
    page.says(&copy.reference).says(&sha256(&copy.pdf).to_string()).says(t.doc_notice());
    page.says(t.verify_document_unsealed()).does_not_say("Madame,");
    for unknown in ["0123456789abcdef0123456789abcdef", "nothing", "%00"] {
        visitor.visit(&format!("/verify/{unknown}")).await.expect(404);
    }

    let browser = Browser::start().await;
    let tab = browser.tab(View::DESK).await;
    tab.open(&format!("{url}/verify/{}", copy.document)).await;
    tab.wait_for(".stack:not([hidden]) > .drop").await;
    let said = choose(&scene, &tab, "notice.pdf", &copy.pdf).await?;
    assert!(said.contains(t.verify_same()), "{said}");
    let said = choose(&scene, &tab, "other.pdf", &[&copy.pdf[..], b"\n"].concat()).await?;
    // Its evidence still holds; it is another file all the same.
    assert!(said.contains(t.verify_other()) && said.contains(t.verify_inside_only()), "{said}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_record_names_the_first_checkpoint_that_covers_it() -> Result<()> {
    both(async |scene: &mut Scene| {
        let copy = copy(scene).await?;
        let recorded = async |scene: &Scene| -> Result<_> {
            let mut tx = scene.db.read().await?;
            Ok(store::documents::recorded(&mut tx, copy.document).await?.0)
        };
        let before = recorded(scene).await?;
        assert_eq!((before.sha256, before.reference.as_str()), (sha256(&copy.pdf), copy.reference.as_str()));
        assert_eq!(before.checkpoint, None);
        store::checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
        let first = recorded(scene).await?.checkpoint.expect("it is signed");
        assert_eq!(first.size, before.index + 1);
        scene.project().await?;
        store::checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
        assert_eq!(recorded(scene).await?.checkpoint, Some(first));
        let mut tx = scene.db.read().await?;
        let unknown = store::documents::recorded(&mut tx, Id([9; 16])).await;
        assert!(matches!(unknown, Err(store::Error::Missing)));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn assets_are_compressed_for_whoever_asks_and_kept_for_ever() -> Result<()> {
    let (scene, _) = stage().await?;
    let (url, _server) = serve(&scene).await?;
    let page = Visitor::new(&url, "en").visit("/verify").await;
    let assets = [page.attributes("link", "href"), page.attributes("script", "src")].concat();
    assert_eq!(assets.len(), 3, "a sheet, an icon, the script: {assets:?}");
    let client = reqwest::Client::new();
    for asset in assets {
        let plain = client.get(format!("{url}{asset}")).send().await?.error_for_status()?;
        assert_eq!(plain.headers()["cache-control"], "public, max-age=31536000, immutable");
        assert!(plain.headers().get("content-encoding").is_none());
        let hash = &Hash(sha256(&plain.bytes().await?).0).to_string()[..16];
        assert!(asset.contains(hash), "{asset} is not named by its content");
        let small = client.get(format!("{url}{asset}")).header("accept-encoding", "gzip, br").send().await?;
        assert_eq!(small.headers()["content-encoding"], "br");
        assert_eq!(small.headers()["vary"], "accept-encoding");
    }
    assert_eq!(client.get(format!("{url}/assets/acte.0000000000000000.css")).send().await?.status(), 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_program_says_the_same_without_a_browser() -> Result<()> {
    let (scene, copy) = stage().await?;
    let file = scene.folder().join("notice.pdf");
    let t = Texts(Lang::Fr);
    let vkey = ledger::Evidence::from_bytes(ledger::find_evidence(&copy.pdf)?)?.vkey;
    let other = SigningKey::from_seed("other.example", &[9; 32])?.verifying_key().to_string();
    let altered = replaced(&copy.pdf, "Madame,", "Madama,");
    for (bytes, more, code, says) in [
        (&copy.pdf, vec![], 0, t.verify_uncompared()),
        (&copy.pdf, vec!["--key", &vkey], 0, t.verify_intact()),
        (&copy.pdf, vec!["--key", &other], 1, t.verify_other_key()),
        (&altered, vec!["--full"], 1, t.entry_altered()),
    ] {
        std::fs::write(&file, bytes)?;
        let mut acte = std::process::Command::new(tests::tools::acte());
        let said = acte.args(["verify", "--lang", "fr"]).args(&more).arg(&file).output()?;
        let text = String::from_utf8(said.stdout)?;
        assert!(text.contains(says), "{more:?}: {text}");
        assert_eq!(said.status.code(), Some(code), "{more:?}: {text}");
        assert_eq!(text.contains("Madam"), more == ["--full"], "the recorded texts are shown when asked for");
    }
    // What is wrong with the question is no fault of the file.
    std::fs::write(scene.folder().join("letter.txt"), "Madame,")?;
    for (words, says) in [
        (vec!["--key", "acte.example", "notice.pdf"], "a verifier key is name+8 hexadecimal digits+base64"),
        (vec!["--newer", "none.zip", "notice.pdf"], "acte: none.zip: "),
        (vec!["--newer", "letter.txt", "notice.pdf"], "acte: letter.txt holds no evidence"),
        (vec!["none.pdf"], "acte: none.pdf: "),
    ] {
        let mut acte = std::process::Command::new(tests::tools::acte());
        let said = acte.current_dir(scene.folder()).arg("verify").args(&words).output()?;
        let (told, text) = (String::from_utf8(said.stderr)?, String::from_utf8(said.stdout)?);
        assert_eq!((said.status.code(), text.as_str()), (Some(2), ""), "{words:?}");
        assert!(told.contains(says), "{words:?}: {told}");
    }
    let mut acte = std::process::Command::new(tests::tools::acte());
    let said = acte.current_dir(scene.folder()).args(["verify", "--json", "none.pdf"]).output()?;
    let line: serde_json::Value = serde_json::from_slice(&said.stdout)?;
    assert_eq!((said.status.code(), &line["file"], &line["holds"]), (Some(2), &"none.pdf".into(), &false.into()));
    assert!(said.stderr.is_empty() && line["error"].as_str().is_some_and(|error| error.starts_with("none.pdf: ")));
    Ok(())
}
