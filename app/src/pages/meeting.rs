//! Minutes of a meeting: the page that begins them, and the fields by which they are edited.

use ledger::Id;
use leptos::prelude::*;

use crate::parts::{
    CheckboxGroup, DateField, ErrorSummary, Field, Heading, Labels, Once, Opt, Submit, TextArea, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// What may be ticked.
pub struct MeetingChoices {
    pub contacts: Vec<Opt>,
    pub members: Vec<Opt>,
    /// Warnings of the project's notices; a notice itself where it has none.
    pub spoken: Vec<Opt>,
    /// The latest day.
    pub today: String,
}

/// The fields of minutes, here and where a draft of them is edited.
pub fn meeting_fields(t: Texts, choices: &MeetingChoices, form: &Form) -> Html {
    let group = |name: &'static str, legend: &'static str, options: &[Opt]| {
        let options = options.to_vec();
        (!options.is_empty()).then(|| view! { <CheckboxGroup t form name legend options/> }.into_html())
    };
    let spoken = choices.spoken.clone();
    let spoken = (!spoken.is_empty()).then(|| {
        view! { <CheckboxGroup t form name="spoken" legend=t.meeting_spoken() hint=t.meeting_spoken_hint() options=spoken/> }
    });
    view! {
        <DateField t form name="day" label=t.meeting_day() hint=t.meeting_day_hint() max=choices.today.clone() required=true/>
        <Field t form name="time" label=t.meeting_time() kind="time" width="short" required=true/>
        <Field t form name="place" label=t.meeting_place() hint=t.meeting_place_hint() maxlength=200 required=true/>
        {group("contacts", t.meeting_contacts(), &choices.contacts)}
        {group("members", t.meeting_members(), &choices.members)}
        <TextArea t form name="others" label=t.meeting_others() hint=t.meeting_others_hint() rows=3 maxlength=10_000/>
        {spoken}
        <TextArea t form name="said" label=t.meeting_said() hint=t.meeting_said_hint() rows=8 maxlength=10_000 required=true/>
    }
    .into_html()
}

pub fn meeting_labels(t: Texts) -> Labels {
    labels([
        ("day", t.meeting_day()),
        ("time", t.meeting_time()),
        ("place", t.meeting_place()),
        ("contacts", t.meeting_contacts()),
        ("members", t.meeting_members()),
        ("others", t.meeting_others()),
        ("spoken", t.meeting_spoken()),
        ("said", t.meeting_said()),
    ])
}

pub fn new_meeting(t: Texts, project: Id, title: &str, choices: &MeetingChoices, form: &Form) -> Html {
    let base = format!("/projects/{project}");
    view! {
        <Heading title=t.meeting_new() above=title.to_owned() above_href=base.clone() lead=t.meeting_lead()/>
        <ErrorSummary t form labels=meeting_labels(t)/>
        <form method="post" action=format!("{base}/meetings/new") novalidate>
            <Once form/>
            {meeting_fields(t, choices, form)}
            <p class="buttons">
                <Submit label=t.meeting_prepare()/>
                <a class="button secondary" href=base.clone()>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}
