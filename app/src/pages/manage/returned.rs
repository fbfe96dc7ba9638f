//! What came back about the mails of a notice, and what was answered to them by mail.

use ledger::event::Recipient;
use leptos::prelude::*;

use super::{ManagePage, Progress};
use crate::parts::{Hidden, Once, State, When};
use crate::{Form, Html, IntoHtml, Texts};

/// Whether the notice reached this person's mail server, and what is reported since.
pub fn delivered(t: Texts, page: &ManagePage<'_>, recipient: &Recipient, progress: &Progress) -> Html {
    let taken = match progress.delivered {
        Some(at) => view! { <When t at zone=&page.zone/> }.into_html(),
        // Whoever typed a code from the page of the notice has opened it, whatever a mail server said or did not say.
        None if progress.identified.is_some() => t.manage_arrived().to_owned().into_html(),
        None => view! { <span class="quiet">{t.manage_nothing_yet()}</span> }.into_html(),
    };
    let reports = page.story.returned.iter().filter(|(_, e)| e.contact == Some(recipient.contact));
    let Some((at, report)) = reports.clone().next_back() else {
        return match (progress.delivered, progress.bounced) {
            (None, Some(at)) => view! { <strong>{t.manage_bounced(&page.when(t, at))}</strong> }.into_html(),
            _ => taken,
        };
    };
    let (state, word) = t.returned(report.action);
    let unreached = progress.bounced > progress.delivered;
    let another = (unreached && page.editable).then(|| {
        view! { <p><a href=format!("/contacts/{}/edit", recipient.contact)>{t.returned_another()}</a></p> }
    });
    let file = report.file.as_ref().map(|file| {
        let href = format!("/notices/{}/files/{}", page.story.notice.notice, file.sha256);
        view! { " "<a href=href download="">{file.name.clone()}</a> }
    });
    view! {
        {taken}
        <p>{state.badge(word)}" "<When t at=*at zone=&page.zone/></p>
        <p class="quiet">{t.returned_words(report)}"."{file}</p>
        {another}
    }
    .into_html()
}

/// The way to send the notice again to this address.
pub fn resend(t: Texts, page: &ManagePage<'_>, recipient: &Recipient, to: &str, form: &Form) -> Html {
    let action = format!("/notices/{}/resend", page.story.notice.notice);
    let another = (to != recipient.email).then(|| view! { <p>{t.resend_address(to)}</p> });
    view! {
        {another}
        <form method="post" action=action class="inline">
            <Once form/>
            <Hidden name="contact" value=recipient.contact.to_string()/>
            <button type="submit" class="button primary" aria-label=t.resend_to(&recipient.name, to)>{t.resend()}</button>
        </form>
    }
    .into_html()
}

/// The answers by mail; nothing without one.
pub fn replies(t: Texts, page: &ManagePage<'_>) -> Option<Html> {
    let story = page.story;
    if story.replies.is_empty() {
        return None;
    }
    let items = story.replies.iter().map(|(at, e)| {
        let (state, word) = t.reply_word(e);
        let file = e.file.as_ref().map(|file| {
            let href = format!("/notices/{}/files/{}", story.notice.notice, file.sha256);
            view! { <p><a href=href download="">{file.name.clone()}</a></p> }
        });
        view! {
            <li>
                <p><strong>{e.subject.clone()}</strong>" "{state.badge(word)}</p>
                <p class="quiet">{t.told_from(&e.from)}" · "<When t at=*at zone=&page.zone/></p>
                {file}
            </li>
        }
    });
    let items = items.collect_view();
    let written = story.replies.iter().any(|(_, e)| !e.automatic) && story.answer.is_none();
    let note = written.then(|| view! { <p>{State::Question.badge(t.reply_written())}" "{t.replies_note()}</p> });
    let until = story.replies.iter().map(|(at, _)| at.0).max().unwrap_or_default();
    let read = (page.unread > 0 && page.editable).then(|| {
        view! {
            <form method="post" action=format!("/notices/{}/replies/read", story.notice.notice)>
                <Hidden name="until" value=until.to_string()/>
                <p class="buttons"><button type="submit" class="button secondary">{t.replies_read(page.unread)}</button></p>
            </form>
        }
    });
    Some(
        view! {
            <section aria-labelledby="replies">
                <h2 id="replies">{t.replies()}</h2>{note}<ul class="list">{items}</ul>{read}
            </section>
        }
        .into_html(),
    )
}
