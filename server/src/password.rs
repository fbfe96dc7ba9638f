//! Passwords: argon2id (RFC 9106), a length, a check against common ones, and no composition rules (NIST SP 800-63B §3.1.1.2).

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Characters. NIST SP 800-63B asks for fifteen where the password stands alone, eight beside a second factor.
pub const MIN: usize = 12;
/// Characters; argon2 takes more, but nobody types more.
pub const MAX: usize = 200;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    TooShort,
    TooLong,
    /// In a list of common passwords, or as easy to guess as one (names of this person and firm included).
    Common,
}

/// Checks a new password. `known` are words that an attacker would try first: the person's name and address, the firm's name.
pub fn check(password: &str, known: &[&str]) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < MIN {
        return Err(Weak::TooShort);
    }
    if length > MAX {
        return Err(Weak::TooLong);
    }
    let password = password.to_lowercase();
    // What the names leave over must itself be something to guess.
    let rest = known.iter().fold(password.clone(), |rest, word| rest.replace(&word.to_lowercase(), ""));
    if rest.chars().filter(|c| c.is_alphanumeric()).count() < MIN / 2 {
        return Err(Weak::Common);
    }
    // Fewer than 10^8 guesses: an offline attacker is through within minutes even against argon2.
    if zxcvbn::zxcvbn(&password, known).score() < zxcvbn::Score::Three { Err(Weak::Common) } else { Ok(()) }
}

/// Hashes at once: each takes 19 MiB and some 20 ms of a core, so more than the cores would only starve everyone else.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// The PHC string to store: argon2id with the crate's defaults (19 MiB, 2 passes, 1 lane: OWASP's recommendation), random salt.
pub async fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let password = password.to_owned();
    blocking(move || Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())).await
}

/// Whether the password belongs to the stored string. Without one (an unknown address) the same work is done, so that the time taken
/// does not tell whether the address is known.
pub async fn verify(password: &str, stored: Option<String>) -> Result<bool, argon2::password_hash::Error> {
    static DUMMY: LazyLock<Result<String, argon2::password_hash::Error>> =
        LazyLock::new(|| Ok(Argon2::default().hash_password(b"nobody's password")?.to_string()));
    let password = password.to_owned();
    blocking(move || {
        let known = stored.is_some();
        let text = match stored {
            Some(text) => text,
            None => DUMMY.clone()?,
        };
        let parsed = PasswordHash::new(&text).map_err(|_| argon2::password_hash::Error::Crypto)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
) -> Result<T, argon2::password_hash::Error> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| argon2::password_hash::Error::Crypto)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| argon2::password_hash::Error::Crypto)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_personal_passwords_are_refused() {
        assert_eq!(check("court", &[]), Err(Weak::TooShort));
        assert_eq!(check(&"x9".repeat(150), &[]), Err(Weak::TooLong));
        for common in ["passwordpassword", "123456789012", "azertyuiopqs", "aaaaaaaaaaaa"] {
            assert_eq!(check(common, &[]), Err(Weak::Common), "{common}");
        }
        assert_eq!(check("kerlann-informatique", &["Kerlann", "Informatique"]), Err(Weak::Common));
        assert_eq!(check("quatre sardines dorment au grenier", &[]), Ok(()));
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_address_passes() {
        let stored = hash("quatre sardines dorment").await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("quatre sardines dorment", Some(stored.clone())).await.unwrap());
        assert!(!verify("quatre sardines dormaient", Some(stored)).await.unwrap());
        assert!(!verify("nobody's password", None).await.unwrap());
    }
}
