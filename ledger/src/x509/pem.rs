//! Certificates as text (PEM, RFC 7468 §5), as a reader brings them along: from a file, or pasted into a field.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Certificate, CertificateError};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Why a text gives no certificates. Numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    #[error("it holds no certificate in PEM form")]
    None,
    #[error("certificate {number} is cut off, or not base64")]
    Form { number: usize },
    #[error("certificate {number}: {error}")]
    Certificate { number: usize, error: CertificateError },
    #[error("certificate {number}, of {subject}, is not that of an authority: it may not issue others")]
    NotAuthority { number: usize, subject: String },
}

/// The certificates of a text by which a reader judges others: those of authorities, or ones that issued themselves. One that was issued by somebody else
/// and may not issue any is that of a server whose authority would have to be asked, and other programs refuse it as a root.
///
/// # Errors
/// As [`certificates`]; `NotAuthority`.
pub fn roots(text: &str) -> Result<Vec<Certificate>, PemError> {
    let found = certificates(text)?;
    let may = |root: &Certificate| root.extensions.ca || root.subject_name() == root.issuer_name();
    match found.iter().position(|root| !may(root)) {
        Some(at) => Err(PemError::NotAuthority { number: at + 1, subject: found[at].subject().to_string() }),
        None => Ok(found),
    }
}

/// All certificates of a text. What stands outside of them is left alone (RFC 7468 §5.2), and so is white space within: a field of one
/// line drops the ends of lines.
///
/// # Errors
/// `None` when there is none; otherwise what is wrong with the first that is wrong.
pub fn certificates(text: &str) -> Result<Vec<Certificate>, PemError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once(BEGIN) {
        let number = found.len() + 1;
        let (body, after) = begun.split_once(END).ok_or(PemError::Form { number })?;
        let base64: String = body.split_ascii_whitespace().collect();
        let der = BASE64.decode(base64).map_err(|_| PemError::Form { number })?;
        found.push(Certificate::parse(&der).map_err(|error| PemError::Certificate { number, error })?);
        rest = after;
    }
    if found.is_empty() { Err(PemError::None) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The root of the example in `docs/ledger-format.md`, section 12.6.
    const ROOT: &str = "MIIBnTCCAUSgAwIBAgICEAEwCgYIKoZIzj0EAwIwNTEUMBIGA1UEAwwLRXNzYWkgY2Egw6kxHTAbBgNVBAoMFEtlcmxhbm4gSW5mb3JtYXRpcXVlMCAXDTIwMDEwMTAwMDAwMFoYDzIwOTkwMTAxMDAwMDAwWjA1MRQwEgYDVQQDDAtFc3NhaSBjYSDDqTEdMBsGA1UECgwUS2VybGFubiBJbmZvcm1hdGlxdWUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASyDyTJrOSSILH3pGK4zZm8PwjVF+N77RDuZhkh2P5cN7pt/ZEmlUNqlDqv+5Ijk++iPfPUnD883LL1aQXsCwbRo0IwQDAdBgNVHQ4EFgQUVe9iikyOKjr/v5RSgM7+7Gg+XkIwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDRwAwRAIgXWfm6onB403O/hdjblxOcGxZJIBIuh+mBP+hq7pYRC0CIFjVaUHKis55PcesW5r0P4HJ3nlV9yG0iNMqZAaRrQGW";

    #[test]
    fn certificates_are_read_with_what_people_put_around_them() {
        let (head, tail) = ROOT.split_at(64);
        let one = format!("{BEGIN}\r\n{head}\r\n{tail}\r\n{END}\r\n");
        assert_eq!(certificates(&one).unwrap().len(), 1);
        assert_eq!(certificates(&format!("Horloge:\n{one}\n{one}2026")).unwrap().len(), 2);
        // As a field of one line leaves it.
        assert_eq!(certificates(&one.replace("\r\n", " ")).unwrap().len(), 1);
    }

    #[test]
    fn what_is_wrong_is_told_by_number() {
        assert_eq!(certificates(""), Err(PemError::None));
        assert_eq!(certificates(ROOT), Err(PemError::None));
        let one = format!("{BEGIN}{ROOT}{END}");
        assert_eq!(certificates(&one[..one.len() - 1]), Err(PemError::Form { number: 1 }));
        assert_eq!(certificates(&format!("{one}{BEGIN}Zg{END}")), Err(PemError::Form { number: 2 }));
        let error = CertificateError::Malformed;
        assert_eq!(certificates(&format!("{BEGIN}AAAA{END}")), Err(PemError::Certificate { number: 1, error }));
    }
}
