//! Rebuilds the projections from the events alone, and compares.

use std::collections::BTreeMap;

use ledger::Header;
use ledger::event::Event;

use super::Fault;
use crate::args;
use crate::store::db::built;
use crate::store::projection::{self, At, TABLES};
use crate::store::search::index;
use crate::store::{Db, Error, Firm, Row, Tx, Value};

/// An empty database in memory that the events of one firm are replayed into.
pub(super) struct Replay {
    firm: Firm,
    tx: Tx,
}

impl Replay {
    pub(super) async fn begin(firm: Firm) -> Result<Replay, Error> {
        let mut tx = Db::in_memory().await?.write().await?;
        let sql = "INSERT INTO log_head (firm, size, last_time, frontier) VALUES ($1, 0, 0, $2)";
        tx.run(sql, args![firm, Vec::new()]).await?;
        Ok(Replay { firm, tx })
    }

    /// Applies one event, with the same code as when it was recorded. The inner error says why it cannot be.
    pub(super) async fn apply(&mut self, header: &Header, event: &Event) -> Result<Result<(), String>, Error> {
        let at = At { firm: self.firm, index: header.index, time: header.time };
        Ok(projection::apply(&mut self.tx, at, event).await.map_err(|error| error.to_string()))
    }

    /// Compares every row of the firm, and returns how many the events make. Holds one table at a time in memory, twice.
    pub(super) async fn compare(&mut self, stored: &mut Tx, faults: &mut Vec<Fault>) -> Result<u64, Error> {
        let mut count = 0;
        // While older entries wait for their rows of the index, it says less than the log does.
        let indexed = index::waiting(stored, self.firm).await?.0 == 0;
        for table in TABLES.iter().filter(|table| **table != "record" || indexed) {
            let columns = columns(&mut self.tx, table).await?;
            let expected = rows(&mut self.tx, self.firm, table, &columns).await?;
            let mut found = rows(stored, self.firm, table, &columns).await?;
            count += expected.len() as u64;
            for (key, row) in expected {
                let table = (*table).to_owned();
                match found.remove(&key) {
                    None => faults.push(Fault::MissingRow { table, key }),
                    Some(other) => {
                        let differs = (0..row.len()).filter(|i| row[*i] != other[*i]);
                        faults.extend(differs.map(|i| {
                            let column = columns[i].name.clone();
                            Fault::BadRow { table: table.clone(), key: key.clone(), column }
                        }));
                    }
                }
            }
            faults.extend(found.into_keys().map(|key| Fault::ExtraRow { table: (*table).to_owned(), key }));
        }
        Ok(count)
    }
}

struct Column {
    name: String,
    /// INTEGER, TEXT or BLOB.
    kind: String,
    is_key: bool,
}

async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<Column>, Error> {
    // A row's number in the index means nothing in another database; it is the entry and its part there.
    let sql = "SELECT name, type, pk FROM pragma_table_info($1) WHERE name <> 'id' ORDER BY cid";
    let rows = tx.all(sql, args![table]).await?;
    let column = |row: &Row| {
        let name: String = row.get("name")?;
        let numbered = table == "record" && (name == "entry" || name == "part");
        Ok(Column { is_key: row.get::<i64>("pk")? > 0 || numbered, kind: row.get("type")?, name })
    };
    rows.iter().map(column).collect()
}

/// The firm's rows, by the text of their key.
async fn rows(tx: &mut Tx, firm: Firm, table: &str, columns: &[Column]) -> Result<BTreeMap<String, Vec<Value>>, Error> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    // The text of files is read by a job, and no part of the log.
    let own = if table == "record" { "AND file IS NULL" } else { "" };
    let sql = format!("SELECT {} FROM {table} WHERE firm = $1 {own}", names.join(", "));
    let mut keyed = BTreeMap::new();
    for row in tx.all(built(sql), args![firm]).await? {
        let values = columns.iter().map(|column| value(&row, column)).collect::<Result<Vec<_>, _>>()?;
        let key = columns.iter().zip(&values).filter(|(column, _)| column.is_key && column.name != "firm");
        let key: Vec<String> = key.map(|(_, value)| text(value)).collect();
        keyed.insert(key.join(" "), values);
    }
    Ok(keyed)
}

fn value(row: &Row, column: &Column) -> Result<Value, Error> {
    Ok(match column.kind.as_str() {
        "INTEGER" => Value::Int(row.get(&column.name)?),
        "TEXT" => Value::Text(row.get(&column.name)?),
        _ => Value::Bytes(row.get(&column.name)?),
    })
}

fn text(value: &Value) -> String {
    match value {
        Value::Int(number) => number.map(|n| n.to_string()).unwrap_or_default(),
        Value::Text(text) => text.clone().unwrap_or_default(),
        Value::Bytes(bytes) => bytes.as_deref().map(hex::encode).unwrap_or_default(),
    }
}
