//! Settings of witnessing: for whom this server is a witness, and who is asked to be one for it.

use axum::http::Uri;
use ledger::{VerifyingKey, Witness};

use super::{BadConfig, bad};
use crate::cosigners::add_checkpoint;

/// The most witnesses that are asked: a note has at most 32 signatures, and few have more than three witnesses.
const MOST: usize = 8;

/// A witness that cosigns this server's checkpoints.
#[derive(Clone, Debug)]
pub struct Asked {
    pub witness: Witness,
    /// Of its `add-checkpoint`.
    pub address: Uri,
}

pub(super) struct Read {
    pub logs: Vec<VerifyingKey>,
    pub name: String,
    pub ask: Vec<Asked>,
}

pub(super) fn read<'a>(get: &impl Fn(&str) -> Option<&'a str>, host: &str) -> Result<Read, BadConfig> {
    let mut logs: Vec<VerifyingKey> = Vec::new();
    for text in get("witness.logs").unwrap_or_default().split_whitespace() {
        let key: VerifyingKey = match text.parse() {
            Ok(key) => key,
            Err(error) => return bad("witness.logs", format!("{text}: {error}")),
        };
        if logs.iter().any(|known| known.name() == key.name()) {
            return bad("witness.logs", format!("{} stands there twice", key.name()));
        }
        logs.push(key);
    }
    let name = get("witness.name").map_or_else(|| format!("{host}/witness"), str::to_owned);
    if let Err(error) = ledger::WitnessKey::from_seed(&name, &[0; 32]) {
        return bad("witness.name", error);
    }
    Ok(Read { logs, ask: ask(get("witness.ask").unwrap_or_default())?, name })
}

/// `KEY@ADDRESS`: base64 holds no `@`, so the first one behind the key divides.
fn ask(text: &str) -> Result<Vec<Asked>, BadConfig> {
    let mut all: Vec<Asked> = Vec::new();
    for text in text.split_whitespace() {
        let form = || format!("{text} is not a witness's key, an @ and its address with http:// or https://");
        let Some((key, address)) =
            text.split_once("@http").and_then(|(key, rest)| Some((key, add_checkpoint(&format!("http{rest}"))?)))
        else {
            return bad("witness.ask", form());
        };
        let Ok(witness) = key.parse::<Witness>() else { return bad("witness.ask", form()) };
        if all.iter().any(|known| known.witness.name() == witness.name()) {
            return bad("witness.ask", format!("{} stands there twice", witness.name()));
        }
        all.push(Asked { witness, address });
    }
    if all.len() > MOST {
        return bad("witness.ask", format!("at most {MOST} witnesses are asked"));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use ledger::WitnessKey;

    use crate::config::tests::from;

    #[test]
    fn a_witness_is_a_key_and_an_address() {
        let key = WitnessKey::from_seed("w.example", &[1; 32]).unwrap().witness().to_string();
        let ask = |text: &str| from(&[("witness.ask", text)]);
        let good = ask(&format!("{key}@https://w.example/witness/")).unwrap().witness_ask;
        assert_eq!(good[0].address.to_string(), "https://w.example/witness/add-checkpoint");
        for text in [key.as_str(), "x@https://w.example", &format!("{key}@ftp://w.example"), &format!("{key}@http//w")]
        {
            assert!(
                ask(text).unwrap_err().to_string().contains("is not a witness’s key".replace('’', "'").as_str()),
                "{text}"
            );
        }
        let twice = format!("{key}@https://a.example {key}@https://b.example");
        assert!(ask(&twice).unwrap_err().to_string().contains("twice"));
    }
}
