//! The commands in a bundle for other people's programs: what to type into a shell, in the folder into which the bundle was unpacked. The tests
//! type all of it.

use app::Texts;
use ledger::bundle::aids::stamp;

/// Which parts the bundle has.
pub(super) struct Parts {
    /// Whether sealed PDFs are there.
    pub documents: bool,
    /// Time-stamps of the checkpoint.
    pub stamps: usize,
    /// Whether earlier states of the log are there, each with its time-stamps.
    pub earlier: bool,
    /// Whether lines of witnesses stand under the checkpoint.
    pub cosigned: bool,
    /// Whether the list of the firm's own authority is there.
    pub crl: bool,
}

const CHECKPOINT: &str = "openssl pkeyutl -verify -pubin -inkey verification/log-key.pem -rawin -in verification/checkpoint-text.txt -sigfile verification/checkpoint.sig";

/// Which of the log's entries each covers stands in the second line of its text.
const EARLIER: &str = r#"for text in verification/earlier-*.txt; do
  head -n 2 "$text"
  for token in "${text%.txt}"-*.der; do
    [ -e "$token" ] || continue
    openssl ts -verify -data "$text" -in "$token" -token_in -CAfile roots.pem
    openssl ts -reply -in "$token" -token_in -text
  done
done"#;

/// The key of a witness is `name+hash+base64(0x04 || key)`; its line holds 4 bytes of the hash, 8 of the time, 64 of the signature, over
/// a text that begins with both (C2SP tlog-cosignature). The twelve bytes in front are the head of an Ed25519 key in DER (RFC 8410 §4).
const COSIGNATURE: &str = r#"key=$(head -n 1 witness.txt)
name=${key%%+*}; key=${key#*+}; key=${key#*+}
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf '%s' "$key" | base64 -d | tail -c 32; } > witness.der
grep -F -- "— $name " verification/checkpoint.txt | tail -n 1 | cut -d ' ' -f 3 | base64 -d > cosignature
seconds=$((0x$(head -c 12 cosignature | tail -c 8 | od -An -v -tx1 | tr -d ' \n')))
{ printf 'cosignature/v1\ntime %s\n' "$seconds"; cat verification/checkpoint-text.txt; } > cosigned.txt
tail -c 64 cosignature > cosignature.sig
openssl pkeyutl -verify -pubin -inkey witness.der -keyform DER -rawin -in cosigned.txt -sigfile cosignature.sig
date -u -d "@$seconds""#;

/// Every document has one signature, so one range: two pieces around the seal.
const SEAL: &str = r#"for pdf in documents/*.pdf; do
  echo "$pdf"
  pdfsig -nocert "$pdf"
  pdfsig -nocert -dump "$pdf"
  set -- $(grep -ao '/ByteRange *\[[0-9 ]*\]' "$pdf" | head -n 1 | tr -dc '0-9 ')
  { head -c "$2" "$pdf"; tail -c "$4" "$pdf"; } | openssl cms -verify -binary -inform DER -in "${pdf##*/}.sig0" -content /dev/stdin -CAfile verification/seals.pem -purpose any -no_check_time -out /dev/null
done"#;

/// In the signature (RFC 5652) the octets of the seal stand two lines above the attribute that holds the token about them (RFC 3161, appendix A).
const SEAL_STAMP: &str = r#"place() { cut -d : -f 1 | tr -d ' '; }
for pdf in documents/*.pdf; do
  echo "$pdf"
  seal=${pdf##*/}.sig0
  openssl asn1parse -inform DER -in "$seal" > seal.txt 2> /dev/null || true
  token=$(sed -n '/id-smime-aa-timeStampToken/,$p' seal.txt | sed -n 3p | place)
  signature=$(grep -B 3 id-smime-aa-timeStampToken seal.txt | head -n 1 | place)
  if [ -z "$token" ]; then
    echo "no time-stamp in this seal"
    continue
  fi
  openssl asn1parse -inform DER -in "$seal" -strparse "$token" -noout -out seal-time-stamp.der
  openssl asn1parse -inform DER -in "$seal" -strparse "$signature" -noout -out seal-signature
  openssl ts -verify -data seal-signature -in seal-time-stamp.der -token_in -CAfile roots.pem
  openssl ts -reply -in seal-time-stamp.der -token_in -text
done"#;

/// The evidence in a PDF is a file of its own, with a checkpoint of its own, perhaps an older one.
const INSIDE: &str = r#"for pdf in documents/*.pdf; do
  name=$(pdfdetach -list "$pdf" | sed -n -E 's/^[0-9]+: ((preuve|evidence)\.json)$/\1/p' | head -n 1)
  if [ -z "$name" ]; then
    continue
  fi
  echo "$pdf"
  pdfdetach -savefile "$name" -o inside.json "$pdf"
  checkpoint=$(grep -o '"checkpoint":"[^"]*"' inside.json | head -n 1 | cut -d '"' -f 4)
  printf '%b' "${checkpoint%%\\n\\n*}\n" > inside.txt
  printf '%b' "$checkpoint" | grep -F -- "— $(head -n 1 inside.txt) " | head -n 1 | cut -d ' ' -f 3 | base64 -d | tail -c +5 > inside.sig
  openssl pkeyutl -verify -pubin -inkey verification/log-key.pem -rawin -in inside.txt -sigfile inside.sig
  for token in $(grep -o '"time_stamps":\[[^]]*\]' inside.json | tail -n 1 | cut -d : -f 2 | tr -d '[]"' | tr , ' '); do
    echo "$token" | base64 -d > inside.der
    openssl ts -verify -data inside.txt -in inside.der -token_in -CAfile roots.pem
    openssl ts -reply -in inside.der -token_in -text
  done
done"#;

/// Without a key: the one in the bundle compared with itself would say nothing.
const PYTHON: &str = "python3 verification/python/verify.py bundle.zip";

/// Lines of commands begin with four spaces.
pub(super) fn commands(t: Texts, parts: &Parts) -> String {
    let mut text = String::new();
    let mut step = |title: &str, commands: &str| {
        text += &format!("{title}\n\n");
        commands.lines().for_each(|line| text += &format!("    {line}\n"));
        if !commands.is_empty() {
            text.push('\n');
        }
    };
    step(t.tools_checkpoint(), CHECKPOINT);
    for number in 1..=parts.stamps {
        let token = format!("-in verification/{} -token_in", stamp(number));
        let verify = "openssl ts -verify -data verification/checkpoint-text.txt";
        step(t.tools_stamp(), &format!("{verify} {token} -CAfile roots.pem\nopenssl ts -reply {token} -text"));
    }
    if parts.stamps == 0 {
        step(t.tools_no_stamp(), "");
    }
    if parts.earlier {
        step(t.tools_earlier(), EARLIER);
    }
    if parts.cosigned {
        step(t.tools_cosignature(), COSIGNATURE);
    }
    if parts.documents {
        step(t.tools_seal(), SEAL);
        step(t.tools_seal_stamp(), SEAL_STAMP);
        step(t.tools_inside(), INSIDE);
    }
    if parts.crl {
        step(t.tools_crl(), "openssl crl -in verification/firm-crl.pem -CAfile verification/seals.pem -noout -text");
    }
    step(t.tools_python(), PYTHON);
    text + t.tools_rest() + "\n"
}
