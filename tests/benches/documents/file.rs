//! The file of a project with two hundred exhibits, none enclosed: from the evidence in memory to the bytes of the PDF.

use std::time::Instant;

use jiff::tz::TimeZone;
use ledger::coverage::Rules;
use ledger::event::{NeedRecorded, PaperClass, PaperFiled};
use ledger::{Actor, Evidence, Id, Lang};
use server::documents::dossier::{self, Dossier, Exhibits, Files, Plan, Whole};
use server::documents::{Frame, Pdf, Trail};
use tests::example::{self, Example};
use tests::tools::traces;

use super::made::{Made, least};

const EXHIBITS: usize = 200;
/// What else is recorded, so that the file has sixty pages.
const NEEDS: usize = 60;
const RUNS: usize = 10;

/// The least time of several runs; pages and bytes of the first.
pub fn measure() -> Made {
    let (evidence, now) = content();
    let frame = Frame {
        lang: Lang::Fr,
        document: Id([7; 16]),
        reference: "DM-1".into(),
        now,
        zone: TimeZone::get("Europe/Paris").unwrap(),
        made_by: Some("Maël Kerbrat".into()),
        verify_url: "https://acte.armor.example/verify/07".into(),
        privacy_email: String::new(),
        logo: None,
        seal: None,
        authorities: false,
        redacted: None,
    };
    let rules = Rules::fold([]);
    let draw = || -> Pdf {
        let trail = Trail::read(&evidence).unwrap();
        let exhibits = Exhibits::of(&frame, &trail);
        assert_eq!(exhibits.all.len(), EXHIBITS);
        let about = Whole::Project(example::PROJECT);
        let whole = Dossier { about, rules: &rules, exhibits: &exhibits, plan: &Plan::bare(), limit: 10_000_000 };
        dossier::dossier(&frame, &example::firm(), &trail, &whole, Files::new()).unwrap()
    };
    let first = draw();
    std::fs::write(traces("documents").join("bench-file.pdf"), &first.bytes).unwrap();
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        std::hint::black_box(draw());
        start.elapsed().as_secs_f64() * 1_000.0
    });
    Made { ms: least(times), bytes: first.bytes.len(), pages: first.pages }
}

/// The example with papers until it has so many exhibits, and with needs.
fn content() -> (Evidence, ledger::Time) {
    let mut example = Example::new(Lang::Fr);
    let mut now = example.today();
    // Eight are in the example.
    for n in 0..EXHIBITS - 8 {
        now = now.plus_millis(61_000);
        let file = example::file(&format!("echange-{n:03}.pdf"));
        let dated = Some(jiff::civil::date(2026, 11, 2));
        let paper = PaperFiled {
            paper: example::id(10_000 + n as u64),
            project: example::PROJECT,
            class: PaperClass::Other,
            file,
            dated,
        };
        example.record.append(now, Actor::Member(Id([2; 16])), paper);
    }
    for n in 0..NEEDS {
        now = now.plus_millis(61_000);
        let (need, text) = (example::id(20_000 + n as u64), format!("Reprendre le poste {n} en une heure au plus."));
        let answer = "Une image de chaque poste est faite le dimanche.".into();
        let event = NeedRecorded { need, project: example::PROJECT, text, answer };
        example.record.append(now, Actor::Member(Id([2; 16])), event);
    }
    (example.record.whole(), now.plus_millis(1_000))
}
