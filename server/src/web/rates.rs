//! How often one address may do what costs or what could be guessed at.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub enum Rate {
    /// Sign-ins: ten at once, then one in six seconds. argon2 takes some 20 ms of a core, so a flood would also starve others.
    SignIn,
    /// Codes asked for and codes typed, over all links: twenty at once, then one in six seconds.
    Code,
    /// Questions, named signatories and other writes without an account: thirty at once, then one in ten seconds.
    Public,
    /// Checkpoints sent to this witness: sixty at once, then one in two seconds. Each costs a signature and a durable write.
    Witness,
    /// Requests for one calendar: ten at once, then one in thirty seconds. Each reads all that lies ahead of the firm.
    Feed,
}

pub struct Rates {
    sign_in: DefaultKeyedRateLimiter<String>,
    code: DefaultKeyedRateLimiter<String>,
    public: DefaultKeyedRateLimiter<String>,
    witness: DefaultKeyedRateLimiter<String>,
    feed: DefaultKeyedRateLimiter<String>,
}

fn quota(every: u64, burst: u32) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(Duration::from_secs(every)).unwrap_or_else(|| Quota::per_minute(burst)).allow_burst(burst)
}

impl Default for Rates {
    fn default() -> Rates {
        Rates {
            sign_in: RateLimiter::keyed(quota(6, 10)),
            code: RateLimiter::keyed(quota(6, 20)),
            public: RateLimiter::keyed(quota(10, 30)),
            witness: RateLimiter::keyed(quota(2, 60)),
            feed: RateLimiter::keyed(quota(30, 10)),
        }
    }
}

impl Rates {
    /// Counts one try of `key`. Err: seconds to wait.
    pub fn check(&self, what: Rate, key: &str) -> Result<(), u64> {
        let limiter = match what {
            Rate::SignIn => &self.sign_in,
            Rate::Code => &self.code,
            Rate::Public => &self.public,
            Rate::Witness => &self.witness,
            Rate::Feed => &self.feed,
        };
        // Forgets addresses that are quiet again, so that the table stays small.
        if limiter.len() > 10_000 {
            limiter.retain_recent();
        }
        limiter
            .check_key(&key.to_owned())
            .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }
}
