//! What people read: each kind of mail, in French and in English, as it came through a mail server.

use anyhow::Result;
use ledger::event::{Answer, Choice, Decision, Device, FileRef, Identification, QuestionAnswered, Role};
use ledger::{Id, Lang, Time};
use server::mail::{self, Occasion};
use tests::smtp::{Mail, MailServer};

use crate::{MINUTE, Post, TOKEN};

/// Queues one mail of each kind to the director.
async fn one_of_each(post: &mut Post, lang: Lang) -> Result<()> {
    let notice = post.issue(|notice| {
        notice.lang = lang;
        notice.reference = "MG-2026-0007".into();
        notice.recipients.truncate(1);
    });
    let notice = notice.await?;
    post.work().await?;
    let (app, owner) = (post.app.clone(), post.scene.owner);
    let to = notice.recipients[0].clone();
    let bytes = br#"{"of":"evidence"}"#;
    let sha256 = app.files.put(post.scene.firm, bytes, &mut app.rng()).await?;
    let file = FileRef { name: "preuve.json".into(), media_type: "application/json".into(), size: 17, sha256 };
    let decision = |i: usize, choice| Decision {
        warning: notice.warnings[i].warning,
        choice,
        reason: "Trop cher".into(),
        reservations: String::new(),
    };
    let decisions = vec![
        decision(0, Choice::Accepted { option: Some(1) }),
        decision(1, Choice::Deferred { until: "2026-09-01".parse()? }),
    ];

    let answer = Answer {
        notice: notice.notice,
        contact: to.contact,
        typed_name: to.name.clone(),
        consent: String::new(),
        decisions,
        signing: None,
        identified: Identification { link: Id([6; 16]), code: Id([7; 16]), to: to.email.clone(), at: Time(0) },
        device: Device::default(),
    };

    let mut log = post.scene.append().await?;
    let (now, expires) = (log.now(), log.now().plus_millis(10 * MINUTE));
    let asked = "Combien de temps ?\nEt quand ?";
    let reply = QuestionAnswered {
        question: Id([5; 16]),
        notice: notice.notice,
        member: notice.author.clone(),
        text: "Deux jours.\n> Ainsi".into(),
    };
    let named = Occasion::Named { by: "Loïc Œuvrard".into() };
    mail::queue_code(&mut log, &app, &notice, &to, "042137", expires).await?;
    mail::queue_receipt(&mut log, &app, &notice, &to, now, Some(&answer), vec![file]).await?;
    mail::queue_receipt(&mut log, &app, &notice, &to, now, None, vec![]).await?;
    mail::queue_reply(&mut log, &app, &notice, &to, asked, &reply).await?;
    mail::queue_notice(&mut log, &app, &notice, &to, Occasion::NewLink, TOKEN, notice.expires).await?;
    mail::queue_notice(&mut log, &app, &notice, &to, named, TOKEN, notice.expires).await?;
    mail::queue_invitation(&mut log, &app, owner, "new@ouest.example", Role::Adviser, TOKEN, expires).await?;
    mail::queue_password_changed(&mut log, &app, post.scene.firm, owner, now).await?;
    log.commit().await?;
    post.work().await?;
    Ok(())
}

fn about<'a>(mails: &'a [Mail], words: &str) -> &'a Mail {
    let subjects: Vec<String> = mails.iter().map(Mail::subject).collect();
    mails.iter().find(|mail| mail.subject().contains(words)).unwrap_or_else(|| panic!("{words} among {subjects:#?}"))
}

/// Typography apart: every kind of space is a space.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace('\r', "").replace(" \n", "\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn in_french() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    one_of_each(&mut post, Lang::Fr).await?;
    let mails = server.mails();
    assert_eq!(mails.len(), 9);
    let first = about(&mails, "Lettre de mise en garde MG-2026-0007 – Infogérance de l’Ouest");
    insta::assert_snapshot!(plain(&first.text()), @"
    Bonjour Maëlle Kerbrat,

    Anne Le Gall (Infogérance de l’Ouest) vous adresse une lettre de mise en garde au sujet de la mission « Remplacement des serveurs », menée pour Portes & Portails SAS.

    Elle porte sur 2 sujets :

    - Sauvegarde joignable depuis la production
    - Sauvegarde joignable depuis la production

    Pour chaque sujet, il vous est demandé de décider : accepter la mesure proposée, la refuser ou différer votre décision.

    Réponse demandée au plus tard le 31 mars 2026.

    Lire et répondre :
    https://acte.example/n/t0kenT0kenT0kenT0ken

    Ce lien vous est personnel : ne le transférez pas. Il est valable jusqu’au 31 mai 2026 à 11 h 00 (UTC+02:00).

    Si la décision ne vous revient pas, la page vous permet d’indiquer à qui elle revient ; vous pouvez aussi y poser une question.

    Le texte complet est joint à ce message, au format PDF.

    Un doute sur l’origine de ce message ? Interrogez Anne Le Gall par le moyen que vous utilisez d’habitude.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Sont consignés : vos coordonnées professionnelles, la demande et la saisie du code, votre réponse ; avec la saisie et la réponse, l’adresse IP et le nom du navigateur. Vos droits : donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "Votre code").text()), @"
    Bonjour Maëlle Kerbrat,

    Ce code, à saisir sur la page de la lettre, confirme que vous recevez ce qui est envoyé à cette adresse électronique :

    042137

    Il est valable 10 minutes et ne sert qu’une fois.

    Vous n’avez pas demandé de code ? Ne le communiquez à personne et prévenez Anne Le Gall.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Sont consignés : vos coordonnées professionnelles, la demande et la saisie du code, votre réponse ; avec la saisie et la réponse, l’adresse IP et le nom du navigateur. Vos droits : donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "Votre réponse").text()), @"
    Bonjour Maëlle Kerbrat,

    Votre réponse au sujet de la mission « Remplacement des serveurs » a été enregistrée le 2 mars 2026 à 10 h 00 (UTC+01:00).

    - Sauvegarde joignable depuis la production – mesure acceptée, option 1
    - Sauvegarde joignable depuis la production – décision différée jusqu’au 1er septembre 2026

    L’attestation est jointe à ce message. Conservez-la : elle vous permet de montrer, sans dépendre de votre prestataire, ce qui vous a été écrit et ce que vous avez répondu.

    Le lien qui vous a été adressé mène toujours à la lettre.

    Ce n’était pas vous ? Prévenez Anne Le Gall sans attendre.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Sont consignés : vos coordonnées professionnelles, la demande et la saisie du code, votre réponse ; avec la saisie et la réponse, l’adresse IP et le nom du navigateur. Vos droits : donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "Votre lecture").text()), @"
    Bonjour Maëlle Kerbrat,

    Vous avez confirmé avoir lu la lettre au sujet de la mission « Remplacement des serveurs » ; cela a été enregistré le 2 mars 2026 à 10 h 00 (UTC+01:00).

    Le lien qui vous a été adressé mène toujours à la lettre.

    Ce n’était pas vous ? Prévenez Anne Le Gall sans attendre.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Sont consignés : vos coordonnées professionnelles, la demande et la saisie du code, votre réponse ; avec la saisie et la réponse, l’adresse IP et le nom du navigateur. Vos droits : donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "Réponse à votre question").text()), @"
    Bonjour Maëlle Kerbrat,

    Anne Le Gall a répondu à votre question.

    Votre question :
    > Combien de temps ?
    > Et quand ?

    Sa réponse :
    > Deux jours.
    > > Ainsi

    Le lien qui vous a été adressé vous ramène à la lettre.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Sont consignés : vos coordonnées professionnelles, la demande et la saisie du code, votre réponse ; avec la saisie et la réponse, l’adresse IP et le nom du navigateur. Vos droits : donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "Invitation").text()), @"
    Bonjour,

    Anne Le Gall vous invite à rejoindre Infogérance de l’Ouest sur Acté, où sont consignées les mises en garde adressées aux clients et leurs réponses.

    Votre rôle : Conseiller.

    Choisir votre mot de passe :
    https://acte.example/join/t0kenT0kenT0kenT0ken

    Ce lien vous est personnel et ne sert qu’une fois. Il est valable jusqu’au 2 mars 2026 à 10 h 10 (UTC+01:00).

    Vous n’attendiez pas cette invitation ? Ne faites rien : aucun compte ne s’ouvre sans vous.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Données personnelles : donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "mot de passe").text()), @"
    Bonjour Anne Le Gall,

    Le mot de passe de votre compte Acté a été changé le 2 mars 2026 à 10 h 00 (UTC+01:00). Vos autres sessions ont été fermées.

    Voir les sessions ouvertes :
    https://acte.example/account

    Ce n’était pas vous ? Demandez sans attendre à un responsable, chez Infogérance de l’Ouest, de vous retirer l’accès, puis de vous inviter de nouveau.

    --
    Message établi par Acté pour Infogérance de l’Ouest.
    Données personnelles : donnees@ouest.example
    ");
    assert_eq!(about(&mails, "Votre code").code(), "042137");
    for mail in &mails {
        rules_of_every_mail(mail, "fr");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn in_english() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    one_of_each(&mut post, Lang::En).await?;
    let mails = server.mails();
    let first = about(&mails, "Warning notice MG-2026-0007 – Infogérance de l’Ouest");
    insta::assert_snapshot!(plain(&first.text()), @"
    Hello Maëlle Kerbrat,

    Anne Le Gall (Infogérance de l’Ouest) is sending you a warning notice about the project “Remplacement des serveurs”, carried out for Portes & Portails SAS.

    It covers 2 topics:

    - Sauvegarde joignable depuis la production
    - Sauvegarde joignable depuis la production

    For each topic you are asked to decide: accept the proposed measure, decline it, or defer your decision.

    Answer asked for by 31 March 2026.

    Read and answer:
    https://acte.example/n/t0kenT0kenT0kenT0ken

    This link is for you alone: do not forward it. It works until 31 May 2026, 11:00 (UTC+02:00).

    If the decision is not yours, the page lets you say whose it is; you can also ask a question there.

    The complete text is attached to this message as a PDF.

    Not sure who this message comes from? Ask Anne Le Gall the way you usually do.

    --
    Written by Acté for Infogérance de l’Ouest.
    Recorded: your business contact details, asking for the code and typing it, your answer; with the typing and the answer, the IP address and the browser’s name. Your rights: donnees@ouest.example
    ");
    insta::assert_snapshot!(plain(&about(&mails, "Your answer").text()), @"
    Hello Maëlle Kerbrat,

    Your answer about the project “Remplacement des serveurs” was recorded on 2 March 2026, 10:00 (UTC+01:00).

    - Sauvegarde joignable depuis la production – measure accepted, option 1
    - Sauvegarde joignable depuis la production – decision deferred until 1 September 2026

    The certificate is attached to this message. Keep it: it lets you show, without depending on your provider, what you were told and what you answered.

    The link that was addressed to you still leads to the notice.

    Was this not you? Tell Anne Le Gall at once.

    --
    Written by Acté for Infogérance de l’Ouest.
    Recorded: your business contact details, asking for the code and typing it, your answer; with the typing and the answer, the IP address and the browser’s name. Your rights: donnees@ouest.example
    ");
    let named = mails.iter().filter(|mail| mail.text().contains("Loïc Œuvrard told us")).count();
    let renewed = mails.iter().filter(|mail| mail.text().contains("a new personal link")).count();
    assert_eq!((named, renewed), (1, 1));
    // Members are written to in their own language, which is French here.
    for mail in mails.iter().filter(|mail| mail.to[0] == "direction@portes.example") {
        rules_of_every_mail(mail, "en");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_belongs_to_a_notice_is_shown_with_it() -> Result<()> {
    let server = MailServer::start();
    let mut post = Post::open(Some(&server)).await?;
    one_of_each(&mut post, Lang::Fr).await?;
    let mails = server.mails();
    let first = mails[0].message().message_id().expect("an id").to_owned();
    for mail in &mails[1..] {
        let message = mail.message();
        let answers_to = message.in_reply_to().as_text().map(str::to_owned);
        let belongs = mail.to[0] == "direction@portes.example";
        assert_eq!(answers_to.as_deref(), belongs.then_some(first.as_str()), "{}", mail.subject());
    }
    let receipt = about(&mails, "Votre réponse");
    assert_eq!(receipt.attachments(), [("preuve.json".to_owned(), br#"{"of":"evidence"}"#.to_vec())]);
    Ok(())
}

fn rules_of_every_mail(mail: &Mail, lang: &str) {
    let subject = mail.subject();
    let raw = String::from_utf8(mail.raw.clone()).expect("only ASCII travels");
    assert!(raw.is_ascii(), "{subject}");
    for header in ["Auto-Submitted: auto-generated", &format!("Content-Language: {lang}"), "MIME-Version: 1.0"] {
        assert!(raw.contains(&format!("\r\n{header}\r\n")), "{header} in {subject}");
    }
    let message = mail.message();
    let from = message.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Infogérance de l’Ouest"), Some("acte@prestataire.example")));
    let html = mail.html();
    assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{subject}");
    for remote in ["<img", "src=", "<link", "<script", "url(", "background"] {
        assert!(!html.contains(remote), "{remote} in {subject}");
    }
    for link in mail.links() {
        assert!(html.contains(&format!(">{link}</a>")), "the address is shown, not hidden: {subject}");
    }
}
