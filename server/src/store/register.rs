//! What a client was warned of, and what became of each warning.

use std::collections::BTreeMap;

use app::pages::RegisterLine;
use ledger::Id;

use super::db::built;
use super::notices::{DECIDABLE, Of, date, decided};
use super::{Error, Firm, Row, Tx, erasure};
use crate::args;

/// The warnings of all notices to the client, or of those sent to `contact` only; the newest first.
pub async fn lines(tx: &mut Tx, firm: Firm, client: Id, contact: Option<Id>) -> Result<Vec<RegisterLine>, Error> {
    let sent = match contact {
        Some(_) => {
            "AND EXISTS (SELECT 1 FROM notice_recipient c WHERE c.firm = n.firm AND c.notice = n.notice AND c.contact = $3)"
        }
        None => "",
    };
    let sql = format!(
        "SELECT n.notice, n.reference, n.project, p.title AS project_title, n.issued, n.respond_by, \
         CAST(CASE WHEN {DECIDABLE} THEN 1 ELSE 0 END AS BIGINT) AS decidable, \
         (SELECT COUNT(*) FROM question q WHERE q.firm = n.firm AND q.notice = n.notice AND q.replied IS NULL) AS asked, \
         w.topic, w.title, w.choice, w.deferred_until, w.reason, w.reservations, a.time, a.typed_name \
         FROM notice n JOIN project p ON p.firm = n.firm AND p.project = n.project \
         JOIN notice_warning w ON w.firm = n.firm AND w.notice = n.notice \
         LEFT JOIN answer a ON a.firm = n.firm AND a.notice = n.notice AND a.act = 'answer' \
         WHERE n.firm = $1 AND n.client = $2 {sent} ORDER BY n.first_entry DESC, w.position"
    );
    let mut values = args![firm, client];
    values.extend(contact.map(Into::into));
    let rows = tx.all(built(sql), values).await?;
    let erased = erasure::answers(tx, firm, Of::Client(client)).await?;
    let mut newest = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let line = line(row, &mut newest)?;
            Ok(RegisterLine { erased: erased.get(&line.notice).cloned(), ..line })
        })
        .collect()
}

/// `newest`: the notice that was the last about a topic of a project.
fn line(row: &Row, newest: &mut BTreeMap<(Id, String), Id>) -> Result<RegisterLine, Error> {
    let (notice, project, topic): (Id, Id, String) = (row.get("notice")?, row.get("project")?, row.get("topic")?);
    let text = |name: &str| Ok::<_, Error>(row.get::<Option<String>>(name)?.unwrap_or_default());
    let answered = row.get::<Option<ledger::Time>>("time")?;
    Ok(RegisterLine {
        notice,
        reference: row.get("reference")?,
        project: row.get("project_title")?,
        issued: row.get("issued")?,
        respond_by: date(row, "respond_by")?,
        decidable: row.get("decidable")?,
        asked: row.get::<u64>("asked")? > 0,
        later: *newest.entry((project, topic.clone())).or_insert(notice) != notice,
        topic,
        title: row.get("title")?,
        decided: row.get::<Option<String>>("choice")?.map(|choice| decided(&choice)).transpose()?,
        until: date(row, "deferred_until")?,
        reason: text("reason")?,
        reservations: text("reservations")?,
        erased: None,
        answered: answered.map(|at| Ok::<_, Error>((at, text("typed_name")?))).transpose()?,
    })
}
