//! While nobody has answered: what follows by itself, and the certificate that nothing came.

use ledger::notice::chase::Next;
use leptos::prelude::*;

use super::ManagePage;
use crate::parts::{Once, Opt, RadioGroup, Select, Submit, TextArea};
use crate::{Form, Html, IntoHtml, Texts};

/// The section; nothing of a notice that asks for no answer or has one.
pub fn chasing(t: Texts, page: &ManagePage<'_>, form: &Form) -> Option<Html> {
    let story = page.story;
    if story.answer.is_some() || story.informative() {
        return None;
    }
    let plan = story.chase.plan.as_ref().map(|(_, plan)| plan);
    let words = plan.map_or(t.chasing_none().to_owned(), |plan| t.chasing_words(&plan.chasing));
    let reason = plan.filter(|plan| !plan.reason.is_empty());
    let reason = reason.map(|plan| view! { <p class="quiet">{t.chasing_why(&plan.reason)}</p> });
    Some(
        view! {
            <section aria-labelledby="chasing">
                <h2 id="chasing">{t.chasing()}</h2>
                <p>{words}". "<strong>{next(t, page)}</strong></p>
                {reason}
                {director(t, page)}
                {page.editable.then(|| change(t, page, form))}
                {page.editable.then(|| meeting(t, page))}
                {silence(t, page, form)}
            </section>
        }
        .into_html(),
    )
}

fn next(t: Texts, page: &ManagePage<'_>) -> String {
    let owes = page.story.questions.iter().any(|question| question.answer.is_none())
        || page.story.proposals.iter().any(|proposal| !proposal.settled);
    match &page.next {
        Next::Over => t.chasing_over().to_owned(),
        // The only step left is to whoever was asked already.
        Next::On(_) | Next::Escalate(_)
            if page.director.is_none() && page.director_asked.is_some() && reminded(page) =>
        {
            t.chasing_over().to_owned()
        }
        Next::On(day) if owes => t.chasing_waits(&t.date(*day)),
        Next::On(day) => t.chasing_next(&t.date(*day)),
        Next::Escalate(_) if page.director.is_none() => t.chasing_nobody().to_owned(),
        Next::Remind(_) | Next::Escalate(_) => t.chasing_now().to_owned(),
    }
}

/// Whether the last reminder of the plan was made.
fn reminded(page: &ManagePage<'_>) -> bool {
    let chase = &page.story.chase;
    let last = chase.plan.as_ref().and_then(|(_, plan)| plan.chasing.reminders.last());
    last.is_none_or(|last| chase.reminders.iter().any(|(_, made)| made.day >= *last))
}

/// Whom the notice will go to, as long as that is to come.
fn director(t: Texts, page: &ManagePage<'_>) -> Option<Html> {
    let chase = &page.story.chase;
    let planned = chase.plan.as_ref().is_some_and(|(_, plan)| plan.chasing.escalation.is_some());
    if !planned || chase.escalated.is_some() {
        return None;
    }
    Some(match (&page.director, &page.director_asked) {
        (Some(name), _) => view! { <p class="quiet">{t.chasing_director_is(name)}</p> }.into_html(),
        (None, Some(name)) => view! { <p class="quiet">{t.chasing_director_asked(name)}</p> }.into_html(),
        (None, None) => view! { <p>{t.chasing_no_director()}</p> }.into_html(),
    })
}

fn change(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let notice = page.story.notice.notice;
    let name = |field: &str| format!("{field}-{notice}");
    let open = ["follow", "director", "why"].iter().any(|field| form.error(&name(field)).is_some());
    let follow = vec![
        Opt::new("yes", t.chasing_yes()).hint(t.chasing_yes_hint()),
        Opt::new("no", t.chasing_no()).hint(t.chasing_no_hint()),
    ];
    let people = page.people.iter().map(|(contact, name)| Opt::new(contact.to_string(), name.clone())).collect();
    view! {
        <details open=open>
            <summary>{t.chasing_change()}</summary>
            <form method="post" action=format!("/notices/{notice}/chasing") novalidate>
                <Once form/>
                <RadioGroup t form name=name("follow") legend=t.chasing_follow() hint=t.chasing_days_note() options=follow
                    required=true/>
                <Select t form name=name("director") label=t.chasing_director() hint=t.chasing_director_hint() options=people
                    with_empty=true/>
                <TextArea t form name=name("why") label=t.manage_reason() hint=t.manage_reason_hint() rows=2 maxlength=1000/>
                <p class="buttons"><Submit label=t.save()/></p>
            </form>
        </details>
    }
    .into_html()
}

/// The way to record that it was spoken of.
fn meeting(t: Texts, page: &ManagePage<'_>) -> Html {
    let notice = &page.story.notice;
    if notice.meeting().is_some() {
        return Html::new("");
    }
    let href = format!("/projects/{}/meetings/new?notice={}", notice.project.project, notice.notice);
    view! {
        <p class="quiet">{t.meeting_about()}</p>
        <p class="buttons"><a class="button secondary" href=href>{t.meeting_new()}</a></p>
    }
    .into_html()
}

/// The button that asks for the certificate; once made, it stands in the heading.
fn silence(t: Texts, page: &ManagePage<'_>, form: &Form) -> Html {
    let notice = page.story.notice.notice;
    let newest = page.story.chase.silences.last();
    let preparing = newest.filter(|_| !page.silence_ready);
    let preparing = preparing.map(|_| view! { <p class="quiet">{t.silence_preparing()}</p> });
    let ask = page.editable.then(|| {
        view! {
            <form method="post" action=format!("/notices/{notice}/no-answer")>
                <Once form/>
                <p class="quiet">{t.silence_ask_hint()}</p>
                <p class="buttons"><Submit label=t.silence_ask() kind="secondary"/></p>
            </form>
        }
    });
    view! { {preparing}{ask} }.into_html()
}
