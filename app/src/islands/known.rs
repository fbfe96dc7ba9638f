//! What a reader brings along to judge a file by: keys and roots that reached them by another way. Typed or pasted, and sent nowhere.

use ledger::evidence::Reader;
use ledger::x509::{self, Certificate};
use ledger::{Report, Time, VerifyingKey, Witness};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::web_sys::Element;

use crate::Texts;
use crate::parts::BareTextArea;

const KEY: &str = "f-key";
const AUTHORITIES: &str = "f-authorities";
const WITNESSES: &str = "f-witnesses";

/// The fields as the page holds them.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    key: Field,
    authorities: Field,
    witnesses: Field,
}

#[derive(Clone, Copy)]
struct Field {
    id: &'static str,
    is_read: fn(&str) -> bool,
    text: RwSignal<String>,
    /// Whether it was left with something in it that is not what it asks for.
    wrong: RwSignal<bool>,
}

/// What the fields hold. What is malformed has its message beside the field and judges nothing: a slip of the hand says nothing of a file.
#[derive(Default)]
pub(super) struct Known {
    key: Option<VerifyingKey>,
    authorities: Vec<Certificate>,
    witnesses: Vec<Witness>,
}

impl Known {
    pub fn reader<'a>(&'a self, newer: Option<&'a Report>, now: Time) -> Reader<'a> {
        Reader { key: self.key.as_ref(), authorities: &self.authorities, witnesses: &self.witnesses, newer, now }
    }
}

fn key(text: &str) -> Option<VerifyingKey> {
    text.trim().parse().ok()
}

fn authorities(text: &str) -> Option<Vec<Certificate>> {
    x509::roots(text).ok()
}

/// Keys hold no white space.
fn witnesses(text: &str) -> Option<Vec<Witness>> {
    text.split_whitespace().map(|key| key.parse().ok()).collect()
}

impl Field {
    fn new(id: &'static str, is_read: fn(&str) -> bool) -> Field {
        Field { id, is_read, text: RwSignal::default(), wrong: RwSignal::new(false) }
    }

    fn is_right(self) -> bool {
        self.text.with_untracked(|text| text.trim().is_empty() || (self.is_read)(text))
    }

    fn described_by(self) -> String {
        let id = self.id;
        if self.wrong.get() { format!("{id}-hint {id}-error") } else { format!("{id}-hint") }
    }

    /// `error` says what is wrong with the text.
    fn around(
        self,
        [label, hint]: [&'static str; 2],
        error: impl Fn(&str) -> String + Send + 'static,
        control: impl IntoView,
    ) -> impl IntoView {
        let id = self.id;
        view! {
            <div class="field" class:wrong=move || self.wrong.get()>
                <label for=id>{label}</label>
                <p class="hint" id=format!("{id}-hint")>{hint}</p>
                <p class="error" id=format!("{id}-error") hidden=move || !self.wrong.get()>
                    {move || self.text.with(|text| error(text))}
                </p>
                {control}
            </div>
        }
    }

    fn lines(self) -> impl IntoView {
        let described_by = Signal::derive(move || self.described_by());
        view! { <BareTextArea id=self.id wrong=self.wrong described_by/> }
    }
}

impl Fields {
    pub fn new() -> Fields {
        Fields {
            key: Field::new(KEY, |text| key(text).is_some()),
            authorities: Field::new(AUTHORITIES, |text| authorities(text).is_some()),
            witnesses: Field::new(WITNESSES, |text| witnesses(text).is_some()),
        }
    }

    /// Takes what was typed. Whether it can be judged by: nobody is told off in the middle of a line.
    pub fn typed(self, event: &Event) -> bool {
        let id = event_target::<Element>(event).id();
        let Some(field) = self.all().into_iter().find(|field| field.id == id) else { return false };
        field.text.set(event_target_value(event));
        let right = field.is_right();
        if right {
            field.wrong.set(false);
        }
        right
    }

    /// Whether what changed is to be judged by, or told of: a file, or a field that was left with something wrong in it.
    pub fn left(self, event: &Event) -> bool {
        let id = event_target::<Element>(event).id();
        self.all().into_iter().find(|field| field.id == id).is_none_or(|field| !field.is_right())
    }

    fn all(self) -> [Field; 3] {
        [self.key, self.authorities, self.witnesses]
    }

    /// What can be judged by; tells beside each field that it cannot.
    pub fn known(self) -> Known {
        self.all().into_iter().for_each(|field| field.wrong.set(!field.is_right()));
        Known {
            key: self.key.text.with_untracked(|text| key(text)),
            authorities: self.authorities.text.with_untracked(|text| authorities(text)).unwrap_or_default(),
            witnesses: self.witnesses.text.with_untracked(|text| witnesses(text)).unwrap_or_default(),
        }
    }

    pub fn key(self, t: Texts) -> impl IntoView {
        let key = self.key;
        let control = view! {
            <input
                id=KEY type="text" autocomplete="off" spellcheck="false"
                aria-invalid=move || key.wrong.get().then_some("true") aria-describedby=move || key.described_by()
            />
        };
        key.around([t.verify_key(), t.verify_key_hint()], move |_| t.verify_key_wrong().to_owned(), control)
    }

    pub fn others(self, t: Texts) -> impl IntoView {
        let roots = [t.verify_authorities(), t.verify_authorities_hint()];
        let roots_wrong =
            move |text: &str| x509::roots(text).err().map_or(String::new(), |error| t.roots_error(&error));
        let keys = [t.verify_witnesses(), t.verify_witnesses_hint()];
        let keys_wrong = move |_: &str| t.verify_witnesses_wrong().to_owned();
        view! {
            {self.authorities.around(roots, roots_wrong, self.authorities.lines())}
            {self.witnesses.around(keys, keys_wrong, self.witnesses.lines())}
        }
    }
}
