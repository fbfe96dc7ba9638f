//! `acte mail-in`, as a mail server's pipe calls it: the ends that mail servers know (sysexits.h).

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::Result;
use tests::smtp::MailServer;
use tests::tools;

use crate::{Post, samples};

/// The exit code, and what was said.
fn pipe(data: &std::path::Path, message: &[u8]) -> Result<(Option<i32>, String)> {
    let mut command = Command::new(tools::acte());
    command.arg("mail-in").env("ACTE_DATA", data).env("ACTE_MASTER_KEY", "07".repeat(32)).env("ACTE_LOG", "error");
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    // It may stop reading what is too large.
    child.stdin.take().expect("its input is piped").write_all(message).ok();
    let output = child.wait_with_output()?;
    Ok((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_mail_servers_pipe_is_told_whether_it_may_forget_the_message() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    post.issue(|_| ()).await?;
    post.work().await?;
    let recorded = post.recorded().await?;
    let (id, to) = (&recorded[0].accepted().message_id, &recorded[0].to);
    let report = samples::exim(to, id);
    let data = post.scene.folder().to_path_buf();
    // Its clock is the machine's, which is past that of the scene.
    for _ in 0..2 {
        let (code, said) = pipe(&data, report.as_bytes())?;
        assert_eq!(code, Some(0), "{said}");
    }
    let sql = "SELECT COUNT(*) AS n FROM entry WHERE kind = 'mail.returned'";
    let n: u64 = post.scene.db.read().await?.one(sql, server::args![]).await?.get("n")?;
    assert_eq!(n, 1);
    let (code, said) = pipe(&data, &vec![b'x'; 50 << 20])?;
    assert_eq!(code, Some(65));
    assert!(said.contains("25 MiB"), "{said}");
    let nowhere = tempfile::tempdir()?;
    let (code, said) = pipe(&nowhere.path().join("none"), report.as_bytes())?;
    assert_eq!(code, Some(75), "{said}");
    assert!(said.contains("no database"), "{said}");
    Ok(())
}
