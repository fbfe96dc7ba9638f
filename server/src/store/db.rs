//! One SQL text, two drivers: the only place that knows which database is below.
//!
//! Statements are written in the common subset of SQLite and PostgreSQL (`$1`, `RETURNING`, `ON CONFLICT`); a value is
//! a number, a text or bytes, and any of them may be absent. Booleans are the numbers 0 and 1, times are milliseconds.
//! `sum()` and friends need a `CAST(… AS BIGINT)`, or PostgreSQL answers with a decimal that no column here can hold.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use ledger::{Hash, Id, Time};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{
    AssertSqlSafe, PgPool, Postgres, Row as _, SqlSafeStr, SqlStr, Sqlite, SqlitePool, Transaction, ValueRef as _,
};

use super::Error;
use super::readers::{Reader, Readers};

/// Connections that read while the one writer of SQLite writes; more than the machine has cores only wait for each other.
const SQLITE_READERS: u32 = 8;
/// Connections to PostgreSQL. Its default limit is 100 for all servers together.
const POSTGRES_CONNECTIONS: u32 = 20;
/// How long a request waits for a connection before it fails; the page then says that the server is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long SQLite waits for a lock of another process (`acte verify`, `acte backup`) on the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Rows that SQLite's thread may be ahead of the request that asked; sqlx's default of 50 is less than a page of a list.
const ROW_BUFFER: usize = 256;

/// A database, open and migrated. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writing connection: SQLite lets one write at a time, and a queue in the program is fairer than its busy loop.
    Sqlite {
        writer: SqlitePool,
        /// None in memory, where the one connection is the database.
        readers: Option<Arc<Readers>>,
    },
    Postgres(PgPool),
}

impl Db {
    /// Opens and migrates. `url` is `postgres://…`, or the path of an SQLite file, which is created when absent.
    pub async fn open(url: &str) -> Result<Db, Error> {
        let db = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT);
            Db::Postgres(pool.connect_with(postgres_options(url)?).await?)
        } else {
            let file = sqlite_options().filename(url.trim_start_matches("sqlite://")).create_if_missing(true);
            let writer = sqlite_pool(1).connect_with(file.clone()).await?;
            let readers = Some(Readers::new(file, SQLITE_READERS, ACQUIRE_TIMEOUT));
            Db::Sqlite { writer, readers }
        };
        super::migrate::run(&db).await?;
        Ok(db)
    }

    /// An empty database that lives in memory: `acte verify` replays the log into it.
    pub async fn in_memory() -> Result<Db, Error> {
        let writer = sqlite_pool(1).connect_with(sqlite_options().in_memory(true)).await?;
        let db = Db::Sqlite { writer, readers: None };
        super::migrate::run(&db).await?;
        Ok(db)
    }

    /// A connection that only reads; each statement sees the newest committed rows.
    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(match self {
            Db::Sqlite { readers: Some(readers), .. } => Tx::SqliteRead(readers.get().await?),
            Db::Sqlite { writer, readers: None } => Tx::Sqlite(writer.begin().await?),
            Db::Postgres(pool) => Tx::PostgresRead(pool.acquire().await?),
        })
    }

    /// Reads that must agree with each other (verification, export): all statements see the same moment.
    pub async fn snapshot(&self) -> Result<Tx, Error> {
        Ok(match self {
            Db::Sqlite { readers: Some(readers), .. } => Tx::SqliteRead(readers.snapshot().await?),
            Db::Sqlite { writer, readers: None } => Tx::Sqlite(writer.begin().await?),
            Db::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// A transaction that writes rows which are not evidence (sessions, drafts, jobs); evidence goes through
    /// [`Db::append`]. Dropped without [`Tx::commit`], it leaves nothing.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(match self {
            // IMMEDIATE: a transaction that reads first and writes later could find that another process was faster.
            Db::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read().await?.one("SELECT 1 AS up", vec![]).await.map(drop)
    }

    /// Takes what was deleted out of the database's own files, as far as the database lets us. False when somebody still reads an older
    /// state: try again.
    ///
    /// SQLite overwrites what is deleted (`secure_delete`); here its write-ahead log, which holds earlier pages, is emptied. PostgreSQL
    /// may use the room of deleted rows again after `VACUUM`; until it does, their bytes stay in its files.
    pub async fn forget(&self) -> Result<bool, Error> {
        match self {
            Db::Sqlite { writer, .. } => {
                let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(writer).await?;
                Ok(row.try_get::<i64, _>(0)? == 0)
            }
            Db::Postgres(pool) => {
                sqlx::raw_sql("VACUUM").execute(pool).await?;
                Ok(true)
            }
        }
    }

    /// Waits for running statements and closes; SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { writer, readers } => {
                if let Some(readers) = readers {
                    readers.close().await;
                }
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

/// A plan never depends on a bound value, as in SQLite (`.cargo/config.toml`). PostgreSQL would plan a search anew at each question, for several
/// times as long as the answer takes; nor could a plan that was measured be relied on.
fn postgres_options(url: &str) -> Result<PgConnectOptions, Error> {
    Ok(PgConnectOptions::from_str(url)?.options([("plan_cache_mode", "force_generic_plan")]))
}

fn sqlite_options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full) // an answered request is on the disk
        .foreign_keys(true)
        .pragma("secure_delete", "ON") // what was erased does not stay behind in free pages
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROW_BUFFER)
}

fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    // Never closed for age: a connection in memory is the database itself, and the others keep their prepared statements.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// A connection or a transaction on one: what every query function takes.
#[derive(Debug)]
pub enum Tx {
    SqliteRead(Reader),
    Sqlite(Transaction<'static, Sqlite>),
    PostgresRead(PoolConnection<Postgres>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs `$method` of a sqlx query on whichever connection this is.
macro_rules! dispatch {
    ($tx:expr, $sql:expr, $args:expr, $method:ident, $row:ident => $lite:expr, $post:expr) => {
        match $tx {
            Tx::SqliteRead(c) => sqlite_query($sql, $args).$method(&mut **c).await.map(|$row| $lite),
            Tx::Sqlite(c) => sqlite_query($sql, $args).$method(&mut **c).await.map(|$row| $lite),
            Tx::PostgresRead(c) => postgres_query($sql, $args).$method(&mut **c).await.map(|$row| $post),
            Tx::Postgres(c) => postgres_query($sql, $args).$method(&mut **c).await.map(|$row| $post),
        }
        .map_err(Error::from)
    };
}

impl Tx {
    /// All rows.
    pub async fn all(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        let sql = sql.into_sql_str();
        dispatch!(self, sql, args, fetch_all, rows => rows.into_iter().map(Row::Sqlite).collect(), rows.into_iter().map(Row::Postgres).collect())
    }

    /// The first row, or none.
    pub async fn maybe(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Option<Row>, Error> {
        let sql = sql.into_sql_str();
        dispatch!(self, sql, args, fetch_optional, row => row.map(Row::Sqlite), row.map(Row::Postgres))
    }

    /// The first row; [`Error::Missing`] when there is none.
    pub async fn one(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Row, Error> {
        self.maybe(sql, args).await?.ok_or(Error::Missing)
    }

    /// Runs a statement; the answer is the number of rows that it changed.
    pub async fn run(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<u64, Error> {
        let sql = sql.into_sql_str();
        dispatch!(self, sql, args, execute, done => done.rows_affected(), done.rows_affected())
    }

    /// Runs a script of several statements without values (the migrations).
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), Error> {
        match self {
            Tx::SqliteRead(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(drop),
            Tx::Sqlite(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(drop),
            Tx::PostgresRead(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(drop),
            Tx::Postgres(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(drop),
        }
        .map_err(Error::from)
    }

    /// Makes the writes durable. A connection that only reads has nothing to commit.
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
            Tx::SqliteRead(_) | Tx::PostgresRead(_) => {}
        }
        Ok(())
    }

    /// Whether PostgreSQL is below: only text search and schema questions may ask.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Tx::PostgresRead(_) | Tx::Postgres(_))
    }
}

/// A bound value. `args![firm, name, time]` makes a list of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

/// The values of a statement, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::db::Value::from($value)),*] };
}

/// `From` for a type, for a reference to it, and for both when absent.
macro_rules! value {
    ($variant:ident: $($type:ty => |$v:ident| $convert:expr),+ $(,)?) => { $(
        impl From<$type> for Value { fn from($v: $type) -> Value { Value::$variant(Some($convert)) } }
        impl From<Option<$type>> for Value { fn from(v: Option<$type>) -> Value { Value::$variant(v.map(|$v| $convert)) } }
    )+ };
}
value!(Int: i64 => |v| v, bool => |v| i64::from(v), u8 => |v| i64::from(v), u16 => |v| i64::from(v), u32 => |v| i64::from(v), Time => |v| v.0);
// A count of rows or bytes beyond 2^63 does not exist; a wrapped one would be refused by the CHECKs of the schema.
value!(Int: u64 => |v| v.cast_signed(), usize => |v| (v as u64).cast_signed());
value!(Text: &str => |v| v.to_owned(), String => |v| v, &String => |v| v.clone(), Id => |v| v.to_string(), &Id => |v| v.to_string());
value!(Bytes: &[u8] => |v| v.to_vec(), Vec<u8> => |v| v, &Vec<u8> => |v| v.clone(), Hash => |v| v.0.to_vec(), &Hash => |v| v.0.to_vec());

fn sqlite_query(sql: SqlStr, args: Vec<Value>) -> Query<'static, Sqlite, SqliteArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Int(v) => query.bind(v),
        Value::Text(v) => query.bind(v),
        Value::Bytes(v) => query.bind(v),
    })
}

fn postgres_query(sql: SqlStr, args: Vec<Value>) -> Query<'static, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Int(v) => query.bind(v),
        Value::Text(v) => query.bind(v),
        Value::Bytes(v) => query.bind(v),
    })
}

/// A statement built at run time from constant parts, such as the names of tables; never from what a person typed.
pub fn built(sql: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql)
}

/// One row of an answer; columns are read by name: `let name: String = row.get("name")?`.
#[derive(Debug)]
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The named column as `T`; an `Option` when it may be absent. Fails on a wrong name or type: an error of the program.
    pub fn get<T: Column>(&self, name: &str) -> Result<T, Error> {
        T::read(self, name)
    }

    /// The named text column as whatever it spells: an id, a hash, a date, a language.
    pub fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, Error> {
        self.get::<String>(name)?.parse().map_err(|_| Error::Damaged(format!("column {name} cannot be read")))
    }

    /// The named text column as the enum that it names, spelled as the ledger spells it.
    pub fn word<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        let text = serde_json::Value::String(self.get(name)?);
        serde_json::from_value(text).map_err(|e| Error::Damaged(format!("column {name}: {e}")))
    }

    /// The named text column as JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        serde_json::from_str(&self.get::<String>(name)?).map_err(|e| Error::Damaged(format!("column {name}: {e}")))
    }

    /// The named column of bytes, where it lies.
    pub fn bytes(&self, name: &str) -> Result<&[u8], Error> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(name)?,
            Row::Postgres(row) => row.try_get(name)?,
        })
    }

    /// Whether the named column holds nothing.
    pub fn is_null(&self, name: &str) -> Result<bool, Error> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get_raw(name)?.is_null(),
            Row::Postgres(row) => row.try_get_raw(name)?.is_null(),
        })
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    fn read(row: &Row, name: &str) -> Result<Self, Error>;
}

macro_rules! stored {
    ($($type:ty),+) => { $(
        impl Column for $type {
            fn read(row: &Row, name: &str) -> Result<Self, Error> {
                Ok(match row { Row::Sqlite(row) => row.try_get(name)?, Row::Postgres(row) => row.try_get(name)? })
            }
        }
    )+ };
}
stored!(i64, String, Vec<u8>);

macro_rules! converted {
    ($($type:ty: |$v:ident: $stored:ty| $convert:expr),+ $(,)?) => { $(
        impl Column for $type {
            fn read(row: &Row, name: &str) -> Result<Self, Error> {
                let $v = <$stored>::read(row, name)?;
                $convert.ok_or_else(|| Error::Damaged(format!("column {name} does not hold a {}", stringify!($type))))
            }
        }
    )+ };
}
converted!(
    bool: |v: i64| match v { 0 => Some(false), 1 => Some(true), _ => None },
    u64: |v: i64| u64::try_from(v).ok(),
    u32: |v: i64| u32::try_from(v).ok(),
    u8: |v: i64| u8::try_from(v).ok(),
    usize: |v: i64| usize::try_from(v).ok(),
    Time: |v: i64| Some(Time(v)),
    Id: |v: String| v.parse().ok(),
    Hash: |v: Vec<u8>| v.try_into().ok().map(Hash),
);

impl<T: Column> Column for Option<T> {
    fn read(row: &Row, name: &str) -> Result<Self, Error> {
        if row.is_null(name)? { Ok(None) } else { T::read(row, name).map(Some) }
    }
}
