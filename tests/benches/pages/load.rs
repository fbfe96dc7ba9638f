//! A small HTTP/1.1 client that asks for one page over and over: little work of its own, because it shares the machine's cores with
//! the server that it measures.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Connections that ask at the same time, each waiting for its answer before it asks again.
const CONNECTIONS: usize = 16;
/// The most bytes that the head of an answer may have.
const MAX_HEAD: usize = 8 * 1024;

/// What is asked, and the body that every answer has.
#[derive(Clone)]
pub struct Ask {
    pub server: SocketAddr,
    /// The whole request.
    pub request: String,
    pub body: Vec<u8>,
}

/// Requests answered while asking for `time`.
pub async fn requests(ask: &Ask, time: Duration) -> Result<u64> {
    let start = Instant::now();
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        connections.spawn(connection(ask.clone(), start + time));
    }
    let mut answered = 0;
    while let Some(done) = connections.join_next().await {
        answered += done??;
    }
    Ok(answered)
}

/// Asks until `end`; how many answers came.
async fn connection(ask: Ask, end: Instant) -> Result<u64> {
    let mut stream = TcpStream::connect(ask.server).await?;
    stream.set_nodelay(true)?;
    let mut answer = first(&mut stream, &ask).await?;
    let mut answered = 1;
    while Instant::now() < end {
        stream.write_all(ask.request.as_bytes()).await?;
        // Every answer is as long as the first one: nothing in it depends on the moment but the date, the nonce and the forms' values.
        stream.read_exact(&mut answer).await?;
        ensure!(answer.starts_with(b"HTTP/1.1 200 ") && answer.ends_with(b"</html>"), "another answer than the first");
        answered += 1;
    }
    Ok(answered)
}

/// The first answer, whose body must be the one that is expected.
async fn first(stream: &mut TcpStream, ask: &Ask) -> Result<Vec<u8>> {
    stream.write_all(ask.request.as_bytes()).await?;
    let mut answer = vec![0; MAX_HEAD + ask.body.len()];
    let mut got = 0;
    loop {
        let read = stream.read(&mut answer[got..]).await?;
        ensure!(read > 0, "the connection was closed, or the answer is too long");
        got += read;
        let head = answer[..got].windows(4).position(|end| end == b"\r\n\r\n").map(|at| at + 4);
        if let Some(head) = head.filter(|head| got >= head + ask.body.len()) {
            let says = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
            says.find(&format!("content-length: {}\r\n", ask.body.len())).with_context(|| says.clone())?;
            ensure!(same(&answer[head..got], &ask.body), "the body differs from the one that a visitor got");
            answer.truncate(got);
            return Ok(answer);
        }
    }
}

/// Whether two answers show the same page: each has random values of its own in its forms, all hexadecimal digits.
fn same(one: &[u8], other: &[u8]) -> bool {
    let same = |(a, b): (&u8, &u8)| a == b || (a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    one.len() == other.len() && one.iter().zip(other).all(same)
}
