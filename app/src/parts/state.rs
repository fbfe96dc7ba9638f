//! The state of a warning or notice as a badge: a shape, a colour and a word, never colour alone.

use jiff::civil::Date;
use ledger::event::{Choice, LetterOutcome};
use ledger::notice;
use leptos::prelude::*;

use super::icon::drawing;
use super::instrument::resolution_state;
use crate::{Html, Texts};

/// Where a warning or a notice stands, as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    Draft,
    /// Handed to the mail server, not yet due.
    Sent,
    /// Read or due soon, no answer yet.
    Awaiting,
    Accepted,
    /// As a whole, with reservations: acceptance minutes.
    Reserved,
    Declined,
    Deferred,
    /// The date asked for has passed without an answer.
    Overdue,
    /// The client asked a question that the firm has not answered.
    Question,
    /// No signatory among the recipients: it informs, no answer is possible.
    Informative,
    /// Withdrawn by the firm, or replaced by a later one.
    Revoked,
}

impl State {
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Sent,
        Self::Awaiting,
        Self::Accepted,
        Self::Reserved,
        Self::Declined,
        Self::Deferred,
        Self::Overdue,
        Self::Question,
        Self::Informative,
        Self::Revoked,
    ];

    pub fn label(self, t: Texts) -> &'static str {
        match self {
            Self::Draft => t.state_draft(),
            Self::Sent => t.state_sent(),
            Self::Awaiting => t.state_awaiting(),
            Self::Accepted => t.state_accepted(),
            Self::Reserved => t.state_reserved(),
            Self::Declined => t.state_declined(),
            Self::Deferred => t.state_deferred(),
            Self::Overdue => t.state_overdue(),
            Self::Question => t.state_question(),
            Self::Informative => t.state_informative(),
            Self::Revoked => t.state_revoked(),
        }
    }

    /// The badge's class, `is-draft` and so on.
    pub fn class(self) -> &'static str {
        match self {
            Self::Draft => "is-draft",
            Self::Sent => "is-sent",
            Self::Awaiting => "is-awaiting",
            Self::Accepted => "is-accepted",
            Self::Reserved => "is-reserved",
            Self::Declined => "is-declined",
            Self::Deferred => "is-deferred",
            Self::Overdue => "is-overdue",
            Self::Question => "is-question",
            Self::Informative => "is-informative",
            Self::Revoked => "is-revoked",
        }
    }

    /// The outline inside a 12 × 12 box, filled with the text's colour: no two states share one.
    pub(crate) fn shape(self) -> &'static str {
        match self {
            // A ring: nothing inside yet.
            Self::Draft => "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8Z",
            // An arrow.
            Self::Sent => "M1 1.2 11.4 6 1 10.8l1.5-4L7 6l-4.5-.8Z",
            // An hourglass.
            Self::Awaiting => "M2 .8h8v2.4L7.2 6 10 8.8v2.4H2V8.8L4.8 6 2 3.2Z",
            // A tick.
            Self::Accepted => "M4.3 10.4.7 6.8l1.5-1.5 2.1 2.1L9.8 1.9l1.5 1.5Z",
            // A tick on a line.
            Self::Reserved => "M4.3 8 1.7 5.4 3 4.1l1.3 1.3L8.9.8l1.3 1.3ZM1 9.6h10v1.6H1Z",
            // A cross.
            Self::Declined => "M2.3.9 6 4.6 9.7.9l1.4 1.4L7.4 6l3.7 3.7-1.4 1.4L6 7.4l-3.7 3.7L.9 9.7 4.6 6 .9 2.3Z",
            // Two bars: paused.
            Self::Deferred => "M2 1.2h3v9.6H2Zm5 0h3v9.6H7Z",
            // A triangle.
            Self::Overdue => "M6 .7 11.7 11H.3Z",
            // A speech bubble.
            Self::Question => "M1 1h10v7.5H6.2L3 11.5V8.5H1Z",
            // A square.
            Self::Informative => "M1.5 1.5h9v9h-9Z",
            // A bar.
            Self::Revoked => "M.8 4.7h10.4v2.6H.8Z",
        }
    }
}

impl State {
    /// The shape alone, for where a word stands beside it anyway.
    pub fn drawing(self) -> Html {
        drawing("viewBox=\"0 0 12 12\" width=\"12\" height=\"12\"", self.shape())
    }

    /// Shape and colour with words of the table that say more than the state's own. They hold nothing that anybody typed: they are not escaped.
    pub fn badge(self, word: &str) -> Html {
        let (class, drawing) = (self.class(), self.drawing().to_html());
        Html::new(format!("<span class=\"state {class}\">{drawing}{word}</span>"))
    }
}

/// What was decided on a warning.
impl From<&Choice> for State {
    fn from(choice: &Choice) -> State {
        match choice {
            Choice::Accepted { .. } => State::Accepted,
            Choice::Declined => State::Declined,
            Choice::Deferred { .. } => State::Deferred,
        }
    }
}

/// What became of a letter.
impl From<LetterOutcome> for State {
    fn from(outcome: LetterOutcome) -> State {
        match outcome {
            LetterOutcome::Received => State::Accepted,
            LetterOutcome::Refused => State::Declined,
            LetterOutcome::Unclaimed => State::Overdue,
        }
    }
}

/// What the state of a whole notice follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeStanding {
    /// A question waits for the firm's reply.
    pub asked: bool,
    /// What was decided on each warning and on the instrument; empty until the answer.
    pub decided: Vec<State>,
    /// Whether a recipient may decide.
    pub decidable: bool,
    /// The day by which an answer was asked.
    pub respond_by: Option<Date>,
}

impl NoticeStanding {
    /// That of a notice whose entries came to this.
    pub fn of(story: &notice::State) -> NoticeStanding {
        let decisions = story.answer.iter().flat_map(|(_, answer)| &answer.decisions);
        let whole = story.answer.iter().filter_map(|(_, answer)| answer.signing.as_ref());
        NoticeStanding {
            asked: story.questions.iter().any(|question| question.answer.is_none()),
            decided: decisions
                .map(|decision| State::from(&decision.choice))
                .chain(whole.map(|signing| resolution_state(signing.resolution)))
                .collect(),
            decidable: !story.informative(),
            respond_by: story.respond_by,
        }
    }

    /// What weighs most among the decisions; none before the answer.
    pub fn weightiest(&self) -> Option<State> {
        let order = [State::Declined, State::Deferred, State::Reserved, State::Accepted];
        order.into_iter().find(|state| self.decided.contains(state))
    }

    /// The most pressing thing: what the firm owes, else the risk that the answer leaves, else who is waited for.
    pub fn state(&self, today: Date) -> State {
        if self.asked {
            State::Question
        } else if let Some(state) = self.weightiest() {
            state
        } else if !self.decidable {
            State::Informative
        } else if self.respond_by.is_some_and(|day| day < today) {
            State::Overdue
        } else {
            State::Awaiting
        }
    }
}

/// The badge itself. Written as text, like [`State::drawing`]: nothing in it needs escaping, and lists are full of it.
#[component]
pub fn StateBadge(t: Texts, state: State) -> Html {
    state.badge(state.label(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_pressing_thing_is_the_state() {
        let day = |day: &str| day.parse::<Date>().expect("a date");
        let today = day("2026-03-10");
        let waiting = NoticeStanding { decidable: true, respond_by: Some(today), ..NoticeStanding::default() };
        let with = |decided: &[State]| NoticeStanding { decided: decided.to_vec(), ..waiting.clone() };
        assert_eq!(waiting.state(today), State::Awaiting, "the day itself is still in time");
        assert_eq!(waiting.state(day("2026-03-11")), State::Overdue);
        let informs = NoticeStanding { decidable: false, ..waiting.clone() };
        assert_eq!(informs.state(day("2026-03-11")), State::Informative, "nobody can be late who may not answer");
        assert_eq!(with(&[State::Accepted, State::Accepted]).state(day("2026-03-11")), State::Accepted);
        assert_eq!(with(&[State::Accepted, State::Deferred]).state(today), State::Deferred);
        assert_eq!(with(&[State::Accepted, State::Deferred, State::Declined]).state(today), State::Declined);
        let asked = NoticeStanding { asked: true, ..with(&[State::Declined]) };
        assert_eq!(asked.state(today), State::Question);
    }
}
