//! Small search by words over clients, their contacts, projects, notices and warnings being written.
//!
//! Words are folded here and not in the database, so that both databases find the same.

use std::collections::BTreeSet;

use ledger::Id;

use super::db::built;
use super::{Error, Firm, Tx, Value};
use crate::args;

/// Distinct words kept of one client, contact, project or notice. Twenty warnings of a thousand words each hardly reach it.
const MAX_WORDS: usize = 4_000;
/// Characters kept of one word: enough for any name, hash prefixes included.
const MAX_WORD: usize = 40;
/// Words that a question may have.
const MAX_QUERY_WORDS: usize = 8;
/// Drafts looked through, the newest ones. They have no index: they change at every save, and a firm has few at a time.
const MAX_DRAFTS: u32 = 500;
/// Words inserted by one statement. One size only, so that one prepared statement serves all.
const BATCH: usize = 32;

/// Something that holds all the words asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// client, project, notice or warning (a draft): a contact leads to its client.
    pub kind: String,
    pub id: Id,
    /// The client's name, the project's title, the notice's reference, the draft's title.
    pub title: String,
    /// The client's name.
    pub client: String,
}

/// Replaces the words by which `id` is found.
pub(super) async fn index<'a>(
    tx: &mut Tx,
    firm: Firm,
    kind: &str,
    id: Id,
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<(), Error> {
    tx.run("DELETE FROM word WHERE firm = $1 AND kind = $2 AND id = $3", args![firm, kind, id]).await?;
    let words: BTreeSet<String> = texts.into_iter().flat_map(|text| words(text)).take(MAX_WORDS).collect();
    let words: Vec<String> = words.into_iter().collect();
    let rows: Vec<String> = (4..4 + BATCH).map(|n| format!("($1, ${n}, $2, $3)")).collect();
    let sql = format!("INSERT INTO word (firm, word, kind, id) VALUES {} ON CONFLICT DO NOTHING", rows.join(", "));
    for batch in words.chunks(BATCH) {
        // A short batch repeats its last word, which the second time changes nothing.
        let padded = batch.iter().chain(std::iter::repeat(&batch[batch.len() - 1])).take(BATCH);
        tx.run(built(sql.clone()), args![firm, kind, id].into_iter().chain(padded.map(Value::from)).collect()).await?;
    }
    Ok(())
}

/// Everything of the firm that holds, for each word of `query`, a word that begins with it; newest first, at most `limit`.
/// A query without words finds nothing.
pub async fn find(tx: &mut Tx, firm: Firm, query: &str, limit: u32) -> Result<Vec<Hit>, Error> {
    let words: BTreeSet<String> = words(query).take(MAX_QUERY_WORDS).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = args![firm, limit];
    let mut matches = Vec::new();
    for word in &words {
        let from = values.len() + 1;
        matches.push(format!("SELECT kind, id FROM word WHERE firm = $1 AND word >= ${from} AND word < ${}", from + 1));
        values.extend(args![word, format!("{word}\u{10ffff}")]);
    }
    // UNION and not UNION ALL: a thing that holds several words with the same beginning is found once.
    let sql = format!(
        "WITH hit AS ({})
         SELECT kind, id, title, client FROM (
             SELECT 'client' AS kind, c.client AS id, c.name AS title, c.name AS client, c.entry AS entry
             FROM hit JOIN client c ON c.firm = $1 AND hit.kind = 'client' AND c.client = hit.id
             UNION
             SELECT 'client', c.client, c.name, c.name, c.entry
             FROM hit JOIN contact p ON p.firm = $1 AND hit.kind = 'contact' AND p.contact = hit.id
             JOIN client c ON c.firm = p.firm AND c.client = p.client
             UNION
             SELECT 'project', p.project, p.title, c.name, p.entry
             FROM hit JOIN project p ON p.firm = $1 AND hit.kind = 'project' AND p.project = hit.id
             JOIN client c ON c.firm = p.firm AND c.client = p.client
             UNION
             SELECT 'notice', n.notice, n.reference, c.name, n.entry
             FROM hit JOIN notice n ON n.firm = $1 AND hit.kind = 'notice' AND n.notice = hit.id
             JOIN client c ON c.firm = n.firm AND c.client = n.client
         ) AS found ORDER BY entry DESC LIMIT $2",
        matches.join(" INTERSECT ")
    );
    let rows = tx.all(built(sql), values).await?;
    let mut hits = drafts(tx, firm, &words).await?;
    for row in &rows {
        let (kind, id, title, client) = (row.get("kind")?, row.get("id")?, row.get("title")?, row.get("client")?);
        hits.push(Hit { kind, id, title, client });
    }
    hits.truncate(limit as usize);
    Ok(hits)
}

/// The warnings being written that hold, for each word, a word that begins with it; newest first.
async fn drafts(tx: &mut Tx, firm: Firm, wanted: &BTreeSet<String>) -> Result<Vec<Hit>, Error> {
    let sql =
        "SELECT d.warning, d.title, d.topic, d.facts, d.risk, d.consequence, d.measure, d.options, c.name AS client
        FROM draft_warning d JOIN project p ON p.firm = d.firm AND p.project = d.project
        JOIN client c ON c.firm = p.firm AND c.client = p.client
        WHERE d.firm = $1 ORDER BY d.changed DESC, d.warning LIMIT $2";
    let mut hits = Vec::new();
    for row in tx.all(sql, args![firm, MAX_DRAFTS]).await? {
        let mut held = BTreeSet::new();
        for column in ["title", "topic", "facts", "risk", "consequence", "measure", "options", "client"] {
            held.extend(words(&row.get::<String>(column)?));
        }
        let holds =
            |word: &String| held.range(word.clone()..).next().is_some_and(|next| next.starts_with(word.as_str()));
        if wanted.iter().all(holds) {
            let (id, title, client) = (row.get("warning")?, row.get("title")?, row.get("client")?);
            hits.push(Hit { kind: "warning".into(), id, title, client });
        }
    }
    Ok(hits)
}

/// The folded words of a text.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(MAX_WORD).collect())
        .collect();
    words.into_iter()
}

/// Lower case without accents; œ, æ and ß as two letters. Letters outside the Latin script stay as they are.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' => folded.push('g'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' => folded.push('s'),
            'ť' | 'ţ' => folded.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            // Accents written as characters of their own (decomposed Unicode).
            '\u{0300}'..='\u{036f}' => {}
            _ => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(fold("Œuvre d’ÉLÈVE à Noël"), "oeuvre d’eleve a noel");
        assert_eq!(fold("e\u{0301}"), "e");
        assert_eq!(words("L’accès, BCK-01 (Straße) !").collect::<Vec<_>>(), ["l", "acces", "bck", "01", "strasse"]);
    }
}
