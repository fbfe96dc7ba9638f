//! What follows when a notice is not answered, and the certificate that nothing came.

use ledger::event::Chasing;

use super::{Texts, texts};

impl Texts {
    /// "a", "a et b", "a, b et c".
    pub fn list(self, items: &[impl AsRef<str>]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        match items.split_last() {
            None => String::new(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, first)) => format!("{} {} {last}", first.join(", "), self.choose("et", "and")),
        }
    }

    /// A step of a plan: "J+3".
    pub fn chasing_day(self, day: u32) -> String {
        self.choose(format!("J+{day}"), format!("D+{day}"))
    }

    /// What a plan comes to, as a sentence without its full stop.
    pub fn chasing_words(self, chasing: &Chasing) -> String {
        let days: Vec<String> = chasing.reminders.iter().map(|day| self.chasing_day(*day)).collect();
        match (days.as_slice(), chasing.escalation) {
            ([], None) => self.chasing_none().to_owned(),
            ([], Some(day)) => self.chasing_director_only(&self.chasing_day(day)),
            (days, None) => self.chasing_reminders_only(&self.list(days)),
            (days, Some(day)) => self.chasing_both(&self.list(days), &self.chasing_day(day)),
        }
    }
}

texts! {
    chasing_none: "Rien ne suit de soi-même", "Nothing follows by itself";
    chasing_reminders_only(days: &str): "Relances à {days}", "Reminders at {days}";
    chasing_director_only(day: &str): "Envoi à la direction à {day}", "Sent to the director at {day}";
    chasing_both(days: &str, day: &str): "Relances à {days}, puis envoi à la direction à {day}", "Reminders at {days}, then sent to the director at {day}";
    chasing_days_note: "Les jours se comptent depuis l’émission ou, pour une personne désignée ensuite, depuis sa confirmation.", "Days count from the issue or, for a person named later, from their confirmation.";
    chasing: "Relances et suites", "Reminders and what follows";
    chasing_next(date: &str): "Prochaine étape automatique : le {date}.", "Next automatic step: {date}.";
    chasing_now: "Une étape est due : elle part dans un instant.", "A step is due: it leaves in a moment.";
    chasing_waits(date: &str): "Vous devez d’abord une réponse au client : rien ne part avant le {date} au plus tôt.", "You owe the client a reply first: nothing leaves before {date} at the earliest.";
    chasing_over: "Plus rien ne part automatiquement.", "Nothing more leaves automatically.";
    chasing_nobody: "L’envoi à la direction est dû et n’a personne à qui aller : il part le matin qui suit le jour où quelqu’un est connu.", "The step to the director is due and has nobody to go to: it leaves on the morning after somebody is known.";
    chasing_why(reason: &str): "Motif consigné : {reason}", "Recorded reason: {reason}";
    chasing_director_is(name: &str): "À la direction : {name}.", "To the director: {name}.";
    chasing_director_asked(name: &str): "À la direction : {name}, qui en est déjà destinataire.", "To the director: {name}, who is a recipient already.";
    chasing_no_director: "Aucune autre personne n’est connue à la direction de ce client : choisissez-la ci-dessous, ou cochez « Dirige l’entreprise » dans sa fiche.", "No other person is known to direct this client: choose one below, or tick “Directs the company” in their record.";
    chasing_change: "Changer la suite", "Change what follows";
    chasing_follow: "Suite automatique", "Automatic follow-up";
    chasing_yes: "Relancer", "Chase";
    chasing_yes_hint: "Selon les réglages du prestataire, comptés depuis l’émission. Une étape déjà faite n’est jamais refaite.", "By the firm’s settings, counted from the issue. A step already taken is never taken again.";
    chasing_no: "Ne pas relancer", "Do not chase";
    chasing_no_hint: "Par exemple : une réunion est fixée. Le motif est obligatoire et consigné.", "For instance: a meeting is set. The reason is required and recorded.";
    chasing_director: "À qui s’adresser ensuite", "Whom to turn to next";
    chasing_director_hint: "Cette personne devient destinataire de la lettre. Vide : le contact qui dirige l’entreprise.", "This person becomes a recipient of the notice. Empty: the contact who directs the company.";
    done_chasing_planned: "La suite est consignée.", "What follows is recorded.";
    firm_reminders: "Relances (jours après l’émission)", "Reminders (days after the issue)";
    firm_reminders_hint: "Par exemple : 3, 7, 14. Vide : aucune relance. Vaut pour les lettres émises ensuite.", "For instance: 3, 7, 14. Empty: no reminder. Applies to notices issued from then on.";
    firm_escalation: "Envoi à la direction (jours après l’émission)", "Sent to the director (days after the issue)";
    firm_escalation_hint: "Après la dernière relance. Vide : jamais.", "After the last reminder. Empty: never.";
    error_bad_days: "Indiquez au plus six nombres de jours, de 1 à 365, du plus petit au plus grand ; l’envoi à la direction vient après.", "Give at most six numbers of days, from 1 to 365, smallest first; the director comes after them.";
    contact_director: "Dirige l’entreprise", "Directs the company";
    contact_director_hint: "Une lettre restée sans réponse lui est adressée après les relances.", "A notice that stays without an answer is sent to them after the reminders.";
    silence_warnings(n: u64): ["{n} mise en garde sans réponse" | "{n} mises en garde sans réponse"], ["{n} warning without an answer" | "{n} warnings without an answer"];
    silence_ask: "Attester l’absence de réponse", "Certify that no answer came";
    silence_ask_hint: "Fait un PDF scellé qui montre ce qui a été envoyé, comment c’est parvenu, les relances, et qu’aucune réponse n’est consignée à cet instant. Il ne dit jamais que la mesure est acceptée ou refusée.", "Makes a sealed PDF that shows what was sent, how it arrived, the reminders, and that no answer is recorded at this moment. It never says that the measure was accepted or declined.";
    silence_pdf: "Absence de réponse (PDF)", "No answer (PDF)";
    silence_preparing: "L’attestation demandée est en préparation ; rechargez cette page dans un instant.", "The certificate asked for is being prepared; reload this page in a moment.";
    silence_answered: "Une réponse est consignée : l’absence de réponse ne peut plus être attestée. L’attestation de réponse dit ce qui a été répondu.", "An answer is recorded: that no answer came can no longer be certified. The certificate of answer says what was answered.";
    silence_informative: "Cette lettre ne demande de réponse à personne : il n’y a pas d’absence de réponse à attester.", "This notice asks nobody for an answer: there is no missing answer to certify.";
    done_silence_recorded: "L’absence de réponse est consignée ; l’attestation se prépare.", "That no answer came is recorded; the certificate is being made.";
    verify_class_no_answer: "Attestation d’absence de réponse", "Certificate of no answer";
    doc_silence_at(when: &str): "Aucune réponse consignée au {when}", "No answer on record at {when}";
    doc_silence_clock: "Heure : horloge du serveur du prestataire", "Time: the clock of the firm’s server";
    doc_reached: "Comment la lettre leur est parvenue", "How the notice reached them";
    doc_reached_what: "Ce que montre le registre", "What the log shows";
    doc_reached_mail(when: &str, server: &str, reply: &str): "{when} : pris en charge par le serveur {server} ({reply})", "{when}: taken by the server {server} ({reply})";
    doc_reached_filed(when: &str): "{when} : déposé dans le dossier d’envoi, non expédié", "{when}: filed in the outbox folder, not sent";
    doc_reached_refused(when: &str, reply: &str): "{when} : refusé par la messagerie ({reply})", "{when}: refused by the mail server ({reply})";
    doc_reached_waits: "Pas encore remis à un serveur de messagerie", "Not yet handed to a mail server";
    doc_reached_code(when: &str, who: &str): "{when} : code demandé par {who}", "{when}: code asked for by {who}";
    doc_reached_identified(when: &str): "{when} : code saisi", "{when}: code typed";
    doc_reached_read(when: &str): "{when} : lecture confirmée", "{when}: reading confirmed";
    doc_reached_asked(when: &str, who: &str): "{when} : question posée par {who}", "{when}: question asked by {who}";
    doc_reached_named(when: &str, who: &str): "{when} : autre personne désignée par {who}", "{when}: another person named by {who}";
    doc_reached_no_act: "Aucun acte de cette personne sur la page de cette lettre n’est consigné.", "No act of this person on the page of this notice is recorded.";
    doc_reminders: "Relances", "Reminders";
    doc_reminders_none: "Aucune relance n’est consignée à cette date.", "No reminder is recorded at this date.";
    doc_chasing_planned(words: &str): "Prévu : {words}.", "Planned: {words}.";
    doc_chasing_waits: "Rien ne part tant qu’une question ou la vérification d’un signataire désigné attend le prestataire : c’est le cas à cette date.", "Nothing leaves while a question, or the check of a signatory named, waits for the firm: so it does at this date.";
    doc_director_asked(day: &str, names: &str): "{day} : aucun autre envoi à la direction n’est consigné ; {names}, à la direction, en est déjà destinataire.", "{day}: no other step to the director is recorded; {names}, who directs the company, is a recipient already.";
    doc_reminder_step: "Étape", "Step";
    doc_director_step: "Envoi à la direction", "Sent to the director";
    doc_reminder_sent: "Ce qu’il en est advenu", "What became of it";
    doc_silence_limits: "Ce que cette attestation ne prouve pas", "What this certificate does not prove";
    doc_mails: "Courriels à ce sujet", "E-mails about it";
    doc_mails_count(n: u64): ["{n} courriel consigné, plus bas : ni code, ni décision" | "{n} courriels consignés, plus bas : ni code, ni décision"], ["{n} e-mail on record, below: no code, no decision" | "{n} e-mails on record, below: no code, no decision"];
    doc_mails_note: "Un courriel n’est pas une réponse donnée sur la page prévue : il ne porte ni code ni décision, et son expéditeur est celui qu’il annonce. Il est à lire avant de parler de silence ; il figure, entier, parmi les pièces du lot de preuves.", "An e-mail is no answer given on the page made for it: it carries no code and no decision, and its sender is the one that it names. It is to be read before anybody speaks of silence; it is, whole, among the files of the bundle.";
    doc_mail_recorded: "Consigné", "Recorded";
    doc_mail_says: "Ce qui est arrivé, et ce qu’en montre le message", "What came, and what the message shows";
    doc_silence_limit_choice: "Le silence ne vaut ni acceptation ni refus : cette attestation ne dit rien de ce que le client a décidé.", "Silence is neither acceptance nor refusal: this certificate says nothing of what the client decided.";
    doc_silence_limit_read: "Un courriel pris en charge par un serveur n’est pas un courriel lu ; seul un acte de la personne, quand il figure plus haut, montre qu’elle a ouvert la page.", "A mail that a server took is not a mail that was read; only an act of the person, where one is shown above, shows that they opened the page.";
    doc_silence_limit_other: "Une réponse donnée autrement (de vive voix, par téléphone, par courrier) et que personne n’a consignée n’y paraît pas.", "An answer given in another way (by word of mouth, by telephone, by letter) that nobody recorded does not appear.";
    trail_step_reminder: "Relance", "Reminder";
    trail_step_director: "Adressée à la direction", "Sent to the director";
    mail_purpose_reminder: "Courriel de relance", "Reminder e-mail";
    mail_reminder_subject(notice: &str, reference: &str, firm: &str): "Rappel : {notice} {reference} – {firm}", "Reminder: {notice} {reference} – {firm}";
    mail_reminder_lead(date: &str, author: &str, firm: &str, notice: &str, project: &str): "Le {date}, {author} ({firm}) vous a adressé {notice}, au sujet de la mission « {project} ». Aucune réponse n’est consignée à ce jour.", "On {date}, {author} ({firm}) addressed to you {notice} about the project “{project}”. No answer is recorded to date.";
    mail_escalated_lead(author: &str, firm: &str, date: &str, to: &str, notice: &str, project: &str): "Le {date}, {author} ({firm}) a adressé à {to} {notice}, au sujet de la mission « {project} ». Aucune réponse n’est consignée à ce jour : ce message vous est adressé parce que vous dirigez l’entreprise.", "On {date}, {author} ({firm}) addressed to {to} {notice} about the project “{project}”. No answer is recorded to date: it is addressed to you because you direct the company.";
    mail_silence: "Le silence ne vaut jamais acceptation : tant que rien n’est décidé, le risque décrit demeure.", "Silence never counts as acceptance: as long as nothing is decided, the risk described remains.";
}
