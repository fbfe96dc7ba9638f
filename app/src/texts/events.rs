//! What each kind of entry is called.

use ledger::event::{Event, MailAccepted, Via};

use super::{Texts, texts};

texts! {
    event_firm_founded: "Registre ouvert", "Log opened";
    event_firm_recorded: "Identité du prestataire enregistrée", "Firm’s identity recorded";
    event_member_invited: "Membre invité", "Member invited";
    event_member_recorded: "Membre enregistré", "Member recorded";
    event_client_recorded: "Client enregistré", "Client recorded";
    event_contact_recorded: "Contact enregistré", "Contact recorded";
    event_project_recorded: "Mission enregistrée", "Project recorded";
    event_need_recorded: "Besoin enregistré", "Need recorded";
    event_promise_recorded: "Engagement enregistré", "Promise recorded";
    event_paper_filed: "Pièce du contrat déposée", "Contract paper filed";
    event_survey_answered: "Réponse au questionnaire", "Survey answered";
    event_topic_in_place: "Sujet déjà en place", "Topic found in place";
    event_topic_not_applicable: "Sujet sans objet", "Topic not applicable";
    event_topic_reopened: "Sujet rouvert", "Topic reopened";
    event_milestone_reached: "Jalon de la mission", "Milestone of the project";
    event_change_reported: "Fait nouveau signalé", "Change reported";
    event_topic_recorded: "Sujet du prestataire enregistré", "Firm’s own topic recorded";
    event_kind_recorded: "Type de mission enregistré", "Kind of project recorded";
    event_rule_recorded: "Règle de couverture enregistrée", "Coverage rule recorded";
    event_rule_switched: "Règle de couverture désactivée ou rétablie", "Coverage rule switched off or on";
    event_notice_issued: "Lettre émise", "Notice issued";
    event_chasing_planned: "Suite en cas de silence fixée", "What follows silence planned";
    event_reminder_made: "Relance établie", "Reminder made";
    event_notice_escalated: "Lettre adressée à la direction", "Notice sent to the director";
    event_silence_recorded: "Absence de réponse constatée", "Absence of an answer recorded";
    event_letter_prepared: "Courrier recommandé préparé", "Registered letter prepared";
    event_letter_posted: "Courrier recommandé déposé", "Registered letter posted";
    event_receipt_filed: "Avis de réception classé", "Receipt filed";
    event_notice_handed: "Lettre remise en main propre", "Notice handed over in person";
    event_link_made: "Lien créé", "Link made";
    event_link_revoked: "Lien révoqué", "Link revoked";
    event_mail_accepted: "Courriel accepté par un serveur, ou déposé sans être expédié", "Mail accepted by a server, or filed without being sent";
    event_mail_refused: "Courriel refusé par le serveur de messagerie", "Mail refused by the mail server";
    event_code_requested: "Code demandé par le lien personnel", "Code asked for by the personal link";
    event_contact_identified: "Destinataire identifié par un code", "Recipient identified by a code";
    event_code_exhausted: "Code annulé après trop d’essais", "Code cancelled after too many tries";
    event_notice_acknowledged: "Lecture confirmée", "Reading confirmed";
    event_answer_given: "Réponse donnée", "Answer given";
    event_question_asked: "Question posée", "Question asked";
    event_question_answered: "Réponse à une question", "Question answered";
    event_signatory_named: "Signataire désigné", "Signatory named";
    event_signatory_confirmed: "Signataire confirmé", "Signatory confirmed";
    event_signatory_refused: "Signataire refusé", "Signatory refused";
    event_document_made: "Document produit", "Document made";
    event_evidence_exported: "Preuve exportée", "Evidence exported";
    event_bundle_exported: "Lot de preuves remis", "Evidence bundle handed out";
    event_seal_recorded: "Clé du sceau enregistrée", "Sealing key recorded";
    event_seal_revoked: "Clé du sceau révoquée", "Sealing key revoked";
    event_hold_placed: "Conservation judiciaire posée", "Legal hold placed";
    event_hold_released: "Conservation judiciaire levée", "Legal hold released";
    event_access_granted: "Accès donné à un lecteur extérieur", "Access granted to an outside reader";
    event_access_linked: "Nouveau lien envoyé à un lecteur extérieur, le précédent fermé", "New link sent to an outside reader, the earlier one closed";
    event_access_revoked: "Accès d’un lecteur extérieur révoqué", "Access of an outside reader revoked";
    event_access_used: "Consultation par un lecteur extérieur", "Reading by an outside reader";
    event_retention_set: "Durées de conservation fixées", "Retention periods set";
    event_project_destroyed: "Mission détruite au terme de sa conservation", "Project destroyed at the end of its retention";
    event_erasure_requested: "Demande d’effacement reçue d’une personne", "Request for erasure received from a person";
    event_erasure_extended: "Délai de réponse à une demande prolongé", "Time to answer a request extended";
    event_erasure_decided: "Demande d’effacement tranchée", "Request for erasure decided";
    event_payload_erased: "Contenu d’une écriture effacé", "Content of an entry erased";
}

impl Texts {
    /// What an entry is called. Of a mail that was only filed nobody reads that a server took it.
    pub fn called(self, event: &Event) -> &'static str {
        match event {
            Event::MailAccepted(MailAccepted { via: Via::Outbox, .. }) => self.trail_mail_filed(),
            Event::MailAccepted(_) => self.trail_mail_accepted(),
            event => self.event(event.kind()).unwrap_or_default(),
        }
    }

    /// The words for a kind of [`ledger::event::Event::KINDS`]; `None` for one that a newer version may have added.
    pub fn event(self, kind: &str) -> Option<&'static str> {
        Some(match kind {
            "firm.founded" => self.event_firm_founded(),
            "firm.recorded" => self.event_firm_recorded(),
            "member.invited" => self.event_member_invited(),
            "member.recorded" => self.event_member_recorded(),
            "client.recorded" => self.event_client_recorded(),
            "contact.recorded" => self.event_contact_recorded(),
            "project.recorded" => self.event_project_recorded(),
            "need.recorded" => self.event_need_recorded(),
            "promise.recorded" => self.event_promise_recorded(),
            "paper.filed" => self.event_paper_filed(),
            "survey.answered" => self.event_survey_answered(),
            "topic.in_place" => self.event_topic_in_place(),
            "topic.not_applicable" => self.event_topic_not_applicable(),
            "topic.reopened" => self.event_topic_reopened(),
            "milestone.reached" => self.event_milestone_reached(),
            "change.reported" => self.event_change_reported(),
            "topic.recorded" => self.event_topic_recorded(),
            "kind.recorded" => self.event_kind_recorded(),
            "rule.recorded" => self.event_rule_recorded(),
            "rule.switched" => self.event_rule_switched(),
            "notice.issued" => self.event_notice_issued(),
            "chasing.planned" => self.event_chasing_planned(),
            "reminder.made" => self.event_reminder_made(),
            "notice.escalated" => self.event_notice_escalated(),
            "notice.resent" => self.event_notice_resent(),
            "silence.recorded" => self.event_silence_recorded(),
            "letter.prepared" => self.event_letter_prepared(),
            "letter.posted" => self.event_letter_posted(),
            "receipt.filed" => self.event_receipt_filed(),
            "notice.handed" => self.event_notice_handed(),
            "exchange.imported" => self.event_exchange_imported(),
            "link.made" => self.event_link_made(),
            "link.revoked" => self.event_link_revoked(),
            "mail.accepted" => self.event_mail_accepted(),
            "mail.refused" => self.event_mail_refused(),
            "mail.returned" => self.event_mail_returned(),
            "reply.received" => self.event_reply_received(),
            "code.requested" => self.event_code_requested(),
            "contact.identified" => self.event_contact_identified(),
            "code.exhausted" => self.event_code_exhausted(),
            "notice.acknowledged" => self.event_notice_acknowledged(),
            "answer.given" => self.event_answer_given(),
            "question.asked" => self.event_question_asked(),
            "question.answered" => self.event_question_answered(),
            "signatory.named" => self.event_signatory_named(),
            "signatory.confirmed" => self.event_signatory_confirmed(),
            "signatory.refused" => self.event_signatory_refused(),
            "document.made" => self.event_document_made(),
            "evidence.exported" => self.event_evidence_exported(),
            "bundle.exported" => self.event_bundle_exported(),
            "seal.recorded" => self.event_seal_recorded(),
            "seal.revoked" => self.event_seal_revoked(),
            "hold.placed" => self.event_hold_placed(),
            "hold.released" => self.event_hold_released(),
            "access.granted" => self.event_access_granted(),
            "access.linked" => self.event_access_linked(),
            "access.revoked" => self.event_access_revoked(),
            "access.used" => self.event_access_used(),
            "retention.set" => self.event_retention_set(),
            "project.destroyed" => self.event_project_destroyed(),
            "erasure.requested" => self.event_erasure_requested(),
            "erasure.extended" => self.event_erasure_extended(),
            "erasure.decided" => self.event_erasure_decided(),
            "payload.erased" => self.event_payload_erased(),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod kinds {
    use crate::{Lang, Texts};

    #[test]
    fn every_kind_has_words() {
        for kind in ledger::event::Event::KINDS {
            assert!(Texts(Lang::Fr).event(kind).is_some(), "no words for {kind}");
        }
    }
}
