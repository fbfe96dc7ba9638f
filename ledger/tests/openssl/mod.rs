//! A certificate authority, an authority of time and signers, all made by the `openssl` program in a folder of their own. A test that
//! uses them fails where `openssl` (3.0 or later) is missing.
#![allow(clippy::unwrap_used)] // a test may panic
#![allow(dead_code)] // each test file uses its part

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use ledger::*;

/// Extensions of the certificates used, as `openssl` writes them.
pub const CA: &str = "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n";
pub const TSA: &str = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";
pub const SIGNER: &str = "keyUsage=critical,digitalSignature,nonRepudiation\n";

/// Moments for certificates, as `openssl ca` wants them. The machine's clock stands between the second and the third.
pub const LONG_AGO: &str = "20200101000000Z";
pub const RECENTLY: &str = "20210101000000Z";
pub const LATER: &str = "20990101000000Z";

/// The policies under which the authority of time works; the first unless it is asked for the other.
pub const POLICIES: [&str; 2] = ["1.3.6.1.4.1.99999.1", "1.3.6.1.4.1.99999.2"];

#[derive(Clone, Copy)]
pub enum Kind {
    P256,
    P384,
    Rsa(u32),
}

pub struct Openssl {
    folder: PathBuf,
}

impl Openssl {
    /// A fresh folder. `name` must be the test's own.
    pub fn new(name: &str) -> Openssl {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("openssl").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let openssl = Openssl { folder };
        openssl.next_serial("1001");
        openssl
    }

    /// An authority `ca`, an authority of time `tsa` and a signer `firm` under it, all of P-256.
    pub fn usual(name: &str) -> Openssl {
        let openssl = Openssl::new(name);
        openssl.root("ca", Kind::P256);
        openssl.issue("tsa", Kind::P256, "ca", TSA);
        openssl.issue("firm", Kind::P256, "ca", SIGNER);
        openssl
    }

    /// Runs `openssl` in the folder; what it printed.
    pub fn try_run(&self, words: &[&str]) -> Output {
        let run = Command::new("openssl").args(words).current_dir(&self.folder).output();
        run.expect("these tests need the program openssl, 3.0 or later")
    }

    /// The same, and it must succeed.
    pub fn run(&self, words: &[&str]) -> Vec<u8> {
        let output = self.try_run(words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {}: {said}", words.join(" "));
        output.stdout
    }

    pub fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.join(file), bytes).unwrap();
    }

    pub fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.folder.join(file)).unwrap()
    }

    pub fn key(&self, name: &str, kind: Kind) {
        let (algorithm, option) = match kind {
            Kind::P256 => ("EC", "ec_paramgen_curve:P-256".into()),
            Kind::P384 => ("EC", "ec_paramgen_curve:P-384".into()),
            Kind::Rsa(bits) => ("RSA", format!("rsa_keygen_bits:{bits}")),
        };
        let file = format!("{name}.key");
        self.run(&["genpkey", "-algorithm", algorithm, "-pkeyopt", &option, "-out", &file]);
    }

    /// An authority that issued itself.
    pub fn root(&self, name: &str, kind: Kind) {
        self.key(name, kind);
        self.certify(name, name, &subject(name), CA, LONG_AGO, LATER);
    }

    /// A key and its certificate by `issuer`.
    pub fn issue(&self, name: &str, kind: Kind, issuer: &str, extensions: &str) {
        self.issue_for(name, kind, issuer, extensions, LONG_AGO, LATER);
    }

    pub fn issue_for(&self, name: &str, kind: Kind, issuer: &str, extensions: &str, from: &str, to: &str) {
        self.key(name, kind);
        self.certify(name, issuer, &subject(name), extensions, from, to);
    }

    /// The certificate `name`.pem of the key `name`.key.
    pub fn certify(&self, name: &str, issuer: &str, subject: &str, extensions: &str, from: &str, to: &str) {
        let config = "[ca]\ndefault_ca=c\n[c]\ndatabase=index\nnew_certs_dir=.\nserial=serial\npolicy=p\n\
             unique_subject=no\ndefault_md=sha256\nemail_in_dn=no\n[p]\ncommonName=supplied\norganizationName=optional\n";
        self.write("ca.cnf", config);
        self.write("index", "");
        self.write("extensions", format!("subjectKeyIdentifier=hash\n{extensions}"));
        let file = |end: &str| format!("{name}.{end}");
        let (key, request, pem) = (file("key"), file("csr"), file("pem"));
        self.run(&["req", "-new", "-utf8", "-key", &key, "-subj", subject, "-out", &request]);
        let issuer_key = format!("{issuer}.key");
        let issuer_pem = format!("{issuer}.pem");
        let mut words = vec!["ca", "-batch", "-config", "ca.cnf", "-utf8", "-notext", "-extfile", "extensions"];
        words.extend(["-startdate", from, "-enddate", to, "-in", &request, "-out", &pem, "-keyfile", &issuer_key]);
        if issuer == name {
            words.push("-selfsign");
        } else {
            words.extend(["-cert", &issuer_pem]);
        }
        self.run(&words);
    }

    /// The number of the next certificate, in hexadecimal.
    pub fn next_serial(&self, number: &str) {
        self.write("serial", format!("{number}\n"));
    }

    pub fn der(&self, name: &str) -> Vec<u8> {
        self.run(&["x509", "-in", &format!("{name}.pem"), "-outform", "DER"])
    }

    pub fn certificate(&self, name: &str) -> x509::Certificate {
        x509::Certificate::parse(&self.der(name)).unwrap()
    }

    /// What a key in a file does, for `cms::sign`.
    pub fn signature(&self, key: &str, message: &[u8]) -> Vec<u8> {
        self.write("to-sign", message);
        self.run(&["dgst", "-sha256", "-sign", &format!("{key}.key"), "to-sign"])
    }

    /// Time-stamps a seal, as the firm's server would.
    pub fn with_timestamp(&self, seal: &[u8]) -> Vec<u8> {
        let digest = cms::SignedData::parse(seal).unwrap().signature_digest();
        cms::with_timestamp(seal, &self.token(&digest)).unwrap()
    }

    /// The detached seal of content with this digest by `name`, with the certificates of `issuers` inside.
    pub fn seal(&self, digest: &Hash, name: &str, issuers: &[&str]) -> Vec<u8> {
        let issuers: Vec<_> = issuers.iter().map(|name| self.certificate(name)).collect();
        let text = self.run(&["pkey", "-in", &format!("{name}.key"), "-text", "-noout"]);
        let rsa = String::from_utf8_lossy(&text).contains("modulus:");
        let algorithm = if rsa { cms::SealAlgorithm::RsaPkcs1Sha256 } else { cms::SealAlgorithm::EcdsaP256Sha256 };
        let key = |message: &[u8]| Ok::<_, std::convert::Infallible>(self.signature(name, message));
        cms::sign(digest, &self.certificate(name), &issuers, algorithm, key).unwrap()
    }

    /// The answer of the authority `tsa` to a request.
    pub fn answer(&self, request: &[u8]) -> Vec<u8> {
        self.answer_by("tsa", request, "")
    }

    /// The answer of `authority`, with changes to its settings.
    pub fn answer_by(&self, authority: &str, request: &[u8], settings: &str) -> Vec<u8> {
        let [policy, other] = POLICIES;
        self.write(
            "ts.cnf",
            format!(
                "[t]\ndefault_tsa=c\n[c]\nserial=ts-serial\nsigner_cert={authority}.pem\nsigner_key={authority}.key\n\
                 signer_digest=sha256\ndefault_policy={policy}\nother_policies={other}\ndigests=sha256,sha512\n\
                 accuracy=secs:1,millisecs:500,microsecs:7\nclock_precision_digits=3\nordering=no\ntsa_name=yes\n\
                 ess_cert_id_alg=sha256\n{settings}\n"
            ),
        );
        self.write("request.tsq", request);
        let words =
            ["ts", "-reply", "-config", "ts.cnf", "-section", "c", "-queryfile", "request.tsq", "-out", "answer.tsr"];
        self.run(&words);
        self.read("answer.tsr")
    }

    /// A token by `tsa` about a digest, as it is kept.
    pub fn token(&self, digest: &Hash) -> Vec<u8> {
        let answer = self.answer(&timestamp::Request::new(*digest, 7, None).to_der());
        timestamp::Response::parse(&answer).unwrap().token.unwrap()
    }

    /// The token whose content is that of `token`, but for `change`, signed by `signer` whether it is an authority of time or not.
    /// `openssl ts` would refuse to.
    pub fn resign(&self, token: &[u8], signer: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
        let content = cms::SignedData::parse(token).unwrap().content().unwrap().to_vec();
        self.sign_content("1.2.840.113549.1.9.16.1.4", &change(content), signer, &[])
    }

    /// A CMS signature around `content` of the type `oid`, with other words for `openssl cms`.
    pub fn sign_content(&self, oid: &str, content: &[u8], signer: &str, words: &[&str]) -> Vec<u8> {
        self.write("content", content);
        let (key, pem) = (format!("{signer}.key"), format!("{signer}.pem"));
        let mut all = vec!["cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-md", "sha256"];
        if !words.contains(&"-noattr") {
            all.push("-cades");
        }
        all.extend(["-econtent_type", oid, "-in", "content", "-signer", &pem, "-inkey", &key, "-outform", "DER"]);
        all.extend(words);
        self.run(&all)
    }
}

/// The subject that a certificate bears here.
pub fn subject(name: &str) -> String {
    format!("/O=Kerlann Informatique/CN=Essai {name} é")
}

/// One element of DER: a tag, its length, its contents.
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let head = match length {
        0..128 => vec![tag, length as u8],
        128..256 => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, contents.to_vec()].concat()
}

/// The contents of one element of DER.
pub fn contents(element: &[u8]) -> &[u8] {
    let head = match element[1] {
        0x82 => 4,
        0x81 => 3,
        _ => 2,
    };
    &element[head..]
}

/// The elements inside an element.
pub fn children(element: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = contents(element);
    let mut found = Vec::new();
    while !rest.is_empty() {
        let length = match rest[1] {
            0x82 => 4 + usize::from(rest[2]) * 256 + usize::from(rest[3]),
            0x81 => 3 + usize::from(rest[2]),
            short => 2 + usize::from(short),
        };
        let (child, after) = rest.split_at(length);
        found.push(child.to_vec());
        rest = after;
    }
    found
}

/// The same element with other children.
pub fn with_children(element: &[u8], change: impl FnOnce(Vec<Vec<u8>>) -> Vec<Vec<u8>>) -> Vec<u8> {
    self::element(element[0], &change(children(element)).concat())
}

/// A CMS structure with a change to the children of its `SignedData`.
pub fn with_signed_data(cms: &[u8], change: impl FnOnce(Vec<Vec<u8>>) -> Vec<Vec<u8>>) -> Vec<u8> {
    with_children(cms, |outer| {
        let inner = with_children(&outer[1], |explicit| vec![with_children(&explicit[0], change)]);
        vec![outer[0].clone(), inner]
    })
}

/// A CMS structure with a change to the children of its one `SignerInfo`, which is the last of the `SignedData`.
pub fn with_signer(cms: &[u8], change: impl FnOnce(Vec<Vec<u8>>) -> Vec<Vec<u8>>) -> Vec<u8> {
    with_signed_data(cms, |mut fields| {
        let signers = fields.pop().unwrap();
        fields.push(with_children(&signers, |infos| vec![with_children(&infos[0], change)]));
        fields
    })
}

/// Replaces the one place where `from` stands.
pub fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    let [place] = places.as_slice() else { panic!("{} places", places.len()) };
    [&bytes[..*place], to, &bytes[place + from.len()..]].concat()
}
