//! A real mail server (aiosmtpd) for one test, which can refuse, stall and hang up on demand: `tests/outside/smtp_server.py`.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mail_parser::{Message, MessageParser, MimeHeaders};
use serde_json::json;

use crate::tools;

/// How the server is to misbehave. Read anew by the server at each step.
#[derive(Clone, Default)]
pub struct Rules {
    /// Recipients refused, with the reply: `("a@b.fr", "550 5.1.1 no such mailbox")`.
    pub refuse: Vec<(&'static str, &'static str)>,
    /// The first so many messages are answered 451, try again later.
    pub busy: u32,
    pub hang: Option<Hang>,
    pub hang_up: Option<HangUp>,
    /// It knows DSN (RFC 3461).
    pub dsn: bool,
}

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    None,
    StartTls,
    /// From the first byte.
    Tls,
}

impl Security {
    /// As Acté's settings and the server's script call it.
    pub fn name(self) -> &'static str {
        match self {
            Security::None => "none",
            Security::StartTls => "starttls",
            Security::Tls => "tls",
        }
    }
}

/// Where the server falls silent.
#[derive(Clone, Copy)]
pub enum Hang {
    /// No greeting.
    Connect,
    /// No reply to the message.
    Data,
    /// No reply to the message, which is kept.
    Reply,
}

/// The connection is cut instead of a reply to the message.
#[derive(Clone, Copy)]
pub enum HangUp {
    /// And the message is lost.
    Lost,
    /// Although the message has arrived, which the client cannot know.
    Kept,
}

pub struct MailServer {
    process: Child,
    folder: tempfile::TempDir,
    port: u16,
    security: Security,
    login: Option<(&'static str, &'static str)>,
}

impl MailServer {
    /// Plain SMTP without authentication, on this machine.
    pub fn start() -> MailServer {
        MailServer::start_with(Security::None, None)
    }

    /// With a certificate of its own (see [`MailServer::settings`]), and with a name and password when given.
    pub fn start_with(security: Security, login: Option<(&'static str, &'static str)>) -> MailServer {
        let folder = tempfile::tempdir().expect("a folder for mails");
        if security != Security::None {
            make_certificate(folder.path().to_path_buf());
        }
        let mut command = Command::new(tools::python());
        command.arg(tools::root().join("tests/tests/outside/smtp_server.py")).arg(folder.path());
        command.arg(security.name());
        command.args(login.iter().flat_map(|(user, password)| [user, password]));
        let process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the SMTP server starts");
        let mut server = MailServer { process, folder, port: 0, security, login };
        server.obey(Rules::default());
        let mut line = String::new();
        let output = server.process.stdout.take().expect("its output is piped");
        std::io::BufReader::new(output).read_line(&mut line).expect("the SMTP server says its port");
        server.port = line.trim().parse().unwrap_or_else(|_| panic!("the SMTP server says its port, not {line:?}"));
        server
    }

    /// From now on, until told otherwise.
    pub fn obey(&self, rules: Rules) {
        let refuse: serde_json::Map<_, _> =
            rules.refuse.iter().map(|(to, reply)| ((*to).to_owned(), json!(reply))).collect();
        let hang = rules.hang.map(|hang| match hang {
            Hang::Connect => "connect",
            Hang::Data => "data",
            Hang::Reply => "reply",
        });
        let drop = rules.hang_up.map(|hang_up| match hang_up {
            HangUp::Lost => "lost",
            HangUp::Kept => "kept",
        });
        let rules = json!({ "refuse": refuse, "busy": rules.busy, "hang": hang, "drop": drop, "dsn": rules.dsn });
        // Renamed into place: the server may read at any moment.
        let (part, whole) = (self.folder.path().join("rules.part"), self.folder.path().join("rules.json"));
        std::fs::write(&part, rules.to_string()).expect("rules are written");
        std::fs::rename(part, whole).expect("rules are put in place");
    }

    /// Acté's settings for this server, by their names; its certificate is the authority to trust.
    pub fn settings(&self) -> BTreeMap<String, String> {
        let mut settings = BTreeMap::new();
        let mut set = |name: &str, value: String| drop(settings.insert(format!("smtp.{name}"), value));
        set("host", "localhost".into());
        set("port", self.port.to_string());
        set("security", self.security.name().into());
        set("from", "acte@prestataire.example".into());
        set("timeout_s", "2".into());
        if self.security != Security::None {
            set("ca_file", self.folder.path().join("cert.pem").display().to_string());
        }
        if let Some((user, password)) = self.login {
            set("user", user.into());
            set("password", password.into());
        }
        settings
    }

    /// All mails kept so far, in the order of their arrival.
    pub fn mails(&self) -> Vec<Mail> {
        (1..).map_while(|n| self.mail(n)).collect()
    }

    fn mail(&self, n: usize) -> Option<Mail> {
        let raw = std::fs::read(self.folder.path().join(format!("{n}.eml"))).ok()?;
        let about = std::fs::read(self.folder.path().join(format!("{n}.json")))
            .expect("the envelope is written before the mail");
        let about: serde_json::Value = serde_json::from_slice(&about).expect("the envelope is JSON");
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        Some(Mail {
            from: text(&about["from"]).unwrap_or_default(),
            to: about["to"].as_array().into_iter().flatten().filter_map(text).collect(),
            encrypted: about["tls"] == true,
            login: text(&about["login"]),
            dsn: serde_json::from_value(about["dsn"].clone()).unwrap_or_default(),
            raw,
        })
    }

    /// Waits up to ten seconds until at least `count` mails have come.
    pub async fn wait_for(&self, count: usize) -> Vec<Mail> {
        let since = Instant::now();
        loop {
            let mails = self.mails();
            if mails.len() >= count {
                return mails;
            }
            let subjects: Vec<_> = mails.iter().map(|m| (m.to.join(","), m.subject())).collect();
            assert!(since.elapsed() < Duration::from_secs(10), "{count} mails awaited, only these came: {subjects:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits for the `nth` mail (from 0) to this recipient.
    pub async fn mail_to(&self, recipient: &str, nth: usize) -> Mail {
        let since = Instant::now();
        loop {
            let mut mails = self.mails();
            mails.retain(|mail| mail.to.iter().any(|to| to == recipient));
            if mails.len() > nth {
                return mails.swap_remove(nth);
            }
            assert!(
                since.elapsed() < Duration::from_secs(10),
                "{} mails to {recipient} awaited, {} came",
                nth + 1,
                mails.len()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended already.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// One certificate for localhost, its own authority, made by openssl as an administrator would.
pub(crate) fn make_certificate(folder: PathBuf) {
    let made = Command::new("openssl")
        .current_dir(&folder)
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost"])
        // Without CA:FALSE, openssl makes an authority, which rustls refuses as a server's own certificate (RFC 5280 §4.2.1.9).
        .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "openssl makes a certificate");
}

/// A mail as its recipient's program would read it.
pub struct Mail {
    /// Of the envelope, as all but the rest.
    pub from: String,
    pub to: Vec<String>,
    pub encrypted: bool,
    /// The name that the sender signed in with.
    pub login: Option<String>,
    /// What was asked of reports (RFC 3461), by its keywords.
    pub dsn: BTreeMap<String, String>,
    pub raw: Vec<u8>,
}

impl Mail {
    /// From a file, such as one of the outbox folder.
    pub fn read(raw: Vec<u8>) -> Mail {
        let mut mail =
            Mail { from: String::new(), to: vec![], encrypted: false, login: None, dsn: BTreeMap::new(), raw };
        let addresses = |address: Option<&mail_parser::Address>| -> Vec<String> {
            address.into_iter().flat_map(|a| a.iter()).filter_map(|a| a.address().map(str::to_owned)).collect()
        };
        let message = mail.message();
        let (from, to) = (addresses(message.from()), addresses(message.to()));
        drop(message);
        mail.from = from.into_iter().next().unwrap_or_default();
        mail.to = to;
        mail
    }

    pub fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).expect("the mail can be read (RFC 5322)")
    }

    pub fn subject(&self) -> String {
        self.message().subject().unwrap_or_default().to_owned()
    }

    /// The plain text part; a mail without one would be unreadable to some.
    pub fn text(&self) -> String {
        self.message().body_text(0).expect("the mail has a text part").into_owned()
    }

    pub fn html(&self) -> String {
        self.message().body_html(0).expect("the mail has an HTML part").into_owned()
    }

    /// Names and bytes.
    pub fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        let message = self.message();
        message
            .attachments()
            .map(|part| (part.attachment_name().unwrap_or_default().to_owned(), part.contents().to_vec()))
            .collect()
    }

    /// The addresses (http…) in the text part, each to the next white space or angle bracket.
    pub fn links(&self) -> Vec<String> {
        let text = self.text();
        let starts = text
            .match_indices("http")
            .map(|(at, _)| &text[at..])
            .filter(|rest| rest.starts_with("http://") || rest.starts_with("https://"));
        starts
            .map(|rest| {
                rest.split(|c: char| c.is_whitespace() || "<>".contains(c)).next().unwrap_or_default().to_owned()
            })
            .collect()
    }

    /// The first link whose path begins so.
    pub fn link(&self, path: &str) -> String {
        let links = self.links();
        let path_of = |link: &str| link.splitn(4, '/').nth(3).map(|p| format!("/{p}")).unwrap_or_default();
        let found = links.iter().find(|link| path_of(link).starts_with(path));
        found
            .unwrap_or_else(|| panic!("a link to {path}… in the mail “{}”; there are {links:?}", self.subject()))
            .clone()
    }

    /// The one group of exactly six digits: the code.
    pub fn code(&self) -> String {
        let text = self.text();
        let groups: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() == 6 && w.bytes().all(|b| b.is_ascii_digit()))
            .collect();
        assert_eq!(groups.len(), 1, "one code in the mail “{}”:\n{text}", self.subject());
        groups[0].to_owned()
    }
}
