//! What went wrong: whole pages, and sentences beside a field.

use jiff::tz::TimeZone;
use ledger::event::Role;
use ledger::notice::Why;

use super::{Texts, local, texts};

impl Texts {
    /// What the rules of notices refused, in words. A time is told in `zone`.
    pub fn why(self, why: Why, zone: &TimeZone) -> String {
        match why {
            Why::Missing => self.error_missing().into(),
            Why::TooLong(n) => self.error_too_long(n),
            Why::TooMany(n) => self.error_too_many(n),
            Why::NotAnEmail => self.error_email().into(),
            Why::NotASiren => self.error_siren().into(),
            Why::NotInFuture => self.error_not_in_future().into(),
            Why::InFuture => self.error_in_future().into(),
            Why::NotYet => self.error_not_yet().into(),
            Why::BadAmount => self.error_amount().into(),
            Why::Unknown => self.error_unknown().into(),
            Why::NoAddress => self.error_no_address().into(),
            Why::Duplicate => self.error_duplicate().into(),
            Why::AlreadyAnswered => self.error_already_answered().into(),
            Why::AlreadyDone => self.error_already_done().into(),
            Why::NotASignatory => self.error_not_signatory().into(),
            Why::LinkExpired => self.error_link_expired().into(),
            Why::LinkRevoked => self.error_link_revoked().into(),
            Why::NotIdentified => self.error_not_identified().into(),
            Why::TopicsOpen => self.error_topics_open().into(),
            Why::Contested => self.error_contested().into(),
            Why::Kept => self.erase_kept().into(),
            Why::Held => self.hold_forbids().into(),
            Why::InUse => self.erase_in_use().into(),
            Why::TooEarly(day) => self.error_too_early(&self.date(day)),
            Why::TooLate(day) => self.error_too_late(&self.date(day)),
            Why::BadAddress => self.error_bad_address().into(),
            Why::StillOpen => self.person_still_open().into(),
            Why::NotReceived => self.error_not_received().into(),
            Why::NotDue => self.retention_not_due().into(),
            Why::BadYears => self.retention_bad_years().into(),
            Why::BadDays => self.error_bad_days().into(),
            Why::UnderWay => self.erase_under_way().into(),
            Why::TooSoon(time) => self.error_too_soon(&self.date_time(&local(time, zone))),
        }
    }

    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.role_owner(),
            Role::Adviser => self.role_adviser(),
            Role::Reader => self.role_reader(),
        }
    }
}

texts! {
    not_found_title: "Page introuvable", "Page not found";
    not_found_text: "Cette adresse ne mène à rien, ou rien que vous puissiez voir. Le lien est peut-être incomplet, expiré ou retiré.", "This address leads nowhere, or to nothing that you may see. The link may be incomplete, expired or withdrawn.";
    not_found_client: "Vous avez reçu ce lien dans un message ? Demandez à son auteur de vous en envoyer un nouveau.", "Did you receive this link in a message? Ask its author to send you a new one.";
    forbidden_title: "Accès refusé", "Access refused";
    forbidden_text: "Votre rôle ne permet pas cette action. Un responsable peut la faire ou changer votre rôle.", "Your role does not allow this. An owner can do it, or change your role.";
    cross_site_text: "La demande semblait venir d’un autre site et a été refusée. Rien n’a changé. Revenez à la page et recommencez.", "The request seemed to come from another site and was refused. Nothing changed. Go back to the page and try again.";
    too_large_title: "Envoi trop lourd", "Too large";
    too_large_text(size: &str): "Cet envoi dépasse la limite de {size}. Rien n’a été enregistré. Revenez en arrière et choisissez un fichier plus petit.", "This exceeds the limit of {size}. Nothing was saved. Go back and choose a smaller file.";
    too_many_title: "Trop de demandes", "Too many requests";
    too_many_text(seconds: u64): ["Attendez {seconds} seconde, puis recommencez." | "Attendez {seconds} secondes, puis recommencez."], ["Wait {seconds} second, then try again." | "Wait {seconds} seconds, then try again."];
    malformed_title: "Demande incomplète", "Incomplete request";
    malformed_text: "La page n’a pas pu lire ce qui lui a été envoyé. Rien n’a changé. Revenez en arrière et recommencez.", "The page could not read what it was sent. Nothing changed. Go back and try again.";
    no_seal_title: "Le sceau n’est pas disponible", "The seal is not available";
    no_seal_text: "La clé qui scelle les documents ne répond pas, ou son certificat a expiré. Aucun document n’est scellé par une autre clé à sa place. Rien n’a changé : réessayez plus tard, et prévenez un responsable, qui voit l’état de la clé dans « Prestataire », « Clés du sceau ».", "The key that seals documents does not answer, or its certificate has expired. No document is sealed by another key in its place. Nothing changed: try again later, and tell an owner, who sees the state of the key under “Firm”, “Seal keys”.";
    clock_behind_title: "L’horloge du serveur est en retard", "The server’s clock is behind";
    clock_behind_text: "Rien ne peut être consigné tant que l’horloge du serveur n’est pas remise à l’heure : une écriture ne porte jamais une date antérieure à la précédente. Rien n’a changé. Prévenez la personne qui administre Acté et gardez cette page ouverte : la recharger ensuite renvoie ce que vous aviez saisi.", "Nothing can be recorded until the server’s clock is set right: an entry never bears an earlier time than the one before it. Nothing changed. Tell the person who runs Acté and keep this page open: loading it again then sends what you had typed.";
    failure_title: "Une erreur de notre côté", "Something failed on our side";
    failure_text: "La page n’a pas pu être produite. Ce qui était enregistré le reste. Recommencez dans un instant ; si l’erreur persiste, transmettez cette référence à la personne qui administre Acté.", "The page could not be made. What was saved stays saved. Try again in a moment; if it persists, give this reference to the person who runs Acté.";
    failure_reference: "Référence de l’erreur", "Reference of the error";
    to_the_start: "Aller à l’accueil", "Go to the start page";

    error_missing: "Ce champ est obligatoire.", "This field is required.";
    error_choose: "Choisissez une des réponses.", "Choose one of the answers.";
    error_too_long(n: usize): "{n} caractères au plus.", "{n} characters at most.";
    error_too_many(n: usize): "{n} au plus.", "{n} at most.";
    error_email: "Écrivez une adresse électronique complète, comme nom@exemple.fr.", "Write a complete e-mail address, like name@example.com.";
    error_siren: "Ce numéro SIREN n’est pas valable : vérifiez ses neuf chiffres.", "This SIREN is not valid: check its nine digits.";
    date_forms: "S’écrit 10/11/2026, 10/11/26, 10 novembre 2026, 10 nov. 2026 ou 2026-11-10, le jour avant le mois.", "Written 10/11/2026, 10/11/26, 10 November 2026, 10 Nov 2026 or 2026-11-10, the day before the month.";
    error_date: "Cette date n’existe pas, ou ne se lit pas. Exemple : 24/11/2026.", "This date does not exist, or cannot be read. Example: 24/11/2026.";
    error_not_in_future: "Choisissez une date à venir.", "Choose a date in the future.";
    error_in_future: "Cette date n’est pas encore venue.", "This day has not come yet.";
    error_amount: "Écrivez un montant en euros, comme 1 234,50.", "Write an amount in euros, like 1,234.50.";
    error_unknown: "Cette valeur n’est pas proposée ici.", "This value is not offered here.";
    error_no_address: "Ce contact n’a pas d’adresse électronique.", "This contact has no e-mail address.";
    error_duplicate: "Cette valeur existe déjà.", "This value exists already.";
    error_password_short(n: usize): "Au moins {n} caractères.", "At least {n} characters.";
    error_password_long(n: usize): "{n} caractères au plus.", "{n} characters at most.";
    error_password_common: "Ce mot de passe figure parmi les plus courants : choisissez-en un autre.", "This password is among the most common: choose another one.";
    error_password_differs: "Les deux mots de passe diffèrent.", "The two passwords differ.";
    error_file_type(types: &str): "Ce fichier n’est pas d’un type accepté ({types}).", "This file is not of an accepted type ({types}).";
    error_file_size(size: &str): "Ce fichier dépasse {size} et n’a pas été enregistré : choisissez-en un plus petit.", "This file is larger than {size} and was not saved: choose a smaller one.";
    error_already_answered: "Une réponse a déjà été donnée.", "An answer was already given.";
    error_already_done: "C’est déjà fait.", "This is already done.";
    error_not_signatory: "Seul un signataire peut répondre.", "Only a signatory may answer.";
    error_link_expired: "Ce lien a expiré.", "This link has expired.";
    error_link_revoked: "Ce lien a été retiré.", "This link was withdrawn.";
    error_not_identified: "Confirmez d’abord votre identité avec un code.", "First confirm who you are with a code.";
    error_too_soon(time: &str): "Trop de codes demandés : le prochain peut l’être à partir du {time}.", "Too many codes asked for: ask again from {time}.";
}
