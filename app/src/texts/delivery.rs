//! A notice by registered post and by hand.

use ledger::event::{LetterOutcome, LetterPosted, NoticeHanded, ReceiptFiled};

use super::{Texts, texts};

impl Texts {
    pub fn letter_outcome(self, outcome: LetterOutcome) -> &'static str {
        match outcome {
            LetterOutcome::Received => self.post_received(),
            LetterOutcome::Refused => self.post_refused(),
            LetterOutcome::Unclaimed => self.post_unclaimed(),
        }
    }

    /// What an entry says of a posting, without its full stop.
    pub fn letter_posted(self, e: &LetterPosted) -> String {
        self.post_posted_words(&self.date(e.day), &e.carrier, &e.tracking)
    }

    /// What an entry says of a receipt.
    pub fn receipt_filed(self, e: &ReceiptFiled) -> String {
        let day = |date: Option<ledger::event::Date>| date.map(|date| self.date(date)).unwrap_or_default();
        match (e.outcome, e.presented) {
            (LetterOutcome::Received, None) => self.post_received_words(&day(e.received)),
            (LetterOutcome::Received, Some(_)) => self.post_both_words(&day(e.presented), &day(e.received)),
            (LetterOutcome::Refused, _) => self.post_refused_words(&day(e.presented)),
            (LetterOutcome::Unclaimed, _) => self.post_unclaimed_words(&day(e.presented)),
        }
    }

    /// What an entry says of a hand-over, to whom.
    pub fn notice_handed(self, e: &NoticeHanded, to: &str) -> String {
        self.post_handed_words(&self.date(e.day), to, &e.handed_by)
    }
}

texts! {
    post: "Par courrier ou en main propre", "By post or by hand";
    post_note: "Un courriel peut être contesté ; une signature sur papier l’est plus difficilement. Ce que vous consignez ici est votre parole : l’avis de réception ou la décharge signée, joints, sont ce qui la montre.", "A mail can be disputed; a signature on paper less easily. What you record here is your word: the receipt or the signed discharge attached is what shows it.";
    post_prepare: "Préparer une lettre recommandée", "Prepare a registered letter";
    post_prepare_hint: "Fait le PDF prêt à imprimer, plier en trois et glisser dans une enveloppe DL à fenêtre (110 × 220 mm) : l’adresse tombe dans la fenêtre. Ses octets sont consignés.", "Makes the PDF ready to print, fold in three and put into a DL window envelope (110 × 220 mm): the address falls into the window. Its bytes are recorded.";
    post_to: "Destinataire", "Addressee";
    post_address: "Adresse, telle qu’elle paraît dans la fenêtre", "Address, as it shows in the window";
    post_address_hint: "Six lignes au plus, 38 caractères par ligne. Vide : le client, la personne et l’adresse enregistrée du client.", "At most six lines of 38 characters. Empty: the client, the person and the client’s recorded address.";
    post_make: "Préparer la lettre", "Prepare the letter";
    post_letter_to(name: &str, when: &str): "Lettre recommandée à {name}, préparée le {when}", "Registered letter to {name}, prepared on {when}";
    post_letter_pdf: "La lettre (PDF)", "The letter (PDF)";
    post_registered: "LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION", "REGISTERED LETTER WITH RECEIPT";
    post_waits: "Pas encore déposée : imprimez-la, déposez-la, puis consignez le dépôt.", "Not posted yet: print it, post it, then record that.";
    post_awaits: "L’avis de réception n’est pas encore classé.", "The receipt is not filed yet.";
    post_posted: "Consigner le dépôt", "Record the posting";
    post_posted_again: "Corriger le dépôt", "Correct the posting";
    post_day: "Jour du dépôt", "Day of posting";
    post_carrier: "Transporteur", "Carrier";
    post_tracking: "Numéro de suivi", "Tracking number";
    post_slip: "Preuve de dépôt", "Proof of posting";
    post_receipt: "Classer l’avis de réception", "File the receipt";
    post_receipt_again: "Corriger l’avis de réception", "Correct the receipt";
    post_outcome: "Ce qu’il en est advenu", "What became of it";
    post_received: "Remise contre signature", "Handed over against a signature";
    post_refused: "Refusée par le destinataire", "Refused by the addressee";
    post_unclaimed: "Avisée et non réclamée", "Announced and not fetched";
    post_presented_day: "Première présentation", "First presented";
    post_presented_hint: "Obligatoire quand la lettre a été refusée ou non réclamée.", "Required when the letter was refused or not fetched.";
    post_received_day: "Jour de la remise", "Day of hand-over";
    post_received_hint: "Obligatoire quand la lettre a été remise.", "Required when the letter was handed over.";
    post_scan: "Avis de réception numérisé", "Scan of the receipt";
    post_scan_shown: "Pièce jointe :", "Attached:";
    post_hand: "Consigner une remise en main propre", "Record a hand delivery";
    post_hand_hint: "Imprimez le PDF de la lettre, faites dater et signer une décharge par la personne elle-même.", "Print the notice’s PDF and have the person themself date and sign a discharge.";
    post_hand_to: "Remise à", "Handed to";
    post_hand_by: "Remise par", "Handed by";
    post_hand_day: "Jour de la remise en main propre", "Day of the hand delivery";
    post_discharge: "Décharge signée, numérisée", "Scan of the signed discharge";
    post_file_name: "recommande", "registered";
    post_posted_words(date: &str, carrier: &str, tracking: &str): "Déposée le {date}, {carrier}, n° {tracking}", "Posted on {date}, {carrier}, no. {tracking}";
    post_received_words(date: &str): "Remise contre signature le {date}", "Handed over against a signature on {date}";
    post_both_words(first: &str, date: &str): "Présentée le {first}, remise contre signature le {date}", "Presented on {first}, handed over against a signature on {date}";
    post_refused_words(date: &str): "Présentée et refusée le {date}", "Presented and refused on {date}";
    post_unclaimed_words(date: &str): "Présentée le {date}, avisée et non réclamée", "Presented on {date}, announced and not fetched";
    post_handed_words(date: &str, to: &str, by: &str): "Remise en main propre le {date} à {to}, par {by}", "Handed over in person on {date} to {to}, by {by}";
    post_recorded_on(when: &str): "consigné le {when}", "recorded on {when}";
    done_letter_prepared: "La lettre est prête : téléchargez-la, imprimez-la, déposez-la.", "The letter is ready: download it, print it, post it.";
    done_letter_posted: "Le dépôt est consigné.", "The posting is recorded.";
    done_receipt_filed: "L’avis de réception est classé.", "The receipt is filed.";
    done_notice_handed: "La remise en main propre est consignée.", "The hand delivery is recorded.";
    verify_class_letter: "Lettre recommandée", "Registered letter";
    coverage_way_signed: "Reçue contre signature", "Received against a signature";
    error_too_early(date: &str): "Cette date ne peut pas précéder le {date}.", "This date cannot be before {date}.";
    error_too_late(date: &str): "Au plus tard le {date}.", "{date} at the latest.";
    error_bad_address: "Au plus six lignes, et 38 caractères par ligne.", "At most six lines, of 38 characters each.";
    error_not_received: "Laissez ce champ vide : la lettre n’a pas été remise.", "Leave this empty: the letter was not handed over.";
    doc_reached_letter(words: &str): "Lettre recommandée : {words}", "Registered letter: {words}";
    doc_reached_recorded(words: &str, when: &str): "{words} (consigné le {when})", "{words} (recorded {when})";
    doc_reached_scan(name: &str, sha256: &str): "Pièce jointe : {name}, SHA-256 {sha256}", "Attached: {name}, SHA-256 {sha256}";
    doc_reached_word_alone: "Les dates d’un courrier et d’une remise en main propre sont celles que le prestataire a consignées. Là où une pièce jointe est nommée, elle les montre par son empreinte ; là où il n’y en a pas, elles sont sa seule parole.", "The dates of letters and of hand delivery are those that the firm recorded. Where an attached file is named it shows them, by its fingerprint; where there is none they are the firm’s word alone.";
    doc_reached_word: "Les dates d’un courrier et d’une remise en main propre sont celles que le prestataire a consignées ; la pièce jointe, par son empreinte, est ce qui les montre.", "The dates of letters and of hand delivery are those that the firm recorded; the attached file, by its fingerprint, is what shows them.";
    trail_step_posted: "Dépôt consigné", "Posting recorded";
    trail_step_received: "Réception consignée", "Receipt recorded";
    trail_step_not_received: "Non-remise consignée", "Non-delivery recorded";
    trail_step_handed: "Remise consignée", "Hand-over recorded";
    post_handed: "Remise en main propre", "Handed over in person";
}
