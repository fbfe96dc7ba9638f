//! Access of outsiders: what was granted to whom, what of it still stands, the links, codes and sessions that lead there, and their own notes.

use jiff::tz::TimeZone;
use ledger::access::SAME_VISIT;
use ledger::event::{AccessSort, AccessUsed, Date, Event, Outsider};
use ledger::{Hash, Id, Time};

use super::db::{Row, built};
use super::log::{STORED, Stored};
use super::{Append, Error, Firm, Tx};
use crate::args;

/// A grant on record.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub access: Id,
    pub to: Outsider,
    pub sort: AccessSort,
    pub last: Date,
    pub until: Time,
    pub reason: String,
    pub granted: Time,
    pub granted_by: String,
    /// When, by whom, why.
    pub revoked: Option<(Time, String, String)>,
}

impl Access {
    /// When it ended, as seen at `now`; none while it stands.
    pub fn ended(&self, now: Time) -> Option<Time> {
        let over = (self.until <= now).then_some(self.until);
        self.revoked.as_ref().map(|(at, ..)| *at).or(over)
    }
}

/// The columns of [`Access`], from the table `a`.
const COLUMNS: &str =
    "a.access, a.name, a.office, a.email, a.lang, a.sort, a.last, a.until, a.reason, a.granted, a.granted_by,
    a.revoked, a.revoked_by, a.revoke_reason";

fn read(row: &Row) -> Result<Access, Error> {
    let revoked: Option<Time> = row.get("revoked")?;
    let (by, why): (Option<String>, Option<String>) = (row.get("revoked_by")?, row.get("revoke_reason")?);
    Ok(Access {
        access: row.get("access")?,
        to: Outsider {
            name: row.get("name")?,
            office: row.get("office")?,
            email: row.get("email")?,
            lang: row.parse("lang")?,
        },
        sort: row.word("sort")?,
        last: row.parse("last")?,
        until: row.get("until")?,
        reason: row.get("reason")?,
        granted: row.get("granted")?,
        granted_by: row.get("granted_by")?,
        revoked: revoked.map(|at| (at, by.unwrap_or_default(), why.unwrap_or_default())),
    })
}

/// The condition that nothing is left of what the grant `a` is over.
const GONE: &str =
    "NOT EXISTS (SELECT 1 FROM access_over g LEFT JOIN client c ON c.firm = g.firm AND c.client = SUBSTR(g.about, 8)
    LEFT JOIN project p ON p.firm = g.firm AND p.project = SUBSTR(g.about, 9)
    WHERE g.firm = a.firm AND g.access = a.access AND (c.client IS NOT NULL OR p.project IS NOT NULL))";

/// When the last of what it is over was destroyed; none while anything of it is left.
pub async fn destroyed(tx: &mut Tx, firm: Firm, access: Id) -> Result<Option<Time>, Error> {
    let sql = format!(
        "SELECT MAX(d.destroyed) AS at FROM access a JOIN access_over o ON o.firm = a.firm AND o.access = a.access
         JOIN destroyed d ON d.firm = o.firm AND (d.project = SUBSTR(o.about, 9) OR d.client = SUBSTR(o.about, 8))
         WHERE a.firm = $1 AND a.access = $2 AND {GONE}"
    );
    tx.one(built(sql), args![firm, access]).await?.get("at")
}

/// All of the firm, the newest first, with the time of the last use of each.
pub async fn list(tx: &mut Tx, firm: Firm) -> Result<Vec<(Access, Option<Time>)>, Error> {
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT MAX(e.time) FROM entry e WHERE e.firm = a.firm AND e.subject = 'access:' || a.access
         AND e.kind = 'access.used') AS used FROM access a WHERE a.firm = $1 ORDER BY a.first_entry DESC"
    );
    tx.all(built(sql), args![firm]).await?.iter().map(|row| Ok((read(row)?, row.get("used")?))).collect()
}

/// One of them.
///
/// # Errors
/// `Missing`.
pub async fn get(tx: &mut Tx, firm: Firm, access: Id) -> Result<Access, Error> {
    let sql = format!("SELECT {COLUMNS} FROM access a WHERE a.firm = $1 AND a.access = $2");
    read(&tx.one(built(sql), args![firm, access]).await?)
}

/// What it is over, as subjects of headers, with what each is called; clients first.
pub async fn over(tx: &mut Tx, firm: Firm, access: Id) -> Result<Vec<(String, String)>, Error> {
    let sql = "SELECT o.about, COALESCE(p.title, c.name, d.client_name,
               (SELECT MAX(g.client_name) FROM destroyed g WHERE g.firm = o.firm AND g.client = SUBSTR(o.about, 8)), '') AS name
               FROM access_over o
               LEFT JOIN client c ON c.firm = o.firm AND o.about = 'client:' || c.client
               LEFT JOIN project p ON p.firm = o.firm AND o.about = 'project:' || p.project
               LEFT JOIN destroyed d ON d.firm = o.firm AND o.about = 'project:' || d.project
               WHERE o.firm = $1 AND o.access = $2 ORDER BY o.about";
    tx.all(sql, args![firm, access]).await?.iter().map(|row| Ok((row.get("about")?, row.get("name")?))).collect()
}

/// The condition that a project `p` lies under the grant `$2`.
const COVERED: &str = "EXISTS (SELECT 1 FROM access_over o WHERE o.firm = p.firm AND o.access = $2
    AND (o.about = 'project:' || p.project OR o.about = 'client:' || p.client))";

/// The projects that may be read: identifier, title, the client's identifier and name; client by client.
pub async fn projects(tx: &mut Tx, firm: Firm, access: Id) -> Result<Vec<Readable>, Error> {
    let sql = format!(
        "SELECT p.project, p.title, p.client, c.name FROM project p JOIN client c ON c.firm = p.firm AND c.client = p.client
         WHERE p.firm = $1 AND {COVERED} ORDER BY c.sort, p.client, p.opened, p.project"
    );
    let read = |row: &Row| {
        let (project, title) = (row.get("project")?, row.get("title")?);
        Ok(Readable { project, title, client: row.get("client")?, client_name: row.get("name")? })
    };
    tx.all(built(sql), args![firm, access]).await?.iter().map(read).collect()
}

#[derive(Clone, Debug)]
pub struct Readable {
    pub project: Id,
    pub title: String,
    pub client: Id,
    pub client_name: String,
}

/// Everything that could be granted, likewise; a client without a project has a line of its own.
pub async fn choices(tx: &mut Tx, firm: Firm) -> Result<Vec<(Id, String, Option<(Id, String)>)>, Error> {
    let sql = "SELECT c.client, c.name, p.project, p.title FROM client c
               LEFT JOIN project p ON p.firm = c.firm AND p.client = c.client
               WHERE c.firm = $1 ORDER BY c.sort, c.client, p.opened, p.project";
    let read = |row: &Row| {
        let (project, title): (Option<Id>, Option<String>) = (row.get("project")?, row.get("title")?);
        Ok((row.get("client")?, row.get("name")?, project.map(|project| (project, title.unwrap_or_default()))))
    };
    tx.all(sql, args![firm]).await?.iter().map(read).collect()
}

/// Whether this may be read under the grant, and what it is called: a project, a notice of one, a client as a whole.
///
/// # Errors
/// `Missing` where it may not, or there is no such thing: the answer is the same.
pub async fn covers(tx: &mut Tx, firm: Firm, access: Id, about: &str) -> Result<String, Error> {
    let (word, id) = about.split_once(':').unwrap_or_default();
    let sql = match word {
        "project" => {
            format!("SELECT p.title AS name FROM project p WHERE p.firm = $1 AND p.project = $3 AND {COVERED}")
        }
        "notice" => format!(
            "SELECT n.reference AS name FROM notice n JOIN project p ON p.firm = n.firm AND p.project = n.project
             WHERE n.firm = $1 AND n.notice = $3 AND {COVERED}"
        ),
        "client" => {
            "SELECT c.name FROM client c JOIN access_over o ON o.firm = c.firm AND o.about = 'client:' || c.client
                     WHERE c.firm = $1 AND o.access = $2 AND c.client = $3"
                .to_owned()
        }
        _ => return Err(Error::Missing),
    };
    tx.one(built(sql), args![firm, access, id]).await?.get("name")
}

/// The project of a paper.
///
/// # Errors
/// `Missing`.
pub async fn project_of_paper(tx: &mut Tx, firm: Firm, paper: Id) -> Result<Id, Error> {
    tx.one("SELECT project FROM paper WHERE firm = $1 AND paper = $2", args![firm, paper]).await?.get("project")
}

/// The grants over a project, those on its client among them, or over a client; `standing` at this moment, if one is given.
pub async fn readers(tx: &mut Tx, firm: Firm, about: &str, standing: Option<Time>) -> Result<Vec<Access>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM access a WHERE a.firm = $1 AND ($3 IS NULL OR (a.revoked IS NULL AND a.until > $3))
         AND EXISTS (SELECT 1 FROM access_over o WHERE o.firm = a.firm AND o.access = a.access AND (o.about = $2
             OR o.about = (SELECT 'client:' || client FROM project WHERE firm = $1 AND 'project:' || project = $2)
             OR o.about IN (SELECT 'project:' || project FROM project WHERE firm = $1 AND 'client:' || client = $2)))
         ORDER BY a.first_entry"
    )
    .replace("$3 IS NULL", "CAST($3 AS BIGINT) IS NULL");
    tx.all(built(sql), args![firm, about, standing]).await?.iter().map(read).collect()
}

/// How many grants of the firm stand, and are over something that is there.
pub async fn standing(tx: &mut Tx, firm: Firm, now: Time) -> Result<u64, Error> {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM access a WHERE a.firm = $1 AND a.revoked IS NULL AND a.until > $2 AND NOT ({GONE})"
    );
    tx.one(built(sql), args![firm, now]).await?.get("n")
}

/// Whoever opens a link: the firm with its name and time zone, and what was granted.
pub struct Linked {
    pub firm: Firm,
    pub firm_name: String,
    pub zone: TimeZone,
    pub access: Access,
    /// When a newer link took the place of this one.
    pub replaced: Option<Time>,
}

/// Sends the reader by a new link; earlier ones stop working.
pub async fn link(tx: &mut Tx, firm: Firm, access: Id, token: Hash, now: Time) -> Result<(), Error> {
    let sql = "UPDATE access_link SET closed = $3 WHERE firm = $1 AND access = $2 AND closed IS NULL";
    tx.run(sql, args![firm, access, now]).await?;
    let sql = "INSERT INTO access_link (token_hash, firm, access, created) VALUES ($1, $2, $3, $4)";
    tx.run(sql, args![token, firm, access, now]).await.map(drop)
}

/// Where the link with this hash leads.
///
/// # Errors
/// `Missing`.
pub async fn linked(tx: &mut Tx, token: &Hash) -> Result<Linked, Error> {
    let sql = format!(
        "SELECT l.firm, f.name AS firm_name, f.time_zone, l.closed, {COLUMNS} FROM access_link l
         JOIN access a ON a.firm = l.firm AND a.access = l.access JOIN firm f ON f.firm = l.firm
         WHERE l.token_hash = $1"
    );
    let row = tx.one(built(sql), args![token]).await?;
    Ok(Linked {
        firm: Firm(row.get("firm")?),
        firm_name: row.get("firm_name")?,
        zone: TimeZone::get(&row.get::<String>("time_zone")?).map_err(Error::damaged)?,
        access: read(&row)?,
        replaced: row.get("closed")?,
    })
}

/// Ends what links, codes and sessions opened: at once, whatever page is asked for next.
pub async fn close(tx: &mut Tx, firm: Firm, access: Id, now: Time) -> Result<(), Error> {
    let sql = "UPDATE access_code SET closed = $3 WHERE firm = $1 AND access = $2 AND closed IS NULL";
    tx.run(sql, args![firm, access, now]).await?;
    tx.run("DELETE FROM access_session WHERE firm = $1 AND access = $2", args![firm, access]).await.map(drop)
}

pub use super::codes::Code;

/// How many codes were asked for since a moment.
pub async fn codes_since(tx: &mut Tx, firm: Firm, access: Id, since: Time) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) AS n FROM access_code WHERE firm = $1 AND access = $2 AND created > $3";
    tx.one(sql, args![firm, access, since]).await?.get("n")
}

/// Stores a new code; earlier ones stop working.
pub async fn start_code(tx: &mut Tx, firm: Firm, access: Id, code: &Code, now: Time) -> Result<(), Error> {
    let sql = "UPDATE access_code SET closed = $3 WHERE firm = $1 AND access = $2 AND closed IS NULL";
    tx.run(sql, args![firm, access, now]).await?;
    let sql = "INSERT INTO access_code (firm, code, access, hash, wrong_tries, created, expires) VALUES ($1, $2, $3, $4, 0, $5, $6)";
    tx.run(sql, args![firm, code.code, access, &code.hash, now, code.expires]).await.map(drop)
}

/// The code that may be typed now.
pub async fn code(tx: &mut Tx, firm: Firm, access: Id, now: Time) -> Result<Option<Code>, Error> {
    let sql = "SELECT code, hash, wrong_tries, expires FROM access_code
               WHERE firm = $1 AND access = $2 AND closed IS NULL AND expires > $3 ORDER BY created DESC LIMIT 1";
    let read = |row: &Row| {
        let (code, hash) = (row.get("code")?, row.get("hash")?);
        Ok(Code { code, hash, wrong_tries: row.get("wrong_tries")?, expires: row.get("expires")? })
    };
    tx.maybe(sql, args![firm, access, now]).await?.as_ref().map(read).transpose()
}

/// Counts a wrong try; the answer is how many there are now.
pub async fn wrong(tx: &mut Tx, firm: Firm, code: Id) -> Result<u32, Error> {
    let sql =
        "UPDATE access_code SET wrong_tries = wrong_tries + 1 WHERE firm = $1 AND code = $2 RETURNING wrong_tries";
    tx.one(sql, args![firm, code]).await?.get("wrong_tries")
}

/// Typed correctly or tried too often: the code works no longer.
pub async fn close_code(tx: &mut Tx, firm: Firm, code: Id, now: Time) -> Result<(), Error> {
    tx.run("UPDATE access_code SET closed = $3 WHERE firm = $1 AND code = $2", args![firm, code, now]).await.map(drop)
}

/// Opens a session, until `expires`.
pub async fn enter(
    tx: &mut Tx,
    firm: Firm,
    (access, session): (Id, Id),
    token: Hash,
    (now, expires): (Time, Time),
) -> Result<(), Error> {
    let sql = "INSERT INTO access_session (token_hash, firm, session, access, created, expires) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(sql, args![token, firm, session, access, now, expires]).await.map(drop)
}

/// The session of this cookie, if it is one of the grant and not over.
pub async fn session(tx: &mut Tx, firm: Firm, access: Id, token: &Hash, now: Time) -> Result<Option<Id>, Error> {
    let sql = "SELECT session FROM access_session WHERE token_hash = $1 AND firm = $2 AND access = $3 AND expires > $4";
    tx.maybe(sql, args![token, firm, access, now]).await?.map(|row| row.get("session")).transpose()
}

/// Ends one session.
pub async fn leave(tx: &mut Tx, firm: Firm, session: Id) -> Result<(), Error> {
    tx.run("DELETE FROM access_session WHERE firm = $1 AND session = $2", args![firm, session]).await.map(drop)
}

/// Whether the same was recorded within the last [`SAME_VISIT`]. Asked under the lock of the log, so of a double click the second finds the first.
pub async fn lately(log: &mut Append, used: &AccessUsed) -> Result<bool, Error> {
    let (firm, since) = (log.firm(), Time(log.now().0 - SAME_VISIT));
    let sql = format!(
        "SELECT {STORED} FROM entry WHERE firm = $1 AND subject = $2 AND kind = 'access.used' AND time > $3 ORDER BY idx DESC"
    );
    for row in log.all(built(sql), args![firm, format!("access:{}", used.access), since]).await? {
        if let Some(Event::AccessUsed(before)) = Stored::read(&row)?.event()?
            && (AccessUsed { device: used.device.clone(), ..before }) == *used
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a reader wrote for themselves.
#[derive(Clone, Debug)]
pub struct Note {
    pub note: Id,
    pub about: String,
    pub entry: Option<u64>,
    pub text: String,
    pub created: Time,
}

/// The notes of one grant, the oldest first.
pub async fn notes(tx: &mut Tx, firm: Firm, access: Id) -> Result<Vec<Note>, Error> {
    let sql = "SELECT note, about, on_entry, text, created FROM access_note WHERE firm = $1 AND access = $2 ORDER BY created, note";
    let read = |row: &Row| {
        let (note, about, entry) = (row.get("note")?, row.get("about")?, row.get("on_entry")?);
        Ok(Note { note, about, entry, text: row.get("text")?, created: row.get("created")? })
    };
    tx.all(sql, args![firm, access]).await?.iter().map(read).collect()
}

pub async fn add_note(tx: &mut Tx, firm: Firm, access: Id, note: &Note) -> Result<(), Error> {
    let sql = "INSERT INTO access_note (firm, note, access, about, on_entry, text, created) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let args = args![firm, note.note, access, note.about.as_str(), note.entry, note.text.as_str(), note.created];
    tx.run(sql, args).await.map(drop)
}

pub async fn remove_note(tx: &mut Tx, firm: Firm, access: Id, note: Id) -> Result<(), Error> {
    let sql = "DELETE FROM access_note WHERE firm = $1 AND access = $2 AND note = $3";
    tx.run(sql, args![firm, access, note]).await.map(drop)
}

/// Notes that the reader made this document, or the bundle with this hash, to take along. The same bundle made again is one.
pub async fn add_made(tx: &mut Tx, firm: Firm, access: Id, made: &str) -> Result<(), Error> {
    let sql = "INSERT INTO access_made (firm, access, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    tx.run(sql, args![firm, access, made]).await.map(drop)
}

/// What the reader made.
pub async fn made(tx: &mut Tx, firm: Firm, access: Id) -> Result<Vec<String>, Error> {
    let sql = "SELECT document FROM access_made WHERE firm = $1 AND access = $2 ORDER BY document";
    tx.all(sql, args![firm, access]).await?.iter().map(|row| row.get("document")).collect()
}

/// The name of the outside reader who made this document; none of one that a member made, or whose grant was erased.
pub async fn maker(tx: &mut Tx, firm: Firm, document: Id) -> Result<Option<(String, String, Time)>, Error> {
    let sql =
        "SELECT a.name, a.office, a.granted FROM access_made m JOIN access a ON a.firm = m.firm AND a.access = m.access
               WHERE m.firm = $1 AND m.document = $2";
    let row = tx.maybe(sql, args![firm, document]).await?;
    row.map(|row| Ok((row.get("name")?, row.get("office")?, row.get("granted")?))).transpose()
}

/// How many notes its reader wrote.
pub async fn count_notes(tx: &mut Tx, firm: Firm, access: &str) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) AS n FROM access_note WHERE firm = $1 AND access = $2";
    tx.one(sql, args![firm, access]).await?.get("n")
}

/// Takes away all that is no evidence, when the grant's own text is erased: links, codes, sessions, the reader's notes, and which files were theirs.
pub async fn forget(tx: &mut Tx, firm: Firm, access: &str) -> Result<(), Error> {
    for table in ["access_link", "access_code", "access_session", "access_note", "access_made"] {
        tx.run(built(format!("DELETE FROM {table} WHERE firm = $1 AND access = $2")), args![firm, access]).await?;
    }
    Ok(())
}

/// Whether a notice, as a subject of headers, is one of a project.
pub async fn is_notice_of(tx: &mut Tx, firm: Firm, notice: &str, project: &str) -> Result<bool, Error> {
    let sql = "SELECT notice FROM notice WHERE firm = $1 AND 'notice:' || notice = $2 AND 'project:' || project = $3";
    Ok(tx.maybe(sql, args![firm, notice, project]).await?.is_some())
}

/// The session that was opened last and is not over, with its end.
pub async fn newest_session(tx: &mut Tx, firm: Firm, access: Id, now: Time) -> Result<Option<(Id, Time)>, Error> {
    let sql = "SELECT session, expires FROM access_session WHERE firm = $1 AND access = $2 AND expires > $3
               ORDER BY created DESC, session LIMIT 1";
    let read = |row: Row| Ok((row.get("session")?, row.get("expires")?));
    tx.maybe(sql, args![firm, access, now]).await?.map(read).transpose()
}
