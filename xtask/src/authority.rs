//! An example authority of time for the demo: `openssl ts` behind a small HTTP server on this machine (RFC 3161, §3.4).
//!
//! It runs beside the demo so that both sides of a time-stamp can be walked. Its key lies in the demo's own folder and its name says so:
//! what it states is worth nothing to anybody else.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{command, on_path};

/// The root that whoever plays the reader may choose to trust.
const ROOT: &str = "root.pem";
const ROOT_NAME: &str = "/CN=Racine d’exemple, sans valeur – example root, worthless";
const NAME: &str = "/CN=Horloge d’exemple, sans valeur – example clock, worthless";
const EXTENSIONS: &str = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";
const CONFIG: &str = "[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n\
    default_policy=1.3.6.1.4.1.99999.1\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_alg=sha256\n";
/// A query has less than a hundred bytes.
const MOST: usize = 4096;

/// Its address and the file of its root.
pub struct Authority {
    pub address: String,
    pub root: PathBuf,
}

/// Starts one in a process of its own, which ends with this one, whatever this one becomes; none, and a sentence, without openssl.
pub fn start(folder: &Path) -> Result<Option<Authority>> {
    if on_path("openssl").is_none() {
        eprintln!("no openssl here: the demo has no authority of time, and says so");
        return Ok(None);
    }
    make(folder).context("the example authority of time")?;
    let mut serving = command(std::env::current_exe()?);
    serving.arg("authority").arg(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = serving.spawn().context("the example authority of time")?;
    let mut address = String::new();
    BufReader::new(child.stdout.take().context("its output")?).read_line(&mut address)?;
    Ok(Some(Authority { address: address.trim_end().to_owned(), root: folder.join(ROOT) }))
}

/// Its keys and certificates, unless they are there.
fn make(folder: &Path) -> Result<()> {
    if folder.join("tsa.pem").is_file() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("extensions"), EXTENSIONS)?;
    std::fs::write(folder.join("config"), CONFIG)?;
    let new = "-utf8 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    openssl(folder, &format!("req -x509 {new} -days 3650 -keyout root.key -out {ROOT} -subj"), &[ROOT_NAME])?;
    openssl(folder, &format!("req {new} -keyout tsa.key -out tsa.csr -subj"), &[NAME])?;
    let sign = format!("x509 -req -in tsa.csr -CA {ROOT} -CAkey root.key -set_serial 2 -days 3650 -extfile extensions");
    openssl(folder, &sign, &["-out", "tsa.pem"])
}

fn openssl(folder: &Path, words: &str, more: &[&str]) -> Result<()> {
    let output = command("openssl").args(words.split(' ')).args(more).current_dir(folder).output()?;
    if !output.status.success() {
        bail!("openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Serves, one question after the other, as long as the process lives that began it.
pub fn serve(folder: &Path) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    std::thread::spawn(end_with_parent);
    for connection in listener.incoming() {
        // Whoever asked something else, or left, asks again.
        let _ = connection.map_err(anyhow::Error::from).and_then(|connection| answer(folder, connection));
    }
    Ok(())
}

#[cfg(unix)]
fn end_with_parent() {
    let parent = std::os::unix::process::parent_id();
    while std::os::unix::process::parent_id() == parent {
        std::thread::sleep(Duration::from_secs(1));
    }
    std::process::exit(0);
}

#[cfg(not(unix))]
fn end_with_parent() {}

fn answer(folder: &Path, mut connection: TcpStream) -> Result<()> {
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reader = BufReader::new(&connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.by_ref().take(MOST as u64).read_line(&mut line)? == 0 {
            bail!("no question");
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse()?,
            _ if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    if length > MOST {
        bail!("not a question about a time");
    }
    let mut query = vec![0; length];
    reader.read_exact(&mut query)?;
    std::fs::write(folder.join("query"), query)?;
    openssl(folder, "ts -reply -config config -section t -queryfile query -out reply", &[])?;
    let reply = std::fs::read(folder.join("reply"))?;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nConnection: close\r\nContent-Length: ";
    write!(connection, "{head}{}\r\n\r\n", reply.len())?;
    Ok(connection.write_all(&reply)?)
}
