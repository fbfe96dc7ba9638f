//! The firm's seal.

use std::sync::LazyLock;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use server::seal::{self, Signer};

use super::{START, firm};

/// The firm's signer: the same key and certificates every time.
pub fn signer() -> &'static Signer {
    static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
        let own = seal::own(&firm(), START, &mut StdRng::seed_from_u64(3)).expect("a key");
        Signer::new(own.key.as_bytes(), &own.chain).expect("its own certificate")
    });
    &SIGNER
}

/// The signer's certificate and its authority's, DER.
pub fn chain() -> Vec<Vec<u8>> {
    signer().chain().map(|certificate| certificate.as_der().to_vec()).collect()
}
