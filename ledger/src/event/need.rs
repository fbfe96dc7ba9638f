//! What the client needs, and what the firm promised.

use serde::{Deserialize, Serialize};

use crate::Id;

/// A need that the client expressed, and how it was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedRecorded {
    pub need: Id,
    pub project: Id,
    pub text: String,
    pub answer: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    Open,
    Kept,
    /// Replaced or given up, with the client's knowledge: `note` says how.
    Withdrawn,
}

/// Something promised in the offer or in the terms, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseRecorded {
    pub promise: Id,
    pub project: Id,
    pub text: String,
    /// The paper and place, for instance "Offer of 12 March, § 4".
    pub source: String,
    pub state: PromiseState,
    pub note: String,
}
