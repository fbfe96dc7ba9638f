//! The firm's seal: a P-256 key, and certificates by an authority of the firm's own that say whose it is.
//!
//! A simple electronic seal (eIDAS art. 3(25)), neither advanced nor qualified: no trust service checked the name. Whoever verifies
//! it compares the fingerprint, or relies on the entry `seal.recorded` of the firm's log.

use app::texts::local;
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use ledger::cms::{self, SealAlgorithm};
use ledger::event::Party;
use ledger::x509::Certificate;
use ledger::{Hash, Time};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::Generate as _;
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, SecretDocument};
use rand::CryptoRng;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{DateTime, Decode as _, Encode as _, Tag};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::ext::{Extension, Extensions, ToExtension as _};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time as CertificateTime, Validity};

/// How long a sealing key may seal, years.
const KEY_YEARS: i64 = 10;
/// How long the firm's authority may certify keys, years: the last key it certifies, after ten, must still live its ten.
const AUTHORITY_YEARS: i64 = 20;
/// The most characters of a name or unit in a certificate (RFC 5280, appendix A.1, ub-common-name).
const MOST: usize = 64;

/// What every certificate says of itself, in both languages: it cannot know its reader's.
pub const NOT_QUALIFIED: &str = "Acté – sceau non qualifié / not a qualified seal";
const AUTHORITY: &str = "Acté – autorité du prestataire / firm’s own authority";

#[derive(Debug, thiserror::Error)]
#[error("seal: {0}")]
pub struct SealError(String);

impl SealError {
    fn new(error: impl std::fmt::Display) -> SealError {
        SealError(error.to_string())
    }
}

/// Signs documents in the firm's name.
pub struct Signer {
    key: SigningKey,
    certificate: Certificate,
    issuers: Vec<Certificate>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.fingerprint())
    }
}

impl Signer {
    /// `key` as PKCS#8 (RFC 5958); `chain` as DER, the key's own certificate first.
    ///
    /// # Errors
    /// When the key is not a P-256 key, or the chain is empty or holds something else than certificates. That the first is the
    /// key's own, every signature shows.
    pub fn new(key: &[u8], chain: &[Vec<u8>]) -> Result<Signer, SealError> {
        let key = SigningKey::from_pkcs8_der(key).map_err(SealError::new)?;
        let mut chain = chain.iter().map(|der| Certificate::parse(der).map_err(SealError::new));
        let certificate = chain.next().ok_or_else(|| SealError::new("no certificate"))??;
        Ok(Signer { key, certificate, issuers: chain.collect::<Result<_, _>>()? })
    }

    /// The certificates, the key's own first.
    pub fn chain(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.certificate).chain(&self.issuers)
    }

    /// SHA-256 of the key's certificate.
    pub fn fingerprint(&self) -> Hash {
        self.certificate.sha256()
    }

    /// Whom the certificate names.
    pub fn by(&self) -> String {
        self.certificate.subject().to_string()
    }

    /// The signature over what has this SHA-256 (PAdES B-B): ECDSA on P-256, its nonce by RFC 6979, so the same each time.
    ///
    /// # Errors
    /// When the key is not that of the certificate.
    pub fn sign(&self, digest: &Hash) -> Result<Vec<u8>, SealError> {
        let key = |bytes: &[u8]| {
            let signature: DerSignature = self.key.try_sign(bytes)?;
            Ok::<_, p256::ecdsa::Error>(signature.as_bytes().to_vec())
        };
        cms::sign(digest, &self.certificate, &self.issuers, SealAlgorithm::EcdsaP256Sha256, key).map_err(SealError::new)
    }

    /// Bytes that a signature by this key needs at most: the chain, and 1 KiB for all else (about 450 bytes with names of usual
    /// length, 72 of them the two numbers).
    pub fn room(&self) -> usize {
        self.chain().map(|certificate| certificate.as_der().len()).sum::<usize>() + 1024
    }
}

/// A new key of the firm's, with the authority that certified it.
pub struct Own {
    /// The authority's key, PKCS#8: it certifies the next key when this one is changed.
    pub authority: SecretDocument,
    /// The sealing key, PKCS#8.
    pub key: SecretDocument,
    /// The key's certificate, then the authority's, DER.
    pub chain: Vec<Vec<u8>>,
}

/// Makes an authority and a sealing key for the firm `party`, valid from `now`.
///
/// # Errors
/// When `now` lies outside of the years that a certificate can name (1950 to 9999).
pub fn own(party: &Party, now: Time, rng: &mut impl CryptoRng) -> Result<Own, SealError> {
    let (authority, key) = (SigningKey::generate_from_rng(rng), SigningKey::generate_from_rng(rng));
    let issuer = name(party, AUTHORITY)?;
    let root = Profile { issuer: issuer.clone(), subject: issuer.clone(), authority: true };
    let leaf = Profile { issuer, subject: name(party, NOT_QUALIFIED)?, authority: false };
    let leaf = certificate(leaf, validity(now, KEY_YEARS)?, &key, &authority, rng)?;
    let root = certificate(root, validity(now, AUTHORITY_YEARS)?, &authority, &authority, rng)?;
    let secret = |key: &SigningKey| key.to_pkcs8_der().map_err(SealError::new);
    Ok(Own { authority: secret(&authority)?, key: secret(&key)?, chain: vec![leaf, root] })
}

/// The certificate of `key`, signed by `authority` (ECDSA with SHA-256, its nonce by RFC 6979).
fn certificate(
    profile: Profile,
    validity: Validity,
    key: &SigningKey,
    authority: &SigningKey,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, SealError> {
    let public = SubjectPublicKeyInfo::from_key(key.verifying_key()).map_err(SealError::new)?;
    let builder = CertificateBuilder::new(profile, SerialNumber::generate(rng), validity, public);
    let made = builder.and_then(|builder| builder.build::<_, DerSignature>(authority));
    made.map_err(SealError::new)?.to_der().map_err(SealError::new)
}

/// Whole seconds, since a certificate knows no parts of them.
fn validity(now: Time, years: i64) -> Result<Validity, SealError> {
    let from = local(now, &TimeZone::UTC);
    let until = from.checked_add(years.years()).map_err(SealError::new)?;
    let time = |moment: &jiff::ZonedDateTime| {
        let seconds = u64::try_from(moment.timestamp().as_second()).map_err(SealError::new)?;
        let date = DateTime::from_unix_duration(std::time::Duration::from_secs(seconds)).map_err(SealError::new)?;
        Ok(CertificateTime::from(date))
    };
    Ok(Validity::new(time(&from)?, time(&until)?))
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
