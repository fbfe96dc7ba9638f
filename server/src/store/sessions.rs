//! Where members are signed in. A token's hash finds the session; the token itself is only in the cookie.

use ledger::event::Role;
use ledger::{Hash, Id, Lang, Time};

use super::log::Head;
use super::{Error, Firm, Tx};
use crate::args;

/// A session is seen to be used at most this often, milliseconds: one write a minute and not one a page.
const SEEN_EVERY: i64 = 60_000;

/// Who is signed in.
#[derive(Clone)]
pub struct Session {
    pub session: Id,
    pub firm: Firm,
    pub member: Id,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    pub firm_name: String,
    pub log: Head,
    seen: Time,
}

impl Session {
    /// Whether its use should be noted again.
    pub fn stale(&self, now: Time) -> bool {
        now.0 - self.seen.0 > SEEN_EVERY
    }
}

pub struct New<'a> {
    pub session: Id,
    pub member: Id,
    pub token: Hash,
    pub user_agent: &'a str,
    pub expires: Time,
}

pub async fn start(tx: &mut Tx, firm: Firm, new: New<'_>, now: Time) -> Result<(), Error> {
    let sql = "INSERT INTO session (token_hash, firm, session, member, created, seen, expires, user_agent)
               VALUES ($1, $2, $3, $4, $5, $5, $6, $7)";
    let args = args![&new.token, firm, new.session, new.member, now, new.expires, new.user_agent];
    tx.run(sql, args).await.map(drop)
}

/// The living session of this token, if its member is still active.
pub async fn find(tx: &mut Tx, token: &Hash, now: Time) -> Result<Option<Session>, Error> {
    let sql =
        "SELECT s.session, s.firm, s.member, s.seen, m.name, m.role, m.lang, f.name AS firm_name, h.size, h.last_time
               FROM session s
               JOIN member m ON m.firm = s.firm AND m.member = s.member
               JOIN firm f ON f.firm = s.firm
               JOIN log_head h ON h.firm = s.firm
               WHERE s.token_hash = $1 AND s.revoked IS NULL AND s.expires > $2 AND m.state = 'active'";
    let Some(row) = tx.maybe(sql, args![token, now]).await? else { return Ok(None) };
    Ok(Some(Session {
        session: row.get("session")?,
        firm: Firm(row.get("firm")?),
        member: row.get("member")?,
        name: row.get("name")?,
        role: row.word("role")?,
        lang: row.parse("lang")?,
        firm_name: row.get("firm_name")?,
        log: Head { size: row.get("size")?, last_time: row.get("last_time")? },
        seen: row.get("seen")?,
    }))
}

/// Notes that the session was used and lets it live on until `expires`.
pub async fn seen(tx: &mut Tx, firm: Firm, session: Id, now: Time, expires: Time) -> Result<(), Error> {
    let sql = "UPDATE session SET seen = $3, expires = $4 WHERE firm = $1 AND session = $2 AND revoked IS NULL";
    tx.run(sql, args![firm, session, now, expires]).await.map(drop)
}

pub struct Line {
    pub session: Id,
    pub user_agent: String,
    pub created: Time,
    pub seen: Time,
}

/// The living sessions of a member, the newest first.
pub async fn list(tx: &mut Tx, firm: Firm, member: Id, now: Time) -> Result<Vec<Line>, Error> {
    let sql = "SELECT session, user_agent, created, seen FROM session
               WHERE firm = $1 AND member = $2 AND revoked IS NULL AND expires > $3 ORDER BY created DESC, session";
    tx.all(sql, args![firm, member, now])
        .await?
        .iter()
        .map(|row| {
            Ok(Line {
                session: row.get("session")?,
                user_agent: row.get("user_agent")?,
                created: row.get("created")?,
                seen: row.get("seen")?,
            })
        })
        .collect()
}

/// Ends one session of the member; the answer is how many were ended (0: not theirs, or ended before).
pub async fn revoke(tx: &mut Tx, firm: Firm, member: Id, session: Id, now: Time) -> Result<u64, Error> {
    let sql = "UPDATE session SET revoked = $4 WHERE firm = $1 AND member = $2 AND session = $3 AND revoked IS NULL";
    tx.run(sql, args![firm, member, session, now]).await
}

/// Ends all sessions of the member but `keep`.
pub async fn revoke_others(tx: &mut Tx, firm: Firm, member: Id, keep: Option<Id>, now: Time) -> Result<(), Error> {
    let sql = "UPDATE session SET revoked = $4
               WHERE firm = $1 AND member = $2 AND session <> COALESCE($3, '') AND revoked IS NULL";
    tx.run(sql, args![firm, member, keep, now]).await.map(drop)
}
