//! A real IMAP server (Debian's Dovecot) for one test, with a mailbox in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::smtp::make_certificate;

/// What the mailbox asks for.
pub const USER: &str = "acte@prestataire.example";
pub const PASSWORD: &str = "boite-aux-lettres";

pub struct ImapServer {
    process: Child,
    folder: tempfile::TempDir,
    /// Encrypted from the first byte, and in the clear until STARTTLS.
    port: u16,
    clear: u16,
    delivered: std::cell::Cell<u32>,
}

impl ImapServer {
    /// TLS on a free port of this machine, with a certificate of its own.
    pub fn start() -> ImapServer {
        let folder = tempfile::tempdir().expect("a folder for a mailbox");
        make_certificate(folder.path().to_path_buf());
        for sub in ["mail/new", "mail/cur", "mail/tmp", "run"] {
            std::fs::create_dir_all(folder.path().join(sub)).expect("a folder");
        }
        // Both are free at once, so that they are two.
        let free = || std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let [port, clear] = [free(), free()].map(|free| free.local_addr().expect("a port").port());
        // Mail is never read as root; whoever is not root has no other users to change to.
        let me = |flag: &str| {
            let id = Command::new("id").arg(flag).output().expect("id").stdout;
            String::from_utf8_lossy(&id).trim().to_owned()
        };
        let (user, group, own) = match me("-u").as_str() {
            "0" => ("nobody".to_owned(), "nogroup".to_owned(), String::new()),
            _ => {
                let (user, group) = (me("-un"), me("-gn"));
                let own = format!(
                    "default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {group}\n"
                );
                (user, group, own)
            }
        };
        run("chmod", &["755"], folder.path());
        run("chown", &["-R", &user], &folder.path().join("mail"));
        let config = folder.path().join("dovecot.conf");
        std::fs::write(&config, settings(folder.path(), (port, clear), &user, &group, &own)).expect("settings");
        let mut dovecot = Command::new("/usr/sbin/dovecot");
        let process = dovecot.arg("-F").arg("-c").arg(&config).stdin(Stdio::null()).stderr(Stdio::null()).spawn();
        let process = process.expect("dovecot is installed: cargo xtask test does it");
        let server = ImapServer { process, folder, port, clear, delivered: std::cell::Cell::new(0) };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "dovecot does not answer: {}", server.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Puts a message into the mailbox, as a mail server does.
    pub fn deliver(&self, message: &[u8]) {
        self.delivered.set(self.delivered.get() + 1);
        let name = format!("{}.test", self.delivered.get());
        let (part, whole) = (self.mail("tmp").join(&name), self.mail("new").join(&name));
        std::fs::write(&part, message).expect("a message");
        run("chmod", &["644"], &part);
        std::fs::rename(part, whole).expect("a message delivered");
    }

    /// How many messages lie in the inbox.
    pub fn waiting(&self) -> usize {
        files(&self.mail("new")) + files(&self.mail("cur"))
    }

    /// How many lie in the folder of those that were taken.
    pub fn taken(&self) -> usize {
        files(&self.mail(".Acte/new")) + files(&self.mail(".Acte/cur"))
    }

    fn mail(&self, sub: &str) -> PathBuf {
        self.folder.path().join("mail").join(sub)
    }

    /// Acté's settings for this mailbox; the server's certificate is the authority to trust.
    pub fn settings(&self) -> BTreeMap<String, String> {
        let ca = self.folder.path().join("cert.pem").display().to_string();
        let pairs = [
            ("imap.host", "localhost".to_owned()),
            ("imap.port", self.port.to_string()),
            ("imap.user", USER.to_owned()),
            ("imap.password", PASSWORD.to_owned()),
            ("imap.ca_file", ca),
            ("imap.timeout_s", "5".to_owned()),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

impl ImapServer {
    /// The same for the port that begins in the clear.
    pub fn settings_for_starttls(&self) -> BTreeMap<String, String> {
        let mut settings = self.settings();
        settings.insert("imap.port".into(), self.clear.to_string());
        settings.insert("imap.security".into(), "starttls".into());
        settings
    }
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, |entries| entries.count())
}

fn run(program: &str, arguments: &[&str], path: &Path) {
    let status = Command::new(program).args(arguments).arg(path).status().expect("a program of every system");
    assert!(status.success(), "{program} {}", path.display());
}

fn settings(folder: &Path, (port, clear): (u16, u16), user: &str, group: &str, own: &str) -> String {
    let folder = folder.display();
    format!(
        "protocols = imap\nlisten = 127.0.0.1\nbase_dir = {folder}/run\nstate_dir = {folder}/run\nlog_path = {folder}/log\n{own}\
         ssl = required\nssl_cert = <{folder}/cert.pem\nssl_key = <{folder}/key.pem\nssl_dh =\n\
         mail_location = maildir:{folder}/mail\nfirst_valid_uid = 1\nauth_mechanisms = plain\n\
         passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}\n\
         userdb {{\n  driver = static\n  args = uid={user} gid={group} home={folder}/mail\n}}\n\
         service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {clear}\n  }}\n  \
         inet_listener imaps {{\n    port = {port}\n    ssl = yes\n  }}\n}}\n\
         service anvil {{\n  chroot =\n}}\nservice stats {{\n  chroot =\n}}\n\
         namespace inbox {{\n  inbox = yes\n}}\n"
    )
}

/// Asked to end, so that it ends the processes that it began.
impl Drop for ImapServer {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}
