//! A clock set back: nothing is recorded, the log says why in one line, and what was typed is sent again once the clock is right.

use std::io::Write;
use std::sync::{Arc, Mutex};

use server::args;
use tests::browser::{Browser, View};
use tests::server::Server;
use tests::story::{later, setup_firm};

/// What the program logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no writer panics").write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Everything logged from here on, by whichever thread: the only test of this program may say so.
    fn begin() -> Log {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        tracing::subscriber::set_global_default(subscriber).expect("nobody else listens");
        log
    }

    /// The lines at level ERROR since the last call.
    fn errors(&self) -> Vec<String> {
        let text = String::from_utf8(std::mem::take(&mut *self.0.lock().expect("no writer panics"))).expect("UTF-8");
        text.lines().filter(|line| line.contains("ERROR")).map(str::to_owned).collect()
    }
}

/// The times of all entries, in the order of the log.
async fn times(server: &Server) -> Vec<i64> {
    let mut tx = server.app.db.read().await.expect("a connection");
    let rows = tx.all("SELECT time FROM entry ORDER BY idx", args![]).await.expect("rows");
    rows.iter().map(|row| row.get("time").expect("a time")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_clock_set_back_an_hour_is_refused_and_what_was_typed_is_sent_again() {
    let log = Log::begin();
    let browser = Browser::start().await;
    for (language, title, nothing) in [
        ("fr", "L’horloge du serveur est en retard", "Rien n’a changé."),
        ("en", "The server’s clock is behind", "Nothing changed."),
    ] {
        let server = Server::start().await;
        let owner = setup_firm(&server, language).await;
        let before = times(&server).await;
        let tab = browser.tab(View::DESK.in_language(language)).await;
        tab.become_visitor(&owner).await;
        tab.open(&format!("{}/clients/new", server.url)).await;
        tab.fill("[name=name]", "Portails Morin").await;
        log.errors();

        later(&server.clock, -1);
        tab.follow("main form button.primary").await;
        assert_eq!(tab.status(), 503);
        tab.says(title).await;
        tab.says(nothing).await;
        let errors = log.errors();
        let [line] = errors.as_slice() else { panic!("one line is enough: {errors:#?}") };
        assert!(
            line.contains("the clock is behind the newest entry; set it right") && line.contains("by_ms=3600000"),
            "{line}"
        );
        assert!(!line.contains("Morin") && !line.contains("ouest.example"), "{line}");
        let refused =
            owner.visit("/clients/new").await.expect(200).fill("name", "Une autre").submit().await.expect(503);
        assert_eq!(refused.header("retry-after"), "60");
        // Whoever only reads goes on reading.
        owner.visit("/clients").await.expect(200).does_not_say("Morin");
        assert_eq!(times(&server).await, before, "nothing is recorded");

        later(&server.clock, 1);
        tab.reload().await;
        assert_eq!(tab.status(), 200);
        tab.says("Portails Morin").await;
        let after = times(&server).await;
        assert_eq!(after.len(), before.len() + 1, "sent once");
        assert!(after.is_sorted(), "entries never go back in time: {after:?}");
    }
}
