//! What people do first, through the pages that they would use.

use server::clock::Clock;

use crate::http::{Form, Page, Visitor};
use crate::server::{Server, Setup};
use crate::smtp::Mail;

/// Long enough, and in no list of common passwords.
pub const PASSWORD: &str = "trois grues bleues au large";

/// The first run: a firm and its owner, who is signed in afterwards.
pub async fn setup_firm(server: &Server, language: &str) -> Visitor {
    let owner = server.visitor(language);
    found_firm(&owner, language).await;
    owner
}

/// The same by this visitor, on whatever server.
pub async fn found_firm(owner: &Visitor, language: &str) {
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
}

/// Signs in with [`PASSWORD`]; the page that comes next.
pub async fn sign_in(visitor: &Visitor, email: &str) -> Page {
    visitor.visit("/sign-in").await.expect(200).fill("email", email).fill("password", PASSWORD).submit().await
}

/// An hour later, and so on.
pub fn later(clock: &Clock, hours: i64) {
    clock.advance(hours * 3600 * 1000);
}

/// The director may decide, the assistant may not.
pub const DIRECTOR: &str = "maelle@portails.example";
pub const ASSISTANT: &str = "loic@portails.example";

/// A firm at work: an owner, an adviser and a reader, one client with two people, one project. Everything came through forms.
pub struct Office {
    pub server: Server,
    pub owner: Visitor,
    pub adviser: Visitor,
    pub reader: Visitor,
    /// Identifiers, as addresses name them.
    pub client: String,
    pub project: String,
    pub director: String,
    pub assistant: String,
}

impl Office {
    /// Everybody, the client included, reads this language. Mails go to the outbox folder.
    pub async fn open(language: &'static str) -> Office {
        Office::open_with(Server::setup(), language).await
    }

    pub async fn open_with(setup: Setup, language: &'static str) -> Office {
        let server = setup.start().await;
        let owner = setup_firm(&server, language).await;
        let adviser = join(&server, &owner, "adviser", "Bruno Cadiou", language).await;
        let reader = join(&server, &owner, "reader", "Chloé Divérès", language).await;
        let client = add_client(&adviser, "Portails Morin", "404 833 048", language).await;
        let director = add_contact(&adviser, &client, "Maëlle Kerbrat", DIRECTOR, true).await;
        let assistant = add_contact(&adviser, &client, "Loïc Œuvrard", ASSISTANT, false).await;
        let project = add_project(&adviser, &client, "Remplacement des serveurs").await;
        Office { server, owner, adviser, reader, client, project, director, assistant }
    }

    /// A warning with every fact filled in; its identifier.
    pub async fn warn(&self, topic: &str) -> String {
        // Drafts are listed by time: nobody begins two at once.
        self.server.clock.advance(1000);
        let page = self.adviser.visit(&format!("/projects/{}/warnings/new", self.project)).await.expect(200);
        // Of the two forms to this address, the other one searches.
        let begins = |form: &Form| form.method == "POST" && form.action.ends_with("/warnings/new");
        let form = page.forms().into_iter().find(begins).expect("a form that begins a warning");
        let draft = form.press_value("topic", topic).await.expect(200);
        fill_facts(&draft).submit().await.expect(200).last_segment().to_owned()
    }

    /// A draft of a notice about every warning that is ready, to those named by address; its preview.
    pub async fn draft(&self, to: &[&str]) -> Page {
        let page = self.adviser.visit(&format!("/projects/{}/notices/new", self.project)).await.expect(200);
        let mut form = page.form_with("introduction").fill("introduction", "Suite à notre visite du 27 février.");
        for (email, contact) in [(DIRECTOR, &self.director), (ASSISTANT, &self.assistant)] {
            form = if to.contains(&email) {
                form.check("recipients", contact)
            } else {
                form.uncheck("recipients", contact)
            };
        }
        // Every paper of the project goes with it.
        let papers: Vec<_> = form.fields.iter().filter(|f| f.name == "annexes").map(|f| f.value.clone()).collect();
        form = papers.iter().fold(form, |form, paper| form.check("annexes", paper));
        form.submit().await.expect(200)
    }

    /// Issues a notice about these topics; its identifier.
    pub async fn issue(&self, topics: &[&str], to: &[&str]) -> String {
        for topic in topics {
            self.warn(topic).await;
        }
        let preview = self.draft(to).await;
        preview.form_with("seen").submit().await.expect(200).last_segment().to_owned()
    }

    /// The `nth` mail (from 0) to this address, once its turn has come: a mail whose letter is still being made, or that a mail
    /// server put off, looks again after a while, which passes here.
    pub async fn mail(&self, to: &str, nth: usize) -> Mail {
        self.server.outbox_mail(to, nth).await
    }

    /// The Message-ID of the mail that brought the notice to this person, once no mail waits.
    pub async fn message_id(&self, notice: &str, to: &str) -> String {
        self.server.settled().await;
        let sql = "SELECT d.message_id FROM delivery d JOIN contact c ON c.firm = d.firm AND c.contact = d.contact \
                   WHERE d.notice = $1 AND c.email = $2 AND d.purpose = 'notice'";
        let mut tx = self.server.app.db.read().await.expect("a connection");
        tx.one(sql, server::args![notice, to]).await.expect("a mail").get("message_id").expect("a text")
    }

    /// The path of this person's own link, out of the `nth` mail to them.
    pub async fn link(&self, to: &str, nth: usize) -> String {
        let link = self.mail(to, nth).await.link("/n/");
        link[link.find("/n/").expect("it was found by this")..].to_owned()
    }

    /// The path of this person's link to a notice, whichever mails came before and after.
    pub async fn link_to(&self, notice: &str, to: &str) -> String {
        let page = self.owner.visit(&format!("/notices/{notice}")).await.expect(200);
        let text = page.text();
        let reference = text
            .split_whitespace()
            .find(|word| ["MG-", "PV-", "CP-", "CR-"].iter().any(|kind| word.starts_with(kind)))
            .expect("a reference")
            .to_owned();
        for nth in 0.. {
            let mail = self.mail(to, nth).await;
            let link = mail.links().into_iter().find(|link| link.contains("/n/"));
            if let (true, Some(link)) = (mail.subject().contains(&reference), link) {
                return link[link.find("/n/").expect("it was found by this")..].to_owned();
            }
        }
        unreachable!("waiting for a mail that does not come has failed the test")
    }

    /// Until all mails that were asked for have left.
    pub async fn until_no_mail_waits(&self) {
        let sql = "SELECT COUNT(*) AS waiting FROM job WHERE kind = 'mail' AND state = 'pending'";
        for _ in 0..1000 {
            let mut tx = self.server.app.db.read().await.expect("the database");
            let waiting: u64 = tx.one(sql, vec![]).await.and_then(|row| row.get("waiting")).expect("a count");
            if waiting == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            self.server.clock.advance(100);
        }
        panic!("mails wait, and do not leave");
    }

    /// Corrects the address of a contact.
    pub async fn readdress(&self, contact: &str, email: &str) {
        let page = self.adviser.visit(&format!("/contacts/{contact}/edit")).await.expect(200);
        page.form_with("email").fill("email", email).submit().await.expect(200);
    }

    /// Asks for a code by this link and types it; the page that comes next.
    pub async fn identify(&self, visitor: &Visitor, link: &str, email: &str) -> Page {
        // A code asked for before may still be on its way.
        self.until_no_mail_waits().await;
        let before = self.server.outbox().iter().filter(|mail| mail.to.iter().any(|to| to == email)).count();
        let sent = visitor.visit(link).await.expect(200).form_to("/code").submit().await.expect(200);
        let code = self.mail(email, before).await.code();
        sent.fill("code", &code).submit().await.expect(200)
    }
}

/// Invites someone, who joins with [`PASSWORD`]; their address is their first name at ouest.example.
pub async fn join(server: &Server, owner: &Visitor, role: &str, name: &str, language: &str) -> Visitor {
    let first = name.split(' ').next().unwrap_or_default().to_lowercase().replace('é', "e");
    let email = format!("{first}@ouest.example");
    let page = owner.visit("/members").await.expect(200);
    let form = page.form_to("/members/invite").fill("email", &email).fill("role", role);
    form.submit().await.expect(200);
    let link = server.outbox_mail(&email, 0).await.link("/join/");
    let visitor = server.visitor(language);
    let form = visitor.visit(&link).await.expect(200).fill("name", name);
    form.fill("password", PASSWORD).fill("password_again", PASSWORD).submit().await.expect(200);
    visitor
}

/// The identifier of a new client.
pub async fn add_client(visitor: &Visitor, name: &str, siren: &str, language: &str) -> String {
    let form = visitor.visit("/clients/new").await.expect(200).fill("name", name).fill("siren", siren);
    let form =
        form.fill("legal_form", "SAS").fill("address", "ZA du Ponant\n35350 Saint-Coulomb").fill("lang", language);
    form.submit().await.expect(200).last_segment().to_owned()
}

/// The identifier of a new contact of this client.
pub async fn add_contact(visitor: &Visitor, client: &str, name: &str, email: &str, signatory: bool) -> String {
    let page = visitor.visit(&format!("/clients/{client}/contacts/new")).await.expect(200);
    let form = page
        .fill("name", name)
        .fill("email", email)
        .fill("role", if signatory { "Directrice" } else { "Informatique" });
    let form = if signatory { form.check("signatory", "yes").fill("authority", "register") } else { form };
    let page = form.submit().await.expect(200);
    // The list is by name: the one just added is the one that no test has seen yet, known by its address.
    let links = page.attributes("a[href^='/contacts/'][href$='/edit']", "href");
    for link in links {
        if visitor.visit(&link).await.expect(200).form_with("email").value("email") == email {
            return link.split('/').nth(2).expect("/contacts/ID/edit").to_owned();
        }
    }
    panic!("{} shows no contact {email}", page.url);
}

/// The identifier of a new project of this client.
pub async fn add_project(visitor: &Visitor, client: &str, title: &str) -> String {
    let form = visitor.visit("/projects/new").await.expect(200).fill("client", client).fill("title", title);
    let form = form.fill("reference", "D-2026-014").check("kinds", "SRV").fill("scope_in", "Deux serveurs.");
    form.fill("scope_out", "Sauvegarde.").submit().await.expect(200).last_segment().to_owned()
}

/// Every fact of a draft, each with a value of its type.
pub fn fill_facts(draft: &Page) -> Form {
    fill_every_fact(draft, draft.form_with("version"))
}

/// The same of a form that asks for the facts of several drafts.
pub fn fill_every_fact(page: &Page, mut form: Form) -> Form {
    let names: Vec<String> = form.fields.iter().map(|field| field.name.clone()).collect();
    for name in names.iter().filter(|name| name.starts_with("fact.")) {
        let field = format!("[name=\"{name}\"]");
        let (kind, keyboard) = (page.attributes(&field, "type"), page.attributes(&field, "inputmode"));
        let value = match (kind.first().map(String::as_str), keyboard.first().map(String::as_str)) {
            (Some("date"), _) => "2026-02-27",
            (_, Some("numeric" | "decimal")) => "3",
            _ => "NAS au même étage, joint au domaine",
        };
        form = form.fill(name, value);
    }
    form
}

/// A run about this topic for these projects, every fact filled in, not confirmed yet; its address.
pub async fn begin_bulk(visitor: &Visitor, topic: &str, projects: &[&str]) -> String {
    let page = visitor.visit(&format!("/bulk/new?topic={topic}&show=all")).await.expect(200);
    let mut form = page.form_with("projects");
    for field in form.fields.iter_mut().filter(|field| field.name == "projects") {
        field.checked = projects.contains(&field.value.as_str());
    }
    let facts = form.submit().await.expect(200).form_to("/text").submit().await.expect(200);
    let form = facts.forms().into_iter().find(|form| form.action.contains("/facts")).expect("a form of facts");
    let page = fill_every_fact(&facts, form).submit().await.expect(200);
    page.path().split('?').next().unwrap_or_default().to_owned()
}

/// Confirms all that is ready; the page of the run.
pub async fn order_bulk(visitor: &Visitor, bulk: &str) -> Page {
    let confirm = visitor.visit(&format!("{bulk}/issue")).await.expect(200);
    confirm.form_with("sure").check("sure", "yes").submit().await.expect(200)
}

/// Makes the file (PDF) of `of`, for instance `/projects/<id>`, as its page offers it: the page of its parts, and the first of them.
pub async fn dossier(visitor: &Visitor, of: &str) -> (Page, Page) {
    let page = visitor.visit(&format!("{of}/dossier")).await.expect(200);
    let made = page.form_to("/dossier").submit().await.expect(200);
    let first = made.attributes("main table a[href$='/1.pdf']", "href").swap_remove(0);
    let pdf = made.open(&first).await.expect(200);
    (made, pdf)
}
