//! The PDFs: the notice, the certificate and the project’s file, but for their proof (`evidence.rs`).

use ledger::event::{Answer, Choice, Decision, DocumentClass, Notice, NoticeClass, PaperClass, Resolution, Warning};

use super::{Texts, texts};

impl Texts {
    /// What an answer says of what was put to the client, line by line: of the instrument what it came to, and with which words; of each warning, in the
    /// order of the notice, what was decided, why, and with which reservations. A warning that has no decision stands there by its title.
    pub fn answer_lines(self, notice: &Notice, answer: Option<&Answer>) -> Vec<String> {
        let said = |label: &str, text: &str| (!text.trim().is_empty()).then(|| self.labelled(label, text));
        let mut lines = Vec::new();
        if let Some(signing) = answer.and_then(|answer| answer.signing.as_ref()) {
            lines.push(self.labelled(&notice.reference, self.resolution(notice.class(), signing.resolution)));
            let reserved = signing.resolution == Resolution::Reserved;
            lines.extend(said(if reserved { self.doc_reservations() } else { self.doc_reason() }, &signing.words));
        }
        for warning in &notice.warnings {
            let mut decisions = answer.into_iter().flat_map(|answer| &answer.decisions);
            match decisions.find(|decision| decision.warning == warning.warning) {
                Some(decision) => {
                    let mut said = self.decision_lines(warning, decision);
                    said[0] = self.labelled(&warning.title, &said[0]);
                    lines.extend(said);
                }
                None => lines.push(warning.title.clone()),
            }
        }
        lines
    }

    /// What was decided of a warning (`Accepted 2. Label of the option`), why, and with which reservations.
    pub fn decision_lines(self, warning: &Warning, decision: &Decision) -> Vec<String> {
        let (word, more) = match decision.choice {
            Choice::Accepted { option } => {
                let chosen = warning.options.iter().find(|o| Some(o.number) == option);
                (self.decision_accepted(), chosen.map(|o| format!("{}. {}", o.number, o.label)).unwrap_or_default())
            }
            Choice::Declined => (self.decision_declined(), String::new()),
            Choice::Deferred { until } => (self.decision_deferred(), self.deferred_until(&self.date(until))),
        };
        let said = [(self.doc_reason(), &decision.reason), (self.doc_reservations(), &decision.reservations)];
        let said = said.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let said = said.map(|(label, text)| self.labelled(label, text));
        [[word, &more].join(" ").trim_end().to_owned()].into_iter().chain(said).collect()
    }

    pub fn paper_class(self, class: PaperClass) -> &'static str {
        match class {
            PaperClass::Contract => self.doc_paper_contract(),
            PaperClass::Offer => self.doc_paper_offer(),
            PaperClass::Terms => self.doc_paper_terms(),
            PaperClass::Minutes => self.doc_notice_minutes(),
            PaperClass::Quote => self.doc_paper_quote(),
            PaperClass::Delegation => self.doc_paper_delegation(),
            PaperClass::Other => self.doc_paper_other(),
        }
    }

    /// What a document is called; `notice` is the class of the notice that it is about, if it is about one.
    pub fn document_class(self, class: DocumentClass, notice: NoticeClass) -> &'static str {
        match class {
            DocumentClass::Notice => self.notice_class(notice),
            DocumentClass::Certificate => self.verify_class_certificate(),
            DocumentClass::NoAnswer => self.verify_class_no_answer(),
            DocumentClass::Letter => self.verify_class_letter(),
            DocumentClass::Dossier => self.verify_class_dossier(),
            DocumentClass::ClientDossier => self.verify_class_client_dossier(),
            DocumentClass::Destruction => self.destruction(),
            DocumentClass::PersonalData => self.person_export(),
            DocumentClass::ErasureAnswer => self.person_answer(),
        }
    }
}

texts! {
    doc_notice: "Lettre de mise en garde", "Warning notice";
    doc_certificate: "Attestation de réponse", "Certificate of answer";
    doc_certificate_silent: "Attestation d’absence de réponse", "Certificate of no answer";
    doc_certificate_informed: "Attestation d’information", "Certificate of information";
    doc_dossier: "Dossier de la mission", "Project file";
    doc_preview: "Aperçu, non envoyé", "Preview, not sent";
    doc_logo_of(name: &str): "Logo : {name}", "Logo of {name}";
    doc_qr_alt(url: &str): "Code QR qui mène à la page de vérification, {url}", "QR code leading to the verification page, {url}";
    doc_made: "Établi le", "Made on";
    doc_made_by: "Établi par", "Made by";
    doc_made_automatically: "Acté, sans intervention d’une personne", "Acté, without a person’s intervention";
    doc_number: "Identifiant du document", "Document identifier";
    doc_scan: "Vérifier ce PDF", "Verify this PDF";
    doc_page(page: usize, pages: usize): "Page {page} sur {pages}", "Page {page} of {pages}";

    doc_project: "Mission", "Project";
    doc_answered: "Réponse", "Answer";
    doc_sent: "Émise le", "Issued on";
    doc_respond_by: "Réponse demandée", "Answer asked for";
    doc_by(date: &str): "au plus tard le {date}", "by {date}";
    doc_by_moved(date: &str, first: &str): "au plus tard le {date}, date donnée au signataire désigné (la lettre indiquait le {first})", "by {date}, the day given to the signatory named (the notice said {first})";
    doc_greeting: "Madame, Monsieur,", "Dear Sir or Madam,";
    doc_purpose(n: u64): ["Dans le cadre de la mission désignée ci-dessus, nous avons relevé un point qui expose votre entreprise à un risque. Nous avons le devoir de vous en informer précisément, et nous vous demandons votre décision." | "Dans le cadre de la mission désignée ci-dessus, nous avons relevé {n} points qui exposent votre entreprise à un risque. Nous avons le devoir de vous en informer précisément, et nous vous demandons votre décision sur chacun d’eux."], ["In the course of the project named above we found one point that exposes your company to a risk. It is our duty to inform you of it precisely, and we ask for your decision." | "In the course of the project named above we found {n} points that expose your company to a risk. It is our duty to inform you of them precisely, and we ask for your decision on each."];
    doc_purpose_informative: "Dans le cadre de la mission désignée ci-dessus, nous avons le devoir de vous informer précisément de ce qui suit. Cette lettre vous est adressée pour information : aucun de ses destinataires n’étant désigné comme pouvant décider, aucune décision ne vous est demandée.", "In the course of the project named above it is our duty to inform you precisely of what follows. This letter is sent to you for information: as none of its recipients is named as able to decide, no decision is asked of you.";
    doc_points: "Les points en bref", "The points in brief";
    doc_topic_version(topic: &str, version: &str): "Sujet {topic}, version {version}", "Topic {topic}, version {version}";
    doc_facts: "Faits constatés", "Facts found";
    doc_risk: "Risque", "Risk";
    doc_consequence: "Conséquence", "Consequence";
    doc_measure: "Mesure recommandée", "Recommended measure";
    doc_options: "Options et prix", "Options and prices";
    doc_option: "Option", "Option";
    doc_option_number: "N°", "No.";
    doc_price_net: "Prix HT", "Excl. VAT";
    doc_vat: "TVA", "VAT";
    doc_price_gross: "Prix TTC", "Incl. VAT";
    doc_price_unknown: "Non chiffré à ce jour", "Not priced yet";
    doc_once: "en une fois", "once";
    doc_monthly: "par mois", "a month";
    doc_yearly: "par an", "a year";
    doc_quote(name: &str): "Devis joint : {name}", "Quote enclosed: {name}";
    doc_references: "Références", "References";

    doc_how: "Comment répondre", "How to answer";
    doc_how_link: "Ouvrez le lien personnel qui vous est adressé par courriel avec cette lettre. Il n’est pas imprimé ici : une lettre se transmet, un lien personnel ne se partage pas.", "Open the personal link that is addressed to you by e-mail with this letter. It is not printed here: a letter is passed on, a personal link is not to be shared.";
    doc_how_code: "Demandez le code à six chiffres : il est adressé à votre messagerie, et montre que la personne qui répond y a accès.", "Ask for the six-digit code: it is addressed to your mailbox, and shows that whoever answers has access to it.";
    doc_how_decide: "Décidez point par point : accepter (et selon quelle option), refuser, ou différer jusqu’à une date. Un refus ou un report se motive ; vous pouvez émettre des réserves ou corriger un fait.", "Decide point by point: accept (and by which option), decline, or defer until a date. A refusal or deferral needs a reason; you may add reservations or correct a fact.";
    doc_how_receipt: "Vous recevez aussitôt une attestation de votre réponse. Avant de décider, vous pouvez poser une question, ou indiquer que la décision revient à une autre personne.", "You receive a certificate of your answer at once. Before deciding, you may ask a question, or say that the decision is another person’s.";
    doc_how_lost(date: &str): "Le lien fonctionne jusqu’au {date}. S’il vous manque, écrivez à l’expéditeur de cette lettre : il vous en enverra un nouveau.", "The link works until {date}. If you do not have it, write to the sender of this letter, who will send you a new one.";
    doc_silence: "Si vous ne répondez pas", "If you do not answer";
    doc_silence_meaning: "Votre silence ne vaut jamais acceptation. Sans réponse, chaque point reste ouvert, le risque décrit demeure, et nous consignons seulement ce qui a été fait pour vous la remettre et qu’aucune réponse n’est parvenue.", "Your silence never counts as acceptance. Without an answer every point stays open, the risk described remains, and we record only what was done to deliver it to you and that no answer came.";
    doc_closing: "Nous restons à votre disposition pour en parler avant votre décision.", "We are at your disposal to talk about it before you decide.";
    doc_copy_to: "Copie à", "Copy to";
    doc_enclosures: "Pièces jointes", "Enclosures";

    doc_parties: "Les parties", "The parties";
    doc_firm: "Prestataire", "IT service firm";
    doc_client: "Le client", "The client";
    doc_people: "Les personnes", "The people";
    doc_author: "Auteur", "Author";
    doc_function: "Fonction", "Function";
    doc_addressee: "Destinataire", "Recipient";
    doc_may_decide: "Peut décider", "May decide";
    doc_authority: "Source du pouvoir", "Source of authority";
    doc_authority_register: "Représentant légal selon le registre des sociétés", "Legal representative in the company register";
    doc_authority_delegation: "Délégation écrite", "Written delegation";
    doc_authority_declared: "Selon sa propre déclaration", "By the person’s own statement";
    doc_authority_unknown: "Non vérifiée", "Not checked";
    doc_scope: "Périmètre de la mission", "Scope of the project";
    doc_scope_in: "Compris", "Included";
    doc_scope_out: "Non compris", "Not included";
    doc_scope_version(n: u32): "version n° {n}", "version {n}";
    doc_dates: "Période", "Period";
    doc_from(date: &str): "à partir du {date}", "from {date}";
    doc_until(date: &str): "jusqu’au {date}", "until {date}";
    doc_between(from: &str, until: &str): "du {from} au {until}", "from {from} to {until}";
    doc_change: "Motif du changement", "Reason for the change";

    doc_certifies: "Ce que montre cette attestation", "What this certificate shows";
    doc_certifies_answer(person: &str, client: &str, notice: &str, when: &str): "Selon le registre du prestataire, {person} a répondu pour {client} {notice}, le {when}.", "By the firm’s log, {person} answered {notice} for {client} on {when}.";
    doc_certifies_whole: "Cette attestation reproduit le texte exact qui était présenté, chaque décision avec son motif, et la façon dont cette personne a été identifiée.", "This certificate repeats the exact text that was shown, each decision with its reason, and how this person was identified.";
    doc_certifies_erased: "Le texte de cette réponse a été effacé depuis. Cette attestation reproduit le texte exact qui était présenté, mais non les motifs, les réserves, le nom saisi et la façon dont cette personne a été identifiée. Les choix indiqués sont ceux que le prestataire déclare : l’empreinte de la réponse ne les prouve plus.", "The text of that answer was erased since. This certificate repeats the exact text that was shown, but not the reasons, the reservations, the name typed and how this person was identified. The choices stated are those that the firm declares: the fingerprint of the answer no longer proves them.";
    doc_typed_by_link(typed: &str, recorded: &str): "{typed} (nom saisi), au moyen du lien et du code adressés à {recorded},", "{typed} (name typed), by the link and code addressed to {recorded},";
    doc_certifies_silence(client: &str, notice: &str, when: &str): "Au {when}, aucune réponse {notice} n’est consignée pour {client}. Cette attestation reproduit le texte exact émis et le suivi de sa remise. Le silence ne vaut ni acceptation ni refus.", "At {when}, no answer by {client} to {notice} is recorded. This certificate repeats the exact text issued and the trail of its delivery. Silence is neither acceptance nor refusal.";
    doc_certifies_information(client: &str, reference: &str, when: &str): "Au {when}, la lettre de mise en garde {reference} a été adressée à {client} pour information : aucun de ses destinataires n’était désigné comme pouvant décider, et aucune décision n’était demandée. Cette attestation reproduit le texte exact et le suivi de sa remise.", "At {when}, warning notice {reference} had been addressed to {client} for information: none of its recipients was named as able to decide, and no decision was asked for. This certificate repeats the exact text and the trail of its delivery.";
    doc_point: "Point", "Topic";
    doc_decision: "Décision", "Decision";
    doc_no_answer: "Pas de réponse par le lien", "No answer by the link";
    doc_for_information: "Pour information", "For information";
    doc_deferred_until(date: &str): "Différée jusqu’au {date}", "Deferred until {date}";
    doc_option_chosen(n: u32, label: &str): "Option {n} retenue : {label}", "Option {n} chosen: {label}";
    doc_reason: "Motif", "Reason";
    doc_reservations: "Réserves", "Reservations";
    doc_says_the_firm(words: &str): "{words}, selon le prestataire", "{words}, says the firm";
    doc_decision_erased: "Motif, réserves et phrase acceptée : effacés (voir la première page).", "Reason, reservations and the sentence agreed to: erased (see page one).";
    doc_no_reservations: "Aucune réserve.", "No reservations.";
    doc_text_shown: "Le texte présenté et les réponses", "The text shown, and the answers";
    doc_consent: "Phrase exacte acceptée", "Exact sentence agreed to";
    doc_typed_name: "Nom saisi", "Name typed";
    doc_acknowledged: "Lectures confirmées", "Readings confirmed";
    doc_questions: "Questions et réponses", "Questions and answers";
    doc_question_from(who: &str, when: &str): "Par {who}, le {when}", "By {who}, {when}";
    doc_question_by(name: &str, when: &str): "{name}, le {when}", "{name}, {when}";
    doc_not_replied: "Sans réponse du prestataire à cette date.", "Not answered by the firm at this date.";

    doc_overview: "Où en est la mission", "Where the project stands";
    doc_contents: "Ce dossier", "This file";
    doc_contents_text(entries: usize, when: &str): "Ce dossier réunit, dans l’ordre, ce qui est consigné de la mission au {when} : {entries} écritures du registre du prestataire. Il montre aussi ce qui manque : les points sans réponse et les questions restées ouvertes y figurent comme tels.", "This file brings together, in order, what is recorded of the project at {when}: {entries} entries of the firm’s log. It also shows what is missing: points without an answer and open questions appear as such.";
    doc_warnings: "Les mises en garde", "The warnings";
    doc_no_warnings: "Aucune mise en garde n’a été émise à cette date.", "No warning has been issued at this date.";
    doc_contacts: "Contacts du client", "The client’s contacts";
    doc_needs: "Besoins exprimés par le client", "Needs expressed by the client";
    doc_need: "Besoin", "Need";
    doc_need_answer: "Réponse apportée", "How it was answered";
    doc_need_unanswered: "Aucune réponse consignée à cette date.", "No answer on record at this date.";
    doc_promises: "Engagements pris", "Promises made";
    doc_promise: "Engagement", "Promise";
    doc_source: "Source", "Where it is written";
    doc_promise_open: "En cours", "Open";
    doc_promise_kept: "Tenu", "Kept";
    doc_promise_withdrawn: "Abandonné ou remplacé", "Withdrawn or replaced";
    doc_papers: "Documents contractuels", "Contract papers";
    doc_paper: "Pièce", "Paper";
    doc_paper_contract: "Contrat", "Contract";
    doc_paper_offer: "Offre", "Offer";
    doc_paper_terms: "Conditions générales", "General terms";
    doc_notice_minutes: "Procès-verbal", "Minutes";
    doc_paper_quote: "Devis", "Quote";
    doc_paper_delegation: "Délégation", "Delegation";
    doc_paper_other: "Autre pièce", "Other paper";
    doc_none_recorded: "Rien n’est consigné à cette date.", "Nothing is recorded at this date.";
    doc_history: "Versions du périmètre", "Versions of the scope";
    doc_chronology: "Chronologie", "Chronology";
    doc_file: "Fichier", "File";
    doc_size: "Taille", "Size";
    doc_sha256: "Empreinte SHA-256", "SHA-256 fingerprint";
    doc_paper_dated(date: &str): "daté du {date}", "dated {date}";
    doc_filed(when: &str): "déposé le {when}", "filed {when}";
}
