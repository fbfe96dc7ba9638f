//! What a notice is called by what it carries, and the words of acceptance minutes and of the evidence agreement.

use ledger::event::{Article, Notice, NoticeClass, Resolution};

use super::{Texts, texts};

impl Texts {
    /// What the notice is, as its title.
    pub fn notice_class(self, class: NoticeClass) -> &'static str {
        match class {
            NoticeClass::Letter => self.doc_notice(),
            NoticeClass::Minutes => self.notice_minutes(),
            NoticeClass::Agreement => self.notice_agreement(),
            NoticeClass::Meeting => self.notice_meeting(),
        }
    }

    /// "la lettre de mise en garde MG-2026-0007".
    pub fn the_notice(self, class: NoticeClass, reference: &str) -> String {
        match class {
            NoticeClass::Letter => self.the_letter(reference),
            NoticeClass::Minutes => self.the_minutes(reference),
            NoticeClass::Agreement => self.the_agreement(reference),
            NoticeClass::Meeting => self.the_meeting(reference),
        }
    }

    /// "à la lettre de mise en garde MG-2026-0007".
    pub fn to_the_notice(self, class: NoticeClass, reference: &str) -> String {
        match class {
            NoticeClass::Letter => self.to_the_letter(reference),
            NoticeClass::Minutes => self.to_the_minutes(reference),
            NoticeClass::Agreement => self.to_the_agreement(reference),
            NoticeClass::Meeting => self.to_the_meeting(reference),
        }
    }

    /// "une lettre de mise en garde".
    pub fn a_notice(self, class: NoticeClass) -> &'static str {
        match class {
            NoticeClass::Letter => self.a_letter(),
            NoticeClass::Minutes => self.some_minutes(),
            NoticeClass::Agreement => self.an_agreement(),
            NoticeClass::Meeting => self.a_meeting(),
        }
    }

    /// The sentence that whoever answers agrees to.
    pub fn consent(self, notice: &Notice) -> String {
        let (client, reference, firm) = (&notice.client.name, &notice.reference, &notice.firm.name);
        match notice.class() {
            NoticeClass::Letter => self.consent_letter(client, reference, firm),
            NoticeClass::Minutes => self.consent_minutes(client, reference, firm),
            NoticeClass::Agreement => self.consent_agreement(client, reference, firm),
            NoticeClass::Meeting => self.consent_to_meeting(notice),
        }
    }

    /// What the client said of an instrument.
    pub fn resolution(self, class: NoticeClass, resolution: Resolution) -> &'static str {
        match (class, resolution) {
            (NoticeClass::Agreement, Resolution::Accepted) => self.agreement_signed(),
            (NoticeClass::Agreement, _) => self.agreement_refused(),
            (NoticeClass::Meeting, Resolution::Accepted) => self.meeting_confirmed(),
            (NoticeClass::Meeting, Resolution::Reserved) => self.meeting_reserved(),
            (NoticeClass::Meeting, Resolution::Refused) => self.meeting_contested(),
            (_, Resolution::Accepted) => self.minutes_accepted(),
            (_, Resolution::Reserved) => self.minutes_reserved(),
            (_, Resolution::Refused) => self.minutes_refused(),
        }
    }

    /// What is put to the client, in a sentence.
    pub fn answer_lead_of(self, notice: &Notice) -> String {
        match notice.class() {
            NoticeClass::Letter => self.answer_lead(&notice.firm.name, &notice.client.name),
            NoticeClass::Minutes => self.minutes_purpose_for(notice.warnings.len() as u64),
            NoticeClass::Agreement => self.agreement_purpose().to_owned(),
            NoticeClass::Meeting => self.meeting_purpose().to_owned(),
        }
    }

    /// Why an answer is asked for.
    pub fn answer_why_of(self, class: NoticeClass) -> &'static str {
        match class {
            NoticeClass::Agreement => self.agreement_free(),
            NoticeClass::Meeting => self.meeting_why(),
            NoticeClass::Letter | NoticeClass::Minutes => self.answer_why(),
        }
    }

    /// What minutes are, and how many risks they list.
    pub fn minutes_purpose_for(self, risks: u64) -> String {
        if risks == 0 { self.minutes_purpose_none().to_owned() } else { self.minutes_purpose(risks) }
    }

    /// The model of the evidence agreement, written for what Acté records.
    pub fn agreement_model(self) -> Vec<Article> {
        let articles = [
            (self.agreement_object(), self.agreement_object_text()),
            (self.agreement_who(), self.agreement_who_text()),
            (self.agreement_value(), self.agreement_value_text()),
            (self.agreement_time(), self.agreement_time_text()),
            (self.agreement_silence(), self.agreement_silence_text()),
            (self.agreement_contest(), self.agreement_contest_text()),
            (self.agreement_copy(), self.agreement_copy_text()),
            (self.agreement_end(), self.agreement_end_text()),
        ];
        articles.map(|(heading, text)| Article { heading: heading.to_owned(), text: text.to_owned() }).to_vec()
    }
}

/// Of the model: raised whenever its words change, so that an agreement says which it began from.
pub const AGREEMENT_VERSION: &str = "1";

texts! {
    minutes_sent_short: "Émis", "Issued";
    minutes_accepted_short: "Accepté", "Accepted";
    minutes_refused_short: "Refusé", "Refused";
    agreement_signed_short: "Signée", "Signed";
    notice_minutes: "Procès-verbal de recette", "Acceptance minutes";
    notice_agreement: "Convention sur la preuve", "Evidence agreement";
    the_letter(reference: &str): "la lettre de mise en garde {reference}", "warning notice {reference}";
    the_minutes(reference: &str): "le procès-verbal de recette {reference}", "acceptance minutes {reference}";
    the_agreement(reference: &str): "la convention sur la preuve {reference}", "evidence agreement {reference}";
    to_the_letter(reference: &str): "à la lettre de mise en garde {reference}", "warning notice {reference}";
    to_the_minutes(reference: &str): "au procès-verbal de recette {reference}", "acceptance minutes {reference}";
    to_the_agreement(reference: &str): "à la convention sur la preuve {reference}", "evidence agreement {reference}";
    a_letter: "une lettre de mise en garde", "a warning notice";
    some_minutes: "un procès-verbal de recette", "acceptance minutes";
    an_agreement: "une convention sur la preuve", "an evidence agreement";

    consent_letter(client: &str, reference: &str, firm: &str): "J’ai lu la mise en garde {reference}, émise par {firm}, et je réponds pour {client}, point par point, comme indiqué ci-dessus. Je sais que les risques que je n’accepte pas de traiter demeurent.", "I have read the warning notice {reference} from {firm} and I answer on behalf of {client}, point by point, as stated above. I know that the risks which I do not accept to treat remain.";
    consent_minutes(client: &str, reference: &str, firm: &str): "J’ai lu le procès-verbal de recette {reference}, établi par {firm}, et les risques résiduels qu’il énumère ; je réponds pour {client}, comme indiqué ci-dessus. Je sais que prononcer la recette ne fait disparaître aucun de ces risques, et que ceux que je n’accepte pas de traiter demeurent.", "I have read acceptance minutes {reference} from {firm} and the remaining risks that they list; I answer on behalf of {client}, as stated above. I know that acceptance makes none of these risks disappear, and that those which I do not accept to treat remain.";
    consent_agreement(client: &str, reference: &str, firm: &str): "J’ai lu la convention sur la preuve {reference}, proposée par {firm}, et je réponds pour {client}, comme indiqué ci-dessus.", "I have read evidence agreement {reference} proposed by {firm} and I answer on behalf of {client}, as stated above.";

    minutes_accepted: "Recette prononcée sans réserve", "Accepted without reservation";
    minutes_reserved: "Recette prononcée avec réserves", "Accepted with reservations";
    minutes_refused: "Recette refusée", "Acceptance refused";
    agreement_signed: "Convention signée", "Agreement signed";
    agreement_refused: "Convention refusée", "Agreement refused";

    minutes_new: "Établir un procès-verbal de recette", "Draw up acceptance minutes";
    minutes_lead: "Ce qui est livré et éprouvé, et les risques qui demeurent, un par un : le client prononce la recette et décide pour chacun, par le même lien qu’une lettre.", "What is handed over and tried, and the risks that remain, one by one: the client accepts and decides on each, by the same way as a notice.";
    minutes_delivered: "Ce qui est livré", "What is handed over";
    minutes_delivered_hint: "Ouvrages, versions, lieux ; ce qui reste à livrer.", "Works, versions, places; what is still to be handed over.";
    minutes_tests: "Essais et résultats", "Trials and results";
    minutes_tests_hint: "Par exemple : restauration d’un fichier et d’une machine, bascule, retour arrière ; ce qui a échoué.", "For instance: a file and a machine restored, fail-over, roll-back; what failed.";
    minutes_day: "Jour des essais", "Day of the trials";
    minutes_risks: "Risques résiduels", "Remaining risks";
    minutes_risks_text(n: u64): ["Un sujet dû demeure un risque : un brouillon en est préparé, avec ce qui en a été dit et décidé." | "{n} sujets dus demeurent des risques : un brouillon est préparé pour chacun, avec ce qui en a été dit et décidé."], ["One due topic remains a risk: a draft is prepared for it, with what was said and decided about it." | "{n} due topics remain risks: a draft is prepared for each, with what was said and decided about it."];
    minutes_none: "Aucun risque résiduel n’est connu : chaque sujet dû est en place ou sans objet.", "No remaining risk is known: each due topic is in place or not applicable.";
    minutes_open(n: u64): ["{n} sujet dû ou question est ouvert : le procès-verbal ne peut pas être émis tant qu’il l’est." | "{n} sujets dus ou questions sont ouverts : le procès-verbal ne peut pas être émis tant qu’ils le sont."], ["{n} due topic or question is open: the minutes cannot be issued as long as it is." | "{n} due topics or questions are open: the minutes cannot be issued as long as they are."];
    minutes_see_coverage: "Voir la couverture", "See the coverage";
    minutes_prepare: "Préparer le procès-verbal", "Prepare the minutes";
    minutes_unlisted(topic: &str): "Un risque dû n’est pas énuméré : {topic}", "A due risk is not listed: {topic}";
    minutes_unanswered(n: u64): ["{n} question de la mission est sans réponse : des sujets peuvent manquer." | "{n} questions de la mission sont sans réponse : des sujets peuvent manquer."], ["{n} question of the project has no answer: topics may be missing." | "{n} questions of the project have no answer: topics may be missing."];
    minutes_fact: "Déjà dit", "Said before";
    minutes_fact_text(reference: &str, date: &str, decision: &str): "Lettre {reference} du {date} ; {decision}.", "Notice {reference} of {date}; {decision}.";
    minutes_reason(reason: &str): "Motif donné : {reason}", "Reason given: {reason}";
    minutes_purpose(n: u64): ["Ce procès-verbal constate ce qui est livré et éprouvé. Il énumère un risque qui demeure : prononcer la recette ne le lève pas, et votre décision vous est demandée." | "Ce procès-verbal constate ce qui est livré et éprouvé. Il énumère {n} risques qui demeurent : prononcer la recette ne les lève pas, et votre décision vous est demandée pour chacun."], ["These minutes record what is handed over and tried. They list one risk that remains: acceptance does not remove it, and your decision is asked for." | "These minutes record what is handed over and tried. They list {n} risks that remain: acceptance does not remove them, and your decision is asked for on each."];
    minutes_purpose_none: "Ce procès-verbal constate ce qui est livré et éprouvé. À ce jour, nous ne connaissons pas de risque qui demeure parmi les sujets que nous devons examiner.", "These minutes record what is handed over and tried. To date we know of no risk that remains among the topics that we have to examine.";

    agreement_lead: "Signée une fois par le client, de la même façon qu’il répond à une lettre ; les attestations suivantes la citent. Faites relire ce modèle par votre conseil.", "Signed once by the client, the same way as a notice is answered; later certificates cite it. Have your lawyer read this model.";
    agreement_prepare: "Préparer la convention", "Prepare the agreement";
    agreement_purpose: "Nous vous proposons de convenir de la façon dont se prouvent nos échanges. Vous êtes libre de refuser : votre contrat n’en dépend pas.", "We propose to agree on how our exchanges are proven. You are free to refuse: your contract does not depend on it.";
    agreement_unanswered: "Votre silence ne vaut jamais acceptation. Sans réponse, aucune convention n’est conclue.", "Your silence never counts as acceptance. Without an answer there is no agreement.";
    agreement_free: "Vous restez libre de signer ou de refuser.", "You are free to sign or to refuse.";
    agreement_standing(reference: &str, date: &str): "Une convention sur la preuve est en vigueur : {reference}, signée le {date}.", "An evidence agreement is in force: {reference}, signed on {date}.";
    agreement_cited(reference: &str, date: &str): "{reference}, signée le {date}", "{reference}, signed on {date}";
    agreement_object: "Objet", "Object";
    agreement_object_text: "La présente convention règle, au sens de l’article 1356 du code civil, la preuve des mises en garde, conseils, questions, décisions et procès-verbaux que le prestataire et le client s’adressent par Acté, pour les droits dont ils ont la libre disposition. Elle ne crée aucune autre obligation.", "This agreement governs, within the meaning of article 1356 of the French Civil Code, the proof of the warnings, advice, questions, decisions and minutes that the firm and the client address to each other through Acté, for the rights that they may freely dispose of. It creates no other obligation.";
    agreement_who: "Identification des personnes", "Identification";
    agreement_who_text: "Une réponse est présumée venir de la personne à qui le lien personnel et le code à usage unique ont été adressés, à l’adresse électronique que le client a indiquée pour elle. Le client signale sans délai toute adresse perdue, partagée ou détournée et toute personne qui ne peut plus décider pour lui.", "An answer is presumed to come from the person to whom the personal link and the one-time code were addressed, at the e-mail address that the client gave for them. The client reports without delay any address that is lost, shared or hijacked and any person who may no longer decide for it.";
    agreement_value: "Valeur des écrits", "Value of the records";
    agreement_value_text: "Les documents PDF scellés, les écritures du registre et leurs preuves sont admis entre les parties au même titre qu’un écrit sur papier. Le registre montre le contenu et l’ordre des écritures ; un écrit dont le sceau ou la preuve ne se vérifie pas n’a pas cette valeur.", "Sealed PDF documents, the entries of the log and their proofs are admitted between the parties like a paper record. The log shows the content and the order of the entries; a record whose seal or proof does not verify has no such value.";
    agreement_time: "Date", "Date";
    agreement_time_text: "L’heure d’une écriture est celle de l’horloge du serveur du prestataire. Lorsqu’un horodatage d’une autorité tierce couvre l’écriture, il fait présumer qu’elle existait à l’heure qu’il indique.", "The time of an entry is that of the clock of the firm’s server. Where a time-stamp of an outside authority covers the entry, it raises the presumption that the entry existed at the time that it states.";
    agreement_silence: "Silence du client", "Silence";
    agreement_silence_text: "Le silence du client ne vaut ni acceptation ni refus. L’attestation d’absence de réponse établit seulement ce qui a été adressé, par quelle voie, et qu’aucune réponse n’est consignée à sa date.", "The client’s silence is neither acceptance nor refusal. The certificate of no answer only shows what was addressed, by which way, and that no answer is on record at its date.";
    agreement_contest: "Preuve contraire", "Evidence to the contrary";
    agreement_contest_text: "Ces présomptions sont simples : chaque partie peut établir le contraire par tous moyens. Conformément à l’article 1356, la présente convention ne contredit pas les présomptions irréfragables établies par la loi, ne modifie pas la foi attachée à l’aveu ou au serment, et n’établit au profit d’aucune partie de présomption irréfragable.", "These presumptions are rebuttable: either party may prove the contrary by any means. In accordance with article 1356, this agreement does not contradict irrebuttable presumptions laid down by law, does not alter the faith attached to admission or oath, and lays down no irrebuttable presumption in favour of either party.";
    agreement_copy: "Accès et conservation", "Access and keeping";
    agreement_copy_text: "Chaque réponse donne lieu à une attestation remise au client, avec ce qui permet de la vérifier sans le prestataire. Le client peut demander à tout moment une copie des écritures qui le concernent. Les données personnelles effacées à bon droit laissent une écriture qui dit l’effacement.", "Each answer gives rise to a certificate handed to the client, with what it takes to verify it without the firm. The client may at any time ask for a copy of the entries that concern it. Personal data that was rightly erased leaves an entry that says so.";
    agreement_end: "Durée", "Duration";
    agreement_end_text: "La convention vaut à compter de sa signature par le client, pour les échanges qui la suivent, et jusqu’à ce que l’une des parties y mette fin par écrit. Ce qui a été échangé avant cette fin reste régi par elle.", "The agreement applies from its signature by the client, to the exchanges that follow it, and until either party ends it in writing. What was exchanged before that end remains governed by it.";

    sign_whole_minutes: "Votre décision sur la recette", "Your decision on acceptance";
    sign_whole_agreement: "Votre décision sur la convention", "Your decision on the agreement";
    resolution_minutes_accepted: "Je prononce la recette sans réserve", "I accept without reservation";
    resolution_minutes_accepted_hint: "Les risques résiduels énumérés, s’il y en a, demeurent ; ils se décident un par un.", "The remaining risks listed, if any, remain; they are decided one by one.";
    resolution_minutes_reserved: "Je prononce la recette avec réserves", "I accept with reservations";
    resolution_minutes_refused: "Je refuse la recette", "I refuse acceptance";
    resolution_agreement_accepted: "Je signe la convention", "I sign the agreement";
    resolution_agreement_refused: "Je refuse la convention", "I refuse the agreement";
    resolution_words: "Réserves ou motif", "Reservations or reason";
    resolution_words_hint: "Nécessaire pour une recette avec réserves et pour un refus.", "Needed to accept with reservations and to refuse.";
    sign_words: "Motif", "Reason";
    sign_words_hint: "Nécessaire pour un refus.", "Needed to refuse.";
    doc_acceptance: "Recette", "Acceptance";
    doc_agreement: "Convention sur la preuve", "Evidence agreement";
    mail_minutes_risks(n: u64): ["Il énumère {n} risque résiduel :" | "Il énumère {n} risques résiduels :"], ["They list {n} remaining risk:" | "They list {n} remaining risks:"];
    mail_minutes_decide: "Il vous est demandé de prononcer la recette, avec ou sans réserves, ou de la refuser, et de décider pour chaque risque résiduel.", "You are asked to accept, with or without reservations, or to refuse, and to decide on each remaining risk.";
    mail_agreement_decide: "Il vous est demandé de la signer ou de la refuser, dans son ensemble.", "You are asked to sign it or to refuse it, as a whole.";
}
