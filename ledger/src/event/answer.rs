//! What recipients do: identify, answer, ask, name someone else; and the firm's replies.

use serde::{Deserialize, Serialize};

use super::{Date, Person, Recipient, Signing};
use crate::{Id, Time};

/// Where an act of signing came from. Kept for signing acts only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub ip: String,
    pub user_agent: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeRequested {
    pub code: Id,
    pub notice: Id,
    pub contact: Id,
    /// Address that the code was sent to.
    pub to: String,
    pub expires: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactIdentified {
    pub code: Id,
    pub notice: Id,
    pub contact: Id,
    pub to: String,
    /// Wrong tries before the right one.
    pub wrong_tries: u32,
    pub device: Device,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeExhausted {
    pub code: Id,
    pub notice: Id,
    pub contact: Id,
    pub tries: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeAcknowledged {
    pub notice: Id,
    pub contact: Id,
    pub typed_name: String,
    /// The exact sentence shown.
    pub consent: String,
    pub identified: Identification,
    pub device: Device,
}

/// How the person was identified: each factor named, none implied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identification {
    /// The personal link they came by.
    pub link: Id,
    /// The code sent and typed back.
    pub code: Id,
    /// The address that it was sent to.
    pub to: String,
    pub at: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub notice: Id,
    pub contact: Id,
    pub typed_name: String,
    /// The exact sentence shown above the button.
    pub consent: String,
    /// One per warning of the notice, in its order.
    pub decisions: Vec<Decision>,
    /// Of the instrument, where the notice carries one; else no member of the payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing: Option<Signing>,
    pub identified: Identification,
    pub device: Device,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// With the number of the option chosen, where the warning has options.
    Accepted {
        option: Option<u32>,
    },
    Declined,
    Deferred {
        until: Date,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    pub warning: Id,
    pub choice: Choice,
    /// Required when declined or deferred.
    pub reason: String,
    pub reservations: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionAsked {
    pub question: Id,
    pub notice: Id,
    pub contact: Id,
    pub warning: Option<Id>,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionAnswered {
    pub question: Id,
    pub notice: Id,
    pub member: Person,
    pub text: String,
}

/// "I am not the right person": the recipient names who is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignatoryNamed {
    pub proposal: Id,
    pub notice: Id,
    /// Who said so.
    pub contact: Id,
    pub name: String,
    pub email: String,
    pub role: String,
}

/// The firm checked the person named; they become a recipient of the same notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignatoryConfirmed {
    pub proposal: Id,
    pub notice: Id,
    pub recipient: Recipient,
    /// The day by which an answer is asked for from now on. None, and then no member of the payload: the day stays what it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respond_by: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignatoryRefused {
    pub proposal: Id,
    pub notice: Id,
    pub reason: String,
}

impl NoticeAcknowledged {
    /// The texts that an erasure takes.
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        let NoticeAcknowledged { typed_name, consent, identified, device, .. } = self;
        vec![typed_name, consent, &mut identified.to, &mut device.ip, &mut device.user_agent]
    }
}

impl Answer {
    pub(super) fn erasable(&mut self) -> Vec<&mut String> {
        let Answer { typed_name, consent, identified, device, decisions, signing, .. } = self;
        let given = decisions.iter_mut().flat_map(|given| [&mut given.reason, &mut given.reservations]);
        let own = [typed_name, consent, &mut identified.to, &mut device.ip, &mut device.user_agent];
        let whole = signing.iter_mut().map(|signing| &mut signing.words);
        own.into_iter().chain(given).chain(whole).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::SignatoryConfirmed;
    use crate::canonical;

    #[test]
    fn a_confirmation_without_a_day_is_what_earlier_versions_wrote() {
        let id = "22222222222222222222222222222222";
        let recipient = format!(
            r#"{{"authority":"unknown","authority_note":"","contact":"{id}","email":"y@p.example","name":"Y","role":"","signatory":true}}"#
        );
        let written = format!(r#"{{"notice":"{id}","proposal":"{id}","recipient":{recipient}}}"#);
        let read: SignatoryConfirmed = serde_json::from_str(&written).expect("it reads");
        assert_eq!(read.respond_by, None);
        assert_eq!(canonical::to_vec(&read).expect("it is written"), written.as_bytes());
    }
}
