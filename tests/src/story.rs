//! What people do first, through the pages that they would use.

use server::clock::Clock;

use crate::http::{Page, Visitor};
use crate::server::Server;

/// Long enough, and in no list of common passwords.
pub const PASSWORD: &str = "trois grues bleues au large";

/// The first run: a firm and its owner, who is signed in afterwards.
pub async fn setup_firm(server: &Server, language: &str) -> Visitor {
    let owner = server.visitor(language);
    let form = owner.visit("/setup").await.expect(200).fill("name", "Infogérance de l’Ouest");
    let form = form
        .fill("legal_form", "SAS au capital de 50 000 €")
        .fill("siren", "732 829 320")
        .fill("rcs", "Rennes 732 829 320")
        .fill("address", "12 quai de la Prévalaye\n35000 Rennes")
        .fill("privacy_email", "donnees@ouest.example")
        .fill("lang", language)
        .fill("your_name", "Anne Le Gall")
        .fill("email", "anne@ouest.example")
        .fill("password", PASSWORD)
        .fill("password_again", PASSWORD);
    let page = form.submit().await;
    assert_eq!(page.trail, [(303, "/?done=welcome".to_owned())], "{}", page.text());
    owner
}

/// Signs in with [`PASSWORD`]; the page that comes next.
pub async fn sign_in(visitor: &Visitor, email: &str) -> Page {
    visitor.visit("/sign-in").await.expect(200).fill("email", email).fill("password", PASSWORD).submit().await
}

/// An hour later, and so on.
pub fn later(clock: &Clock, hours: i64) {
    clock.advance(hours * 3600 * 1000);
}
