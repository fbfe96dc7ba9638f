//! The firm as it now stands.

use jiff::tz::TimeZone;
use ledger::event::{FirmRecorded, Party};

use super::{Error, Firm, Tx};
use crate::args;

pub async fn get(tx: &mut Tx, firm: Firm) -> Result<FirmRecorded, Error> {
    let sql = "SELECT name, legal_form, siren, rcs, address, lang, time_zone, logo, mail_content, privacy_email, chasing \
               FROM firm WHERE firm = $1";
    let row = tx.one(sql, args![firm]).await?;
    let logo: Option<String> = row.get("logo")?;
    Ok(FirmRecorded {
        party: Party {
            name: row.get("name")?,
            legal_form: row.get("legal_form")?,
            siren: row.get("siren")?,
            rcs: row.get("rcs")?,
            address: row.get("address")?,
        },
        lang: row.parse("lang")?,
        time_zone: row.get("time_zone")?,
        logo: logo.map(|text| serde_json::from_str(&text).map_err(Error::damaged)).transpose()?,
        mail_content: row.word("mail_content")?,
        privacy_email: row.get("privacy_email")?,
        chasing: row.json("chasing")?,
    })
}

/// Every firm.
pub async fn all(tx: &mut Tx) -> Result<Vec<Firm>, Error> {
    tx.all("SELECT firm FROM firm ORDER BY firm", args![]).await?.iter().map(|row| row.get("firm").map(Firm)).collect()
}

/// The firm that was founded first; none before the first run.
pub async fn oldest(tx: &mut Tx) -> Result<Option<Firm>, Error> {
    let sql = "SELECT f.firm FROM firm f JOIN entry e ON e.firm = f.firm AND e.idx = 0 ORDER BY e.time, f.firm LIMIT 1";
    let row = tx.maybe(sql, args![]).await?;
    row.map(|row| row.get("firm").map(Firm)).transpose()
}

/// The verifier key of the firm's log.
pub async fn vkey(tx: &mut Tx, firm: Firm) -> Result<String, Error> {
    tx.one("SELECT vkey FROM firm WHERE firm = $1", args![firm]).await?.get("vkey")
}

/// The zone whose local time stands beside UTC.
pub async fn zone(tx: &mut Tx, firm: Firm) -> Result<TimeZone, Error> {
    let row = tx.one("SELECT time_zone FROM firm WHERE firm = $1", args![firm]).await?;
    TimeZone::get(&row.get::<String>("time_zone")?).map_err(Error::damaged)
}
