//! Somebody on the wire, who can add to what the mail server says before the connection is encrypted.

use anyhow::Result;
use tests::smtp::{MailServer, Rules, Security};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{Post, lines};

/// Passes everything on, and puts `forged` behind the server's consent to STARTTLS, in one piece with it.
async fn tamper(port: u16, forged: &'static [u8]) -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let own = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, port, forged));
        }
    });
    Ok(own)
}

async fn pass_on(client: TcpStream, port: u16, forged: &'static [u8]) -> Result<()> {
    let server = TcpStream::connect(("127.0.0.1", port)).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
    let mut bytes = [0; 4096];
    loop {
        let n = from_server.read(&mut bytes).await?;
        if n == 0 {
            return Ok(());
        }
        let mut said = bytes[..n].to_vec();
        if said.starts_with(b"220 Ready to start TLS") {
            said.extend_from_slice(forged);
        }
        to_client.write_all(&said).await?;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn replies_forged_before_encryption_are_not_believed() -> Result<()> {
    let server = MailServer::start_with(Security::StartTls, None);
    server.obey(Rules { refuse: vec![("direction@portes.example", "550 5.1.1 no such mailbox")], ..Rules::default() });
    let forged: [&'static [u8]; 3] = [
        // A whole conversation that ends well.
        b"250 hello\r\n250 sender\r\n250 recipient\r\n354 go on\r\n250 2.0.0 forged\r\n",
        // One reply too many shifts all others by one.
        b"250 hello\r\n",
        // Half a line, to be completed by what comes encrypted.
        b"250 hello",
    ];
    for forged in forged {
        let mut settings = server.settings();
        let port = tamper(settings["smtp.port"].parse()?, forged).await?;
        settings.insert("smtp.port".into(), port.to_string());
        let mut post = Post::open_with(settings).await?;
        post.issue(|notice| notice.recipients.truncate(1)).await?;
        post.work().await?;
        let recorded = post.recorded().await?;
        let refused = recorded[0].refused();
        assert!(!refused.reply.contains("forged") && !refused.last, "{}", lines(&recorded));
        assert!(server.mails().is_empty());
    }
    Ok(())
}
