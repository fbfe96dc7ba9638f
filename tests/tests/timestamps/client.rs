//! What the client believes: nothing but a good token about its own question by an authority under a root of the settings.

use std::sync::Arc;
use std::time::Duration;

use ledger::timestamp::TimeStamp;
use ledger::{Hash, sha256};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use server::clock::Clock;
use server::config::Timestamps;
use server::timestamps::Authorities;
use tests::authority::{Authority, Manner, Roots};

const LONG: Duration = Duration::from_secs(60);

fn digest() -> Hash {
    sha256(b"a checkpoint")
}

fn settings(roots: &Roots, addresses: &[&str]) -> Timestamps {
    Timestamps {
        authorities: addresses.iter().map(|address| address.parse().expect("an address")).collect(),
        anchors: roots.anchors(),
        policy: None,
        rhythm: Duration::from_secs(3600),
    }
}

/// What came of asking these, each with why it gave nothing.
async fn ask(settings: &Timestamps, patience: Duration) -> (Option<TimeStamp>, Vec<String>) {
    let authorities = Authorities::of(settings).expect("the roots can be read");
    let mut rng = StdRng::seed_from_u64(7);
    let (granted, attempts) = authorities.ask(digest(), patience, &Clock::system(), &mut rng).await;
    let why = attempts.iter().map(|a| a.error.as_ref().map(ToString::to_string).unwrap_or_default());
    (granted.map(|granted| granted.time_stamp), why.collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_honest_authority_is_believed() {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let (stamp, why) = ask(&settings(&roots, &[&authority.address]), LONG).await;
    let stamp = stamp.expect("a time-stamp");
    assert_eq!(why, [""]);
    assert_eq!(stamp.authority.to_string(), "Horloge tsa (Horloge Essai)");
    assert_eq!((stamp.accuracy_micros, stamp.nonce_matched), (Some(1_500_000), true));
    assert!((Clock::system().now().0 - stamp.time.0).abs() < 60_000, "the machine's time, which openssl takes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_lie_is_refused_by_its_name() {
    let roots = Arc::new(Roots::new());
    for (manner, says) in [
        (Manner::OtherHash, "about another digest"),
        (Manner::OtherNonce, "answers another request"),
        (Manner::Expired, "expired"),
        (Manner::NotAnchored, "of Horloge stranger (Horloge Essai), leads to none of the roots"),
        (Manner::Modified, "something else than it was asked"),
        (Manner::Refusal, "refused: Rejected"),
        (Manner::Garbage, "not the DER"),
        (Manner::Huge, "more than 266240 bytes"),
        (Manner::Broken, "HTTP status 500"),
        (Manner::MediaType, "\"text/html; charset=utf-8\""),
        (Manner::Redirect, "HTTP status 302"),
    ] {
        let authority = Authority::start(&roots, manner);
        let (stamp, why) = ask(&settings(&roots, &[&authority.address]), LONG).await;
        assert_eq!(stamp, None, "{manner:?}");
        assert!(why[0].contains(says), "{manner:?}: {} should say {says}", why[0]);
        assert_eq!(authority.asked(), 1, "{manner:?}: asked once, and nobody elsewhere");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn silence_ends() {
    let roots = Arc::new(Roots::new());
    let (silent, endless) = (Authority::start(&roots, Manner::Silent), Authority::start(&roots, Manner::Endless));
    let began = std::time::Instant::now();
    let both = (settings(&roots, &[&silent.address]), settings(&roots, &[&endless.address]));
    let ((one, why_one), (other, why_other)) = tokio::join!(ask(&both.0, LONG), ask(&both.1, LONG));
    assert_eq!((one, other), (None, None));
    assert_eq!([why_one, why_other], [["no whole answer within 7 s"], ["no whole answer within 7 s"]]);
    assert!(began.elapsed() < Duration::from_secs(10));
    // Whoever waits for less gets less.
    let began = std::time::Instant::now();
    assert_eq!(ask(&both.0, Duration::from_millis(300)).await, (None, vec![]));
    assert!(began.elapsed() < Duration::from_secs(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_next_one_is_asked_when_the_first_fails() {
    let roots = Arc::new(Roots::new());
    let broken = Authority::start(&roots, Manner::Broken);
    let (good, spare) = (Authority::start(&roots, Manner::Honest), Authority::start(&roots, Manner::Honest));
    // Nobody listens there.
    let nobody = "http://127.0.0.1:9/";
    let all = settings(&roots, &[nobody, &broken.address, &good.address, &spare.address]);
    let (stamp, why) = ask(&all, LONG).await;
    assert!(stamp.is_some());
    assert!(why[0].starts_with("it cannot be reached: "), "{}", why[0]);
    assert_eq!(why[1..], ["it answered with HTTP status 500", ""]);
    assert_eq!((broken.asked(), good.asked(), spare.asked()), (1, 1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_policy_is_asked_for() {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let mut asked = settings(&roots, &[&authority.address]);
    asked.policy = "1.3.6.1.4.1.99999.2".parse().ok();
    assert_eq!(ask(&asked, LONG).await.0.expect("a time-stamp").policy, "1.3.6.1.4.1.99999.2");
    asked.policy = "1.3.6.1.4.1.99999.3".parse().ok();
    let (stamp, why) = ask(&asked, LONG).await;
    assert!(stamp.is_none() && why[0].contains("policy not offered"), "{why:?}");
}

/// A clock far behind refuses every token: it cannot tell a lie from its own fault.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_clock_that_is_behind_is_told() {
    let roots = Arc::new(Roots::new());
    let authority = Authority::start(&roots, Manner::Honest);
    let authorities = Authorities::of(&settings(&roots, &[&authority.address])).expect("the roots can be read");
    let clock = Clock::fixed(tests::scene::MORNING);
    let (granted, attempts) = authorities.ask(digest(), LONG, &clock, &mut StdRng::seed_from_u64(7)).await;
    assert!(granted.is_none());
    let why = attempts[0].error.as_ref().expect("why").to_string();
    assert!(why.contains("after the present moment"), "{why}");
}

#[test]
fn roots_that_cannot_be_read_are_named() {
    let roots = Roots::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let good = std::fs::read_to_string(roots.anchors()).expect("a root");
    for (path, says) in [
        (folder.path().join("none.pem"), "No such file"),
        (file("empty.pem", ""), "holds no certificate"),
        (file("text.pem", "hello"), "holds no certificate"),
        (file("cut.pem", &good[..good.len() / 2]), "certificate 1 is cut off"),
        (file("other.pem", "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n"), "other.pem"),
    ] {
        let settings = Timestamps { anchors: path, ..settings(&roots, &["http://a.example"]) };
        let error = Authorities::of(&settings).err().expect("refused");
        assert!(error.starts_with("setting timestamps.anchors: ") && error.contains(says), "{error} should say {says}");
    }
    let both = file("two.pem", &format!("Ours:\n{good}\n{good}"));
    let settings = Timestamps { anchors: both, ..settings(&roots, &["https://a.example"]) };
    assert_eq!(Authorities::of(&settings).expect("read").anchors().len(), 2);
}
