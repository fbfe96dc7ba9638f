//! An authority of time: a small HTTP server that hands each query to `openssl ts -reply`, and knows how to fail and to lie.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use ledger::Hash;
use ledger::timestamp::{self, Request};
use ledger::x509::Certificate;
use tokio::sync::RwLock;

mod lists;
mod responder;

use lists::Lists;
pub use responder::{Responder, Says};

/// What an authority does with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Honest,
    /// Honest for so many questions, then silent.
    HonestFor(usize),
    /// A good token about something else.
    OtherHash,
    /// A good token for another question about the same.
    OtherNonce,
    /// Its certificate ended in 2021.
    Expired,
    /// Its certificate leads to a root that nobody trusts.
    NotAnchored,
    /// "Granted with modifications" (RFC 3161 §2.4.2).
    Modified,
    /// A refusal in due form.
    Refusal,
    Garbage,
    /// More than any answer has.
    Huge,
    /// Takes the query and says nothing.
    Silent,
    /// Begins an answer that does not end.
    Endless,
    Broken,
    MediaType,
    /// Sends the visitor elsewhere.
    Redirect,
}

/// Algorithms as `openssl genpkey` names them.
pub const P256: [&str; 2] = ["EC", "ec_paramgen_curve:P-256"];
pub const P384: [&str; 2] = ["EC", "ec_paramgen_curve:P-384"];
pub const RSA_2048: [&str; 2] = ["RSA", "rsa_keygen_bits:2048"];
pub const RSA_3072: [&str; 2] = ["RSA", "rsa_keygen_bits:3072"];

/// A throw-away root, and what it certified.
pub struct Roots {
    folder: tempfile::TempDir,
    /// Where the certificates say that the lists of `ca` are; none is there until one is published.
    pub lists: Lists,
    /// Whom they name to be asked about one of them; it has no answer until it is told.
    pub responder: Responder,
}

impl Roots {
    /// The root `ca` with the authority `tsa` and one that has expired; the root `other` with an authority of its own.
    pub fn new() -> Roots {
        let folder = tempfile::tempdir().expect("a folder");
        let responder = Responder::serve(folder.path().to_owned());
        let roots = Roots { folder, lists: Lists::serve(), responder };
        roots.write("serial", "1001\n");
        let config = "[ca]\ndefault_ca=c\n[c]\ndatabase=index\nnew_certs_dir=.\nserial=serial\npolicy=p\nunique_subject=no\n\
             default_md=sha256\nemail_in_dn=no\ncrl_extensions=crl\n[p]\ncommonName=supplied\norganizationName=optional\n\
             [crl]\nauthorityKeyIdentifier=keyid\n";
        roots.write("ca.cnf", config);
        let ca = "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n";
        let tsa = format!(
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\ncrlDistributionPoints=URI:{}\n\
             authorityInfoAccess=OCSP;URI:{}\n",
            roots.lists.address, roots.responder.address
        );
        let tsa = tsa.as_str();
        for (name, issuer, extensions, until) in [
            ("ca", "ca", ca, "20990101000000Z"),
            ("tsa", "ca", tsa, "20990101000000Z"),
            ("expired", "ca", tsa, "20210101000000Z"),
            ("other", "other", ca, "20990101000000Z"),
            ("stranger", "other", tsa, "20990101000000Z"),
        ] {
            roots.certify(name, issuer, extensions, ["20200101000000Z", until], P256);
        }
        roots
    }

    /// PEM file of the root that is to be trusted.
    pub fn anchors(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub fn anchor(&self) -> Certificate {
        self.certificate("ca")
    }

    /// One of the certificates of [`Roots::new`].
    pub fn certificate(&self, name: &str) -> Certificate {
        let der = self.run(&["x509", "-in", &format!("{name}.pem"), "-outform", "DER"]);
        Certificate::parse(&der).expect("openssl makes certificates")
    }

    pub fn der(&self) -> Vec<u8> {
        self.run(&["x509", "-in", "ca.pem", "-outform", "DER"])
    }

    /// A token of the authority about this digest.
    pub fn token(&self, digest: &Hash) -> Vec<u8> {
        let answer = self.reply("tsa", &Request::new(*digest, 7, None).to_der(), 0);
        timestamp::Response::parse(&answer).ok().and_then(|answer| answer.token).expect("a token")
    }

    /// A key `name` and its certificate for sealing by the root `ca`, valid between two moments such as `20200101000000Z`. The algorithm as
    /// `openssl genpkey` names it, with its option.
    pub fn seal(&self, name: &str, algorithm: [&str; 2], valid: [&str; 2]) {
        self.certify(name, "ca", "keyUsage=critical,digitalSignature,nonRepudiation\n", valid, algorithm);
    }

    /// The PKCS#12 file of this key with its chain, as `openssl pkcs12 -export` makes it with these options.
    pub fn pkcs12(&self, name: &str, passphrase: &str, options: &[&str]) -> Vec<u8> {
        let [key, pem, pass] = [format!("{name}.key"), format!("{name}.pem"), format!("pass:{passphrase}")];
        let export = ["pkcs12", "-export", "-inkey", &key, "-in", &pem, "-certfile", "ca.pem", "-passout", &pass];
        self.run(&[&export, options].concat())
    }

    /// A list (DER) by `issuer` that ends at `until`, such as "20990101000000Z", and names these certificates.
    pub fn list(&self, issuer: &str, until: &str, revoked: &[&str]) -> Vec<u8> {
        let [key, pem] = ["key", "pem"].map(|end| format!("{issuer}.{end}"));
        let by = ["ca", "-config", "ca.cnf", "-keyfile", &key, "-cert", &pem];
        self.write("index", "");
        self.write("crlnumber", "01\n");
        for name in revoked {
            self.run(&[&by[..], &["-revoke", &format!("{name}.pem")]].concat());
        }
        self.run(
            &[&by[..], &["-gencrl", "-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", until, "-out", "crl.pem"]]
                .concat(),
        );
        self.run(&["crl", "-in", "crl.pem", "-outform", "DER"])
    }

    /// A key `name` of `issuer` for answering about its certificates, valid between two moments.
    pub fn certify_responder(&self, name: &str, issuer: &str, valid: [&str; 2]) {
        let extensions = "keyUsage=critical,digitalSignature\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored\n";
        self.certify(name, issuer, extensions, valid, P256);
    }

    /// The words for `openssl ocsp` to answer by the key of `signer` that `tsa` is good ("V"), revoked ("R") or unknown (""), with more
    /// words such as "-ndays 30".
    pub fn status(&self, signer: &str, status: &str, more: &[&str]) -> Vec<String> {
        let serial = self.run(&["x509", "-in", "tsa.pem", "-noout", "-serial"]);
        let serial = String::from_utf8_lossy(&serial).trim().replace("serial=", "");
        let since = if status == "R" { "250101000000Z" } else { "" };
        let index = format!("status-{signer}-{status}");
        let line = format!("{status}\t491231235959Z\t{since}\t{serial}\tunknown\t/CN=tsa\n");
        self.write(&index, if status.is_empty() { String::new() } else { line });
        let [pem, key] = ["pem", "key"].map(|end| format!("{signer}.{end}"));
        let words = ["-index", &index, "-CA", "ca.pem", "-rsigner", &pem, "-rkey", &key];
        words.iter().chain(more).map(|word| (*word).to_owned()).collect()
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.folder.path().join(file), text).expect("written");
    }

    /// What `openssl` prints in the folder of the roots.
    pub fn run(&self, words: &[&str]) -> Vec<u8> {
        let run = Command::new("openssl").args(words).current_dir(self.folder.path()).output();
        let output = run.expect("these tests need the program openssl, 3.0 or later");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {}: {said}", words.join(" "));
        output.stdout
    }

    fn certify(&self, name: &str, issuer: &str, extensions: &str, valid: [&str; 2], algorithm: [&str; 2]) {
        let [key, csr, pem, issuer_key, issuer_pem] =
            [(name, "key"), (name, "csr"), (name, "pem"), (issuer, "key"), (issuer, "pem")]
                .map(|(n, e)| format!("{n}.{e}"));
        self.run(&["genpkey", "-algorithm", algorithm[0], "-pkeyopt", algorithm[1], "-out", &key]);
        self.write("index", "");
        self.write("extensions", format!("subjectKeyIdentifier=hash\n{extensions}"));
        let subject = format!("/O=Horloge Essai/CN=Horloge {name}");
        self.run(&["req", "-new", "-utf8", "-key", &key, "-subj", &subject, "-out", &csr]);
        let mut words = vec!["ca", "-batch", "-config", "ca.cnf", "-utf8", "-notext", "-extfile", "extensions"];
        words.extend([
            "-startdate",
            valid[0],
            "-enddate",
            valid[1],
            "-in",
            &csr,
            "-out",
            &pem,
            "-keyfile",
            &issuer_key,
        ]);
        match issuer == name {
            true => words.push("-selfsign"),
            false => words.extend(["-cert", &issuer_pem]),
        }
        self.run(&words);
    }

    /// The answer of this signer, by `openssl ts`.
    fn reply(&self, signer: &str, query: &[u8], number: usize) -> Vec<u8> {
        let [config, asked, answer] = ["cnf", "tsq", "tsr"].map(|end| format!("{number}.{end}"));
        self.write(
            &config,
            format!(
                "[t]\ndefault_tsa=c\n[c]\nserial={number}.serial\nsigner_cert={signer}.pem\nsigner_key={signer}.key\n\
                 signer_digest=sha256\ndefault_policy=1.3.6.1.4.1.99999.1\nother_policies=1.3.6.1.4.1.99999.2\ndigests=sha256\n\
                 accuracy=secs:1,millisecs:500\nclock_precision_digits=3\nordering=no\ntsa_name=yes\ness_cert_id_alg=sha256\n"
            ),
        );
        self.write(&asked, query);
        self.run(&["ts", "-reply", "-config", &config, "-section", "c", "-queryfile", &asked, "-out", &answer]);
        std::fs::read(self.folder.path().join(answer)).expect("an answer")
    }
}

impl Default for Roots {
    fn default() -> Roots {
        Roots::new()
    }
}

struct Inner {
    roots: Arc<Roots>,
    manner: RwLock<Manner>,
    asked: AtomicUsize,
    elsewhere: String,
}

/// An authority on a free port, on a thread of its own; it serves until the test ends.
pub struct Authority {
    pub address: String,
    inner: Arc<Inner>,
}

impl Authority {
    pub fn start(roots: &Arc<Roots>, manner: Manner) -> Authority {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let address = format!("http://{}/ts", listener.local_addr().expect("it is bound"));
        let elsewhere = format!("{address}/elsewhere");
        let (manner, asked) = (RwLock::new(manner), AtomicUsize::new(0));
        let inner = Arc::new(Inner { roots: roots.clone(), manner, asked, elsewhere });
        let state = inner.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let router = axum::Router::new().fallback(answer).with_state(state);
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        Authority { address, inner }
    }

    /// How it answers from now on.
    pub async fn be(&self, manner: Manner) {
        *self.inner.manner.write().await = manner;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.inner.asked.load(Ordering::SeqCst)
    }

    /// Host and port, as the program names it.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://").trim_end_matches("/ts")
    }
}

async fn answer(State(state): State<Arc<Inner>>, headers: axum::http::HeaderMap, query: Bytes) -> Response {
    let number = state.asked.fetch_add(1, Ordering::SeqCst) + 1;
    let manner = match *state.manner.read().await {
        Manner::HonestFor(questions) if number > questions => Manner::Silent,
        manner => manner,
    };
    assert_eq!(headers[header::CONTENT_TYPE], "application/timestamp-query");
    let mut query = query.to_vec();
    let end = query.len();
    // A query ends with the digest, perhaps a policy, the nonce, and three bytes that ask for the certificate.
    let signer = match manner {
        Manner::OtherHash => {
            let digest = query.windows(2).position(|two| two == [0x04, 0x20]).expect("a digest");
            query[digest + 5] ^= 1;
            "tsa"
        }
        Manner::OtherNonce => {
            query[end - 4] ^= 1;
            "tsa"
        }
        Manner::Refusal => {
            query.pop();
            "tsa"
        }
        Manner::Expired => "expired",
        Manner::NotAnchored => "stranger",
        _ => "tsa",
    };
    match manner {
        Manner::Garbage => return reply(b"I swear that it is noon.".to_vec()),
        Manner::Huge => return reply(vec![0x30; 1 << 20]),
        Manner::Broken => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Manner::Redirect => return (StatusCode::FOUND, [(header::LOCATION, state.elsewhere.clone())]).into_response(),
        Manner::Silent => tokio::time::sleep(Duration::from_secs(600)).await,
        Manner::Endless => {
            let drops = drops();
            return ([(header::CONTENT_TYPE, "application/timestamp-reply")], Body::from_stream(drops)).into_response();
        }
        _ => {}
    }
    let roots = state.roots.clone();
    let made = tokio::task::spawn_blocking(move || roots.reply(signer, &query, number)).await;
    let mut der = made.expect("openssl answers");
    match manner {
        Manner::Modified => {
            let status = der.windows(3).position(|three| three == [0x02, 0x01, 0x00]).expect("a status");
            der[status + 2] = 1;
            reply(der)
        }
        Manner::MediaType => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], der).into_response(),
        _ => reply(der),
    }
}

/// A byte now and then, for ever.
fn drops() -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    futures_util::stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Some((Ok(Bytes::from_static(b"0")), ()))
    })
}

fn reply(der: Vec<u8>) -> Response {
    // As some authorities write it.
    ([(header::CONTENT_TYPE, "Application/Timestamp-Reply; charset=binary")], der).into_response()
}
