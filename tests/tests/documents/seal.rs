//! The seal, judged by poppler, pyHanko and OpenSSL, and by our own verifier against whoever alters a sealed PDF.

use std::path::{Path, PathBuf};
use std::process::Command;

use ledger::cms::CmsError;
use ledger::evidence::Reader;
use ledger::pdf::seal::{self, PdfSealError, Standing};
use ledger::seal::{Seal, SealError};
use ledger::x509::Trust;
use ledger::{Lang, Report, Time, cms};
use server::documents;
use server::documents::layout::Validation;
use tests::authority::Roots;
use tests::example::{self, Example, SILENT, chain, signer};
use tests::judges::assert_pdfa;
use tests::tools::{python, root, traces};

use super::outside::{run, written};

/// A sealed notice, and where its signature stands: from `<` to behind `>`.
fn sealed() -> (Vec<u8>, std::ops::Range<usize>) {
    let (_, pdf) = super::all(Lang::Fr).swap_remove(0);
    let bytes = pdf.bytes;
    let key = b"/Contents<";
    let start = bytes.windows(key.len()).rposition(|window| window == key).unwrap() + key.len() - 1;
    let end = start + bytes[start..].iter().position(|byte| *byte == b'>').unwrap() + 1;
    (bytes, start..end)
}

/// A day after all that the example records.
fn verify(pdf: &[u8], evidence: Option<&Report>) -> Result<(Seal, Standing), PdfSealError> {
    seal::verify(pdf, evidence, None, &[], Example::new(Lang::Fr).today())
}

/// By a reader who knows nobody.
fn evidence(bytes: &[u8]) -> Report {
    ledger::evidence::verify(bytes, Reader::stranger(Example::new(Lang::Fr).today()))
}

/// The firm's root certificate, as a file.
fn root_certificate() -> PathBuf {
    let path = traces("documents").join("root.der");
    std::fs::write(&path, &chain()[1]).unwrap();
    path
}

fn pyhanko(files: &[&Path]) -> Vec<String> {
    let mut judge = Command::new(python());
    let judge = judge.arg(root().join("tests/tests/outside/seal.py")).arg(root_certificate()).args(files);
    let output = judge.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    out.lines().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}

#[test]
fn others_find_every_document_sealed_but_a_preview() {
    let documents = Lang::ALL.into_iter().flat_map(super::all);
    let (previews, documents): (Vec<_>, Vec<_>) = documents.partition(|(name, _)| name.ends_with("preview"));
    let files: Vec<PathBuf> = documents.iter().map(|(name, pdf)| written(name, &pdf.bytes)).collect();
    for file in &files {
        let said = run("pdfsig", &[file.to_str().unwrap()]);
        for wanted in
            ["Signature is Valid.", "Total document signed", "ETSI.CAdES.detached", "SHA-256", "Armor Infogérance"]
        {
            assert!(said.contains(wanted), "{}: no {wanted:?} in\n{said}", file.display());
        }
    }
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    for (file, said) in files.iter().zip(pyhanko(&files)) {
        assert_eq!(said, "intact valid trusted ENTIRE_FILE NONE", "{}", file.display());
    }
    for (name, pdf) in previews {
        assert!(pdf.hole.is_none(), "{name}");
        assert_eq!(verify(&pdf.bytes, None).unwrap_err(), PdfSealError::NotSealed, "{name}");
    }
}

#[test]
fn openssl_verifies_the_signature_by_itself() {
    let (bytes, hole) = sealed();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let digits = &bytes[hole.start + 1..hole.end - 1];
    let signature = file("signature.der", &hex::decode(digits).unwrap());
    let content = file("content", &[&bytes[..hole.start], &bytes[hole.end..]].concat());
    let root = file("root.der", &chain()[1]);
    let pem = run("openssl", &["x509", "-inform", "DER", "-in", &root]);
    let pem = file("root.pem", pem.as_bytes());
    let verify = ["cms", "-verify", "-binary", "-inform", "DER", "-in", &signature, "-content", &content];
    run("openssl", &[&verify[..], &["-CAfile", &pem, "-purpose", "any", "-cades", "-out", "/dev/null"]].concat());
    let leaf = file("leaf.der", &chain()[0]);
    let said =
        run("openssl", &["x509", "-inform", "DER", "-in", &leaf, "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"]);
    for wanted in [
        "CN=Armor Infogérance",
        "organizationIdentifier=NTRFR-732829320",
        "not a qualified seal",
        "Digital Signature, Non Repudiation",
        "CA:FALSE",
        "Not After : Nov  2 08:12:00 2036 GMT",
    ] {
        assert!(said.contains(wanted), "no {wanted:?} in\n{said}");
    }
}

#[test]
fn ours_says_who_sealed_it() {
    let (bytes, _) = sealed();
    // The evidence in the same file names the key, so the seal is the firm's.
    let report = evidence(ledger::find_evidence(&bytes).unwrap());
    let (seal, standing) = verify(&bytes, Some(&report)).unwrap();
    assert_eq!((seal.certificate, standing), (signer().fingerprint(), Standing::Recorded));
    assert_eq!(seal.signer.to_string(), "Armor Infogérance");
    // Without it, anybody could have made such a certificate.
    assert_eq!(verify(&bytes, None).unwrap().1, Standing::Unknown);
    let other = evidence(b"{}");
    assert_eq!(verify(&bytes, Some(&other)).unwrap().1, Standing::Unknown);
    // Twenty years on the certificate has expired, and the log still bears witness.
    let later = Time(example::START.0 + 20 * 366 * 86_400_000);
    assert_eq!(seal::verify(&bytes, Some(&report), None, &[], later).unwrap().1, Standing::Recorded);
    assert!(matches!(seal::verify(&bytes, None, None, &[], later), Err(PdfSealError::Seal(SealError::Chain(_)))));
}

#[test]
fn ours_refuses_whatever_was_altered() {
    let (bytes, hole) = sealed();
    let report = evidence(ledger::find_evidence(&bytes).unwrap());
    // One bit, all over the file: outside of the signature it no longer holds; inside there is no signature to read or it is another.
    for at in (0..bytes.len()).step_by(977).filter(|at| !hole.contains(at)) {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        assert!(verify(&altered, Some(&report)).is_err(), "byte {at}");
    }
    for at in (hole.start..hole.start + 3000).step_by(37) {
        let mut altered = bytes.clone();
        altered[at] = if altered[at] == b'1' { b'2' } else { b'1' };
        // The certificates of authorities are carried beside what is signed: the log must name them.
        let found = verify(&altered, Some(&report));
        assert!(!matches!(found, Ok((_, Standing::Recorded))), "byte {at}");
    }
    let appended = [&bytes[..], b"\n1 0 obj\n<<>>\nendobj\n%%EOF"].concat();
    let more = appended.len() - bytes.len();
    assert_eq!(verify(&appended, None).unwrap_err(), PdfSealError::Appended { bytes: more });
    assert_eq!(verify(&bytes[..bytes.len() - 5], None).unwrap_err(), PdfSealError::CutOff { bytes: 5 });
    // Room behind the signature holds nothing.
    let mut filled = bytes.clone();
    filled[hole.end - 2] = b'7';
    assert_eq!(verify(&filled, None).unwrap_err(), PdfSealError::from(CmsError::TrailingBytes));
}

/// The time-stamp beside the signature is nothing that a judge of PDF/A minds, and takes no more room than was left for it.
#[test]
fn a_time_stamped_one_is_as_good() {
    let (example, roots) = (Example::new(Lang::Fr), Roots::new());
    let trail = super::trail_of(&example, example::ANSWERED);
    let mut frame = super::frame(Lang::Fr, "ATT-9", example.today());
    frame.authorities = true;
    let mut pdf =
        documents::certificate(&frame.sealed_by(signer(), Validation::default()), example::ANSWERED, &trail).unwrap();
    let seal = documents::sign(&pdf, signer()).unwrap().unwrap();
    let token = roots.token(&cms::SignedData::parse(&seal).unwrap().signature_digest());
    let stamped = cms::with_timestamp(&seal, &token).unwrap();
    pdf.fill(&stamped).unwrap();
    assert_pdfa(&[written("fr-certificate-time-stamped", &pdf.bytes)]);
    let report = evidence(ledger::find_evidence(&pdf.bytes).unwrap());
    let (found, standing) = seal::verify(&pdf.bytes, Some(&report), None, &[roots.anchor()], Time::MAX).unwrap();
    assert_eq!((found.time_stamp.unwrap().trust, standing), (Trust::Anchored, Standing::Recorded));
    let stranger = seal::verify(&pdf.bytes, Some(&report), None, &[], Time::MAX).unwrap();
    assert_eq!(stranger.0.time_stamp.unwrap().trust, Trust::Unknown);
    // A seal that is too long changes nothing.
    let before = pdf.bytes.clone();
    assert!(pdf.fill(&vec![0; 20_000]).is_err());
    assert!(pdf.bytes == before);
}

/// What is signed again after a change must not pass for what the first signature sealed.
#[test]
fn a_second_signature_is_refused() {
    let (bytes, _) = sealed();
    let length = bytes.len();
    let update = format!("\n9 0 obj\n<</ByteRange[0 {} {} ", length + 60, length + 64);
    let mut second = [&bytes[..], update.as_bytes()].concat();
    second.extend(b"00]");
    second.resize(length + 50, b' ');
    second.extend(b"/Contents <00>>>");
    assert_eq!(verify(&second, None).unwrap_err(), PdfSealError::Several { found: 2 });
}

#[test]
fn the_same_key_and_document_give_the_same_seal() {
    assert_eq!(sealed(), sealed());
}

#[test]
fn what_needs_more_room_than_there_is_is_refused() {
    let example = Example::new(Lang::Fr);
    let mut frame = super::frame(Lang::Fr, "ATT-1", example.today());
    frame.seal.as_mut().unwrap().room = 100;
    let pdf = documents::certificate(&frame, SILENT, &super::trail_of(&example, SILENT)).unwrap();
    assert!(documents::seal(pdf, signer()).is_err());
}
