//! A verifier of bundles in another language, written from `docs/ledger-format.md` alone (`outside/bundle/verify.py`), judges real bundles and
//! more than a hundred altered ones, each alteration by its name (`outside/bundle/alter.py`); and ours judges the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use app::Texts;
use ledger::bundle::{Expected, Verifier};
use ledger::evidence::Reader;
use ledger::{Lang, Time};
use serde_json::Value;
use server::args;
use server::store::Row;
use tests::busy::Busy;
use tests::story::{PASSWORD, dossier};
use tests::tools::{self, python, root};

/// Long after the tests' own time, and before every certificate ends.
const NOW: Time = Time(1_800_000_000_000);

/// The lines that a program of `outside/` prints.
fn run(program: &str, args: &[&str]) -> Vec<Value> {
    let script = root().join("tests/tests/outside/bundle").join(program);
    let output = Command::new(python()).arg(script).args(args).output().expect("python runs");
    // 1 says that a file does not hold.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn theirs(files: &[&str], key: Option<&str>) -> Vec<Value> {
    let now = NOW.0.to_string();
    let mut args = vec!["--now", &now];
    args.extend(key.iter().flat_map(|key| ["--key", key]));
    args.extend(files);
    run("verify.py", &args)
}

fn holds(file: &str, key: Option<&str>) -> bool {
    let bytes = std::fs::read(file).expect("read");
    let key = key.map(|key| key.parse().expect("a key"));
    let mut verifier = Verifier::new(Reader { key: key.as_ref(), ..Reader::stranger(NOW) });
    verifier.read(&bytes).is_ok() && verifier.finish().is_ok_and(|report| report.holds())
}

/// The files that a bundle lacks and that are so, by name.
fn lacking(file: &str, so: fn(&Expected) -> bool) -> Vec<Value> {
    let mut verifier = Verifier::new(Reader::stranger(NOW));
    verifier.read(&std::fs::read(file).expect("read")).expect("a bundle");
    let absent = verifier.finish().expect("a bundle").absent;
    let mut names: Vec<String> = absent.into_iter().filter(so).map(|file| file.name).collect();
    names.sort();
    names.into_iter().map(Value::from).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_stranger_s_verifier_agrees_on_good_and_altered_bundles() {
    let busy = Busy::open("fr").await;
    let mut tx = busy.office.server.app.db.read().await.expect("the database");
    let row = tx.one("SELECT vkey FROM firm", args![]).await.expect("one firm");
    let key: String = row.get("vkey").expect("its key");
    let folder = tempfile::tempdir().expect("a folder");
    made_outside(&busy, folder.path()).await;
    erase_the_question(&busy).await;
    let (_, client) = tests::aged::destroyed(&busy.office).await;
    // Of these the bundle holds the second.
    let project = format!("/projects/{}", busy.office.project);
    for _ in 0..2 {
        dossier(&busy.office.adviser, &project).await;
    }
    let mut files = Vec::new();
    for about in
        [format!("projects/{}", busy.office.project), format!("notices/{}", busy.answered), format!("clients/{client}")]
    {
        let page = busy.office.reader.visit(&format!("/{about}/bundle")).await.expect(200);
        let zip = page.form_to("/bundle").submit().await.expect(200).bytes;
        let file = folder.path().join(format!("{}.zip", files.len()));
        std::fs::write(&file, zip).expect("written");
        files.push(file.to_string_lossy().into_owned());
    }
    // What a verifier shows of the table of contents, the log holds.
    let mut tx = busy.office.server.app.db.read().await.expect("the database");
    let rows = tx.all("SELECT payload FROM entry WHERE kind = 'bundle.exported'", args![]).await.expect("rows");
    drop(tx);
    let payload = |row: &Row| String::from_utf8(row.get("payload").expect("a payload")).expect("UTF-8");
    let recorded: String = rows.iter().map(payload).collect();
    let good: Vec<&str> = files.iter().map(String::as_str).collect();
    for (key, verdict) in [(Some(key.as_str()), "intact"), (None, "key_not_compared")] {
        for (number, judged) in theirs(&good, key).into_iter().enumerate() {
            assert_eq!(judged["verdict"], verdict, "{}", judged["reason"]);
            let about_project = number == 0;
            let told: Vec<&Value> = judged["erasures"].as_object().expect("an object").values().collect();
            // Of what was destroyed whole, one entry answers for all.
            let ground = if about_project { "request" } else { "retention" };
            assert_eq!(told.len(), usize::from(number != 1));
            assert!(told.iter().all(|told| told["by"] == "Anne Le Gall" && told["ground"] == ground));
            // What went with the erasure is not called missing, and what says so is named.
            assert_eq!(judged["absent"], serde_json::json!([]));
            // A document of the firm's shows no more than the bundle that it goes with.
            assert_eq!(judged["beyond"], serde_json::json!({}));
            assert!(judged["contents"].as_str().is_some_and(|sha256| recorded.contains(sha256)), "{recorded}");
            // Nor what no bundle holds; both verifiers say of the same files that it is so.
            let left_out = lacking(good[number], |file| file.left_out);
            assert_eq!(
                (judged["left_out"].clone(), left_out.len()),
                (left_out.clone().into(), usize::from(about_project))
            );
            let gone = judged["erased"].as_object().expect("an object");
            assert_eq!(!gone.is_empty(), about_project, "{gone:?}");
        }
        assert!(good.iter().all(|file| holds(file, key)));
    }
    agree_on_alterations(good[0], folder.path(), &key);
    unpacked(good[0], folder.path());
    two_pasts(folder.path());
    beside_each_other(&good[..2], folder.path());
}

/// A bundle that a reader outside made lacks by rule the firm's own file and copy; which sort of bundle it is, no verifier can tell, and none calls them
/// missing.
async fn made_outside(busy: &Busy, folder: &Path) {
    let page = format!("{}/projects/{}/bundle", busy.lawyer_link, busy.office.project);
    let page = busy.lawyer.visit(&page).await.expect(200);
    let zip = page.form_to("/bundle").submit().await.expect(200).bytes;
    let file = folder.join("outside.zip");
    std::fs::write(&file, zip).expect("written");
    let name = file.to_string_lossy();
    let (judged, ours) = (theirs(&[&name], None).remove(0), lacking(&name, |file| file.left_out_outside));
    assert_eq!((judged["absent"].clone(), judged["left_out"].clone()), (serde_json::json!([]), serde_json::json!([])));
    assert_eq!((judged["left_out_outside"].clone(), ours.len()), (ours.clone().into(), 2));
    let (t, (code, told)) = (Texts(Lang::Fr), acte(&[&file]));
    assert!(code == Some(0) && told.contains(&t.bundle_left_out_outside_files(2)), "{told}");
    assert!(!told.contains(&t.bundle_absent_files(2)) && !told.contains(&t.bundle_left_out_files(2)), "{told}");
    let (_, json) = acte(&[Path::new("--json"), &file]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let outside = |file: &Value| file["left_out_outside"] == true && file["left_out"] == false;
    assert!(json["bundle"]["absent"].as_array().is_some_and(|all| all.iter().all(outside)), "{json}");
}

/// `acte verify`, in French: how it ends and what it says.
fn acte(args: &[&Path]) -> (Option<i32>, String) {
    let output = Command::new(tools::acte()).args(["verify", "--lang", "fr"]).args(args).output().expect("acte starts");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Whoever unpacked a bundle has it all the same.
fn unpacked(zip: &str, folder: &Path) {
    let (t, out) = (Texts(Lang::Fr), folder.join("lot/unpacked"));
    let done = Command::new(python()).args(["-m", "zipfile", "-e", zip]).arg(&out).status().expect("python runs");
    assert!(done.success());
    let sha256 = ledger::sha256(&std::fs::read(zip).expect("read"));
    let (code, told) = acte(&[&out]);
    assert!(code == Some(0) && told.contains(&format!("SHA-256 {sha256}")), "{told}");
    // What the commands of other tools leave there, or somebody put there.
    std::fs::write(out.join("001.pdf.sig0"), "0").expect("written");
    let (code, told) = acte(&[&out]);
    assert!(code == Some(0) && told.contains(&t.folder_beside(1)) && told.contains("! 001.pdf.sig0"), "{told}");
    // Among what entries speak for it would pass for that.
    let planted = out.join("documents/999-accord.txt");
    std::fs::write(&planted, "J’accepte.").expect("written");
    let (code, told) = acte(&[&out]);
    assert!(code == Some(1) && told.contains("✗ documents/999-accord.txt"), "{told}");
    let (_, line) = acte(&[Path::new("--json"), &out]);
    assert!(line.contains(r#"{"check":"misplaced","file":"documents/999-accord.txt"}"#), "{line}");
    std::fs::remove_file(planted).expect("removed");
    // In a folder with others it is one thing.
    let (code, told) = acte(&[&folder.join("lot")]);
    assert!(code == Some(0) && told.contains(&t.folder_verified(1)), "{told}");
    let list = out.join("bordereau.csv");
    let csv = std::fs::read(&list).expect("read");
    std::fs::write(&list, csv.to_ascii_lowercase()).expect("written");
    let (code, told) = acte(&[&out]);
    assert!(code == Some(1) && told.contains("✗ bordereau.csv") && told.contains(t.file_altered()), "{told}");
    std::fs::remove_file(&list).expect("removed");
    let (code, told) = acte(&[&out]);
    assert!(code == Some(1) && told.contains(&t.bundle_error_lacking("bordereau.csv")), "{told}");
    std::fs::write(out.join("bundle.json"), "{}").expect("written");
    assert_eq!(acte(&[&out]).0, Some(1));
}

/// Two evidence files in one folder, each of which holds in itself, by one key: the bundles of these alterations have both.
fn two_pasts(folder: &Path) {
    let (t, both) = (Texts(Lang::Fr), ["evidence.json", "note.pdf"]);
    for (name, said, how) in [
        ("aid_with_another_past", "evidence.json et note.pdf montrent", "index"),
        ("aid_with_another_state_of_one_size", "evidence.json et note.pdf ont", "size"),
    ] {
        let case = folder.join(name);
        let altered = std::fs::read_dir(folder.join("altered")).expect("made").map(|file| file.expect("a file").path());
        let mut named = altered.filter(|file: &PathBuf| file.to_string_lossy().contains(name));
        let zip = named.next().expect("the alteration");
        let done = Command::new(python()).args(["-m", "zipfile", "-e"]).args([&zip, &case]).status();
        assert!(done.expect("python runs").success());
        std::fs::remove_file(case.join("bundle.json")).expect("removed");
        let (code, told) = acte(&[&case]);
        assert!(code == Some(1) && told.contains(said), "{told}");
        let (code, lines) = acte(&[Path::new("--json"), &case]);
        let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
        assert_eq!((code, &last["other_past"]["files"]), (Some(1), &serde_json::json!(both)));
        assert!(last["other_past"][how].is_u64(), "{last}");
        let [one, other] = both.map(|file| case.join(file));
        let (code, told) = acte(&[&one, Path::new("--newer"), &other]);
        assert!(code == Some(1) && told.contains("a signé deux passés") && !told.contains(t.newer_not_pdf()), "{told}");
    }
}

/// A folder as a lawyer keeps it: bundles, and what is no evidence.
fn beside_each_other(good: &[&str], folder: &Path) {
    let (t, case) = (Texts(Lang::Fr), folder.join("affaire"));
    std::fs::create_dir_all(case.join("pieces")).expect("made");
    std::fs::write(case.join("notes.txt"), "Appeler Maître Le Goff.").expect("written");
    let (code, told) = acte(&[&case]);
    assert!(code == Some(1) && told.contains(&t.folder_aside("notes.txt")), "nothing is evidence: {told}");
    let copy = |name: &str| std::fs::copy(name, case.join("pieces").join(Path::new(name).file_name().expect("a name")));
    for file in good {
        copy(file).expect("copied");
    }
    let (code, told) = acte(&[&case]);
    assert!(code == Some(0) && told.contains(&t.folder_verified(2)), "{told}");
    let (code, lines) = acte(&[Path::new("--json"), &case]);
    assert_eq!((code, lines.lines().count()), (Some(0), 3), "{lines}");
    let cut = case.join("pieces/coupé.zip");
    std::fs::write(&cut, &std::fs::read(good[0]).expect("read")[..5_000]).expect("written");
    let (code, told) = acte(&[&case]);
    assert!(code == Some(1) && told.contains(&t.folder_failed(1)), "{told}");
}

/// One entry of the project without its text.
async fn erase_the_question(busy: &Busy) {
    busy.office.server.settled().await;
    let mut tx = busy.office.server.app.db.read().await.expect("the database");
    let row =
        tx.one("SELECT subject, idx FROM entry WHERE kind = 'question.asked'", args![]).await.expect("a question");
    let (subject, index): (String, u64) = (row.get("subject").expect("a text"), row.get("idx").expect("a number"));
    let page = busy.office.owner.visit(&format!("/entries/{subject}/{index}/erase")).await.expect(200);
    let form = page.form_with("ground").fill("ground", "request").fill("note", "n° 12").check("confirm", "yes");
    form.fill("password", PASSWORD).submit().await.expect(200).says("Le contenu a été effacé");
    // A bundle asked for while bytes of the same list are on their way out is refused for a second.
    busy.office.server.settled().await;
}

fn agree_on_alterations(good: &str, folder: &Path, key: &str) {
    let altered = run("alter.py", &[good, &folder.join("altered").to_string_lossy()]);
    assert!(altered.len() >= 110, "{} alterations", altered.len());
    let needs_key = |line: &Value| line["needs_key"] == true;
    for with_key in [false, true] {
        let chosen: Vec<&Value> = altered.iter().filter(|line| needs_key(line) == with_key).collect();
        let files: Vec<&str> = chosen.iter().map(|line| line["file"].as_str().expect("a name")).collect();
        let key = with_key.then_some(key);
        for (line, judged) in chosen.iter().zip(theirs(&files, key)) {
            let what = line["alteration"].as_str().expect("a name");
            let found = judged["verdict"].as_str().expect("a verdict");
            assert!(["refused", "faulty", "other_key"].contains(&found), "theirs on {what}: {found}");
            assert!(!holds(line["file"].as_str().expect("a name"), key), "ours on {what}");
        }
    }
    println!("{} alterations", altered.len());
}
