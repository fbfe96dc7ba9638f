//! What stands around the results: how things are called that are counted by an identifier, and drafts, which no index holds.

use ledger::{Id, Time};

use crate::args;
use crate::store::db::built;
use crate::store::{Error, Firm, Row, Tx, Value};

/// Drafts looked through, the newest ones. They have no index: they change at every save, and a firm has few at a time.
const MAX_DRAFTS: u32 = 500;
/// Clients that a name in the question is compared with.
const MAX_NAMED: u32 = 5;

/// What is counted by its identifier, and how it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Client,
    Project,
    Member,
    Contact,
}

/// The names of these, as they are now.
pub async fn names(tx: &mut Tx, firm: Firm, what: Named, ids: &[Id]) -> Result<Vec<(Id, String)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (table, id, name) = match what {
        Named::Client => ("client", "client", "name"),
        Named::Project => ("project", "project", "title"),
        Named::Member => ("member", "member", "CASE WHEN name = '' THEN email ELSE name END"),
        Named::Contact => ("contact", "contact", "name"),
    };
    let places: Vec<String> = (2..ids.len() + 2).map(|n| format!("${n}")).collect();
    let places = places.join(", ");
    let sql = format!("SELECT {id} AS id, {name} AS name FROM {table} WHERE firm = $1 AND {id} IN ({places})");
    let values = args![firm].into_iter().chain(ids.iter().map(Value::from)).collect();
    tx.all(built(sql), values).await?.iter().map(|row| Ok((row.get("id")?, row.get("name")?))).collect()
}

/// Clients in whose name the folded word stands.
pub async fn clients_named(tx: &mut Tx, firm: Firm, folded: &str) -> Result<Vec<(Id, String)>, Error> {
    let sql = "SELECT client, name FROM client WHERE firm = $1 AND ' ' || sort LIKE $2 ORDER BY sort, client LIMIT $3";
    let like = format!("% {}%", folded.replace(['%', '_', '\\'], " "));
    let rows = tx.all(sql, args![firm, like, MAX_NAMED]).await?;
    rows.iter().map(|row| Ok((row.get("client")?, row.get("name")?))).collect()
}

/// A warning or a notice being written.
#[derive(Debug)]
pub struct Draft {
    /// Of a notice, and not of a warning.
    pub is_notice: bool,
    pub id: Id,
    pub title: String,
    pub topic: String,
    /// All its words.
    pub text: String,
    pub author: Id,
    pub changed: Time,
    pub client: (Id, String),
    pub project: (Id, String),
}

/// The drafts of the firm, newest first.
pub async fn drafts(tx: &mut Tx, firm: Firm) -> Result<Vec<Draft>, Error> {
    let sql = "SELECT CAST(0 AS BIGINT) AS is_notice, d.warning AS id, d.title AS title, d.topic AS topic, d.facts AS listed, d.options AS others,
                   d.risk || ' ' || d.consequence || ' ' || d.measure AS told, d.author AS author, d.changed AS changed, d.project AS project
               FROM draft_warning d WHERE d.firm = $1
               UNION ALL SELECT CAST(1 AS BIGINT), d.notice, '', '', COALESCE(d.instrument, 'null'), 'null', d.introduction, d.author, d.changed, d.project
               FROM draft_notice d WHERE d.firm = $1";
    let sql = format!(
        "SELECT d.*, p.title AS project_title, c.client AS client, c.name AS client_name FROM ({sql}) AS d
         JOIN project p ON p.firm = $1 AND p.project = d.project JOIN client c ON c.firm = p.firm AND c.client = p.client
         ORDER BY d.changed DESC, d.id LIMIT $2"
    );
    let draft = |row: &Row| -> Result<Draft, Error> {
        let (title, topic): (String, String) = (row.get("title")?, row.get("topic")?);
        let client = (row.get("client")?, row.get::<String>("client_name")?);
        let mut texts = vec![title.clone(), topic.clone(), row.get("told")?, client.1.clone()];
        for column in ["listed", "others"] {
            said(&row.json::<serde_json::Value>(column)?, &mut texts);
        }
        Ok(Draft {
            is_notice: row.get("is_notice")?,
            id: row.get("id")?,
            title,
            topic,
            text: texts.join("\n"),
            author: row.get("author")?,
            changed: row.get("changed")?,
            client,
            project: (row.get("project")?, row.get("project_title")?),
        })
    };
    tx.all(built(sql), args![firm, MAX_DRAFTS]).await?.iter().map(draft).collect()
}

/// The texts of a value.
fn said(value: &serde_json::Value, to: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => to.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|value| said(value, to)),
        serde_json::Value::Object(all) => all.values().for_each(|value| said(value, to)),
        _ => {}
    }
}
