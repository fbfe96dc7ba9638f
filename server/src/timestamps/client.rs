//! Asking an authority over the network.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Uri, header};
use ledger::timestamp::{Granted, MAX_RESPONSE, Request, TimeStampError};
use ledger::x509::{self, Certificate, Trust};
use ledger::{Hash, Oid};
use rand::RngExt as _;
use rand::rngs::StdRng;

use crate::clock::Clock;
use crate::config;
use crate::post::{self, NoAnswer, Post, host};

const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";
/// How long one authority may take from the first packet to the last byte: they answer within a second, the slow ones within five.
pub const TRY: Duration = Duration::from_secs(7);

/// Why an authority's answer gave no time. Written to the log and shown to the firm, so without the path of its address, which may be
/// a secret.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error("no whole answer within {} s", TRY.as_secs())]
    Silent,
    #[error("it answered with HTTP status {0}")]
    Status(u16),
    #[error("its answer is of the type {0:?}, not {REPLY}")]
    MediaType(String),
    #[error(transparent)]
    Token(#[from] TimeStampError),
    #[error("its certificate, of {0}, leads to none of the roots in timestamps.anchors")]
    NotAnchored(String),
}

/// What became of one question.
#[derive(Debug)]
pub struct Attempt {
    /// Host and port.
    pub host: String,
    pub error: Option<Refused>,
}

/// The authorities of the settings.
pub struct Authorities {
    addresses: Vec<Uri>,
    anchors: Vec<Certificate>,
    policy: Option<Oid>,
    client: Post,
}

/// Certificates of a PEM file.
///
/// # Errors
/// A sentence that names the file: it cannot be read, holds none, or one that is malformed.
pub fn certificates(file: &std::path::Path) -> Result<Vec<Certificate>, String> {
    let name = file.display();
    let pem = std::fs::read(file).map_err(|error| format!("{name}: {error}"))?;
    x509::certificates(&String::from_utf8_lossy(&pem)).map_err(|error| format!("{name}: {error}"))
}

impl Authorities {
    /// Reads the roots and prepares the client.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn of(config: &config::Timestamps) -> Result<Authorities, String> {
        let anchors = certificates(&config.anchors).map_err(|error| format!("setting timestamps.anchors: {error}"))?;
        let client = Post::to(config.authorities.iter());
        let client = client.map_err(|error| format!("setting timestamps.authorities: {error}"))?;
        Ok(Authorities { addresses: config.authorities.clone(), anchors, policy: config.policy, client })
    }

    /// The roots that are trusted.
    pub fn anchors(&self) -> &[Certificate] {
        &self.anchors
    }

    /// Host and port of each, in the order in which they are asked.
    pub fn hosts(&self) -> impl Iterator<Item = String> {
        self.addresses.iter().map(host)
    }

    /// A time-stamp about `digest` by the first authority that gives a good one within `patience`, and what became of each question.
    pub async fn ask(
        &self,
        digest: Hash,
        patience: Duration,
        clock: &Clock,
        rng: &mut StdRng,
    ) -> (Option<Granted>, Vec<Attempt>) {
        let mut attempts = Vec::new();
        let in_order = self.in_order(digest, clock, rng, &mut attempts);
        let granted = tokio::time::timeout(patience, in_order).await.unwrap_or_default();
        (granted, attempts)
    }

    async fn in_order(
        &self,
        digest: Hash,
        clock: &Clock,
        rng: &mut StdRng,
        attempts: &mut Vec<Attempt>,
    ) -> Option<Granted> {
        for address in &self.addresses {
            let host = host(address);
            let asked = tokio::time::timeout(TRY, self.ask_one(address, digest, clock, rng)).await;
            match asked.unwrap_or(Err(Refused::Silent)) {
                Ok(granted) => {
                    attempts.push(Attempt { host, error: None });
                    return Some(granted);
                }
                Err(error) => {
                    tracing::warn!(authority = host, %error, "no time-stamp");
                    attempts.push(Attempt { host, error: Some(error) });
                }
            }
        }
        None
    }

    async fn ask_one(&self, address: &Uri, digest: Hash, clock: &Clock, rng: &mut StdRng) -> Result<Granted, Refused> {
        let request = Request::new(digest, rng.random(), self.policy);
        let answer = self.post(address, request.to_der()).await?;
        let granted = request.check(&answer, &self.anchors, clock.now())?;
        match granted.time_stamp.trust {
            Trust::Anchored => Ok(granted),
            Trust::Unknown => Err(Refused::NotAnchored(granted.time_stamp.authority.to_string())),
        }
    }

    /// The body of the answer.
    async fn post(&self, address: &Uri, query: Vec<u8>) -> Result<Bytes, Refused> {
        let question = Post::ask(address).header(header::CONTENT_TYPE, QUERY).header(header::ACCEPT, REPLY);
        let answer = self.client.send(question, query).await?;
        if answer.status().as_u16() != 200 {
            return Err(Refused::Status(answer.status().as_u16()));
        }
        let media_type = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.unwrap_or_default();
        if !media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(REPLY) {
            return Err(Refused::MediaType(media_type.chars().take(100).collect()));
        }
        Ok(post::body(answer, MAX_RESPONSE).await?)
    }
}
