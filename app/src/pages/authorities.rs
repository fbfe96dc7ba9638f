//! The authorities of time on the firm's page: whether they answer, and what they said of the log.

use jiff::tz::TimeZone;
use ledger::Time;
use leptos::prelude::*;

use crate::parts::State;
use crate::texts::local;
use crate::{Html, IntoHtml, Texts};

/// One authority of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Host and port.
    pub host: String,
    pub answered: Option<Time>,
    pub failed: Option<Time>,
    /// Why it failed then, in technical words.
    pub error: String,
}

/// What an authority said of the firm's log last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStamped {
    /// Entries that it covers.
    pub size: u64,
    pub time: Time,
    pub accuracy_micros: Option<u64>,
    pub authority: String,
}

/// A witness of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedWitness {
    pub name: String,
    /// As readers give it to a verification.
    pub key: String,
    /// Entries of the newest checkpoint that it cosigned, and when, by its clock.
    pub cosigned: Option<(u64, Time)>,
    pub refusal: Option<WitnessRefusal>,
}

/// That a witness did not cosign when it was asked last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessRefusal {
    /// By the clock of this server.
    pub at: Time,
    pub why: WhyNotCosigned,
    /// In technical words.
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNotCosigned {
    /// What it saw of the log is not the beginning of what the log is now.
    OtherPast,
    /// It does not know the log, or knows it by another key.
    UnknownLog,
    /// Nothing came from it that is a cosignature.
    NoAnswer,
}

impl WhyNotCosigned {
    /// As it is stored.
    pub fn word(self) -> &'static str {
        match self {
            WhyNotCosigned::OtherPast => "past",
            WhyNotCosigned::UnknownLog => "log",
            WhyNotCosigned::NoAnswer => "answer",
        }
    }

    pub fn of(word: &str) -> WhyNotCosigned {
        let all = [WhyNotCosigned::OtherPast, WhyNotCosigned::UnknownLog];
        all.into_iter().find(|why| why.word() == word).unwrap_or(WhyNotCosigned::NoAnswer)
    }
}

pub struct Authorities {
    /// In the order in which they are asked.
    pub list: Vec<Authority>,
    pub stamped: Option<LogStamped>,
    pub witnesses: Vec<AskedWitness>,
    /// The firm's.
    pub zone: TimeZone,
}

pub fn authorities(t: Texts, page: &Authorities) -> Html {
    let body = if page.list.is_empty() {
        view! { <p>{t.authorities_none()}</p> }.into_html()
    } else {
        let list = page.list.iter().map(|one| authority(t, one, &page.zone)).collect_view();
        let stamped = match &page.stamped {
            Some(s) => t.log_stamped(s.size, &t.latest(s.time, s.accuracy_micros, &page.zone), &s.authority),
            None => t.log_unstamped().into(),
        };
        view! { <p>{t.authorities_why()}</p><ol class="authorities">{list}</ol><p>{stamped}</p> }.into_html()
    };
    view! { <h2 id="authorities">{t.authorities()}</h2>{body}{witnesses(t, page)} }.into_html()
}

fn witnesses(t: Texts, page: &Authorities) -> Html {
    let body = if page.witnesses.is_empty() {
        view! { <p>{t.witnesses_none()}</p> }.into_html()
    } else {
        let list = page.witnesses.iter().map(|one| witness(t, one, &page.zone)).collect_view();
        view! { <p>{t.witnesses_why()}</p><ol class="authorities">{list}</ol> }.into_html()
    };
    view! { <h2 id="witnesses">{t.witnesses()}</h2>{body} }.into_html()
}

fn witness(t: Texts, one: &AskedWitness, zone: &TimeZone) -> Html {
    let when = |at: Time| t.date_time(&local(at, zone));
    let (state, word) = match (&one.refusal, one.cosigned) {
        (Some(_), _) => (State::Declined, t.witness_refuses()),
        (None, Some(_)) => (State::Accepted, t.witness_cosigned()),
        (None, None) => (State::Draft, t.witness_never()),
    };
    let said = match one.cosigned {
        Some((size, at)) => t.witness_cosigned_at(size, &when(at)),
        None => t.witness_never_text().to_owned(),
    };
    let refused = one.refusal.as_ref().map(|refusal| {
        let why = match refusal.why {
            WhyNotCosigned::OtherPast => t.witness_other_past(),
            WhyNotCosigned::UnknownLog => t.witness_unknown_log(),
            WhyNotCosigned::NoAnswer => t.witness_no_answer(),
        };
        let class = if refusal.why == WhyNotCosigned::OtherPast { "error" } else { "quiet" };
        let since = t.witness_refused(&when(refusal.at));
        view! { <p class=class>{why}" "{since}" "{t.verify_detail(&refusal.detail)}</p> }
    });
    let badge =
        Html::new(format!("<span class=\"state {}\">{}{word}</span>", state.class(), state.drawing().to_html()));
    view! {
        <li><p>{badge}" "<strong>{one.name.clone()}</strong></p><p class="quiet">{said}</p>{refused}
            <p><code class="hash">{one.key.clone()}</code></p></li>
    }
    .into_html()
}

fn authority(t: Texts, one: &Authority, zone: &TimeZone) -> Html {
    let when = |at: Time| t.date_time(&local(at, zone));
    // What came last counts; of a failure and an answer at one moment, the failure.
    let (state, word) = match (one.answered, one.failed) {
        (None, None) => (State::Draft, t.authority_unasked()),
        (answered, failed) if failed >= answered => (State::Declined, t.authority_fails()),
        _ => (State::Accepted, t.authority_answers()),
    };
    let badge =
        Html::new(format!("<span class=\"state {}\">{}{word}</span>", state.class(), state.drawing().to_html()));
    let answered = one.answered.map(|at| t.authority_answered(&when(at)));
    let failed = one.failed.map(|at| format!("{} {}", t.authority_failed(&when(at)), t.verify_detail(&one.error)));
    let said = [answered, failed].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! { <li><p>{badge}" "<strong>{one.host.clone()}</strong></p><p class="quiet">{said}</p></li> }.into_html()
}
