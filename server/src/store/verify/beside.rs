//! What others said of the log and what this server said of others' logs: time-stamps, cosignatures, refusals, what was witnessed. No entry
//! speaks of it, so what was taken out leaves nothing to see; what is there is held to the tokens, lines and notes, which prove themselves.

use ledger::note::{Note, Signature};
use ledger::witness::Seen;
use ledger::{Checkpoint, Time, VerifyingKey, Witness, cosignature, timestamp};

use super::{Fault, FirmReport};
use crate::args;
use crate::config::Config;
use crate::store::cosignatures::{self, Kept};
use crate::store::timestamps::{self, Stamped};
use crate::store::{Error, Firm, Tx, witnessed as remembered};

/// The keys that the settings name. A line or a note by another key is read, and not verified.
#[derive(Default)]
pub struct Known {
    /// Who cosigns this server's logs.
    pub witnesses: Vec<Witness>,
    /// The logs for which this server is a witness.
    pub logs: Vec<VerifyingKey>,
}

impl Known {
    pub fn of(config: &Config) -> Known {
        let witnesses = config.witness_ask.iter().map(|asked| asked.witness.clone());
        Known { witnesses: witnesses.collect(), logs: config.witness_logs.clone() }
    }
}

/// Checks what stands beside the log of the firm.
pub(super) async fn check(tx: &mut Tx, firm: Firm, known: &Known, report: &mut FirmReport) -> Result<(), Error> {
    // Not as many as could be walked: one that is missing in the middle takes nothing from those that a witness saw.
    let sql = "SELECT COALESCE(MAX(idx) + 1, 0) AS n FROM entry WHERE firm = $1";
    let entries: u64 = tx.one(sql, args![firm]).await?.get("n")?;
    for kept in timestamps::all(tx, firm).await? {
        report.time_stamps += 1;
        let size = kept.stamped.size;
        let mut found = |what: String| report.faults.push(Fault::BadTimeStamp { size, what });
        if size > entries {
            found(format!("an authority saw {size} entries, this database has {entries}"));
        }
        if let Err(what) = time_stamp(&kept) {
            found(what);
        }
    }
    for kept in cosignatures::all(tx, firm).await? {
        report.cosignatures += 1;
        let (size, witness) = (kept.size, &kept.witness);
        let mut found = |what| report.faults.push(Fault::BadCosignature { size, witness: witness.clone(), what });
        if size > entries {
            found(format!("a witness saw {size} entries, this database has {entries}"));
        }
        if let Err(what) = cosigned(&kept, known) {
            found(what);
        }
    }
    for (witness, what) in cosignatures::contradicting(tx, firm).await? {
        report.faults.push(Fault::Contradicted { witness, what, entries });
    }
    Ok(())
}

/// Each token is about the checkpoint beside it, and the columns say what it says. Who made it is a question of whom one trusts.
fn time_stamp(kept: &timestamps::Kept) -> Result<(), String> {
    let note = kept.note.as_deref().ok_or("the checkpoint is missing")?;
    let note = Note::parse(note).map_err(|error| error.to_string())?;
    let stated = timestamp::check(&kept.token, &note.digest(), &[], Time::MAX).map_err(|error| error.to_string())?;
    let Stamped { authority, time, accuracy_micros, .. } = &kept.stamped;
    for (column, same) in [
        ("authority", *authority == stated.authority.to_string()),
        ("time", *time == stated.time),
        ("accuracy", *accuracy_micros == stated.accuracy_micros),
    ] {
        if !same {
            return Err(format!("the column {column} is not what the token says"));
        }
    }
    Ok(())
}

fn cosigned(kept: &Kept, known: &Known) -> Result<(), String> {
    let note = kept.note.as_deref().ok_or("the checkpoint is missing")?;
    let line: Signature = kept.line.parse().map_err(|_| "the line is not a signature")?;
    if line.name != kept.witness {
        return Err(format!("the line is by {}", line.name));
    }
    let stated = cosignature::stated(&line).ok_or("the line is not a cosignature")?;
    if stated != kept.time {
        return Err("the column time is not what the line says".into());
    }
    let Some(witness) = known.witnesses.iter().find(|witness| witness.name() == line.name) else { return Ok(()) };
    let mut note = Note::parse(note).map_err(|error| error.to_string())?;
    note.add(line).map_err(|error| error.to_string())?;
    // None: the line is by a key that the witness had before.
    witness.cosigned(&note).map(drop).map_err(|_| "the witness did not sign this checkpoint at that time".into())
}

/// What is remembered of other people's logs is what their checkpoints say.
///
/// # Errors
/// As [`super::database`].
pub async fn witnessed(tx: &mut Tx, known: &Known) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    for one in remembered::all(tx).await? {
        // Nothing was cosigned yet.
        if one.note.is_empty() && one.seen == Seen::nothing() {
            continue;
        }
        let key = known.logs.iter().find(|key| key.name() == one.origin);
        let read = match key {
            Some(key) => Checkpoint::verify(&one.note, key).map_err(|error| error.to_string()),
            None => Note::parse(&one.note)
                .map_err(|error| error.to_string())
                .and_then(|note| Checkpoint::parse(note.text()).map_err(|error| error.to_string())),
        };
        let what = match read {
            Err(what) => what,
            Ok(said) if said.origin != one.origin => format!("its note is of {}", said.origin),
            Ok(said) if said.size != one.seen.size => {
                format!("its note says {} entries, the row {}", said.size, one.seen.size)
            }
            Ok(said) if said.root != one.seen.root => "its note says another root than the row".into(),
            Ok(_) => continue,
        };
        faults.push(Fault::BadWitnessed { origin: one.origin, what });
    }
    Ok(faults)
}
