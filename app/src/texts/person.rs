//! What the firm holds about a contact, for that person: the copy of it, a request to erase it, the answer.

use ledger::event::{Date, Datum, Keeping, Outcome, StandingHold};

use super::{Texts, texts};

impl Texts {
    pub fn datum(self, what: Datum) -> &'static str {
        match what {
            Datum::Contact => self.datum_contact(),
            Datum::Notices => self.datum_notices(),
            Datum::Sending => self.datum_sending(),
            Datum::Acts => self.datum_acts(),
            Datum::Letters => self.datum_letters(),
            Datum::Mails => self.datum_mails(),
            Datum::Named => self.datum_named(),
            Datum::Documents => self.datum_documents(),
            Datum::Requests => self.datum_requests(),
            Datum::Drafts => self.datum_drafts(),
            Datum::Outbox => self.datum_outbox(),
            Datum::Incoming => self.datum_incoming(),
        }
    }

    pub fn keeping(self, why: Keeping) -> &'static str {
        match why {
            Keeping::Claims => self.keeping_claims(),
            Keeping::Hold => self.keeping_hold(),
            Keeping::Record => self.keeping_record(),
            Keeping::Due => self.keeping_due(),
            Keeping::Refused => self.keeping_refused(),
        }
    }

    /// Until when it is kept, where that can be told: a day, or the rule.
    pub fn keeping_end(self, why: Keeping, until: Option<Date>, years: u32) -> Option<String> {
        match (until, why) {
            (Some(until), _) => Some(self.keeping_until(&self.date(until))),
            (None, Keeping::Claims | Keeping::Record) => {
                Some(self.keeping_years(&self.retention_span(u64::from(years))))
            }
            _ => None,
        }
    }

    /// Why the name stays, and until when.
    pub fn person_stays_why(self, why: Keeping, until: Option<Date>, years: u32) -> String {
        match self.keeping_end(why, until, years) {
            Some(until) => self.person_stays_reason_until(self.keeping(why), &until),
            None => self.person_stays_reason(self.keeping(why)),
        }
    }

    /// Which entries lose their content, by their numbers.
    pub fn person_entries_go(self, entries: &[u64]) -> Option<String> {
        let list = entries.iter().map(|entry| self.number(*entry)).collect::<Vec<_>>().join(", ");
        (!entries.is_empty()).then(|| self.person_entries(entries.len() as u64, &list))
    }

    /// A hold that stood over the person, as that person is told of it.
    pub fn person_hold(self, hold: &StandingHold) -> String {
        let over = match hold.about.split(':').next().unwrap_or_default() {
            "client" => self.person_answer_over_client(),
            "project" => self.person_answer_over_project(),
            _ => self.person_answer_over_firm(),
        };
        match hold.reference.as_str() {
            "" => self.person_answer_hold(&self.date(hold.placed), over),
            case => self.person_answer_hold_case(&self.date(hold.placed), over, case),
        }
    }

    pub fn person_outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Erased => self.person_outcome_erased(),
            Outcome::Refused => self.person_outcome_refused(),
        }
    }

    /// The words for a field of an entry, by the last parts of its name; none for those that say nothing to a person.
    pub fn person_field(self, field: &str) -> Option<&'static str> {
        // Of lists the name stands before the number.
        let mut parts = field.rsplit('.').filter(|part| part.parse::<u64>().is_err());
        let (last, within) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        Some(match last {
            "name" => match within {
                "file" | "attachments" | "annexes" | "quote" | "logo" => self.field_file(),
                "firm" | "client" => self.person_company(),
                "author" | "by" | "member" => self.field_member(),
                _ => self.field_name(),
            },
            "title" => self.field_title(),
            "carrier" => self.post_carrier(),
            "before" => self.field_before(),
            "email" => self.field_email(),
            "phone" => self.field_phone(),
            "role" => self.field_role(),
            "authority_note" => self.field_authority_note(),
            "typed_name" => self.field_typed_name(),
            "consent" => self.field_consent(),
            "to" => self.field_to(),
            "from" => self.field_from(),
            "subject" => self.field_subject(),
            "text" => self.field_text(),
            "reason" => self.field_reason(),
            "reservations" => self.field_reservations(),
            "ip" => self.field_ip(),
            "user_agent" => self.field_user_agent(),
            "reply" | "diagnostic" => self.field_reply(),
            "address" => self.field_address(),
            "reference" => self.field_reference(),
            "tracking" => self.field_tracking(),
            "words" => self.field_words(),
            "way" => self.field_way(),
            "checked" => self.field_checked(),
            _ => return None,
        })
    }
}

texts! {
    person_title: "Données personnelles", "Personal data";
    person_link: "Données personnelles", "Personal data";
    person_link_named(name: &str): "Données personnelles : {name}", "Personal data: {name}";
    person_lead: "Ce que votre entreprise détient sur cette personne, pour répondre à ses demandes (RGPD, articles 15, 17 et 20).", "What your firm holds about this person, to answer what they ask (GDPR, articles 15, 17 and 20).";
    person_self: "la personne elle-même", "the person";
    person_other: "une autre personne du client", "another person of the client";
    person_elsewhere: "Chercher ce nom dans tout le registre", "Search the whole log for this name";
    person_elsewhere_why: "Une personne qui est aussi contact d’un autre client y a sa propre page ; deux personnes peuvent porter le même nom.", "Somebody who is a contact of another client too has a page of their own there; two people may bear the same name.";

    verify_personal: "Données personnelles, sans preuve", "Personal data, without evidence";
    verify_personal_text: "Ces données sont jointes à une copie de données personnelles. Seul, ce fichier ne prouve rien : vérifiez le PDF scellé de cette copie, qui les porte sous son sceau.", "This data is attached to a copy of personal data. By itself the file proves nothing: verify the sealed PDF of that copy, which has it under its seal.";
    person_access: "Droit d’accès", "Right of access";
    person_access_text: "Un PDF scellé, dans la langue du client, avec ce que les écritures, brouillons et courriels disent de cette personne, pourquoi, pour qui et jusqu’à quand ; les données y sont jointes en JSON et en CSV. Les autres personnes du client y sont occultées. Le contenu des fichiers n’y est pas : ceux dont le texte la nomme y sont énumérés ; remettez à part ce qui la concerne, avec le nom de votre hébergeur et de votre prestataire de courriel, que ce logiciel ne connaît pas. L’établir est une écriture du registre ; rien n’est envoyé : remettez-le vous-même, après avoir vérifié qui le demande.", "A sealed PDF, in the client’s language, with what entries, drafts and e-mails say of this person, why, for whom and until when; the data is attached as JSON and CSV. Other people of the client are redacted in it. The content of files is not in it: those whose text names the person are listed; hand over separately what concerns the person, with the names of whoever hosts this server and carries its mails, which this program does not know. Making it is an entry of the log; nothing is sent: hand it over yourself, once you have checked who asks.";
    person_make: "Établir la copie", "Make the copy";
    person_made: "Déjà établi", "Made before";
    person_made_none: "Rien n’a encore été établi pour cette personne.", "Nothing was made for this person yet.";
    person_made_gone(date: &str, entry: &str): "Détruite le {date} avec un effacement (écriture n° {entry})", "Destroyed on {date} with an erasure (entry no. {entry})";
    person_made_missing: "N’est plus sur ce serveur", "No longer on this server";
    person_json: "Données (JSON)", "Data (JSON)";
    person_csv: "Données (CSV)", "Data (CSV)";
    person_too_many(n: usize): "Plus de {n} écritures concernent ce client : une copie ne peut pas en joindre autant. Adressez-vous à la personne qui administre ce serveur.", "More than {n} entries concern this client: a copy cannot enclose so many. Ask whoever runs this server.";
    done_person_made: "La copie est établie : c’est la première sous « Déjà établi ».", "The copy is made: it is the first under “Made before”.";

    person_held_title: "Ce qui est détenu", "What is held";
    person_what: "Quoi", "What";
    person_count: "Nombre", "Number";
    person_fate: "Si l’effacement est décidé", "If erasure is decided";
    person_goes: "Effacé", "Erased";
    person_stays: "Conservé", "Kept";
    person_by_hand: "Brouillons dont le texte nomme cette personne : à récrire à la main.", "Drafts whose text names this person: to be rewritten by hand.";
    person_readers: "Au-dehors, peuvent encore lire le dossier de ce client :", "Outside, these can still read this client’s file:";
    person_readers_none: "Au-dehors, personne ne peut lire le dossier de ce client.", "Outside, nobody can read this client’s file.";
    person_readers_stay: "Les lecteurs extérieurs nommés plus haut continuent de lire ce qui est conservé, jusqu’à leur dernier jour ; un accès se révoque sur sa page.", "The outside readers named above go on reading what is kept, until their last day; an access is revoked on its page.";
    person_entries(n: u64, list: &str): ["Le contenu de {n} écriture est effacé : n° {list}." | "Le contenu de {n} écritures est effacé : n° {list}."], ["The content of {n} entry is erased: no. {list}." | "The content of {n} entries is erased: nos. {list}."];
    person_name_again: "Les versions de la fiche sont effacées ; le nom seul y est consigné de nouveau, parce que ce qui est conservé se rapporte à cette personne.", "The versions of the record are erased; the name alone is recorded in it again, because what is kept refers to this person.";
    person_name_stays: "Le nom de la personne, et l’adresse à laquelle on lui a écrit, restent tels quels dans les lettres, réponses, courriers et documents qui sont conservés.", "The person’s name, and the address to which they were written, stay as they are in the notices, answers, letters and documents that are kept.";
    person_named_in(n: u64): ["{n} document (PDF) conservé, compté ailleurs ou non, porte ce nom ou cette adresse." | "{n} documents (PDF) conservés, comptés ailleurs ou non, portent ce nom ou cette adresse."], ["{n} document (PDF) that is kept, counted elsewhere or not, bears this name or this address." | "{n} documents (PDF) that are kept, counted elsewhere or not, bear this name or this address."];
    person_stays_reason(why: &str): "Raison : {why}.", "Reason: {why}.";
    person_stays_reason_until(why: &str, until: &str): "Raison : {why} ; {until}.", "Reason: {why}; {until}.";
    person_under_hold: "Sous conservation judiciaire, rien ne peut être effacé : vous pouvez refuser, ou attendre qu’elle soit levée. La réponse dira depuis quand elle dure, sur quoi elle porte et sa référence, sans son motif.", "Under a legal hold nothing can be erased: you may refuse, or wait until it is released. The answer will say since when it stands, over what, and its reference, without its reason.";
    person_due_first: "Le délai de conservation de ce client est écoulé : détruisez d’abord ses missions à la page « Durées de conservation », puis répondez.", "The retention of this client is over: first destroy its projects on the page “Retention”, then answer.";
    person_goes_documents(n: u64): ["{n} document ou lot établi auparavant montre la fiche de cette personne et part avec elle ; un dossier ou un lot peut être établi de nouveau." | "{n} documents ou lots établis auparavant montrent la fiche de cette personne et partent avec elle ; un dossier ou un lot peut être établi de nouveau."], ["{n} document or bundle made before shows this person’s record and goes with it; a file or bundle can be made again." | "{n} documents and bundles made before show this person’s record and go with it; a file or bundle can be made again."];
    person_goes_files(n: u64): ["En tout {n} fichier part : un lot se compose de plusieurs fichiers, et un fichier de preuve joint à un courriel compte aussi." | "En tout {n} fichiers partent : un lot se compose de plusieurs fichiers, et un fichier de preuve joint à un courriel compte aussi."], ["{n} file in all goes: a bundle is made of several files, and an evidence file that was mailed counts too." | "{n} files in all go: a bundle is made of several files, and an evidence file that was mailed counts too."];
    person_after: "Ensuite, la personne n’a plus d’adresse dans votre liste et ne peut plus être destinataire. Une lettre qui attend encore sa réponse suit son cours, relances comprises : arrêtez-les sur la page de la lettre.", "Afterwards the person has no address in your list and cannot be a recipient any more. A notice that still waits for their answer takes its course, reminders included: stop them on its page.";

    person_request: "Demande d’effacement", "Request for erasure";
    person_request_text: "Consignez la demande dès qu’elle arrive : vous avez un mois pour répondre, même pour refuser.", "Record the request as soon as it comes: you have a month to answer, even to refuse.";
    person_received: "Reçue le", "Received on";
    person_way: "Comment elle est arrivée", "How it came";
    person_way_hint: "Sans donnée personnelle : ces mots resteront. Par exemple « lettre recommandée » ou « courriel ».", "Without personal data: these words will stay. For instance “registered letter” or “e-mail”.";
    person_checked: "Comment l’identité a été vérifiée", "How the identity was checked";
    person_checked_hint: "Sans donnée personnelle. Par exemple « adresse connue de nous, rappel téléphonique ».", "Without personal data. For instance “address known to us, called back”.";
    person_record: "Consigner la demande", "Record the request";
    person_open: "Demande ouverte", "Open request";
    person_late: "En retard", "Overdue";
    person_still_open: "Une demande de cette personne est déjà ouverte : décidez d’abord de celle-là.", "A request of this person is open already: decide on that one first.";
    person_due(date: &str): "Répondre au plus tard le {date}", "Answer by {date}";
    person_received_by(date: &str, way: &str): "Reçue le {date} : {way}", "Received on {date}: {way}";
    person_extended: "Délai prolongé", "Time extended";
    person_extend: "Prolonger de deux mois", "Extend by two months";
    person_extend_text: "Si la demande est complexe : informez-en la personne, avec la raison, avant la fin du premier mois.", "Where the request is complex: tell the person so, with the reason, before the first month is over.";
    person_extend_reason: "Raison de la prolongation", "Reason for the extension";
    person_decide: "Décider", "Decide";
    person_outcome_label: "Décision", "Decision";
    person_erase: "Effacer ce qui peut l’être, conserver le reste pour les raisons indiquées", "Erase what may go, keep the rest for the reasons given";
    person_refuse: "Refuser en totalité", "Refuse as a whole";
    person_why: "Ce que vous ajoutez à la réponse", "What you add to the answer";
    person_why_hint: "Obligatoire si vous refusez. La personne le lira ; sans donnée personnelle, car ces mots resteront.", "Required if you refuse. The person will read it; without personal data, since these words will stay.";
    person_confirm: "Je confirme la décision : ce qui est effacé ne pourra pas être rétabli", "I confirm the decision: what is erased cannot be restored";
    person_submit: "Décider et établir la réponse", "Decide and make the answer";
    person_past: "Demandes tranchées", "Decided requests";
    person_answer_waits: "La réponse est en cours d’établissement : rechargez la page dans un instant.", "The answer is being made: reload the page in a moment.";
    person_answer_hand: "Remettez cette réponse à la personne, par la voie de sa demande : rien n’est envoyé d’ici.", "Hand this answer to the person, the way the request came: nothing is sent from here.";
    person_outcome_erased: "Effacé pour ce qui pouvait l’être", "Erased as far as it could be";
    person_outcome_refused: "Refusée", "Refused";
    person_overview: "Demandes de personnes sur leurs données", "What people ask about their data";
    person_overview_title: "Demande d’effacement", "Request for erasure";
    person_erasure_note(n: u64): "demande d’effacement, écriture n° {n}", "request for erasure, entry no. {n}";
    done_person_requested: "La demande est consignée.", "The request is recorded.";
    done_person_extended: "Le délai est prolongé.", "The time is extended.";
    done_person_decided: "La décision est consignée, et la réponse est en cours d’établissement.", "The decision is recorded, and the answer is being made.";

    datum_contact: "Versions de la fiche de contact : nom, adresse, téléphone, fonction", "Versions of the contact record: name, address, telephone, position";
    datum_name_alone: "Nom seul, consigné de nouveau dans la fiche de contact", "Name alone, recorded again in the contact record";
    datum_notices: "Lettres adressées, telles qu’envoyées", "Notices addressed, as sent";
    datum_sending: "Courriels envoyés, liens et codes", "Mails sent, links and codes";
    datum_acts: "Réponses, questions et confirmations, avec leur provenance technique", "Answers, questions and confirmations, with where they came from";
    datum_letters: "Courriers recommandés et remises en main propre", "Registered letters and what was handed over";
    datum_mails: "Courriels reçus ou importés", "E-mails received or imported";
    datum_named: "Autres écritures où la personne est nommée", "Other entries that name the person";
    datum_documents: "Documents et lots établis qui concernent la personne", "Documents and bundles made that concern the person";
    datum_requests: "Demandes sur ses données, et leurs suites", "Requests about their data, and what became of them";
    datum_drafts: "Brouillons qui ont cette personne pour destinataire", "Drafts with this person as recipient";
    datum_outbox: "Copies de courriels dans la boîte d’envoi de ce serveur", "Copies of e-mails in the outbox of this server";
    datum_incoming: "Messages reçus que personne n’a rattachés", "Messages received that nobody tied to anything";
    keeping_claims: "preuve nécessaire à la constatation, à l’exercice ou à la défense de droits en justice (RGPD, art. 17, § 3, e)", "evidence needed to establish, exercise or defend legal claims (GDPR, art. 17(3)(e))";
    keeping_hold: "conservation judiciaire : un litige est en cours ou attendu (RGPD, art. 17, § 3, e)", "legal hold: a case is pending or expected (GDPR, art. 17(3)(e))";
    keeping_record: "trace de la demande et de sa réponse, que l’entreprise doit pouvoir montrer (RGPD, art. 5, § 2, et art. 17, § 3, b)", "record of the request and its answer, which the firm has to be able to show (GDPR, art. 5(2) and 17(3)(b))";
    keeping_due: "délai écoulé : détruit avec la mission, sur l’ordre d’un responsable", "time over: destroyed with the project, by order of an owner";
    keeping_refused: "demande refusée pour la raison indiquée", "request refused for the reason given";
    keeping_until(date: &str): "jusqu’au {date}", "until {date}";
    keeping_years(years: &str): "aussi longtemps que dure la relation commerciale, puis {years}", "as long as the business relationship lasts, and {years} more";

    person_export: "Copie des données personnelles", "Copy of personal data";
    person_export_lead(firm: &str): "Données détenues par {firm}", "Data held by {firm}";
    person_export_statement(firm: &str, when: &str): "{firm}, responsable du traitement, détient dans ce logiciel, sur la personne désignée ci-dessous, les écritures, brouillons et courriels que ce document énumère, à la date du {when}. Les mêmes données sont jointes dans deux formats lisibles par une machine.", "This document lists the entries, drafts and e-mails that {firm}, the controller, holds in this program about the person named below, on {when}. The same data is attached in two formats that machines read.";
    person_export_files(firm: &str): "Le contenu des fichiers n’est pas reproduit : les courriels reçus, pièces, justificatifs et documents établis sont nommés là où une écriture qui vous concerne les porte. Ceux dont seul le texte vous nomme sont énumérés à la fin. Vous pouvez demander à {firm} une copie de ce qui vous concerne dans ces fichiers.", "The content of files is not reproduced: e-mails received, papers, receipts and documents made are named where an entry that concerns you has them. Those that name you in their text alone are listed at the end. You may ask {firm} for a copy of what concerns you in these files.";
    person_named: "Personne", "Person";
    person_company: "Entreprise", "Company";
    person_identifier: "Identifiant dans le registre", "Identifier in the log";
    person_purposes: "Pourquoi ces données sont traitées, et sur quel fondement", "Why this data is processed, and on what basis";
    person_purpose_prove: "Informer votre entreprise des risques de son informatique, recueillir ses décisions et pouvoir le prouver : intérêt légitime (RGPD, art. 6, § 1, f), celui d’un prestataire tenu d’un devoir d’information et de conseil.", "To inform your company of the risks of its IT, collect its decisions and be able to prove it: legitimate interest (GDPR, art. 6(1)(f)), that of a provider bound by a duty to inform and advise.";
    person_purpose_legal: "Répondre à vos demandes sur vos données et en garder la trace : obligation légale (RGPD, art. 6, § 1, c).", "To answer what you ask about your data and keep a record of it: legal obligation (GDPR, art. 6(1)(c)).";
    person_purpose_auto: "Aucune décision n’est prise automatiquement à votre sujet, et aucun profil n’est établi.", "No decision about you is taken automatically, and no profile is made.";
    person_sources: "D’où elles viennent", "Where it comes from";
    person_source_company: "De votre entreprise et de ses interlocuteurs, qui vous ont désigné ; du registre du commerce, si la fiche le dit.", "From your company and its people, who named you; from the company register, where the record says so.";
    person_source_self: "De vous : réponses, questions, confirmations, courriels ; et, au moment de ces actes, de votre navigateur.", "From you: answers, questions, confirmations, e-mails; and, when you acted, from your browser.";
    person_source_servers: "Des serveurs de messagerie, qui disent ce que sont devenus les courriels.", "From mail servers, which say what became of the mails.";
    person_recipients: "Qui les voit", "Who sees it";
    person_recipient_firm: "Les personnes de l’entreprise qui ont un compte dans ce logiciel.", "The people of the firm who have an account in this program.";
    person_recipient_company: "Votre entreprise, dans les lettres, attestations et dossiers qui lui sont remis.", "Your company, in the notices, certificates and files that it is handed.";
    person_recipient_host: "Qui héberge ce serveur et achemine ses courriels, pour le compte de l’entreprise ; ce logiciel ne connaît pas leur nom, que l’entreprise vous indique à part (RGPD, art. 15, § 1, c).", "Whoever hosts this server and carries its mails, on behalf of the firm; this program does not know their names, which the firm tells you separately (GDPR, art. 15(1)(c)).";
    person_recipient_mails(server: &str): "Serveur de messagerie qui a pris en charge les courriels envoyés à votre adresse : {server}", "Mail server that took over the e-mails sent to your address: {server}";
    person_recipient_hashes(host: &str): "Service d’horodatage ou témoin : {host}. Il ne reçoit que des empreintes, qui ne disent rien de vous.", "Authority of time or witness: {host}. It gets hashes only, which say nothing of you.";
    person_recipient_reader(name: &str, from: &str, until: &str): "Lecteur extérieur : {name}, du {from} au {until} inclus", "Outside reader: {name}, from {from} to the end of {until}";
    person_recipient_revoked(name: &str, from: &str, until: &str): "Lecteur extérieur : {name}, du {from} au {until}, jour où l’accès a été révoqué", "Outside reader: {name}, from {from} to {until}, when the access was revoked";
    person_recipient_none: "Aucun lecteur extérieur n’a eu accès au dossier de votre entreprise.", "No outside reader had access to your company’s file.";
    person_period: "Combien de temps", "For how long";
    person_period_until(date: &str): "La relation avec votre entreprise est terminée : ce qui est conservé l’est jusqu’au {date}, puis détruit sur l’ordre d’un responsable.", "The relationship with your company has ended: what is kept is kept until {date}, then destroyed by order of an owner.";
    person_period_open(years: &str): "La relation avec votre entreprise n’est pas terminée : ce qui est conservé l’est jusqu’à sa fin, puis {years}.", "The relationship with your company has not ended: what is kept is kept until its end, and {years} more.";
    person_period_alone(years: &str): "Aucune mission n’est consignée pour votre entreprise : ce qui est conservé l’est {years} après la dernière écriture.", "No project is recorded for your company: what is kept is kept {years} after the last entry.";
    person_period_held: "Une conservation judiciaire interdit pour l’instant tout effacement.", "A legal hold forbids any erasure for the time being.";
    person_rights: "Vos droits", "Your rights";
    person_right_ask: "Demander l’accès, la rectification, l’effacement, la limitation, et vous opposer au traitement pour des raisons tenant à votre situation (RGPD, art. 15 à 18 et 21).", "To ask for access, rectification, erasure, restriction, and to object for reasons of your situation (GDPR, art. 15 to 18 and 21).";
    person_right_where(address: &str): "Écrivez à : {address}", "Write to: {address}";
    person_right_firm: "Écrivez à l’entreprise, à l’adresse ci-dessus.", "Write to the firm, at the address above.";
    person_right_cnil: "Vous pouvez adresser une réclamation à l’autorité de contrôle : la CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr/plaintes, ou celle du pays où vous vivez ou travaillez.", "You may lodge a complaint with the supervisory authority: in France the CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr/plaintes, or that of the country where you live or work.";
    person_right_court: "Vous pouvez aussi saisir le juge (RGPD, art. 79).", "You may also go to court (GDPR, art. 79).";
    person_export_held: "Ce qui est détenu", "What is held";
    person_export_rule: "De chaque écriture est reproduit ce qui vous concerne : tout, si elle porte sur vous ou vient de vous ; ailleurs, les passages où vous êtes nommé. Le nom et les coordonnées des autres personnes de votre entreprise sont remplacés par un numéro, toute adresse électronique qui n’est pas la vôtre est occultée, et leurs propres textes ne sont pas reproduits (RGPD, art. 15, § 4). Les membres du prestataire qui ont agi restent nommés.", "Of each entry, what concerns you is told: all of it where it is about you or came from you; elsewhere the passages that name you. Names, addresses and telephone numbers of other people of your company are replaced by a number, every e-mail address that is not yours is redacted, and their own texts are not told (GDPR, art. 15(4)). Members of the firm who acted remain named.";
    person_export_erased: "Contenu effacé", "Content erased";
    person_files: "Fichiers qui vous nomment dans leur texte", "Files that name you in their text";
    person_files_text: "Ils sont joints à d’autres écritures. Leur contenu n’est pas reproduit ici ; demandez à l’entreprise ce qui vous y concerne. La recherche ne lit ni les images ni les numérisations sans texte, ni ce qui dépasse un mébioctet de texte : un tel fichier peut vous nommer sans figurer ici.", "They are attached to other entries. Their content is not reproduced here; ask the firm for what concerns you in them. The search reads neither pictures nor scans without text, nor what is beyond a mebibyte of text: such a file may name you and not stand here.";
    person_files_none: "La recherche n’en connaît aucun.", "The search knows of none.";
    person_file(entry: u64, when: &str, name: &str): "Écriture n° {entry} ({when}) : {name}", "Entry no. {entry} ({when}): {name}";
    person_export_codes(n: u64): ["{n} code vous a été envoyé ; seule son empreinte est gardée." | "{n} codes vous ont été envoyés ; seule leur empreinte est gardée."], ["{n} code was sent to you; only its fingerprint is kept." | "{n} codes were sent to you; only their fingerprints are kept."];
    person_export_file: "Données jointes", "Data attached";
    person_export_file_text: "Les mêmes données, structurées : donnees.json et donnees.csv (RGPD, art. 20). Le nom des champs y est celui du format des écritures.", "The same data, structured: data.json and data.csv (GDPR, art. 20). Fields are called as in the format of the entries.";
    person_data_description: "Les données de ce document, lisibles par une machine", "The data of this document, for machines";

    person_answer: "Réponse à une demande d’effacement", "Answer to a request for erasure";
    person_answer_lead(firm: &str): "Données détenues par {firm}", "Data held by {firm}";
    person_answer_asked(firm: &str, date: &str): "Vous avez demandé l’effacement de vos données. {firm} a reçu cette demande le {date}.", "You asked for the erasure of your data. {firm} received this request on {date}.";
    person_answer_partly: "Ce qui pouvait être effacé l’a été. Le reste est conservé, pour les raisons que voici.", "What could be erased was erased. The rest is kept, for the reasons below.";
    person_answer_wholly: "Tout ce qui était détenu sur vous a été effacé, sauf la trace de votre demande.", "All that was held about you was erased, but for the record of your request.";
    person_answer_refused: "Cette demande est refusée : rien n’a été effacé.", "This request is refused: nothing was erased.";
    person_answer_gone: "Ce qui a été effacé", "What was erased";
    person_answer_files(n: u64): ["En tout {n} fichier a été effacé : un lot se compose de plusieurs fichiers, et un fichier de preuve joint à un courriel compte aussi. L’écriture de l’effacement en garde l’empreinte." | "En tout {n} fichiers ont été effacés : un lot se compose de plusieurs fichiers, et un fichier de preuve joint à un courriel compte aussi. L’écriture de l’effacement en garde les empreintes."], ["{n} file in all was erased: a bundle is made of several files, and an evidence file that was mailed counts too. The entry of the erasure keeps its hash." | "{n} files in all were erased: a bundle is made of several files, and an evidence file that was mailed counts too. The entry of the erasure keeps their hashes."];
    person_answer_gone_none: "Rien.", "Nothing.";
    person_answer_kept: "Ce qui est conservé, pourquoi et jusqu’à quand", "What is kept, why and until when";
    person_answer_entry(entry: &str, when: &str, what: &str): "Écriture n° {entry} du {when} : {what}", "Entry no. {entry} of {when}: {what}";
    person_answer_name_again(entry: &str): "Toutes les versions de votre fiche sont effacées. Votre nom y est consigné de nouveau (écriture n° {entry}), parce que les preuves conservées se rapportent à vous. L’écriture qui dit l’effacement garde, sans votre nom, si la fiche donnait pouvoir de décider, d’où cela se savait, et si elle était celle d’un dirigeant.", "All versions of your record are erased. Your name is recorded in it again (entry no. {entry}), because the evidence that is kept refers to you. The entry that says that they were erased keeps, without your name, whether the record gave authority to decide, how that was known, and whether it was a director’s.";
    person_answer_name_stays: "Votre nom, et l’adresse à laquelle on vous a écrit, restent tels quels dans les lettres, réponses, courriers et documents qui sont conservés.", "Your name, and the address to which you were written, stay as they are in the notices, answers, letters and documents that are kept.";
    person_answer_hold(date: &str, over: &str): "Conservation judiciaire depuis le {date}, sur {over}.", "Legal hold since {date}, over {over}.";
    person_answer_hold_case(date: &str, over: &str, case: &str): "Conservation judiciaire depuis le {date}, sur {over}. Référence de l’affaire : {case}.", "Legal hold since {date}, over {over}. Reference of the case: {case}.";
    person_answer_over_client: "tout ce qui concerne votre entreprise", "all that concerns your company";
    person_answer_over_project: "une mission pour votre entreprise", "a project for your company";
    person_answer_over_firm: "tout le registre du prestataire", "the firm’s whole log";
    person_answer_reason: "Précision de l’entreprise", "What the firm adds";
    person_answer_meaning: "Les écritures elles-mêmes restent à leur place dans le registre, sans leur contenu : leur place, leur date, leur auteur, leur nature et leur empreinte ne redisent pas ce qui y était écrit.", "The entries themselves stay in their place in the log, without their content: their place, date, author, kind and fingerprint do not tell what stood there.";
    person_answer_beyond: "Ce qui a déjà été remis (lettres, attestations, courriels) et les sauvegardes du serveur, tant qu’elles existent, ne sont pas atteints.", "What was handed out already (notices, certificates, e-mails) and backups of the server, as long as they exist, are not reached.";
    person_answer_remedies: "Si vous n’êtes pas d’accord", "If you do not agree";
    person_answer_decided: "Décidé le", "Decided on";
    person_line(what: &str, n: &str): "{what} ({n})", "{what} ({n})";
    person_keeping(what: &str, why: &str, until: &str): "{what} : {why} ; {until}.", "{what}: {why}; {until}.";
    person_keeping_open(what: &str, why: &str): "{what} : {why}.", "{what}: {why}.";
    field_name: "Nom", "Name";
    field_file: "Fichier", "File";
    field_member: "Membre du prestataire", "Member of the firm";
    field_title: "Titre", "Title";
    field_before: "Adresse précédente", "Address before";
    field_email: "Adresse électronique", "E-mail address";
    field_phone: "Téléphone", "Telephone";
    field_role: "Fonction", "Position";
    field_authority_note: "Où son pouvoir est écrit", "Where the authority is written";
    field_typed_name: "Nom saisi", "Name typed";
    field_consent: "Phrase acceptée", "Sentence accepted";
    field_to: "Adresse", "Address";
    field_from: "Expéditeur", "Sender";
    field_subject: "Objet", "Subject";
    field_text: "Texte", "Text";
    field_reason: "Motif", "Reason";
    field_reservations: "Réserves", "Reservations";
    field_ip: "Adresse IP", "IP address";
    field_user_agent: "Navigateur", "Browser";
    field_reply: "Réponse du serveur", "The server’s reply";
    field_address: "Adresse postale", "Postal address";
    field_reference: "Référence", "Reference";
    field_tracking: "Numéro de suivi", "Tracking number";
    field_words: "Termes de la réponse", "Words of the answer";
    field_way: "Moyen", "Means";
    field_checked: "Vérification", "Check";
    field_said: "Passage", "In these words";
}
