//! The ASN.1 of a certificate (RFC 5280 §4.1), as far as it is read.

use der::Sequence;
use der::asn1::{AnyRef, BitStringRef, IntRef, OctetStringRef};

use super::{CertificateError, oid};
use crate::asn1::{Asn1Error, Oid, Raw, read};

#[derive(Sequence)]
pub(super) struct CertificateFields<'a> {
    pub signed: Raw<'a>,
    pub algorithm: Raw<'a>,
    pub signature: BitStringRef<'a>,
}

/// `TBSCertificate`.
#[derive(Sequence)]
pub(super) struct SignedFields<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", default = "version_1")]
    pub version: u8,
    pub serial: Raw<'a>,
    pub algorithm: Raw<'a>,
    pub issuer: Raw<'a>,
    pub validity: Validity<'a>,
    pub subject: Raw<'a>,
    pub key: Raw<'a>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub issuer_id: Option<BitStringRef<'a>>,
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT", optional = "true")]
    pub subject_id: Option<BitStringRef<'a>>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    pub extensions: Option<Vec<ExtensionFields<'a>>>,
}

fn version_1() -> u8 {
    0
}

impl<'a> SignedFields<'a> {
    /// Only version 3 has extensions (RFC 5280 §4.1.2.1).
    pub fn read(signed: Raw<'a>) -> Result<SignedFields<'a>, CertificateError> {
        let fields: SignedFields<'a> = signed.read()?;
        // Compared as it stands, so it must have one form only.
        fields.serial.read::<IntRef<'_>>()?;
        let fits = fields.version <= 2 && (fields.extensions.is_none() || fields.version == 2);
        if fits { Ok(fields) } else { Err(CertificateError::Malformed) }
    }
}

#[derive(Sequence)]
pub(super) struct Validity<'a> {
    pub not_before: AnyRef<'a>,
    pub not_after: AnyRef<'a>,
}

/// `Extension`, of a certificate and of a time-stamp.
#[derive(Sequence)]
pub(crate) struct ExtensionFields<'a> {
    pub oid: Oid,
    #[asn1(default = "no")]
    pub critical: bool,
    pub value: &'a OctetStringRef,
}

fn no() -> bool {
    false
}

#[derive(Sequence)]
struct BasicConstraints {
    #[asn1(default = "no")]
    ca: bool,
    #[asn1(optional = "true")]
    path_length: Option<u8>,
}

/// RFC 3739 §3.2.6.
#[derive(Sequence)]
struct QcStatement<'a> {
    id: Oid,
    #[asn1(optional = "true")]
    info: Option<AnyRef<'a>>,
}

/// What the extensions say.
#[derive(Clone, Debug, Default)]
pub(super) struct Extensions {
    /// May issue certificates; and how many other authorities may stand below it.
    pub ca: bool,
    pub path_length: Option<u8>,
    /// The key's uses, where the certificate limits them.
    pub usage: Option<Usage>,
    /// The key's purposes, where the certificate limits them, and whether every reader must understand that.
    pub purposes: Option<Purposes>,
    pub key_id: Option<Vec<u8>>,
    /// The DER of each `GeneralName`.
    pub alternative_names: Vec<Vec<u8>>,
    pub claims_qualified: bool,
    /// The first critical extension that this crate does not know: "MUST reject the certificate" (RFC 5280 §4.2).
    pub unknown_critical: Option<Oid>,
}

#[derive(Clone, Debug)]
pub(super) struct Purposes {
    pub critical: bool,
    pub list: Vec<Oid>,
}

/// RFC 5280 §4.2.1.3.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    /// `digitalSignature` or `contentCommitment`: signs something that is not a certificate.
    pub signs: bool,
    /// `keyCertSign`.
    pub signs_certificates: bool,
}

impl Extensions {
    /// # Errors
    /// `Malformed`, also for an extension that stands there twice (RFC 5280 §4.2).
    pub fn read(fields: &[ExtensionFields<'_>]) -> Result<Extensions, CertificateError> {
        let mut found = Extensions::default();
        let mut seen: Vec<Oid> = fields.iter().map(|extension| extension.oid).collect();
        seen.sort();
        if seen.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(CertificateError::Malformed);
        }
        for extension in fields {
            found.add(extension)?;
        }
        Ok(found)
    }

    fn add(&mut self, extension: &ExtensionFields<'_>) -> Result<(), CertificateError> {
        let value = extension.value.as_bytes();
        match extension.oid {
            oid::BASIC_CONSTRAINTS => {
                let BasicConstraints { ca, path_length } = read(value)?;
                (self.ca, self.path_length) = (ca, path_length);
            }
            oid::KEY_USAGE => {
                let bits: BitStringRef<'_> = read(value)?;
                let bit = |position| bits.get(position).unwrap_or_default();
                self.usage = Some(Usage { signs: bit(0) || bit(1), signs_certificates: bit(5) });
            }
            oid::EXTENDED_KEY_USAGE => {
                self.purposes = Some(Purposes { critical: extension.critical, list: read(value)? });
            }
            oid::SUBJECT_KEY_ID => self.key_id = Some(read::<&OctetStringRef>(value)?.as_bytes().to_vec()),
            oid::SUBJECT_ALT_NAME => {
                let names: Vec<Raw<'_>> = read(value)?;
                self.alternative_names = names.into_iter().map(|name| name.0.to_vec()).collect();
            }
            oid::QC_STATEMENTS => self.claims_qualified = has_statement(value, oid::QC_COMPLIANCE)?,
            // Any policy is good enough for us, so there is nothing to check (RFC 5280 §6.1.1 (c), initial-any-policy).
            oid::CERTIFICATE_POLICIES => {}
            unknown if extension.critical => {
                self.unknown_critical.get_or_insert(unknown);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether `value`, QCStatements (RFC 3739 §3.2.6), has this one.
pub(crate) fn has_statement(value: &[u8], wanted: Oid) -> Result<bool, Asn1Error> {
    let statements: Vec<QcStatement<'_>> = read(value)?;
    Ok(statements.iter().any(|statement| statement.id == wanted))
}
