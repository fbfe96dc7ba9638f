//! The instrument that a notice carries, on a page: the same for the preview, the client and the firm.

use ledger::event::{Instrument, Meeting, Notice, Resolution, Signing};
use leptos::prelude::*;

use super::{Prose, State};
use crate::{Html, IntoHtml, Texts};

/// Its text; nothing of a letter.
pub fn instrument_text(t: Texts, instrument: &Instrument) -> Html {
    match instrument {
        Instrument::Minutes(minutes) => view! {
            <section class="card">
                <h2>{t.minutes_delivered()}</h2>
                <Prose text=&minutes.delivered/>
                <h2>{t.minutes_tests()}</h2>
                <p class="quiet">{t.labelled(t.minutes_day(), &t.date(minutes.day))}</p>
                <Prose text=&minutes.tests/>
            </section>
        }
        .into_html(),
        Instrument::Agreement(agreement) => {
            let articles = agreement.articles.iter().enumerate().map(|(i, article)| {
                view! { <h2>{format!("{}. {}", i + 1, article.heading)}</h2><Prose text=&article.text/> }
            });
            view! { <section class="card">{articles.collect_view()}</section> }.into_html()
        }
        Instrument::Meeting(meeting) => held(t, meeting),
    }
}

fn held(t: Texts, meeting: &Meeting) -> Html {
    let people = meeting.attendees.iter().map(|attendee| view! { <li>{t.attendee(attendee)}</li> }).collect_view();
    let spoken = (!meeting.spoken.is_empty()).then(|| {
        let items = meeting.spoken.iter().map(|spoken| view! { <li>{t.spoken(spoken)}</li> }).collect_view();
        view! { <h2>{t.meeting_spoken()}</h2><ul>{items}</ul> }
    });
    view! {
        <section class="card">
            <h2>{t.meeting_held()}</h2>
            <p>{t.meeting_when(meeting)}</p>
            <p class=(meeting.late() == 0).then_some("quiet")>{t.meeting_recorded(meeting)}</p>
            <h2>{t.meeting_people()}</h2>
            <ul>{people}</ul>
            {spoken}
            <h2>{t.meeting_said()}</h2>
            <Prose text=&meeting.said/>
        </section>
    }
    .into_html()
}

pub fn resolution_state(resolution: Resolution) -> State {
    match resolution {
        Resolution::Accepted => State::Accepted,
        Resolution::Reserved => State::Reserved,
        Resolution::Refused => State::Declined,
    }
}

/// What the client said of it as a whole.
pub fn signed(t: Texts, notice: &Notice, signing: &Signing) -> Html {
    let words = (!signing.words.trim().is_empty()).then(|| view! { <Prose text=&signing.words/> });
    let resolution = t.resolution(notice.class(), signing.resolution);
    let state = resolution_state(signing.resolution);
    let badge = state.badge(t.state_of(notice.class(), state));
    view! {
        <div class="decision">
            <p>{badge}" "<strong>{resolution}</strong></p>
            {words}
        </div>
    }
    .into_html()
}
