//! What the pages say of time: how the authorities fare, and who speaks for an answer's time.

use app::pages::{AskedWitness, Authorities, Authority, LogStamped};
use app::parts::TimeSource;

use crate::store::{self, Firm, Tx, cosignatures, firms, timestamps};
use crate::web::App;

/// The authorities of the settings as the firm's page shows them.
pub async fn authorities(tx: &mut Tx, app: &App, firm: Firm) -> Result<Authorities, store::Error> {
    let mut list = Vec::new();
    for host in app.authorities.iter().flat_map(super::Authorities::hosts) {
        let fared = timestamps::fared(tx, &host).await?;
        let (answered, failed) = fared.as_ref().map_or((None, None), |fared| (fared.answered, fared.failed));
        list.push(Authority { host, answered, failed, error: fared.map(|fared| fared.error).unwrap_or_default() });
    }
    let stamped = timestamps::newest(tx, firm).await?.map(|stamped| LogStamped {
        size: stamped.size,
        time: stamped.time,
        accuracy_micros: stamped.accuracy_micros,
        authority: stamped.authority,
    });
    let mut witnesses = Vec::new();
    for witness in app.cosigners.iter().flat_map(|cosigners| cosigners.witnesses()) {
        let cosigned = cosignatures::newest(tx, firm, witness.name()).await?;
        let refusal = cosignatures::refusal(tx, firm, witness.name()).await?;
        witnesses.push(AskedWitness { name: witness.name().to_owned(), key: witness.to_string(), cosigned, refusal });
    }
    Ok(Authorities { list, stamped, witnesses, zone: firms::zone(tx, firm).await? })
}

/// Who speaks for the time of the entry at `index`.
pub async fn source(tx: &mut Tx, app: &App, firm: Firm, index: u64) -> Result<TimeSource, store::Error> {
    Ok(match timestamps::covering(tx, firm, index).await? {
        Some(stamped) => TimeSource::Authority {
            name: stamped.authority,
            time: stamped.time,
            accuracy_micros: stamped.accuracy_micros,
        },
        None if app.authorities.is_some() => TimeSource::Awaited,
        None => TimeSource::FirmOnly,
    })
}
