//! What is put to the client as a whole: the pages that begin acceptance minutes and an evidence agreement, and the fields by which the
//! client says yes or no.

use ledger::Id;
use ledger::event::{Date, Instrument, Notice, NoticeClass, Resolution};
use leptos::prelude::*;

use crate::parts::{
    DateField, ErrorSummary, Heading, Labels, Note, NoteKind, Once, Opt, RadioGroup, Submit, TextArea, labels,
};
use crate::{Form, Html, IntoHtml, Texts};

/// A due topic that remains a risk.
pub struct Risk {
    pub topic: String,
    pub title: String,
    /// What was said of it and decided.
    pub said: String,
}

pub struct MinutesPage {
    pub project: Id,
    pub title: String,
    pub risks: Vec<Risk>,
    /// Due topics and questions that nothing settles yet.
    pub open: usize,
}

/// The fields of minutes, here and where a draft of them is edited.
pub fn minutes_fields(t: Texts, form: &Form) -> Html {
    view! {
        <TextArea t form name="delivered" label=t.minutes_delivered() hint=t.minutes_delivered_hint() rows=5 maxlength=10_000
            required=true/>
        <DateField t form name="day" label=t.minutes_day() required=true/>
        <TextArea t form name="tests" label=t.minutes_tests() hint=t.minutes_tests_hint() rows=5 maxlength=10_000 required=true/>
    }
    .into_html()
}

pub fn minutes_labels(t: Texts) -> Labels {
    labels([("delivered", t.minutes_delivered()), ("day", t.minutes_day()), ("tests", t.minutes_tests())])
}

pub fn new_minutes(t: Texts, page: &MinutesPage, form: &Form) -> Html {
    let base = format!("/projects/{}", page.project);
    let open = (page.open > 0).then(|| {
        view! {
            <Note kind=NoteKind::Caution>
                <p>{t.minutes_open(page.open as u64)}" "<a href=format!("/projects/{}/coverage", page.project)>{t.minutes_see_coverage()}</a></p>
            </Note>
        }
    });
    let risks = match page.risks.as_slice() {
        [] => view! { <p>{t.minutes_none()}</p> }.into_html(),
        risks => {
            let items = risks.iter().map(|risk| {
                view! { <li><strong>{risk.title.clone()}</strong>" "<span class="quiet">{risk.topic.clone()}</span>
                <p class="quiet">{risk.said.clone()}</p></li> }
            });
            view! { <p>{t.minutes_risks_text(risks.len() as u64)}</p><ul class="list">{items.collect_view()}</ul> }
                .into_html()
        }
    };
    view! {
        <Heading title=t.notice_minutes() above=page.title.clone() above_href=base.clone() lead=t.minutes_lead()/>
        <ErrorSummary t form labels=minutes_labels(t)/>
        {open}
        <form method="post" action=format!("{base}/minutes/new") novalidate>
            <Once form/>
            {minutes_fields(t, form)}
            <section aria-labelledby="risks"><h2 id="risks">{t.minutes_risks()}</h2>{risks}</section>
            <p class="buttons">
                <Submit label=t.minutes_prepare()/>
                <a class="button secondary" href=base.clone()>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// The agreement that the client signed last: reference and day.
pub type Standing = Option<(String, Date)>;

/// The model to read, and the button that makes a draft of it in the client's language.
pub fn new_agreement(
    t: Texts,
    project: Id,
    title: &str,
    standing: Standing,
    (theirs, text): (Texts, Html),
    form: &Form,
) -> Html {
    let base = format!("/projects/{project}");
    let standing = standing.map(|(reference, day)| {
        view! { <Note kind=NoteKind::Good><p>{t.agreement_standing(&reference, &t.date(day))}</p></Note> }
    });
    view! {
        <Heading title=t.notice_agreement() above=title.to_owned() above_href=base.clone() lead=t.agreement_lead()/>
        <ErrorSummary t form labels=labels([])/>
        {standing}
        <article class="frozen" lang=theirs.code()>{text}</article>
        <form method="post" action=format!("{base}/agreement/new") novalidate>
            <Once form/>
            <p class="buttons">
                <Submit label=t.agreement_prepare()/>
                <a class="button secondary" href=base.clone()>{t.cancel()}</a>
            </p>
        </form>
    }
    .into_html()
}

/// The client's yes or no to the whole; nothing where the notice is a letter.
pub fn signing_fields(t: Texts, notice: &Notice, form: &Form) -> Option<Html> {
    let instrument = notice.instrument.as_ref()?;
    let options = instrument.resolutions().iter().map(|resolution| {
        use Resolution::{Accepted, Refused, Reserved};
        let (label, hint) = match (instrument, resolution) {
            (Instrument::Minutes(_), Accepted) => {
                (t.resolution_minutes_accepted(), t.resolution_minutes_accepted_hint())
            }
            (Instrument::Minutes(_), Reserved) => (t.resolution_minutes_reserved(), ""),
            (Instrument::Minutes(_), Refused) => (t.resolution_minutes_refused(), ""),
            (Instrument::Meeting(_), Accepted) => {
                (t.resolution_meeting_accepted(), t.resolution_meeting_accepted_hint())
            }
            (Instrument::Meeting(_), Reserved) => (t.resolution_meeting_reserved(), ""),
            (Instrument::Meeting(_), Refused) => (t.resolution_meeting_refused(), ""),
            (Instrument::Agreement(_), Accepted) => (t.resolution_agreement_accepted(), ""),
            (Instrument::Agreement(_), _) => (t.resolution_agreement_refused(), ""),
        };
        let option = Opt::new(resolution.as_str(), label);
        if hint.is_empty() { option } else { option.hint(hint) }
    });
    let options: Vec<Opt> = options.collect();
    let (words, hint) = signing_words(t, notice.class());
    Some(
        view! {
            <div class="decision card">
                <RadioGroup t form name="resolution" legend=signing_legend(t, notice.class()) options required=true/>
                <TextArea t form name="words" label=words hint=hint rows=3 maxlength=10_000/>
            </div>
        }
        .into_html(),
    )
}

/// What the fields of [`signing_fields`] are called in the summary of errors.
pub fn signing_labels(t: Texts, class: NoticeClass) -> Labels {
    labels([("resolution", signing_legend(t, class)), ("words", signing_words(t, class).0)])
}

/// What the words beside a resolution are called, and their hint.
fn signing_words(t: Texts, class: NoticeClass) -> (&'static str, &'static str) {
    match class {
        NoticeClass::Minutes => (t.resolution_words(), t.resolution_words_hint()),
        NoticeClass::Meeting => (t.resolution_meeting_words(), t.resolution_meeting_words_hint()),
        NoticeClass::Agreement | NoticeClass::Letter => (t.sign_words(), t.sign_words_hint()),
    }
}

fn signing_legend(t: Texts, class: NoticeClass) -> &'static str {
    match class {
        NoticeClass::Minutes => t.sign_whole_minutes(),
        NoticeClass::Meeting => t.sign_whole_meeting(),
        NoticeClass::Agreement | NoticeClass::Letter => t.sign_whole_agreement(),
    }
}
