//! What every feature uses: the application's state, who visits, forms, failures.

mod failure;
mod form;
pub mod guard;
mod kept;
mod once;
mod rates;
mod refuse;
mod visit;

use std::sync::Arc;

use ledger::notice::State;
use ledger::x509::Certificate;
use ledger::{Hash, Id};
use tokio::sync::Notify;

pub use failure::{Exactly, Failure, form_urlencode};
pub use form::{Making, Posted, Upload, Uploaded};
pub use kept::Kept;
pub use once::Once;
pub use rates::{Rate, Rates};
pub use refuse::{refuse, refuse_in};
pub use visit::{
    Adviser, LANG_COOKIE, Member, Outside, Owner, Reader, Visit, cookie, cookie_name, cookie_value, see, set_cookie,
    set_cookie_at,
};

use crate::assets::Assets;
use crate::clock::Clock;
use crate::config::Config;
use crate::cosigners::Cosigners;
use crate::documents::Known;
use crate::lately::Lately;
use crate::mail::Transport;
use crate::revocation::Revocations;
use crate::seal::Token;
use crate::store::log::Version;
use crate::store::{Db, Firm, files::Files};
use crate::timestamps::Authorities;
use crate::vault::Vault;

/// The application: cheap to clone, the same for all requests and jobs.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub struct Inner {
    pub config: Config,
    pub db: Db,
    pub files: Files,
    pub vault: Arc<Vault>,
    pub clock: Clock,
    /// How mails leave.
    pub mail: Transport,
    /// The device that keeps the sealing key, if the settings name one.
    pub token: Option<Arc<Token>>,
    /// Who is asked for the time, if anybody is.
    pub authorities: Option<Authorities>,
    /// What authorities say of their certificates.
    pub revocations: Revocations,
    /// Who is asked to cosign the checkpoints, if anybody is.
    pub cosigners: Option<Cosigners>,
    pub assets: Assets,
    pub rates: Rates,
    /// Told when something may have left a job: a worker then looks at once.
    pub work: Notify,
    /// Notices that clients looked at lately. Only pages are made from here, and only after the database has said in the same request which
    /// version is the newest: whatever is recorded is decided on a state read under the lock of the log.
    pub notices: Lately<(Firm, Id, Version), State>,
    /// Whether a copy with masked names names a person, by the hash of the copy and that of all that the person is called.
    pub named: Lately<(Hash, Hash), bool>,
    /// Pages that were drawn lately.
    pub kept: Kept,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    pub fn new(inner: Inner) -> App {
        App(Arc::new(inner))
    }

    /// The operating system's randomness: one of the two places where chance enters.
    pub fn rng(&self) -> rand::rngs::StdRng {
        rand::make_rng()
    }

    pub fn new_id(&self) -> ledger::Id {
        let mut bytes = [0u8; 16];
        rand::Rng::fill_bytes(&mut self.rng(), &mut bytes);
        ledger::Id::from_bytes(bytes)
    }

    /// The roots of the authorities of time that the settings trust.
    pub fn anchors(&self) -> &[Certificate] {
        self.authorities.as_ref().map_or(&[], Authorities::anchors)
    }

    /// Whose word about time counts here: the authorities and the witnesses of the settings.
    pub fn known(&self) -> Known<'_> {
        let witnesses = self.cosigners.iter().flat_map(Cosigners::witnesses).collect();
        Known { anchors: self.anchors(), witnesses }
    }

    /// `N` random bytes as base64url without padding.
    pub fn random_text<const N: usize>(&self) -> String {
        use base64::Engine as _;
        let mut bytes = [0u8; N];
        rand::Rng::fill_bytes(&mut self.rng(), &mut bytes);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }
}
