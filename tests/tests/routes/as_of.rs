//! `/projects/{id}/as-of` and its like: what the log said at a moment of the past, and what differs between two.

use app::Texts;
use ledger::{Lang, Time};
use server::args;
use tests::busy::Busy;
use tests::http::Page;
use tests::reader::{enter, grant};
use tests::server::{Database, Server};
use tests::story::{DIRECTOR, Office, add_client, add_project, dossier, sign_in};

tests::on_both_databases![
    a_project_is_read_as_it_stood_and_two_moments_beside_each_other,
    a_client_and_the_firm_are_read_as_they_stood,
    a_moment_that_is_none_is_told_beside_its_field,
    a_state_of_the_past_is_had_with_its_proof,
    what_happened_at_one_moment_stands_in_the_order_of_the_log,
    a_chronology_has_every_entry_its_source_and_its_gaps,
    a_client_has_a_chronology_of_all_its_projects,
    what_an_outside_reader_had_made_is_theirs
];

/// When the first entry of a kind was recorded, as the page takes it.
async fn when(busy: &Busy, kind: &str) -> (Time, String) {
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let sql = "SELECT time FROM entry WHERE kind = $1 ORDER BY idx LIMIT 1";
    let time: Time = tx.one(sql, args![kind]).await.expect("an entry").get("time").expect("a time");
    (time, time.to_rfc3339_utc())
}

fn before(time: Time) -> String {
    time.plus_millis(-1).to_rfc3339_utc()
}

async fn a_project_is_read_as_it_stood_and_two_moments_beside_each_other(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let path = format!("/projects/{}/as-of", busy.office.project);
    let (answered, after) = when(&busy, "answer.given").await;
    let page = busy.office.reader.visit(&path).await.expect(200);
    let ask = |moment: &str| page.form_with("at").fill("at", moment);
    let waiting = ask(&before(answered)).submit().await.expect(200);
    waiting.says("MG-2026-0001").says("En attente").does_not_say("Refusé").says("Le registre comptait alors");
    let declined = ask(&after).submit().await.expect(200);
    declined.says("MG-2026-0001").says("Refusé").says("Réponse donnée par Maëlle Kerbrat le ");
    declined.says("ne sont pas repris ici").says("La chronologie montre toutes les écritures");
    // What was sent and done up to then, and nothing that came later.
    let went = |page: &Page| page.texts("section[aria-labelledby=deliveries] li");
    let (early, late) = (went(&waiting), went(&declined));
    assert!(early.iter().any(|line| line.contains("Courriel d’envoi")), "{early:?}");
    assert!(early.len() <= late.len() && late.starts_with(&early), "{early:?} {late:?}");
    assert!(!early.iter().any(|line| line.contains("Faut-il arrêter")), "{early:?}");
    let now = busy.office.server.clock.now().to_rfc3339_utc();
    let all = ask(&now).submit().await.expect(200);
    for said in ["Faut-il arrêter la production", "1A 123 456 7890 1", "Courrier recommandé déposé"] {
        assert!(went(&all).iter().any(|line| line.contains(said)), "{said}: {:?}", went(&all));
    }
    // The same words wherever an answer is told.
    let chronology =
        busy.office.reader.visit(&format!("/projects/{}/chronology", busy.office.project)).await.expect(200);
    for page in [&declined, &chronology] {
        page.says(" : Refusée").says("Motif : Budget arrêté.");
    }
    // The first version of the scope, before the second.
    let (paper, _) = when(&busy, "paper.filed").await;
    let early = ask(&before(paper)).submit().await.expect(200);
    early.does_not_say("offre.pdf").does_not_say("MG-2026-0001");
    let (issued, _) = when(&busy, "notice.issued").await;
    let filed = ask(&before(issued)).submit().await.expect(200);
    filed.says("offre.pdf").does_not_say("MG-2026-0001").says("Ne pas arrêter l’atelier");
    // Only what differs; whoever is the same at both is not named. The moments are told apart.
    let both = ask(&before(answered)).fill("and", &after).submit().await.expect(200);
    let heads = both.texts("main table th[scope=col]");
    assert!(heads[1] != heads[2] && heads[1].contains(" min ") && heads[2].contains(" s ("), "{heads:?}");
    both.says("Ce qui diffère")
        .says("écritures de plus ont été consignées")
        .says("MG-2026-0001")
        .says("Refusé")
        .does_not_say("Ne pas arrêter l’atelier");
    ask(&after).fill("and", &after).submit().await.expect(200).says("Rien de ce que montre cette page ne diffère");
    ask("2001-01-01").submit().await.expect(200).says("Rien n’était encore consigné");
    // Typed with seconds, told with them; a need that nothing answers has words.
    let second = |moment: &str| format!("{}Z", &moment[..19]);
    let page = ask(&second(&after)).submit().await.expect(200);
    let (shown, seconds) = (page.texts("main .note strong"), format!(" min {} s (", &after[17..19]));
    assert!(shown[0].replace('\u{a0}', " ").contains(&seconds) || &after[17..19] == "00", "{shown:?} {after}");
    let project = format!("/projects/{}", busy.office.project);
    let needs = busy.office.adviser.visit(&project).await.expect(200);
    needs.form_to("/needs").fill("need_text", "Garder les archives").submit().await.expect(200);
    let now = busy.office.server.clock.now().to_rfc3339_utc();
    let both = ask(&after).fill("and", &now).submit().await.expect(200);
    both.says("Garder les archives").says("Non consigné").says("Sans réponse pour l’instant");
}

async fn a_client_and_the_firm_are_read_as_they_stood(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (issued, after) = when(&busy, "notice.issued").await;
    let reader = &busy.office.reader;
    let client = format!("/clients/{}/as-of", busy.office.client);
    let page = reader.visit(&client).await.expect(200).form_with("at").fill("at", &after).submit().await.expect(200);
    page.says("Portails Morin").says("Maëlle Kerbrat").says("MG-2026-0001");
    let earlier = page.form_with("at").fill("at", &before(issued)).submit().await.expect(200);
    earlier.says("Portails Morin").does_not_say("MG-2026-0001");
    let firm =
        reader.visit("/firm/as-of").await.expect(200).form_with("at").fill("at", &after).submit().await.expect(200);
    firm.says("Bruno Cadiou").says("Anne Le Gall").does_not_say("Portails Morin");
    busy.office.reader.visit("/projects/00000000000000000000000000000001/as-of").await.expect(404);
}

async fn a_state_of_the_past_is_had_with_its_proof(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (reader, t) = (&busy.office.reader, Texts(Lang::Fr));
    let (answered, after) = when(&busy, "answer.given").await;
    for path in [format!("/projects/{}/as-of", busy.office.project), format!("/clients/{}/as-of", busy.office.client)] {
        for (moment, has_answer) in [(before(answered), false), (after.clone(), true)] {
            let asked = reader.visit(&path).await.expect(200).form_with("at").fill("at", &moment);
            let page = asked.submit().await.expect(200);
            let links = page.attributes("main a[download]", "href");
            let [link] = &links[..] else { panic!("one link: {links:?}") };
            let file = reader.visit(link).await.expect(200);
            let name = file.header("content-disposition");
            assert!(name.contains(&moment[..13]), "the name says the moment: {name}");
            let bytes = file.bytes;
            let report = ledger::evidence::verify(&bytes, ledger::evidence::Reader::stranger(Time(4_000_000_000_000)));
            assert!(report.verdict.holds(), "{:?}", report.findings);
            let kinds: Vec<&str> =
                report.entries.iter().filter_map(|entry| Some(entry.header.as_ref()?.kind.as_str())).collect();
            assert_eq!(kinds.contains(&"answer.given"), has_answer, "{kinds:?}");
            assert!(kinds.contains(&"notice.issued"), "{kinds:?}");
            let last = report.entries.iter().filter_map(|entry| Some(entry.header.as_ref()?.time)).max();
            let moment: Time = if has_answer { answered } else { answered.plus_millis(-1) };
            assert!(last.is_some_and(|last| last <= moment), "nothing that came later");
            // The page and the file say of which state it is, and that what proves it is a later one.
            page.says("repose sur le plus récent");
            let said = page.texts("main details code.hash");
            let size: u64 = page
                .text()
                .split_once("comptait alors ")
                .expect("a size")
                .1
                .split_whitespace()
                .next()
                .and_then(|size| size.parse().ok())
                .expect("a number");
            let own: Vec<_> = report.earlier.iter().filter(|state| state.size == size).collect();
            assert!(report.log_size.is_some_and(|newest| newest > size) && own.len() == 1, "{:?}", report.earlier);
            assert_eq!(said, [own[0].root.to_string()]);
            let lines: Vec<String> = app::islands::not_all(t, &report, false).collect();
            let (missing, later) = (size - report.entries.len() as u64, report.log_size.expect("a size") - size);
            assert!(lines.contains(&t.elsewhere_of_past(size, missing, missing + later)), "{lines:?}");
            let last = report.entries.iter().filter_map(|entry| entry.header.as_ref()).next_back().expect("an entry");
            let said = t.as_of_state_last(last.index + 1, &t.moment(last.time));
            assert!(app::islands::about_log(t, &report).contains(&said));
        }
        // What names no moment is told on the page.
        reader.visit(&format!("{path}/evidence.json?at=hier")).await.expect(422);
    }
    reader.visit("/firm/as-of").await.expect(200).form_with("at").fill("at", &after).submit().await.expect(200);
}

async fn what_happened_at_one_moment_stands_in_the_order_of_the_log(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    // The clock stands: all of them at one moment.
    for topic in ["BCK-01", "IAM-01", "PAT-01", "BCK-02"] {
        office.issue(&[topic], &[DIRECTOR]).await;
    }
    let now = office.server.clock.now().to_rfc3339_utc();
    let page = office.reader.visit(&format!("/projects/{}/as-of", office.project)).await.expect(200);
    let page = page.form_with("at").fill("at", &now).submit().await.expect(200);
    let notices = page.texts("section[aria-labelledby=notices] dt");
    assert_eq!(notices, (1..=4).map(|n| format!("MG-2026-{n:04}")).collect::<Vec<_>>());
}

async fn a_moment_that_is_none_is_told_beside_its_field(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let page = busy.office.reader.visit(&format!("/projects/{}/as-of", busy.office.project)).await.expect(200);
    for (typed, says) in [
        ("31/02/2026", "n’existe pas"),
        ("2025-03-30 02:30", "les horloges y ont été avancées"),
        ("2025-10-26 02:30", "+02 ou +01"),
        ("2999-01-01", "pas encore venu"),
        ("<script>", "n’existe pas"),
    ] {
        let refused = page.form_with("at").fill("at", typed).submit().await.expect(422);
        assert!(refused.error("at").contains(says), "{typed}: {}", refused.error("at"));
        assert_eq!(refused.form_with("at").value("at"), typed);
    }
    let alone = page.form_with("at").fill("and", "2026-01-01").submit().await.expect(422);
    assert!(!alone.error("at").is_empty());
    assert_eq!(alone.form_with("and").value("and"), "2026-01-01");
}

async fn a_chronology_has_every_entry_its_source_and_its_gaps(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let path = format!("/projects/{}/chronology", busy.office.project);
    let page = busy.office.reader.visit(&path).await.expect(200);
    let mut tx = busy.office.server.app.db.read().await.expect("a connection");
    let subject = format!("project:{}", busy.office.project);
    let sql = "SELECT COUNT(*) AS n FROM entry WHERE subject = $1";
    let own: u64 = tx.one(sql, args![subject]).await.expect("a count").get("n").expect("a number");
    drop(tx);
    let lines = page.texts("ol.chronology > li:not(.gap)");
    assert!(lines.len() as u64 > own, "the notices, the client and its contacts too: {} of {own}", lines.len());
    page.says("Faut-il arrêter la production").says("horloge du prestataire").says("UTC");
    // The pages that the lawyer opened are one line, all of them in it; what the marks mean; what a sheet of paper has to say for itself.
    let folded = page.texts("ol.chronology > li > details > summary");
    assert!(folded.len() == 1 && folded[0].contains("Me Jeanne Roy"), "{folded:?}");
    let (inside, all) =
        (page.texts("ol.chronology ol.chronology > li").len(), page.texts("ol.chronology li[id]").len());
    assert!(inside > 0 && page.texts("p.counted")[0].starts_with(&format!("{all} écritures sur {all}")), "{all}");
    let legend = page.texts("ul.legend li");
    assert!(legend.contains(&"Réponse, quelle qu’elle soit".to_owned()));
    assert!(legend.last().is_some_and(|silent| silent.contains("au moins 30 jours")), "{legend:?}");
    // A file counts others; each page says so.
    let dossier = busy.office.reader.visit(&format!("/projects/{}/dossier", busy.office.project)).await.expect(200);
    let numbers = |text: &str| -> Vec<usize> {
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
    };
    let beside =
        page.texts("main p").into_iter().find(|p| p.contains("établi maintenant")).expect("what a file counts");
    let [file, more, fewer] = numbers(&beside)[..] else { panic!("{beside}") };
    assert!(more > 0 && fewer > 0 && file == all + more - fewer, "{beside}");
    let counts = numbers(&dossier.texts("section[aria-labelledby=holds] p").join(" "));
    assert!(counts[0] == file && counts.contains(&more), "{counts:?}: {beside}");
    dossier.says("que la chronologie ne montre pas").says("lecteurs extérieurs");
    assert!(page.texts("p.print-head")[0].contains("Portails Morin"), "{:?}", page.texts("p.print-head"));
    assert!(page.texts("ol.chronology > li.gap").is_empty());
    // Two months later.
    busy.office.server.clock.advance(60 * 86_400_000);
    // Nobody is signed in any more.
    let owner = busy.office.server.visitor("fr");
    sign_in(&owner, "anne@ouest.example").await.expect(200);
    let project = owner.visit(&format!("/projects/{}", busy.office.project)).await.expect(200);
    project.form_to("/needs").fill("need_text", "Reprendre en 4 heures.").submit().await.expect(200);
    let page = owner.visit(&path).await.expect(200);
    assert_eq!(page.texts("ol.chronology > li.gap"), ["60 jours sans écriture"]);
    // Larger: the months, the days of one, and back.
    assert_eq!(page.texts("main .zoom a"), ["mars 2026", "mai 2026"]);
    let march = owner.visit(&format!("{path}?from=2026-03-01&to=2026-03-31")).await.expect(200);
    assert_eq!(march.texts("main form .buttons a"), ["Tout", "Toute l’année 2026"]);
    march.does_not_say("Reprendre en 4 heures");
    // The edges of a period that is asked for are silent too.
    let year = owner.visit(&format!("{path}?from=2026-01-01&to=2026-12-31")).await.expect(200);
    assert_eq!(year.texts("ol.chronology > li.gap"), ["60 jours sans écriture", "60 jours sans écriture"]);
    // What counts as one is the reader's choice, also where the picture is drawn larger.
    let wide = page.form_with("from").fill("gap", "90").submit().await.expect(200);
    assert!(wide.texts("ol.chronology > li.gap").is_empty());
    assert!(wide.texts("ul.legend li").last().is_some_and(|silent| silent.contains("au moins 90 jours")));
    assert!(wide.attributes("main .zoom a", "href").iter().all(|href| href.ends_with("&gap=90")));
    assert_eq!(owner.visit(&format!("{path}?gap=7")).await.expect(200).texts("ol.chronology > li.gap").len(), 1);
    assert!(!owner.visit(&format!("{path}?gap=0")).await.expect(422).error("gap").is_empty());
    // A stretch of time, and one that is none.
    let early = page.form_with("from").fill("from", "2001-01-01").fill("to", "2001-12-31").submit().await.expect(200);
    early.says("Aucune écriture dans cette période");
    let refused = page.form_with("from").fill("from", "2026-03-02").fill("to", "2026-03-01").submit().await.expect(422);
    assert!(!refused.error("to").is_empty());
}

async fn a_client_has_a_chronology_of_all_its_projects(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let office = &busy.office;
    let second = add_project(&office.adviser, &office.client, "Téléphonie").await;
    let other = add_client(&office.adviser, "Boulangerie Élan", "", "fr").await;
    add_project(&office.adviser, &other, "Caisse").await;
    let client = office.reader.visit(&format!("/clients/{}", office.client)).await.expect(200);
    let page = client.follow("Chronologie").await.expect(200);
    page.says("toutes ses missions").says("Mission : Téléphonie").says("MG-2026-0001").does_not_say("Caisse");
    let entries = page.attributes("ol.chronology li[id]", "id");
    assert!(entries.len() > 20, "{entries:?}");
    for project in [&office.project, &second] {
        let of_one = office.reader.visit(&format!("/projects/{project}/chronology")).await.expect(200);
        let missing = of_one.attributes("ol.chronology li[id]", "id").into_iter().find(|id| !entries.contains(id));
        assert_eq!(missing, None, "each entry of {project}");
    }
    let page = office.reader.visit(&format!("/clients/{other}/chronology")).await.expect(200);
    page.says("Mission : Caisse").does_not_say("Portails Morin");
}

/// Not the program's; and another outside reader does not learn whose.
async fn what_an_outside_reader_had_made_is_theirs(on: Database) {
    let busy = Busy::open_with(Server::setup().on(on), "fr").await;
    let (office, base) = (&busy.office, &busy.lawyer_link);
    let project = format!("/projects/{}", office.project);
    let page = busy.lawyer.visit(&format!("{base}{project}/bundle")).await.expect(200);
    page.form_to("/bundle").submit().await.expect(200);
    dossier(&busy.lawyer, &format!("{base}{project}")).await;
    let theirs = |page: &Page, what: &str| -> usize {
        let lines = page.texts(".chronology > li").into_iter();
        lines.filter(|line| line.contains(what) && line.contains("Me Jeanne Roy, lecteur extérieur")).count()
    };
    let told = office.adviser.visit(&format!("{project}/chronology")).await.expect(200);
    for what in ["Lot de preuves remis", "Document produit", "Preuve exportée"] {
        assert!(theirs(&told, what) > 0, "{what}: {:?}", told.texts(".chronology > li"));
    }
    office.adviser.visit(&format!("{project}/bundle")).await.expect(200).says("Me Jeanne Roy, lecteur extérieur");
    let mine = busy.lawyer.visit(&format!("{base}{project}/chronology")).await.expect(200);
    assert!(theirs(&mine, "Lot de preuves remis") > 0);
    grant(&office.owner, "lawyer", &[&format!("project:{}", office.project)], "pair@avocats.example").await;
    let (peer, base) = enter(office, "pair@avocats.example").await;
    let chronology = format!("{base}{project}/chronology");
    let page = peer.visit(&chronology).await.expect(200);
    page.says("Lot de preuves remis").says("un lecteur extérieur").does_not_say("Me Jeanne Roy, lecteur extérieur");
    // A file of the whole client is of its other projects too: who reads one of them neither sees it nor misses it.
    let (before, count) = (page.texts(".chronology li[id]").len(), page.texts("main .counted"));
    dossier(&office.adviser, &format!("/clients/{}", office.client)).await;
    office.adviser.visit(&format!("{project}/chronology")).await.expect(200).says("Dossier du client");
    let page = peer.visit(&chronology).await.expect(200);
    page.does_not_say("Dossier du client").does_not_say("salle de données");
    assert_eq!((page.texts(".chronology li[id]").len(), page.texts("main .counted")), (before, count));
}
