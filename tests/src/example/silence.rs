//! What followed the notice that nobody answers.

use ledger::Id;
use ledger::event::*;

use super::{DAY, DIRECTOR, Example, SILENT, author, director, technician};

impl Example {
    /// A reminder that arrived, one that did not, the technician as director; then the certificate `document` is asked for.
    pub fn chased(&mut self, document: Id) {
        let (notice, by) = (SILENT, author());
        self.member(ChasingPlanned { notice, chasing: Chasing::default(), director: None, reason: String::new(), by });
        for (day, taken) in [(3, true), (7, false)] {
            self.wait(3 * DAY);
            let (mail, link) = (self.next_id(), self.next_id());
            self.system(ReminderMade { notice, contact: DIRECTOR, link, mail, day });
            self.mail(MailPurpose::Reminder, mail, &director(self.lang), taken);
        }
        self.wait(DAY);
        let (link, mail, who) = (self.next_id(), self.next_id(), director(self.lang));
        let (to, before) = (who.email.clone(), who.email.clone());
        self.member(NoticeResent { notice, contact: DIRECTOR, to, before, link, mail, by: author() });
        self.mail(MailPurpose::Notice, mail, &who, true);
        self.wait(13 * DAY);
        let (recipient, mail) = (Recipient { signatory: true, ..technician(self.lang) }, self.next_id());
        self.system(NoticeEscalated { notice, recipient: recipient.clone(), mail, day: 21 });
        self.mail(MailPurpose::Notice, mail, &recipient, true);
        self.wait(2 * DAY);
        let warnings = vec![super::endpoints(self.lang).warning];
        self.member(SilenceRecorded { notice, warnings, document, by: author() });
    }

    /// The director asks about the notice that nobody answers, and whoever may reply is the firm.
    pub fn asks(&mut self) {
        let (question, text) = (self.next_id(), "Combien de postes ?".to_owned());
        self.contact(DIRECTOR, QuestionAsked { question, notice: SILENT, contact: DIRECTOR, warning: None, text });
    }

    /// The firm confirms a signatory named, and asks for an answer by this day.
    pub fn confirm(&mut self, notice: Id, respond_by: Date) {
        let (proposal, recipient) = (self.next_id(), Recipient { signatory: true, ..technician(self.lang) });
        self.member(SignatoryConfirmed { proposal, notice, recipient, respond_by: Some(respond_by) });
    }

    fn mail(&mut self, purpose: MailPurpose, mail: Id, who: &Recipient, taken: bool) {
        let (notice, contact, to) = (Some(SILENT), Some(who.contact), who.email.clone());
        let via = Via::Smtp("mx1.kervran.example:25".into());
        if taken {
            let (message_id, reply) = (format!("<{mail}@armor.example>"), "250 2.0.0 Ok: queued as 7Rq2".into());
            let message = ledger::sha256(&mail.0);
            self.system(MailAccepted {
                mail,
                purpose,
                notice,
                contact,
                to,
                message_id,
                via,
                reply,
                attempt: 1,
                message,
                attachments: vec![],
            });
        } else {
            let reply = "550 5.2.1 mailbox disabled".into();
            self.system(MailRefused { mail, purpose, notice, contact, to, via, reply, attempt: 1, last: true });
        }
    }
}
