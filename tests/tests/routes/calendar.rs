//! When topics come up again: the page, and the feed by its secret address.

use tests::server::{Database, Server};
use tests::story::Office;

tests::on_both_databases![what_was_settled_comes_up_a_year_later_on_the_page_and_in_the_feed];

async fn what_was_settled_comes_up_a_year_later_on_the_page_and_in_the_feed(on: Database) {
    let office = Office::open_with(Server::setup().on(on), "fr").await;
    let page = office.adviser.visit(&format!("/projects/{}/coverage/BCK-03", office.project)).await.expect(200);
    page.form_with("reason").fill("reason", "Aucun annuaire").submit().await.expect(200);
    let year = office.reader.visit("/calendar?month=2027-03").await.expect(200);
    year.says("mars 2027").says("2 mars 2027").says("Renouvellement").says("BCK-03");
    for nonsense in ["2027-13", "x", "99999-01", "-1"] {
        office.reader.visit(&format!("/calendar?month={nonsense}")).await.expect(200).says("mars 2026");
    }
    // A secret address, whoever asks.
    let made = year.form_to("/calendar/feed").submit().await.expect(200);
    let feed = made.attributes("a[href^='/feed/']", "href").swap_remove(0);
    let program = office.server.visitor("en");
    let text = program.visit(&feed).await.expect(200);
    assert_eq!(text.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(text.header("cache-control"), "private, max-age=3600");
    let ics = String::from_utf8(text.bytes.clone()).expect("UTF-8");
    assert!(ics.starts_with("BEGIN:VCALENDAR\r\n") && ics.contains("DTSTART;VALUE=DATE:20270302\r\n"), "{ics}");
    assert!(ics.contains("Remplacement des serveurs"));
    program.visit("/feed/0000.ics").await.expect(404);
    program.visit(feed.trim_end_matches(".ics")).await.expect(404);
    // One that asks each second is told that nothing changed, then how long to wait.
    let mut statuses = Vec::new();
    let mut last = None;
    for _ in 0..14 {
        let request = program.request(axum::http::Method::GET, &feed).header("if-none-match", text.header("etag"));
        let page = program.answer(request).await;
        statuses.push(page.status);
        last = Some(page);
    }
    assert_eq!((statuses[0], statuses[13]), (304, 429), "{statuses:?}");
    assert!(last.expect("an answer").header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds <= 30));
    // Another address takes its place; a revoked one is nobody's.
    let again = office.reader.visit("/calendar").await.form_to("/calendar/feed").submit().await.expect(200);
    let other = again.attributes("a[href^='/feed/']", "href").swap_remove(0);
    assert_ne!(feed, other);
    program.visit(&feed).await.expect(404);
    program.visit(&other).await.expect(200);
    again.form_to("/calendar/feed/revoke").submit().await.expect(200);
    program.visit(&other).await.expect(404);
}
