//! What a person typed behind `acte` that cannot be done, said in their language. Whatever clap says is in English.

use std::io::ErrorKind as Io;
use std::path::Path;

use app::{Lang, Texts};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The language of a locale, or of `fr` and `en` themselves.
pub fn language(locale: &str) -> Lang {
    locale.get(..2).and_then(|code| code.parse().ok()).unwrap_or(Lang::En)
}

/// The language that these arguments ask for, as far as they can be read, else that of the environment.
#[allow(clippy::disallowed_methods, reason = "the reader's own language, no setting of the server")]
pub fn asked(mut arguments: impl Iterator<Item = String>) -> Lang {
    let mut asked = std::env::var("LANG").unwrap_or_default();
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => asked = arguments.next().unwrap_or_default(),
            Some(value) => asked = value.trim_start_matches('=').to_owned(),
            None => {}
        }
    }
    language(&asked)
}

/// Why the arguments are refused.
pub fn refused(t: Texts, error: &clap::Error) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let option = said(ContextKind::InvalidArg);
    let why = match error.kind() {
        // What a key looks like, its own sentence says.
        ErrorKind::ValueValidation if option.starts_with("--key") => t.labelled("--key", t.verify_key_wrong()),
        ErrorKind::ValueValidation if option.starts_with("--witness") => {
            t.labelled("--witness", t.verify_witness_wrong())
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            t.usage_value(&option, &said(ContextKind::InvalidValue))
        }
        ErrorKind::UnknownArgument => t.usage_unknown(&option),
        ErrorKind::InvalidSubcommand => t.usage_command(&said(ContextKind::InvalidSubcommand)),
        ErrorKind::ArgumentConflict => t.usage_conflict(&option, &said(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => t.usage_missing(&option),
        _ => t.usage_other().to_owned(),
    };
    format!("{why}\n{}", t.usage_help())
}

/// Why a file that was named cannot be read.
pub fn unread(t: Texts, file: &Path, error: &std::io::Error) -> String {
    let name = file.display().to_string();
    match error.kind() {
        Io::NotFound => t.file_missing(&name),
        Io::PermissionDenied => t.file_denied(&name),
        Io::InvalidData => t.newer_none(&name),
        _ => t.file_unread(&name, &t.verify_detail(&error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_asked_for_is_found_whatever_else_is_wrong() {
        let of = |line: &str| asked(line.split(' ').map(str::to_owned));
        assert_eq!(of("acte verify --kye x --lang fr"), Lang::Fr);
        assert_eq!(of("acte verify --lang=fr_FR.UTF-8 --kye"), Lang::Fr);
        assert_eq!(of("acte verify --lang en"), Lang::En);
    }
}
