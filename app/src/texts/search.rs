//! The search: what may be typed, what things are called there, what shows them.

use super::{Texts, texts};

texts! {
    search_label: "Mots à chercher", "Words to look for";
    search_hint: "Tous les mots, dans toutes leurs formes, sans égard aux accents ni aux majuscules. sauveg* : les mots qui commencent ainsi. « copie hors ligne » : ces mots, dans cet ordre. -bande : sans ce mot.", "All the words, in any of their forms; accents and capitals do not count. sauveg*: words that begin so. “offline copy”: these words, in this order. -tape: without this word.";
    search_from: "Consigné du", "Recorded from";
    search_until: "Au", "To";
    search_dates_hint: "Jour de la consignation, à l’heure du prestataire.", "Day of the record, by the firm’s time.";
    search_sort: "Ordre", "Order";
    search_newest: "Du plus récent au plus ancien", "Newest first";
    search_relevance: "Du plus pertinent au moins pertinent", "Most relevant first";
    search_too_long(n: u64): ["Au plus {n} caractère." | "Au plus {n} caractères."], ["At most {n} character." | "At most {n} characters."];
    search_too_many(n: u64): ["Au plus {n} mot ou expression." | "Au plus {n} mots ou expressions."], ["At most {n} word or phrase." | "At most {n} words or phrases."];
    search_other_values(n: u64): ["et {n} autre, plus rare" | "et {n} autres, plus rares"], ["and {n} other, rarer" | "and {n} others, rarer"];
    search_backwards: "Ce jour est avant le premier.", "This day is before the first.";
    search_unclosed: "Un guillemet n’est pas fermé : tout ce qui le suit est cherché comme une expression.", "A quotation mark is not closed: all that follows it is looked for as one phrase.";
    search_operators: "AND, OR, NOT, ET, OU… sont cherchés comme des mots. Tous les mots demandés doivent s’y trouver ; pour en exclure un, écrivez -mot.", "AND, OR, NOT… are looked for as words. All the words asked for must be there; to exclude one, write -word.";
    search_star: "L’astérisque ne vaut qu’à la fin : sauveg* trouve les mots qui commencent ainsi. Ailleurs, il ne compte pas.", "The star means something at the end only: backu* finds the words that begin so. Elsewhere it does not count.";
    search_waits(n: u64): ["{n} écriture plus ancienne n’est pas encore indexée : ces résultats ne la comprennent pas." | "{n} écritures plus anciennes ne sont pas encore indexées : ces résultats ne les comprennent pas."], ["{n} older entry is not indexed yet: these results do not include it." | "{n} older entries are not indexed yet: these results do not include them."];
    search_partial: "Le texte de certains fichiers n’est pas cherché : numérisations, formats qui ne se lisent pas, fin des très longs. Leur nom l’est, et la page de leur mission les signale.", "The text of some files is not searched: scans, formats that cannot be read, the end of very long ones. Their name is, and the page of their project marks them.";
    search_no_word: "Il n’y a pas de mot à chercher : écrivez-en au moins un.", "There is no word to look for: write at least one.";
    search_unread(n: u64): ["Les fichiers d’une écriture n’ont pas encore été lus." | "Les fichiers de {n} écritures n’ont pas encore été lus."], ["The files of {n} entry have not been read yet." | "The files of {n} entries have not been read yet."];
    search_nothing: "Rien ne correspond", "Nothing found";
    search_nothing_text: "Essayez avec moins de mots, seulement leur début (sauveg*), ou sans les choix ci-dessus.", "Try fewer words, only their beginning (backu*), or without the choices above.";
    search_found(n: u64): ["{n} résultat" | "{n} résultats"], ["{n} result" | "{n} results"];
    search_found_most(n: u64): ["Plus de {n} résultat" | "Plus de {n} résultats"], ["More than {n} result" | "More than {n} results"];
    search_most_text: "Seuls les plus récents sont comptés, et les 2 000 plus récents classés par pertinence ; par date, tous se lisent page après page.", "Only the newest are counted, and the newest 2,000 ranked by relevance; by date, all can be read page by page.";
    search_drafts(n: u64): ["{n} brouillon" | "{n} brouillons"], ["{n} draft" | "{n} drafts"];
    search_draft: "Brouillon", "Draft";
    search_draft_text: "Rien n’en a été adressé : un brouillon ne prouve rien.", "Nothing of it was sent: a draft proves nothing.";
    search_draft_notice: "Lettre en préparation", "Notice being put together";
    search_replaced: "Version remplacée", "Replaced version";
    search_with_file(name: &str): "Fichier : {name}", "File: {name}";
    search_in_file(name: &str): "Dans le fichier {name}", "In the file {name}";
    search_file_unread_text(why: &str): "Texte non lu ({why}) ; le fichier reste téléchargeable.", "Text not read ({why}); the file can still be downloaded.";
    search_file_kind: "sorte de fichier sans texte lisible ici", "a kind of file without text that is read here";
    search_file_empty: "aucun texte dans le fichier, par exemple un scan", "no text in the file, for instance a scan";
    search_file_refused: "fichier illisible", "file cannot be read";
    search_file_cut: "Texte trop long : seul son début est cherché.", "Text too long: only its beginning is searched.";
    search_file_slow: "lecture trop longue", "reading took too long";
    search_file_crashed: "le fichier a fait échouer le lecteur", "the file made the reader fail";
    search_only(name: &str): "Seulement ce qui concerne {name}", "Only what concerns {name}";
    search_on_day(date: &str): "Seulement ce qui a été consigné le {date}", "Only what was recorded on {date}";
    search_in_month(month: &str): "Seulement ce qui a été consigné pendant ce mois : {month}", "Only what was recorded during this month: {month}";
    search_is_date: "C’est une date", "This is a date";
    search_is_date_text: "Aucun texte ne la porte ainsi écrite. Cherchez ce qui a été consigné alors :", "No text has it written so. Look for what was recorded then:";
    search_narrow: "Affiner", "Narrow down";
    search_chosen: "Choisi", "Chosen";
    search_drop(name: &str): "Retirer « {name} »", "Remove “{name}”";
    search_next: "Résultats suivants", "Next results";
    search_first: "Premiers résultats", "First results";
    search_csv: "Résultats en CSV", "Results as CSV";
    search_csv_limit(n: u64): ["{n} ligne au plus" | "{n} lignes au plus"], ["at most {n} line" | "at most {n} lines"];
    search_csv_file: "recherche", "search";
    search_saved: "Recherches enregistrées", "Saved searches";
    search_save: "Enregistrer cette recherche", "Save this search";
    search_save_name: "Nom", "Name";
    search_save_hint: "Visible de vous seul. Le même nom remplace l’ancienne.", "Seen by you alone. The same name replaces the older one.";
    search_save_full(n: u64): ["Vous en avez déjà {n} : retirez-en une d’abord." | "Vous en avez déjà {n} : retirez-en une d’abord."], ["You have {n} already: remove one first." | "You have {n} already: remove one first."];
    search_remove(name: &str): "Supprimer la recherche « {name} »", "Delete the search “{name}”";
    done_search_saved: "La recherche est enregistrée.", "The search is saved.";
    done_search_removed: "La recherche enregistrée est supprimée.", "The saved search is deleted.";

    facet_kind: "Nature", "Kind";
    facet_client: "Client", "Client";
    facet_project: "Mission", "Project";
    facet_topic: "Sujet", "Topic";
    facet_person: "Personne", "Person";
    facet_decision: "Décision", "Decision";
    facet_shown_by: "Preuve", "Shown by";
    facet_stamped: "Heure", "Time";

    kind_client: "Client", "Client";
    kind_contact: "Contact", "Contact";
    kind_project: "Périmètre de mission", "Scope of a project";
    kind_need: "Besoin", "Need";
    kind_promise: "Engagement", "Promise";
    kind_paper: "Pièce du contrat", "Contract paper";
    kind_notice: "Lettre de mise en garde", "Warning notice";
    kind_minutes: "Procès-verbal de recette", "Acceptance minutes";
    kind_agreement: "Convention sur la preuve", "Evidence agreement";
    kind_meeting: "Compte rendu de réunion", "Minutes of a meeting";
    kind_answer: "Réponse du client", "Client’s answer";
    kind_question: "Question du client, réponse", "Client’s question, reply";
    kind_silence: "Absence de réponse", "No answer";
    kind_delivery: "Remise", "Delivery";
    kind_exchange: "Courriel importé", "Imported e-mail";
    kind_reply: "Réponse par courriel", "Answer by e-mail";
    kind_coverage: "Couverture", "Coverage";
    kind_milestone: "Jalon", "Milestone";
    kind_document: "Document produit", "Document made";
    kind_firm: "Prestataire", "Firm";
    kind_erasure: "Effacement, conservation judiciaire", "Erasure, legal hold";
    kind_access: "Accès extérieur", "Outside access";
    kind_draft: "Brouillon", "Draft";

    shown_by_link: "Porteur d’un lien personnel, sans code", "Holder of a personal link, without a code";
    shown_by_code: "Personne identifiée par un code", "Person identified by a code";
    shown_by_domain: "Courriel signé par son domaine", "E-mail signed by its domain";
    shown_by_server: "Dit par un serveur de messagerie", "Said by a mail server";
    shown_by_file: "Une pièce est jointe", "A file is kept with it";
    shown_by_seal: "Document scellé par le prestataire", "Document sealed by the firm";
    shown_by_word: "Parole du prestataire", "The firm’s word";
    stamped_yes: "Présence datée au plus tard par un tiers", "Presence dated at the latest by a third party";
    stamped_no: "Horloge du prestataire", "The firm’s clock";

    decision_accepted: "Acceptée", "Accepted";
    decision_declined: "Refusée", "Declined";
    decision_deferred: "Différée", "Deferred";
    decision_signed: "Signée sans réserve", "Signed without reservation";
    decision_reserved: "Acceptée avec réserves", "Accepted with reservations";
    decision_refused: "Refusée dans l’ensemble", "Refused as a whole";

    csv_entry: "Écriture", "Entry";
    csv_recorded: "Consignée le", "Recorded on";
    csv_title: "Intitulé", "Title";
    csv_passage: "Extrait", "Passage";
    csv_address: "Adresse", "Address";
}

impl Texts {
    /// What a kind of record is called; `None` for a word that is none.
    pub fn search_kind(self, kind: &str) -> Option<&'static str> {
        Some(match kind {
            "client" => self.kind_client(),
            "contact" => self.kind_contact(),
            "project" => self.kind_project(),
            "need" => self.kind_need(),
            "promise" => self.kind_promise(),
            "paper" => self.kind_paper(),
            "notice" => self.kind_notice(),
            "minutes" => self.kind_minutes(),
            "agreement" => self.kind_agreement(),
            "meeting" => self.kind_meeting(),
            "answer" => self.kind_answer(),
            "question" => self.kind_question(),
            "silence" => self.kind_silence(),
            "delivery" => self.kind_delivery(),
            "exchange" => self.kind_exchange(),
            "reply" => self.kind_reply(),
            "coverage" => self.kind_coverage(),
            "milestone" => self.kind_milestone(),
            "document" => self.kind_document(),
            "firm" => self.kind_firm(),
            "erasure" => self.kind_erasure(),
            "access" => self.kind_access(),
            "draft" => self.kind_draft(),
            _ => return None,
        })
    }

    pub fn search_shown_by(self, word: &str) -> Option<&'static str> {
        Some(match word {
            "code" => self.shown_by_code(),
            "link" => self.shown_by_link(),
            "domain" => self.shown_by_domain(),
            "server" => self.shown_by_server(),
            "file" => self.shown_by_file(),
            "seal" => self.shown_by_seal(),
            "word" => self.shown_by_word(),
            _ => return None,
        })
    }

    pub fn search_decision(self, word: &str) -> Option<&'static str> {
        Some(match word {
            "accepted" => self.decision_accepted(),
            "declined" => self.decision_declined(),
            "deferred" => self.decision_deferred(),
            "signed" => self.decision_signed(),
            "reserved" => self.decision_reserved(),
            "refused" => self.decision_refused(),
            _ => return None,
        })
    }

    /// What a reader must know of a file's text, by the state of `file_text`.
    pub fn search_unread_because(self, state: &str) -> Option<String> {
        let why = match state {
            "kind" => self.search_file_kind(),
            "empty" => self.search_file_empty(),
            "refused" => self.search_file_refused(),
            "slow" => self.search_file_slow(),
            "crashed" => self.search_file_crashed(),
            "cut" => return Some(self.search_file_cut().to_owned()),
            _ => return None,
        };
        Some(self.search_file_unread_text(why))
    }
}
