//! Asks a server that the settings name, over HTTP or HTTPS. A redirect is an answer like any other: who is asked stands in the settings.

use axum::body::Bytes;
use axum::http::request::Builder;
use axum::http::{Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;

/// With TLS only where an address asks for it: a machine without root certificates can still use http.
pub enum Post {
    Plain(Client<HttpConnector, Full<Bytes>>),
    Tls(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
}

/// Why there is no answer. Without the path of the address, which may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    #[error("its answer has more than {most} bytes")]
    TooLong { most: usize },
    #[error("its answer broke off: {0}")]
    BrokeOff(String),
}

impl Post {
    /// For these addresses.
    ///
    /// # Errors
    /// A sentence when one asks for https and this machine has no root certificates.
    pub fn to<'a>(mut addresses: impl Iterator<Item = &'a Uri>) -> Result<Post, String> {
        // One question an hour needs no connection kept open.
        let builder = || {
            let mut builder = Client::builder(TokioExecutor::new());
            builder.pool_max_idle_per_host(0);
            builder
        };
        if !addresses.any(|address| address.scheme_str() == Some("https")) {
            return Ok(Post::Plain(builder().build(HttpConnector::new())));
        }
        let tls = HttpsConnectorBuilder::new().with_native_roots();
        let tls = tls.map_err(|error| format!("no roots for https: {error}"))?;
        Ok(Post::Tls(builder().build(tls.https_or_http().enable_http1().build())))
    }

    /// A question, to be completed with its headers.
    pub fn ask(address: &Uri) -> Builder {
        Request::post(address).header(header::USER_AGENT, concat!("acte/", env!("CARGO_PKG_VERSION")))
    }

    /// Sends a question with this body. The body of the answer is not read yet.
    pub async fn send(&self, question: Builder, body: impl Into<Bytes>) -> Result<Response<Incoming>, NoAnswer> {
        let unreachable = |error: &dyn std::error::Error| NoAnswer::Unreachable(deepest(error));
        let request = question.body(Full::new(body.into())).map_err(|error| unreachable(&error))?;
        let answer: Result<Response<_>, ClientError> = match self {
            Post::Plain(client) => client.request(request).await,
            Post::Tls(client) => client.request(request).await,
        };
        answer.map_err(|error| unreachable(&error))
    }
}

/// The body of an answer, of at most so many bytes.
pub async fn body(answer: Response<Incoming>, most: usize) -> Result<Bytes, NoAnswer> {
    match Limited::new(answer.into_body(), most).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(NoAnswer::TooLong { most }),
        Err(error) => Err(NoAnswer::BrokeOff(deepest(error.as_ref()))),
    }
}

/// Host and port of an address.
pub fn host(address: &Uri) -> String {
    let host = address.host().unwrap_or_default();
    address.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The innermost cause: those around it say only that there is one.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
