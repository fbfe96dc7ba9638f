//! A witness for other logs (C2SP tlog-witness): it cosigns what only grew. Two firms on two servers can so vouch for each other.
//!
//! The logs are named in the settings; whoever operates them needs no account here. The answers are for programs, so they are the
//! protocol's own plain texts.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::WitnessKey;
use ledger::note::Note;
use ledger::witness::{MAX_REQUEST, Refusal, Request};

use crate::store::witnessed;
use crate::web::{App, Exactly, Failure, Rate, Visit};

/// The key with which this program cosigns, derived from the master key: whoever restores the one has the other.
fn key(app: &App) -> Result<WitnessKey, Failure> {
    let name = &app.config.witness_name;
    let seed = app.vault.fingerprint("witness key", name.as_bytes());
    WitnessKey::from_seed(name, &seed.0).map_err(|error| Failure::internal(format!("witness {name}: {error}")))
}

/// The verifier key, for those who want to trust this witness.
pub async fn page(State(app): State<App>) -> Result<Response, Failure> {
    if app.config.witness_logs.is_empty() {
        return Err(Failure::NotFound);
    }
    Ok(format!("{}\n", key(&app)?.witness()).into_response())
}

/// `add-checkpoint`.
pub async fn add_checkpoint(visit: Visit, body: axum::body::Body) -> Result<Response, Failure> {
    let app = &visit.app;
    if app.config.witness_logs.is_empty() {
        return Err(Failure::NotFound);
    }
    visit.limit(Rate::Witness)?;
    let body: Bytes = match axum::body::to_bytes(body, MAX_REQUEST).await {
        Ok(body) => body,
        Err(_) => return Err(Failure::TooLarge { limit: MAX_REQUEST }),
    };
    match cosign(app, &body, visit.now).await? {
        Ok(line) => Ok(line.into_response()),
        Err(refusal) => Ok(refused(refusal)),
    }
}

async fn cosign(app: &App, body: &[u8], now: ledger::Time) -> Result<Result<String, Refusal>, Failure> {
    let request = std::str::from_utf8(body).map_err(|_| Refusal::Form).and_then(str::parse::<Request>);
    let request = match request {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let known = match request.origin() {
        Ok(origin) => app.config.witness_logs.iter().find(|key| key.name() == origin),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(known) = known else { return Ok(Err(Refusal::UnknownLog)) };
    let checkpoint = match witnessed::remember(&app.db, known, &request, now).await? {
        Ok(checkpoint) => checkpoint,
        Err(refusal) => {
            tracing::warn!(origin = known.name(), %refusal, "checkpoint not cosigned");
            return Ok(Err(refusal));
        }
    };
    // A crash here leaves a checkpoint remembered and not cosigned: the log asks again, with its size as the old one.
    let note = Note::parse(&request.note).map_err(|error| Failure::internal(error.to_string()))?;
    tracing::info!(origin = known.name(), size = checkpoint.size, "checkpoint cosigned");
    Ok(Ok(format!("{}\n", key(app)?.cosign(note.text(), now))))
}

fn refused(refusal: Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = match refusal {
        Refusal::Conflict { size } => {
            (status, [(header::CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response()
        }
        other => (status, format!("{other}\n")).into_response(),
    };
    response.extensions_mut().insert(Exactly);
    response
}
