//! Settings of the mail server that mails are handed to.

use std::path::PathBuf;

use super::{BadConfig, SETTINGS, bad, is_this_machine, number};

#[derive(Clone)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: Option<(String, String)>,
    pub from: String,
    pub ca_file: Option<PathBuf>,
    pub timeout: std::time::Duration,
    /// Reports come to where this server reads them: those of success are asked for as well.
    pub reports: bool,
}

/// Without the password.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {:?}", self.host, self.port, self.security)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    StartTls,
    Tls,
    Plain,
}

pub(super) fn read<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<Smtp>, BadConfig> {
    let Some(host) = get("smtp.host") else {
        if let Some((name, ..)) = SETTINGS.iter().find(|(name, ..)| name.starts_with("smtp.") && get(name).is_some()) {
            return bad(name, "has no effect without smtp.host");
        }
        return Ok(None);
    };
    let security = match get("smtp.security") {
        None | Some("starttls") => Security::StartTls,
        Some("tls") => Security::Tls,
        Some("none") if is_this_machine(host) => Security::Plain,
        Some("none") => {
            return bad("smtp.security", "none would send notices and passwords in the clear; use starttls or tls");
        }
        Some(other) => return bad("smtp.security", format!("{other} is none of starttls, tls, none")),
    };
    let default_port = match security {
        Security::StartTls => 587,
        Security::Tls => 465,
        Security::Plain => 25,
    };
    let Some(from) = get("smtp.from") else { return bad("smtp.from", "is needed with smtp.host") };
    if !ledger::notice::is_email(from) {
        return bad("smtp.from", "is not an e-mail address");
    }
    let login = match (get("smtp.user"), get("smtp.password")) {
        (Some(user), Some(password)) => Some((user.to_owned(), password.to_owned())),
        (None, None) => None,
        _ => return bad("smtp.user", "smtp.user and smtp.password go together"),
    };
    Ok(Some(Smtp {
        host: host.to_owned(),
        port: number(get("smtp.port"), "smtp.port", default_port, 1, u16::MAX)?,
        security,
        login,
        from: from.to_owned(),
        ca_file: get("smtp.ca_file").map(PathBuf::from),
        timeout: std::time::Duration::from_secs(number(get("smtp.timeout_s"), "smtp.timeout_s", 30, 1, 300)?),
        reports: replies(get)?,
    }))
}

/// Whether what comes back is read: by default where a mailbox is.
pub(super) fn replies<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<bool, BadConfig> {
    match get("smtp.replies") {
        None => Ok(get("imap.host").is_some()),
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(_) => bad("smtp.replies", "must be true or false"),
    }
}
