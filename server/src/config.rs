//! Settings: one TOML file and the environment, the environment first. Every setting is listed in [`SETTINGS`] with its variable and
//! its reason; a name that is not listed is refused at start, and so is a combination that cannot work.

mod dns;
mod imap;
mod seal;
mod smtp;
mod timestamps;
mod witness;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::search::read::Reading;
pub use dns::Dns;
pub use imap::Imap;
use ledger::VerifyingKey;
pub use seal::SealToken;
pub use smtp::{Security, Smtp};
pub use timestamps::Timestamps;
pub use witness::Asked;

/// Name in the file, variable in the environment, what it is for. `docs/operations.md` prints this table.
pub const SETTINGS: &[(&str, &str, &str)] = &[
    (
        "data",
        "ACTE_DATA",
        "Folder of the database, the attachments, the master key and the outbox. Default: ./acte-data",
    ),
    ("listen", "ACTE_LISTEN", "Address and port to listen on. Default: 127.0.0.1:8300"),
    ("url", "ACTE_URL", "Public address, as it stands in mails and QR codes. Default: http://localhost and the port"),
    ("database", "ACTE_DATABASE", "postgres://… for PostgreSQL. Default: the SQLite file acte.db in the data folder"),
    (
        "master_key",
        "ACTE_MASTER_KEY",
        "64 lower-case hexadecimal digits that encrypt keys and attachments. Default: the file master.key in the data folder",
    ),
    ("behind_proxy", "ACTE_BEHIND_PROXY", "true: the last address of X-Forwarded-For is the visitor's. Default: false"),
    ("upload_mib", "ACTE_UPLOAD_MIB", "Largest file that may be uploaded, MiB, 1 to 100. Default: 25"),
    (
        "dns.server",
        "ACTE_DNS_SERVER",
        "Address and port of the DNS server that is asked for the keys of imported e-mails (DKIM). Default: those of this machine",
    ),
    (
        "dns.timeout_s",
        "ACTE_DNS_TIMEOUT_S",
        "Seconds until the keys of one e-mail that DNS does not give are given up, 1 to 30. Default: 5",
    ),
    (
        "witness.logs",
        "ACTE_WITNESS_LOGS",
        "Verifier keys of the logs for which this server is a witness (C2SP tlog-witness), separated by spaces. Default: none",
    ),
    (
        "witness.name",
        "ACTE_WITNESS_NAME",
        "Name under which this server cosigns. Never change it: it is another witness then. Default: the public address without https://, then /witness",
    ),
    (
        "witness.ask",
        "ACTE_WITNESS_ASK",
        "Witnesses that are asked to cosign this server’s checkpoints: the key of each, @, its address (for another Acté server: https://…/witness), separated by spaces. Default: none",
    ),
    (
        "seal.module",
        "ACTE_SEAL_MODULE",
        "Library of the device that keeps the sealing key (PKCS#11), such as /usr/lib/softhsm/libsofthsm2.so. Default: none; an owner then cannot choose a device",
    ),
    ("seal.token", "ACTE_SEAL_TOKEN", "Label of that device. Needed with seal.module"),
    (
        "seal.key",
        "ACTE_SEAL_KEY",
        "Label of the private key in it; its certificate has the same identifier (CKA_ID). Needed with seal.module",
    ),
    ("seal.pin", "ACTE_SEAL_PIN", "PIN of the device’s user. It or seal.pin_file is needed with seal.module"),
    ("seal.pin_file", "ACTE_SEAL_PIN_FILE", "File with that PIN in its first line, mode 600"),
    (
        "timestamps.authorities",
        "ACTE_TIMESTAMPS_AUTHORITIES",
        "Addresses of time-stamp authorities (RFC 3161), in the order in which they are asked, separated by spaces. Default: none",
    ),
    (
        "timestamps.anchors",
        "ACTE_TIMESTAMPS_ANCHORS",
        "PEM file of the root certificates that these authorities must lead to. Needed with timestamps.authorities",
    ),
    (
        "timestamps.policy",
        "ACTE_TIMESTAMPS_POLICY",
        "Object identifier of the policy to ask for. Default: the authority’s own",
    ),
    (
        "timestamps.rhythm",
        "ACTE_TIMESTAMPS_RHYTHM",
        "How often a log that grew is time-stamped, 1m to 31 days, such as 30m or 6h. Default: 1h",
    ),
    (
        "smtp.host",
        "ACTE_SMTP_HOST",
        "Mail server. Without one, mails are written to the folder outbox and nothing is sent",
    ),
    ("smtp.port", "ACTE_SMTP_PORT", "Default: 587 for starttls, 465 for tls, 25 for none"),
    (
        "smtp.security",
        "ACTE_SMTP_SECURITY",
        "starttls, tls or none. Default: starttls. none is refused for a host other than this machine",
    ),
    ("smtp.user", "ACTE_SMTP_USER", "Name for SMTP authentication"),
    ("smtp.password", "ACTE_SMTP_PASSWORD", "Password for SMTP authentication"),
    ("smtp.from", "ACTE_SMTP_FROM", "Sender's address. Needed with smtp.host"),
    ("smtp.ca_file", "ACTE_SMTP_CA_FILE", "PEM file of a certificate authority to trust besides the system's"),
    (
        "smtp.timeout_s",
        "ACTE_SMTP_TIMEOUT_S",
        "Seconds until a mail server that does not answer is given up, 1 to 300. Default: 30",
    ),
    (
        "smtp.replies",
        "ACTE_SMTP_REPLIES",
        "true: what is answered to a mail goes to smtp.from as well as to the adviser, because this server reads it there, from the mailbox below or by acte mail-in. Default: true with imap.host, else false",
    ),
    (
        "imap.host",
        "ACTE_IMAP_HOST",
        "Server of the mailbox of smtp.from, read for delivery reports and answers. Default: none is read",
    ),
    ("imap.port", "ACTE_IMAP_PORT", "Default: 993 for tls, 143 for starttls and none"),
    (
        "imap.security",
        "ACTE_IMAP_SECURITY",
        "tls, starttls (RFC 3501 §6.2.1; a server without it is not logged in to) or none. Default: tls. none is refused for a host other than this machine",
    ),
    ("imap.user", "ACTE_IMAP_USER", "Name of the mailbox. Needed with imap.host"),
    ("imap.password", "ACTE_IMAP_PASSWORD", "Its password. Needed with imap.host"),
    ("imap.folder", "ACTE_IMAP_FOLDER", "Folder whose messages are all taken, and moved. Default: INBOX"),
    (
        "imap.done",
        "ACTE_IMAP_DONE",
        "Folder that they are moved to once they are recorded; made when it is not there. Default: Acte",
    ),
    ("imap.ca_file", "ACTE_IMAP_CA_FILE", "PEM file of certificate authorities to trust besides the system’s"),
    (
        "imap.timeout_s",
        "ACTE_IMAP_TIMEOUT_S",
        "Seconds until a server that does not answer is given up, 1 to 300. Default: 30",
    ),
    ("imap.rhythm_s", "ACTE_IMAP_RHYTHM_S", "Seconds from one look to the next, 5 to 86400. Default: 60"),
];

/// Variables that say where the settings are, and what the program tells of itself.
const NO_SETTINGS: [&str; 2] = ["ACTE_CONFIG", "ACTE_LOG"];

#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// Without a slash at the end.
    pub url: String,
    /// `postgres://…`, or the path of the SQLite file.
    pub database: String,
    pub master_key: Option<String>,
    pub behind_proxy: bool,
    /// Bytes.
    pub upload_limit: usize,
    /// Who is asked for the keys of imported e-mails.
    pub dns: Dns,
    /// The logs for which this server is a witness, and the name under which it cosigns.
    pub witness_logs: Vec<VerifyingKey>,
    pub witness_name: String,
    /// The witnesses that are asked to cosign this server's checkpoints.
    pub witness_ask: Vec<Asked>,
    pub timestamps: Option<Timestamps>,
    /// The device that keeps the sealing key, if an owner chooses it.
    pub seal: Option<SealToken>,
    pub smtp: Option<Smtp>,
    /// The mailbox that reports and answers come to.
    pub imap: Option<Imap>,
    /// Answers go to the sending address, too, because this server reads what comes there.
    pub replies: bool,
    /// What reads the text of attached files.
    pub reading: Reading,
    /// Fills in an example firm and shows the outbox as a page.
    pub demo: bool,
}

/// What is wrong with a setting, in one sentence that names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadConfig(String);

fn bad<T>(name: &str, what: impl std::fmt::Display) -> Result<T, BadConfig> {
    Err(BadConfig(format!("setting {name}: {what}")))
}

impl Config {
    /// Reads the file (if one is named) and the process's environment.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn load(file: Option<&Path>) -> Result<Config, BadConfig> {
        let mut values = BTreeMap::new();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).map_err(|e| BadConfig(format!("{}: {e}", path.display())))?;
            let table: toml::Table =
                text.parse().map_err(|e: toml::de::Error| BadConfig(format!("{}: {}", path.display(), e.message())))?;
            flatten("", &table, &mut values)?;
        }
        for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("ACTE_")) {
            let known = SETTINGS.iter().any(|(_, known, _)| *known == variable);
            if !known && !NO_SETTINGS.contains(&variable.as_str()) {
                return Err(BadConfig(format!("{variable}: no such setting")));
            }
        }
        for (name, variable, _) in SETTINGS {
            if let Ok(value) = std::env::var(variable) {
                values.insert((*name).to_owned(), value);
            }
        }
        Config::from_values(&values)
    }

    /// From names and values, as tests and [`Config::load`] give them.
    pub fn from_values(values: &BTreeMap<String, String>) -> Result<Config, BadConfig> {
        if let Some(unknown) = values.keys().find(|k| !SETTINGS.iter().any(|(name, ..)| name == k)) {
            return bad(unknown, "no such setting");
        }
        let get = |name: &str| values.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
        let data = PathBuf::from(get("data").unwrap_or("acte-data"));
        let listen = get("listen").unwrap_or("127.0.0.1:8300");
        let Ok(listen) = listen.parse::<SocketAddr>() else {
            return bad("listen", format!("{listen} is not an address and port"));
        };
        let url = get("url")
            .map_or_else(|| format!("http://localhost:{}", listen.port()), |u| u.trim_end_matches('/').to_owned());
        let Some((scheme, host)) =
            url.split_once("://").filter(|(s, h)| matches!(*s, "http" | "https") && !h.is_empty())
        else {
            return bad("url", "must begin with http:// or https://");
        };
        if scheme == "http" && !is_this_machine(host.split([':', '/']).next().unwrap_or_default()) {
            return bad("url", "http:// is for this machine only; a public address needs https://");
        }
        let database = match get("database") {
            None => data.join("acte.db").to_string_lossy().into_owned(),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => url.to_owned(),
            Some(_) => return bad("database", "must begin with postgres://; leave it out for SQLite"),
        };
        let upload_mib: usize = number(get("upload_mib"), "upload_mib", 25, 1, 100)?;
        let behind_proxy = match get("behind_proxy") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return bad("behind_proxy", "must be true or false"),
        };
        let witness = witness::read(&get, host)?;
        Ok(Config {
            replies: smtp::replies(&get)?,
            imap: imap::read(&get)?,
            smtp: smtp::read(&get)?,
            dns: dns::read(&get)?,
            timestamps: timestamps::read(&get)?,
            seal: seal::read(&get)?,
            witness_logs: witness.logs,
            witness_name: witness.name,
            witness_ask: witness.ask,
            data,
            listen,
            url,
            database,
            master_key: get("master_key").map(str::to_owned),
            behind_proxy,
            upload_limit: upload_mib << 20,
            reading: Reading::default(),
            demo: false,
        })
    }

    /// The address where this server reads what is answered to its mails.
    pub fn reads_replies(&self) -> Option<&str> {
        self.smtp.as_ref().filter(|_| self.replies).map(|smtp| smtp.from.as_str())
    }

    /// Whether only this machine can reach the server.
    pub fn is_local(&self) -> bool {
        self.listen.ip().is_loopback()
    }

    /// Whether cookies may be marked Secure and carry the `__Host-` prefix (RFC 6265bis §4.1.3.2).
    pub fn https(&self) -> bool {
        self.url.starts_with("https://")
    }
}

fn number<T>(text: Option<&str>, name: &str, default: T, min: T, max: T) -> Result<T, BadConfig>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display,
{
    match text.map(str::parse) {
        None => Ok(default),
        Some(Ok(n)) if n >= min && n <= max => Ok(n),
        Some(_) => bad(name, format!("must be a whole number from {min} to {max}")),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host == "::1"
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut BTreeMap<String, String>) -> Result<(), BadConfig> {
    for (key, value) in table {
        let name = format!("{prefix}{key}");
        match value {
            toml::Value::Table(inner) => flatten(&format!("{name}."), inner, into)?,
            toml::Value::String(text) => drop(into.insert(name, text.clone())),
            toml::Value::Integer(n) => drop(into.insert(name, n.to_string())),
            toml::Value::Boolean(b) => drop(into.insert(name, b.to_string())),
            _ => return bad(&name, "must be a text, a whole number or true/false"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn from(pairs: &[(&str, &str)]) -> Result<Config, BadConfig> {
        Config::from_values(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn defaults_serve_on_this_machine_without_mail() {
        let config = from(&[]).unwrap();
        assert_eq!(config.url, "http://localhost:8300");
        assert!(config.smtp.is_none());
        assert_eq!(config.database, "acte-data/acte.db");
    }

    #[test]
    fn combinations_that_cannot_work_are_refused_by_name() {
        for (pairs, says) in [
            (vec![("smtpp.host", "x")], "no such setting"),
            (vec![("smtp.port", "25")], "without smtp.host"),
            (vec![("smtp.host", "mail.example.org")], "smtp.from"),
            (
                vec![("smtp.host", "mail.example.org"), ("smtp.from", "a@b.fr"), ("smtp.security", "none")],
                "in the clear",
            ),
            (vec![("smtp.host", "mail.example.org"), ("smtp.from", "a@b.fr"), ("smtp.user", "u")], "go together"),
            (vec![("url", "http://acte.example.org")], "needs https"),
            (vec![("database", "mysql://x")], "postgres://"),
            (vec![("upload_mib", "0")], "from 1 to 100"),
            (vec![("dns.server", "dns.example")], "address and port"),
        ] {
            let error = from(&pairs).unwrap_err().to_string();
            assert!(error.contains(says), "{error} should say {says}");
        }
    }
}
