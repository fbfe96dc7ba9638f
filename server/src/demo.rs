//! The example firm of `acte serve --demo`: the facts of a real ruling (CA Rennes, 19 November 2024, RG 23/04627) with invented
//! names. Everything goes through the same log, jobs and mails as the real thing; only the people do not exist, so mails stay in
//! the outbox. One notice is answered, one declined, one questioned, one chased by every way, and one is still a draft; a second client
//! reads English.

mod facts;
mod ladder;
mod reader;

use app::Texts;
use ledger::event::*;
use ledger::notice::{self, By, GiveAnswer};
use ledger::{Actor, Id, Lang, Time, catalogue, sha256};

use self::facts::*;
use crate::jobs;
use crate::mail::Occasion;
use crate::notices::issue::send_link_as;
use crate::notices::{chase, paper};
use crate::store::drafts::{self, DraftNotice, DraftWarning};
use crate::store::notices::next_reference;
use crate::store::{Append, Firm, accounts, firms, log};
use crate::web::{App, Failure};
use crate::{password, setup, warnings};

/// The owner of the example firm, and the password that the terminal prints: only for a server of this machine.
pub const EMAIL: &str = "anne@kerlann.example";
pub const PASSWORD: &str = "quatre sardines dorment au grenier";

/// Days that the example's answers are asked for within.
const RESPOND_DAYS: i64 = 21;

/// Days that the example has been going on: long enough for one notice to be overdue and another to be due soon.
const AGE: i64 = 35;
const DAY: i64 = 24 * 3600 * 1000;

/// When the example begins, for who opens it `now`: at ten past eight in the morning (UTC).
pub fn begins(now: Time) -> Time {
    Time((now.0.div_euclid(DAY) - AGE) * DAY + (8 * 60 + 10) * 60_000)
}

/// Fills an empty database; changes nothing in one that has a firm. The example takes [`AGE`] days less one by the clock of `app`,
/// which is to be one that is set by hand.
pub async fn fill(app: &App) -> Result<(), Failure> {
    if accounts::any_firm(&mut app.db.read().await?).await? {
        return Ok(());
    }
    let firm = Firm(app.new_id());
    let hash = password::hash(PASSWORD).await.map_err(|e| Failure::internal(e.to_string()))?;
    let member = setup::found(app, firm, kerlann(), "Anne Le Goff", EMAIL, &hash).await?;
    let demo = Demo { app, firm, author: Person { member, name: "Anne Le Goff".into() } };
    demo.tell().await?;
    // The example is looked at at once: letters, certificates and mails are made now and not when a worker comes by.
    jobs::run_due(app).await?;
    Ok(())
}

fn kerlann() -> FirmRecorded {
    FirmRecorded {
        party: Party {
            name: "Kerlann Informatique".into(),
            legal_form: "SAS".into(),
            siren: "999999980".into(),
            rcs: "RCS Rennes 999 999 980".into(),
            address: "14 rue des Embruns\n35400 Saint-Malo".into(),
        },
        lang: Lang::Fr,
        time_zone: "Europe/Paris".into(),
        logo: None,
        mail_content: MailContent::Attached,
        privacy_email: "rgpd@kerlann.example".into(),
        chasing: Default::default(),
    }
}

struct Demo<'a> {
    app: &'a App,
    firm: Firm,
    author: Person,
}

/// A client with one project.
struct Case {
    project: ProjectRecorded,
    party: Party,
    lang: Lang,
    recipients: Vec<Recipient>,
}

impl Demo<'_> {
    /// Lets time pass; meanwhile the jobs make letters and certificates and send mails.
    async fn wait(&self, days: i64, minutes: i64) -> Result<(), Failure> {
        jobs::run_due(self.app).await?;
        // A mail whose letter was not made yet looks again after a second.
        self.app.clock.advance(2_000);
        jobs::run_due(self.app).await?;
        self.app.clock.advance(days * DAY + minutes * 60_000);
        Ok(())
    }

    async fn tell(&self) -> Result<(), Failure> {
        let french = self.french().await?;
        self.wait(0, 95).await?;
        let backups = self.notice(&french, &[("BCK-01", FR_BACKUPS, fr_options())]).await?;
        self.wait(2, 47).await?;
        let accept = |_: Id| (Choice::Accepted { option: Some(1) }, "", "Copies à reprendre chaque vendredi soir.");
        self.answer(backups, &french, "Hélène Kerbrat", accept).await?;
        self.wait(3, 12).await?;
        let accounts =
            self.notice(&french, &[("IAM-01", FR_ACCOUNTS, vec![]), ("IAM-03", FR_PASSWORDS, vec![])]).await?;
        self.wait(4, 130).await?;
        let decline = |_: Id| (Choice::Declined, "Budget arrêté pour l’exercice ; à revoir en janvier.", "");
        self.answer(accounts, &french, "Hélène Kerbrat", decline).await?;
        self.wait(1, 20).await?;
        let silent = self.notice(&french, &[("PAT-01", FR_PATCHES, vec![])]).await?;
        self.wait(2, 5).await?;
        self.ask(silent, &french, "Les mises à jour imposent-elles d’arrêter la production ?").await?;
        self.wait(0, 25).await?;
        let chased = self.notice(&french, &[("BCK-03", FR_DIRECTORY, vec![])]).await?;
        // Each stop lets the reminders leave on their days.
        self.wait(3, 6).await?;
        self.wait(3, 0).await?;
        let english = self.english().await?;
        self.wait(0, 40).await?;
        self.notice(&english, &[("BCK-01", EN_BACKUPS, vec![])]).await?;
        self.wait(1, 0).await?;
        self.exchange(chased, &french).await?;
        self.wait(1, 0).await?;
        let minutes = self.meeting(chased, &french).await?;
        self.wait(1, 0).await?;
        self.confirm(minutes, &french).await?;
        for days in [4, 1, 2] {
            self.wait(days, 0).await?;
        }
        self.letter(chased, &french).await?;
        self.wait(4, 0).await?;
        self.wait(AGE - 1 - 32, 0).await?;
        self.draft(&french, "END-01", FR_ANTIVIRUS).await?;
        self.reader(&french).await
    }

    async fn begin(&self) -> Result<Append, Failure> {
        Ok(self.app.db.append(self.firm, &self.app.clock).await?)
    }

    async fn push(&self, log: &mut Append, event: impl Into<Event>) -> Result<(), Failure> {
        log.push(Actor::Member(self.author.member), event, &mut self.app.rng()).await?;
        Ok(())
    }

    async fn french(&self) -> Result<Case, Failure> {
        let party = Party {
            name: "Portails du Ponant".into(),
            legal_form: "SAS".into(),
            siren: "999999998".into(),
            rcs: "RCS Saint-Malo 999 999 998".into(),
            address: "Zone de la Grande Rivière\n35350 Saint-Coulomb".into(),
        };
        let people = [
            ("Hélène Kerbrat", "Présidente", "helene.kerbrat@ponant.example", true),
            ("Yann Morvan", "Responsable informatique", "yann.morvan@ponant.example", false),
        ];
        let case = self.open(party, Lang::Fr, &people, "Remplacement des serveurs de production", FR_SCOPE).await?;
        let mut log = self.begin().await?;
        let project = case.project.project;
        for (text, answer) in FR_NEEDS {
            let need = self.app.new_id();
            self.push(&mut log, NeedRecorded { need, project, text: text.into(), answer: answer.into() }).await?;
        }
        for (text, source, state, note) in FR_PROMISES {
            let (promise, note) = (self.app.new_id(), note.into());
            let event = PromiseRecorded { promise, project, text: text.into(), source: source.into(), state, note };
            self.push(&mut log, event).await?;
        }
        log.commit().await?;
        Ok(case)
    }

    async fn english(&self) -> Result<Case, Failure> {
        let party = Party {
            name: "Harbour Gates".into(),
            legal_form: "Ltd".into(),
            siren: String::new(),
            rcs: "Companies House 01234567".into(),
            address: "3 Quay Street\nSouthampton SO14".into(),
        };
        let people = [("Mary Osborne", "Managing director", "mary.osborne@harbour.example", true)];
        self.open(party, Lang::En, &people, "Server replacement, Southampton plant", EN_SCOPE).await
    }

    /// Records a client, its people and its project.
    async fn open(
        &self,
        party: Party,
        lang: Lang,
        people: &[(&str, &str, &str, bool)],
        title: &str,
        (scope_in, scope_out): (&str, &str),
    ) -> Result<Case, Failure> {
        let (client, project) = (self.app.new_id(), self.app.new_id());
        let mut log = self.begin().await?;
        self.push(&mut log, ClientRecorded { client, party: party.clone(), lang }).await?;
        let mut recipients = Vec::new();
        for (name, role, email, signatory) in people {
            let contact = self.app.new_id();
            let authority = if *signatory { Authority::Register } else { Authority::Unknown };
            let note = if *signatory { Texts(lang).choose("Extrait Kbis", "Companies House extract") } else { "" };
            let event = ContactRecorded {
                contact,
                client,
                name: (*name).into(),
                email: (*email).into(),
                phone: String::new(),
                role: (*role).into(),
                signatory: *signatory,
                authority,
                authority_note: note.into(),
                director: *signatory,
                active: true,
            };
            self.push(&mut log, event).await?;
            recipients.push(Recipient {
                contact,
                name: (*name).into(),
                email: (*email).into(),
                role: (*role).into(),
                signatory: *signatory,
                authority,
                authority_note: note.into(),
            });
        }
        let project = ProjectRecorded {
            project,
            client,
            version: 1,
            title: title.into(),
            reference: "D-2026-118".into(),
            kinds: vec!["SRV".into()],
            scope_in: scope_in.into(),
            scope_out: scope_out.into(),
            starts: None,
            ends: None,
            change: String::new(),
        };
        self.push(&mut log, project.clone()).await?;
        log.commit().await?;
        Ok(Case { project, party, lang, recipients })
    }

    /// A warning of the catalogue with this client's facts, in the order in which the topic asks for them.
    fn warning(&self, topic: &str, lang: Lang, facts: &[&str], options: Vec<QuotedOption>) -> Result<Warning, Failure> {
        let topic = catalogue::topic(topic).ok_or_else(|| Failure::internal(format!("no topic {topic}")))?;
        let mut warning = warnings::begin(self.app.new_id(), topic, lang);
        for (fact, value) in warning.facts.iter_mut().zip(facts) {
            fact.value = (*value).to_owned();
        }
        warning.options = options;
        Ok(warning)
    }

    /// Issues a notice with these warnings to all people of the client.
    async fn notice(&self, case: &Case, topics: &[(&str, &[&str], Vec<QuotedOption>)]) -> Result<Id, Failure> {
        let warnings =
            topics.iter().map(|(topic, facts, options)| self.warning(topic, case.lang, facts, options.clone()));
        self.issue(case, warnings.collect::<Result<_, _>>()?, None).await
    }

    async fn issue(&self, case: &Case, warnings: Vec<Warning>, instrument: Option<Instrument>) -> Result<Id, Failure> {
        let mut log = self.begin().await?;
        let now = log.now();
        let zone = firms::zone(&mut log, self.firm).await?;
        let today = app::texts::local(now, &zone).date();
        let class = NoticeClass::of(instrument.as_ref());
        let notice = Notice {
            notice: self.app.new_id(),
            reference: next_reference(&mut log, self.firm, class, today.year()).await?,
            lang: case.lang,
            firm: kerlann().party,
            logo: None,
            client: case.party.clone(),
            project: case.project.clone(),
            author: self.author.clone(),
            instrument,
            introduction: String::new(),
            warnings,
            recipients: case.recipients.clone(),
            annexes: vec![],
            respond_by: today.checked_add(jiff::Span::new().days(RESPOND_DAYS)).ok(),
            expires: Time(now.0 + 60 * 24 * 3600 * 1000),
            mail_content: MailContent::Attached,
        };
        let event = notice::issue(notice.clone(), now, today).map_err(|no| Failure::internal(format!("{no:?}")))?;
        self.push(&mut log, event).await?;
        for recipient in &notice.recipients {
            let (member, expires) = (self.author.member, notice.expires);
            send_link_as(self.app, Actor::Member(member), &mut log, &notice, recipient, Occasion::Issued, expires)
                .await?;
        }
        paper::queue_notice(&mut log, self.app, notice.notice).await?;
        chase::begin_chasing(&mut log, self.app, &notice).await?;
        log.commit().await?;
        Ok(notice.notice)
    }

    /// The first recipient identifies by a code and decides the same on every warning.
    async fn answer(
        &self,
        id: Id,
        case: &Case,
        name: &str,
        decide: impl Fn(Id) -> (Choice, &'static str, &'static str),
    ) -> Result<(), Failure> {
        let mut log = self.begin().await?;
        let state = log::notice_state(&mut log, self.firm, id).await?;
        let (now, contact) = (log.now(), case.recipients[0].contact);
        let link = state.links.iter().find(|l| l.contact == contact).map(|l| l.link).ok_or(Failure::NotFound)?;
        let device = Device { ip: "192.0.2.17".into(), user_agent: "Exemple / Example".into() };
        let (code, actor) = (self.app.new_id(), Actor::Contact(contact));
        let refused = |no: Vec<notice::Refusal>| Failure::internal(format!("{no:?}"));
        let asked = notice::request_code(&state, link, code, now).map_err(refused)?;
        log.push(actor, asked, &mut self.app.rng()).await?;
        let to = case.recipients[0].email.clone();
        // As everywhere in the example, the mail with the code did not leave.
        let mail = self.app.new_id();
        let filed = MailAccepted {
            mail,
            purpose: MailPurpose::Code,
            notice: Some(id),
            contact: Some(contact),
            to: to.clone(),
            message_id: format!("<{mail}@example.invalid>"),
            via: Via::Outbox,
            reply: String::new(),
            attempt: 1,
            message: sha256(mail.to_string().as_bytes()),
            attachments: vec![],
        };
        log.push(Actor::System, filed, &mut self.app.rng()).await?;
        let identified = ContactIdentified { code, notice: id, contact, to, wrong_tries: 0, device: device.clone() };
        log.push(actor, identified, &mut self.app.rng()).await?;
        let state = log::notice_state(&mut log, self.firm, id).await?;
        let n = &state.notice;
        let decisions = n.warnings.iter().map(|w| {
            let (choice, reason, reservations) = decide(w.warning);
            Decision { warning: w.warning, choice, reason: reason.into(), reservations: reservations.into() }
        });
        let command = GiveAnswer {
            typed_name: name.into(),
            consent: Texts(n.lang).consent(n),
            signing: n.instrument.as_ref().map(|_| Signing { resolution: Resolution::Accepted, words: String::new() }),
            decisions: decisions.collect(),
            device,
        };
        let today = app::texts::local(now, &firms::zone(&mut log, self.firm).await?).date();
        let event = notice::answer(&state, By { link, code, now }, command, today).map_err(refused)?;
        log.push(actor, event, &mut self.app.rng()).await?;
        paper::queue_certificate(&mut log, self.app, id, contact).await?;
        Ok(log.commit().await?)
    }

    async fn ask(&self, notice: Id, case: &Case, text: &str) -> Result<(), Failure> {
        let mut log = self.begin().await?;
        let contact = case.recipients[0].contact;
        let event = QuestionAsked { question: self.app.new_id(), notice, contact, warning: None, text: text.into() };
        log.push(Actor::Contact(contact), event, &mut self.app.rng()).await?;
        Ok(log.commit().await?)
    }

    /// A warning and the notice around it, not sent yet.
    async fn draft(&self, case: &Case, topic: &str, facts: &[&str]) -> Result<(), Failure> {
        let text = self.warning(topic, case.lang, facts, vec![])?;
        let (warning, now) = (text.warning, self.app.clock.now());
        let (project, author, lang) = (case.project.project, self.author.member, case.lang);
        let mut tx = self.app.db.write().await?;
        let draft = DraftWarning { project, version: 1, author, lang, text, changed: now };
        drafts::add_warning(&mut tx, self.firm, &draft).await?;
        let recipients = case.recipients.iter().map(|r| r.contact).collect();
        let draft = DraftNotice {
            notice: self.app.new_id(),
            project,
            version: 1,
            author,
            lang,
            instrument: None,
            introduction: String::new(),
            warnings: vec![warning],
            recipients,
            annexes: vec![],
            respond_by: None,
            changed: now,
        };
        drafts::add_notice(&mut tx, self.firm, &draft).await?;
        Ok(tx.commit().await?)
    }
}
