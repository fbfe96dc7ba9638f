//! The oracle names what was tampered with, and nothing else.

use anyhow::Result;
use ledger::witness::Request;
use ledger::{Time, WitnessKey};
use server::args;
use server::store::db::built;
use server::store::verify::{self, Fault, Known};
use server::store::{Tx, checkpoint, cosignatures, witnessed};
use tests::scene::{Scene, both};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_untouched_log_is_sound_and_counted() -> Result<()> {
    both(async |scene| {
        story(scene).await?;
        scene.project().await?;
        let report = verify::database(&scene.db, None).await?;
        let firm = &report.firms[0];
        assert!(report.is_sound(), "{:?}", firm.faults);
        assert_eq!((firm.entries, firm.checkpoints, firm.unsigned, firm.erased), (20, 2, 5, 0));
        assert!(firm.rows > 30, "{} rows", firm.rows);
        Ok(())
    })
    .await
}

/// A change to the database, and the faults that it must show as.
type Tampering = (&'static str, fn(&Fault) -> bool);

const TAMPERINGS: &[Tampering] = &[
    ("UPDATE entry SET payload = {payload of 9, altered} WHERE idx = 9", |f| {
        matches!(f, Fault::BadEntry { index: 9, .. })
    }),
    ("UPDATE entry SET salt = {salt of 9, altered} WHERE idx = 9", |f| matches!(f, Fault::BadEntry { index: 9, .. })),
    (
        "UPDATE entry SET header = {header of 4, altered} WHERE idx = 4",
        // A header of other bytes is another leaf: every node above it differs, and the checkpoints that cover it.
        |f| {
            matches!(f, Fault::BadEntry { index: 4, .. } | Fault::BadNode { .. } | Fault::BadCheckpoint { .. })
                || matches!(f, Fault::BadHead { column: "frontier" })
        },
    ),
    ("UPDATE entry SET time = time + 1 WHERE idx = 3", |f| matches!(f, Fault::BadCopy { index: 3, column: "time" })),
    ("UPDATE entry SET kind = 'firm.recorded' WHERE idx = 3", |f| {
        matches!(f, Fault::BadCopy { index: 3, column: "kind" })
    }),
    ("UPDATE entry SET subject = 'firm:0' WHERE idx = 3", |f| {
        matches!(f, Fault::BadCopy { index: 3, column: "subject" })
    }),
    ("DELETE FROM entry WHERE idx = 5", |f| {
        matches!(
            f,
            Fault::MissingEntry { index: 5 }
                | Fault::BadHead { .. }
                | Fault::BadCheckpoint { .. }
                | Fault::ExtraNodes { .. }
        )
    }),
    ("DELETE FROM entry WHERE idx = 14", |f| {
        matches!(
            f,
            Fault::BadHead { .. }
                | Fault::BadCheckpoint { size: 15, .. }
                | Fault::ExtraNodes { .. }
                | Fault::BadRow { .. }
                | Fault::ExtraRow { .. }
        )
    }),
    ("UPDATE log_node SET hash = {hash, altered} WHERE level = 1 AND idx = 2", |f| {
        matches!(f, Fault::BadNode { level: 1, index: 2 })
    }),
    ("DELETE FROM log_node WHERE level = 0 AND idx = 14", |f| matches!(f, Fault::BadNode { level: 0, index: 14 })),
    ("INSERT INTO log_node SELECT firm, 7, 0, hash FROM log_node WHERE level = 0 AND idx = 0", |f| {
        matches!(f, Fault::ExtraNodes { .. })
    }),
    ("UPDATE log_head SET size = 14", |f| matches!(f, Fault::BadHead { column: "size" })),
    ("UPDATE log_head SET last_time = last_time - 1", |f| matches!(f, Fault::BadHead { column: "last_time" })),
    ("UPDATE checkpoint SET note = replace(note, '15', '14') WHERE size = 15", |f| {
        matches!(f, Fault::BadCheckpoint { size: 15, .. })
    }),
    ("UPDATE checkpoint SET size = 14 WHERE size = 15", |f| matches!(f, Fault::BadCheckpoint { size: 14, .. })),
    ("UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 3) WHERE size = 15", |f| {
        matches!(f, Fault::BadCheckpoint { size: 15, .. })
    }),
    (
        "UPDATE client SET name = 'Une autre'",
        |f| matches!(f, Fault::BadRow { table, column, .. } if table == "client" && column == "name"),
    ),
    (
        "UPDATE notice_warning SET choice = 'accepted' WHERE position = 2",
        |f| matches!(f, Fault::BadRow { table, column, key } if table == "notice_warning" && column == "choice" && key.ends_with(" 2")),
    ),
    (
        "UPDATE notice SET answered = NULL",
        |f| matches!(f, Fault::BadRow { table, column, .. } if table == "notice" && column == "answered"),
    ),
    ("DELETE FROM need", |f| matches!(f, Fault::MissingRow { table, .. } if table == "need")),
    (
        "UPDATE record SET shown_by = 'code' WHERE kind = 'client'",
        |f| matches!(f, Fault::BadRow { table, column, .. } if table == "record" && column == "shown_by"),
    ),
    ("DELETE FROM record WHERE kind = 'need'", |f| matches!(f, Fault::MissingRow { table, .. } if table == "record")),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn whatever_is_tampered_with_is_named() -> Result<()> {
    both(async |scene| {
        story(scene).await?;
        for (sql, expected) in TAMPERINGS {
            let mut tx = scene.db.write().await?;
            disarm(&mut tx).await?;
            tamper(&mut tx, sql).await?;
            let report = verify::firm(&mut tx, scene.firm, None, &Known::default()).await?;
            assert!(!report.faults.is_empty(), "not found: {sql}");
            for fault in &report.faults {
                assert!(expected(fault), "{sql}: {fault}");
            }
            // Dropped, not committed: the next tampering begins from the honest log.
        }
        Ok(())
    })
    .await
}

/// Changes of what stands beside the log, and words of the fault that each must show as.
const BESIDE: &[(&str, &str)] = &[
    ("UPDATE checkpoint SET time = time - 60000 WHERE size = 15", "before that of the newest entry"),
    ("UPDATE checkpoint SET time = time + 600000000 WHERE size = 3", "after that of the next entry"),
    ("UPDATE cosignature SET time = time + 1000", "the column time is not what the line says"),
    ("UPDATE cosignature SET line = replace(line, 'w.example', 'v.example')", "the line is by v.example"),
    ("UPDATE cosignature SET line = '— w.example AAAAAAAA'", "not a cosignature"),
    ("UPDATE cosignature SET line = 'w.example'", "not a signature"),
    ("UPDATE cosignature SET size = 3", "the witness did not sign this checkpoint"),
    (
        "INSERT INTO checkpoint SELECT firm, 99, time, note FROM checkpoint WHERE size = 15; UPDATE cosignature SET size = 99",
        "a witness saw 99 entries, this database has 20",
    ),
    (
        "INSERT INTO witness_refusal SELECT firm, 'w.example', 0, 'past', 'it says that it cosigned 99' FROM log_head",
        "w.example contradicts this log: it says that it cosigned 99 (this database has 20",
    ),
    ("UPDATE witnessed SET size = size + 1", "its note says 15 entries, the row 16"),
    ("UPDATE witnessed SET root = {hash, altered}", "another root than the row"),
    ("UPDATE witnessed SET note = replace(note, '15', '16'), size = 16", "was not made by it"),
    ("DELETE FROM coverage", "coverage: the row"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_stands_beside_the_log_is_held_to_what_it_says() -> Result<()> {
    both(async |scene| {
        story(scene).await?;
        let signed = checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
        scene.project().await?;
        let (witness, seconds) = (WitnessKey::from_seed("w.example", &[1; 32])?, Time(1_800_000_000_000));
        let note = ledger::note::Note::parse(&signed.note)?;
        let line = witness.cosign(note.text(), seconds).to_string();
        let mut tx = scene.db.write().await?;
        cosignatures::keep(&mut tx, scene.firm, signed.size, "w.example", &line, seconds, seconds).await?;
        tx.commit().await?;
        let mut tx = scene.db.read().await?;
        let log = tx.one("SELECT vkey FROM firm", args![]).await?.get::<String>("vkey")?.parse()?;
        drop(tx);
        // This server is its own witness: what counts is what it remembers.
        let request = Request { old: 0, proof: vec![], note: signed.note };
        witnessed::remember(&scene.db, &log, &request, seconds).await??;
        let known = Known { witnesses: vec![witness.witness()], logs: vec![log] };
        let report = verify::database_with(&scene.db, None, &known).await?;
        assert!(report.is_sound(), "{report}");
        for (sql, words) in BESIDE {
            let mut tx = scene.db.write().await?;
            disarm(&mut tx).await?;
            for sql in sql.split("; ") {
                tamper(&mut tx, sql).await?;
            }
            let mut faults = verify::firm(&mut tx, scene.firm, None, &known).await?.faults;
            faults.extend(verify::witnessed(&mut tx, &known).await?);
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert!(told.iter().any(|told| told.contains(words)), "{sql}: {told:?}");
        }
        Ok(())
    })
    .await
}

/// Someone with the database but without the firm's key rewrites an entry and then everything that follows from it: tree, head,
/// projections. Only the signed checkpoints still tell.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_consistent_rewriting_is_betrayed_by_the_checkpoints() -> Result<()> {
    both(async |scene| {
        story(scene).await?;
        let mut tx = scene.db.write().await?;
        disarm(&mut tx).await?;
        rewrite_from(&mut tx, scene, 5).await?;
        let report = verify::firm(&mut tx, scene.firm, None, &Known::default()).await?;
        let sizes: Vec<u64> = report
            .faults
            .iter()
            .map(|fault| match fault {
                Fault::BadCheckpoint { size, .. } => *size,
                other => panic!("{other}"),
            })
            .collect();
        assert_eq!(sizes, [15], "the checkpoint of 3 entries still holds");
        Ok(())
    })
    .await
}

/// Founded, recorded, owner | checkpoint | client, two contacts, project, need, notice, two links, code, identified, answer
/// and one more | checkpoint.
async fn story(scene: &mut Scene) -> Result<()> {
    checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
    let project = scene.project().await?;
    let sent = scene.issue(&project).await?;
    scene.answer(&sent).await?;
    let owner = tests::scene::member(scene.owner, "Anne Le Gall-Morvan", ledger::event::Role::Owner);
    scene.record([owner.into()]).await?;
    checkpoint::current(&scene.db, &scene.vault, scene.firm, &scene.clock).await?;
    Ok(())
}

/// What an intruder with the database's password does first.
async fn disarm(tx: &mut Tx) -> Result<()> {
    for table in ["entry", "log_node", "checkpoint", "log_head", "witnessed"] {
        if tx.is_postgres() {
            tx.run(built(format!("ALTER TABLE {table} DISABLE TRIGGER USER")), args![]).await?;
        }
    }
    if !tx.is_postgres() {
        for row in tx.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'", args![]).await? {
            tx.run(built(format!("DROP TRIGGER {}", row.get::<String>("name")?)), args![]).await?;
        }
    }
    Ok(())
}

/// Runs `sql`; `{column of n, altered}` stands for that value of entry n with its last byte changed, `{hash, altered}` for 32
/// other bytes.
async fn tamper(tx: &mut Tx, sql: &str) -> Result<()> {
    let Some((before, rest)) = sql.split_once('{') else {
        tx.run(built(sql.to_owned()), args![]).await?;
        return Ok(());
    };
    let (place, after) = rest.split_once(", altered}").expect("a value");
    let value = match place.split_once(" of ") {
        None => vec![7; 32],
        Some((column, index)) => {
            let row = tx.one(built(format!("SELECT {column} AS v FROM entry WHERE idx = {index}")), args![]).await?;
            let mut bytes: Vec<u8> = row.get("v")?;
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            bytes
        }
    };
    tx.run(built(format!("{before}$1{after}")), args![value]).await?;
    Ok(())
}

/// Gives entry `index` another salt, which is another digest in its header, and recomputes the tree and the head.
async fn rewrite_from(tx: &mut Tx, scene: &Scene, index: u64) -> Result<()> {
    let mut frontier = ledger::Frontier::new();
    tx.run("DELETE FROM log_node", args![]).await?;
    for idx in 0.. {
        let Ok(stored) = server::store::log::entry(tx, scene.firm, idx).await else { break };
        let mut entry = stored.entry.clone();
        if idx == index {
            let header = entry.check()?;
            let payload = entry.payload.clone().expect("not erased");
            let (kind, subject) = (&header.kind, &header.subject);
            entry = ledger::Entry::make(idx, header.time, header.actor, kind, subject, ledger::Salt([9; 32]), payload)?;
            let sql = "UPDATE entry SET header = $1, salt = $2 WHERE idx = $3";
            tx.run(sql, args![&entry.header, vec![9; 32], idx]).await?;
        }
        for (level, at, hash) in frontier.append(entry.leaf_hash())? {
            tx.run("INSERT INTO log_node VALUES ($1, $2, $3, $4)", args![scene.firm, level, at, hash]).await?;
        }
    }
    tx.run("UPDATE log_head SET frontier = $1", args![frontier.to_bytes()]).await?;
    Ok(())
}
