//! A form sent empty comes back with what is missing, field by field. That each line names its field, `Page::read` sees to.

use std::collections::BTreeMap;

use tests::busy::Busy;
use tests::crawl::{crawl, kind};
use tests::http::{Form, Kind, Page, Visitor};
use tests::server::Server;

/// Sends the form with nothing typed, chosen or ticked.
async fn send_empty(mut form: Form) -> Page {
    for field in form.fields.iter_mut().filter(|field| field.kind != Kind::Hidden) {
        field.checked = false;
        // A checkbox's value is what it would send.
        if matches!(field.kind, Kind::Text | Kind::Select) {
            field.value.clear();
        }
    }
    form.submit().await
}

/// The addresses that refused an empty form, each with how many lines the summary had.
async fn refused(visitor: &Visitor, starts: &[&str]) -> BTreeMap<String, usize> {
    let mut forms = BTreeMap::new();
    for form in crawl(visitor, starts).await.iter().filter(|page| page.is_html()).flat_map(Page::forms) {
        if form.method == "POST" && form.fields.iter().any(|field| field.kind == Kind::Text) {
            forms.entry(kind(&form.action)).or_insert(form);
        }
    }
    let mut refused = BTreeMap::new();
    for (action, form) in forms {
        let page = send_empty(form).await;
        if page.status == 422 {
            refused.insert(action, page.texts("#errors li").len());
        }
    }
    refused
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_empty_form_names_each_field_that_is_missing() {
    for language in ["fr", "en"] {
        let busy = Busy::open(language).await;
        let found = refused(&busy.office.owner, &["/"]).await;
        let expected = [
            ("/access/new", 7),
            ("/access/{}/revoke", 2),
            ("/account/password", 2),
            ("/bulk/{}/text", 1),
            ("/clients/new", 2),
            ("/clients/{}/contacts/new", 1),
            ("/clients/{}/edit", 2),
            ("/contacts/{}/data/decide", 4),
            ("/contacts/{}/data/extend", 1),
            ("/contacts/{}/data/request", 3),
            ("/contacts/{}/edit", 1),
            ("/drafts/{}/edit", 2),
            ("/entries/{}/{}/erase", 4),
            ("/firm", 4),
            ("/firm/keys", 2),
            ("/firm/keys/{}/revoke", 3),
            ("/firm/rules/kinds/new", 2),
            ("/firm/rules/new", 3),
            ("/firm/rules/switch?rule", 1),
            ("/firm/rules/topics/new", 6),
            ("/holds/new?about", 1),
            ("/holds/{}/release", 3),
            ("/links/{}/revoke", 1),
            ("/members/invite", 2),
            ("/notices/{}/chasing", 1),
            ("/notices/{}/handed", 4),
            ("/notices/{}/letters", 2),
            ("/notices/{}/letters/{}/posted", 3),
            ("/notices/{}/letters/{}/receipt", 2),
            ("/needs/{}/edit", 1),
            ("/projects/new", 4),
            ("/projects/{}/changes/new", 3),
            ("/projects/{}/coverage/{}", 3),
            ("/projects/{}/edit", 4),
            ("/projects/{}/milestone", 1),
            ("/projects/{}/needs", 1),
            ("/projects/{}/meetings/new", 5),
            ("/projects/{}/minutes/new", 3),
            ("/projects/{}/notices/new", 2),
            ("/projects/{}/papers", 2),
            ("/projects/{}/promises", 2),
            ("/projects/{}/reconnaissance", 1),
            ("/projects/{}/redact", 1),
            ("/notices/{}/redact", 1),
            ("/retention", 6),
            ("/search/saved", 1),
            ("/promises/{}/edit", 3),
            ("/proposals/{}/refuse", 1),
            ("/questions/{}/reply", 1),
            ("/warnings/{}", 1),
        ];
        assert_eq!(found, expected.map(|(action, lines)| (action.to_owned(), lines)).into(), "{language}");

        let found = refused(&busy.director, &[&busy.open_link]).await;
        let found: Vec<(&str, usize)> =
            found.iter().map(|(action, lines)| (action.rsplit('/').next().unwrap_or_default(), *lines)).collect();
        assert_eq!(found, [("answer", 2), ("question", 1), ("signatory", 3), ("sign-in", 1)], "{language}");

        let server = Server::start().await;
        let found = refused(&server.visitor(language), &["/setup"]).await;
        assert_eq!(found, [("/setup".to_owned(), 7)].into(), "{language}");
    }
}
