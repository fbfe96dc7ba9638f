//! Projections: every kind of event shows in the tables.

use std::collections::BTreeSet;

use anyhow::Result;
use ledger::catalogue::{Bilingual, Tier};
use ledger::event::*;
use ledger::{Hash, Id, Lang, Time, sha256};
use server::args;
use server::store::db::built;
use server::store::log;
use tests::scene::{self, Scene, both};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_kind_of_event_shows_in_the_tables() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let sent = scene.issue(&project).await?;
        firm_and_members(scene).await?;
        needs_and_papers(scene, &project).await?;
        coverage(scene, &project).await?;
        super::access::granted(scene, &project).await?;
        super::person::asked(scene, &sent).await?;
        mails(scene, &sent).await?;
        people(scene, &sent).await?;
        answers(scene, &sent).await?;
        silence(scene, &sent).await?;
        super::delivery::on_paper(scene, &sent).await?;
        erasure(scene, &sent).await?;
        super::retention::set_and_destroyed(scene).await?;
        let mut tx = scene.db.read().await?;
        let told = tx.all("SELECT DISTINCT kind FROM entry WHERE firm = $1", args![scene.firm]).await?;
        let told: BTreeSet<String> = told.iter().map(|row| row.get("kind")).collect::<Result<_, _>>()?;
        let untold: Vec<&&str> = Event::KINDS.iter().filter(|kind| !told.contains(**kind)).collect();
        assert!(untold.is_empty(), "no part of this story: {untold:?}");
        for row in
            tx.all("SELECT kind, payload FROM entry WHERE firm = $1 AND payload IS NOT NULL", args![scene.firm]).await?
        {
            let (kind, payload) = (row.get::<String>("kind")?, row.bytes("payload")?);
            assert_eq!(Event::read(&kind, payload)?, serde_json::from_slice::<Event>(payload)?, "{kind}");
        }
        Ok(())
    })
    .await
}

async fn silence(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let (notice, by) = (sent.notice, Person { member: scene.owner, name: "Anne Le Gall".into() });
    let (link, mail, document) = (scene.id(), scene.id(), scene.id());
    let contact = sent.recipients[1].contact;
    let recipient = Recipient { signatory: true, ..sent.recipients[1].clone() };
    let (chasing, reason) = (Chasing::default(), String::new());
    let (to, before) = ("informatique@portes.example".to_owned(), recipient.email.clone());
    scene
        .record([
            ChasingPlanned { notice, chasing, director: None, reason, by: by.clone() }.into(),
            ReminderMade { notice, contact, link, mail, day: 3 }.into(),
            NoticeEscalated { notice, recipient, mail, day: 21 }.into(),
            NoticeResent { notice, contact, to, before, link, mail, by: by.clone() }.into(),
            SilenceRecorded { notice, warnings: vec![], document, by }.into(),
        ])
        .await?;
    let sql = "SELECT email FROM notice_recipient WHERE firm = $1 AND notice = $2 AND contact = $3";
    let row = scene.db.read().await?.one(sql, args![scene.firm, notice, contact]).await?;
    assert_eq!(row.get::<String>("email")?, "informatique@portes.example");
    let sql = "SELECT signatory FROM notice_recipient WHERE firm = $1 AND notice = $2 AND contact = $3";
    let row = scene.db.read().await?.one(sql, args![scene.firm, notice, contact]).await?;
    assert!(row.get::<bool>("signatory")?, "the director may decide now");
    Ok(())
}

async fn erasure(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let subject = format!("notice:{}", sent.notice);
    let stored = log::about(&mut scene.db.read().await?, scene.firm, &subject).await?;
    let asked = stored.iter().find(|stored| stored.kind == "question.asked").expect("a question was asked");
    super::erasure::erase(scene, &subject, asked.index).await?.expect("a question may be erased");
    let sql = "SELECT erased FROM erasure WHERE firm = $1";
    let row = scene.db.read().await?.one(sql, args![scene.firm]).await?;
    assert_eq!(row.get::<u64>("erased")?, asked.index);
    Ok(())
}

async fn firm_and_members(scene: &mut Scene) -> Result<()> {
    let member = scene.id();
    let invited = MemberInvited { member, email: "yann@ouest.example".into(), role: Role::Reader };
    scene.record([invited.into()]).await?;
    assert_eq!(column(scene, "member", "state", "member", member).await?, "invited");
    assert_eq!(column(scene, "member", "lang", "member", member).await?, "fr");
    let mut joined = scene::member(member, "Yann Morvan", Role::Adviser);
    joined.lang = Lang::En;
    scene.record([joined.clone().into()]).await?;
    assert_eq!(column(scene, "member", "role", "member", member).await?, "adviser");
    joined.active = false;
    scene.record([joined.into()]).await?;
    assert_eq!(column(scene, "member", "state", "member", member).await?, "removed");

    let logo = file("logo.png", b"png");
    let firm = FirmRecorded {
        party: scene::party("Ouest Infogérance", "732829320"),
        lang: Lang::Fr,
        time_zone: "Europe/Paris".into(),
        logo: Some(logo.clone()),
        mail_content: MailContent::LinkOnly,
        privacy_email: "dpo@ouest.example".into(),
        chasing: Default::default(),
    };
    let seal = SealRecorded::new(&[b"a certificate".to_vec()], SealSource::Own);
    let revoked = SealRevoked { sha256: seal.sha256, reason: "Clé copiée".into(), since: None };
    let (hold, about, by) = (scene.id(), format!("firm:{}", scene.firm.0), Person { member, name: "Anne".into() });
    let (on, why, who, reason) = (about.clone(), "Assignation".into(), by.clone(), "Jugée".into());
    let placed = HoldPlaced { hold, about: on, reason: why, reference: String::new(), by: who };
    let released = HoldReleased { hold, about, reason, by };
    scene.record([firm.into(), seal.into(), revoked.into(), placed.into(), released.into()]).await?;
    let mut tx = scene.db.read().await?;
    let row = tx.one("SELECT * FROM firm WHERE firm = $1", args![scene.firm]).await?;
    assert_eq!(row.json::<FileRef>("logo")?, logo);
    assert_eq!(row.word::<MailContent>("mail_content")?, MailContent::LinkOnly);
    assert_eq!(row.get::<String>("name")?, "Ouest Infogérance");
    assert_eq!(row.get::<u64>("first_entry")?, 0);
    Ok(())
}

async fn needs_and_papers(scene: &mut Scene, project: &ProjectRecorded) -> Result<()> {
    let (promise, paper) = (scene.id(), scene.id());
    let mut promised = PromiseRecorded {
        promise,
        project: project.project,
        text: "Plan de sauvegarde".into(),
        source: "Offre du 12 mars, § 4".into(),
        state: PromiseState::Open,
        note: "".into(),
    };
    let filed = PaperFiled {
        paper,
        project: project.project,
        class: PaperClass::Offer,
        file: file("offre.pdf", b"%PDF"),
        dated: Some("2026-03-01".parse()?),
    };
    scene.record([promised.clone().into(), filed.into()]).await?;
    promised.state = PromiseState::Kept;
    let second = ProjectRecorded { version: 2, change: "Sauvegarde ajoutée".into(), ..project.clone() };
    scene.record([promised.into(), second.into()]).await?;
    assert_eq!(column(scene, "promise", "state", "promise", promise).await?, "kept");
    assert_eq!(column(scene, "paper", "dated", "paper", paper).await?, "2026-03-01");
    let mut tx = scene.db.read().await?;
    let sql = "SELECT version, opened, changed, kinds FROM project WHERE firm = $1 AND project = $2";
    let row = tx.one(sql, args![scene.firm, project.project]).await?;
    assert_eq!(row.get::<u32>("version")?, 2);
    assert!(row.get::<Time>("opened")? < row.get::<Time>("changed")?);
    assert_eq!(row.json::<Vec<String>>("kinds")?, ["SRV"]);
    Ok(())
}

async fn coverage(scene: &mut Scene, project: &ProjectRecorded) -> Result<()> {
    let (project, rule, by) =
        (project.project, scene.id(), Person { member: scene.owner, name: "Anne Le Gall".into() });
    let text = Bilingual { fr: "GPAO".into(), en: String::new() };
    let (topic, title, reason) = (String::from("BCK-04"), String::from("Restauration"), String::from("Sans objet"));
    let asked = SurveyAnswered {
        project,
        question: "remote-work".into(),
        asked: "Des personnes travaillent-elles à distance ?".into(),
        answer: SurveyAnswer::Unknown,
        note: String::new(),
        by: by.clone(),
    };
    let found = TopicInPlace {
        project,
        topic: topic.clone(),
        title: title.clone(),
        evidence: "Rapport".into(),
        checked: "2026-03-01".parse()?,
        checked_by: "Yann Morvan".into(),
        by: by.clone(),
    };
    let change = ChangeReported {
        project,
        change: "incident".into(),
        day: "2026-03-02".parse()?,
        text: "Rançongiciel".into(),
        topics: vec![],
        by: by.clone(),
    };
    let own = TopicRecorded {
        topic: "F-GPAO".into(),
        version: 1,
        tier: Tier::B,
        title: text.clone(),
        risk: text.clone(),
        consequence: text.clone(),
        measure: text.clone(),
        by: by.clone(),
    };
    let (t, title_of, why) = (topic.clone(), title.clone(), reason.clone());
    let reopened = TopicReopened { project, topic: t, title: title_of, reason: why, by: by.clone() };
    let (when, off) = (
        RuleWhen::Renewal { months: 3 },
        RuleSwitched { rule: "SRV/BCK-01".into(), on: false, reason: reason.clone(), by: by.clone() },
    );
    scene
        .record([
            asked.into(),
            found.into(),
            reopened.into(),
            TopicNotApplicable { project, topic: topic.clone(), title, reason, by: by.clone() }.into(),
            change.into(),
            MilestoneReached {
                project,
                milestone: Milestone::Closed,
                open: vec![],
                unanswered: vec![],
                contested: None,
                reason: String::new(),
                by: by.clone(),
            }
            .into(),
            own.into(),
            KindRecorded { code: "F-ATELIER".into(), name: text, by: by.clone() }.into(),
            RuleRecorded { rule, topic, when, by }.into(),
            off.into(),
        ])
        .await
}

async fn mails(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let (notice, contact) = (Some(sent.notice), Some(sent.recipients[0].contact));
    let (mail, other, third) = (scene.id(), scene.id(), scene.id());
    let refused = |mail, contact, last| MailRefused {
        mail,
        purpose: MailPurpose::Notice,
        notice,
        contact,
        to: "direction@portes.example".into(),
        via: Via::Smtp("mail.example:587".into()),
        reply: "451 4.7.1 Try again later".into(),
        attempt: 1,
        last,
    };
    let accepted = |mail, contact, via| MailAccepted {
        mail,
        purpose: MailPurpose::Notice,
        notice,
        contact,
        to: "direction@portes.example".into(),
        message_id: "<1@acte.example>".into(),
        via,
        reply: "250 OK".into(),
        attempt: 2,
        message: sha256(b"message"),
        attachments: vec![],
    };
    let smtp = Via::Smtp("mail.example:587".into());
    scene.record([refused(mail, contact, false).into()]).await?;
    assert_eq!(reached(scene, sent, 0, "bounced").await?, None, "another try follows");
    scene.record([accepted(mail, contact, smtp).into()]).await?;
    let delivered = scene.clock.now();
    assert_eq!(reached(scene, sent, 0, "delivered").await?, Some(delivered));
    let again = accepted(scene.id(), contact, Via::Smtp("mail.example:587".into()));
    scene.record([again.into()]).await?;
    assert_eq!(reached(scene, sent, 0, "delivered").await?, Some(delivered), "the first stays");
    super::delivery::comes_back(scene, sent, mail).await?;

    let it = Some(sent.recipients[1].contact);
    scene.record([accepted(other, it, Via::Outbox).into()]).await?;
    assert_eq!(reached(scene, sent, 1, "delivered").await?, None, "the outbox reaches nobody");
    scene.record([refused(third, it, true).into()]).await?;
    assert_eq!(reached(scene, sent, 1, "bounced").await?, Some(scene.clock.now()));
    let mut tx = scene.db.read().await?;
    let sql = "SELECT server, message FROM delivery WHERE firm = $1 AND mail = $2 ORDER BY attempt";
    let row = tx.one(sql, args![scene.firm, other]).await?;
    assert_eq!(row.get::<Option<String>>("server")?, None);
    assert_eq!(row.get::<Hash>("message")?, sha256(b"message"));
    Ok(())
}

async fn people(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let (notice, contact) = (sent.notice, sent.recipients[1].contact);
    let (question, proposal, refused, code) = (scene.id(), scene.id(), scene.id(), scene.id());
    let named = |proposal| SignatoryNamed {
        proposal,
        notice,
        contact,
        name: "Gwen Tanguy".into(),
        email: "gwen@portes.example".into(),
        role: "Présidente".into(),
    };
    let warning = Some(sent.warnings[1].warning);
    let asked = QuestionAsked { question, notice, contact, warning, text: "Combien de temps ?".into() };
    scene.record([asked.into(), named(proposal).into(), named(refused).into()]).await?;
    assert_eq!(column(scene, "proposal", "state", "proposal", proposal).await?, "open");

    let member = Person { member: scene.owner, name: "Anne Le Gall".into() };
    let new = Recipient { contact: scene.id(), name: "Gwen Tanguy".into(), ..sent.recipients[0].clone() };
    let day = jiff::civil::date(2026, 4, 30);
    let exhausted = CodeExhausted { code, notice, contact, tries: 5 };
    let link = scene.id();
    let identified = Identification { link, code, to: "it@portes.example".into(), at: scene.clock.now() };
    let acknowledged = NoticeAcknowledged {
        notice,
        contact,
        typed_name: "Loïc Œuvrard".into(),
        consent: "J’ai lu.".into(),
        identified,
        device: Device::default(),
    };
    scene
        .record([
            QuestionAnswered { question, notice, member, text: "Une semaine.".into() }.into(),
            SignatoryConfirmed { proposal, notice, recipient: new.clone(), respond_by: Some(day) }.into(),
            SignatoryRefused { proposal: refused, notice, reason: "Ancien salarié".into() }.into(),
            LinkMade { link, notice, contact: new.contact, expires: sent.expires }.into(),
            LinkRevoked { link, notice, reason: "Mauvaise adresse".into() }.into(),
            exhausted.into(),
            acknowledged.into(),
        ])
        .await?;
    assert_eq!(column(scene, "question", "reply", "question", question).await?, "Une semaine.");
    assert_eq!(column(scene, "proposal", "state", "proposal", proposal).await?, "confirmed");
    assert_eq!(column(scene, "notice", "respond_by", "notice", notice).await?, day.to_string());
    assert_eq!(column(scene, "proposal", "reason", "proposal", refused).await?, "Ancien salarié");
    assert_eq!(column(scene, "notice_recipient", "name", "contact", new.contact).await?, "Gwen Tanguy");
    assert_eq!(reached(scene, sent, 1, "acknowledged").await?, Some(scene.clock.now()));
    let mut tx = scene.db.read().await?;
    let row = tx.one("SELECT revoked FROM link WHERE firm = $1 AND link = $2", args![scene.firm, link]).await?;
    assert_eq!(row.get::<Time>("revoked")?, scene.clock.now());
    Ok(())
}

async fn answers(scene: &mut Scene, sent: &Notice) -> Result<()> {
    let identified = scene.identify(sent).await?;
    assert_eq!(reached(scene, sent, 0, "identified").await?, Some(identified.at));
    let decision = |n: usize, choice| Decision {
        warning: sent.warnings[n].warning,
        choice,
        reason: "Budget".into(),
        reservations: "".into(),
    };
    let answer = Answer {
        signing: None,
        notice: sent.notice,
        contact: sent.recipients[0].contact,
        typed_name: "Maëlle Kerbrat".into(),
        consent: "J’ai lu et je décide.".into(),
        decisions: vec![
            decision(0, Choice::Accepted { option: Some(1) }),
            decision(1, Choice::Deferred { until: "2026-09-01".parse()? }),
        ],
        identified,
        device: Device::default(),
    };
    let document = DocumentMade {
        document: scene.id(),
        class: DocumentClass::Certificate,
        about: sent.notice,
        reference: "AT-2026-0001".into(),
        file: file("attestation.pdf", b"%PDF"),
        pages: 2,
        part: None,
        redacts: None,
    };
    let exported =
        EvidenceExported { class: DocumentClass::Dossier, about: sent.project.project, sha256: sha256(b"%PDF") };
    let about = format!("notice:{}", sent.notice);
    let bundled = BundleExported { about, sha256: sha256(b"contents"), files: 4, withheld: 0 };
    scene.record([answer.into(), document.clone().into(), exported.into(), bundled.into()]).await?;
    let mut tx = scene.db.read().await?;
    let sql = "SELECT choice, option_number, deferred_until FROM notice_warning WHERE notice = $1 ORDER BY position";
    let rows = tx.all(sql, args![sent.notice]).await?;
    assert_eq!(rows[0].get::<String>("choice")?, "accepted");
    assert_eq!(rows[0].get::<Option<u32>>("option_number")?, Some(1));
    assert_eq!(rows[1].get::<String>("choice")?, "deferred");
    assert_eq!(rows[1].parse::<Date>("deferred_until")?, "2026-09-01".parse()?);
    let sql = "SELECT act, contact FROM answer WHERE firm = $1 ORDER BY entry";
    let acts = tx.all(sql, args![scene.firm]).await?;
    let acts: Vec<String> = acts.iter().map(|row| row.get("act")).collect::<Result<_, _>>()?;
    assert_eq!(acts, ["acknowledgement", "answer"]);
    drop(tx);
    assert_eq!(column(scene, "document", "class", "document", document.document).await?, "certificate");
    Ok(())
}

fn file(name: &str, bytes: &[u8]) -> FileRef {
    FileRef { name: name.into(), media_type: "application/pdf".into(), size: bytes.len() as u64, sha256: sha256(bytes) }
}

/// A text column of the row whose `key` is `id`.
async fn column(scene: &Scene, table: &str, column: &str, key: &str, id: Id) -> Result<String> {
    let mut tx = scene.db.read().await?;
    let sql = format!("SELECT {column} AS v FROM {table} WHERE firm = $1 AND {key} = $2");
    Ok(tx.one(built(sql), args![scene.firm, id]).await?.get("v")?)
}

/// When the recipient at `position` first came so far.
async fn reached(scene: &Scene, sent: &Notice, position: usize, column: &str) -> Result<Option<Time>> {
    let mut tx = scene.db.read().await?;
    let sql = format!("SELECT {column} AS v FROM notice_recipient WHERE firm = $1 AND notice = $2 AND contact = $3");
    let values = args![scene.firm, sent.notice, sent.recipients[position].contact];
    Ok(tx.one(built(sql), values).await?.get("v")?)
}
