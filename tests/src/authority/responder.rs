//! The OCSP responder of a throw-away root (RFC 6960): hands each question to `openssl ocsp`, and knows how to fail and to lie.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// What a responder does with a question.
#[derive(Clone, Debug)]
pub enum Says {
    /// HTTP status 404.
    Nothing,
    /// Takes the question and keeps silent.
    Silent,
    /// These bytes, whatever was asked.
    Bytes(Vec<u8>),
    /// What `openssl ocsp` answers with these words, such as "-rsigner ca.pem".
    Openssl(Vec<String>),
}

struct Inner {
    folder: PathBuf,
    says: Mutex<Says>,
    asked: AtomicUsize,
}

/// A server on a free port, on a thread of its own; it serves until the test ends.
pub struct Responder {
    pub address: String,
    inner: Arc<Inner>,
}

impl Responder {
    /// With the certificates in `folder`.
    pub fn serve(folder: PathBuf) -> Responder {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let address = format!("http://{}/ocsp", listener.local_addr().expect("it is bound"));
        let inner = Arc::new(Inner { folder, says: Mutex::new(Says::Nothing), asked: AtomicUsize::new(0) });
        let state = inner.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let router = axum::Router::new().fallback(answer).with_state(state);
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        Responder { address, inner }
    }

    pub fn be(&self, says: Says) {
        *self.inner.says.lock().expect("nobody panicked") = says;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.inner.asked.load(Ordering::SeqCst)
    }
}

async fn answer(State(state): State<Arc<Inner>>, headers: HeaderMap, question: Bytes) -> Response {
    let number = state.asked.fetch_add(1, Ordering::SeqCst);
    assert_eq!(headers[header::CONTENT_TYPE], "application/ocsp-request");
    let says = state.says.lock().expect("nobody panicked").clone();
    let bytes = match says {
        Says::Nothing => return StatusCode::NOT_FOUND.into_response(),
        Says::Silent => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            Vec::new()
        }
        Says::Bytes(bytes) => bytes,
        Says::Openssl(words) => {
            let [asked, told] = ["question", "answer"].map(|end| state.folder.join(format!("{number}.ocsp-{end}")));
            std::fs::write(&asked, question).expect("written");
            let mut openssl = Command::new("openssl");
            openssl.args(["ocsp", "-noverify", "-reqin"]).arg(asked).arg("-respout").arg(&told).args(words);
            let output = openssl.current_dir(&state.folder).output().expect("openssl starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            std::fs::read(told).expect("an answer")
        }
    };
    ([(header::CONTENT_TYPE, "application/ocsp-response")], bytes).into_response()
}
