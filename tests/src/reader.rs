//! Outsiders who may read: an owner grants, they come in by link and code.

use crate::http::{Page, Visitor};
use crate::story::Office;

/// Where the lawyer of a busy office gets mail.
pub const LAWYER: &str = "roy@avocats.example";

/// Fills the form that grants; until the end of June 2026.
pub async fn grant(owner: &Visitor, sort: &str, over: &[&str], email: &str) -> Page {
    let page = owner.visit("/access/new").await.expect(200);
    let form = page.form_with("office").fill("name", "Me Jeanne Roy").fill("office", "Roy & Associés");
    let form = form.fill("email", email).fill("sort", sort).fill("last", "2026-06-30").fill("reason", "RG 26/01234");
    let form = over.iter().fold(form, |form, about| form.check("over", about));
    form.submit().await.expect(200)
}

/// The path of the link in the `nth` mail to this address.
pub async fn link(office: &Office, email: &str, nth: usize) -> String {
    let link = office.mail(email, nth).await.link("/g/");
    link[link.find("/g/").expect("it was found by this")..].to_owned()
}

/// A browser that has typed the code, and the path of its pages.
pub async fn enter(office: &Office, email: &str) -> (Visitor, String) {
    let link = link(office, email, 0).await;
    let visitor = office.server.visitor("fr");
    office.identify(&visitor, &link, email).await.expect(200);
    (visitor, link)
}
