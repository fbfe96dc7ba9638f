//! The firm's seal.

use std::sync::LazyLock;

use ledger::event::SealSource;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use server::seal::{Authority, Signer};

use super::{START, firm};

/// The firm's signer: the same key and certificates every time.
pub fn signer() -> &'static Signer {
    static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
        let mut rng = StdRng::seed_from_u64(3);
        let own =
            Authority::new(&firm(), START, &mut rng).and_then(|authority| authority.certify(&firm(), START, &mut rng));
        let own = own.expect("a key");
        Signer::new(own.key.as_bytes(), &own.chain, SealSource::Own).expect("its own certificate")
    });
    &SIGNER
}

/// The signer's certificate and its authority's, DER.
pub fn chain() -> Vec<Vec<u8>> {
    signer().chain().map(|certificate| certificate.as_der().to_vec()).collect()
}
