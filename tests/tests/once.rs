//! A form that makes something, sent twice: one after the other as after a lost answer, and at once as by a double click. The
//! second is answered like the first, and nothing more is recorded.

#[path = "once/other.rs"]
mod other;

use std::collections::BTreeMap;

use other::OTHER;
use server::args;
use server::routes::TABLE;
use tests::busy::Busy;
use tests::http::{Form, Page, Visitor};
use tests::reader::LAWYER;
use tests::server::{Database, Server};
use tests::story::{ASSISTANT, PASSWORD, begin_bulk, dossier};

tests::on_both_databases![a_form_sent_twice_makes_one_thing];

/// An office and the pages whose forms are sent.
struct Ground {
    busy: Busy,
    assistant: Visitor,
    assistant_link: String,
}

impl Ground {
    async fn open(on: Database) -> Ground {
        let busy = Busy::open_with(Server::setup().on(on), "fr").await;
        let assistant_link = busy.office.link_to(&busy.open, ASSISTANT).await;
        // A second person is named: one is confirmed, one refused.
        let form = busy.director.visit(&busy.open_link).await.expect(200).form_to("/signatory");
        let form = form.fill("name", "Ève Le Bris").fill("role", "Présidente").fill("email", "eve@portails.example");
        form.submit().await.expect(200);
        let page = busy.office.owner.visit("/members").await.expect(200).form_to("/members/invite");
        page.fill("email", "denis@ouest.example").fill("role", "reader").submit().await.expect(200);
        let assistant = busy.office.server.visitor("fr");
        Ground { busy, assistant, assistant_link }
    }

    async fn page(&self, address: &str) -> Page {
        self.busy.office.adviser.visit(address).await.expect(200)
    }

    async fn project(&self) -> Page {
        self.page(&format!("/projects/{}", self.busy.office.project)).await
    }

    async fn notice(&self) -> Page {
        self.page(&format!("/notices/{}", self.busy.open)).await
    }

    /// A page of the lawyer’s.
    async fn files(&self, path: &str) -> Page {
        self.busy.lawyer.visit(&format!("{}/{path}", self.busy.lawyer_link)).await.expect(200)
    }

    async fn link(&self) -> Page {
        self.busy.director.visit(&self.busy.open_link).await.expect(200)
    }

    /// With the project, the client or the answered notice.
    fn concerned(&self, path: &str) -> String {
        let (office, word) = (&self.busy.office, path.trim_start_matches('/').split('/').next());
        path.replace(
            "{id}",
            match word {
                Some("projects") => &office.project,
                Some("clients") => &office.client,
                _ => &self.busy.answered,
            },
        )
    }

    /// The page that has the form of this route.
    async fn page_of(&self, route: &str) -> Page {
        let office = &self.busy.office;
        match route {
            "/clients/new" | "/projects/new" => self.page(route).await,
            "/clients/{id}/contacts/new" => self.page(&route.replace("{id}", &office.client)).await,
            "/firm/rules/new" | "/firm/rules/topics/new" | "/firm/rules/kinds/new" => {
                office.owner.visit(route).await.expect(200)
            }
            "/firm/rules/switch" => office.owner.visit("/firm/rules/switch?rule=SRV/BCK-01").await.expect(200),
            "/retention" => office.owner.visit("/retention").await.expect(200),
            // Of the two, one has a request that is open.
            "/contacts/{id}/data/extend" => {
                office.owner.visit(&format!("/contacts/{}/data", office.assistant)).await.expect(200)
            }
            _ if route.starts_with("/contacts/{id}/data/") => {
                office.owner.visit(&format!("/contacts/{}/data", office.director)).await.expect(200)
            }
            "/calendar/feed" => self.page("/calendar").await,
            "/search/saved" => self.page("/search?q=serveurs").await,
            "/projects/{id}/changes/new" => self.page(&route.replace("{id}", &office.project)).await,
            "/projects/{id}/coverage/{topic}/again" => {
                self.page(&format!("/projects/{}/coverage", office.project)).await
            }
            "/projects/{id}/coverage/{topic}" => {
                self.page(&format!("/projects/{}/coverage/BCK-03", office.project)).await
            }
            "/projects/{id}/reconnaissance"
            | "/projects/{id}/edit"
            | "/projects/{id}/warnings/new"
            | "/projects/{id}/notices/new"
            | "/projects/{id}/minutes/new"
            | "/projects/{id}/meetings/new"
            | "/projects/{id}/agreement/new" => self.page(&route.replace("{id}", &office.project)).await,
            "/access/new" => {
                office.owner.visit(&format!("/access/new?over=project:{}", office.project)).await.expect(200)
            }
            "/access/{id}/link" | "/access/{id}/revoke" => {
                let list =
                    office.owner.visit("/access").await.expect(200).attributes("main li a[href^='/access/']", "href");
                let page = office.owner.visit(list.last().expect("a grant")).await.expect(200);
                if route.ends_with("/link") {
                    page
                } else {
                    page.open(&format!("{}/revoke", page.path())).await.expect(200)
                }
            }
            _ if ["/dossier", "/bundle", "/redact"].iter().any(|last| route.ends_with(last)) => {
                if let Some(of) = route.strip_prefix("/clients/{id}/redact").map(|_| "/clients/{id}") {
                    dossier(&office.adviser, &self.concerned(of)).await;
                }
                // Theirs to redact is only what they made.
                if let Some(of) = route.strip_prefix("/g/{token}").and_then(|of| of.strip_suffix("/redact"))
                    && !of.starts_with("/notices/")
                {
                    let of = format!("{}{}", self.busy.lawyer_link, self.concerned(of));
                    dossier(&self.busy.lawyer, &of).await;
                }
                match route.strip_prefix("/g/{token}/") {
                    Some(path) => self.files(&self.concerned(path)).await,
                    None => self.page(&self.concerned(route)).await,
                }
            }
            "/g/{token}/notes" => self.files(&format!("notices/{}", self.busy.open)).await,
            _ if route.starts_with("/g/") => self.busy.lawyer.visit(&self.busy.lawyer_link).await.expect(200),
            "/holds/new" => self.page(&format!("/holds/new?about=project:{}", office.project)).await,
            "/holds/{id}/release" => {
                let hold = office.owner.visit("/holds").await.expect(200).attributes("a[href^='/holds/']", "href");
                office.owner.visit(hold.iter().find(|href| !href.contains("new")).expect("a hold")).await.expect(200)
            }
            "/projects/{id}/milestone" => office.owner.visit(&route.replace("{id}", &office.project)).await.expect(200),
            "/projects/{id}/needs" | "/projects/{id}/promises" | "/projects/{id}/papers" => self.project().await,
            "/projects/{id}/exchanges" => self.page(&format!("/projects/{}/told", office.project)).await,
            "/notices/{id}/resend" => {
                let today = self.page("/").await;
                let links = today.attributes("section[aria-labelledby='readdressed'] a", "href");
                self.page(links[0].trim_end_matches("#people")).await
            }
            "/drafts/{id}/issue" => {
                let draft = self.project().await.attributes("a[href^='/drafts/']", "href").swap_remove(0);
                self.page(&draft).await
            }
            "/bulk/new" => self.page("/bulk/new?topic=BCK-02&show=all").await,
            "/bulk/{id}/issue" => {
                let bulk = begin_bulk(&office.adviser, "BCK-03", &[&office.project]).await;
                self.page(&format!("{bulk}/issue")).await
            }
            "/members/invite" | "/members/{id}" => office.owner.visit("/members").await.expect(200),
            "/n/{token}/code" | "/n/{token}/identify" | "/n/{token}/acknowledge" => {
                self.assistant.visit(&self.assistant_link).await.expect(200)
            }
            _ if route.starts_with("/n/") => self.link().await,
            _ => self.notice().await,
        }
    }

    /// The form of this route, filled in. From one page it is the same form each time.
    async fn form(&self, route: &str, page: &Page) -> Form {
        let last = route.rsplit('/').next().unwrap_or_default();
        let field = |form: &Form, starts: &str| {
            form.fields.iter().find(|f| f.name.starts_with(starts)).map(|f| f.name.clone()).expect("a field")
        };
        match route {
            "/clients/new" => page.form_with("siren").fill("name", "Boulangerie Élan").fill("lang", "fr"),
            "/clients/{id}/contacts/new" => page.form_with("phone").fill("name", "Noé").fill("email", "noe@p.example"),
            "/projects/new" => {
                let form = page.form_with("scope_in").fill("client", &self.busy.office.client).fill("title", "Câblage");
                form.check("kinds", "SRV").fill("scope_in", "Les baies.")
            }
            "/projects/{id}/edit" => page.form_with("change").fill("change", "Avenant du 3 avril."),
            "/projects/{id}/needs" => page.form_with("need_text").fill("need_text", "Reprendre en 4 heures"),
            "/projects/{id}/promises" => {
                page.form_with("promise_text").fill("promise_text", "Astreinte").fill("promise_source", "Offre, p. 4")
            }
            "/firm/rules/new" => {
                page.form_with("months").fill("topic", "CRY-01").fill("when", "renewal").fill("months", "3")
            }
            "/firm/rules/topics/new" => {
                let form = page.form_with("risk_fr").fill("topic", "F-GPAO");
                ["title", "risk", "consequence", "measure"]
                    .iter()
                    .fold(form, |form, name| form.fill(&format!("{name}_fr"), "La GPAO."))
            }
            "/firm/rules/kinds/new" => page.form_with("code").fill("code", "F-ATELIER").fill("name_fr", "Atelier"),
            "/access/new" => {
                let form = page.form_with("office").fill("name", "Me Roy").fill("email", "autre@avocats.example");
                form.fill("last", "2026-06-30").fill("reason", "RG 26/01234")
            }
            "/access/{id}/revoke" => page.form_with("confirm").fill("reason", "Dossier clos.").check("confirm", "yes"),
            "/g/{token}/notes" => page.form_to("/notes").fill("note", "Deux versions de l’offre ?"),
            "/g/{token}/identify" => {
                let sent = self.busy.office.server.outbox();
                let mine = sent.iter().rev().find(|mail| mail.to == [LAWYER] && mail.subject().contains("code"));
                page.form_to("/identify").fill("code", &mine.expect("a code was sent").code())
            }
            "/contacts/{id}/data/request" => {
                let form = page.form_to("/request").fill("received", "2026-03-02").fill("way", "Lettre");
                form.fill("checked", "Pièce d’identité vue")
            }
            "/contacts/{id}/data/extend" => page.form_to("/extend").fill("reason", "Dossier volumineux."),
            "/retention" => {
                page.form_with("grants").fill("grants", "7").fill("reason", "Usage").fill("password", PASSWORD)
            }
            "/holds/new" => page.form_with("reason").fill("reason", "Assignation du 3 mars."),
            "/holds/{id}/release" => page
                .form_with("reason")
                .fill("reason", "Affaire close.")
                .fill("password", PASSWORD)
                .check("confirm", "yes"),
            "/firm/rules/switch" => page.form_with("reason").fill("reason", "Aucune sauvegarde chez nous."),
            "/projects/{id}/changes/new" => page.form_with("change").fill("change", "incident").fill("text", "Panne."),
            "/projects/{id}/milestone" => {
                page.form_with("milestone").fill("milestone", "in_service").fill("reason", "Le client insiste.")
            }
            "/projects/{id}/reconnaissance" => page.form_with("finding-BCK-02").fill("finding-BCK-02", "risk"),
            "/projects/{id}/coverage/{topic}" => page.form_with("reason").fill("reason", "Aucun annuaire."),
            "/projects/{id}/papers" => {
                let form = page.form_with("paper_file").fill("paper_class", "offer");
                form.attach("paper_file", "avenant.pdf", b"%PDF-1.7\n%\n%%EOF\n")
            }
            "/projects/{id}/exchanges" => {
                let message = b"From: maelle@portails.example\r\n\r\nBonjour";
                page.form_with("exchange_file").attach("exchange_file", "mail.eml", message)
            }
            "/projects/{id}/warnings/new" => {
                let begins = |form: &Form| form.method == "POST" && form.action.ends_with("/warnings/new");
                page.forms().into_iter().find(begins).expect("a form that begins a warning")
            }
            "/projects/{id}/notices/new" => page.form_with("introduction"),
            "/projects/{id}/minutes/new" => {
                page.form_with("delivered").fill("delivered", "Deux serveurs.").fill("tests", "Restauration : réussie.")
            }
            "/projects/{id}/agreement/new" => page.form_to("/agreement/new"),
            "/search/saved" => page.form_to("/search/saved").fill("name", "Serveurs"),
            "/projects/{id}/meetings/new" => {
                let form = page.form_with("said").fill("day", "2026-03-02").fill("time", "08:15").fill("place", "Ici");
                form.fill("others", "Guy Morin").fill("said", "Le budget.")
            }
            "/bulk/new" => page.form_with("projects").check("projects", &self.busy.office.project),
            "/bulk/{id}/issue" => page.form_with("sure").check("sure", "yes"),
            _ if last == "dossier" => page.form_to("/dossier"),
            _ if last == "bundle" => page.form_to("/bundle"),
            _ if last == "redact" => page.form_with("words").fill("words", "Maëlle Kerbrat"),
            "/members/invite" => page.form_to("/invite").fill("email", "eva@ouest.example").fill("role", "reader"),
            "/members/{id}" => {
                let invited = |form: &Form| form.has_button("Inviter de nouveau");
                page.forms().into_iter().find(invited).expect("somebody is invited").force("do", "invite")
            }
            "/notices/{id}/chasing" => page.form_to("/chasing"),
            "/notices/{id}/letters/{letter}/posted" => {
                let (form, number) = (page.form_to("/posted"), field(&page.form_to("/posted"), "tracking-"));
                form.fill(&number, "2C 000 111 2222 3")
            }
            "/notices/{id}/letters/{letter}/receipt" => {
                let form = page.form_to("/receipt");
                let [outcome, received, scan] = ["outcome-", "received-", "scan-"].map(|name| field(&form, name));
                let form = form.fill(&outcome, "received").fill(&received, "2026-03-02");
                form.attach(&scan, "avis.pdf", b"%PDF-1.7\n%avis\n%%EOF\n")
            }
            "/notices/{id}/handed" => {
                let form = page.form_to("/handed");
                let [day, discharge] = ["hand_day-", "discharge-"].map(|name| field(&form, name));
                form.fill(&day, "2026-03-02").attach(&discharge, "decharge.pdf", b"%PDF-1.7\n%d\n%%EOF\n")
            }
            "/questions/{id}/reply" => {
                let form = page.form_to("/reply");
                let reply = field(&form, "reply-");
                form.fill(&reply, "Il reste branché.")
            }
            "/proposals/{id}/refuse" => {
                let form = page.form_to("/refuse");
                let reason = field(&form, "reason-");
                form.fill(&reason, "Inconnue du registre.")
            }
            "/n/{token}/identify" => {
                let sent = self.busy.office.server.outbox();
                let mine = sent.iter().rev().find(|mail| mail.to == [ASSISTANT] && mail.subject().contains("ode"));
                page.form_to("/identify").fill("code", &mine.expect("a code was sent").code())
            }
            "/n/{token}/answer" => {
                let mut form = page.form_to("/answer").fill("typed_name", "Maëlle Kerbrat");
                for name in form.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>() {
                    match name.split_once('.') {
                        Some(("choice", _)) => form = form.fill(&name, "decline"),
                        Some(("reason", _)) => form = form.fill(&name, "Budget arrêté."),
                        _ => {}
                    }
                }
                form
            }
            "/n/{token}/acknowledge" => page.form_to("/acknowledge").fill("typed_name", "Loïc Œuvrard"),
            "/n/{token}/question" => page.form_to("/question").fill("question", "Et le NAS ?"),
            "/n/{token}/signatory" => {
                let form = page.form_to("/signatory").fill("name", "Guy Morin").fill("role", "Gérant");
                form.fill("email", "guy@portails.example")
            }
            _ => page.form_to(&format!("/{last}")),
        }
    }

    /// Rows that only a form makes; workers record mails and documents meanwhile.
    async fn made(&self) -> BTreeMap<String, i64> {
        let sql = "SELECT kind, COUNT(*) AS n FROM entry WHERE kind NOT LIKE 'mail.%' AND kind <> 'document.made' GROUP BY kind
                   UNION ALL SELECT 'draft of a warning', COUNT(*) FROM draft_warning
                   UNION ALL SELECT 'draft of a notice', COUNT(*) FROM draft_notice
                   UNION ALL SELECT 'feed', COUNT(*) FROM feed
                   UNION ALL SELECT 'saved search', COUNT(*) FROM saved_search
                   UNION ALL SELECT 'order of a bulk run', COUNT(*) FROM job WHERE kind = 'bulk'
                   UNION ALL SELECT 'invitation', COUNT(*) FROM invitation
                   UNION ALL SELECT 'token', COUNT(*) FROM link_token
                   UNION ALL SELECT 'code', COUNT(*) FROM code
                   UNION ALL SELECT 'link of a reader', COUNT(*) FROM access_link
                   UNION ALL SELECT 'code of a reader', COUNT(*) FROM access_code
                   UNION ALL SELECT 'session of a reader', COUNT(*) FROM access_session WHERE created > 0
                   UNION ALL SELECT 'note of a reader', COUNT(*) FROM access_note";
        let rows = self.busy.office.server.app.db.read().await.expect("a connection").all(sql, args![]).await;
        let read = |row: &server::store::Row| (row.get("kind").expect("a text"), row.get("n").expect("a count"));
        rows.expect("rows").iter().map(read).collect()
    }

    /// Sends this form twice, at once or not; what it made.
    async fn twice(&self, route: &str, at_once: bool) -> BTreeMap<String, i64> {
        let before = self.made().await;
        let page = self.page_of(route).await;
        let (one, two) = (self.form(route, &page).await, self.form(route, &page).await);
        let (one, two) = match at_once {
            true => tokio::join!(one.submit(), two.submit()),
            false => {
                let one = one.submit().await;
                let made = self.made().await;
                let two = two.submit().await;
                assert_eq!(self.made().await, made, "{route}: the second is recorded");
                (one, two)
            }
        };
        assert_eq!(one.trail.first().map(|(status, _)| *status), Some(303), "{route}: {}", one.text());
        assert_eq!(one.trail, two.trail, "{route}: {}", two.text());
        let mut made = self.made().await;
        made.iter_mut().for_each(|(kind, n)| *n -= before.get(kind).copied().unwrap_or_default());
        made.retain(|_, n| *n != 0);
        assert!(!made.is_empty(), "{route} makes nothing");
        made
    }
}

/// In an order in which each still has its form: what ends the talk about a notice comes last.
fn making() -> Vec<&'static str> {
    let other = |path: &str| OTHER.iter().any(|(route, _)| *route == path);
    let mut making: Vec<&str> = TABLE.iter().filter(|r| r.method == "post" && !other(r.path)).map(|r| r.path).collect();
    let late = ["/code", "/identify", "/acknowledge", "/answer", "/{id}/link", "/access/{id}/revoke", "/issue"];
    making.sort_by_key(|path| late.iter().position(|end| path.ends_with(end)).map_or(0, |n| n + 1));
    making
}

async fn a_form_sent_twice_makes_one_thing(on: Database) {
    for (path, _) in OTHER {
        assert!(TABLE.iter().any(|route| route.method == "post" && route.path == *path), "no such route: {path}");
    }
    let (calm, hasty) = (Ground::open(on).await, Ground::open(on).await);
    for route in making() {
        let once = calm.twice(route, false).await;
        assert_eq!(hasty.twice(route, true).await, once, "{route}: at once");
        for ground in [&calm, &hasty] {
            ground.busy.office.server.clock.advance(1000);
        }
        if route == "/g/{token}/code" {
            for ground in [&calm, &hasty] {
                ground.busy.office.mail(LAWYER, 2).await;
            }
        }
        if route == "/n/{token}/code" {
            for ground in [&calm, &hasty] {
                ground.busy.office.mail(ASSISTANT, 2).await;
            }
        }
    }
    // Without the field, as from a page of an earlier version, a form is new each time.
    let page = calm.page("/clients/new").await;
    let form = || page.form_with("siren").fill("name", "Deux fois").force("once", "");
    let (one, two) = (form().submit().await.expect(200), form().submit().await.expect(200));
    assert_ne!(one.path(), two.path());
    let page = calm.page("/clients/new").await;
    let one = page.form_with("siren").fill("name", "L’une").submit().await.expect(200);
    let two = page.form_with("siren").fill("name", "L’autre").submit().await.expect(200);
    assert_ne!(one.path(), two.path());
}
