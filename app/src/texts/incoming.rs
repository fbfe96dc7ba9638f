//! What came back about a mail, and what was answered to it by mail.

use ledger::event::{MailReturned, NoticeResent, ReplyReceived, ReturnAction};

use super::{Texts, texts};
use crate::parts::State;

impl Texts {
    /// What a report says became of a mail: a shape, a colour, and these words.
    pub fn returned(self, action: ReturnAction) -> (State, &'static str) {
        match action {
            ReturnAction::Failed => (State::Overdue, self.returned_failed()),
            ReturnAction::Delayed => (State::Awaiting, self.returned_delayed()),
            ReturnAction::Delivered => (State::Informative, self.returned_delivered()),
            ReturnAction::Relayed => (State::Informative, self.returned_relayed()),
        }
    }

    /// Who reports it, and what it says: the report's word, and no more.
    pub fn returned_words(self, e: &MailReturned) -> String {
        let reporter = if e.reporter.is_empty() { &e.from } else { &e.reporter };
        let about = if e.recipient.is_empty() { &e.to } else { &e.recipient };
        let said = [e.status.as_str(), e.diagnostic.as_str()].into_iter().filter(|part| !part.is_empty());
        let said = said.collect::<Vec<_>>().join(" ");
        self.returned_by(reporter, about, if said.is_empty() { self.returned_no_reason() } else { &said })
    }

    /// To which address a notice was sent once more.
    pub fn resent_words(self, e: &NoticeResent) -> String {
        if e.to == e.before { self.resent_same(&e.to) } else { self.resent_to(&e.to, &e.before) }
    }

    /// What an answer by mail is.
    pub fn reply_word(self, e: &ReplyReceived) -> (State, &'static str) {
        if e.automatic { (State::Draft, self.reply_automatic()) } else { (State::Question, self.reply_written()) }
    }

    /// Why a message found no place.
    pub fn incoming_reason(self, word: &str) -> &'static str {
        match word {
            "untied" => self.incoming_untied(),
            "other_report" => self.incoming_other_report(),
            "no_notice" => self.incoming_no_notice(),
            "too_large" => self.incoming_too_large(),
            "twice" => self.incoming_twice(),
            "too_long" => self.incoming_too_long(),
            _ => self.incoming_no_headers(),
        }
    }
}

texts! {
    event_mail_returned: "Rapport de remise reçu", "Delivery report received";
    event_reply_received: "Réponse par courriel reçue", "Reply by e-mail received";
    returned_failed: "Revenu : adresse non atteinte", "Came back: address not reached";
    returned_delayed: "Retardé, nouvel essai annoncé", "Delayed, another try announced";
    returned_delivered: "Remise rapportée", "Delivery reported";
    returned_relayed: "Transmission rapportée", "Handing on reported";
    returned_by(reporter: &str, about: &str, said: &str): "Rapporté par {reporter}, pour {about} : {said}", "Reported by {reporter}, for {about}: {said}";
    returned_no_reason: "sans motif", "without a reason";
    returned_note: "Un rapport de remise dit ce que rapporte un serveur de messagerie ; il ne prouve rien de plus.", "A delivery report says what a mail server reports; it proves nothing more.";
    event_notice_resent: "Lettre renvoyée", "Notice sent again";
    resent_to(to: &str, before: &str): "Renvoi à {to} ; l’envoi précédent était allé à {before}", "Sent again to {to}; the earlier mail had gone to {before}";
    resent_same(to: &str): "Renvoi à la même adresse, {to}", "Sent again to the same address, {to}";
    told_resent: "Renvoi par courriel", "Sent again by e-mail";
    told_resent_asked: "Renvoi demandé", "Sending asked for";
    trail_step_resent: "Renvoyée", "Sent again";
    resend: "Renvoyer la lettre", "Send the notice again";
    resend_to(name: &str, to: &str): "Renvoyer la lettre à {name}, à {to}", "Send the notice again to {name}, at {to}";
    resend_address(to: &str): "Adresse connue à présent : {to}", "Address known by now: {to}";
    resend_note: "Le même lien part dans un nouveau courriel, et les codes iront à cette adresse. Si l’envoi précédent est arrivé chez quelqu’un d’autre, retirez d’abord le lien, plus bas : un nouveau sera créé. La remise compte du jour où leur messagerie prend ce courriel, pas de l’émission.", "The same link goes in a new mail, and codes will go to this address. If the earlier mail reached somebody else, withdraw the link first, further down: a new one will be made. Delivery counts from the day on which their mail server takes this mail, not from the issue.";
    done_notice_resent: "Le renvoi est consigné.", "That it was sent again is recorded.";
    returned_another: "Donner une autre adresse", "Give another address";
    contact_unreached(when: &str): "Cette adresse n’a pas été atteinte : un courriel en est revenu le {when}. Demandez-en une autre à la personne, puis enregistrez-la ici.", "This address was not reached: a mail came back from it on {when}. Ask the person for another one, then record it here.";
    contact_unreached_short: "Adresse non atteinte", "Address not reached";
    doc_reached_returned(when: &str, said: &str): "{when} : revenu sans être remis. {said}", "{when}: came back undelivered. {said}";
    doc_reached_delayed(when: &str, said: &str): "{when} : retardé. {said}", "{when}: delayed. {said}";

    replies: "Réponses par courriel", "Replies by e-mail";
    reply_written: "Courriel, pas une décision", "E-mail, not a decision";
    reply_automatic: "Réponse automatique", "Automatic reply";
    replies_note: "Un courriel n’est jamais une décision. Pour répondre, le client ouvre le lien personnel qu’il a reçu et saisit le code ; « Nouveau lien », plus bas, le lui renvoie.", "An e-mail is never a decision. To answer, the client opens the personal link that they were sent and types the code; “New link”, further down, sends it again.";
    replies_read(n: u64): ["J’ai lu cette réponse" | "J’ai lu ces réponses"], ["I have read this reply" | "I have read these replies"];
    done_replies_read: "Les réponses sont marquées comme lues.", "The replies are marked as read.";
    told_reply(subject: &str): "Réponse par courriel : {subject}", "Reply by e-mail: {subject}";

    incoming: "Courriels reçus sans place", "Incoming mails without a place";
    incoming_lead: "Ce qui est arrivé et qu’aucune référence ne rattache à un de vos courriels. Rien n’est deviné : lisez, puis importez le fichier dans une mission si cela la concerne.", "What came in and no reference ties to one of your mails. Nothing is guessed: read it, then import the file into a project if it concerns one.";
    incoming_none: "Rien n’attend", "Nothing waits";
    incoming_none_text: "Chaque courriel reçu a trouvé sa place.", "Each mail that came in found its place.";
    incoming_kept: "Un courriel sans place est gardé, avec son fichier, jusqu’à ce que quelqu’un l’efface ; rien n’est effacé de soi-même. Mis de côté, il reste lisible ici.", "A mail without a place is kept, with its file, until somebody erases it; nothing is erased by itself. Put aside, it can still be read here.";
    incoming_show_aside(n: u64): ["Voir {n} courriel mis de côté" | "Voir {n} courriels mis de côté"], ["Show {n} mail put aside" | "Show {n} mails put aside"];
    incoming_show_waiting(n: u64): ["Revenir à {n} courriel qui attend" | "Revenir à {n} courriels qui attendent"], ["Back to {n} mail that waits" | "Back to {n} mails that wait"];
    incoming_erase: "Effacer", "Erase";
    incoming_erase_which(subject: &str): "Effacer « {subject} »", "Erase “{subject}”";
    incoming_erase_title: "Effacer un courriel sans place", "Erase a mail without a place";
    incoming_erase_lead: "L’expéditeur, l’objet et le fichier s’effacent de ce serveur, sauf si le même fichier est importé dans une mission. Il reste une empreinte, qui empêche de prendre le même courriel une seconde fois. Ni la boîte aux lettres ni les sauvegardes de ce serveur ne sont touchées.", "Sender, subject and file are erased from this server, unless the same file was imported into a project. A fingerprint stays, which keeps the same mail from being taken again. Neither the mailbox nor this server’s backups are touched.";
    incoming_erase_sure: "Effacer ce courriel, sans retour possible.", "Erase this mail; it cannot be undone.";
    done_incoming_erased: "Le courriel est effacé.", "The mail is erased.";
    incoming_unplaced: "Sans place", "No place";
    incoming_waiting(n: u64): ["{n} courriel reçu n’a pas trouvé sa place." | "{n} courriels reçus n’ont pas trouvé leur place."], ["{n} incoming mail found no place." | "{n} incoming mails found no place."];
    incoming_received: "Reçu", "Received";
    incoming_from: "Expéditeur annoncé", "Sender, as it says";
    incoming_subject: "Objet", "Subject";
    incoming_why: "Pourquoi il est ici", "Why it is here";
    incoming_file: "Fichier", "File";
    incoming_put_aside: "Mettre de côté", "Set aside";
    incoming_put_aside_which(subject: &str): "Mettre de côté le message « {subject} »", "Set aside the message “{subject}”";
    done_incoming_aside: "Le courriel est mis de côté.", "The mail is set aside.";
    incoming_untied: "Il ne cite aucun courriel envoyé par ce serveur.", "It refers to no mail that this server sent.";
    incoming_other_report: "Un rapport de remise au sujet d’un courriel qui n’est pas le vôtre.", "A delivery report about a mail that is not yours.";
    incoming_no_notice: "Au sujet d’un courriel de ce serveur qui ne porte sur aucune lettre, comme une invitation.", "About a mail of this server that is about no notice, such as an invitation.";
    incoming_too_large: "Trop lourd : il est resté dans la boîte aux lettres.", "Too large: it stayed in the mailbox.";
    incoming_twice: "Il porte deux fois un en-tête qui ne doit figurer qu’une fois (RFC 5322, § 3.6).", "It has a header twice that may stand once (RFC 5322, § 3.6).";
    incoming_too_long: "Ses en-têtes sont trop longs pour être lus.", "Its headers are too long to be read.";
    incoming_no_headers: "Ce n’est pas un courriel lisible : aucun en-tête ne nomme un expéditeur.", "It is no readable e-mail: no header names a sender.";
}
