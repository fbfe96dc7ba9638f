//! A fictional firm, client and project, after the facts of CA Rennes, 19 November 2024, RG 23/04627: servers replaced,
//! backups within reach of production, privileged accounts that nobody uses.
//!
//! Three notices: one answered point by point, one that waits, one for information.

use ledger::event::*;
use ledger::{Actor, Hash, Id, Lang, Time, sha256};

use crate::record::Record;

mod person;
mod seal;
mod silence;
mod warnings;

pub use seal::{chain, signer};
pub use warnings::*;

/// 2026-11-02T08:12:00Z, a Monday.
pub const START: Time = Time(1_793_607_120_000);
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

pub const PROJECT: Id = Id([0x20; 16]);
/// Answered: one point accepted, one declined, one deferred.
pub const ANSWERED: Id = Id([0x31; 16]);
/// Sent, read by nobody who may decide.
pub const SILENT: Id = Id([0x32; 16]);
/// To a person who may not decide.
pub const INFORMATIVE: Id = Id([0x33; 16]);

const FIRM: Id = Id([0x01; 16]);
const ADVISER: Id = Id([0x02; 16]);
const CLIENT: Id = Id([0x10; 16]);
const DIRECTOR: Id = Id([0x11; 16]);
const TECHNICIAN: Id = Id([0x12; 16]);

pub fn id(n: u64) -> Id {
    let mut bytes = [0x40; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Id(bytes)
}

pub fn firm() -> Party {
    Party {
        name: "Armor Infogérance".into(),
        legal_form: "SAS".into(),
        siren: "732829320".into(),
        rcs: "RCS Rennes 732 829 320".into(),
        address: "12, rue des Halles\n35000 Rennes".into(),
    }
}

pub fn client() -> Party {
    Party {
        name: "Portails Kervran".into(),
        legal_form: "SA".into(),
        siren: "404833048".into(),
        rcs: "RCS Vannes 404 833 048".into(),
        address: "Zone artisanale du Poteau\n5, rue des Forges\n56000 Vannes".into(),
    }
}

/// The whole example as a log.
pub struct Example {
    pub record: Record,
    lang: Lang,
    now: Time,
    ids: u64,
}

/// Chooses between two languages.
fn say(lang: Lang, fr: &str, en: &str) -> String {
    if lang == Lang::Fr { fr.into() } else { en.into() }
}

impl Example {
    pub fn new(lang: Lang) -> Example {
        let mut example = Example { record: Record::new(FIRM), lang, now: START, ids: 0 };
        example.parties();
        example.project();
        example.answered();
        example.silent();
        example.informative();
        example
    }

    fn say(&self, fr: &str, en: &str) -> String {
        say(self.lang, fr, en)
    }

    fn next_id(&mut self) -> Id {
        self.ids += 1;
        id(self.ids)
    }

    fn wait(&mut self, ms: i64) {
        self.now = self.now.plus_millis(ms);
    }

    fn member(&mut self, event: impl Into<Event>) {
        self.wait(97_031);
        self.record.append(self.now, Actor::Member(ADVISER), event);
    }

    fn system(&mut self, event: impl Into<Event>) {
        self.wait(1_213);
        self.record.append(self.now, Actor::System, event);
    }

    fn contact(&mut self, who: Id, event: impl Into<Event>) {
        self.wait(73_507);
        self.record.append(self.now, Actor::Contact(who), event);
    }

    fn parties(&mut self) {
        let (origin, vkey) = (self.record.origin().to_owned(), self.record.vkey());
        self.system(FirmFounded { firm: FIRM, origin, vkey, software: "acte 0.1.0".into() });
        self.system(SealRecorded::new(&chain(), SealSource::Own));
        self.member(ClientRecorded { client: CLIENT, party: client(), lang: self.lang });
        for recipient in [director(self.lang), technician(self.lang)] {
            let Recipient { contact, name, email, role, signatory, authority, authority_note } = recipient;
            let phone = String::new();
            self.member(ContactRecorded {
                contact,
                client: CLIENT,
                name,
                email,
                phone,
                role,
                signatory,
                authority,
                authority_note,
                director: false,
                active: true,
            });
        }
    }

    fn project(&mut self) {
        let first = project(self.lang, 1);
        self.member(first);
        let need = NeedRecorded {
            need: self.next_id(),
            project: PROJECT,
            text: self.say("Reprendre l’activité en moins d’une journée après une panne.", "Be working again within a day of a failure."),
            answer: self.say("Deux serveurs en grappe ; la reprise après une attaque suppose une copie hors ligne (voir mise en garde).", "Two clustered servers; recovery from an attack needs an offline copy (see the warning)."),
        };
        self.member(need);
        for (fr, en, state) in [
            (
                "Plan de sauvegarde rédigé et remis avant la mise en production.",
                "Backup plan written and handed over before going live.",
                PromiseState::Kept,
            ),
            ("Veille de sécurité mensuelle.", "Monthly security watch.", PromiseState::Open),
        ] {
            let promise = PromiseRecorded {
                promise: self.next_id(),
                project: PROJECT,
                text: self.say(fr, en),
                source: self.say("Offre DEV-2026-118, § 4", "Offer DEV-2026-118, § 4"),
                state,
                note: String::new(),
            };
            self.member(promise);
        }
        for (class, name) in [(PaperClass::Offer, "DEV-2026-118.pdf"), (PaperClass::Contract, "contrat-kervran.pdf")] {
            let paper = self.next_id();
            let dated = Some(jiff::civil::date(2026, 10, 12));
            self.member(PaperFiled { paper, project: PROJECT, class, file: file(name), dated });
        }
        self.wait(3 * DAY);
        let second = project(self.lang, 2);
        self.member(second);
    }

    /// Issues a notice and has it delivered to each recipient.
    fn issue(&mut self, notice: Notice) -> Vec<(Id, Id)> {
        self.wait(DAY);
        let (id, recipients) = (notice.notice, notice.recipients.clone());
        let reference = notice.reference.clone();
        self.member(notice);
        let (document, class, pages) = (self.next_id(), DocumentClass::Notice, 4);
        let pdf = file(&format!("{reference}.pdf"));
        let made =
            DocumentMade { document, class, about: id, reference, file: pdf.clone(), pages, part: None, redacts: None };
        self.system(made);
        let mut links = Vec::new();
        for recipient in recipients {
            let (link, mail) = (self.next_id(), self.next_id());
            let expires = self.now.plus_millis(90 * DAY);
            self.system(LinkMade { link, notice: id, contact: recipient.contact, expires });
            self.system(MailAccepted {
                mail,
                purpose: MailPurpose::Notice,
                notice: Some(id),
                contact: Some(recipient.contact),
                to: recipient.email,
                message_id: format!("<{mail}@armor.example>"),
                via: Via::Smtp("mx1.kervran.example:25".into()),
                reply: "250 2.0.0 Ok: queued as 4XyZ1234".into(),
                attempt: 1,
                message: sha256(&mail.0),
                attachments: vec![pdf.clone()],
            });
            links.push((recipient.contact, link));
        }
        links
    }

    /// The person asks for a code and types it.
    fn identify(&mut self, notice: Id, who: &Recipient, link: Id) -> Identification {
        let code = self.next_id();
        let (contact, to) = (who.contact, who.email.clone());
        self.wait(2 * 60 * MINUTE);
        let expires = self.now.plus_millis(10 * MINUTE);
        self.contact(contact, CodeRequested { code, notice, contact, to: to.clone(), expires });
        let typed = ContactIdentified { code, notice, contact, to: to.clone(), wrong_tries: 1, device: device() };
        self.contact(contact, typed);
        Identification { link, code, to, at: self.now }
    }

    fn answered(&mut self) {
        let lang = self.lang;
        let warnings = vec![offline_copy(lang), joined_backup(lang), unused_accounts(lang)];
        let notice = notice(lang, ANSWERED, "MG-2026-0007", warnings, vec![director(lang), technician(lang)]);
        let decisions: Vec<Id> = notice.warnings.iter().map(|w| w.warning).collect();
        let links = self.issue(notice);
        let question = self.next_id();
        let asked = QuestionAsked {
            question,
            notice: ANSWERED,
            contact: DIRECTOR,
            warning: Some(decisions[0]),
            text: self.say(
                "La rotation des disques peut-elle être faite par notre équipe ?",
                "Can our own team rotate the disks?",
            ),
        };
        self.contact(DIRECTOR, asked);
        let replied = QuestionAnswered {
            question,
            notice: ANSWERED,
            member: author(),
            text: self.say(
                "Oui, avec un registre signé à chaque rotation ; nous fournissons le modèle.",
                "Yes, with a register signed at each rotation; we supply the form.",
            ),
        };
        self.member(replied);
        let identified = self.identify(ANSWERED, &director(lang), links[0].1);
        let decision =
            |warning, choice, reason: String, reservations: String| Decision { warning, choice, reason, reservations };
        let answer = Answer {
            notice: ANSWERED,
            contact: DIRECTOR,
            typed_name: "Claire Le Goff".into(),
            consent: consent(lang),
            signing: None,
            decisions: vec![
                decision(decisions[0], Choice::Accepted { option: Some(2) }, String::new(), self.say("À mettre en place avant la fermeture de fin d’année.", "To be in place before the year-end closure.")),
                decision(decisions[1], Choice::Declined, self.say("Le budget de l’année est engagé ; nous acceptons ce risque jusqu’au prochain exercice et en avons informé notre assureur.", "This year’s budget is spent; we take this risk until next year and have told our insurer."), String::new()),
                decision(decisions[2], Choice::Deferred { until: jiff::civil::date(2027, 3, 15) }, self.say("Après l’inventaire des comptes prévu en février.", "After the account inventory planned for February."), String::new()),
            ],
            identified,
            device: device(),
        };
        self.contact(DIRECTOR, answer);
        let read = self.identify(ANSWERED, &technician(lang), links[1].1);
        let acknowledged = NoticeAcknowledged {
            notice: ANSWERED,
            contact: TECHNICIAN,
            typed_name: "Yann Riou".into(),
            consent: self.say(
                "J’ai lu cette lettre de mise en garde. Je ne suis pas habilité à décider.",
                "I have read this warning notice. I am not authorised to decide.",
            ),
            identified: read,
            device: device(),
        };
        self.contact(TECHNICIAN, acknowledged);
    }

    fn silent(&mut self) {
        let lang = self.lang;
        let issued = notice(lang, SILENT, "MG-2026-0009", vec![endpoints(lang)], vec![director(lang)]);
        self.issue(issued);
        let mail = self.next_id();
        self.wait(8 * DAY);
        self.system(MailRefused {
            mail,
            purpose: MailPurpose::Notice,
            notice: Some(SILENT),
            contact: Some(DIRECTOR),
            to: director(lang).email,
            via: Via::Smtp("mx1.kervran.example:25".into()),
            reply: "452 4.2.2 Mailbox full".into(),
            attempt: 3,
            last: true,
        });
    }

    fn informative(&mut self) {
        let lang = self.lang;
        let issued = notice(lang, INFORMATIVE, "MG-2026-0010", vec![endpoints(lang)], vec![technician(lang)]);
        self.issue(issued);
    }

    /// A time after everything that happened.
    pub fn today(&self) -> Time {
        self.now.plus_millis(DAY)
    }
}

pub fn consent(lang: Lang) -> String {
    say(
        lang,
        "J’ai lu chaque mise en garde, ses conséquences, la mesure recommandée et son prix. Je décide pour Portails Kervran, point par point, comme indiqué ci-dessus.",
        "I have read each warning, its consequences, the recommended measure and its price. I decide for Portails Kervran, point by point, as stated above.",
    )
}

pub fn file(name: &str) -> FileRef {
    FileRef { name: name.into(), media_type: "application/pdf".into(), size: 184_320, sha256: content_hash(name) }
}

fn content_hash(name: &str) -> Hash {
    sha256(content(name).as_bytes())
}

/// The bytes of a file of the example.
pub fn content(name: &str) -> String {
    format!("%PDF-1.7\n% {name}\n")
}

pub fn author() -> Person {
    Person { member: ADVISER, name: "Maël Kerbrat".into() }
}

pub fn director(lang: Lang) -> Recipient {
    Recipient {
        contact: DIRECTOR,
        name: "Claire Le Goff".into(),
        email: "c.legoff@kervran.example".into(),
        role: say(lang, "directrice générale", "managing director"),
        signatory: true,
        authority: Authority::Register,
        authority_note: say(lang, "Extrait Kbis du 3 octobre 2026", "Register extract of 3 October 2026"),
    }
}

pub fn technician(lang: Lang) -> Recipient {
    Recipient {
        contact: TECHNICIAN,
        name: "Yann Riou".into(),
        email: "y.riou@kervran.example".into(),
        role: say(lang, "responsable informatique", "IT manager"),
        signatory: false,
        authority: Authority::Unknown,
        authority_note: String::new(),
    }
}

fn device() -> Device {
    Device {
        ip: "192.0.2.44".into(),
        user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari/605.1".into(),
    }
}

pub fn project(lang: Lang, version: u32) -> ProjectRecorded {
    ProjectRecorded {
        project: PROJECT,
        client: CLIENT,
        version,
        title: say(lang, "Remplacement des serveurs", "Server replacement"),
        reference: "DEV-2026-118".into(),
        kinds: vec!["SRV".into()],
        scope_in: say(
            lang,
            "Fourniture et installation de deux serveurs, migration des machines virtuelles, recette avec le client.",
            "Supply and installation of two servers, migration of the virtual machines, acceptance with the client.",
        ),
        scope_out: say(
            lang,
            "Postes de travail, téléphonie, formation des utilisateurs.",
            "Workstations, telephony, user training.",
        ),
        starts: Some(jiff::civil::date(2026, 10, 19)),
        ends: (version > 1).then(|| jiff::civil::date(2026, 12, 18)),
        change: if version > 1 {
            say(lang, "Ajout d’une date de fin à la demande du client.", "End date added at the client’s request.")
        } else {
            String::new()
        },
    }
}
