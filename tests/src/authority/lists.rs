//! The revocation list of a throw-away root, published over HTTP at the address that its certificates name.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

/// What is answered for a list; none while nobody published one.
type Published = Arc<(Mutex<Option<Vec<u8>>>, AtomicUsize)>;

/// A server on a free port, on a thread of its own; it serves until the test ends.
pub struct Lists {
    pub address: String,
    published: Published,
}

impl Lists {
    pub fn serve() -> Lists {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let address = format!("http://{}/ca.crl", listener.local_addr().expect("it is bound"));
        let published = Published::default();
        let state = published.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let router = axum::Router::new().fallback(answer).with_state(state);
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        Lists { address, published }
    }

    pub fn publish(&self, bytes: Vec<u8>) {
        *self.published.0.lock().expect("nobody panicked") = Some(bytes);
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.published.1.load(Ordering::SeqCst)
    }
}

async fn answer(State(published): State<Published>) -> Response {
    published.1.fetch_add(1, Ordering::SeqCst);
    match published.0.lock().expect("nobody panicked").clone() {
        Some(bytes) => bytes.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
