//! Legal holds.

use super::{Texts, texts};

impl Texts {
    /// What a hold is on: the word of the subject, and what it is called.
    pub fn hold_on(self, word: &str, name: &str) -> String {
        match word {
            "client" => self.hold_on_client(name),
            "project" => self.hold_on_project(name),
            _ => self.hold_on_firm(name),
        }
    }
}

texts! {
    holds: "Conservation judiciaire", "Legal holds";
    holds_lead: "Tant qu’elle dure, rien de ce qu’elle couvre ne peut être effacé ni expirer, par personne. La poser et la lever sont des écritures du registre.", "While one stands, nothing under it can be erased or expire, by anyone. Placing and releasing it are entries of the log.";
    holds_none: "Aucune conservation judiciaire.", "No legal hold.";
    holds_none_text: "Elle se pose depuis la page d’un client ou d’une mission, ou ici pour tout le registre : à la réception d’une assignation, d’une mise en demeure ou d’une demande d’expertise, par exemple.", "One is placed from the page of a client or a project, or here for the whole log: when a writ, a formal notice or a request for an expert’s inquiry arrives, for instance.";
    hold: "Conservation judiciaire", "Legal hold";
    hold_new: "Poser une conservation judiciaire", "Place a legal hold";
    hold_firm_new: "Conserver tout le registre", "Hold the whole log";
    hold_new_lead: "Rien de ce qu’elle couvre ne pourra plus être effacé, jusqu’à ce qu’un responsable la lève avec une raison.", "Nothing under it can be erased any more, until an owner releases it with a reason.";
    hold_about: "Porte sur", "On";
    hold_reason: "Motif", "Reason";
    hold_reason_hint: "En quelques mots, sans donnée personnelle : cette écriture ne s’efface jamais. Un avocat à qui vous avez donné accès le lit ; une salle de données ne le montre pas. Par exemple « Assignation du 3 mars 2026 ».", "In a few words, without personal data: this entry is never erased. A lawyer to whom you gave access reads it; a data room does not show it. For instance “Writ of 3 March 2026”.";
    hold_reference: "Référence de l’affaire", "Reference of the case";
    hold_reference_hint: "Celle du tribunal ou de l’avocat, par exemple « RG 26/01234 ».", "That of the court or the lawyer, for instance “RG 26/01234”.";
    hold_place: "Poser", "Place";
    hold_placed: "Posée", "Placed";
    hold_stands: "En vigueur", "Stands";
    hold_released: "Levée", "Released";
    hold_release: "Lever la conservation", "Release the hold";
    hold_release_reason: "Raison de la levée", "Reason for the release";
    hold_release_hint: "En quelques mots, sans donnée personnelle. Les autres conservations qui couvrent la même chose restent en vigueur.", "In a few words, without personal data. Other holds over the same thing stand.";
    hold_release_confirm: "Je lève cette conservation : ce qu’elle couvre pourra de nouveau être effacé", "I release this hold: what lies under it can be erased again";
    hold_release_owner: "Seul un responsable peut la lever.", "Only an owner can release it.";
    holds_standing(n: u64): ["{n} conservation en vigueur : rien de ce qu’elle couvre ne peut être effacé" | "{n} conservations en vigueur : rien de ce qu’elles couvrent ne peut être effacé"], ["{n} hold stands: nothing under it can be erased" | "{n} holds stand: nothing under them can be erased"];
    hold_see: "La consulter", "See it";
    hold_draft_stays: "Sous conservation judiciaire : ce brouillon reste tel qu’il était quand elle a été posée. S’il est complet, il peut être adressé ainsi ; pour dire autre chose, préparez-en un nouveau.", "Under a legal hold: this draft stays as it was when the hold was placed. If it is complete, it can be sent as it is; to say something else, prepare a new one.";
    done_bulk_left_out_held: "La mission est écartée ; elle est sous conservation judiciaire, et ses brouillons restent.", "The project is left out; it is under a legal hold, and its drafts stay.";
    hold_bulk(client: &str): "{client} : cette mission vient d’être placée sous conservation judiciaire, et son brouillon reste tel qu’il était. Enregistrez encore une fois pour les autres.", "{client}: this project has just come under a legal hold, and its draft stays as it was. Save once more for the others.";
    hold_bulk_text: "Sous conservation judiciaire : les brouillons de ces missions restent tels qu’ils étaient, quoi que vous écriviez ici.", "Under a legal hold: the drafts of these projects stay as they were, whatever you write here.";
    hold_forbids: "Sous conservation judiciaire : rien ici ne peut être effacé tant qu’un responsable ne l’a pas levée.", "Under a legal hold: nothing here can be erased until an owner releases it.";
    done_hold_placed: "La conservation est en vigueur.", "The hold stands.";
    done_hold_released: "La conservation est levée.", "The hold is released.";
    hold_on_firm(name: &str): "Tout le registre : {name}", "The whole log: {name}";
    hold_on_client(name: &str): "Client : {name}", "Client: {name}";
    hold_on_project(name: &str): "Mission : {name}", "Project: {name}";
    hold_stands_since(date: &str): "Conservation judiciaire depuis le {date}.", "Legal hold since {date}.";
}
