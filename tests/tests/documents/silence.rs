//! The certificate that no answer came: what it shows, and what it must never say.

use ledger::evidence::{Reader, Verdict, verify};
use ledger::{Id, Lang, find_evidence};
use server::documents::{Error, no_answer};
use tests::example::{ANSWERED, Example, SILENT};

use super::content::text;
use super::{DOCUMENT, frame, trail_of};

#[test]
fn it_shows_the_way_to_the_client_and_that_nothing_came() {
    for (lang, wanted) in [
        (
            Lang::Fr,
            [
                "Attestation d’absence de réponse",
                "Aucune réponse consignée au",
                "horloge du serveur du prestataire",
                "pris en charge par le serveur mx1.kervran.example:25",
                "refusé par la messagerie (452 4.2.2 Mailbox full)",
                "J+3",
                "refusé par la messagerie (550",
                "question posée par quelqu’un que rien n’identifie",
                "J+21, Envoi à la direction",
                "Aucun acte de cette personne",
                "Le silence ne vaut ni acceptation ni refus",
                "que personne n’a consignée n’y paraît pas",
                "ne prouve pas",
            ],
        ),
        (
            Lang::En,
            [
                "Certificate of no answer",
                "No answer on record at",
                "the clock of the firm’s server",
                "taken by the server mx1.kervran.example:25",
                "refused by the mail server (452 4.2.2 Mailbox full)",
                "D+3",
                "refused by the mail server (550",
                "question asked by somebody whom nothing identifies",
                "D+21, Sent to the director",
                "No act of this person on the page of this notice is recorded",
                "Silence is neither acceptance nor refusal",
                "nobody recorded does not appear",
                "does not prove",
            ],
        ),
    ] {
        let mut example = Example::new(lang);
        example.asks();
        example.chased(DOCUMENT);
        let pdf =
            no_answer(&frame(lang, "MG-2026-0009", example.today()), SILENT, &trail_of(&example, SILENT)).unwrap();
        let shown = text(&format!("content-no-answer-{lang}"), &pdf.bytes);
        let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let marks = {
            let t = app::Texts(lang);
            [t.trail_step_asked(), t.trail_step_owed()]
        };
        let first = dense(&tests::tools::first_page(&pdf.bytes));
        assert!(marks.iter().all(|mark| first.contains(&dense(mark))), "{marks:?} in\n{first}");
        for words in wanted {
            assert!(dense(&shown).contains(&dense(words)), "{words} is missing in\n{shown}");
        }
        // Neither she whose link was used to ask nor he who was told later did anything that shows them.
        let no_act = dense(app::Texts(lang).doc_reached_no_act());
        assert_eq!(dense(&shown).matches(&no_act).count(), 2, "{shown}");
        for never in ["Acceptée", "acceptée par", "Refusée", "Accepted", "Declined", "[…]"] {
            assert!(!shown.contains(never), "{never} stands in\n{shown}");
        }
        let evidence = find_evidence(&pdf.bytes).unwrap();
        let vkey = example.record.vkey().parse().unwrap();
        let report = verify(
            evidence,
            Reader { key: Some(&vkey), ..Reader::stranger(example.today().plus_millis(400 * 86_400_000)) },
        );
        assert_eq!(report.verdict, Verdict::Intact, "{report:?}");
    }
}

#[test]
fn it_is_never_made_of_an_answer_or_without_the_entry() {
    let mut example = Example::new(Lang::Fr);
    let ask = |example: &Example, notice: Id| {
        no_answer(&frame(Lang::Fr, "X", example.today()), notice, &trail_of(example, notice))
    };
    assert!(matches!(ask(&example, SILENT), Err(Error::Evidence(_))), "nobody asked for it");
    example.chased(Id([1; 16]));
    assert!(matches!(ask(&example, SILENT), Err(Error::Evidence(_))), "somebody asked for another");
    assert!(matches!(ask(&example, ANSWERED), Err(Error::Evidence(_))));
}
