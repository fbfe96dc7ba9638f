//! A connection that never reads ahead before it is encrypted.
//!
//! lettre reads what the server says through a buffer, and keeps the buffer across STARTTLS. Whoever sits on the wire could put
//! replies of their own behind the server's consent, in the clear; they would be taken for encrypted ones (RFC 3207 §6), and
//! the log would hold a mail server's reply that no mail server gave. Read byte by byte, such an addition is still in the
//! socket when encryption begins, which then fails on it.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// First byte of every TLS handshake record (RFC 8446 §5.1), and of no SMTP command.
const HANDSHAKE: u8 = 22;

#[derive(Debug)]
pub struct SlowStart {
    stream: TcpStream,
    encrypted: bool,
}

impl SlowStart {
    pub fn new(stream: TcpStream) -> SlowStart {
        SlowStart { stream, encrypted: false }
    }
}

impl AsyncRead for SlowStart {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.encrypted || buf.remaining() == 0 {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut one))?;
        buf.put_slice(one.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for SlowStart {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.encrypted |= bytes.first() == Some(&HANDSHAKE);
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for SlowStart {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}
