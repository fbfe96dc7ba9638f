//! The client's page behind a personal link: read, confirm who one is, decide. Plain forms, no script.

use jiff::tz::TimeZone;
use ledger::event::{Answer, Choice, Warning};
use ledger::notice::State as Notice;
use ledger::{Id, Time};
use leptos::prelude::*;

use super::instrument::{signing_fields, signing_labels};
use crate::parts::{
    DateField, DefinitionList, Erasures, ErrorSummary, Field, Fieldset, FrozenText, Heading, Hidden, Labels, Note,
    NoteKind, Once, Opt, Prose, RadioGroup, Select, State, StateBadge, Step, Steps, Submit, TextArea, labels, price,
    signed,
};
use crate::texts::local;
use crate::{Form, Html, IntoHtml, Mails, Texts};

/// How far this person has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reading,
    /// A code was asked for.
    CodeSent,
    Identified,
    Answered,
    Acknowledged,
}

pub struct AnswerPage<'a> {
    pub state: &'a Notice,
    /// The notice's own words, in the language of the page.
    pub text: &'a FrozenText,
    /// The person whose link it is.
    pub contact: Id,
    pub stage: Stage,
    /// Address of the page, without a slash at the end.
    pub base: String,
    pub zone: TimeZone,
    pub mails: Mails,
    pub notice_ready: bool,
    pub certificate_ready: bool,
}

/// The page; `form` holds what was typed into whichever of its forms was refused.
pub fn answer(t: Texts, page: &AnswerPage<'_>, form: &Form) -> Html {
    let notice = &page.state.notice;
    let when = |time: Time| t.date_time(&local(time, &page.zone));
    let recipient = page.state.recipient(page.contact);
    let decides = recipient.is_some_and(|r| r.signatory) && page.state.answer.is_none();
    let who = recipient.map(|r| match r.role.as_str() {
        "" => t.answer_you_are_plain(&r.name),
        role => t.answer_you_are(&r.name, role),
    });
    let deciding = decides && page.stage == Stage::Identified;
    let text =
        page.text.show(t, notice, Some(&format!("{}/annexes/", page.base)), |warning| match &page.state.answer {
            Some((_, given)) => decided(t, warning, given),
            None if deciding => decision_fields(t, form, warning),
            None => Html::new(""),
        });
    let download = page.notice_ready.then(|| {
        view! { <a class="button secondary" href=format!("{}/notice.pdf", page.base)>{t.answer_download()}</a> }
    });
    view! {
        <Heading title=t.answer_title(t.notice_class(notice.class()), &notice.reference) above=notice.firm.name.clone()
            lead=t.answer_lead_of(notice)>{download}</Heading>
        <p>{who}" "{t.answer_from(&notice.author.name, &notice.firm.name, &when(page.state.issued))}</p>
        {progress(t, page, decides)}
        {outcome(t, page)}
        <Erasures t erased=&page.state.erased zone=&page.zone/>
        <ErrorSummary t form labels=field_labels(t, notice)/>
        {if deciding {
            view! {
                <form method="post" action=format!("{}/answer", page.base) novalidate>
                <Once form/>
                    {text}
                    {signing_fields(t, notice, form)}
                    {signature(t, form, t.sign_title(), t.consent(notice), t.sign_submit())}
                </form>
            }.into_html()
        } else {
            let whole = page.state.answer.as_ref().and_then(|(_, given)| given.signing.as_ref());
            let whole = whole.map(|signing| signed(t, notice, signing));
            view! { {text}{whole}{identify(t, page, decides, form)} }.into_html()
        }}
        {questions(t, page, form)}
        {other_person(t, page, form)}
        <p><a href=format!("{}/register", page.base)>{t.register_link(&notice.firm.name)}</a></p>
    }
    .into_html()
}

/// What tells the fields of one warning from those of the next, in the summary of errors.
fn field_labels(t: Texts, notice: &ledger::event::Notice) -> Labels {
    let fields = [
        ("option", t.decide_option()),
        ("until", t.decide_until()),
        ("reason", t.decide_reason()),
        ("reservations", t.decide_reservations()),
    ];
    let of_warnings = notice.warnings.iter().flat_map(|warning| {
        let name = |field: &str| format!("{field}.{}", warning.warning);
        let choice = (name("choice"), t.decide_legend(&warning.title));
        let others = fields.map(|(field, label)| (name(field), format!("{label}, {}", warning.title)));
        std::iter::once(choice).chain(others)
    });
    let others = labels([
        ("typed_name", t.sign_name()),
        ("code", t.identify_code()),
        ("question", t.ask_text()),
        ("name", t.other_name()),
        ("role", t.other_role()),
        ("email", t.email()),
    ]);
    of_warnings.chain(others).chain(signing_labels(t, notice.class())).collect()
}

fn progress(t: Texts, page: &AnswerPage<'_>, decides: bool) -> Html {
    let labels = [t.answer_step_read(), t.answer_step_identify(), t.answer_step_decide(), t.answer_step_done()];
    let steps = labels.into_iter().map(|label| Step { label: label.to_owned(), href: None }).collect();
    let current = match page.stage {
        Stage::Reading => 0,
        Stage::CodeSent => 1,
        Stage::Identified => 2,
        Stage::Answered | Stage::Acknowledged => 3,
    };
    if !decides && page.stage != Stage::Answered {
        return Html::new("");
    }
    view! { <Steps t steps current/> }.into_html()
}

/// What stands above the text: the answer given, or what is asked of this person.
fn outcome(t: Texts, page: &AnswerPage<'_>) -> Html {
    let when = |time: Time| t.date_time(&local(time, &page.zone));
    let recipient = page.state.recipient(page.contact);
    if let Some((at, given)) = &page.state.answer {
        let mine = given.contact == page.contact;
        let files = if page.certificate_ready {
            view! {
                <p class="buttons">
                    <a class="button primary" href=format!("{}/certificate.pdf", page.base)>{t.answered_certificate()}</a>
                    <a class="button secondary" href=format!("{}/evidence.json", page.base)>{t.answered_evidence()}</a>
                </p>
            }
            .into_html()
        } else {
            view! { <p>{t.answered_preparing()}</p> }.into_html()
        };
        let receipt = mine.then(|| match page.mails {
            Mails::Sent => t.answered_receipt(&given.identified.to),
            Mails::Shown | Mails::Kept => t.answered_receipt_unsent().to_owned(),
        });
        let receipt = receipt.map(|text| view! { <p>{text}</p> });
        return view! {
            <Note kind=NoteKind::Good>
                <h2>{t.answered_title()}</h2>
                <p>{t.answered_text(&given.typed_name, &when(*at))}</p>
                {receipt}
                {files}
                <p>{t.answered_other()}</p>
            </Note>
        }
        .into_html();
    }
    if let Some((at, read)) = page.state.acknowledged.iter().find(|(_, e)| e.contact == page.contact) {
        return view! { <Note kind=NoteKind::Good><p>{t.acknowledged_text(&read.typed_name, &when(*at))}</p></Note> }
            .into_html();
    }
    if !recipient.is_some_and(|r| r.signatory) {
        return view! { <Note kind=NoteKind::Info><p>{t.answer_informative()}</p></Note> }.into_html();
    }
    let (asked, first) = (page.state.respond_by, page.state.notice.respond_by);
    let moved = (first.is_some() && asked != first).then(|| t.respond_by_moved());
    let by = asked.map(|date| view! { <strong>{format!("{}.", t.respond_by(&t.date(date)))}</strong>" "{moved}" " });
    let why = t.answer_why_of(page.state.notice.class());
    view! { <Note kind=NoteKind::Info><p>{by}{why}</p></Note> }.into_html()
}

/// The decision on one warning, as given.
pub(super) fn decided(t: Texts, warning: &Warning, given: &Answer) -> Html {
    let Some(decision) = given.decisions.iter().find(|d| d.warning == warning.warning) else { return Html::new("") };
    let (state, more) = match &decision.choice {
        Choice::Accepted { option } => {
            let label = option.and_then(|n| warning.options.iter().find(|o| o.number == n));
            (State::Accepted, label.map(|o| (t.decide_option(), format!("{}. {}", o.number, o.label))))
        }
        Choice::Declined => (State::Declined, None),
        Choice::Deferred { until } => (State::Deferred, Some((t.decide_until(), t.date(*until)))),
    };
    let mut entries = Vec::new();
    let mut add = |label: &str, text: &str| {
        if !text.trim().is_empty() {
            entries.push((label.to_owned(), view! { <Prose text/> }.into_html()));
        }
    };
    if let Some((label, text)) = &more {
        add(label, text);
    }
    add(t.decide_reason(), &decision.reason);
    add(t.decide_reservations(), &decision.reservations);
    view! { <div class="decision"><p><StateBadge t state/></p><DefinitionList entries/></div> }.into_html()
}

/// The fields to decide on one warning. Their names end in the warning's id, as the ledger's refusals do.
fn decision_fields(t: Texts, form: &Form, warning: &Warning) -> Html {
    let name = |field: &str| format!("{field}.{}", warning.warning);
    let choices = vec![
        Opt::new("accept", t.decide_accept()).hint(t.decide_accept_hint()),
        Opt::new("decline", t.decide_decline()).hint(t.decide_decline_hint()),
        Opt::new("defer", t.decide_defer()).hint(t.decide_defer_hint()),
    ];
    let option = (!warning.options.is_empty()).then(|| {
        let options = warning
            .options
            .iter()
            .map(|o| Opt::new(o.number.to_string(), format!("{}. {} ({})", o.number, o.label, price(t, o, o.price_cents))))
            .collect();
        view! { <Select t form name=name("option") label=t.decide_option() hint=t.decide_option_hint() options with_empty=true/> }
    });
    view! {
        <div class="decision">
            <RadioGroup t form name=name("choice") legend=t.decide_legend(&warning.title) options=choices required=true/>
            {option}
            <DateField t form name=name("until") label=t.decide_until() hint=t.decide_defer_hint()/>
            <TextArea t form name=name("reason") label=t.decide_reason() hint=t.decide_reason_hint() rows=3 maxlength=10_000/>
            <TextArea t form name=name("reservations") label=t.decide_reservations() hint=t.decide_reservations_hint() rows=2
                maxlength=10_000/>
        </div>
    }
    .into_html()
}

fn signature(t: Texts, form: &Form, title: &'static str, sentence: String, submit: &'static str) -> Html {
    view! {
        <Fieldset legend=title>
            <Field t form name="typed_name" label=t.sign_name() hint=t.sign_name_hint() autocomplete="name" required=true maxlength=200/>
            <p>{t.sign_sentence()}</p>
            <blockquote class="consent"><p>{sentence}</p></blockquote>
            <p class="quiet">{t.sign_limits()}</p>
            <p class="buttons"><Submit label=submit/></p>
        </Fieldset>
    }
    .into_html()
}

/// By which a person confirms that they read the mailbox of an address: ask for a code, type it.
pub(super) struct CodeForms<'a> {
    /// Address of the client's page.
    pub base: &'a str,
    pub email: &'a str,
    pub firm: &'a str,
    pub mails: Mails,
    /// A code was asked for and can be typed.
    pub sent: bool,
    /// The page to come back to, if it is not the client's own.
    pub next: Option<&'static str>,
}

impl CodeForms<'_> {
    pub(super) fn show(&self, t: Texts, form: &Form) -> Html {
        let next = || self.next.map(|next| view! { <Hidden name="next" value=next/> });
        let send = |label: &'static str, kind: &'static str| {
            view! {
                <form method="post" action=format!("{}/code", self.base)>
                    <Once form/>{next()}<p class="buttons"><Submit label kind/></p>
                </form>
            }
            .into_html()
        };
        let unsent = match self.mails {
            Mails::Sent => None,
            Mails::Shown => Some(t.identify_shown().to_owned()),
            Mails::Kept => Some(t.identify_kept(self.firm)),
        };
        let unsent = unsent.map(|text| view! { <Note kind=NoteKind::Caution><p>{text}</p></Note> }.into_html());
        let records = view! { <p class="quiet">{t.identify_records()}</p> }.into_html();
        if !self.sent {
            return view! { {unsent}<p>{t.identify_lead(self.email)}</p>{records}{send(t.identify_send(), "primary")} }
                .into_html();
        }
        view! {
            {unsent}
            <p>{t.identify_sent(self.email)}</p>
            <form method="post" action=format!("{}/identify", self.base) novalidate>
                <Once form/>{next()}
                <Field t form name="code" label=t.identify_code() inputmode="numeric" autocomplete="one-time-code" required=true
                    maxlength=10 width="short"/>
                <p class="buttons"><Submit label=t.identify_submit()/></p>
            </form>
            {send(t.identify_again(), "secondary")}
        }
        .into_html()
    }
}

/// Asking for a code, typing it, and, for who may not decide, confirming having read.
fn identify(t: Texts, page: &AnswerPage<'_>, decides: bool, form: &Form) -> Html {
    let Some(recipient) = page.state.recipient(page.contact) else { return Html::new("") };
    if page.state.answer.is_some() || page.stage == Stage::Acknowledged {
        return Html::new("");
    }
    let notice = &page.state.notice;
    let code = |sent: bool| {
        let (base, email, firm) = (page.base.as_str(), recipient.email.as_str(), notice.firm.name.as_str());
        CodeForms { base, email, firm, mails: page.mails, sent, next: None }.show(t, form)
    };
    let body = match page.stage {
        Stage::Reading => code(false),
        Stage::CodeSent => code(true),
        _ if !decides => view! {
            <form method="post" action=format!("{}/acknowledge", page.base) novalidate>
                <Once form/>
                {signature(t, form, t.read_submit(), t.consent_read(&t.the_notice(notice.class(), &notice.reference), &notice.firm.name), t.read_submit())}
            </form>
        }
        .into_html(),
        _ => Html::new(""),
    };
    view! { <section class="card" id="identify" aria-labelledby="identify-t"><h2 id="identify-t">{t.identify_title()}</h2>{body}</section> }
        .into_html()
}

fn questions(t: Texts, page: &AnswerPage<'_>, form: &Form) -> Html {
    let when = |time: Time| t.date_time(&local(time, &page.zone));
    let mine: Vec<_> = page.state.questions.iter().filter(|q| q.asked.contact == page.contact).collect();
    let thread = (!mine.is_empty()).then(|| {
        let items = mine.into_iter().map(|question| {
            let reply = match &question.answer {
                None => view! { <p class="quiet">{t.ask_waiting()}</p> }.into_html(),
                Some((at, reply)) => view! {
                    <p class="quiet">{t.replied_by(&reply.member.name, &when(*at))}</p><Prose text=&reply.text/>
                }
                .into_html(),
            };
            view! { <li class="card"><p class="quiet">{t.asked_on(&when(question.at))}</p><Prose text=&question.asked.text/>{reply}</li> }
        });
        view! { <h2>{t.questions_title()}</h2><ul class="thread">{items.collect_view()}</ul> }
    });
    let about = std::iter::once(Opt::new("", t.ask_general()))
        .chain(page.state.notice.warnings.iter().map(|w| Opt::new(w.warning.to_string(), w.title.clone())))
        .collect();
    view! {
        <section id="ask">
            {thread}
            <h2>{if page.state.answer.is_some() { t.ask_title_after() } else { t.ask_title() }}</h2>
            <p>{t.ask_lead()}</p>
            <form method="post" action=format!("{}/question", page.base) novalidate>
                <Once form/>
                <Select t form name="warning" label=t.ask_about() options=about/>
                <TextArea t form name="question" label=t.ask_text() required=true rows=3 maxlength=10_000/>
                <p class="buttons"><Submit label=t.ask_submit() kind="secondary"/></p>
            </form>
        </section>
    }
    .into_html()
}

fn other_person(t: Texts, page: &AnswerPage<'_>, form: &Form) -> Html {
    if page.state.answer.is_some() {
        return Html::new("");
    }
    let named = page.state.proposals.iter().filter(|p| p.named.contact == page.contact && !p.settled);
    let named =
        named.map(|p| view! { <Note kind=NoteKind::Info><p>{t.other_named(&p.named.name)}</p></Note> }).collect_view();
    view! {
        <section id="other">
            <h2>{t.other_title()}</h2>
            <p>{t.other_lead()}</p>
            {named}
            <form method="post" action=format!("{}/signatory", page.base) novalidate>
                <Once form/>
                <Field t form name="name" label=t.other_name() required=true maxlength=200/>
                <Field t form name="role" label=t.other_role() required=true maxlength=200/>
                <Field t form name="email" label=t.email() kind="email" required=true maxlength=254/>
                <p class="buttons"><Submit label=t.other_submit() kind="secondary"/></p>
            </form>
        </section>
    }
    .into_html()
}

/// A link that worked once: it says whom to ask, and shows nothing of the notice.
pub fn link_gone(t: Texts, firm: &str) -> Html {
    view! {
        <div class="narrow">
            <Heading title=t.link_expired_title()/>
            <p>{t.link_expired_text(firm)}</p>
        </div>
    }
    .into_html()
}
