//! What a reader downloads to verify a file in the browser.

use reqwest::{Method, header};
use tests::server::Server;

/// Bytes of WASM and JavaScript together, as they are sent. On a phone's slow network (1.6 Mbit/s, as Lighthouse takes it) this
/// is a second and seven tenths, of which a tenth is what makes the verification fast (the profile `wasm-release`). Nearly half of it are the signature
/// algorithms with which seals are checked (P-256, P-384, RSA), a fifteenth the bundles of evidence, a twentieth what readers bring along to judge
/// by (roots, keys of witnesses, newer evidence), a fortieth the earlier time-stamps of its entries, a fiftieth what compares the aids and tells whose file it is, a sixtieth what names a root that is none and what a document shows beyond its bundle, two thousand bytes what says of what a PDF is a redacted copy and that
/// personal data is no evidence, five thousand what tells files that bundles leave out by rule from missing ones, what was sent to whom, and what of a past state a file
/// lacks, a seventeenth what watches over forms (the checklist, what is typed on site and not
/// sent yet); a new dependency of `app` shows here first, and so does a call of one: jiff's time zones
/// alone would be 45 kB more. The bytes differ by some hundred between machines, by where the sources lie: two thousand are left for that.
const MOST: usize = 349_500;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_browser_bundle_stays_small() {
    let server = Server::start().await;
    let visitor = server.visitor("fr");
    let loader = visitor.visit("/verify").await.expect(200).attributes("script", "src");
    let [loader] = &loader[..] else { panic!("no bundle: run `cargo xtask browser`") };
    let source = visitor.visit(loader).await.expect(200).source();
    let parts: Vec<&str> = source.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert_eq!(parts.len(), 2, "JavaScript and WASM: {source}");
    let mut sent = 0;
    for part in parts {
        let asked = visitor.request(Method::GET, part).header(header::ACCEPT_ENCODING, "br");
        let answer = visitor.answer(asked).await.expect(200);
        assert_eq!(answer.header("content-encoding"), "br");
        sent += answer.bytes.len();
    }
    println!("the browser bundle: {sent} bytes as sent");
    assert!(sent <= MOST, "{sent} bytes are sent, at most {MOST} may be");
}
