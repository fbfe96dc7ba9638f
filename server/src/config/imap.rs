//! Settings of the mailbox that reports and answers come to.

use std::path::PathBuf;
use std::time::Duration;

use super::{BadConfig, SETTINGS, Security, bad, is_this_machine, number};

#[derive(Clone)]
pub struct Imap {
    pub host: String,
    pub port: u16,
    /// Plain only with a server on this machine.
    pub security: Security,
    pub user: String,
    pub password: String,
    /// Where messages come, and where they are moved when they are recorded.
    pub folder: String,
    pub done: String,
    pub ca_file: Option<PathBuf>,
    /// For connecting, and for the greeting.
    pub timeout: Duration,
    /// Seconds from one look to the next.
    pub rhythm_s: u32,
}

/// Without the password.
impl std::fmt::Debug for Imap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {}", self.host, self.port, self.folder)
    }
}

pub(super) fn read<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<Imap>, BadConfig> {
    let Some(host) = get("imap.host") else {
        if let Some((name, ..)) = SETTINGS.iter().find(|(name, ..)| name.starts_with("imap.") && get(name).is_some()) {
            return bad(name, "has no effect without imap.host");
        }
        return Ok(None);
    };
    let security = match get("imap.security") {
        None | Some("tls") => Security::Tls,
        Some("starttls") => Security::StartTls,
        Some("none") if is_this_machine(host) => Security::Plain,
        Some("none") => return bad("imap.security", "none would send the password in the clear; use tls or starttls"),
        Some(other) => return bad("imap.security", format!("{other} is none of tls, starttls, none")),
    };
    let (Some(user), Some(password)) = (get("imap.user"), get("imap.password")) else {
        return bad("imap.user", "imap.user and imap.password are needed with imap.host");
    };
    let (folder, done) = (get("imap.folder").unwrap_or("INBOX"), get("imap.done").unwrap_or("Acte"));
    if folder == done {
        return bad("imap.done", "must be another folder than imap.folder");
    }
    Ok(Some(Imap {
        host: host.to_owned(),
        port: number(get("imap.port"), "imap.port", if security == Security::Tls { 993 } else { 143 }, 1, u16::MAX)?,
        security,
        user: user.to_owned(),
        password: password.to_owned(),
        folder: folder.to_owned(),
        done: done.to_owned(),
        ca_file: get("imap.ca_file").map(PathBuf::from),
        timeout: Duration::from_secs(number(get("imap.timeout_s"), "imap.timeout_s", 30, 1, 300)?),
        rhythm_s: number(get("imap.rhythm_s"), "imap.rhythm_s", 60, 5, 86_400)?,
    }))
}
