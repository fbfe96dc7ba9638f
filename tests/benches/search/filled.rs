//! A database with so many records, written by the functions that write them in service.

use anyhow::Result;
use ledger::event::{ClientRecorded, Event, NeedRecorded, ProjectRecorded};
use ledger::{Actor, Entry, Id, Lang, Salt, canonical};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use server::args;
use server::clock::Clock;
use server::store::projection::{self, At};
use server::store::{Db, Firm};
use server::vault::Vault;
use tests::scene::{MORNING, id, party};

/// Records of each firm that hold the planted words, whatever the size.
pub const PLANTED: usize = 20;
/// Words of the language of these texts.
const WORDS: u32 = 3_000;
const BATCH: usize = 2_000;

pub struct Filled {
    pub db: Db,
    pub firms: Vec<Firm>,
}

impl Filled {
    /// A hundred firms or so, which have `records` together.
    pub async fn open(url: &str, firms: usize, records: usize) -> Result<Filled> {
        let db = Db::open(url).await?;
        let vault = Vault::from_hex(&"07".repeat(32))?;
        let (clock, mut rng) = (Clock::fixed(MORNING), StdRng::seed_from_u64(20));
        let mut all = Vec::new();
        for _ in 0..firms {
            let firm = Firm(id(&mut rng));
            all.push(firm);
            let mut log = db.found(firm, &format!("acte.example/log/{}", firm.0), &vault, &clock, &mut rng).await?;
            let (client, project) = (id(&mut rng), id(&mut rng));
            let about = ProjectRecorded {
                project,
                client,
                version: 1,
                title: "Mission".into(),
                reference: String::new(),
                kinds: vec!["SRV".into()],
                scope_in: String::new(),
                scope_out: String::new(),
                starts: None,
                ends: None,
                change: String::new(),
            };
            let recorded = ClientRecorded { client, party: party("Société", ""), lang: Lang::Fr };
            log.push(Actor::System, recorded, &mut rng).await?;
            let first = 1 + log.push(Actor::System, about, &mut rng).await?;
            log.commit().await?;
            fill(&db, firm, project, first, records / firms, &mut rng).await?;
        }
        if let Db::Postgres(pool) = &db {
            sqlx::raw_sql("VACUUM ANALYZE").execute(pool).await?;
        }
        Ok(Filled { db, firms: all })
    }
}

/// Entries and tables as an append writes them, without the tree and in large transactions: neither is what is measured.
async fn fill(db: &Db, firm: Firm, project: Id, first: u64, count: usize, rng: &mut StdRng) -> Result<()> {
    let mut written = 0;
    while written < count {
        let mut tx = db.write().await?;
        for number in written..count.min(written + BATCH) {
            let index = first + number as u64;
            let text = text(rng, number, count);
            let event: Event = NeedRecorded { need: id(rng), project, text, answer: String::new() }.into();
            let (kind, subject) = (event.kind(), event.subject(firm.0));
            let payload = canonical::to_vec(&event)?;
            let entry = Entry::make(index, MORNING, Actor::System, kind, &subject, Salt([7; 32]), payload)?;
            let sql = "INSERT INTO entry (firm, idx, time, kind, subject, header, salt, payload)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
            let values = args![firm, index, MORNING, kind, subject, entry.header, vec![7_u8; 32], entry.payload];
            tx.run(sql, values).await?;
            projection::apply(&mut tx, At { firm, index, time: MORNING }, &event).await?;
        }
        tx.commit().await?;
        written += BATCH;
    }
    Ok(())
}

/// 300 characters, of words as frequent as words are: the nth most frequent n times less than the first.
fn text(rng: &mut StdRng, number: usize, count: usize) -> String {
    let mut text = String::with_capacity(320);
    // Spread evenly over the log.
    if number.is_multiple_of((count / PLANTED).max(1)) && number / (count / PLANTED).max(1) < PLANTED {
        text.push_str("plantemots et une phrase plantee ici ");
    }
    if number.is_multiple_of(10) {
        text.push_str("frequent ");
    }
    while text.len() < 300 {
        let rank = (f64::from(WORDS).ln() * f64::from(rng.next_u32()) / f64::from(u32::MAX)).exp() as u32;
        text.push_str(&format!("mot{rank} "));
    }
    text.truncate(300);
    text
}
