//! What recipients asked of the firm: questions to answer, people named to decide.

use ledger::notice::{Proposal, Question};
use leptos::prelude::*;

use super::ManagePage;
use crate::parts::{DateField, Field, Note, NoteKind, Once, Opt, Prose, Select, State, StateBadge, Submit, TextArea};
use crate::{Form, Html, IntoHtml, Texts};

pub fn questions(t: Texts, page: &ManagePage<'_>, form: &Form) -> Option<Html> {
    if page.story.questions.is_empty() {
        return None;
    }
    let items = page.story.questions.iter().map(|asked| question(t, page, asked, form)).collect_view();
    Some(
        view! { <section aria-labelledby="questions"><h2 id="questions">{t.manage_questions()}</h2>{items}</section> }
            .into_html(),
    )
}

fn question(t: Texts, page: &ManagePage<'_>, question: &Question, form: &Form) -> Html {
    let asked = &question.asked;
    let about = asked.warning.and_then(|id| page.story.notice.warnings.iter().find(|w| w.warning == id));
    let about = about.map(|warning| view! { <p class="quiet">{t.manage_question_about(&warning.title)}</p> });
    let reply = match &question.answer {
        Some((at, reply)) => view! {
            <p class="quiet">{t.replied_by(&reply.member.name, &page.when(t, *at))}</p><Prose text=&reply.text/>
        }
        .into_html(),
        None if page.editable => {
            let name = format!("reply-{}", asked.question);
            view! {
                <form method="post" action=format!("/questions/{}/reply", asked.question) novalidate>
                    <Once form/>
                    <TextArea t form name label=t.manage_reply() hint=t.manage_reply_hint() rows=4 required=true maxlength=10_000/>
                    <p class="buttons"><Submit label=t.manage_reply_send()/></p>
                </form>
            }
            .into_html()
        }
        None => view! { <p><StateBadge t state=State::Question/></p> }.into_html(),
    };
    view! {
        <div class="card">
            <p><strong>{t.manage_question_by(&t.by_link(&page.name(asked.contact)), &page.when(t, question.at))}</strong></p>
            {about}
            <Prose text=&asked.text/>
            {reply}
        </div>
    }
    .into_html()
}

pub fn proposals(t: Texts, page: &ManagePage<'_>, form: &Form) -> Option<Html> {
    let open: Vec<_> = page.story.proposals.iter().filter(|proposal| !proposal.settled).collect();
    if open.is_empty() {
        return None;
    }
    let items = open.into_iter().map(|named| proposal(t, page, named, form)).collect_view();
    Some(
        view! { <section aria-labelledby="proposals"><h2 id="proposals">{t.manage_proposals()}</h2>{items}</section> }
            .into_html(),
    )
}

fn proposal(t: Texts, page: &ManagePage<'_>, proposal: &Proposal, form: &Form) -> Html {
    let named = &proposal.named;
    let action = |verb: &str| format!("/proposals/{}/{verb}", named.proposal);
    let field = |name: &str| format!("{name}-{}", named.proposal);
    let mut form = form.clone();
    if form.value(&field("authority")).is_empty() {
        form.set(field("authority"), "unknown");
    }
    let sources = vec![
        Opt::new("unknown", t.doc_authority_unknown()),
        Opt::new("self_declared", t.doc_authority_declared()),
        Opt::new("register", t.doc_authority_register()),
        Opt::new("delegation", t.doc_authority_delegation()),
    ];
    let asked = page.story.respond_by;
    let past = asked.is_some_and(|day| day <= page.today);
    let hint = match asked.map(|day| t.date(day)) {
        Some(day) if past => t.manage_confirm_past(&day),
        Some(day) => t.manage_confirm_ahead(&day),
        None => t.manage_confirm_none().to_owned(),
    };
    let tomorrow = page.today.tomorrow().map(|day| day.to_string()).unwrap_or_default();
    let act = page.editable.then(|| {
        view! {
            <Note kind=NoteKind::Caution><p>{t.manage_proposal_check()}</p></Note>
            <form method="post" action=action("confirm") novalidate>
                <Once form=&form/>
                <Select t form=&form name=field("authority") label=t.manage_authority() options=sources/>
                <Field t form=&form name=field("note") label=t.manage_authority_note() hint=t.manage_authority_note_hint() maxlength=200/>
                <DateField t form=&form name=field("respond_by") label=t.respond_by_label() hint required=past min=tomorrow/>
                <p class="buttons"><Submit label=t.manage_confirm()/></p>
            </form>
            <form method="post" action=action("refuse") novalidate>
                <Once form=&form/>
                <Field t form=&form name=field("reason") label=t.manage_reason() hint=t.manage_reason_hint() required=true maxlength=1000/>
                <p class="buttons"><Submit label=t.manage_refuse() kind="danger"/></p>
            </form>
        }
    });
    view! {
        <div class="card">
            <p><strong>{named.name.clone()}</strong>", "{named.role.clone()}", "{named.email.clone()}</p>
            <p class="quiet">{t.manage_proposal_by(&t.by_link(&page.name(named.contact)), &page.when(t, proposal.at))}</p>
            {act}
        </div>
    }
    .into_html()
}
