//! What the example's people need, promise and are warned of.

use ledger::event::{PromiseState, QuotedOption, Rhythm};

pub fn fr_options() -> Vec<QuotedOption> {
    let option = |number, label: &str, cents, rhythm| QuotedOption {
        number,
        label: label.into(),
        price_cents: Some(cents),
        rhythm,
        vat_rate: 2000,
        quote: None,
    };
    vec![
        option(1, "Deux disques amovibles, échangés chaque vendredi", 84_000, Rhythm::Once),
        option(2, "Coffre-fort de sauvegarde déconnecté, hébergé en France", 19_500, Rhythm::Monthly),
    ]
}

pub const FR_SCOPE: (&str, &str) = (
    "Fourniture, installation et mise en service de deux serveurs et de leur stockage ; reprise des données et des droits.",
    "Sauvegarde existante, postes de travail, réseau.",
);
pub const FR_NEEDS: [(&str, &str); 2] = [
    (
        "Ne pas arrêter les ateliers plus d’une demi-journée.",
        "Bascule un samedi, retour arrière prévu jusqu’au dimanche midi.",
    ),
    ("Retrouver les données en cas de panne d’un serveur.", ""),
];
pub const FR_PROMISES: [(&str, &str, PromiseState, &str); 3] = [
    ("Plan de sauvegarde adapté à la nouvelle architecture", "Offre du 12 mars 2026, § 4", PromiseState::Open, ""),
    (
        "Accompagnement des utilisateurs pendant le changement",
        "Offre du 12 mars 2026, § 6",
        PromiseState::Kept,
        "Deux demi-journées sur place.",
    ),
    ("Veille de sécurité", "Conditions générales, article 9", PromiseState::Open, ""),
];
pub const FR_BACKUPS: &[&str] = &[
    "Un NAS dans le local serveurs, une copie sur le serveur de fichiers",
    "Toutes : le NAS et le serveur de fichiers sont joints au domaine",
    "Aucune depuis le retrait du lecteur de bandes, en 2019",
    "Logiciel de sauvegarde fourni avec le NAS",
];
pub const FR_ACCOUNTS: &[&str] = &[
    "14",
    "Neuf comptes d’anciens prestataires et stagiaires, dont deux administrateurs du domaine",
    "Trois titulaires connus",
];
pub const FR_PASSWORDS: &[&str] =
    &["Quarante-deux postes, quatre serveurs, le NAS et le pare-feu", "Non connu ; antérieur à 2018", "Aucun"];
pub const FR_PATCHES: &[&str] = &[
    "Deux serveurs et le pare-feu, sans mise à jour depuis quatorze mois",
    "Personne à ce jour",
    "Le créneau du samedi a été reporté deux fois",
];
pub const FR_ANTIVIRUS: &[&str] =
    &["Les quatre serveurs et onze postes de l’atelier", "Personne la nuit ni le week-end", "76"];
pub const FR_DIRECTORY: &[&str] = &[
    "Le NAS de sauvegarde et la console de virtualisation, joints au domaine",
    "Un compte, administrateur du domaine, partagé avec les serveurs",
    "Le réseau des serveurs",
];
/// What the client wrote when she was reminded.
pub const FR_MAIL: &str = "Bonjour,\r\n\r\nBien reçu votre rappel. Nous en parlons de vive voix cette semaine, je ne peux pas trancher avant.\r\n\r\nHélène Kerbrat\r\n";
pub const FR_PLACE: &str = "Chez le client, à Saint-Coulomb";
pub const FR_SAID: &str = "Mme Kerbrat demande d’attendre la fin de l’exercice. Il lui est rappelé qu’une prise de contrôle de l’annuaire emporterait aussi les sauvegardes, et que la mesure ne demande aucun achat. Elle décidera par écrit.";
pub const EN_SCOPE: (&str, &str) =
    ("Supply and installation of one server; data migration.", "Existing backups, workstations.");
pub const EN_BACKUPS: &[&str] = &[
    "One NAS in the server room",
    "All of them: the NAS belongs to the domain",
    "None so far",
    "Supplied with the NAS",
];
