//! A warning on paper: the same text in the notice, the certificate and the project's file.

use app::Texts;
use ledger::event::{Choice, Decision, QuotedOption, Rhythm, Warning};

use super::frame::Frame;
use super::layout::{Flow, PROSE, Rich, State};

/// What became of a warning.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    Decided(&'a Decision),
    /// The text of the answer was erased since: the choice is what the firm goes by, and nothing else of it is known.
    Declared(&'a Decision),
    /// An answer was asked for and has not come.
    Silent,
    /// None has come, and a question waits for the firm's reply.
    Asked,
    /// Nobody was asked to decide.
    Informative,
}

impl<'a> Outcome<'a> {
    fn choice(self) -> Option<&'a Choice> {
        match self {
            Outcome::Decided(decision) | Outcome::Declared(decision) => Some(&decision.choice),
            Outcome::Silent | Outcome::Asked | Outcome::Informative => None,
        }
    }

    pub fn state(self) -> State {
        match (self, self.choice()) {
            (_, Some(Choice::Accepted { .. })) => State::Accepted,
            (_, Some(Choice::Declined)) => State::Declined,
            (_, Some(Choice::Deferred { .. })) => State::Deferred,
            (Outcome::Informative, None) => State::Informed,
            (Outcome::Asked, None) => State::Open,
            (_, None) => State::NoAnswer,
        }
    }

    pub fn words(self, t: Texts) -> String {
        let words = match (self, self.choice()) {
            (_, Some(Choice::Accepted { .. })) => t.state_accepted().into(),
            (_, Some(Choice::Declined)) => t.state_declined().into(),
            (_, Some(Choice::Deferred { until })) => t.doc_deferred_until(&t.date(*until)),
            (Outcome::Informative, None) => t.doc_for_information().into(),
            (Outcome::Asked, None) => t.trail_step_owed().into(),
            (_, None) => t.doc_no_answer().into(),
        };
        if matches!(self, Outcome::Declared(_)) { t.doc_says_the_firm(&words) } else { words }
    }

    /// The option that an acceptance chose, in words.
    pub fn option(self, t: Texts, warning: &Warning) -> Option<String> {
        let Choice::Accepted { option: Some(number) } = *self.choice()? else { return None };
        let option = warning.options.iter().find(|o| o.number == number)?;
        Some(t.doc_option_chosen(number, &option.label))
    }
}

/// The whole warning as shown to the client, its heading included.
pub fn draw(flow: &mut Flow, frame: &Frame, level: u8, number: usize, warning: &Warning) {
    let t = frame.texts();
    flow.heading(level, &format!("{number}. {}", warning.title));
    flow.small(t.doc_topic_version(&warning.topic, &warning.topic_version));
    flow.gap(7.0);
    part(flow, t.doc_risk(), &warning.risk);
    facts(flow, t, warning);
    part(flow, t.doc_consequence(), &warning.consequence);
    part(flow, t.doc_measure(), &warning.measure);
    if !warning.options.is_empty() {
        options(flow, t, &warning.options);
    }
    if !warning.references.is_empty() {
        flow.entry(t.doc_references(), |f| f.small(warning.references.join(" · ")));
    }
}

fn part(flow: &mut Flow, label: &str, text: &str) {
    flow.entry(label, |f| paragraphs(f, text));
    flow.gap(6.0);
}

/// What a person wrote: empty lines part paragraphs.
pub fn paragraphs(flow: &mut Flow, text: &str) {
    for (i, paragraph) in text.split("\n\n").filter(|p| !p.trim().is_empty()).enumerate() {
        if i > 0 {
            flow.gap(PROSE.leading / 2.0);
        }
        flow.prose(paragraph.trim_end());
    }
}

fn facts(flow: &mut Flow, t: Texts, warning: &Warning) {
    flow.entry(t.doc_facts(), |f| {
        let rows = warning.facts.iter().filter(|fact| !fact.value.trim().is_empty());
        f.table(&[3.4, 6.6], &["", ""], |table| {
            for fact in rows {
                table.row(|cells| {
                    cells[0].quiet(fact.label.as_str());
                    cells[1].plain(fact.value.as_str());
                });
            }
        });
    });
    flow.gap(8.0);
}

fn options(flow: &mut Flow, t: Texts, options: &[QuotedOption]) {
    flow.entry(t.doc_options(), |f| {
        let head = [t.doc_option_number(), t.doc_option(), t.doc_price_net(), t.doc_vat(), t.doc_price_gross()];
        f.table(&[0.7, 4.9, -2.0, -1.2, -2.0], &head, |table| {
            for option in options {
                table.row(|cells| {
                    cells[0].plain(option.number.to_string());
                    cells[1].plain(option.label.as_str());
                    if let Some(quote) = &option.quote {
                        cells[1].small(t.doc_quote(&quote.name));
                    }
                    price(cells, t, option);
                });
            }
        });
    });
    flow.gap(8.0);
}

fn price(cells: &mut [Flow], t: Texts, option: &QuotedOption) {
    let Some(cents) = option.price_cents else {
        return cells[2].small(t.doc_price_unknown());
    };
    let rhythm = match option.rhythm {
        Rhythm::Once => t.doc_once(),
        Rhythm::Monthly => t.doc_monthly(),
        Rhythm::Yearly => t.doc_yearly(),
    };
    for (cell, cents) in [(2, cents), (4, gross(cents, option.vat_rate))] {
        cells[cell].plain(t.money(cents));
        cells[cell].small(rhythm);
    }
    cells[3].plain(t.percent(option.vat_rate));
}

/// With VAT, to the nearest cent, halves up.
fn gross(cents: i64, vat_rate: u32) -> i64 {
    let exact = i128::from(cents) * (10_000 + i128::from(vat_rate)) + 5_000;
    i64::try_from(exact.div_euclid(10_000)).unwrap_or(i64::MAX)
}

/// What was decided on one warning, with its reason and reservations.
pub fn decision(flow: &mut Flow, frame: &Frame, warning: &Warning, outcome: Outcome<'_>) {
    let t = frame.texts();
    let state = outcome.state();
    flow.gap(6.0);
    flow.note(state.colour(), |f| {
        f.entry(t.doc_decision(), |f| {
            f.state(state, &outcome.words(t));
            if let Some(words) = outcome.option(t, warning) {
                f.plain(Rich::new().strong(words));
            }
        });
        let decision = match outcome {
            Outcome::Decided(decision) => decision,
            Outcome::Declared(_) => {
                f.gap(4.0);
                return f.quiet(t.doc_decision_erased());
            }
            Outcome::Silent | Outcome::Asked | Outcome::Informative => return,
        };
        if !decision.reason.trim().is_empty() {
            f.gap(4.0);
            f.entry(t.doc_reason(), |f| paragraphs(f, &decision.reason));
        }
        f.gap(4.0);
        f.entry(t.doc_reservations(), |f| match decision.reservations.trim() {
            "" => f.quiet(t.doc_no_reservations()),
            text => paragraphs(f, text),
        });
    });
}

#[cfg(test)]
mod tests {
    use ledger::Lang;

    use super::*;

    #[test]
    fn vat_is_rounded_to_the_nearest_cent() {
        assert_eq!(gross(125_000, 2_000), 150_000);
        assert_eq!(gross(1, 2_000), 1);
        assert_eq!(gross(3, 2_000), 4);
        assert_eq!(gross(10_000_000_000, 550), 10_550_000_000);
        assert_eq!(gross(i64::MAX, 10_000), i64::MAX);
    }

    #[test]
    fn rates_as_they_are_written() {
        assert_eq!(Texts(Lang::Fr).percent(2_000), "20\u{A0}%");
        assert_eq!(Texts(Lang::Fr).percent(550), "5,5\u{A0}%");
        assert_eq!(Texts(Lang::En).percent(210), "2.1%");
        assert_eq!(Texts(Lang::En).percent(0), "0%");
    }
}
