//! A firm on an empty database: the stage of the store's stories, each of which is told to both databases.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow, ensure};
use ledger::event::*;
use ledger::notice::GiveAnswer;
use ledger::{Actor, Id, Lang, Time};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use server::clock::Clock;
use server::store::{Append, Db, Firm, log, verify};
use server::vault::Vault;

use crate::postgres::Postgres;

/// 2026-03-02T09:00:00Z, a Monday.
pub const MORNING: Time = Time(1_772_442_000_000);
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// Everything that a story needs.
pub struct Scene {
    pub db: Db,
    /// What [`Db::open`] took.
    pub url: String,
    pub vault: Arc<Vault>,
    pub clock: Clock,
    pub rng: StdRng,
    pub firm: Firm,
    pub owner: Id,
    /// A folder that goes when the story ends.
    pub folder: tempfile::TempDir,
}

/// Tells a story to SQLite and then to PostgreSQL, and asks the oracle after each.
pub async fn both(story: impl AsyncFn(&mut Scene) -> Result<()>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = folder.path().join("acte.db").display().to_string();
    told("SQLite", Scene::open(url, folder).await?, &story).await?;
    let postgres = Postgres::start()?;
    let url = postgres.create("story").await?;
    told("PostgreSQL", Scene::open(url, tempfile::tempdir()?).await?, &story).await
}

async fn told(database: &str, mut scene: Scene, story: &impl AsyncFn(&mut Scene) -> Result<()>) -> Result<()> {
    println!("told to {database}");
    story(&mut scene).await?;
    let report = verify::database(&scene.db, None).await?;
    let faults: Vec<String> = report.faults().map(ToString::to_string).collect();
    ensure!(report.is_sound(), "{database}: after the story, {}", faults.join("; "));
    scene.db.close().await;
    Ok(())
}

impl Scene {
    /// A firm with an owner on an empty database.
    pub async fn open(url: String, folder: tempfile::TempDir) -> Result<Scene> {
        let db = Db::open(&url).await?;
        let vault = Arc::new(Vault::from_hex(&"07".repeat(32))?);
        let (clock, mut rng) = (Clock::fixed(MORNING), StdRng::seed_from_u64(7));
        let (firm, owner) = (Firm(id(&mut rng)), id(&mut rng));
        let mut tx = db.found(firm, &format!("acte.example/log/{}", firm.0), &vault, &clock, &mut rng).await?;
        let recorded = FirmRecorded {
            party: party("Infogérance de l’Ouest", "732829320"),
            lang: Lang::Fr,
            time_zone: "Europe/Paris".into(),
            logo: None,
            mail_content: MailContent::Attached,
            privacy_email: "donnees@ouest.example".into(),
            chasing: Default::default(),
        };
        tx.push(Actor::Member(owner), recorded, &mut rng).await?;
        tx.push(Actor::Member(owner), member(owner, "Anne Le Gall", Role::Owner), &mut rng).await?;
        tx.commit().await?;
        Ok(Scene { db, url, vault, clock, rng, firm, owner, folder })
    }

    pub fn id(&mut self) -> Id {
        id(&mut self.rng)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub async fn append(&self) -> Result<Append> {
        Ok(self.db.append(self.firm, &self.clock).await?)
    }

    /// Records events by the owner, a second later than whatever was before.
    pub async fn record(&mut self, events: impl IntoIterator<Item = Event>) -> Result<()> {
        self.clock.advance(1000);
        let mut tx = self.append().await?;
        for event in events {
            tx.push(Actor::Member(self.owner), event, &mut self.rng).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A client with a director who may decide and an IT manager who may not, and a project for it.
    pub async fn project(&mut self) -> Result<ProjectRecorded> {
        let (client, director, it, project, need) = (self.id(), self.id(), self.id(), self.id(), self.id());
        let project = ProjectRecorded {
            project,
            client,
            version: 1,
            title: "Remplacement des serveurs".into(),
            reference: "D-2026-014".into(),
            kinds: vec!["SRV".into()],
            scope_in: "Deux serveurs, annuaire, messagerie.".into(),
            scope_out: "Sauvegarde.".into(),
            starts: Some("2026-03-16".parse()?),
            ends: None,
            change: String::new(),
        };
        let mut it = contact(client, it, "Loïc Œuvrard", "it@portes.example");
        it.signatory = false;
        self.record([
            ClientRecorded { client, party: party("Portes & Portails SAS", "404833048"), lang: Lang::Fr }.into(),
            contact(client, director, "Maëlle Kerbrat", "direction@portes.example").into(),
            it.into(),
            project.clone().into(),
            NeedRecorded { need, project: project.project, text: "Reprise en un jour".into(), answer: "".into() }
                .into(),
        ])
        .await?;
        Ok(project)
    }

    /// A notice with two warnings about the project, to the client's contacts, with a link for each.
    pub async fn issue(&mut self, project: &ProjectRecorded) -> Result<Notice> {
        let notice = self.draft(project).await?;
        let mut events: Vec<Event> = vec![notice.clone().into()];
        for recipient in &notice.recipients {
            let link = self.id();
            events.push(
                LinkMade { link, notice: notice.notice, contact: recipient.contact, expires: notice.expires }.into(),
            );
        }
        self.record(events).await?;
        Ok(notice)
    }

    /// The same, not recorded yet.
    pub async fn draft(&mut self, project: &ProjectRecorded) -> Result<Notice> {
        let rows = {
            let mut tx = self.db.read().await?;
            let sql = "SELECT contact, name, email, signatory FROM contact WHERE firm = $1 AND client = $2 ORDER BY first_entry";
            tx.all(sql, server::args![self.firm, project.client]).await?
        };
        let mut recipients = Vec::new();
        for row in &rows {
            recipients.push(Recipient {
                contact: row.get("contact")?,
                name: row.get("name")?,
                email: row.get("email")?,
                role: "Direction".into(),
                signatory: row.get("signatory")?,
                authority: Authority::Register,
                authority_note: "Extrait Kbis du 1er février 2026".into(),
            });
        }
        let notice = self.id();
        Ok(Notice {
            notice,
            reference: format!("MG-{}", &notice.to_string()[..8]),
            lang: Lang::Fr,
            firm: party("Infogérance de l’Ouest", "732829320"),
            logo: None,
            client: party("Portes & Portails SAS", "404833048"),
            project: project.clone(),
            author: Person { member: self.owner, name: "Anne Le Gall".into() },
            instrument: None,
            introduction: "Madame,".into(),
            warnings: vec![warning(self.id(), "BCK-01"), warning(self.id(), "IDA-02")],
            recipients,
            annexes: vec![],
            respond_by: Some("2026-03-31".parse()?),
            expires: self.clock.now().plus_millis(90 * DAY),
            mail_content: MailContent::Attached,
        })
    }

    /// The signatory asks for a code and types it.
    pub async fn identify(&mut self, notice: &Notice) -> Result<Identification> {
        let state = {
            let mut tx = self.db.read().await?;
            log::notice_state(&mut tx, self.firm, notice.notice).await?
        };
        let (link, to) = (state.links[0].link, notice.recipients[0].email.clone());
        let (code, contact) = (self.id(), notice.recipients[0].contact);
        let expires = self.clock.now().plus_millis(600_000);
        self.record([
            CodeRequested { code, notice: notice.notice, contact, to: to.clone(), expires }.into(),
            ContactIdentified {
                code,
                notice: notice.notice,
                contact,
                to: to.clone(),
                wrong_tries: 1,
                device: Device::default(),
            }
            .into(),
        ])
        .await?;
        Ok(Identification { link, code, to, at: self.clock.now() })
    }

    /// The signatory, identified, declines everything.
    pub async fn answer(&mut self, notice: &Notice) -> Result<()> {
        let identified = self.identify(notice).await?;
        self.clock.advance(1000);
        let mut tx = self.append().await?;
        let state = log::notice_state(&mut tx, self.firm, notice.notice).await?;
        let by = ledger::notice::By { link: identified.link, code: identified.code, now: tx.now() };
        let event = ledger::notice::answer(&state, by, declines(notice), "2026-03-02".parse()?);
        let event = event.map_err(|refusals| anyhow!("{refusals:?}"))?;
        tx.push(Actor::Contact(notice.recipients[0].contact), event, &mut self.rng).await?;
        Ok(tx.commit().await?)
    }
}

/// An answer that declines every warning of the notice.
pub fn declines(notice: &Notice) -> GiveAnswer {
    let decide = |w: &Warning| Decision {
        warning: w.warning,
        choice: Choice::Declined,
        reason: "Trop cher".into(),
        reservations: "Nous le ferons nous-mêmes.".into(),
    };
    GiveAnswer {
        typed_name: "Maëlle Kerbrat".into(),
        consent: "J’ai lu et je décide.".into(),
        signing: None,
        decisions: notice.warnings.iter().map(decide).collect(),
        device: Device::default(),
    }
}

pub fn id(rng: &mut impl Rng) -> Id {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    Id(bytes)
}

pub fn party(name: &str, siren: &str) -> Party {
    Party {
        name: name.into(),
        legal_form: "SAS".into(),
        siren: siren.into(),
        rcs: format!("RCS Rennes {siren}"),
        address: "1 rue du Port\n35000 Rennes".into(),
    }
}

pub fn member(member: Id, name: &str, role: Role) -> MemberRecorded {
    let email = format!("{}@ouest.example", name.split(' ').next().unwrap_or_default().to_lowercase());
    MemberRecorded { member, name: name.into(), email, role, active: true, lang: Lang::Fr }
}

pub fn contact(client: Id, contact: Id, name: &str, email: &str) -> ContactRecorded {
    ContactRecorded {
        contact,
        client,
        name: name.into(),
        email: email.into(),
        phone: "".into(),
        role: "Direction".into(),
        signatory: true,
        authority: Authority::Register,
        authority_note: "Extrait Kbis du 1er février 2026".into(),
        director: false,
        active: true,
    }
}

pub fn warning(warning: Id, topic: &str) -> Warning {
    Warning {
        warning,
        topic: topic.into(),
        topic_version: "1".into(),
        title: "Sauvegarde joignable depuis la production".into(),
        facts: vec![Fact { label: "Serveur".into(), value: "NAS au même étage".into() }],
        risk: "Un rançongiciel chiffre aussi les sauvegardes.".into(),
        consequence: "Arrêt d’une semaine, données perdues.".into(),
        measure: "Une copie déconnectée.".into(),
        options: vec![QuotedOption {
            number: 1,
            label: "Copie hors ligne".into(),
            price_cents: Some(120_000),
            rhythm: Rhythm::Yearly,
            vat_rate: 2000,
            quote: None,
        }],
        references: vec!["ANSSI, Guide d’hygiène informatique, M37".into()],
    }
}
