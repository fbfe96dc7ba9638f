//! Finding the evidence in the bytes of a PDF.
#![allow(clippy::unwrap_used)] // a test may panic

mod common;
mod openssl;

use common::{FIRM, Log, START, Tree};
use ledger::event::{Redaction, SealRecorded, SealSource};
use ledger::pdf::redaction::CopyOf;
use ledger::pdf::seal::{PdfSealError, Standing, verify};
use ledger::pdf::{self as pdfs, MAX_PDF};
use ledger::x509::Trust;
use ledger::*;
use openssl::Openssl;
use proptest::prelude::*;

/// Made by `make_the_sealed_pdf`, in which see what it is.
const SEALED: &[u8] = include_bytes!("vectors/sealed.pdf");
/// The year 2030: its certificate is valid.
const NOW: Time = Time(1_893_456_000_000);

/// The bytes around an embedded file as lopdf writes them; the outside verifiers try whole documents.
fn pdf(before: &str, evidence: &[u8], after: &str) -> Vec<u8> {
    let head = "%PDF-1.7\n%âãÏÓ\n8 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Length 1>>";
    let tail = "\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n";
    [head.as_bytes(), before.as_bytes(), evidence, after.as_bytes(), tail.as_bytes()].concat()
}

fn evidence() -> Vec<u8> {
    Log::new("acte.example/f/1", 3).evidence(&[0, 2]).to_bytes().unwrap()
}

#[test]
fn the_evidence_is_found_whatever_the_ends_of_line() {
    let evidence = evidence();
    for before in ["stream\n", "\nstream\n", "stream\r\n"] {
        for after in ["\nendstream", "\r\nendstream", "\rendstream"] {
            assert_eq!(find_evidence(&pdf(before, &evidence, after)), Ok(evidence.as_slice()), "{before:?} {after:?}");
        }
    }
}

#[test]
fn a_copy_says_of_what_it_is_one_by_one_file_and_in_canonical_form() {
    let redaction = Redaction { document: Id([7; 16]), sha256: sha256(b"original"), masked: 2, withheld: 3 };
    let copy = CopyOf::new("ATT-2026-0001".into(), redaction);
    let said = serde_json::to_vec(&copy).unwrap();
    assert_eq!(said, canonical::to_vec(&copy).unwrap());
    let find = CopyOf::find;
    let one = pdf("\nstream\n", &said, "\nendstream");
    assert_eq!(find(&one), Some(copy));
    assert_eq!(find_evidence(&one), Err(PdfError::NotFound), "it is no evidence");
    let newer = String::from_utf8(said.clone()).unwrap().replace("redaction/1", "redaction/2");
    for wrong in [
        pdf("\n", &said, "\n"),
        pdf("\nstream\n", &said, "\n"),
        pdf("\nstream\n", newer.as_bytes(), "\nendstream"),
        pdf("\nstream\n", &[&said[..], b"}"].concat(), "\nendstream"),
        pdf("\nstream\n", &said[..said.len() - 1], "\nendstream"),
        [one.clone(), one.clone()].concat(),
        vec![],
    ] {
        assert_eq!(find(&wrong), None);
    }
    for (file, is) in [
        (&b"{\n  \"format\": \"acte-personal-data/1\",\n"[..], true),
        (br#"{"format":"acte-personal-data/2"}"#, true),
        (br#"{"format":"acte-evidence/1"}"#, false),
        (br#"["acte-personal-data/1"]"#, false),
        (&evidence(), false),
        (b"", false),
    ] {
        assert_eq!(pdfs::is_personal_data(file), is);
    }
}

#[test]
fn signing_a_pdf_does_not_hide_its_evidence() {
    let evidence = evidence();
    let mut signed = pdf("\nstream\n", &evidence, "\nendstream");
    signed.extend(
        b"9 0 obj\n<</Type/Sig/Contents<00>>>\nendobj\n5 0 obj\n<<>>\nstream\nBT ET\nendstream\nendobj\n%%EOF\n",
    );
    assert_eq!(find_evidence(&signed), Ok(evidence.as_slice()));
}

/// Text of a client, inside the evidence, that imitates the ends and the starts for which the search looks.
#[test]
fn text_inside_the_evidence_cannot_mislead() {
    let key = SigningKey::from_seed("acte.example/f/1", &[1; 32]).unwrap();
    let trap = "\nendstream\nendobj\nstream\n{\"checkpoint\":\"\nendstream %PDF-1.7";
    let payload = canonical::to_vec(&serde_json::json!({"kind": "question.asked", "text": trap})).unwrap();
    let entry =
        Entry::make(0, common::START, Actor::System, "question.asked", "notice:1", Salt([1; 32]), payload).unwrap();
    let item = evidence::EvidenceEntry::disclose(&entry, vec![]).unwrap();
    let checkpoint = Checkpoint::sign(&key, 1, entry.leaf_hash());
    let bytes = Evidence::new(&key.verifying_key(), checkpoint, vec![item]).to_bytes().unwrap();
    let document = pdf("\nstream\n", &bytes, "\nendstream");
    let found = find_evidence(&document).unwrap();
    assert_eq!(found, bytes);
    let vkey = key.verifying_key().to_string();
    assert_eq!(common::verify(found, Some(&vkey)).verdict, evidence::Verdict::Intact);
}

#[test]
fn what_is_not_one_whole_evidence_is_refused() {
    let good = evidence();
    let twice = [pdf("\nstream\n", &good, "\nendstream"), pdf("\nstream\n", &good, "\nendstream")].concat();
    for (fault, bytes, error) in [
        ("nothing", vec![], PdfError::NotPdf),
        ("the evidence itself", good.clone(), PdfError::NotPdf),
        ("a PNG", b"\x89PNG\r\n\x1a\n".to_vec(), PdfError::NotPdf),
        (
            "bytes before the PDF",
            [b"\n", pdf("\nstream\n", &good, "\nendstream").as_slice()].concat(),
            PdfError::Preceded { bytes: 1 },
        ),
        (
            "more in front than a reader passes over",
            [vec![b' '; 1025], pdf("\nstream\n", &good, "\nendstream")].concat(),
            PdfError::NotPdf,
        ),
        ("a PDF without streams", b"%PDF-1.7\n%%EOF\n".to_vec(), PdfError::NotFound),
        ("another JSON file", pdf("\nstream\n", br#"{"a":1}"#, "\nendstream"), PdfError::NotFound),
        (
            "evidence written with spaces",
            pdf("\nstream\n", br#"{ "checkpoint": "" }"#, "\nendstream"),
            PdfError::NotFound,
        ),
        ("evidence outside a stream", pdf("\n", &good, "\n"), PdfError::NotFound),
        ("a stream with CR alone", pdf("\nstream\r", &good, "\nendstream"), PdfError::NotFound),
        ("an empty line first", pdf("\nstream\n\n", &good, "\nendstream"), PdfError::NotFound),
        ("after the end of a stream", pdf("\nendstream\n", &good, "\nendstream"), PdfError::NotFound),
        ("two files", twice, PdfError::Several { found: 2 }),
        ("no end of the stream", pdf("\nstream\n", &good, ""), PdfError::CutOff),
        ("bytes before the end of the stream", pdf("\nstream\n", &good, "\n\nendstream"), PdfError::CutOff),
        (
            "a raw control in the evidence",
            pdf("\nstream\n", b"{\"checkpoint\":\"a\tb\"}", "\nendstream"),
            PdfError::CutOff,
        ),
        ("the file cut off", b"%PDF-1.7\nstream\n{\"checkpoint\":\"acte".to_vec(), PdfError::CutOff),
    ] {
        assert_eq!(find_evidence(&bytes), Err(error), "{fault}");
    }
    let large = [b"%PDF-".to_vec(), vec![0; MAX_PDF - 4]].concat();
    assert_eq!(find_evidence(&large), Err(PdfError::TooLarge { bytes: MAX_PDF + 1 }));
}

/// A small PDF with evidence that names the certificate of its seal.
fn sealed(openssl: &Openssl) -> Vec<u8> {
    let chain = [openssl.der("firm"), openssl.der("ca")];
    let mut payload = serde_json::to_value(SealRecorded::new(&chain, SealSource::Own)).unwrap();
    payload["kind"] = "seal.recorded".into();
    let payload = canonical::to_vec(&payload).unwrap();
    let entry = Entry::make(0, START, Actor::System, "seal.recorded", "firm:1", Salt([1; 32]), payload).unwrap();
    let key = SigningKey::from_seed(FIRM, &[7; 32]).unwrap();
    let log = Log { key, tree: Tree::new([entry.leaf_hash()]), entries: vec![entry] };
    let evidence = log.evidence(&[0]).to_bytes().unwrap();
    let mut pdf = pdf("\nstream\n", &evidence, "\nendstream");
    pdf.extend(b"9 0 obj\n<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 ");
    let ends = b">>>\nendobj\n%%EOF\n";
    // The numbers of the range have as many digits here as they will have.
    let (digits, numbers) = (3000, "dddd dddd dd]/Contents");
    let start = pdf.len() + numbers.len();
    let end = start + digits + 2;
    pdf.extend(format!("{start} {end} {}]/Contents", ends.len() - 1).bytes());
    assert_eq!(pdf.len(), start);
    let covered = [pdf.as_slice(), &ends[1..]].concat();
    let seal = openssl.seal(&sha256(&covered), "firm", &["ca"]);
    assert!(2 * seal.len() <= digits);
    pdf.extend(format!("<{:0<digits$}", hex::encode(&seal)).bytes());
    pdf.extend(ends);
    pdf
}

/// The key of the seal is thrown away. Run by `cargo test -p ledger --test pdf -- --ignored`.
#[test]
#[ignore = "writes tests/vectors/sealed.pdf anew"]
fn make_the_sealed_pdf() {
    let pdf = sealed(&Openssl::usual("pdf-sealed"));
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/sealed.pdf"), pdf).unwrap();
}

#[test]
fn a_seal_is_the_firm_s_when_the_evidence_names_its_certificate() {
    let report = evidence::verify(find_evidence(SEALED).unwrap(), evidence::Reader::stranger(NOW));
    let (seal, standing) = verify(SEALED, Some(&report), None, &[], NOW).unwrap();
    assert_eq!((seal.trust, standing), (Trust::Anchored, Standing::Recorded));
    assert_eq!(verify(SEALED, None, None, &[], NOW).unwrap().1, Standing::Unknown);
    let appended = [SEALED, b"\n"].concat();
    assert_eq!(verify(&appended, Some(&report), None, &[], NOW), Err(PdfSealError::Appended { bytes: 1 }));
    let preceded = [b"%", SEALED].concat();
    assert_eq!(verify(&preceded, Some(&report), None, &[], NOW), Err(PdfSealError::Preceded { bytes: 1 }));
    // What is left of a file that was cut in two bears no seal, and does not pass for one that never had any.
    let seal = SEALED.windows(10).position(|window| window == b"/ByteRange").unwrap();
    assert_eq!(verify(&SEALED[..seal], Some(&report), None, &[], NOW), Err(PdfSealError::NotWhole));
    let whole = [&SEALED[..seal], b"\n%%EOF\r\n"].concat();
    assert_eq!(verify(&whole, Some(&report), None, &[], NOW), Err(PdfSealError::NotSealed));
}

proptest! {
    #[test]
    fn searching_anything_ends(bytes: Vec<u8>) {
        let _ = find_evidence(&[b"%PDF-1.7\nstream\n{\"checkpoint\":\"", bytes.as_slice()].concat());
    }
}
