//! What an address and a registration number must look like.

/// One `@`, something before it, a dot-separated domain after it, no spaces or control characters, at most 254 octets
/// (RFC 5321 §4.5.3.1.3). Whether the mailbox exists, only its server knows.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && !local.contains('@')
        && domain.split('.').count() >= 2
        && domain.split('.').all(|l| {
            !l.is_empty()
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c))
}

/// Nine digits whose Luhn sum is a multiple of ten (INSEE, structure of the SIREN).
pub fn is_siren(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 1 { (d * 2) / 10 + (d * 2) % 10 } else { *d }).sum();
    text.len() == 9 && digits.len() == 9 && sum.is_multiple_of(10) && sum > 0
}
