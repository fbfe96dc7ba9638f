//! Files: every one that a row names is there, and is what its hash says.

use ledger::Hash;

use super::Fault;
use crate::args;
use crate::store::files::Files;
use crate::store::{Error, Firm, Tx};

/// Reads every file of the firm; returns how many.
pub(super) async fn check(tx: &mut Tx, firm: Firm, files: &Files, faults: &mut Vec<Fault>) -> Result<u64, Error> {
    let sql = "SELECT sha256 FROM file WHERE firm = $1 UNION SELECT sha256 FROM paper WHERE firm = $1";
    let rows = tx.all(sql, args![firm]).await?;
    for row in &rows {
        let sha256: Hash = row.get("sha256")?;
        if let Err(error) = files.check(firm, sha256).await {
            faults.push(Fault::BadFile { sha256, what: error.to_string() });
        }
    }
    Ok(rows.len() as u64)
}
