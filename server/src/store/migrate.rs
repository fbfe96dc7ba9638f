//! Brings the schema to this program's version. The two folders of `migrations/` hold the same numbers and names, one per driver.

use ledger::sha256;

use super::db::Db;
use super::{Error, Tx};
use crate::args;

/// One step, embedded in the program.
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// Every step, oldest first. A released step is never edited: the next one changes what it did.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_ledger"),
    migration!(2, "0002_projections"),
    migration!(3, "0003_working"),
    migration!(4, "0004_seals"),
    migration!(5, "0005_witness"),
    migration!(6, "0006_timestamps"),
    migration!(7, "0007_cosignatures"),
    migration!(8, "0008_seal_since"),
    migration!(9, "0009_erasure"),
    migration!(10, "0010_coverage"),
    migration!(11, "0011_feed"),
    migration!(13, "0013_chasing"),
    migration!(14, "0014_instruments"),
    migration!(15, "0015_notice_class"),
    migration!(16, "0016_meetings"),
    migration!(17, "0017_incoming"),
    migration!(18, "0018_bulk"),
    migration!(19, "0019_chase_nobody"),
    migration!(20, "0020_search"),
    migration!(21, "0021_holds"),
    migration!(22, "0022_access"),
    migration!(23, "0023_replies"),
    migration!(24, "0024_retention"),
    migration!(25, "0025_dossier"),
    migration!(26, "0026_redaction"),
    migration!(27, "0027_erasure_request"),
    migration!(28, "0028_witness_refusals"),
    migration!(29, "0029_access_made"),
    migration!(30, "0030_question_by_link"),
    migration!(31, "0031_search_again"),
    migration!(32, "0032_search_letters"),
    migration!(33, "0033_unread_files"),
];

/// Any number will do, as long as nothing else in the database takes the same lock.
const POSTGRES_LOCK: i64 = 0x6163_7465;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL)";

/// Runs the steps that the database has not seen, all in one transaction: a crash here leaves the schema as it was, and the next
/// start begins again. Two servers that start together wait for each other.
///
/// # Errors
/// [`Error::Schema`] when a step was edited after it ran, or when the database was migrated by a newer program.
pub(super) async fn run(db: &Db) -> Result<(), Error> {
    let mut tx = db.write().await?;
    if tx.is_postgres() {
        tx.run("SELECT pg_advisory_xact_lock($1)", args![POSTGRES_LOCK]).await?;
    }
    tx.run(TABLE, args![]).await?;
    let done = applied(&mut tx).await?;
    if let Some((number, ..)) = done.iter().find(|(number, ..)| !MIGRATIONS.iter().any(|m| m.number == *number)) {
        return Err(Error::Schema(format!("migration {number} was made by a newer program")));
    }
    for migration in MIGRATIONS {
        let sql = if tx.is_postgres() { migration.postgres } else { migration.sqlite };
        let hash = sha256(sql.as_bytes()).to_string();
        match done.iter().find(|(number, _)| *number == migration.number) {
            Some((_, before)) if *before == hash => {}
            Some(_) => return Err(Error::Schema(format!("migration {} was edited after it ran", migration.name))),
            None => {
                tx.script(sql).await?;
                tx.run(
                    "INSERT INTO migration (number, name, sha256) VALUES ($1, $2, $3)",
                    args![migration.number, migration.name, hash],
                )
                .await?;
            }
        }
    }
    tx.commit().await
}

async fn applied(tx: &mut Tx) -> Result<Vec<(i64, String)>, Error> {
    let rows = tx.all("SELECT number, sha256 FROM migration ORDER BY number", args![]).await?;
    rows.iter().map(|row| Ok((row.get("number")?, row.get("sha256")?))).collect()
}
