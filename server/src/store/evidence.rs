//! The evidence file about a notice or a project: entries, their proofs, and one checkpoint that all of them lead to.

mod about;

use std::collections::BTreeSet;

use ledger::event::{Event, MailPurpose};
use ledger::evidence::{Earlier, EvidenceEntry, MAX_EARLIER, MAX_ENTRIES};
use ledger::{Evidence, Node, VerifyingKey, merkle};

use super::checkpoint::{Signed, current, nodes};
use super::db::built;
use super::log::{STORED, Stored};
use super::{Db, Error, Firm, Tx, checkpoint, cosignatures, timestamps};
use crate::args;
use crate::clock::Clock;
use crate::vault::Vault;

pub use about::About;

/// Everything that [`About`] names, shown.
///
/// # Errors
/// As [`up_to`].
pub async fn of(db: &Db, vault: &Vault, firm: Firm, about: About, clock: &Clock) -> Result<Evidence, Error> {
    let newest = current(db, vault, firm, clock).await?;
    up_to(db, firm, about, &newest, false).await
}

/// The same, to be handed out alone: only as far as the newest time-stamp goes, where the rest only tells what the program made of it
/// afterwards. A certificate is made, sent and recorded within the minute that follows the stamp of an answer; a checkpoint that also covers
/// these entries would have no time until the next stamp. Whatever else was recorded since, above all an erasure, must be told of: then all of it is.
///
/// # Errors
/// As [`up_to`].
pub async fn dated(db: &Db, vault: &Vault, firm: Firm, about: About, clock: &Clock) -> Result<Evidence, Error> {
    let newest = current(db, vault, firm, clock).await?;
    let mut tx = db.snapshot().await?;
    let stamped = timestamps::newest_covering(&mut tx, firm, 0, newest.size).await?;
    let upto = match stamped {
        Some((stamped, _)) if only_made_of_it(&mut tx, firm, about, stamped.size, newest.size).await? => stamped,
        _ => newest,
    };
    drop(tx);
    up_to(db, firm, about, &upto, false).await
}

/// Whether the entries about it from `from` on, below `to`, only say which documents were made of what was there before, and to whom they were sent.
async fn only_made_of_it(tx: &mut Tx, firm: Firm, about: About, from: u64, to: u64) -> Result<bool, Error> {
    let (subject, (condition, id)) = (about.subject(), about.condition());
    let sql = format!(
        "SELECT {STORED} FROM entry WHERE firm = $1 AND idx < $3 AND idx >= $5 AND (kind LIKE 'seal.%' OR {condition})"
    );
    for row in tx.all(built(sql), args![firm, subject.as_str(), to, id, from]).await? {
        let made = match Stored::read(&row)?.event()? {
            Some(Event::DocumentMade(_) | Event::EvidenceExported(_) | Event::BundleExported(_)) => true,
            Some(Event::MailAccepted(e)) => e.purpose == MailPurpose::Receipt,
            Some(Event::MailRefused(e)) => e.purpose == MailPurpose::Receipt,
            _ => false,
        };
        if !made {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Everything about it, shown, as far as `newest` covers; with `others` all other entries of the log too, without their text, so that none can be
/// said to be missing. Its checkpoint is the newest one that covers all that and is time-stamped, else
/// one that is cosigned, else `newest` itself; with the first time-stamp of each entry, where that is an older one.
///
/// # Errors
/// `Missing` when nothing is recorded about it; `TooMany` when there are more entries than an evidence file holds.
pub async fn up_to(db: &Db, firm: Firm, about: About, newest: &Signed, others: bool) -> Result<Evidence, Error> {
    // Entries made since then are left out: the checkpoint does not cover them.
    let mut tx = db.snapshot().await?;
    let entries = concerned(&mut tx, firm, about, newest.size, others).await?;
    let last = entries.last().map_or(0, |(stored, _)| stored.index);
    let (checkpoint, token) = match timestamps::newest_covering(&mut tx, firm, last, newest.size).await? {
        Some((checkpoint, token)) => (checkpoint, Some(token)),
        None => {
            let cosigned = cosignatures::newest_covering(&mut tx, firm, last, newest.size).await?;
            (cosigned.unwrap_or_else(|| newest.clone()), None)
        }
    };
    whole(&mut tx, firm, &entries, (checkpoint, token), None).await
}

/// Everything about it among the first `size` entries of the log, and no later one, under the first state with a time-stamp that covers all of them: what was
/// there at a moment. Where none is, under the newest state. Where that is a later one, with the state of just that size and the proof that the later
/// one continues it, so that the file itself tells which state it is about.
///
/// # Errors
/// As [`up_to`].
pub async fn as_of(
    db: &Db,
    vault: &Vault,
    firm: Firm,
    about: About,
    size: u64,
    newest: &Signed,
) -> Result<Evidence, Error> {
    let mut tx = db.snapshot().await?;
    let entries = concerned(&mut tx, firm, about, size, false).await?;
    let first = timestamps::covering(&mut tx, firm, size.saturating_sub(1)).await?.map_or(0, |stamped| stamped.size);
    // The newest that is stamped and has at most that size is the one of that size.
    let stamped = timestamps::newest_covering(&mut tx, firm, size.saturating_sub(1), first).await?;
    let (checkpoint, token) = stamped.map_or((newest.clone(), None), |(signed, token)| (signed, Some(token)));
    let own = match size < checkpoint.size {
        true => Some(checkpoint::at_size(&mut tx, vault, firm, size, &checkpoint).await?),
        false => None,
    };
    whole(&mut tx, firm, &entries, (checkpoint, token), own).await
}

/// The entries about it below `size`, shown; with `others` all other ones too, not shown. In the order of the log.
async fn concerned(
    tx: &mut Tx,
    firm: Firm,
    about: About,
    size: u64,
    others: bool,
) -> Result<Vec<(Stored, bool)>, Error> {
    let (subject, (condition, id)) = (about.subject(), about.condition());
    // Of what was destroyed the headers are still there, and no page shows them but its own.
    about.lang(tx, firm).await?;
    let select = |condition: &str| {
        // A limit, so that a log of millions is refused before it is read.
        let most = MAX_ENTRIES + 1;
        built(format!(
            "SELECT {STORED} FROM entry WHERE firm = $1 AND idx < $3 AND {condition} ORDER BY idx LIMIT {most}"
        ))
    };
    let concerned = format!("(idx = 0 OR kind LIKE 'seal.%' OR {condition})");
    let rows = tx.all(select(&concerned), args![firm, subject.as_str(), size, id]).await?;
    let mut entries: Vec<(Stored, bool)> = Vec::new();
    for row in &rows {
        entries.push((Stored::read(row)?, true));
    }
    if !entries.iter().any(|(stored, _)| stored.subject == subject) {
        return Err(Error::Missing);
    }
    if others {
        let rows = tx.all(select(&format!("NOT {concerned}")), args![firm, subject.as_str(), size, id]).await?;
        for row in &rows {
            entries.push((Stored::read(row)?, false));
        }
        entries.sort_by_key(|(stored, _)| stored.index);
    }
    if entries.len() > MAX_ENTRIES {
        return Err(Error::TooMany { most: MAX_ENTRIES });
    }
    Ok(entries)
}

/// The evidence of these entries under this checkpoint, which `token` dates; with the earlier state that it is about, if there is one.
async fn whole(
    tx: &mut Tx,
    firm: Firm,
    entries: &[(Stored, bool)],
    (checkpoint, token): (Signed, Option<Vec<u8>>),
    own: Option<Signed>,
) -> Result<Evidence, Error> {
    let checkpoint = cosignatures::onto(tx, firm, checkpoint).await?;
    let shown = prove(tx, firm, entries, checkpoint.size).await?;
    let earlier = earlier(tx, firm, entries, checkpoint.size, own).await?;
    let firm_row = tx.one("SELECT vkey FROM firm WHERE firm = $1", args![firm]).await?;
    let vkey: VerifyingKey = firm_row.parse("vkey")?;
    let tokens: Vec<Vec<u8>> = token.into_iter().collect();
    Ok(Evidence::new(&vkey, checkpoint.note, shown).stamped(&tokens).after(earlier))
}

/// The oldest state before `size` that is time-stamped and covers it, for each entry shown, and the newest that is cosigned; those about the firm itself and its keys apart,
/// which say nothing of a client. Of more than the format takes, evenly some: the others are dated by the next. `own` is among them, stamped or not.
async fn earlier(
    tx: &mut Tx,
    firm: Firm,
    entries: &[(Stored, bool)],
    size: u64,
    own: Option<Signed>,
) -> Result<Vec<Earlier>, Error> {
    let shown = entries.iter().filter(|(stored, shown)| *shown && !stored.subject.starts_with("firm:"));
    let mut sizes: Vec<u64> = Vec::new();
    for index in shown.map(|(stored, _)| stored.index) {
        if sizes.last().is_some_and(|covered| *covered > index) {
            continue;
        }
        match timestamps::covering(tx, firm, index).await? {
            Some(stamped) if stamped.size < size => sizes.push(stamped.size),
            _ => break,
        }
    }
    let mut states: Vec<(Signed, Vec<Vec<u8>>)> = Vec::new();
    // The newest that is stamped and has at most that size is the one of that size.
    for size_then in evenly(&sizes, MAX_EARLIER - 2) {
        let Some((signed, token)) = timestamps::newest_covering(tx, firm, 0, size_then).await? else { continue };
        states.push((signed, vec![token]));
    }
    // What the witnesses saw last, where that is older than the checkpoint.
    let cosigned = cosignatures::newest_covering(tx, firm, 0, size.saturating_sub(1)).await?;
    for state in cosigned.filter(|_| !entries.is_empty()).into_iter().chain(own) {
        if states.iter().all(|(signed, _)| signed.size != state.size) {
            states.push((state, Vec::new()));
        }
    }
    states.sort_by_key(|(signed, _)| signed.size);
    let mut earlier = Vec::new();
    for (signed, tokens) in states {
        let proof = checkpoint::prove(tx, firm, signed.size, size).await?;
        let signed = cosignatures::onto(tx, firm, signed).await?;
        earlier.push(Earlier::new(signed.note, proof, &tokens));
    }
    Ok(earlier)
}

/// At most `most` of them, in their order, the first and the last among them.
fn evenly(all: &[u64], most: usize) -> impl Iterator<Item = u64> {
    let (count, last) = (all.len().min(most), all.len().saturating_sub(1));
    (0..count).map(move |n| all[n * last / (count - 1).max(1)])
}

/// Each entry with its inclusion proof in the tree of `size` leaves.
async fn prove(tx: &mut Tx, firm: Firm, entries: &[(Stored, bool)], size: u64) -> Result<Vec<EvidenceEntry>, Error> {
    let mut wanted = BTreeSet::new();
    for (stored, _) in entries {
        wanted.extend(merkle::inclusion_nodes(stored.index, size).map_err(Error::damaged)?);
    }
    let nodes = nodes(tx, firm, wanted).await?;
    let read = |level, index| nodes.get(&Node { level, index }).copied();
    let mut shown = Vec::with_capacity(entries.len());
    for (stored, disclosed) in entries {
        let proof = merkle::inclusion_proof(stored.index, size, read).map_err(Error::damaged)?;
        let pack = if *disclosed { EvidenceEntry::disclose } else { EvidenceEntry::withhold };
        shown.push(pack(&stored.entry, proof).map_err(Error::damaged)?);
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_some_are_taken_evenly() {
        let taken = |all: &[u64], most| evenly(all, most).collect::<Vec<_>>();
        assert!(taken(&[], 3).is_empty());
        assert_eq!(taken(&[5], 3), [5]);
        assert_eq!(taken(&[5, 6, 7], 3), [5, 6, 7]);
        assert_eq!(taken(&[1, 2, 3, 4, 5, 6, 7], 3), [1, 4, 7]);
        assert_eq!(taken(&[1, 2, 3, 4], 3), [1, 2, 4]);
    }
}
