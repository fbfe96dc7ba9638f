//! A throw-away PostgreSQL: a cluster of its own in a temporary folder, reached through a socket in that folder, ended with it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long a cluster may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

/// A running cluster. Dropping it ends the server and deletes its files.
pub struct Postgres {
    server: Child,
    folder: tempfile::TempDir,
}

impl Postgres {
    /// Starts a cluster. Needs PostgreSQL's server programs (Debian: `postgresql`); as root it runs them as the user `postgres`,
    /// because PostgreSQL refuses root.
    pub fn start() -> Result<Postgres> {
        let folder = tempfile::Builder::new().prefix("acte-pg-").tempdir()?;
        give(folder.path())?;
        let data = folder.path().join("data");
        // No fsync: these files are not meant to outlive the test.
        let made = as_user(&programs()?.join("initdb"))
            .args(["--auth=trust", "--username=acte", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .context("initdb")?;
        ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let server = as_user(&programs()?.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-k"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log"))?)
            .spawn()
            .context("postgres")?;
        let mut postgres = Postgres { server, folder };
        postgres.wait()?;
        Ok(postgres)
    }

    /// The cluster that the tests of this process share: started for the first that asks, ended with the last that has it.
    pub fn shared() -> Result<Arc<Postgres>> {
        static RUNNING: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(|failed| failed.into_inner());
        if let Some(postgres) = running.upgrade() {
            return Ok(postgres);
        }
        let postgres = Arc::new(Postgres::start()?);
        *running = Arc::downgrade(&postgres);
        Ok(postgres)
    }

    /// Makes an empty database under a name of its own and returns its address.
    pub async fn create_next(&self) -> Result<String> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        self.create(&format!("acte{}", NEXT.fetch_add(1, Ordering::Relaxed))).await
    }

    /// The address of the database `name`, which [`Postgres::create`] made, or of `postgres`, which is always there.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://acte@localhost/{name}?host={}", self.folder.path().display())
    }

    /// Makes an empty database and returns its address.
    pub async fn create(&self, name: &str) -> Result<String> {
        let pool = sqlx::PgPool::connect(&self.url("postgres")).await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await?;
        pool.close().await;
        Ok(self.url(name))
    }

    fn wait(&mut self) -> Result<()> {
        let started = Instant::now();
        while !self.folder.path().join(".s.PGSQL.5432").exists() || !self.ready()? {
            if self.server.try_wait()?.is_some() || started.elapsed() > START {
                bail!("postgres: {}", std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn ready(&self) -> Result<bool> {
        let answer =
            Command::new(programs()?.join("pg_isready")).arg("-q").arg("-h").arg(self.folder.path()).status()?;
        Ok(answer.success())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it ends its own children, which SIGKILL would leave behind.
        let _ = Command::new("kill").arg("-INT").arg(self.server.id().to_string()).status();
        let _ = self.server.wait();
    }
}

/// The folder of the newest PostgreSQL installed.
fn programs() -> Result<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("postgres").exists())
        .collect();
    versions.sort();
    versions.pop().context("PostgreSQL is not installed (Debian: apt install postgresql)")
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// The program, run as `postgres` when we are root. `setpriv` becomes the program, so the child's id is the server's.
fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program).current_dir("/");
    command
}

fn give(folder: &Path) -> Result<()> {
    if is_root() {
        let given = Command::new("chown").arg("postgres").arg(folder).status()?;
        ensure!(given.success(), "cannot give the folder to the user postgres");
    }
    Ok(())
}
