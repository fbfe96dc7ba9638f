//! A bundle bears the time of the state of the log that it shows, however lately an entry was made; and what was altered is not called intact.

use std::sync::Arc;
use std::time::Duration;

use app::Texts;
use ledger::Lang;
use ledger::bundle::Verifier;
use ledger::evidence::{Check, Outcome, Reader};
use server::report::{Telling, verify_file};
use tests::authority::{Authority, Manner, Roots};
use tests::server::Database;
use tests::story::Office;

use crate::certificate::{answered, certificate};
use crate::log::setup;

tests::on_both_databases![a_bundle_bears_the_time_of_the_newest_state];

async fn a_bundle_bears_the_time_of_the_newest_state(on: Database) {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let office = Office::open_with(setup(&roots, &[&authority]).on(on), "en").await;
    let notice = answered(&office).await;
    let pdf = certificate(&office, &notice, Duration::from_secs(20)).await;
    let (now, anchors) = (office.server.clock.now(), [roots.anchor()]);
    let reader = || Reader { authorities: &anchors, ..Reader::stranger(now) };
    // The first one's own entry is newer than any time-stamp when the second is made.
    for _ in 0..2 {
        let page = office.reader.visit(&format!("/projects/{}/bundle", office.project)).await.expect(200);
        let zip = page.form_with("others").submit().await.expect(200).bytes;
        let mut verifier = Verifier::new(reader());
        verifier.read(&zip).expect("a bundle");
        let report = verifier.finish().expect("a bundle");
        assert!(report.holds(), "{:?}", report.files);
        let of_time = report.evidence.findings.iter().find(|finding| finding.check == Check::TimeStamps);
        assert_eq!(of_time.expect("every check").outcome, Outcome::Passed);
    }

    // One letter of what the client wrote, inside the sealed certificate.
    let at = pdf.windows(7).position(|window| window == b"Too dea").expect("the reason, in the evidence");
    let mut altered = pdf.clone();
    altered[at] = b't';
    let t = Texts(Lang::En);
    for (name, bytes, holds) in [("good.pdf", &pdf, true), ("altered.pdf", &altered, false)] {
        let file = roots.path().join(name);
        std::fs::write(&file, bytes).expect("written");
        let (text, held) = verify_file(t, &file, reader(), Telling::Short).expect("read");
        assert_eq!((held, text.contains(t.verify_faulty())), (holds, !holds), "{text}");
        assert!(!text.contains(t.verify_inside_only()), "what is inside is altered, or nothing is: {text}");
    }
}
