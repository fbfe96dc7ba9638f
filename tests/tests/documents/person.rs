//! What a contact is given about their own data: the copy of all that is held, and the answer to a request to erase it.

use app::Texts;
use ledger::event::{Datum, Event, Outcome};
use ledger::evidence::{Reader, Verdict, verify};
use ledger::{Header, Id, Lang, find_evidence};
use server::documents::dossier::attached;
use server::documents::person::{Copy, Working};
use server::documents::{Error, Pdf, Trail, erasure_answer, personal_data};
use server::person::{Said, Saying};
use tests::example::{self, Example};
use tests::record::Shown;

use super::content::{assert_shows, text};
use super::{DOCUMENT, frame};

/// The evidence about what the person asked.
fn trail(example: &Example) -> Trail {
    let keep = |header: &Header| {
        (header.index == 0 || header.kind.starts_with("seal.") || header.subject.starts_with("person:"))
            .then_some(Shown::Whole)
    };
    Trail::read(&example.record.evidence(keep)).unwrap()
}

fn says(fields: &[(&str, &str)]) -> Vec<Saying> {
    fields.iter().map(|(field, text)| Saying { field: (*field).into(), text: (*text).into() }).collect()
}

fn copy(lang: Lang, example: &Example, contact: Id) -> Copy {
    let time = example.today().0;
    let said = |what, entry, kind: &str, says| Said {
        what,
        entry,
        time,
        kind: kind.into(),
        by: "Maël".into(),
        erased: false,
        says,
        called: Texts(lang).event(kind).unwrap().into(),
        words: vec![],
    };
    let client = Id([0x10; 16]).to_string();
    Copy {
        format: Copy::FORMAT,
        firm: example::firm().name,
        contact,
        name: "Claire Le Goff".into(),
        client: example::client().name,
        made: time,
        entries: vec![
            said(Datum::Contact, 4, "contact.recorded", says(&[("name", "Claire Le Goff"), ("client", &client)])),
            Said {
                words: vec!["MG-1 : accepté".into()],
                ..said(Datum::Acts, 8, "answer.given", says(&[("decisions.1.choice.accepted.option", "1")]))
            },
            said(Datum::Sending, 8, "link.made", says(&[("expires", "1793620800000")])),
            said(
                Datum::Mails,
                8,
                "exchange.imported",
                says(&[("file.name", "MG-1.eml"), ("to.1", "[adresse occultée]"), ("note", "in a word")]),
            ),
            said(Datum::Acts, 9, "question.asked", says(&[("text", "=1+1, « combien » ?"), ("question", &client)])),
            Said { erased: true, ..said(Datum::Named, 12, "need.recorded", vec![]) },
        ],
        working: vec![Working {
            what: Datum::Outbox,
            time: Some(time),
            says: says(&[("to", "c.legoff@kervran.example")]),
        }],
        codes: 2,
        files: vec![],
        servers: vec!["smtp.example".into()],
        readers: vec!["Me Jeanne Roy".into()],
        period: vec!["2032".into()],
    }
}

/// Both, in one language: the copy, and an answer for each outcome.
pub fn made(lang: Lang, example: &mut Example) -> Vec<(String, Pdf)> {
    let other = Id([0xd1; 16]);
    let contact = example.asked(DOCUMENT, Outcome::Erased);
    example.asked(other, Outcome::Refused);
    let (trail, firm) = (trail(example), example::firm());
    let frame = frame(lang, "DP-1", example.today());
    let given = personal_data(&frame, &firm, &copy(lang, example, contact), &trail).unwrap();
    let mut out = vec![(format!("{lang}-personal-data"), given)];
    for (name, document) in [("erased", DOCUMENT), ("refused", other)] {
        let frame = server::documents::Frame { document, reference: "RE-2".into(), ..frame.clone() };
        out.push((format!("{lang}-erasure-answer-{name}"), erasure_answer(&frame, &firm, &trail).unwrap()));
    }
    out
}

#[test]
fn the_copy_tells_all_of_it_and_to_whom_to_turn() {
    for (lang, wanted) in [
        (
            Lang::Fr,
            [
                "Copie des données personnelles",
                "intérêt légitime",
                "Me Jeanne Roy",
                "3 place de Fontenoy",
                "donnees@armor.example",
                "Question posée",
                "=1+1, « combien » ?",
                "Contenu effacé",
                "MG-1 : accepté",
                "Valable jusqu’au",
                "Fichier : MG-1.eml",
                "Adresse : [adresse occultée]",
                "Passage : in a word",
                "Ceux dont seul le texte vous nomme sont énumérés à la fin.",
                "seule leur empreinte",
                "art. 15, § 4",
                "c.legoff@kervran.example",
            ],
        ),
        (
            Lang::En,
            [
                "Copy of personal data",
                "legitimate interest",
                "Me Jeanne Roy",
                "3 place de Fontenoy",
                "donnees@armor.example",
                "Question asked",
                "=1+1, « combien » ?",
                "Content erased",
                "MG-1 : accepté",
                "Valid until",
                "File: MG-1.eml",
                "Address: [adresse occultée]",
                "In these words: in a word",
                "Those that name you in their text alone are listed at the end.",
                "only their fingerprints",
                "art. 15(4)",
                "c.legoff@kervran.example",
            ],
        ),
    ] {
        let mut example = Example::new(lang);
        let (_, pdf) = made(lang, &mut example).swap_remove(0);
        let shown = text(&format!("content-personal-data-{lang}"), &pdf.bytes);
        assert_shows(&shown, &wanted);
        // Identifiers say nothing to a person; they stand in the data.
        let client = Id([0x10; 16]).to_string();
        assert!(!shown.contains(&client), "{shown}");
        let json = attached(&pdf.bytes, "application/json").expect("the data");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(json["format"], Copy::FORMAT);
        assert_eq!(json["entries"][0]["says"][1]["text"], client);
        assert_eq!(json["working"][0]["what"], "outbox");
        let csv = String::from_utf8(attached(&pdf.bytes, "text/csv").expect("the table")).expect("UTF-8");
        // A spreadsheet does not run what somebody typed.
        assert!(csv.contains("\"'=1+1, « combien » ?\"") && csv.lines().count() == 11, "{csv}");
        let report = verify(find_evidence(&pdf.bytes).expect("evidence"), reader(&example));
        assert_eq!(report.verdict, Verdict::KeyNotCompared, "{report:?}");
    }
}

fn reader(example: &Example) -> Reader<'static> {
    Reader::stranger(example.today().plus_millis(400 * 86_400_000))
}

#[test]
fn the_answer_tells_what_went_what_is_kept_why_and_until_when() {
    for (lang, erased, refused) in [
        (
            Lang::Fr,
            [
                "le 2 novembre 2026",
                "Ce qui pouvait être effacé l’a été",
                "art. 17, § 3, e",
                "jusqu’au 2 mars 2032",
                "www.cnil.fr",
                "Votre nom y est consigné de nouveau (écriture n° 8)",
                "4 documents (PDF) conservés, comptés ailleurs ou non, portent ce nom ou cette adresse.",
                "Décidé par",
            ],
            [
                "Cette demande est refusée",
                "Conservation judiciaire depuis le 5 octobre 2026, sur tout ce qui concerne votre entreprise.",
                "RG 26/01234",
                "Un litige est attendu.",
                "Rien.",
                "saisir le juge",
                "la relation commerciale, puis 6 ans",
            ],
        ),
        (
            Lang::En,
            [
                "on 2 November 2026",
                "What could be erased was erased",
                "art. 17(3)(e)",
                "until 2 March 2032",
                "www.cnil.fr",
                "Your name is recorded in it again (entry no. 8)",
                "4 documents (PDF) that are kept, counted elsewhere or not, bear this name or this address.",
                "Decided by",
            ],
            [
                "This request is refused",
                "Legal hold since 5 October 2026, over all that concerns your company.",
                "RG 26/01234",
                "A case is expected.",
                "Nothing.",
                "go to court",
                "as long as the business relationship lasts, and 6 years more",
            ],
        ),
    ] {
        let mut example = Example::new(lang);
        let made = made(lang, &mut example);
        for (n, wanted) in [(1, &erased[..]), (2, &refused[..])] {
            let shown = text(&format!("content-erasure-answer-{lang}-{n}"), &made[n].1.bytes);
            assert_shows(&shown, wanted);
            let report = verify(find_evidence(&made[n].1.bytes).expect("evidence"), reader(&example));
            assert_eq!(report.verdict, Verdict::KeyNotCompared, "{report:?}");
        }
    }
}

#[test]
fn there_is_no_answer_to_what_nobody_decided() {
    let mut example = Example::new(Lang::Fr);
    let firm = example::firm();
    let ask = |example: &Example| erasure_answer(&frame(Lang::Fr, "X", example.today()), &firm, &trail(example));
    assert!(matches!(ask(&example), Err(Error::Evidence(_))), "nobody asked");
    example.asked(Id([1; 16]), Outcome::Erased);
    assert!(matches!(ask(&example), Err(Error::Evidence(_))), "another was decided");
    // A decision without its request is none that can be told.
    let mut evidence = example.record.whole();
    evidence.entries.retain(|entry| !entry.header.contains("erasure.requested"));
    let decided = Trail::read(&evidence).unwrap();
    assert!(decided.events().any(|(_, event)| matches!(event, Event::ErasureDecided(_))));
    let frame = server::documents::Frame { document: Id([1; 16]), ..frame(Lang::Fr, "X", example.today()) };
    assert!(matches!(erasure_answer(&frame, &firm, &decided), Err(Error::Evidence(_))));
}
