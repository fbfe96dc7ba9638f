//! PKCS#12 files as OpenSSL makes them.

use ledger::event::SealSource;
use ledger::sha256;
use server::seal::{ImportError, MAX_FILE, Signer, import};
use tests::authority::{P256, P384, RSA_2048, RSA_3072, Roots};
use tests::scene::MORNING;

const VALID: [&str; 2] = ["20200101000000Z", "20990101000000Z"];
const PASSPHRASE: &str = "clé à molette 3000";

#[test]
fn files_of_openssl_are_read_with_their_chain() {
    let roots = Roots::new();
    roots.seal("p256", P256, VALID);
    roots.seal("rsa", RSA_3072, VALID);
    for (name, options) in [
        ("p256", &[][..]),
        ("rsa", &[][..]),
        ("rsa", &["-legacy"][..]),
        ("p256", &["-macalg", "sha512", "-iter", "100000"][..]),
        ("p256", &["-name", "Sceau", "-caname", "Racine"][..]),
    ] {
        let file = roots.pkcs12(name, PASSPHRASE, options);
        assert!(file.len() < MAX_FILE);
        let imported = import(&file, PASSPHRASE, MORNING).unwrap_or_else(|e| panic!("{name} {options:?}: {e}"));
        let leaf = roots.run(&["x509", "-in", &format!("{name}.pem"), "-outform", "DER"]);
        assert_eq!(imported.chain, [leaf, roots.der()], "{name} {options:?}");
        let signer = Signer::new(&imported.key, &imported.chain, SealSource::Imported).expect("a key");
        let (one, again) = (signer.sign(&sha256(b"a")).expect("signed"), signer.sign(&sha256(b"a")).expect("signed"));
        assert_eq!(one, again);
        assert!(one.len() <= signer.room(), "{} of {}", one.len(), signer.room());
        assert_eq!(import(&file, "clé à molette 3001", MORNING).err(), Some(ImportError::Passphrase));
    }
}

#[test]
fn what_cannot_seal_is_refused_by_name() {
    let roots = Roots::new();
    for (name, algorithm, valid) in [
        ("good", P256, VALID),
        ("p384", P384, VALID),
        ("weak", RSA_2048, VALID),
        ("old", P256, ["20200101000000Z", "20210101000000Z"]),
        ("early", P256, ["20300101000000Z", "20990101000000Z"]),
    ] {
        roots.seal(name, algorithm, valid);
    }
    let refused = |file: &[u8]| import(file, "", MORNING).err().expect("refused").to_string();
    for (name, says) in [
        ("p384", "neither of P-256 nor of RSA"),
        ("weak", "neither of P-256 nor of RSA"),
        ("old", "no longer valid"),
        ("early", "not yet valid"),
        ("tsa", "not for sealing"),
        ("ca", "not for this use of its key"),
    ] {
        let said = refused(&roots.pkcs12(name, "", &[]));
        assert!(said.contains(says), "{name}: {said}");
    }
    let pass = ["-passout", "pass:"];
    let export = ["pkcs12", "-export", "-nokeys", "-in", "good.pem"];
    assert_eq!(refused(&roots.run(&[&export[..], &pass].concat())), ImportError::NoKey.to_string());
    // The key of one, the certificate of another.
    let parts = std::fs::read(roots.path().join("good.key")).expect("a key");
    std::fs::write(roots.path().join("mixed.key"), parts).expect("written");
    let export = ["pkcs12", "-export", "-inkey", "mixed.key", "-nocerts"];
    assert_eq!(refused(&roots.run(&[&export[..], &pass].concat())), ImportError::NoCertificate.to_string());
    let good = roots.pkcs12("good", "", &[]);
    for file in [&b""[..], b"hello", b"-----BEGIN CERTIFICATE-----\n", &good[..good.len() - 1], &good[1..]] {
        assert!(refused(file).starts_with("not a PKCS#12 file"), "{file:?}");
    }
    // Whatever is altered, nothing else comes out of it.
    let whole = import(&good, "", MORNING).expect("good");
    for at in (0..good.len()).step_by(7) {
        let mut altered = good.clone();
        altered[at] ^= 1;
        if let Ok(other) = import(&altered, "", MORNING) {
            assert_eq!(other.chain, whole.chain, "byte {at}");
        }
    }
}
