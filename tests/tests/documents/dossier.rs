//! The file of a project and of a client: what it says, how it is split, and that its exhibits are whole.

use std::collections::BTreeMap;
use std::path::Path;

use ledger::coverage::Rules;
use ledger::event::{
    Chasing, ChasingPlanned, DocumentClass, DocumentMade, FileRef, LetterOutcome, LetterPosted, ReceiptFiled,
    ReplyReceived,
};
use ledger::evidence::{Reader, Verdict, verify};
use ledger::{Actor, Evidence, Hash, Lang, find_evidence, sha256};
use server::documents::dossier::{self, Dossier, Exhibits, Files, Plan, SHEET, Whole};
use server::documents::{self, Frame, Pdf, Trail};
use tests::example::{self, Example};
use tests::judges::assert_pdfa;

use super::content::{assert_shows, text};
use super::frame;
use super::outside::{run, written};

/// Those of the example, in the order of their entries.
const EXHIBITS: [&str; 8] = [
    "DEV-2026-118.pdf",
    "contrat-kervran.pdf",
    "constat-2026-10-28.pdf",
    "DEV-2026-131.pdf",
    "DEV-2026-132.pdf",
    "MG-2026-0007.pdf",
    "MG-2026-0009.pdf",
    "MG-2026-0010.pdf",
];

/// The bytes of an exhibit of the example.
fn content(name: &str) -> Vec<u8> {
    example::content(name).into_bytes()
}

/// All parts of the example project's file, sealed.
pub fn made(frame: &Frame, evidence: &Evidence, limit: u64) -> Vec<Pdf> {
    about(frame, evidence, Whole::Project(example::PROJECT), limit).0
}

fn about(frame: &Frame, evidence: &Evidence, about: Whole, limit: u64) -> (Vec<Pdf>, Exhibits, Plan) {
    let (trail, rules) = (Trail::read(evidence).unwrap(), Rules::fold([]));
    let exhibits = Exhibits::of(frame, &trail);
    let plan = dossier::plan(evidence, &trail, &exhibits, Default::default(), (None, 0), limit).unwrap();
    let whole = Dossier { about, rules: &rules, exhibits: &exhibits, plan: &plan, limit };
    let files = |part: usize| -> Files {
        let numbers = plan.parts[part].exhibits.iter();
        numbers.map(|number| (*number, content(&exhibits.get(*number).unwrap().file.name))).collect()
    };
    let seal = |pdf| documents::seal(pdf, example::signer()).unwrap();
    let mut pdfs = vec![seal(dossier::dossier(frame, &example::firm(), &trail, &whole, files(0)).unwrap())];
    for part in 1..plan.parts.len() {
        let own = dossier::evidence_of(evidence, &trail, &exhibits, &plan.parts[part]);
        let earlier: Vec<(String, Hash)> =
            pdfs.iter().enumerate().map(|(n, pdf)| (format!("DOS-1-{}.pdf", n + 1), sha256(&pdf.bytes))).collect();
        let frame = Frame { reference: format!("DOS-1-{}", part + 1), ..frame.clone() };
        let trail = Trail::read(&own).unwrap();
        pdfs.push(seal(
            dossier::part(&frame, &example::firm(), &trail, &whole, (part, &earlier), files(part)).unwrap(),
        ));
    }
    (pdfs, exhibits, plan)
}

/// The files attached to a PDF, as a PDF program takes them out.
fn attached(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    run("pdfdetach", &["-saveall", "-o", folder.path().to_str().unwrap(), path.to_str().unwrap()]);
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

#[test]
fn exhibits_are_numbered_in_the_order_of_the_log() {
    let example = Example::new(Lang::Fr);
    let frame = frame(Lang::Fr, "DOS-1", example.today());
    let all = Exhibits::of(&frame, &Trail::read(&example.record.whole()).unwrap()).all;
    let names: Vec<&str> = all.iter().map(|exhibit| exhibit.file.name.as_str()).collect();
    assert_eq!(names, EXHIBITS);
    assert_eq!(all.iter().map(|exhibit| exhibit.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(all.is_sorted_by_key(|exhibit| exhibit.entry));
    // Those of an earlier moment have the numbers that they have later.
    let earlier = Evidence {
        entries: example.record.whole().entries[..all[1].entry as usize + 1].to_vec(),
        ..example.record.whole()
    };
    let before = Exhibits::of(&frame, &Trail::read(&earlier).unwrap()).all;
    assert_eq!(before.len(), 2);
    assert!(before.iter().zip(&all).all(|(a, b)| (a.number, a.file.sha256) == (b.number, b.file.sha256)));
}

#[test]
fn exhibits_are_attached_whole() {
    let example = Example::new(Lang::Fr);
    let pdf = made(&frame(Lang::Fr, "DOS-1", example.today()), &example.record.whole(), 10_000_000).swap_remove(0);
    let files = attached(&written("dossier-whole", &pdf.bytes));
    let numbered: Vec<&str> = files.keys().filter(|name| name.starts_with('0')).map(String::as_str).collect();
    assert_eq!(numbered.iter().map(|name| &name[3..]).collect::<Vec<_>>(), EXHIBITS);
    for name in numbered {
        assert_eq!(files[name], content(&name[3..]), "{name}");
    }
    let csv = dossier::attached(&pdf.bytes, "text/csv").unwrap();
    assert_eq!(files["bordereau.csv"], csv);
    let rows = String::from_utf8(csv).unwrap();
    assert_eq!(rows.lines().count(), 9, "{rows}");
    assert!(rows.contains("contrat-kervran.pdf") && rows.contains("2026-10-12"), "{rows}");
    // What the program made bears the day on which it was recorded; what somebody filed without saying a day bears none.
    let cells = |name: &str| {
        let row = rows.lines().find(|row| row.contains(name)).expect("a row");
        row.split("\",\"").map(str::to_owned).collect::<Vec<_>>()
    };
    let (own, annex) = (cells("MG-2026-0007.pdf"), cells("constat-2026-10-28.pdf"));
    assert!(!own[3].is_empty() && own[3] == own[4] && annex[3].is_empty() && !annex[4].is_empty(), "{rows}");
}

#[test]
fn the_dossier_tells_the_whole_project() {
    let example = Example::new(Lang::En);
    let trail = Trail::read(&example.record.whole()).unwrap();
    let frame = frame(Lang::En, "FILE-1", example.today());
    let pdf = made(&frame, &example.record.whole(), 10_000_000).swap_remove(0);
    let shown = text("content-dossier", &pdf.bytes);
    assert_shows(
        &shown,
        &["version 1", "version 2", "End date added at the client’s request.", "Monthly security watch."],
    );
    assert_shows(&shown, &["Be working again within a day", "DEV-2026-118.pdf", "dated 12 October 2026"]);
    assert_shows(
        &shown,
        &["MG-2026-0007", "MG-2026-0009", "MG-2026-0010", "Accepted", "Declined", "Deferred until 15 March 2027"],
    );
    assert_shows(&shown, &["Can our own team rotate the disks?", "No answer by the link", "For information"]);
    // Every entry has its row.
    let chronology = &shown[shown.rfind("Chronology").unwrap()..];
    let rows = trail.rows.iter().filter(|row| row.event.is_some()).count();
    assert_eq!(rows, trail.rows.len());
    for row in &trail.rows {
        assert!(chronology.contains(&frame.utc(row.header.time)), "entry {}", row.header.index);
    }
}

/// The text of a file, line by line, without spaces.
fn drawn(name: &str, pdf: &Pdf) -> String {
    dense(&run("pdftotext", &["-raw", written(name, &pdf.bytes).to_str().unwrap(), "-"]))
}

/// Without any space: narrow ones are lost on the way out of a PDF.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What of it stands in the first line of a narrow cell.
fn begins(text: &str) -> String {
    dense(text).chars().take(16).collect()
}

#[test]
fn a_notice_without_an_answer_is_not_called_silent_where_something_was_said() {
    for lang in Lang::ALL {
        let t = app::Texts(lang);
        let file = |example: &Example, name: &str| {
            let frame = frame(lang, "DOS-1", example.today());
            drawn(&format!("{lang}-{name}"), &made(&frame, &example.record.whole(), 10_000_000)[0])
        };
        let overview = |file: &str| {
            let (_, rest) = file.split_once(&dense(t.doc_overview())).unwrap();
            rest.split_once(&dense(t.doc_contacts())).unwrap().0.to_owned()
        };
        let (owed, none, page) =
            (begins(t.trail_step_owed()), dense(t.doc_no_answer()), begins(t.dossier_not_by_page()));
        let mut example = Example::new(lang);
        let silent = overview(&file(&example, "nothing"));
        assert!(silent.contains(&none) && !silent.contains(&owed), "{silent}");

        let mail = ReplyReceived {
            reply: example::id(900),
            mail: example::id(901),
            notice: example::SILENT,
            contact: example::director(lang).contact,
            automatic: true,
            file: Some(example::file("reponse.eml")),
            from: "c.legoff@kervran.example".into(),
            to: vec!["avis@armor.example".into()],
            date: None,
            subject: "Re".into(),
            message_id: "<1@kervran.example>".into(),
            signatures: vec![],
        };
        let now = example.today();
        example.record.append(now, Actor::System, mail.clone());
        assert!(overview(&file(&example, "machine")).contains(&none), "no person wrote that");
        let written = ReplyReceived { reply: example::id(902), automatic: false, ..mail };
        example.record.append(now, Actor::System, written);
        let told = overview(&file(&example, "mail"));
        assert!(told.contains(&page) && told.contains(&dense(&t.dossier_mails_beside(1))), "{told}");
        assert!(!told.contains(&none), "{told}");

        example.asks();
        let whole = file(&example, "asked");
        let asked = overview(&whole);
        assert!(asked.contains(&owed) && !asked.contains(&none), "{asked}");
        assert!(whole.contains(&dense(t.dossier_firm_owes())), "{whole}");
    }
}

#[test]
fn a_step_that_was_planned_and_not_taken_has_its_reason() {
    for lang in Lang::ALL {
        let t = app::Texts(lang);
        let mut example = Example::new(lang);
        let (director, now) = (example::director(lang), example.today());
        let planned = |director| ChasingPlanned {
            notice: example::SILENT,
            chasing: Chasing::default(),
            director,
            reason: String::new(),
            by: example::author(),
        };
        let file = |example: &Example, name: &str| {
            let frame = frame(lang, "DOS-1", example.today());
            drawn(&format!("{lang}-{name}"), &made(&frame, &example.record.whole(), 10_000_000)[0])
        };
        let plan = dense(&t.doc_chasing_planned(&t.chasing_words(&Chasing::default())));
        let asked = dense(&t.doc_director_asked(&t.chasing_day(21), &director.name));
        let waits = dense(t.doc_chasing_waits());
        example.record.append(now, Actor::System, planned(None));
        let nobody = file(&example, "planned");
        assert!(nobody.contains(&plan) && !nobody.contains(&asked) && !nobody.contains(&waits), "{nobody}");
        example.record.append(now, Actor::System, planned(Some(director.contact)));
        let told = file(&example, "planned-asked");
        assert!(told.contains(&plan) && told.contains(&asked) && !told.contains(&waits), "{told}");
        example.asks();
        assert!(file(&example, "planned-waits").contains(&waits));
    }
}

#[test]
fn a_letters_line_says_what_shows_that_it_was_posted() {
    let t = app::Texts(Lang::Fr);
    let mut example = Example::new(Lang::Fr);
    let (letter, notice, now, day) =
        (example::id(900), example::SILENT, example.today(), jiff::civil::date(2026, 11, 9));
    let made = DocumentMade {
        document: letter,
        class: DocumentClass::Letter,
        about: notice,
        reference: "MG-2026-0009".into(),
        file: example::file("lettre.pdf"),
        pages: 2,
        part: None,
        redacts: None,
    };
    example.record.append(now, Actor::System, made);
    let line = |example: &Example| {
        let frame = frame(Lang::Fr, "DOS-1", example.today());
        let all = Exhibits::of(&frame, &Trail::read(&example.record.whole()).unwrap()).all;
        let others = all.iter().filter(|exhibit| exhibit.file.name != "lettre.pdf");
        assert!(others.into_iter().all(|exhibit| exhibit.posting.is_empty()));
        let listed = drawn("letter-list", &self::made(&frame, &example.record.whole(), 10_000_000)[0]);
        let posting = all[8].posting.clone();
        assert!(posting.iter().all(|words| listed.contains(&dense(words))), "{posting:?} in {listed}");
        posting
    };
    assert!(line(&example).is_empty(), "nobody says that it was posted");
    let posted = |file: Option<FileRef>| LetterPosted {
        letter,
        notice,
        day,
        carrier: "La Poste".into(),
        tracking: "1A 123 456 7890 1".into(),
        file,
        by: example::author(),
    };
    example.record.append(now, Actor::System, posted(None));
    assert_eq!(line(&example), [t.dossier_posting_word()]);
    let receipt = ReceiptFiled {
        letter,
        notice,
        outcome: LetterOutcome::Received,
        presented: None,
        received: Some(day),
        file: Some(example::file("avis.pdf")),
        by: example::author(),
    };
    example.record.append(now, Actor::System, receipt);
    let returned = t.dossier_receipt_shown(&t.dossier_exhibit(10));
    assert_eq!(line(&example), [t.dossier_posting_word(), &returned]);
    example.record.append(now, Actor::System, posted(Some(example::file("depot.pdf"))));
    assert_eq!(line(&example), [t.dossier_posting_shown(&t.dossier_exhibit(11)), returned]);
}

#[test]
fn a_split_file_is_whole_and_within_its_limit() {
    for lang in Lang::ALL {
        let example = Example::new(lang);
        let frame = frame(lang, "DOS-1", example.today());
        let evidence = example.record.whole();
        let bare = dossier::evidence_of(
            &evidence,
            &Trail::read(&evidence).unwrap(),
            &Exhibits::default(),
            &dossier::Part::default(),
        );
        // Room for two exhibits: the log says that each has 184,320 bytes.
        let limit = dossier::FIXED + bare.to_bytes().unwrap().len() as u64 + 2 * (184_320 + SHEET + 20_000);
        let (pdfs, exhibits, plan) = about(&frame, &evidence, Whole::Project(example::PROJECT), limit);
        assert!(plan.is_split() && plan.parts[0].exhibits.is_empty(), "{plan:?}");
        let paths: Vec<_> =
            pdfs.iter().enumerate().map(|(n, pdf)| written(&format!("{lang}-split-{}", n + 1), &pdf.bytes)).collect();
        assert_pdfa(&paths);
        let mut found = Vec::new();
        for (n, (pdf, path)) in pdfs.iter().zip(&paths).enumerate() {
            assert!(pdf.bytes.len() as u64 <= limit);
            let files = attached(path);
            found.extend(
                files
                    .iter()
                    .filter(|(name, _)| name.starts_with('0'))
                    .map(|(name, bytes)| (name.clone(), bytes.clone())),
            );
            let vkey = example.record.vkey().parse().unwrap();
            let reader = Reader { key: Some(&vkey), ..Reader::stranger(example.today().plus_millis(1)) };
            assert_eq!(verify(find_evidence(&pdf.bytes).unwrap(), reader).verdict, Verdict::Intact, "part {}", n + 1);
            let shown = text(&format!("{lang}-split-{}-text", n + 1), &pdf.bytes);
            for earlier in &pdfs[..n] {
                let hash = sha256(&earlier.bytes).to_string();
                assert!(n == 0 || shown.replace(' ', "").contains(&hash), "part {} names the parts before it", n + 1);
            }
        }
        assert_eq!(found.len(), exhibits.all.len(), "each once");
        for (exhibit, (name, bytes)) in exhibits.all.iter().zip(&found) {
            assert_eq!((&name[3..], sha256(bytes)), (exhibit.file.name.as_str(), exhibit.file.sha256));
        }
        // The first part says in which part each is.
        let t = app::Texts(lang);
        let shown = text(&format!("{lang}-split-list"), &pdfs[0].bytes);
        assert_shows(&shown, &[t.dossier_bordereau(), &t.dossier_counted_in_parts(8, plan.parts.len())]);
    }
}

#[test]
fn a_clients_file_has_a_chapter_for_each_project() {
    let example = Example::new(Lang::Fr);
    let frame = frame(Lang::Fr, "DOS-2", example.today());
    let client = example::project(Lang::Fr, 1).client;
    let (pdfs, ..) = about(&frame, &example.record.whole(), Whole::Client(client), 10_000_000);
    assert_pdfa(&[written("client-file", &pdfs[0].bytes)]);
    let shown = text("client-file-text", &pdfs[0].bytes);
    assert_shows(
        &shown,
        &["Dossier du client", "Portails Kervran", "Mission : Remplacement des serveurs", "1 mission", "Chronologie"],
    );
    let other = about_nothing(&frame, &example.record.whole());
    assert!(other.is_err());
}

fn about_nothing(frame: &Frame, evidence: &Evidence) -> Result<Pdf, documents::Error> {
    let (trail, rules, plan) = (Trail::read(evidence).unwrap(), Rules::fold([]), Plan::bare());
    let exhibits = Exhibits::of(frame, &trail);
    let about = Whole::Project(example::id(999));
    let whole = Dossier { about, rules: &rules, exhibits: &exhibits, plan: &plan, limit: 1 };
    dossier::dossier(frame, &example::firm(), &trail, &whole, Files::new())
}

#[test]
fn links_lead_from_the_text_to_the_list_and_back() {
    let example = Example::new(Lang::Fr);
    let pdf = made(&frame(Lang::Fr, "DOS-1", example.today()), &example.record.whole(), 10_000_000).swap_remove(0);
    let path = written("dossier-links", &pdf.bytes);
    let plain = run("qpdf", &["--qdf", "--object-streams=disable", path.to_str().unwrap(), "-"]);
    // For each of eight exhibits at least: its row, its sheet, its entry, and back.
    let links = plain.matches("/Subtype /Link").count();
    assert!(links >= 32, "{links}");
    // One that leads nowhere would stay without an annotation, among the words.
    assert_eq!(plain.matches("/S /Link").count(), links, "each link leads somewhere");
}
