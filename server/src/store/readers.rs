//! SQLite's reading connections.
//!
//! Not sqlx's pool, which pings every connection that comes back: with SQLite that is a trip to another thread, as dear as the query
//! was. A connection that only reads has nothing to flush, and none is ever found broken.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes of the database that readers see through the memory of the system, which they share, and not each through a cache of its own: the most that
/// SQLite maps. What lies beyond is read as before. A disk that fails under a mapping ends the process instead of the request; the writer maps nothing.
const MAPPED: &str = "2147418112";

/// Connections, each made when it is first needed.
#[derive(Debug)]
pub struct Readers {
    options: SqliteConnectOptions,
    most: u32,
    /// How long a request waits while all are in use.
    wait: Duration,
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<SqliteConnection>>,
}

impl Readers {
    pub fn new(options: SqliteConnectOptions, most: u32, wait: Duration) -> Arc<Readers> {
        let turns = Arc::new(Semaphore::new(most as usize));
        let options = options.pragma("query_only", "1").pragma("mmap_size", MAPPED);
        Arc::new(Readers { options, most, wait, turns, idle: Mutex::default() })
    }

    /// The connection that was used last: its thread and its pages are still in the processor's caches.
    ///
    /// # Errors
    /// `PoolTimedOut` when all stay in use, `PoolClosed` after [`Readers::close`].
    pub async fn get(self: &Arc<Self>) -> Result<Reader, sqlx::Error> {
        let turn = tokio::time::timeout(self.wait, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let kept = self.idle().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        Ok(Reader { connection: Some(connection), snapshot: false, home: self.clone(), _turn: turn })
    }

    /// The same, whose statements all see the moment of the first one.
    pub async fn snapshot(self: &Arc<Self>) -> Result<Reader, sqlx::Error> {
        let mut reader = self.get().await?;
        reader.snapshot = true;
        sqlx::query("BEGIN").execute(&mut *reader).await?;
        Ok(reader)
    }

    /// Waits for running statements and closes.
    pub async fn close(&self) {
        // An error says that this was done before.
        let all = self.turns.acquire_many(self.most).await;
        self.turns.close();
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            // Nothing was written: what cannot be closed is lost without harm.
            let _ = connection.close().await;
        }
        drop(all);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reading connection in use.
#[derive(Debug)]
pub struct Reader {
    /// Absent only while this is being dropped.
    connection: Option<SqliteConnection>,
    /// Inside a transaction, which ends with the connection.
    snapshot: bool,
    home: Arc<Readers>,
    _turn: OwnedSemaphorePermit,
}

impl Deref for Reader {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("there until it is dropped")
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("there until it is dropped")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Kept before the turn passes on. Whoever went away in the middle of a query left nothing behind: SQLite's thread finds that
        // nobody listens, and resets the statement before it takes the next one.
        if !self.snapshot {
            self.home.idle().extend(self.connection.take());
        }
    }
}
