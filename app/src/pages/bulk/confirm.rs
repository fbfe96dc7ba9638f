//! The second confirmation of a run, with all that it concerns in sight.

use leptos::prelude::*;

use super::{Became, BulkItem, BulkPage, changes, details};
use crate::parts::{Checkbox, ErrorSummary, Heading, Hidden, Note, NoteKind, Once, Submit, labels};
use crate::{Form, Html, IntoHtml, Texts};

pub struct ConfirmBulk {
    pub page: BulkPage,
    /// Fingerprint of all that is confirmed: what is issued must be what was read.
    pub seen: String,
}

pub fn confirm_bulk(t: Texts, confirm: &ConfirmBulk, form: &Form) -> Html {
    let page = &confirm.page;
    let base = format!("/bulk/{}", page.bulk);
    let ready = page.ready().count() as u64;
    let line = |item: &BulkItem| {
        let people = t.bulk_to(&item.recipients.join(", "));
        let label = t.bulk_preview_of(&item.client);
        view! {
            <li>
                <a href=format!("/drafts/{}", item.notice) aria-label=label>{item.client.clone()}" · "{item.title.clone()}</a>
                <p class="quiet">{people}</p>
            </li>
        }
        .into_html()
    };
    let lines: Vec<Html> = page.ready().map(line).collect();
    let open = page.count(|became| matches!(became, Became::Ready | Became::Incomplete(_) | Became::Refused(_)));
    let others = open.saturating_sub(ready);
    let others = (others > 0 && ready > 0)
        .then(|| view! { <Note kind=NoteKind::Caution><p>{t.bulk_not_ready(others)}</p></Note> });
    let stopped = page.count(|became| matches!(became, Became::Stopped));
    let stopped = (stopped > 0 && ready > 0)
        .then(|| view! { <Note kind=NoteKind::Info><p>{t.bulk_issue_resumes(stopped)}</p></Note> });
    let send = (ready > 0).then(|| {
        view! {
            <form method="post" action=format!("{base}/issue") novalidate>
                <Once form/>
                <Hidden name="seen" value=confirm.seen.clone()/>
                <Checkbox t form name="sure" label=t.bulk_sure() required=true/>
                <p class="buttons"><Submit label=t.bulk_issue(ready)/><a class="button secondary" href=base.clone()>{t.back()}</a></p>
            </form>
        }
    });
    let none = (ready == 0).then(|| unready(t, page, &base));
    let lead = if ready > 0 { t.bulk_issue_lead(ready) } else { t.bulk_issue_none().to_owned() };
    view! {
        <Heading title=t.bulk_issue_title() above=page.title.clone() above_href=base.clone() lead=lead/>
        <ErrorSummary t form labels=labels([("sure", t.bulk_sure())])/>
        {others}
        {stopped}
        {(ready > 0).then(|| view! { <ul class="list">{lines}</ul> })}
        {none}
        {send}
    }
    .into_html()
}

/// While nothing is ready: what each project lacks, and where it is given.
fn unready(t: Texts, page: &BulkPage, base: &str) -> Html {
    let open = page.items.iter().filter(|item| matches!(item.became, Became::Incomplete(_) | Became::Refused(_)));
    let lines = open.map(|item| {
        let name = format!("{} · {}", item.client, item.title);
        view! { <section><h2>{name}</h2>{details(t, item)}<p>{changes(t, item)}</p></section> }
    });
    view! {
        <div class="stack">{lines.collect_view()}</div>
        <p class="buttons">
            <a class="button primary" href=format!("{base}/facts")>{t.bulk_facts_title()}</a>
            <a class="button secondary" href=base.to_owned()>{t.back()}</a>
        </p>
    }
    .into_html()
}
