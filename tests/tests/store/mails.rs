//! What sending a mail asks of the store.

use anyhow::Result;
use ledger::event::{DocumentClass, DocumentMade, FileRef, MailAccepted, MailPurpose, MailRefused, Via};
use ledger::{Hash, Id};
use server::store::files::{self, Files};
use server::store::mails;
use tests::scene::both;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_mail_is_tried_settled_and_kept() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let notice = scene.issue(&project).await?;
        let (firm, about, contact) = (scene.firm, notice.notice, notice.recipients[0].contact);
        let (mail, code, given_up) = (scene.id(), scene.id(), scene.id());
        let to = notice.recipients[0].email.clone();
        let refused = |mail: Id, attempt: u32, last: bool| MailRefused {
            mail,
            purpose: MailPurpose::Notice,
            notice: Some(about),
            contact: Some(contact),
            to: to.clone(),
            via: Via::Smtp("mail.example:587".into()),
            reply: "451 later".into(),
            attempt,
            last,
        };
        let accepted = |mail: Id, purpose: MailPurpose, via: Via| MailAccepted {
            mail,
            purpose,
            notice: Some(about),
            contact: Some(contact),
            to: to.clone(),
            message_id: format!("<{mail}@acte.example>"),
            via,
            reply: "250 ok".into(),
            attempt: 2,
            message: Hash([1; 32]),
            attachments: vec![],
        };
        scene.record([refused(mail, 1, false).into(), refused(given_up, 1, true).into()]).await?;
        {
            let mut tx = scene.db.read().await?;
            assert!(!mails::is_settled(&mut tx, firm, mail).await?);
            assert!(mails::is_settled(&mut tx, firm, given_up).await?, "no try follows");
            assert_eq!(mails::tries(&mut tx, firm, mail).await?, 1);
            assert_eq!(mails::notice_message_id(&mut tx, firm, about, contact).await?, None);
            assert_eq!(mails::kept(&mut tx, firm, "").await?.0, []);
            assert_eq!(mails::document(&mut tx, firm, DocumentClass::Notice, about).await?, None);
        }
        let files = Files::local(&scene.folder().join("files"), scene.vault.clone())?;
        let sha256 = files.put(firm, b"%PDF-1.7 ...", &mut scene.rng).await?;
        let file = FileRef { name: "MG.pdf".into(), media_type: "application/pdf".into(), size: 12, sha256 };
        let made = DocumentMade {
            document: scene.id(),
            class: DocumentClass::Notice,
            about,
            reference: notice.reference.clone(),
            file: file.clone(),
            pages: 1,
            part: None,
            redacts: None,
        };
        let smtp = Via::Smtp("mail.example:587".into());
        let mut log = scene.append().await?;
        files::record(&mut log, &files, &file).await?;
        log.commit().await?;
        scene
            .record([
                made.into(),
                accepted(mail, MailPurpose::Notice, Via::Outbox).into(),
                accepted(code, MailPurpose::Code, smtp).into(),
            ])
            .await?;
        let mut tx = scene.db.read().await?;
        assert!(mails::is_settled(&mut tx, firm, mail).await?);
        assert_eq!(mails::tries(&mut tx, firm, mail).await?, 2);
        let first = mails::notice_message_id(&mut tx, firm, about, contact).await?;
        assert_eq!(first, Some(format!("<{mail}@acte.example>")), "not that of the code");
        assert_eq!(mails::kept(&mut tx, firm, "").await?.0, [mail], "what was sent is not in the outbox");
        assert_eq!(mails::document(&mut tx, firm, DocumentClass::Notice, about).await?, Some(file));
        let (name, email, _) = mails::member(&mut tx, firm, scene.owner).await?;
        assert_eq!((name.as_str(), email.as_str()), ("Anne Le Gall", "anne@ouest.example"));

        let other = server::store::Firm(Id([9; 16]));
        assert!(
            !mails::is_settled(&mut tx, other, mail).await?
                && mails::member(&mut tx, other, scene.owner).await.is_err()
        );
        assert_eq!(mails::kept(&mut tx, other, "").await?.0, []);
        Ok(())
    })
    .await
}
