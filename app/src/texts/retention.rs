//! How long what is kept, what is destroyed at the end of that time, and the certificate of it.

use ledger::event::{ProjectDestroyed, Retention};

use super::{Texts, texts};

texts! {
    retention: "Durées de conservation", "Retention";
    retention_lead: "Ce que votre entreprise garde, jusqu’à quand et pourquoi. Rien ne part tout seul : un responsable ordonne chaque destruction.", "What your firm keeps, until when and why. Nothing goes by itself: an owner orders each destruction.";
    retention_link_why: "Ce qui arrive à échéance, et ce qui sera détruit", "What falls due, and what will be destroyed";
    retention_due_now(n: u64): ["{n} mission est arrivée au terme de sa conservation" | "{n} missions sont arrivées au terme de leur conservation"], ["{n} project has reached the end of its retention" | "{n} projects have reached the end of their retention"];
    retention_none: "Aucune mission.", "No project.";
    retention_none_text: "Dès qu’une mission existe, cette page dit jusqu’à quand elle est gardée.", "As soon as there is a project, this page says until when it is kept.";
    retention_picture: "Missions par année d’échéance, en image ; le tableau qui suit dit la même chose", "Projects by the year in which they fall due, as a picture; the table below says the same";
    retention_by_year: "Année par année", "Year by year";
    retention_year: "Année", "Year";
    retention_falls_due: "Arrivent à échéance", "Fall due";
    retention_now: "Échues", "Due now";
    retention_held: "Sous conservation judiciaire", "Under a legal hold";
    retention_no_end: "Sans échéance", "No end yet";
    retention_due: "Échue", "Due";
    retention_kept: "Conservée", "Kept";
    retention_state: "Conservation", "Retention";
    retention_due_since(date: &str): "Gardée jusqu’au {date} ; peut être détruite", "Kept until {date}; may be destroyed";
    retention_until(date: &str): "Jusqu’au {date}", "Until {date}";
    retention_held_by(reason: &str): "Sous conservation judiciaire, jamais échue : {reason}", "Under a legal hold, never due: {reason}";
    retention_open: "La mission n’est pas close : son délai ne court pas encore.", "The project is not closed: its time does not run yet.";
    retention_goes_on(title: &str): "La relation continue : la mission « {title} » du même client n’est pas close.", "The relationship goes on: the project “{title}” of the same client is not closed.";
    retention_due_title: "Missions échues", "Projects that are due";
    retention_due_lead: "Cochez celles que vous voulez examiner. La page suivante montre, sans rien détruire, ce qui disparaîtrait et ce qui resterait.", "Tick those that you want to look at. The next page shows, without destroying anything, what would go and what would stay.";
    retention_due_most(n: u64): ["{n} mission au plus à la fois." | "{n} missions au plus à la fois."], ["At most {n} project at a time." | "At most {n} projects at a time."];
    retention_due_none: "Aucune mission n’est échue aujourd’hui.", "No project is due today.";
    retention_choose: "Missions à examiner", "Projects to look at";
    retention_look: "Voir ce qui serait détruit", "See what would be destroyed";
    retention_look_at(title: &str): "Voir ce qui serait détruit de la mission « {title} »", "See what would be destroyed of the project “{title}”";
    retention_all_title: "Toutes les missions", "All projects";
    retention_others_title: "Autres données échues", "Other data that is due";
    retention_others_lead: "Ce qui ne tient à aucune mission. Chaque ligne mène à la page où cela s’efface.", "What belongs to no project. Each line leads to the page where it is erased.";
    retention_clients: "Client sans mission", "Client without a project";
    retention_grants: "Accès extérieur terminé", "Outside access that has ended";
    retention_mails: "Message sans place", "Message without a place";
    retention_what: "Quoi", "What";
    retention_no_subject: "(sans objet)", "(no subject)";
    retention_destroyed_title: "Missions détruites", "Destroyed projects";
    retention_rules: "Règles", "Rules";
    retention_rules_lead: "En années pleines, de 1 à 10. Le délai d’une mission court à partir de la fin de la relation : la plus tardive des clôtures, des dates de fin et des dernières écritures de toutes les missions du client.", "In full years, from 1 to 10. A project’s time runs from the end of the relationship: the latest of the closings, end dates and last entries of all the client’s projects.";
    retention_rule_projects: "Missions, après la fin de la relation avec le client", "Projects, after the end of the relationship with the client";
    retention_rule_projects_hint: "D’ordinaire 6 : les cinq ans de la prescription de droit commun (C. civ. 2224), plus un an. Avec moins, la preuve peut être détruite avant que l’action soit prescrite.", "Usually 6: the five years of a common limitation period, and one more. With fewer, the proof may be destroyed while a claim can still be made.";
    retention_short: "Je garde la preuve moins longtemps que les cinq ans pendant lesquels le client peut agir", "I keep the proof for less than the five years in which the client can make a claim";
    retention_short_unconfirmed: "Moins de cinq ans : cochez cette case si c’est bien ce que vous voulez.", "Less than five years: tick this box if that is what you want.";
    retention_rule_clients: "Clients qui n’ont jamais eu de mission, après la dernière écriture", "Clients who never had a project, after the last entry";
    retention_rule_grants: "Accès donnés à des lecteurs extérieurs, après leur fin", "Access of outside readers, after its end";
    retention_rule_mails: "Messages reçus que personne n’a rattachés, après leur arrivée", "Messages that nobody tied to a project, after they came";
    retention_rules_set: "Fixées en dernier :", "Set last:";
    retention_rules_reason: "Motif de ces durées", "Reason for these periods";
    retention_rules_reason_hint: "En quelques mots, sans donnée personnelle. Le certificat de destruction le cite. Par exemple « garantie décennale de nos travaux ».", "In a few words, without personal data. The certificate of destruction cites it. For instance “ten-year liability for our works”.";
    retention_bad_years: "Un nombre entier d’années, de 1 à 10.", "A whole number of years, from 1 to 10.";
    retention_not_due: "La durée de conservation n’est pas écoulée, ou ne court pas encore.", "The retention period is not over, or does not run yet.";
    retention_years(projects: u32, clients: u32, grants: u32, mails: u32): "En années : missions {projects}, clients sans mission {clients}, accès extérieurs {grants}, messages sans place {mails}", "In years: projects {projects}, clients without a project {clients}, outside access {grants}, messages without a place {mails}";

    destroy_title: "Détruire des missions échues", "Destroy projects that are due";
    destroy_lead: "Rien n’est encore détruit. Voici exactement ce qui disparaîtrait, et ce qui resterait.", "Nothing is destroyed yet. This is exactly what would go, and what would stay.";
    destroy_nothing: "Aucune mission choisie.", "No project chosen.";
    destroy_missing: "Une mission choisie n’est plus là : quelqu’un l’a détruite entre-temps.", "A project chosen is no longer here: somebody destroyed it meanwhile.";
    destroy_refused: "Ne peut pas être détruite", "Cannot be destroyed";
    retention_span(n: u64): ["{n} an" | "{n} ans"], ["{n} year" | "{n} years"];
    destroy_rule(years: &str, date: &str, until: &str): "Relation terminée le {date}, conservée {years}, jusqu’au {until}.", "The relationship ended on {date}; kept {years}, until {until}.";
    destroy_entries(n: u64): ["Le contenu de {n} écriture" | "Le contenu de {n} écritures"], ["The content of {n} entry" | "The content of {n} entries"];
    destroy_span(what: &str, from: &str, to: &str): "{what}, du {from} au {to}", "{what}, from {from} to {to}";
    destroy_files(n: u64, size: &str): ["{n} fichier ({size}) : pièces, documents, preuves, lots" | "{n} fichiers ({size}) : pièces, documents, preuves, lots"], ["{n} file ({size}): papers, documents, evidence, bundles" | "{n} files ({size}): papers, documents, evidence, bundles"];
    destroy_mails(n: u64): ["{n} copie de courriel dans la boîte d’envoi de ce serveur" | "{n} copies de courriels dans la boîte d’envoi de ce serveur"], ["{n} copy of an e-mail in this server’s outbox" | "{n} copies of e-mails in this server’s outbox"];
    destroy_records(n: u64): ["{n} ligne de l’index de recherche" | "{n} lignes de l’index de recherche"], ["{n} row of the search index" | "{n} rows of the search index"];
    destroy_links: "Les liens des destinataires, leurs codes, les brouillons et les notes des lecteurs extérieurs", "The recipients’ links, their codes, drafts, and outside readers’ notes";
    destroy_client: "Ce qui est consigné sur le client et ses contacts : c’était sa dernière mission", "What is recorded about the client and its contacts: it was its last project";
    destroy_kinds: "Écriture par écriture", "Kind by kind";
    destroy_kind: "Nature", "Kind";
    destroy_number: "Nombre", "Number";
    destroy_stays_log: "La place de chaque écriture, sa date, son auteur, sa nature et son empreinte : le registre prouve encore l’ordre et le nombre", "The place, time, author, kind and hash of each entry: the log still proves order and number";
    destroy_stays_certificate: "L’écriture qui dit ce qui a été détruit, par qui et selon quelle règle, avec la référence et le nom du client ; et un certificat de destruction scellé", "The entry that says what was destroyed, by whom and by which rule, with the reference and the client’s name; and a sealed certificate of destruction";
    destroy_stays_holds: "Les conservations judiciaires posées puis levées", "Legal holds that were placed and released";
    destroy_stays_client: "Ce qui est consigné sur le client et ses contacts", "What is recorded about the client and its contacts";
    destroy_stays_shared(n: u64): ["{n} fichier que d’autres écritures citent" | "{n} fichiers que d’autres écritures citent"], ["{n} file that other entries name" | "{n} files that other entries name"];
    destroy_made_again(n: u64): ["{n} document d’une autre mission du client, qui en montrait une partie, sera produit de nouveau sans elle" | "{n} documents d’autres missions du client, qui en montraient une partie, seront produits de nouveau sans elle"], ["{n} document of another project of the client, which showed part of it, will be made again without" | "{n} documents of other projects of the client, which showed part of it, will be made again without"];
    destroy_beyond_backups: "Les sauvegardes du serveur : c’est à votre entreprise de les renouveler ; tant qu’une sauvegarde existe, ce qu’elle contient existe aussi", "Backups of the server: they are your firm’s to rotate; as long as one exists, what it holds exists too";
    destroy_choose_client(name: &str): "Détruire aussi ce qui est consigné sur {name} et ses contacts", "Destroy what is recorded about {name} and its contacts as well";
    destroy_choose_client_hint: "Il ne restera aucune autre mission de ce client.", "No other project of this client will be left.";
    destroy_recount: "Recompter", "Count again";
    destroy_confirm_title: "Détruire", "Destroy";
    destroy_note_hint: "Sans donnée personnelle : ces mots resteront. Par exemple « fin de conservation, registre n° 12 ».", "Without personal data: these words will stay. For instance “end of retention, register no. 12”.";
    destroy_confirm: "Je confirme la destruction : rien ne pourra rétablir ces données", "I confirm the destruction: nothing will be able to restore this data";
    destroy_submit: "Détruire définitivement", "Destroy for good";
    done_destroyed: "La destruction est faite. Les fichiers sont retirés dans l’instant, et le certificat est en cours d’établissement.", "It is destroyed. The files are being removed, and the certificate is being made.";

    destroyed_title: "Mission détruite", "Destroyed project";
    destroyed_lead: "Au terme de sa durée de conservation. Il n’en reste que ce qui suit.", "At the end of its retention. All that is left of it is below.";
    destroyed_on: "Détruite le", "Destroyed on";
    destroyed_by: "Sur ordre de", "Ordered by";
    destroyed_rule: "Règle", "Rule";
    destroyed_reason: "Motif", "Reason";
    destroyed_entries: "Écritures", "Entries";
    destroyed_files: "Fichiers", "Files";
    destroyed_files_words(n: u64, size: &str): ["{n} fichier, {size}" | "{n} fichiers, {size}"], ["{n} file, {size}" | "{n} files, {size}"];
    destroyed_client_too: "Ce qui était consigné sur le client et ses contacts aussi.", "What was recorded about the client and its contacts too.";
    destroyed_certificate: "Certificat de destruction (PDF)", "Certificate of destruction (PDF)";
    destroyed_certificate_waits: "Le certificat est en cours d’établissement : rechargez la page dans un instant.", "The certificate is being made: reload the page in a moment.";
    destroyed_said(count: &str, when: &str, by: &str, note: &str): "{count}. Détruit le {when}, ordre : {by} ({note}).", "{count}. Destroyed on {when} by order of {by} ({note}).";
    destroyed_where: "Consignée", "Recorded";
    destroyed_in_log(n: u64): "Écriture n° {n} du registre", "Entry no. {n} of the log";
    link_destroyed_title: "Ce dossier a été détruit", "This file was destroyed";
    link_destroyed_text(firm: &str, when: &str): "{firm} gardait ce qui concernait cette lettre pour une durée fixée d’avance. Cette durée est écoulée, et le dossier a été détruit le {when}. Vous n’avez rien à faire.", "{firm} kept what concerned this notice for a time set beforehand. That time is over, and the file was destroyed on {when}. There is nothing for you to do.";
    link_destroyed_copies: "Ce que vous avez reçu (lettres, attestations, preuves) reste vérifiable.", "What you received (notices, certificates, evidence) can still be verified.";
    link_destroyed_verify: "Vérifier un document", "Verify a document";

    destruction: "Certificat de destruction", "Certificate of destruction";
    destruction_lead(client: &str): "Destruction, au terme de sa conservation, d’une mission pour {client}", "Destruction, at the end of its retention, of a project for {client}";
    destruction_statement(firm: &str, count: &str, when: &str): "{firm} certifie la destruction, le {when}, de ce qui suit : {count} de la mission désignée ci-dessous, avec leurs sels et les fichiers désignés. Rien de cela ne figure plus dans ce logiciel.", "{firm} certifies that {count} of the project named below were destroyed on {when}, with their salts and the files named, and are no longer held by this program.";
    destruction_count(n: u64): ["le contenu de {n} écriture" | "les contenus de {n} écritures"], ["the content of {n} entry" | "the contents of {n} entries"];
    destruction_project: "Mission, identifiant", "Project, identifier";
    destruction_span: "Consigné", "Recorded";
    destruction_span_words(from: &str, to: &str): "du {from} au {to}", "from {from} to {to}";
    destruction_rule: "Règle appliquée", "Rule applied";
    destruction_rule_since: "Depuis quand", "Since when";
    destruction_rule_set(when: &str, by: &str): "Cette durée vaut depuis le {when}, fixée par {by}. Aucun motif n’était demandé alors.", "This period stands since {when}, set by {by}. No reason was asked for then.";
    destruction_rule_set_why(when: &str, by: &str, why: &str): "Cette durée vaut depuis le {when}, fixée par {by}. Motif : {why}", "This period stands since {when}, set by {by}. Reason: {why}";
    destruction_rule_own: "Cette durée est celle que propose le logiciel ; aucune écriture antérieure ne l’a changée.", "This period is the one that the program proposes; no earlier entry changed it.";
    destruction_gone: "Ce qui a été détruit", "What was destroyed";
    destruction_gone_tables: "Tout ce que les pages, la recherche, les liens des destinataires, les brouillons et la boîte d’envoi de ce serveur en contenaient", "All that the pages, the search, the recipients’ links, drafts and the outbox of this server held of it";
    destruction_places: "Places des écritures dans le registre (à partir de 1)", "Places of the entries in the log (from 1)";
    destruction_places_more(n: u64): "et {n} autres suites, énumérées dans l’écriture jointe", "and {n} more stretches, listed in the entry enclosed";
    destruction_proof: "Ce que le registre prouve encore", "What the log still proves";
    destruction_proof_order: "Les en-têtes de ces écritures (place, date, auteur, nature, empreinte) restent dans le registre et sont joints : leur ordre et leur nombre se vérifient.", "The headers of these entries (place, time, author, kind, hash) remain in the log and are enclosed: their order and number verify.";
    destruction_proof_text: "Leur texte, lui, ne peut plus être établi d’après ce registre : sans le sel détruit, l’empreinte ne permet pas même de confirmer une supposition.", "Their text can no longer be established from this log: without the salt that was destroyed, the hash does not even confirm a guess.";
    destruction_proof_copies: "Les documents, preuves et lots remis auparavant se vérifient comme avant chez ceux qui les ont.", "Documents, evidence and bundles handed out before verify as before, with those who have them.";
    destruction_kept: "Ce qui n’a pas été détruit, et pourquoi", "What was not destroyed, and why";
    destruction_kept_entry: "L’écriture qui ordonne la destruction et ce certificat, avec la référence de la mission et le nom du client : sans eux, personne ne pourrait dire ce qui a été détruit.", "The entry that orders the destruction and this certificate, with the project’s reference and the client’s name: without them nobody could say what was destroyed.";
    destruction_kept_client: "Ce qui est consigné sur le client et ses contacts, tant que la relation ou sa conservation l’exige.", "What is recorded about the client and its contacts, as long as the relationship or its retention asks for it.";
    destruction_kept_backups: "Les sauvegardes du serveur, que l’entreprise renouvelle selon ses propres règles : ce logiciel ne peut ni les lire ni les détruire.", "Backups of the server, which the firm rotates by its own rules: this program can neither read nor destroy them.";
    destruction_kept_copies: "Les copies déjà remises au client, à un conseil ou à un assureur, qui leur appartiennent.", "Copies handed to the client, to counsel or to an insurer before, which are theirs.";
    destruction_kept_blocks: "Des blocs du disque ou de la base que le système n’a pas encore réutilisés.", "Blocks of the disk or the database that the system has not used again yet.";
    destruction_word: "Que le contenu a bien été détruit est la parole de l’entreprise : aucun registre ne peut prouver qu’une copie n’existe nulle part.", "That the content was destroyed is the firm’s word: no log can prove that a copy exists nowhere.";
}

impl Texts {
    /// The rules in one line.
    pub fn retention_words(self, years: &Retention) -> String {
        self.retention_years(years.projects, years.clients, years.grants, years.mails)
    }

    /// What was destroyed, when, by whom and why; `when` is the time of the entry.
    pub fn destroyed_sentence(self, destroyed: &ProjectDestroyed, when: &str) -> String {
        let count = self.destroy_entries(destroyed.count);
        self.destroyed_said(&count, when, &destroyed.by.name, &destroyed.note)
    }
}
