//! A form that makes something makes it once: a double click, a reload, a browser that asks again because the first answer was
//! lost. The page puts a fresh random value into the form, and the log keeps, in the transaction of what was made, where the
//! first answer led; the same form sent again is led there too.
//!
//! The key is a hash of all that was sent, so that whoever goes back and writes something else has written something else.
//! A form without the value is new: it protects the person who sends, and refusing would lose what was typed on a page of an
//! earlier version.

use app::{FORM_ONCE, Form};
use axum::response::Response;
use ledger::sha256;

use super::{Failure, Uploaded, Visit, see, visit::location};
use crate::store::Append;

/// Which form was sent, as far as it says so.
pub struct Once {
    key: Option<String>,
    /// `/n/<token>` of a client's link, `/g/<token>` of an outside reader's. A token is stored nowhere, so the answer is kept without it.
    base: String,
}

impl Once {
    pub(super) fn of(path: &str, form: &Form, files: &[Uploaded]) -> Once {
        let mut sent = Vec::new();
        let mut add = |part: &[u8]| {
            sent.extend((part.len() as u64).to_be_bytes());
            sent.extend(part);
        };
        add(path.as_bytes());
        for (name, values) in &form.values {
            add(name.as_bytes());
            add(&(values.len() as u64).to_be_bytes());
            values.iter().for_each(|value| add(value.as_bytes()));
        }
        for file in files {
            add(file.field.as_bytes());
            add(file.name.as_bytes());
            // One that was too large is refused: nothing is made of it.
            add(&file.bytes.as_ref().map_or([0; 32], |bytes| sha256(bytes).0));
        }
        let base = match path.split('/').collect::<Vec<_>>()[..] {
            ["", word @ ("n" | "g"), token, ..] => format!("/{word}/{token}"),
            _ => String::new(),
        };
        let key = (!form.value(FORM_ONCE).is_empty()).then(|| sha256(&sent).to_string());
        Once { key, base }
    }

    /// Ends the handler, by [`Failure::Answered`], when this form was answered before. Asked under the lock of the log: of two
    /// that come at once, the second waits for the first.
    pub async fn first(&self, log: &mut Append) -> Result<(), Failure> {
        self.led_to(log).await?.map_or(Ok(()), |to| Err(Failure::Answered { to }))
    }

    /// The same for a handler that adds to what was answered.
    pub async fn answered(&self, log: &mut Append) -> Result<Option<Response>, Failure> {
        Ok(self.led_to(log).await?.map(|to| see(to, "")))
    }

    async fn led_to(&self, log: &mut Append) -> Result<Option<String>, Failure> {
        let Some(key) = &self.key else { return Ok(None) };
        let kept = log.answered(key).await?;
        Ok(kept.map(|kept| format!("{}{kept}", self.base)))
    }

    /// The answer, kept with what was made: 303 to a page that confirms `done` (see [`see`]).
    pub async fn answer(&self, log: &mut Append, path: impl AsRef<str>, done: &str) -> Result<Response, Failure> {
        let to = location(path.as_ref(), done);
        if let Some(key) = &self.key {
            log.answer(key, to.strip_prefix(&self.base).unwrap_or(&to)).await?;
        }
        Ok(see(to, ""))
    }
}

impl Visit {
    /// An empty form that can be sent once.
    pub fn form(&self) -> Form {
        self.once(Form::new())
    }

    /// The same form, to be sent once.
    pub fn once(&self, mut form: Form) -> Form {
        form.set(FORM_ONCE, self.app.new_id().to_string());
        form
    }
}
