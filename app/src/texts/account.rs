//! Sign-in, first run, the member's own account, the firm and its members.

use super::texts;

texts! {
    sign_in: "Se connecter", "Sign in";
    sign_in_lead: "Vos mises en garde, les décisions de vos clients et leurs preuves.", "Your warnings, your clients’ decisions, and the proof of both.";
    password: "Mot de passe", "Password";
    password_new: "Nouveau mot de passe", "New password";
    password_again: "Mot de passe, une seconde fois", "Password, once more";
    password_hint(n: usize): "Au moins {n} caractères. Une phrase que vous seul connaissez convient très bien.", "At least {n} characters. A sentence that only you know does very well.";
    sign_in_refused: "L’adresse ou le mot de passe ne convient pas.", "The address or the password is not right.";
    sign_in_forgotten: "Mot de passe oublié ? Demandez à un responsable de vous inviter de nouveau.", "Forgot your password? Ask an owner to invite you again.";

    setup_title: "Mise en service", "First run";
    setup_lead: "Deux minutes suffisent : l’identité de votre entreprise, puis votre propre compte.", "Two minutes are enough: your firm’s identity, then your own account.";
    setup_why: "Ces indications figurent en tête de chaque lettre de mise en garde et de chaque attestation. Vous pourrez les modifier ; les documents déjà remis garderont celles du jour de leur envoi.", "These details head every warning notice and every certificate. You can change them later; documents already delivered keep those of the day they were sent.";
    setup_firm: "Votre entreprise", "Your firm";
    setup_owner: "Votre compte", "Your account";
    setup_submit: "Commencer", "Start";
    setup_language: "Langue par défaut des documents", "Default language of documents";

    firm_name: "Dénomination", "Company name";
    legal_form: "Forme juridique", "Legal form";
    legal_form_hint: "SAS, SARL, EI, Ltd, …", "SAS, SARL, EI, Ltd, …";
    siren: "SIREN", "SIREN";
    siren_hint: "Neuf chiffres. Laissez vide si l’entreprise n’est pas immatriculée en France.", "Nine digits. Leave empty if the company is not registered in France.";
    rcs: "Immatriculation", "Registration";
    rcs_hint: "Telle qu’elle figure sur vos lettres, par exemple « RCS Rennes 123 456 789 ».", "As printed on your letters, for instance “RCS Rennes 123 456 789”.";
    postal_address: "Adresse postale", "Postal address";
    logo: "Logo", "Logo";
    privacy_email: "Adresse pour les données personnelles", "Address for personal data";
    firm_key_why: "Donnez cette clé à vos clients par une autre voie que vos lettres : dans le contrat, sur votre site. Quiconque vérifie une preuve la compare avec celle du fichier.", "Give this key to your clients in another way than your letters: in the contract, on your web site. Whoever verifies evidence compares it with the one in the file.";
    privacy_email_hint: "Vos clients y écrivent pour exercer leurs droits (RGPD, article 13).", "Your clients write there about their rights (GDPR, article 13).";
    time_zone: "Fuseau horaire", "Time zone";
    your_name: "Votre nom", "Your name";
}
