//! The real server, in this process, on a free port, with a data folder of its own and a clock that the test sets.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use server::clock::Clock;
use server::config::Config;
use server::store::verify::{self, Known};
use server::web::App;

use crate::http::Visitor;
use crate::postgres::Postgres;
use crate::scene::MORNING;
use crate::smtp::{Mail, MailServer};

/// What a server keeps its rows in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Makes tests of stories, each a function of the [`Database`] that it is told to: one test for each on SQLite, and one test that
/// tells them all to PostgreSQL, since nextest gives every test a process and a cluster takes a second to begin.
#[macro_export]
macro_rules! on_both_databases {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
            async fn $story() { super::$story($crate::server::Database::Sqlite).await; }
        )+ }
        mod postgres {
            #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
            async fn the_same() {
                let _cluster = $crate::postgres::Postgres::shared().expect("PostgreSQL starts");
                $(
                    println!("{}", stringify!($story));
                    super::$story($crate::server::Database::Postgres).await;
                )+
            }
        }
    };
}

/// Settings of a server to be started, by their names (`server::config::SETTINGS`).
pub struct Setup {
    values: BTreeMap<String, String>,
    clock: Clock,
    demo: bool,
    database: Database,
    /// What reads the text of files instead of the program, and how long it may take.
    reader: Option<PathBuf>,
    patience: Duration,
    /// Where a server that is there already has its rows and files.
    beside: Option<(Arc<Stored>, String)>,
}

impl Setup {
    pub fn set(mut self, name: &str, value: &str) -> Setup {
        self.values.insert(name.into(), value.into());
        self
    }

    /// Mails go to this server instead of the outbox folder.
    pub fn mail(mut self, to: &MailServer) -> Setup {
        self.values.extend(to.settings());
        self.demo = false;
        self
    }

    pub fn clock(mut self, clock: Clock) -> Setup {
        self.clock = clock;
        self
    }

    /// Another program reads the text of files, and has so long for it.
    pub fn reader(mut self, program: PathBuf, patience: Duration) -> Setup {
        (self.reader, self.patience) = (Some(program), patience);
        self
    }

    pub fn on(mut self, database: Database) -> Setup {
        self.database = database;
        self
    }

    /// A further server on the database and the folder of this one, with its clock.
    pub fn beside(mut self, other: &Server) -> Setup {
        self.beside = Some((other.stored.clone(), other.app.config.database.clone()));
        self.clock(other.clock.clone())
    }

    /// Without the outbox as a page, as on a server that has no mail server yet.
    pub fn for_real(mut self) -> Setup {
        self.demo = false;
        self
    }

    pub async fn start(mut self) -> Server {
        let stored = match self.beside.take() {
            Some((stored, database)) => {
                self.database_is(database);
                stored
            }
            None => {
                let folder = tempfile::tempdir().expect("a data folder");
                let mut postgres = None;
                if self.database == Database::Postgres {
                    let cluster = Postgres::shared().expect("PostgreSQL starts");
                    self.database_is(cluster.create_next().await.expect("a database"));
                    postgres = Some(cluster);
                }
                Arc::new(Stored { folder, postgres })
            }
        };
        Server::open(self, stored).await
    }

    /// Of SQLite the settings know the folder only.
    fn database_is(&mut self, url: String) {
        if url.starts_with("postgres://") {
            self.values.insert("database".into(), url);
        }
    }
}

/// What goes when the last server on it does.
struct Stored {
    folder: tempfile::TempDir,
    /// The cluster that has the database.
    #[expect(dead_code, reason = "it runs for as long as this is kept")]
    postgres: Option<Arc<Postgres>>,
}

pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    pub app: App,
    pub clock: Clock,
    stored: Arc<Stored>,
    /// Dropped to stop serving.
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    /// What the oracle finds wrong in the database afterwards.
    thread: Option<std::thread::JoinHandle<Vec<String>>>,
    visitors: AtomicU32,
}

impl Server {
    /// SQLite, the outbox as a page instead of a mail server, a Monday morning, and, as behind a reverse proxy, an address of its own for every visitor:
    /// otherwise the limits per address would count all visitors as one.
    pub fn setup() -> Setup {
        let values = BTreeMap::from([("behind_proxy".into(), "true".into())]);
        let patience = Duration::from_secs(30);
        let (clock, database) = (Clock::fixed(MORNING), Database::Sqlite);
        Setup { values, clock, demo: true, database, reader: None, patience, beside: None }
    }

    pub async fn start() -> Server {
        Server::setup().start().await
    }

    async fn open(setup: Setup, stored: Arc<Stored>) -> Server {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let mut values = setup.values;
        values.insert("data".into(), stored.folder.path().join("acte").display().to_string());
        values.entry("url".into()).or_insert(url.clone());
        let mut config = Config::from_values(&values).expect("settings that go together");
        config.demo = setup.demo;
        // The program that runs here is the test.
        config.reading.program = setup.reader.unwrap_or_else(crate::tools::acte);
        config.reading.patience = setup.patience;

        // On threads of its own, so that a test that waits for a program cannot make the server wait.
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (opened, app) = tokio::sync::oneshot::channel();
        let clock = setup.clock.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let app = server::open(config, clock).await.expect("the server opens its data");
                opened.send(app.clone()).ok().expect("the test waits");
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let (stop_work, stopped_work) = tokio::sync::oneshot::channel::<()>();
                let worker = tokio::spawn(server::jobs::work(app.clone(), async { drop(stopped_work.await) }));
                let until = async { drop(stopped.await) };
                server::serve(app.clone(), listener, until).await.expect("the server serves");
                drop(stop_work);
                worker.await.expect("the worker ends");
                let report = verify::database_with(&app.db, Some(&app.files), &Known::of(&app.config))
                    .await
                    .expect("the database can be read");
                report.faults().map(ToString::to_string).collect()
            })
        });
        let app = app.await.expect("the server opens its data");
        let visitors = AtomicU32::new(0);
        Server { url, app, clock: setup.clock, stored, stop: Some(stop), thread: Some(thread), visitors }
    }

    /// A new person with a browser, who reads this language.
    pub fn visitor(&self, language: &str) -> Visitor {
        let number = self.visitors.fetch_add(1, Ordering::Relaxed) + 1;
        let address = format!("10.0.{}.{}", number / 250, number % 250 + 1);
        Visitor::from_address(&self.url, language, Some(&address))
    }

    /// What a server without a mail server wrote to its outbox folder, of all firms, in the order of writing.
    pub fn outbox(&self) -> Vec<Mail> {
        let folder = self.app.config.data.join("outbox");
        let files = walkdir::WalkDir::new(folder).into_iter().flatten();
        let files = files.filter(|entry| entry.path().extension().is_some_and(|e| e == "eml"));
        let written = |entry: &walkdir::DirEntry| entry.metadata().ok().and_then(|about| about.modified().ok());
        let mut files: Vec<_> = files.collect();
        files.sort_by_key(written);
        files.iter().map(|file| Mail::read(std::fs::read(file.path()).expect("a mail of the outbox"))).collect()
    }

    /// The `nth` mail (from 0) to this recipient, in the outbox folder. While it is awaited, time passes: a mail whose letter is
    /// still being made looks again after a second.
    pub async fn outbox_mail(&self, recipient: &str, nth: usize) -> Mail {
        let since = std::time::Instant::now();
        loop {
            let mut mails = self.outbox();
            mails.retain(|mail| mail.to.iter().any(|to| to == recipient));
            if mails.len() > nth {
                return mails.swap_remove(nth);
            }
            if since.elapsed().as_secs() > 10 {
                let came: Vec<_> = mails.iter().map(Mail::subject).collect();
                panic!("mail {nth} (from 0) to {recipient} does not come; these came: {came:#?}");
            }
            self.moment().await;
        }
    }

    /// A moment goes by, and what became due in it is looked at.
    pub async fn moment(&self) {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        self.clock.advance(100);
        self.app.work.notify_one();
    }

    /// Until no job is under way, while time passes; the looks at what silence asks for are due in days, and nobody waits for them.
    pub async fn settled(&self) {
        let sql = "SELECT COUNT(*) AS waiting FROM job WHERE state = 'pending' AND kind NOT IN ('chase', 'mailbox')";
        for _ in 0..3000 {
            let mut tx = self.app.db.read().await.expect("a connection");
            if tx.one(sql, vec![]).await.and_then(|row| row.get::<u64>("waiting")).expect("a count") == 0 {
                return;
            }
            drop(tx);
            self.moment().await;
        }
        panic!("jobs wait, and do not end");
    }
}

/// Whatever a test did, what it leaves must verify: the log, the files, and every table rebuilt from the log.
impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        // The server's thread may be given a connection of the pool that this test's runtime opened, and waits for it until that
        // runtime turns again. So the wait must not stop it; `block_in_place` panics in a runtime that has one thread only.
        let thread = self.thread.take().expect("it is joined once");
        let ended = tokio::task::block_in_place(|| thread.join());
        if std::thread::panicking() {
            return;
        }
        let faults = ended.unwrap_or_else(|_| vec!["the server's thread panicked".into()]);
        assert!(faults.is_empty(), "after the test, {}", faults.join("; "));
    }
}
