//! What evidence is about, and the condition that finds its entries.

use ledger::{Id, Lang};

use crate::args;
use crate::store::{Db, Error, Firm, Tx};

/// What evidence is about. Every evidence also holds the first entry of the log, which names its key, and the entries about the keys
/// that seal the PDFs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// All about one notice; the contract papers, scope and needs of its project, as recorded before the notice was issued (its
    /// promises are the firm's own list), the evidence agreement that the client had signed, the minutes of meetings at which it was spoken
    /// of and what the client said of them, and what says that any of these was erased.
    Notice(Id),
    /// All about a project: its versions, needs, promises and papers, its notices, and the client and contacts concerned.
    Project(Id),
    /// The same, and who outside was let read it, and read what. Shown to members only, and never handed out: one reader's evidence does not
    /// name another, nor the client's.
    ProjectAndReaders(Id),
    /// All about a client and its contacts, and all its projects; of those that were destroyed that they were.
    Client(Id),
    /// The same, and who outside was let read the client or any of its projects; as of a project shown to members only.
    ClientAndReaders(Id),
    /// What says that a project was destroyed and by which rules, holds that were over it, and each entry that went, without its text.
    Destroyed(Id),
    /// All that is recorded about the company of a contact, and what that person asked about their own data. Never handed out as it is: what of it says
    /// something of the person is for [`crate::person`] to tell.
    Held(Id),
    /// What a contact asked about their own data, what became of it, and that something recorded about them was erased.
    Requests(Id),
    /// The first two of these alone, where the entries are more than an evidence file holds.
    Destruction(Id),
}

impl About {
    /// What it is about, without the word.
    pub fn id(self) -> Id {
        match self {
            About::Notice(id)
            | About::Project(id)
            | About::ProjectAndReaders(id)
            | About::Client(id)
            | About::ClientAndReaders(id)
            | About::Destroyed(id)
            | About::Held(id)
            | About::Requests(id)
            | About::Destruction(id) => id,
        }
    }

    /// The subject of entries, for instance `project:<id>`.
    pub fn subject(self) -> String {
        match self {
            About::Notice(id) => format!("notice:{id}"),
            About::Project(id) | About::ProjectAndReaders(id) | About::Destroyed(id) | About::Destruction(id) => {
                format!("project:{id}")
            }
            About::Client(id) | About::ClientAndReaders(id) => format!("client:{id}"),
            About::Held(id) => format!("contact:{id}"),
            About::Requests(id) => format!("person:{id}"),
        }
    }

    /// The firm in whose log it is recorded, for the command line, which knows no member.
    ///
    /// # Errors
    /// `Missing` when nothing is.
    pub async fn firm(self, db: &Db) -> Result<Firm, Error> {
        let (sql, id) = match self {
            About::Notice(id) => ("SELECT firm FROM notice WHERE notice = $1", id),
            About::Project(id) | About::ProjectAndReaders(id) => ("SELECT firm FROM project WHERE project = $1", id),
            About::Client(id) | About::ClientAndReaders(id) => ("SELECT firm FROM client WHERE client = $1", id),
            About::Held(id) | About::Requests(id) => ("SELECT firm FROM contact WHERE contact = $1", id),
            About::Destroyed(id) | About::Destruction(id) => ("SELECT firm FROM destroyed WHERE project = $1", id),
        };
        db.read().await?.one(sql, args![id]).await?.get("firm").map(Firm)
    }

    /// The language in which the client concerned is written to.
    ///
    /// # Errors
    /// `Missing` when nothing is recorded about it.
    pub async fn lang(self, tx: &mut Tx, firm: Firm) -> Result<Lang, Error> {
        let (sql, id) = match self {
            About::Notice(id) => (
                "SELECT c.lang FROM notice n JOIN client c ON c.firm = n.firm AND c.client = n.client WHERE n.firm = $1 AND n.notice = $2",
                id,
            ),
            About::Project(id) | About::ProjectAndReaders(id) => (
                "SELECT c.lang FROM project p JOIN client c ON c.firm = p.firm AND c.client = p.client WHERE p.firm = $1 AND p.project = $2",
                id,
            ),
            About::Client(id) | About::ClientAndReaders(id) => {
                ("SELECT lang FROM client WHERE firm = $1 AND client = $2", id)
            }
            About::Held(id) | About::Requests(id) => (
                "SELECT c.lang FROM contact k JOIN client c ON c.firm = k.firm AND c.client = k.client WHERE k.firm = $1 AND k.contact = $2",
                id,
            ),
            About::Destroyed(id) | About::Destruction(id) => (
                "SELECT f.lang FROM destroyed d JOIN firm f ON f.firm = d.firm WHERE d.firm = $1 AND d.project = $2",
                id,
            ),
        };
        tx.one(sql, args![firm, id]).await?.parse("lang")
    }

    /// A condition on the table `entry`, with `$1` the firm, `$2` the subject and `$4` the identifier.
    pub(in crate::store) fn condition(self) -> (String, Id) {
        match self {
            About::Notice(id) => {
                // What bears on a notice and is about something else: its project as it stood, an evidence agreement signed before, and
                // meetings at which it was spoken of.
                let other = |e: &str| {
                    format!(
                        "({e}.kind IN ('project.recorded', 'need.recorded', 'paper.filed')
                          AND {e}.subject IN (SELECT 'project:' || project FROM notice WHERE firm = $1 AND notice = $4)
                          AND {e}.idx < (SELECT first_entry FROM notice WHERE firm = $1 AND notice = $4)
                          OR {e}.kind IN ('notice.issued', 'answer.given')
                          AND {e}.subject IN (SELECT 'notice:' || a.notice FROM notice n
                                              JOIN notice a ON a.firm = n.firm AND a.client = n.client
                                              WHERE n.firm = $1 AND n.notice = $4 AND a.class = 'agreement'
                                              AND a.resolution = 'accepted' AND a.answer_entry < n.first_entry)
                          OR {e}.kind IN ('notice.issued', 'notice.acknowledged', 'answer.given')
                          AND {e}.subject IN (SELECT 'notice:' || meeting FROM spoken WHERE firm = $1 AND notice = $4))"
                    )
                };
                let condition = format!(
                    "(subject = $2 OR {}
                      OR idx IN (SELECT x.entry FROM erasure x JOIN entry e ON e.firm = x.firm AND e.idx = x.erased
                                 WHERE x.firm = $1 AND {}))",
                    other("entry"),
                    other("e")
                );
                (condition, id)
            }
            About::Project(id) => (
                "(subject = $2
                 OR subject IN (SELECT 'notice:' || notice FROM notice WHERE firm = $1 AND project = $4)
                 OR subject IN (SELECT 'client:' || client FROM project WHERE firm = $1 AND project = $4)
                 OR subject IN (SELECT 'contact:' || contact FROM contact c
                                JOIN project p ON p.firm = c.firm AND p.client = c.client
                                WHERE c.firm = $1 AND p.project = $4))"
                    .to_owned(),
                id,
            ),
            About::ProjectAndReaders(id) => {
                with_readers(About::Project(id), "SELECT 'client:' || client FROM project WHERE firm = $1 AND project = $4")
            }
            About::Client(id) => (
                "(subject = $2
                 OR subject IN (SELECT 'contact:' || contact FROM contact WHERE firm = $1 AND client = $4)
                 OR subject IN (SELECT 'project:' || project FROM project WHERE firm = $1 AND client = $4)
                 OR subject IN (SELECT 'project:' || project FROM destroyed WHERE firm = $1 AND client = $4)
                 OR subject IN (SELECT 'notice:' || n.notice FROM notice n
                                JOIN project p ON p.firm = n.firm AND p.project = n.project
                                WHERE n.firm = $1 AND p.client = $4))"
                    .to_owned(),
                id,
            ),
            About::ClientAndReaders(id) => {
                with_readers(About::Client(id), "SELECT 'project:' || project FROM project WHERE firm = $1 AND client = $4")
            }
            About::Held(id) => (held(), id),
            About::Requests(id) => {
                ("(subject = $2 OR kind = 'payload.erased' AND subject = 'contact:' || $4)".to_owned(), id)
            }
            About::Destroyed(id) => (
                format!(
                    "(subject = $2 OR {RULES} OR idx IN (SELECT x.erased FROM erasure x
                     JOIN destroyed d ON d.firm = x.firm AND x.first_entry = d.first_entry WHERE x.firm = $1 AND d.project = $4))"
                ),
                id,
            ),
            About::Destruction(id) => {
                let own = "subject = $2 AND idx IN (SELECT first_entry FROM destroyed WHERE firm = $1 AND project = $4)";
                (format!("({own} OR {RULES})"), id)
            }
        }
    }
}

/// By which rules a project was destroyed, and since when they stood.
const RULES: &str = "kind = 'retention.set' AND subject = 'firm:' || $1
    AND idx < (SELECT first_entry FROM destroyed WHERE firm = $1 AND project = $4)";

/// The condition of something with those who were let read it, or what `also` names.
fn with_readers(of: About, also: &str) -> (String, Id) {
    let (all, id) = of.condition();
    let readers = format!(
        "subject IN (SELECT 'access:' || o.access FROM access_over o WHERE o.firm = $1 AND (o.about = $2 OR o.about IN ({also})))"
    );
    (format!("({all} OR {readers})"), id)
}

/// The condition of [`About::Held`].
fn held() -> String {
    let of = |table: &str| {
        format!(
            "subject IN (SELECT '{table}:' || x.{table} FROM contact c JOIN {table} x ON x.firm = c.firm AND x.client = c.client
             WHERE c.firm = $1 AND c.contact = $4)"
        )
    };
    let all = ["client", "contact", "project", "notice"].map(of).join(" OR ");
    format!("(subject = $2 OR subject = 'person:' || $4 OR {all})")
}

impl std::str::FromStr for About {
    type Err = String;

    fn from_str(subject: &str) -> Result<About, String> {
        let (word, id) = subject.split_once(':').unwrap_or_default();
        match (word, id.parse()) {
            ("notice", Ok(id)) => Ok(About::Notice(id)),
            ("project", Ok(id)) => Ok(About::Project(id)),
            ("client", Ok(id)) => Ok(About::Client(id)),
            _ => Err("notice:, project: or client: and 32 hexadecimal digits".into()),
        }
    }
}
