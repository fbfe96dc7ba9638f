//! The two folders of migrations make the same tables, but for the index of searches, which each database has in a form of its own.

use std::collections::BTreeMap;

use anyhow::Result;
use server::args;
use server::store::db::built;
use server::store::{Db, Error, MIGRATIONS, Tx, projection};
use tests::postgres::Postgres;

/// Table and column → kind, whether it may be absent, whether it is part of the primary key.
type Schema = BTreeMap<(String, String), (String, bool, bool)>;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn both_databases_have_the_same_tables() -> Result<()> {
    let postgres = Postgres::start()?;
    let one = of_sqlite(&mut Db::in_memory().await?.read().await?).await?;
    let other = of_postgres(&mut Db::open(&postgres.create("schema").await?).await?.read().await?).await?;
    for place in one.keys().chain(other.keys()) {
        assert_eq!(one.get(place), other.get(place), "{place:?}");
    }
    for table in projection::TABLES {
        assert!(one.keys().any(|(name, _)| name == table), "{table}");
    }
    Ok(())
}

async fn of_sqlite(tx: &mut Tx) -> Result<Schema> {
    let sql = "SELECT t.name AS t, c.name AS c, c.type AS kind, 1 - c.\"notnull\" AS absent, c.pk > 0 AS pk
               FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
               WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'record_index%'";
    schema(tx, sql, |kind| match kind {
        // The table of migrations is made by one text for both, and so not STRICT.
        "BIGINT" | "INTEGER" => "number",
        "TEXT" => "text",
        "BLOB" => "bytes",
        _ => "unknown",
    })
    .await
}

async fn of_postgres(tx: &mut Tx) -> Result<Schema> {
    let sql = "SELECT c.table_name::text AS t, c.column_name::text AS c, c.data_type::text AS kind,
                   (c.is_nullable = 'YES')::int::bigint AS absent,
                   (EXISTS (SELECT 1 FROM information_schema.key_column_usage k
                       JOIN information_schema.table_constraints tc USING (constraint_schema, constraint_name)
                       WHERE tc.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name
                       AND k.column_name = c.column_name))::int::bigint AS pk
               FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.column_name <> 'vector'";
    schema(tx, sql, |kind| match kind {
        "bigint" => "number",
        "text" => "text",
        "bytea" => "bytes",
        _ => "unknown",
    })
    .await
}

async fn schema(tx: &mut Tx, sql: &'static str, kind: impl Fn(&str) -> &'static str) -> Result<Schema> {
    let mut schema = Schema::new();
    for row in tx.all(sql, args![]).await? {
        let name = kind(&row.get::<String>("kind")?).to_owned();
        assert_ne!(name, "unknown", "{}.{}", row.get::<String>("t")?, row.get::<String>("c")?);
        schema.insert((row.get("t")?, row.get("c")?), (name, row.get("absent")?, row.get("pk")?));
    }
    Ok(schema)
}

#[test]
fn every_migration_file_is_embedded() -> Result<()> {
    for (folder, text) in [("sqlite", 0), ("postgres", 1)] {
        let folder = format!("{}/../migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(&folder)?
            .map(|file| Ok(file?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_>>()?;
        names.sort();
        let known: Vec<String> = MIGRATIONS.iter().map(|m| format!("{}.sql", m.name)).collect();
        assert_eq!(names, known);
        for migration in MIGRATIONS {
            let embedded = [migration.sqlite, migration.postgres][text];
            assert_eq!(std::fs::read_to_string(format!("{folder}/{}.sql", migration.name))?, embedded);
            assert!(migration.name.starts_with(&format!("{:04}_", migration.number)));
        }
    }
    Ok(())
}

/// SQLite before 3.51.3 could corrupt a database when its write-ahead log was reset under a reader
/// (<https://sqlite.org/wal.html#walresetbug>).
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn sqlite_is_new_enough() -> Result<()> {
    let mut tx = Db::in_memory().await?.read().await?;
    let version: String = tx.one("SELECT sqlite_version() AS v", args![]).await?.get("v")?;
    let parts: Vec<u32> = version.split('.').map(str::parse).collect::<Result<_, _>>()?;
    assert!(parts >= vec![3, 51, 3], "SQLite {version}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn sqlite_is_durable_and_its_readers_only_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let db = Db::open(&folder.path().join("acte.db").display().to_string()).await?;
    let mut tx = db.write().await?;
    for (pragma, expected) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let sql = format!("SELECT CAST({pragma} AS TEXT) AS v FROM pragma_{pragma}");
        assert_eq!(tx.one(built(sql), args![]).await?.get::<String>("v")?, expected, "{pragma}");
    }
    tx.commit().await?;
    let refused = db.read().await?.run("DELETE FROM job", args![]).await;
    assert!(refused.is_err_and(|e| e.to_string().contains("readonly")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_database_of_a_newer_program_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("acte.db").display().to_string();
    let db = Db::open(&path).await?;
    let mut tx = db.write().await?;
    tx.run("INSERT INTO migration (number, name, sha256) VALUES (9999, '9999_later', '')", args![]).await?;
    tx.commit().await?;
    db.close().await;
    let refused = Db::open(&path).await;
    assert!(matches!(&refused, Err(Error::Schema(what)) if what.contains("9999")), "{refused:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn servers_that_start_together_migrate_once() -> Result<()> {
    let postgres = Postgres::start()?;
    let url = postgres.create("together").await?;
    let (one, other, third) = tokio::join!(Db::open(&url), Db::open(&url), Db::open(&url));
    let count = "SELECT COUNT(*) AS n FROM migration";
    for db in [one?, other?, third?] {
        let n: usize = db.read().await?.one(count, args![]).await?.get("n")?;
        assert_eq!(n, MIGRATIONS.len());
    }
    Ok(())
}
