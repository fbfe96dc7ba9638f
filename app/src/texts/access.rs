//! Access of outsiders: the firm's pages, the outside reader's, and the mails.

use ledger::event::{AccessGranted, AccessPage, AccessSort, AccessUsed};

use super::{Texts, texts};

impl Texts {
    pub fn access_sort_of(self, sort: AccessSort) -> &'static str {
        match sort {
            AccessSort::Lawyer => self.access_lawyer(),
            AccessSort::DataRoom => self.access_data_room(),
        }
    }

    /// What that shows, and what not.
    pub fn access_sort_hint(self, sort: AccessSort) -> &'static str {
        match sort {
            AccessSort::Lawyer => self.access_lawyer_hint(),
            AccessSort::DataRoom => self.access_data_room_hint(),
        }
    }

    /// What a grant is over: the word of the subject, and what it is called.
    pub fn access_on(self, word: &str, name: &str) -> String {
        match word {
            "client" => self.access_whole_client(name),
            _ => self.hold_on_project(name),
        }
    }

    /// Who, how much, until when, why.
    pub fn access_granted_words(self, e: &AccessGranted) -> Vec<String> {
        let who = [e.to.name.as_str(), &e.to.office]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        vec![who, self.access_sort_of(e.sort).to_owned(), self.access_until(&self.date(e.last)), e.reason.clone()]
    }

    /// What was opened.
    pub fn access_used_words(self, e: &AccessUsed) -> String {
        let page = match e.page {
            AccessPage::Entered => self.access_page_entered(),
            AccessPage::Home => self.access_page_home(),
            AccessPage::Project => self.access_page_project(),
            AccessPage::AsOf => self.as_of(),
            AccessPage::Chronology => self.chronology(),
            AccessPage::Told => self.told(),
            AccessPage::Coverage => self.coverage(),
            AccessPage::Topic => self.access_page_topic(),
            AccessPage::Notice => self.access_page_notice(),
            AccessPage::Client => self.access_page_client(),
            AccessPage::Search => self.access_page_search(),
            AccessPage::Bundle => self.access_page_bundle(),
            AccessPage::Exported => self.access_page_exported(),
            AccessPage::Dossier => self.dossier(),
            AccessPage::DossierAsked => self.access_page_dossier_asked(),
            AccessPage::Redaction if e.sha256.is_some() => self.access_page_redacted(),
            AccessPage::Redaction => self.access_page_redaction(),
            AccessPage::File => self.access_page_file(),
        };
        if e.what.is_empty() { page.to_owned() } else { self.labelled(page, &e.what) }
    }
}

texts! {
    accesses: "Accès extérieurs", "Outside access";
    accesses_lead: "Qui, hors de l’entreprise, peut lire quoi, jusqu’à quand. Donner un accès, envoyer un nouveau lien, révoquer, et chaque page ou fichier ouvert sont des écritures du registre.", "Who outside the firm may read what, until when. Granting, sending a new link, revoking, and each page or file opened are entries of the log.";
    access: "Accès extérieur", "Outside access";
    access_none: "Aucun accès extérieur.", "No outside access.";
    access_none_text: "Un responsable en donne un à un avocat, un expert ou un assureur, depuis cette page ou celle d’un client ou d’une mission.", "An owner grants one to a lawyer, an expert or an insurer, from here or from the page of a client or project.";
    access_new: "Donner un accès", "Grant access";
    access_new_lead: "Une personne nommée, hors de l’entreprise, lit ce que vous choisissez, sans compte, par un lien et un code envoyés par courriel. Elle ne peut rien modifier.", "A named person outside the firm reads what you choose, without an account, by a link and a code sent by e-mail. They can change nothing.";
    access_owner: "Seul un responsable peut donner ou révoquer un accès.", "Only an owner can grant or revoke access.";
    access_grant: "Donner l’accès", "Grant access";
    access_who: "Lecteur", "Reader";
    access_name: "Nom de la personne", "Person’s name";
    access_name_hint: "Par exemple « Me Jeanne Roy ».", "For instance “Ms Jane Roy, solicitor”.";
    access_office: "Cabinet ou organisme", "Law firm or organisation";
    access_office_hint: "Cabinet d’avocats, expert, assureur.", "Law firm, expert, insurer.";
    access_email_hint: "Le lien et les codes vont à cette adresse ; qui la relève peut lire.", "Link and codes go to this address; whoever reads its mail can read the files.";
    access_sort: "Étendue", "Extent";
    access_lawyer: "Avocat", "Lawyer";
    access_lawyer_hint: "Tout ce qui est consigné sur les clients ou missions choisis : pages, chronologie, état à une date, pièces, attestations, lots de preuves, recherche. Jamais les brouillons.", "Everything recorded about the clients or projects chosen: pages, chronology, as of a date, exhibits, certificates, evidence bundles, search. Never drafts.";
    access_data_room: "Salle de données", "Data room";
    access_data_room_hint: "Moins, pour un expert ou un assureur : périmètre, couverture, lettres émises (PDF) et leurs réponses, chronologie de celles-ci. Ni contacts, ni besoins et engagements, ni pièces du contrat, ni courriels, ni attestations et lots, ni recherche. Une lettre émise reste telle quelle, avec les noms qui y figurent ; à son PDF sont jointes ses preuves, dont les écritures portent les adresses des destinataires et les besoins sur lesquels elle repose.", "Less, for an expert or an insurer: scope, coverage, issued notices (PDF) and their answers, the chronology of these. No contacts, needs and promises, contract papers, mails, certificates and bundles, no search. An issued notice stays as it is, with the names that stand in it; its PDF has its evidence attached, whose entries bear the recipients’ addresses and the needs on which it rests.";
    access_what: "Ce qui peut être lu", "What may be read";
    access_what_hint: "Un client entier comprend toutes ses missions, y compris celles à venir.", "A whole client includes all its projects, those to come too.";
    access_whole_client(name: &str): "Client entier : {name}", "Whole client: {name}";
    access_last: "Dernier jour", "Last day";
    access_last_hint(date: &str): "L’accès prend fin à la fin de ce jour, à l’heure de l’entreprise. Au plus tard le {date}.", "Access ends at the end of this day, by the firm’s time. {date} at the latest.";
    access_reason: "Motif ou référence du dossier", "Reason or file reference";
    access_reason_hint: "Par exemple « RG 26/01234 ». Le lecteur ne le voit pas.", "For instance “RG 26/01234”. The reader does not see it.";
    access_granted: "Donné", "Granted";
    access_stands: "En cours", "In force";
    access_over_state: "Terminé", "Over";
    access_revoked_state: "Révoqué", "Revoked";
    access_until(date: &str): "Jusqu’au {date} inclus", "Until the end of {date}";
    access_used_last: "Dernière consultation", "Last reading";
    access_unused: "Aucune", "None";
    access_acts: "Agir", "Act";
    access_link: "Envoyer un nouveau lien", "Send a new link";
    access_link_why: "Le courriel est perdu, ou le lien a été transmis à un autre ? Un nouveau lien va à la même adresse ; l’ancien ne fonctionne plus.", "The mail is lost, or the link was passed on? A new one goes to the same address; the old one stops working.";
    access_revoke: "Révoquer l’accès", "Revoke access";
    access_revoke_lead: "L’accès prend fin aussitôt, même pendant une consultation. Ce qui a déjà été téléchargé reste chez le lecteur. Cela ne s’annule pas.", "Access ends at once, also while the reader is reading. What was downloaded stays with the reader. This cannot be undone.";
    access_revoke_reason: "Raison de la révocation", "Reason for the revocation";
    access_revoke_hint: "En quelques mots. Le lecteur ne la voit pas.", "In a few words. The reader does not see it.";
    access_revoke_confirm: "Je révoque cet accès maintenant", "I revoke this access now";
    access_destroyed: "Dossier détruit", "File destroyed";
    access_destroyed_on: "Détruit le", "File destroyed on";
    access_revoke_unconfirmed: "Cochez cette phrase pour confirmer.", "Tick this sentence to confirm.";
    access_opened: "Ce qui a été ouvert", "What was opened";
    access_opened_note: "Chaque ligne est une écriture, faite avant que la page ou le fichier ne parte. La même page rouverte dans les cinq minutes, pendant la même session, n’en ajoute pas. Les mots cherchés et les notes du lecteur ne sont pas consignés.", "Each line is an entry, made before the page or file left. The same page opened again within five minutes, in the same session, adds none. The words looked for and the reader’s notes are not recorded.";
    access_from: "Adresse", "Address";
    access_readers(n: u64): ["{n} lecteur extérieur" | "{n} lecteurs extérieurs"], ["{n} outside reader" | "{n} outside readers"];
    access_page_entered: "Code saisi, session ouverte", "Code typed, session opened";
    access_page_home: "Page d’accueil", "Home page";
    access_page_project: "Mission", "Project";
    access_page_topic: "Sujet", "Topic";
    access_page_notice: "Lettre", "Notice";
    access_page_client: "Client, tel qu’il était", "Client, as it stood";
    access_page_search: "Recherche", "Search";
    access_page_bundle: "Choix d’un lot de preuves", "Choice of an evidence bundle";
    access_page_exported: "Lot de preuves établi", "Evidence bundle made";
    access_page_redaction: "Choix des noms à occulter", "Choice of the names to mask";
    access_page_redacted: "Copie occultée établie", "Redacted copy made";
    access_page_dossier_asked: "Dossier demandé", "File asked for";
    access_page_file: "Fichier téléchargé", "File taken";
    done_access_granted: "L’accès est donné, et le lien envoyé.", "Access is granted, and the link sent.";
    done_access_link_sent: "Un nouveau lien est envoyé ; l’ancien ne fonctionne plus.", "A new link is sent; the old one stops working.";
    done_access_revoked: "L’accès est révoqué.", "Access is revoked.";

    desk: "Dossiers", "Files";
    desk_title: "Accès à des dossiers", "Access to files";
    desk_files_of: "Dossiers de", "Files of";
    desk_read_by(name: &str): "lus par {name}", "read by {name}";
    desk_leave: "Fermer la session", "End the session";
    desk_lead(who: &str, firm: &str): "{who} a accès à des dossiers tenus par {firm}, sans rien pouvoir y modifier.", "{who} may read files of {firm}, and change nothing.";
    desk_recorded: "Chaque page ouverte et chaque fichier pris sont consignés à votre nom, avec votre adresse réseau, dans le registre du prestataire.", "Each page opened and each file taken is recorded in your name, with your network address, in the firm’s log.";
    desk_seen: "Le prestataire voit ce que vous ouvrez et ce que vous établissez (dossiers, copies, lots), et peut l’ouvrir ; vos notes, non.", "The firm sees what you open and what you make (files, copies, bundles), and can open it; your notes it does not.";
    desk_seen_pages: "Le prestataire voit ce que vous ouvrez ; vos notes, non.", "The firm sees what you open; your notes it does not.";
    desk_made_seen: "Le prestataire voit ce que vous établissez ici, et peut l’ouvrir.", "The firm sees what you make here, and can open it.";
    desk_open: "Ouvrir les dossiers", "Open the files";
    desk_code: "Recevoir un code", "Get a code";
    desk_code_again: "Recevoir un autre code", "Get another code";
    desk_code_why(email: &str): "Un code à six chiffres sera envoyé à {email} ; il ouvre les dossiers pour deux heures.", "A code of six digits will be sent to {email}; it opens the files for two hours.";
    desk_code_hint(email: &str): "Six chiffres, envoyés à {email}.", "Six digits, sent to {email}.";
    desk_enter: "Ouvrir les dossiers", "Open the files";
    desk_ended_title: "Cet accès a pris fin", "This access has ended";
    desk_ended(date: &str): "Cet accès a pris fin le {date}.", "This access ended on {date}.";
    desk_replaced_title: "Ce lien a été remplacé", "This link was replaced";
    desk_replaced(firm: &str, date: &str): "Un lien plus récent a été envoyé le {date} : ouvrez celui du dernier courriel. Vous ne l’avez pas reçu ? Demandez-le à la personne qui, chez {firm}, vous a donné cet accès.", "A newer link was sent on {date}: open the one in the newest e-mail. You did not get it? Ask whoever gave you this access at {firm}.";
    desk_home_lead(who: &str): "Ouverts à {who}.", "What {who} may read.";
    desk_granted_by(by: &str, firm: &str): "Accès donné par {by} ({firm}) le", "Access granted by {by} ({firm}) on";
    desk_no_project: "Aucune mission pour l’instant.", "No project yet.";
    desk_project_lead: "Telle qu’elle est consignée aujourd’hui.", "As it is recorded today.";
    desk_issued: "Lettres émises", "Issued notices";
    desk_exported_by(who: &str, date: &str): "{who}, exporté sous l’accès donné le {date}", "{who}, exported under access granted on {date}";
    desk_notes: "Mes notes", "My notes";
    desk_notes_private: "Vos notes ne se voient que d’ici : aucune page du prestataire ne les montre, ni aucun document. Elles ne sont pas une preuve, et reposent en clair sur son serveur. Elles disparaissent quand il efface les données de cet accès.", "Your notes are seen from here only: no page of the firm shows them, nor any document. They are no evidence, and lie on its server in clear. They go when it erases the data of this access.";
    desk_notes_none: "Aucune note.", "No notes.";
    desk_notes_none_text: "Elles s’écrivent sous une mission ou une lettre.", "They are written below a project or a notice.";
    desk_note: "Note", "Note";
    desk_note_entry: "Écriture n°", "Entry no.";
    desk_note_entry_hint: "Facultatif : le numéro d’une écriture de la chronologie.", "Optional: the number of an entry of the chronology.";
    desk_note_no_entry: "Aucune écriture de ce numéro ici.", "There is no such entry here.";
    desk_note_add: "Ajouter la note", "Add the note";
    desk_note_delete(start: &str): "Supprimer la note « {start} »", "Delete the note “{start}”";
    done_desk_entered: "Les dossiers sont ouverts pour deux heures.", "The files are open for two hours.";
    done_desk_left: "La session est fermée.", "The session is ended.";
    done_desk_noted: "La note est gardée.", "The note is kept.";
    done_desk_note_removed: "La note est supprimée.", "The note is deleted.";

    mail_access_subject(firm: &str): "Accès à des dossiers – {firm}", "Access to files – {firm}";
    mail_access_lead(by: &str, firm: &str): "{by} ({firm}) vous donne accès, en lecture seule, à :", "{by} ({firm}) gives you read-only access to:";
    mail_access_link: "Ouvrir les dossiers :", "Open the files:";
    mail_access_code_follows: "Ce lien vous est personnel : ne le transférez pas. La page vous enverra un code à cette adresse.", "This link is for you alone: do not forward it. The page will send a code to this address.";
    mail_access_until(date: &str): "L’accès prend fin le {date} au soir.", "Access ends at the end of {date}.";
    mail_access_recorded(firm: &str): "Chaque page que vous ouvrez et chaque fichier que vous prenez sont consignés à votre nom dans le registre du prestataire, {firm}.", "Each page that you open and each file that you take is recorded in your name in the log of {firm}.";
    mail_access_unexpected: "Vous n’attendiez pas ce message ? Ne faites rien, et prévenez l’expéditeur par le moyen que vous utilisez d’habitude.", "Were you not expecting this? Do nothing, and tell the sender by the means that you usually use.";
    mail_access_code_subject(firm: &str): "Votre code pour ouvrir les dossiers – {firm}", "Your code to open the files – {firm}";
    mail_access_code_lead: "Ce code, à saisir sur la page de l’accès, ouvre les dossiers :", "This code, to be typed on the page of the access, opens the files:";
    mail_access_code_unasked(firm: &str): "Vous n’avez pas demandé de code ? Ne le communiquez à personne et prévenez {firm}.", "Did you not ask for a code? Give it to nobody and tell {firm}.";
    mail_access_revoked_subject(firm: &str): "Fin de votre accès aux dossiers – {firm}", "End of your access to files – {firm}";
    mail_access_revoked_lead(firm: &str): "{firm} a mis fin à votre accès. Le lien que vous avez reçu ne montre plus rien. Ce que vous avez téléchargé reste soumis à vos obligations.", "{firm} has ended your access. The link that you received shows nothing any more. What you downloaded stays under your obligations.";
}
