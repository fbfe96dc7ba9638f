//! Mails that came in: to which of ours they are tied, and those that found no place.

use ledger::{Hash, Id, Time};

use super::db::built;
use super::{Error, Firm, Paging, Row, Tx, Value, paging};
use crate::args;

/// One of our mails.
#[derive(Clone, Debug)]
pub struct Tied {
    pub firm: Firm,
    pub mail: Id,
    pub notice: Option<Id>,
    pub contact: Option<Id>,
    /// To which it went.
    pub address: String,
}

/// The mail whose Message-ID comes first among these; whichever firm sent it, since the message does not say.
pub async fn tied(tx: &mut Tx, ids: &[String]) -> Result<Option<Tied>, Error> {
    if ids.is_empty() {
        return Ok(None);
    }
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT firm, mail, notice, contact, address, message_id FROM delivery \
         WHERE accepted = 1 AND message_id IN ({})",
        places.join(", ")
    );
    let rows = tx.all(built(sql), ids.iter().map(|id| Value::from(id.as_str())).collect()).await?;
    let mut found: Vec<(usize, Tied)> = Vec::new();
    for row in &rows {
        let id: String = row.get("message_id")?;
        let tied = Tied {
            firm: Firm(row.get("firm")?),
            mail: row.get("mail")?,
            notice: row.get("notice")?,
            contact: row.get("contact")?,
            address: row.get("address")?,
        };
        found.push((ids.iter().position(|known| *known == id).unwrap_or(ids.len()), tied));
    }
    Ok(found.into_iter().min_by_key(|(place, _)| *place).map(|(_, tied)| tied))
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    Returned,
    Reply,
    Automatic,
    Unplaced,
}

impl Became {
    fn as_str(self) -> &'static str {
        match self {
            Became::Returned => "returned",
            Became::Reply => "reply",
            Became::Automatic => "automatic",
            Became::Unplaced => "unplaced",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub incoming: Id,
    pub fingerprint: Hash,
    pub became: Became,
    /// About which one a person wrote.
    pub notice: Option<Id>,
    pub sender: String,
    pub subject: String,
    pub reason: Option<String>,
    /// Of an unplaced one that is kept.
    pub sha256: Option<Hash>,
    pub size: u64,
}

pub async fn is_known(tx: &mut Tx, fingerprint: Hash) -> Result<bool, Error> {
    Ok(tx.maybe("SELECT incoming FROM incoming WHERE fingerprint = $1", args![fingerprint]).await?.is_some())
}

pub async fn add(tx: &mut Tx, firm: Firm, message: &Message, now: Time) -> Result<(), Error> {
    let sql = "INSERT INTO incoming (firm, incoming, fingerprint, received, became, sender, subject, reason, sha256, size, notice) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let placed = message.became != Became::Unplaced;
    // What an entry holds is erased with the entry: it stands nowhere else.
    let (sender, subject) = if placed { ("", "") } else { (message.sender.as_str(), message.subject.as_str()) };
    let values = args![
        firm,
        message.incoming,
        message.fingerprint,
        now,
        message.became.as_str(),
        sender,
        subject,
        message.reason.clone(),
        message.sha256,
        message.size,
        message.notice
    ];
    tx.run(sql, values).await.map(drop)
}

const COLUMNS: &str = "SELECT incoming, fingerprint, received, sender, subject, reason, sha256, size FROM incoming";

fn read(row: &Row) -> Result<(Message, Time), Error> {
    let message = Message {
        incoming: row.get("incoming")?,
        fingerprint: row.get("fingerprint")?,
        became: Became::Unplaced,
        notice: None,
        sender: row.get("sender")?,
        subject: row.get("subject")?,
        reason: row.get("reason")?,
        sha256: row.get("sha256")?,
        size: row.get("size")?,
    };
    Ok((message, row.get("received")?))
}

/// The messages that found no place and that nobody has seen to, newest first; or those that were put aside since.
pub async fn unplaced(
    tx: &mut Tx,
    firm: Firm,
    aside: bool,
    asked: &str,
) -> Result<(Vec<(Message, Time)>, Paging), Error> {
    let (shown, count) = if aside { (ASIDE, COUNT_ASIDE) } else { (OPEN, COUNT_OPEN) };
    let sql = format!("{COLUMNS} WHERE firm = $1 AND {shown} ORDER BY received DESC, incoming LIMIT $2 OFFSET $3");
    let (rows, paging) = paging::rows(tx, firm, &sql, count, asked).await?;
    Ok((rows.iter().map(read).collect::<Result<_, Error>>()?, paging))
}

const OPEN: &str = "became = 'unplaced' AND settled IS NULL";
const COUNT_OPEN: &str =
    "SELECT COUNT(*) AS n FROM incoming WHERE firm = $1 AND became = 'unplaced' AND settled IS NULL";
/// What was erased is no message any more.
const ASIDE: &str = "became = 'unplaced' AND settled IS NOT NULL AND reason <> 'erased'";
const COUNT_ASIDE: &str = "SELECT COUNT(*) AS n FROM incoming WHERE firm = $1 AND became = 'unplaced' AND settled IS NOT NULL AND reason <> 'erased'";

/// How many wait, and how many were put aside.
pub async fn counts(tx: &mut Tx, firm: Firm) -> Result<(u64, u64), Error> {
    let waiting = tx.one(COUNT_OPEN, args![firm]).await?.get("n")?;
    Ok((waiting, tx.one(COUNT_ASIDE, args![firm]).await?.get("n")?))
}

pub async fn waiting(tx: &mut Tx, firm: Firm) -> Result<u64, Error> {
    tx.one(COUNT_OPEN, args![firm]).await?.get("n")
}

/// The message, and when it came.
pub async fn one(tx: &mut Tx, firm: Firm, id: Id) -> Result<(Message, Time), Error> {
    let sql =
        built(format!("{COLUMNS} WHERE firm = $1 AND incoming = $2 AND became = 'unplaced' AND reason <> 'erased'"));
    read(&tx.one(sql, args![firm, id]).await?)
}

pub async fn settle(tx: &mut Tx, firm: Firm, id: Id, now: Time) -> Result<(), Error> {
    let sql = "UPDATE incoming SET settled = $3 WHERE firm = $1 AND incoming = $2 AND became = 'unplaced'";
    match tx.run(sql, args![firm, id, now]).await? {
        0 => Err(Error::Missing),
        _ => Ok(()),
    }
}

/// How many replies to a notice no adviser has read.
pub async fn unread(tx: &mut Tx, firm: Firm, notice: Id) -> Result<u64, Error> {
    let sql =
        "SELECT COUNT(*) AS n FROM incoming WHERE firm = $1 AND notice = $2 AND became = 'reply' AND settled IS NULL";
    tx.one(sql, args![firm, notice]).await?.get("n")
}

/// An adviser has read the replies that came up to this time; what came since is still to be read.
pub async fn read_replies(tx: &mut Tx, firm: Firm, notice: Id, until: Time, now: Time) -> Result<(), Error> {
    let sql = "UPDATE incoming SET settled = $4 \
               WHERE firm = $1 AND notice = $2 AND became = 'reply' AND settled IS NULL AND received <= $3";
    tx.run(sql, args![firm, notice, until, now]).await.map(drop)
}

/// Takes what the message said, and its file. Its fingerprint stays, so that it is not taken once more. The file is the caller's.
pub async fn erase(tx: &mut Tx, firm: Firm, id: Id, now: Time) -> Result<(), Error> {
    let sql = "UPDATE incoming SET sender = '', subject = '', reason = 'erased', sha256 = NULL, size = 0, \
               settled = COALESCE(settled, $3) WHERE firm = $1 AND incoming = $2 AND became = 'unplaced'";
    tx.run(sql, args![firm, id, now]).await.map(drop)
}

/// The people of a client whose address a report said cannot be reached, and when: until another is recorded, or they do something by a
/// mail that went there since.
pub async fn unreached(tx: &mut Tx, firm: Firm, client: Id) -> Result<Vec<(Id, Time)>, Error> {
    let sql = "SELECT c.contact, MAX(d.returned) AS returned FROM contact c \
               JOIN delivery d ON d.firm = c.firm AND d.contact = c.contact AND d.address = c.email \
               WHERE c.firm = $1 AND c.client = $2 AND c.active = 1 AND d.returned_action = 'failed' AND NOT EXISTS ( \
                   SELECT 1 FROM notice_recipient r WHERE r.firm = c.firm AND r.contact = c.contact AND r.identified > d.returned) \
               GROUP BY c.contact";
    let rows = tx.all(sql, args![firm, client]).await?;
    rows.iter().map(|row| Ok((row.get("contact")?, row.get("returned")?))).collect()
}
