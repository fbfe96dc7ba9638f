//! What needs the firm today.

use ledger::event::Date;
use ledger::{Id, Time};

use super::notices::DECIDABLE;
use super::{Error, Firm, Tx};
use crate::args;

/// Why something is on the overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A client's question without a reply.
    Question,
    /// A person answered a mail by mail, and no adviser has read it.
    Reply,
    /// Another person was named to decide; nobody has confirmed or refused them.
    Proposal,
    /// The mail server refused the mail, and took none since.
    Bounced,
    /// A person who was sent a notice has another address by now, to which it did not go.
    Readdressed,
    /// The next step is the director, and nobody is known to be one.
    Nobody,
    /// The day asked for has passed.
    Overdue,
    /// The day asked for is near.
    Soon,
    /// Sent a while ago, and no answer.
    Silent,
    /// Minutes or an agreement that the client did not accept as they are.
    Contested,
    /// Declined not long ago, and the topic was not raised again since in the same project.
    Declined,
    /// The day until which the client put it off is near or past.
    Deferred,
    DraftWarning,
    DraftNotice,
}

/// A notice, and a person about a notice: by what it is found, what it is called, by when.
const NOTICE: &str = "n.notice AS id, n.reference AS title, n.respond_by AS due";
const PERSON: &str = "n.notice AS id, x.name || ' · ' || n.reference AS title, n.respond_by AS due";

/// Somebody wrote about the notice `n`, and no adviser has read it.
const REPLY: &str = "EXISTS (
        SELECT 1 FROM incoming x WHERE x.firm = n.firm AND x.notice = n.notice AND x.became = 'reply' AND x.settled IS NULL)
    ORDER BY n.first_entry";

/// Of a notice `n` whose next step has nobody to go to. A director who was asked already is nobody to look for.
const NOBODY: &str = "n.answered IS NULL AND NOT EXISTS (
        SELECT 1 FROM contact k WHERE k.firm = n.firm AND k.client = n.client AND k.director = 1 AND k.active = 1 AND k.email <> '')
    ORDER BY x.since, n.first_entry";

/// What the client refused, contested or took with reservations as a whole, unless a later one of its kind in the project was accepted.
const CONTESTED: &str = "n.resolution IN ('refused', 'reserved') AND n.answered >= $3 AND NOT EXISTS (
        SELECT 1 FROM notice later WHERE later.firm = n.firm AND later.project = n.project AND later.class = n.class
        AND later.first_entry > n.first_entry AND later.resolution = 'accepted')
    ORDER BY n.answered DESC, n.first_entry";

/// Warnings that were declined, of topics of which nothing was issued since.
const DECLINED: &str = "x.choice = 'declined' AND n.answered >= $3 AND NOT EXISTS (
        SELECT 1 FROM notice later JOIN notice_warning again ON again.firm = later.firm AND again.notice = later.notice
        WHERE later.firm = n.firm AND later.project = n.project AND later.first_entry > n.first_entry AND again.topic = x.topic)
    ORDER BY x.entry DESC, x.position";

impl Kind {
    pub const ALL: [Kind; 14] = [
        Kind::Question,
        Kind::Reply,
        Kind::Proposal,
        Kind::Bounced,
        Kind::Readdressed,
        Kind::Nobody,
        Kind::Overdue,
        Kind::Soon,
        Kind::Silent,
        Kind::Contested,
        Kind::Declined,
        Kind::Deferred,
        Kind::DraftWarning,
        Kind::DraftNotice,
    ];

    /// The columns id, title and due; the tables, of which `n` knows firm and project; the condition and the order. Values from `$3`
    /// on are those that [`items`] adds.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::Question => (
                NOTICE,
                "question x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice",
                "x.replied IS NULL ORDER BY x.first_entry",
            ),
            Kind::Reply => (NOTICE, "notice n", REPLY),
            Kind::Proposal => (
                PERSON,
                "proposal x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice",
                "x.state = 'open' ORDER BY x.first_entry",
            ),
            Kind::Bounced => (
                PERSON,
                "notice_recipient x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice",
                "n.answered IS NULL AND x.bounced > COALESCE(x.delivered, 0) ORDER BY x.bounced, x.contact",
            ),
            Kind::Readdressed => (
                PERSON,
                "notice_recipient x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice
                 JOIN contact k ON k.firm = x.firm AND k.contact = x.contact",
                "n.answered IS NULL AND x.acknowledged IS NULL AND k.active = 1 AND k.email <> '' AND k.email <> x.email
                 AND (x.signatory = 1 OR x.bounced > COALESCE(x.delivered, 0)) ORDER BY n.first_entry, x.position",
            ),
            Kind::Nobody => (
                NOTICE,
                "chase_nobody x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice",
                NOBODY,
            ),
            Kind::Overdue => (
                NOTICE,
                "notice n",
                "n.answered IS NULL AND n.respond_by < $3 ORDER BY n.respond_by, n.first_entry",
            ),
            Kind::Soon => (
                NOTICE,
                "notice n",
                "n.answered IS NULL AND n.respond_by >= $3 AND n.respond_by <= $4 ORDER BY n.respond_by, n.first_entry",
            ),
            Kind::Silent => (
                NOTICE,
                "notice n",
                "n.answered IS NULL AND (n.respond_by IS NULL OR n.respond_by > $3) AND n.issued < $4 ORDER BY n.first_entry",
            ),
            Kind::Contested => ("n.notice AS id, n.reference AS title, CAST(NULL AS TEXT) AS due", "notice n", CONTESTED),
            Kind::Declined => (
                "n.notice AS id, x.title AS title, CAST(NULL AS TEXT) AS due",
                "notice_warning x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice",
                DECLINED,
            ),
            Kind::Deferred => (
                "n.notice AS id, x.title AS title, x.deferred_until AS due",
                "notice_warning x JOIN notice n ON n.firm = x.firm AND n.notice = x.notice",
                "x.choice = 'deferred' AND x.deferred_until <= $3 ORDER BY x.deferred_until, x.entry, x.position",
            ),
            Kind::DraftWarning => (
                "n.warning AS id, n.title AS title, CAST(NULL AS TEXT) AS due",
                "draft_warning n",
                "1 = 1 ORDER BY n.changed DESC, n.warning",
            ),
            Kind::DraftNotice => (
                "n.notice AS id, '' AS title, n.respond_by AS due",
                "draft_notice n",
                "1 = 1 ORDER BY n.changed DESC, n.notice",
            ),
        }
    }
}

/// One thing that waits.
pub struct Item {
    /// The notice, or the draft.
    pub id: Id,
    /// Empty for a draft notice, which has no reference yet.
    pub title: String,
    pub client: String,
    pub project: String,
    pub due: Option<Date>,
}

/// From which days on something is near.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub today: Date,
    /// The last day that counts as soon.
    pub soon: Date,
    /// The last end of a deferral that is shown.
    pub deferred: Date,
    /// A notice issued before this without an answer is silent.
    pub silent: Time,
    /// What was declined before this is no news; the project's page keeps showing it.
    pub declined: Time,
}

/// What waits for one reason, at most `limit`. Notices that only inform await no answer.
pub async fn items(tx: &mut Tx, firm: Firm, kind: Kind, days: &Days, limit: u64) -> Result<Vec<Item>, Error> {
    let mut values = args![firm, limit];
    let text = |day: Date| day.to_string();
    match kind {
        Kind::Overdue => values.extend(args![text(days.today)]),
        Kind::Soon => values.extend(args![text(days.today), text(days.soon)]),
        Kind::Silent => values.extend(args![text(days.soon), days.silent]),
        Kind::Contested | Kind::Declined => values.extend(args![days.declined]),
        Kind::Deferred => values.extend(args![text(days.deferred)]),
        _ => {}
    }
    let decidable = match kind {
        Kind::Overdue | Kind::Soon | Kind::Silent => DECIDABLE,
        _ => "1 = 1",
    };
    let (columns, tables, condition) = kind.parts();
    let sql = format!(
        "SELECT {columns}, c.name AS client, p.title AS project FROM {tables}
         JOIN project p ON p.firm = n.firm AND p.project = n.project
         JOIN client c ON c.firm = p.firm AND c.client = p.client
         WHERE n.firm = $1 AND {decidable} AND {condition} LIMIT $2"
    );
    let rows = tx.all(super::db::built(sql), values).await?;
    rows.iter()
        .map(|row| {
            let due: Option<String> = row.get("due")?;
            Ok(Item {
                id: row.get("id")?,
                title: row.get("title")?,
                client: row.get("client")?,
                project: row.get("project")?,
                due: due.map(|day| day.parse().map_err(Error::damaged)).transpose()?,
            })
        })
        .collect()
}

/// Whether the firm has a client, a project and a warning, sent or being written.
pub async fn begun(tx: &mut Tx, firm: Firm) -> Result<[bool; 3], Error> {
    let mut begun = [false; 3];
    let questions = [
        "SELECT client FROM client WHERE firm = $1 LIMIT 1",
        "SELECT project FROM project WHERE firm = $1 LIMIT 1",
        "SELECT warning FROM draft_warning WHERE firm = $1 UNION ALL SELECT warning FROM notice_warning WHERE firm = $1 LIMIT 1",
    ];
    for (is, sql) in begun.iter_mut().zip(questions) {
        *is = tx.maybe(sql, args![firm]).await?.is_some();
    }
    Ok(begun)
}
