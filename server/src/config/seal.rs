//! Settings of a device that keeps the sealing key.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use cryptoki::types::AuthPin;

use super::{BadConfig, SETTINGS, bad};

/// Where the key is, and what opens it.
#[derive(Clone, Debug)]
pub struct SealToken {
    /// The maker's library (PKCS#11).
    pub module: PathBuf,
    /// Label of the device.
    pub token: String,
    /// Label of the private key in it.
    pub key: String,
    /// Its `Debug` does not show it.
    pub pin: AuthPin,
}

pub(super) fn read<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<SealToken>, BadConfig> {
    let Some(module) = get("seal.module") else {
        if let Some((name, ..)) = SETTINGS.iter().find(|(name, ..)| name.starts_with("seal.") && get(name).is_some()) {
            return bad(name, "has no effect without seal.module");
        }
        return Ok(None);
    };
    let module = PathBuf::from(module);
    if !module.is_file() {
        return bad("seal.module", format!("{} is no file", module.display()));
    }
    let needed = |name: &str| match get(name) {
        Some(value) => Ok(value.to_owned()),
        None => bad(name, "is needed with seal.module"),
    };
    let pin = match (get("seal.pin"), get("seal.pin_file")) {
        (Some(pin), None) => pin.to_owned(),
        (None, Some(file)) => pin_of(Path::new(file))?,
        (None, None) => return bad("seal.pin", "or seal.pin_file is needed with seal.module"),
        (Some(_), Some(_)) => return bad("seal.pin", "and seal.pin_file exclude one another"),
    };
    Ok(Some(SealToken { module, token: needed("seal.token")?, key: needed("seal.key")?, pin: AuthPin::from(pin) }))
}

/// The first line of a file that others cannot read.
fn pin_of(file: &Path) -> Result<String, BadConfig> {
    let shown = file.display();
    let read = std::fs::metadata(file).and_then(|about| Ok((about, std::fs::read_to_string(file)?)));
    let (about, text) = match read {
        Ok(read) => read,
        Err(error) => return bad("seal.pin_file", format!("{shown}: {error}")),
    };
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return bad("seal.pin_file", format!("{shown} can be read by others (mode {mode:o}); give it mode 600"));
    }
    match text.lines().next().unwrap_or_default() {
        "" => bad("seal.pin_file", format!("{shown} holds no PIN")),
        pin => Ok(pin.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::from;

    #[test]
    fn settings_that_cannot_work_are_refused_by_name() {
        let here = ("seal.module", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let [token, key, pin] = [("seal.token", "Acte"), ("seal.key", "sceau"), ("seal.pin", "1234")];
        for (pairs, says) in [
            (vec![key], "without seal.module"),
            (vec![pin], "without seal.module"),
            (vec![("seal.module", "/nowhere.so"), token, key, pin], "is no file"),
            (vec![here, key, pin], "seal.token: is needed"),
            (vec![here, token, pin], "seal.key: is needed"),
            (vec![here, token, key], "seal.pin_file is needed"),
            (vec![here, token, key, pin, ("seal.pin_file", "/pin")], "exclude one another"),
            (vec![here, token, key, ("seal.pin_file", "/nowhere")], "/nowhere"),
            (vec![here, token, key, ("seal.pin_file", here.1)], "give it mode 600"),
        ] {
            let error = from(&pairs).unwrap_err().to_string();
            assert!(error.contains(says), "{error} should say {says}");
        }
        let config = from(&[here, token, key, pin]).unwrap();
        assert!(!format!("{config:?}").contains("1234"));
    }
}
