//! What verification found, as plain data: the application puts it in French and English.

use serde::{Deserialize, Serialize};

use super::{Disclosure, Earlier};
use crate::entry::Header;
use crate::event::Ground;
use crate::hash::Hash;
use crate::time::Time;
use crate::timestamp::{MAX_AHEAD, TimeStamp, TimeStampError};
use crate::x509::{ChainError, Trust};

/// The result of [`super::verify`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub verdict: Verdict,
    /// One for each [`Check`], in the order of [`Check::ALL`].
    pub findings: Vec<Finding>,
    /// The log of which the file speaks, once the file could be read.
    pub origin: Option<String>,
    /// The key that the file names, once the file could be read.
    pub vkey: Option<String>,
    /// How many entries the log has, and its root, once the checkpoint was verified.
    pub log_size: Option<u64>,
    pub root: Option<Hash>,
    /// What the file has signed and stamped, once it could be read; other programs verify it.
    #[serde(skip)]
    pub stated: Stated,
    /// The witnesses known to the reader that cosigned the checkpoint.
    pub cosignatures: Vec<Cosigned>,
    /// The names of those that cosigned neither it nor an earlier state in the file: their line is not there, or was taken out.
    pub not_cosigned: Vec<String>,
    /// Signatures on the checkpoint by other keys (witnesses, perhaps). They were not verified and prove nothing here.
    pub other_signatures: u64,
    pub counts: Entries,
    /// What each token about the checkpoint says, once all of them were checked. By whom, and whether the reader knows them, stands in each.
    pub time_stamps: Vec<TimeStamp>,
    /// The earlier states of the log that authorities dated, in ascending order of size, once all were checked.
    pub earlier: Vec<Dated>,
    /// Every entry of the file, in the order of the file.
    pub entries: Vec<EntryReport>,
}

/// See [`super::Evidence`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    pub checkpoint: String,
    pub time_stamps: Vec<String>,
    pub earlier: Vec<Earlier>,
}

/// What authorities, and witnesses known to the reader, say of the log's first `size` entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    pub size: u64,
    pub root: Hash,
    pub time_stamps: Vec<TimeStamp>,
    pub cosignatures: Vec<Cosigned>,
}

impl Report {
    /// Whether the file is JSON, and not byte for byte as evidence is written: altered, written anew, or no evidence.
    pub fn is_rewritten(&self) -> bool {
        self.findings.iter().any(|finding| matches!(finding.outcome, Outcome::Failed(Fault::NotCanonical { .. })))
    }

    /// How many revocations of seals are here without their text: one may be about any seal that the file calls the firm's.
    pub fn hidden_revocations(&self) -> u64 {
        let hidden = self.entries.iter().filter(|entry| {
            entry.payload.is_none() && entry.header.as_ref().is_some_and(|header| header.kind == "seal.revoked")
        });
        hidden.count() as u64
    }

    /// Each time-stamp and how many entries it covers, in ascending order of that.
    pub fn stamps(&self) -> impl Iterator<Item = (u64, &TimeStamp)> {
        let earlier = self.earlier.iter().flat_map(|dated| dated.time_stamps.iter().map(|stamp| (dated.size, stamp)));
        earlier.chain(self.time_stamps.iter().filter_map(|stamp| Some((self.log_size?, stamp))))
    }

    /// The time of the newest of its first `size` entries that the file shows, if `stamp` is earlier by more than its accuracy and what clocks
    /// differ by: then one of the two is wrong, and it dates nothing.
    pub fn contradicted(&self, size: u64, stamp: &TimeStamp) -> Option<Time> {
        self.newer_than(size, stamp.latest())
    }

    /// The same of any clock that says that these were there then.
    fn newer_than(&self, size: u64, latest: Time) -> Option<Time> {
        let covered = self.entries.iter().filter_map(|entry| entry.header.as_ref()).filter(|h| h.index < size);
        let newest = covered.map(|header| header.time).max()?;
        (newest > latest.plus_millis(MAX_AHEAD)).then_some(newest)
    }

    /// The earliest cosignature of the largest state that witnesses known to the reader cosigned, and how many entries it has; none that is contradicted
    /// as a time-stamp may be ([`Report::contradicted`]).
    pub fn witnessed(&self) -> Option<(u64, &Cosigned)> {
        let own = self.log_size.map(|size| (size, &self.cosignatures));
        let earlier = self.earlier.iter().rev().map(|dated| (dated.size, &dated.cosignatures));
        own.into_iter().chain(earlier).find_map(|(size, lines)| {
            let good = lines.iter().filter(|line| self.newer_than(size, line.time).is_none());
            Some((size, good.min_by_key(|line| line.time)?))
        })
    }

    /// What dates the entries: each time-stamp by an authority that the reader knows, unless it is contradicted.
    pub fn dating(&self) -> Dating<'_> {
        let known = self.stamps().filter(|(_, stamp)| stamp.trust == Trust::Anchored);
        Dating(known.filter(|(size, stamp)| self.contradicted(*size, stamp).is_none()).collect())
    }
}

/// Time-stamps that date entries, and how many of the log's entries each covers.
#[derive(Clone, Debug)]
pub struct Dating<'a>(pub Vec<(u64, &'a TimeStamp)>);

impl<'a> Dating<'a> {
    /// The earliest one that covers the entry at `index`.
    pub fn first(&self, index: u64) -> Option<&'a TimeStamp> {
        let covering = self.0.iter().filter(|(size, _)| *size > index);
        covering.map(|(_, stamp)| *stamp).min_by_key(|stamp| stamp.time)
    }

    /// The entry among these, by index and time, that the first time-stamp covering it follows at the greatest distance, with that time-stamp.
    pub fn slowest(&self, entries: impl Iterator<Item = (u64, Time)>) -> Option<(u64, Time, &'a TimeStamp)> {
        let dated = entries.filter_map(|(index, time)| Some((index, time, self.first(index)?)));
        dated.max_by_key(|(index, time, stamp)| (stamp.time.0 - time.0, std::cmp::Reverse(*index)))
    }
}

/// A witness says that at this time, by its clock, the checkpoint was the largest that it had seen of the log, and continues all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cosigned {
    pub witness: String,
    pub time: Time,
}

/// What the report comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every check passed, and the reader's own copy of the key signed.
    Intact,
    /// Every check passed, but the key is only the one that the file names: compare it with a key you know.
    KeyNotCompared,
    /// Every check passed but one: the key is not the reader's. The file holds in itself, and is not of the log that the reader expected.
    OtherKey,
    /// The file could be read, and something in it does not hold.
    Faulty,
    /// The file could not be read, so nothing was verified.
    Unreadable,
}

impl Verdict {
    /// Whether nothing fails.
    pub fn holds(self) -> bool {
        matches!(self, Verdict::Intact | Verdict::KeyNotCompared)
    }

    /// Whether the file agrees with the key that it names, so that what its entries say of other files counts; also if that is not the key
    /// that the reader expected.
    pub fn is_consistent(self) -> bool {
        self.holds() || self == Verdict::OtherKey
    }
}

/// How many entries there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    pub disclosed: u64,
    /// In the file with its proof, but without its payload.
    pub withheld: u64,
    /// Said to be erased.
    pub erased: u64,
    /// In the log, but not in the file at all; known once the checkpoint was verified.
    pub elsewhere: u64,
}

/// The questions that verification asks, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Is the file whole, and canonical JSON within the limits?
    File,
    /// Is it an evidence file of a version that this program knows?
    Format,
    /// Is the key that the file names a well-formed key?
    Key,
    /// Is that key the one that the reader trusts?
    TrustedKey,
    /// Did the key sign the checkpoint?
    Checkpoint,
    /// Do file, key and checkpoint speak of the same log?
    Origin,
    /// Is each header well formed?
    Headers,
    /// Are the entries in the order of the log, within its size, and their times never going back?
    Order,
    /// Is each payload shown the one that its header commits to?
    Payloads,
    /// Does each proof lead from the header to the root of the checkpoint?
    Proofs,
    /// Is each time-stamp a good one, about this checkpoint or an earlier one that it continues, and one about this one by an authority that the
    /// reader trusts?
    TimeStamps,
}

impl Check {
    pub const ALL: [Check; 11] = [
        Check::File,
        Check::Format,
        Check::Key,
        Check::TrustedKey,
        Check::Checkpoint,
        Check::Origin,
        Check::Headers,
        Check::Order,
        Check::Payloads,
        Check::Proofs,
        Check::TimeStamps,
    ];
}

/// A check and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub check: Check,
    pub outcome: Outcome,
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Passed,
    /// Nothing is wrong, but the reader must know this.
    Remarked(Remark),
    Failed(Fault),
    /// Could not be asked, because of an earlier fault.
    NotReached,
}

/// What a reader must know although nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// No trusted key was given: signed by the key named in the file; compare with a key you know.
    KeyNamedInFile,
    /// Some payloads are not shown (see [`Report::counts`]); that these entries exist is verified, what they say is not.
    NotAllShown,
    /// No authority says when the checkpoint was there: all times are those of the firm's clock.
    NoTimeStamp,
    /// The reader knows none of the authorities that say so: the names in [`Report::time_stamps`] are only what the tokens say.
    UnknownAuthority,
    /// The certificate with which the token of this number, from 1, was made was not good for that: it says nothing of the time, and nothing against the rest.
    RefusedAuthority { number: u64, error: ChainError },
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// More bytes, or more entries, than the format allows.
    TooLarge { found: u64, limit: u64 },
    /// The file ends too early: cut off while copied or sent.
    Truncated,
    /// Not JSON at all.
    NotJson,
    /// JSON that another program has written anew or somebody edited; the first differing byte, from 0, where known.
    NotCanonical { offset: Option<u64> },
    /// JSON, but not an evidence file.
    NotEvidence,
    /// Made by a newer version: get a newer verifier.
    NewerFormat { format: String },
    /// A member is missing, unknown or of another type.
    Members { detail: String },
    /// The key in the file is malformed.
    BadKey { detail: String },
    /// The reader trusts the key of another firm's log: two firms were mixed up.
    OtherFirm { trusted: String, found: String },
    /// The same log, but another key than the reader's: a new key, or a forgery.
    OtherKey,
    /// The checkpoint is not a signed note with a checkpoint in it.
    BadCheckpoint { detail: String },
    /// The checkpoint bears no signature by the key.
    NotSigned,
    /// The checkpoint bears a signature by the key that does not hold: its text was altered.
    BadSignature,
    /// A line bears the name of a witness that the reader knows, and does not hold for this text.
    BadCosignature { witness: String },
    /// File, key and checkpoint name different logs: firms were mixed up.
    MixedOrigins { file: String, key: String, checkpoint: String },
    /// This many entries have faults of this check, see [`EntryReport::faults`].
    Entries { count: u64 },
    /// All entries agree on another root than that of the checkpoint: proofs and checkpoint do not belong together.
    WrongRoot { computed: Hash },
    /// At this place of the log, from 0, evidence that the reader gave shows another entry, or (none) another root for the same size: the key signed
    /// two pasts.
    OtherPast { index: Option<u64> },
    /// The token of this number, from 1, is not a good time-stamp about this checkpoint.
    TimeStamp { number: u64, error: TimeStampError },
    /// What does not hold of the earlier state of this number, from 1: a fault of its checkpoint, of its origin, of one of its tokens, or one of
    /// the next two.
    Earlier { number: u64, fault: Box<Fault> },
    /// An earlier state is not larger than the one before it, or not smaller than the checkpoint.
    NotEarlier,
    /// The proof does not lead from the earlier state to the checkpoint: the log that was dated then is not the beginning of this one.
    NotContinued,
}

/// What was found about one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryReport {
    /// What the header says, if it is well formed. Believe it only if the whole report is good.
    pub header: Option<Header>,
    pub state: Disclosure,
    /// The payload as the file has it; it was recorded only if there is no fault.
    pub payload: Option<String>,
    /// Of an erased entry, what a later one in the file says of that; believe it only if the whole report is good.
    pub erased: Option<Erased>,
    pub faults: Vec<EntryFault>,
}

/// By whom, when and why the text of an entry was erased, in the firm's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    pub at: Time,
    /// The name of the member who decided.
    pub by: String,
    pub ground: Ground,
    pub note: String,
}

/// How far after the reader's present an entry may be, milliseconds: a day, since the clock may be wrong on either side.
pub const MAX_FUTURE: i64 = 24 * 60 * 60 * 1000;

/// What does not hold about one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryFault {
    /// Of [`Check::Headers`]: not the header of an entry.
    BadHeader { detail: String },
    /// Of [`Check::Headers`]: made by a newer version.
    NewerHeader { version: u64 },
    /// Of [`Check::Order`]: not after the entry before it in the file.
    OutOfOrder,
    /// Of [`Check::Order`]: earlier than the entry before it in the log.
    TimeGoesBack,
    /// Of [`Check::Order`]: more than [`MAX_FUTURE`] after the reader's present.
    Ahead,
    /// Of [`Check::Order`]: its index is not below the size of the checkpoint.
    BeyondLog,
    /// Of [`Check::Payloads`]: the payload is not the one recorded; text (or salt) was altered.
    Altered,
    /// Of [`Check::Payloads`]: the payload is not canonical JSON or too long.
    BadPayload { detail: String },
    /// Of [`Check::Payloads`]: said to be disclosed without salt and payload, or not disclosed with one of them.
    StateDisagrees,
    /// Of [`Check::Proofs`]: the proof has not the length for this place in the log.
    ProofLength,
    /// Of [`Check::Proofs`]: the proof leads to another root: header or proof was altered.
    ProofWrong,
}

impl EntryFault {
    /// The check to which this fault belongs.
    pub fn check(&self) -> Check {
        match self {
            EntryFault::BadHeader { .. } | EntryFault::NewerHeader { .. } => Check::Headers,
            EntryFault::OutOfOrder | EntryFault::TimeGoesBack | EntryFault::BeyondLog | EntryFault::Ahead => {
                Check::Order
            }
            EntryFault::Altered | EntryFault::BadPayload { .. } | EntryFault::StateDisagrees => Check::Payloads,
            EntryFault::ProofLength | EntryFault::ProofWrong => Check::Proofs,
        }
    }
}
