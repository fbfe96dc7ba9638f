//! The firm's own authority: it certifies the firm's keys, and says which of them are revoked.
//!
//! No trust service stands behind it, so its word is worth no more than the firm's own. What makes a key the firm's is the entry
//! `seal.recorded`; the certificate and the list of revoked ones (RFC 5280 §5) are for other people's programs.

use app::texts::local;
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use ledger::Time;
use ledger::event::Party;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::Generate as _;
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, SecretDocument};
use rand::CryptoRng;
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder, CrlBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::crl::RevokedCert;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{DateTime, Decode as _, Encode as _, Tag};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, Extensions, ToExtension as _};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time as CertificateTime, Validity};

use super::SealError;

/// How long a sealing key may seal, years.
const KEY_YEARS: i64 = 10;
/// How long the firm's authority may certify keys, years: the last key it certifies, after ten, must still live its ten.
const AUTHORITY_YEARS: i64 = 20;
/// The most characters of a name or unit in a certificate (RFC 5280, appendix A.1, ub-common-name).
const MOST: usize = 64;

/// What every certificate says of itself, in both languages: it cannot know its reader's.
pub const NOT_QUALIFIED: &str = "Acté – sceau non qualifié / not a qualified seal";
const AUTHORITY: &str = "Acté – autorité du prestataire / firm’s own authority";

/// Certifies the firm's keys.
pub struct Authority {
    key: SigningKey,
    certificate: Certificate,
}

/// A key that the firm's authority certified.
pub struct Own {
    /// PKCS#8.
    pub key: SecretDocument,
    /// The key's certificate, then the authority's, DER.
    pub chain: Vec<Vec<u8>>,
}

/// A certificate that was taken back.
pub struct Revoked {
    /// DER.
    pub certificate: Vec<u8>,
    /// Since when it counts for nothing.
    pub since: Time,
}

impl Authority {
    /// A new one for the firm `party`, valid from `now`.
    ///
    /// # Errors
    /// When `now` lies outside of the years that a certificate can name (1950 to 9999).
    pub fn new(party: &Party, now: Time, rng: &mut impl CryptoRng) -> Result<Authority, SealError> {
        let key = SigningKey::generate_from_rng(rng);
        let name = name(party, AUTHORITY)?;
        let profile = Profile { issuer: name.clone(), subject: name, authority: true };
        let certificate = certificate(profile, validity(now, AUTHORITY_YEARS)?, &key, &key, rng)?;
        Ok(Authority { key, certificate })
    }

    /// The one with this key, as PKCS#8, and this certificate, as DER.
    ///
    /// # Errors
    /// When one of them is not what it should be.
    pub fn open(key: &[u8], certificate: &[u8]) -> Result<Authority, SealError> {
        let key = SigningKey::from_pkcs8_der(key).map_err(SealError::new)?;
        Ok(Authority { key, certificate: Certificate::from_der(certificate).map_err(SealError::new)? })
    }

    /// Its key, PKCS#8.
    ///
    /// # Errors
    /// When it cannot be written as PKCS#8.
    pub fn secret(&self) -> Result<SecretDocument, SealError> {
        self.key.to_pkcs8_der().map_err(SealError::new)
    }

    /// Whether a key certified now may live all its years.
    pub fn is_young(&self, now: Time) -> bool {
        let end = self.certificate.tbs_certificate().validity().not_after;
        validity(now, KEY_YEARS).is_ok_and(|needed| needed.not_after.to_unix_duration() <= end.to_unix_duration())
    }

    /// Makes a sealing key for the firm, which may have another name by now, and certifies it from `now` on.
    ///
    /// # Errors
    /// As [`Authority::new`].
    pub fn certify(&self, party: &Party, now: Time, rng: &mut impl CryptoRng) -> Result<Own, SealError> {
        let key = SigningKey::generate_from_rng(rng);
        let issuer = self.certificate.tbs_certificate().subject().clone();
        let profile = Profile { issuer, subject: name(party, NOT_QUALIFIED)?, authority: false };
        let certificate = certificate(profile, validity(now, KEY_YEARS)?, &key, &self.key, rng)?;
        let chain = [&certificate, &self.certificate].map(|one| one.to_der().map_err(SealError::new));
        let chain = chain.into_iter().collect::<Result<_, _>>()?;
        Ok(Own { key: key.to_pkcs8_der().map_err(SealError::new)?, chain })
    }

    /// The list of the certificates that this authority took back (a CRL, RFC 5280 §5), as DER: as it stands at `now`, to be
    /// asked for again at `next`. Certificates of other authorities are left out.
    ///
    /// Its number is `now` in milliseconds, since the log's time never goes back. The date of a revocation is the moment since which
    /// the key is not to be trusted: most programs know no other date and would believe what a thief sealed before it was noticed.
    ///
    /// # Errors
    /// As [`Authority::new`]; when a certificate is none.
    pub fn crl(&self, revoked: &[Revoked], now: Time, next: Time) -> Result<Vec<u8>, SealError> {
        let number = u64::try_from(now.0).map_err(SealError::new)?;
        let number = CrlNumber::try_from(number).map_err(SealError::new)?;
        let mut list = Vec::new();
        for one in revoked {
            let certificate = Certificate::from_der(&one.certificate).map_err(SealError::new)?;
            let tbs = certificate.tbs_certificate();
            if tbs.issuer() == self.certificate.tbs_certificate().subject() {
                list.push(RevokedCert {
                    serial_number: tbs.serial_number().clone(),
                    revocation_date: moment(one.since)?,
                    crl_entry_extensions: None,
                });
            }
        }
        let mut crl =
            CrlBuilder::new_with_this_update(&self.certificate, number, moment(now)?).map_err(SealError::new)?;
        crl = crl.with_next_update(Some(moment(next)?));
        // An empty list must be absent (RFC 5280 §5.1.2.6).
        if !list.is_empty() {
            crl = crl.with_certificates(list.into_iter());
        }
        let crl = crl.build::<_, DerSignature>(&self.key).map_err(SealError::new)?;
        crl.to_der().map_err(SealError::new)
    }
}

/// The certificate of `key`, signed by `authority` (ECDSA with SHA-256, its nonce by RFC 6979).
fn certificate(
    profile: Profile,
    validity: Validity,
    key: &SigningKey,
    authority: &SigningKey,
    rng: &mut impl CryptoRng,
) -> Result<Certificate, SealError> {
    let public = SubjectPublicKeyInfo::from_key(key.verifying_key()).map_err(SealError::new)?;
    let builder = CertificateBuilder::new(profile, SerialNumber::generate(rng), validity, public);
    builder.and_then(|builder| builder.build::<_, DerSignature>(authority)).map_err(SealError::new)
}

/// Whole seconds, since a certificate knows no parts of them.
fn moment(at: Time) -> Result<CertificateTime, SealError> {
    let seconds = u64::try_from(at.0.div_euclid(1000)).map_err(SealError::new)?;
    let date = DateTime::from_unix_duration(std::time::Duration::from_secs(seconds)).map_err(SealError::new)?;
    Ok(CertificateTime::from(date))
}

fn validity(now: Time, years: i64) -> Result<Validity, SealError> {
    let until = local(now, &TimeZone::UTC).checked_add(years.years()).map_err(SealError::new)?;
    Ok(Validity::new(moment(now)?, moment(Time(until.timestamp().as_millisecond()))?))
}

/// The firm as a certificate names it (ETSI EN 319 412-1, 5.1.4, and 412-3, 4.2.1, as far as a firm certifies itself).
fn name(party: &Party, unit: &str) -> Result<Name, SealError> {
    const COUNTRY: &str = "2.5.4.6";
    const ORGANISATION: &str = "2.5.4.10";
    const IDENTIFIER: &str = "2.5.4.97";
    const UNIT: &str = "2.5.4.11";
    const COMMON_NAME: &str = "2.5.4.3";
    let mut sequence = RdnSequence::default();
    let mut put = |oid: &str, tag: Tag, text: &str| {
        let cut: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
        let value = Any::new(tag, cut.trim_end().as_bytes()).map_err(SealError::new)?;
        let pair = AttributeTypeAndValue { oid: ObjectIdentifier::new(oid).map_err(SealError::new)?, value };
        sequence.push(RelativeDistinguishedName::try_from(vec![pair]).map_err(SealError::new)?);
        Ok(())
    };
    // The SIREN is French; of a firm without one the country is not recorded.
    if !party.siren.is_empty() {
        put(COUNTRY, Tag::PrintableString, "FR")?;
        put(IDENTIFIER, Tag::Utf8String, &format!("NTRFR-{}", party.siren))?;
    }
    put(ORGANISATION, Tag::Utf8String, &party.name)?;
    put(UNIT, Tag::Utf8String, unit)?;
    put(COMMON_NAME, Tag::Utf8String, &party.name)?;
    Name::from_der(&sequence.to_der().map_err(SealError::new)?).map_err(SealError::new)
}

/// What a certificate is for.
struct Profile {
    issuer: Name,
    subject: Name,
    authority: bool,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        public: SubjectPublicKeyInfoRef<'_>,
        issuer: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let usage = if self.authority {
            KeyUsages::KeyCertSign | KeyUsages::CRLSign
        } else {
            // nonRepudiation is also called contentCommitment (RFC 5280 §4.2.1.3).
            KeyUsages::DigitalSignature | KeyUsages::NonRepudiation
        };
        let constraints = BasicConstraints { ca: self.authority, path_len_constraint: self.authority.then_some(0) };
        let issuer = SubjectKeyIdentifier::try_from(issuer)?;
        let issuer = AuthorityKeyIdentifier { key_identifier: Some(issuer.0), ..Default::default() };
        let (subject, mut all) = (tbs.subject(), Extensions::new());
        all.push(constraints.to_extension(subject, &all)?);
        all.push(KeyUsage(usage).to_extension(subject, &all)?);
        all.push(SubjectKeyIdentifier::try_from(public)?.to_extension(subject, &all)?);
        all.push(issuer.to_extension(subject, &all)?);
        Ok(all)
    }
}
