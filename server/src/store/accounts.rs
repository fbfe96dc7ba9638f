//! Members, their passwords and their invitations.

use ledger::event::Role;
use ledger::{Hash, Id, Lang, Time};

use super::{Error, Firm, Tx};
use crate::args;

/// Whether the first run is over.
pub async fn any_firm(tx: &mut Tx) -> Result<bool, Error> {
    Ok(tx.maybe("SELECT firm FROM firm LIMIT 1", args![]).await?.is_some())
}

/// Whether there is a firm besides this one.
pub async fn other_firm(tx: &mut Tx, firm: Firm) -> Result<bool, Error> {
    Ok(tx.maybe("SELECT firm FROM firm WHERE firm <> $1 LIMIT 1", args![firm]).await?.is_some())
}

/// What signing in needs to know of an address.
pub struct Account {
    pub firm: Firm,
    pub member: Id,
    pub password: String,
}

/// The active member with this address. An address belongs to one firm: inviting refuses one that another firm has.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Account>, Error> {
    let sql = "SELECT m.firm, m.member, c.password FROM member m JOIN credential c ON c.firm = m.firm AND c.member = m.member \
               WHERE m.email = $1 AND m.state = 'active'";
    let Some(row) = tx.maybe(sql, args![email]).await? else { return Ok(None) };
    Ok(Some(Account { firm: Firm(row.get("firm")?), member: row.get("member")?, password: row.get("password")? }))
}

/// Whether any firm has this address in use.
pub async fn email_taken(tx: &mut Tx, email: &str) -> Result<bool, Error> {
    let sql = "SELECT member FROM member WHERE email = $1 AND state <> 'removed'";
    Ok(tx.maybe(sql, args![email]).await?.is_some())
}

pub async fn password(tx: &mut Tx, firm: Firm, member: Id) -> Result<String, Error> {
    let sql = "SELECT password FROM credential WHERE firm = $1 AND member = $2";
    tx.one(sql, args![firm, member]).await?.get("password")
}

pub async fn set_password(tx: &mut Tx, firm: Firm, member: Id, password: &str, now: Time) -> Result<(), Error> {
    let sql = "INSERT INTO credential (firm, member, password, changed) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (firm, member) DO UPDATE SET password = excluded.password, changed = excluded.changed";
    tx.run(sql, args![firm, member, password, now]).await.map(drop)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberState {
    Invited,
    Active,
    Removed,
}

pub struct MemberRow {
    pub member: Id,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: MemberState,
    pub lang: Lang,
}

/// Everyone who ever was a member, those of today first.
pub async fn members(tx: &mut Tx, firm: Firm) -> Result<Vec<MemberRow>, Error> {
    let sql = "SELECT member, name, email, role, state, lang FROM member WHERE firm = $1 \
               ORDER BY CASE state WHEN 'active' THEN 0 WHEN 'invited' THEN 1 ELSE 2 END, first_entry";
    tx.all(sql, args![firm]).await?.iter().map(member_row).collect()
}

pub async fn member(tx: &mut Tx, firm: Firm, member: Id) -> Result<MemberRow, Error> {
    let sql = "SELECT member, name, email, role, state, lang FROM member WHERE firm = $1 AND member = $2";
    member_row(&tx.one(sql, args![firm, member]).await?)
}

fn member_row(row: &super::Row) -> Result<MemberRow, Error> {
    let state: String = row.get("state")?;
    Ok(MemberRow {
        member: row.get("member")?,
        name: row.get("name")?,
        email: row.get("email")?,
        role: row.word("role")?,
        state: match state.as_str() {
            "active" => MemberState::Active,
            "invited" => MemberState::Invited,
            _ => MemberState::Removed,
        },
        lang: row.parse("lang")?,
    })
}

/// Active owners other than this member: the last owner can neither leave nor step down.
pub async fn other_owners(tx: &mut Tx, firm: Firm, member: Id) -> Result<u64, Error> {
    let sql = "SELECT CAST(count(*) AS BIGINT) AS n FROM member \
               WHERE firm = $1 AND member <> $2 AND role = 'owner' AND state = 'active'";
    tx.one(sql, args![firm, member]).await?.get("n")
}

/// An invitation that still works.
pub struct Invitation {
    pub firm: Firm,
    pub member: Id,
    pub email: String,
    pub role: Role,
    pub name: String,
    pub firm_name: String,
}

/// Adds an invitation; earlier ones of the same member stop working.
pub async fn invite(tx: &mut Tx, firm: Firm, member: Id, token: &Hash, now: Time, expires: Time) -> Result<(), Error> {
    revoke_invitations(tx, firm, member, now).await?;
    let sql = "INSERT INTO invitation (token_hash, firm, member, created, expires) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![token, firm, member, now, expires]).await.map(drop)
}

pub async fn revoke_invitations(tx: &mut Tx, firm: Firm, member: Id, now: Time) -> Result<(), Error> {
    let sql = "UPDATE invitation SET used = $3 WHERE firm = $1 AND member = $2 AND used IS NULL";
    tx.run(sql, args![firm, member, now]).await.map(drop)
}

pub async fn invitation(tx: &mut Tx, token: &Hash, now: Time) -> Result<Invitation, Error> {
    let sql = "SELECT i.firm, i.member, m.email, m.role, m.name, f.name AS firm_name FROM invitation i \
               JOIN member m ON m.firm = i.firm AND m.member = i.member JOIN firm f ON f.firm = i.firm \
               WHERE i.token_hash = $1 AND i.used IS NULL AND i.expires > $2 AND m.state <> 'removed'";
    let row = tx.one(sql, args![token, now]).await?;
    Ok(Invitation {
        firm: Firm(row.get("firm")?),
        member: row.get("member")?,
        email: row.get("email")?,
        role: row.word("role")?,
        name: row.get("name")?,
        firm_name: row.get("firm_name")?,
    })
}
