//! Who was told what; e-mails that were imported.

use ledger::event::{MailSignature, SignatureOutcome};

use super::{Texts, texts};

impl Texts {
    /// From whom to whom.
    pub fn told_exchanged(self, from: &str, to: &[String]) -> String {
        if to.is_empty() { self.told_from(from) } else { self.told_between(from, &to.join(", ")) }
    }

    /// What a signature of an imported e-mail is, and no more: `when` is when its key was asked for.
    pub fn mail_signature(self, s: &MailSignature, when: &str) -> String {
        match s.outcome {
            SignatureOutcome::Holds => self.signature_holds(&s.domain, when, &s.covers.join(", ")),
            SignatureOutcome::Broken if s.domain.is_empty() => self.signature_unreadable().to_owned(),
            SignatureOutcome::Broken => self.signature_broken(&s.domain, when),
            SignatureOutcome::NoKey => self.signature_no_key(&s.domain, when),
            SignatureOutcome::Expired => self.signature_expired(&s.domain),
            SignatureOutcome::Unchecked => self.signature_unchecked().to_owned(),
        }
    }
}

texts! {
    told: "Qui a été averti de quoi", "Who was told what";
    told_lead: "Chaque lettre de la mission : à qui et par quelle voie elle a été adressée, ce qu’il en est advenu, et ce qui le montre.", "Each notice of the project: to whom and by which way it went, what became of it, and what shows it.";
    told_who: "Qui", "Who";
    told_when: "Quand", "When";
    told_how: "Comment", "How";
    told_proof: "Preuve", "Proof";
    told_line: "Au fil du temps", "Over time";
    told_on_at: "Au jour ou à l’instant", "On the day, or at the moment";
    told_on_title(when: &str): "Qui était averti de quoi le {when}", "Who had been told what on {when}";
    told_on_today: "Aujourd’hui", "Today";
    told_on_link: "Qui était averti de quoi à cet instant", "Who had been told what at this moment";
    told_on_topics: "Chaque sujet à cet instant", "Each topic at this moment";
    told_on_topics_today: "Chaque sujet aujourd’hui", "Each topic today";
    told_on_rules: "Les sujets sont ceux que les règles en vigueur alors rendaient nécessaires d’après ce qui était consigné, selon le catalogue d’aujourd’hui, et ceux dont une lettre parlait. L’heure d’une écriture est celle de l’horloge du prestataire ; un horodatage dit quand, au plus tard, elle était au registre.", "The topics are those that the rules in force then made due by what was recorded, by the catalogue of today, and those that a notice spoke of. The time of an entry is that of the firm’s clock; a time-stamp says when, at the latest, it was in the log.";
    told_on_unasked(n: u64): ["{n} question du questionnaire de couverture, à laquelle le prestataire n’avait pas répondu alors : ce qu’elle aurait rendu nécessaire n’est pas connu. Ce n’est pas une question du client." | "{n} questions du questionnaire de couverture, auxquelles le prestataire n’avait pas répondu alors : ce qu’elles auraient rendu nécessaire n’est pas connu. Ce ne sont pas des questions du client."], ["{n} question of the coverage survey that the firm had not answered then: what it would have made due is not known. It is no question of the client." | "{n} questions of the coverage survey that the firm had not answered then: what they would have made due is not known. They are no questions of the client."];
    told_on_topic: "Sujet", "Topic";
    told_on_notice: "Lettre", "Notice";
    told_on_whom: "À qui, par quelle voie", "To whom, by which way";
    told_on_answer: "Réponse du client", "The client’s answer";
    told_on_none: "Aucune mise en garde au registre à cet instant.", "No warning on record at this moment.";
    told_on_not_due: "Aucune règle ne l’exigeait alors", "No rule made it due then";
    told_on_issued(when: &str, by: &str): "Émise le {when} par {by}", "Issued on {when} by {by}";
    told_on_decides(name: &str): "{name} (décide)", "{name} (may decide)";
    told_on_unanswered: "Aucune réponse consignée à cet instant", "No answer on record at this moment";
    told_on_overdue: "Délai passé", "Past the day asked for";
    told_on_page_unanswered: "Pas de réponse sur la page de la lettre à cet instant", "No answer on the notice’s page at this moment";
    told_on_mails(n: u64): ["{n} courriel à ce sujet, ni code ni décision : à lire avant de parler de silence" | "{n} courriels à ce sujet, ni code ni décision : à lire avant de parler de silence"], ["{n} e-mail about it, no code and no decision: to be read before anybody speaks of silence" | "{n} e-mails about it, no code and no decision: to be read before anybody speaks of silence"];
    told_on_minutes: "Il en a été parlé en réunion : le compte rendu n’est pas une réponse, mais il est à lire avant de parler de silence", "It was spoken of at a meeting: the minutes are no answer, but are to be read before anybody speaks of silence";
    told_on_outside(n: u64): ["{n} courriel consigné hors lettre, plus bas : à lire aussi avant de parler de silence" | "{n} courriels consignés hors lettre, plus bas : à lire aussi avant de parler de silence"], ["{n} e-mail on record outside a notice, below: to be read too before anybody speaks of silence" | "{n} e-mails on record outside a notice, below: to be read too before anybody speaks of silence"];
    told_on_asked(when: &str): "Question du client posée le {when}, à laquelle le prestataire n’avait pas répondu alors", "The client’s question of {when}, which the firm had not answered then";
    told_on_steps: "Étapes jusque-là, et ce qui les montre", "Steps until then, and what shows them";
    told_on_steps_before(n: u64): ["{n} étape antérieure" | "{n} étapes antérieures"], ["{n} earlier step" | "{n} earlier steps"];
    told_on_way(how: &str, word: &str): "{how} : {word}", "{how}: {word}";
    told_on_times(way: &str, n: &str): "{way} ({n} fois)", "{way} ({n} times)";
    told_on_no_way: "Aucun envoi consigné alors", "No sending on record then";
    told_on_no_steps: "Aucune étape consignée après l’émission", "No step on record after the issue";
    told_on_mark(n: &str): "H{n}", "T{n}";
    told_on_marks: "Horodatages", "Time-stamps";
    told_on_stamped(when: &str, name: &str): "au registre au plus tard le {when}, selon « {name} »", "in the log at the latest on {when}, by “{name}”";
    told_nothing: "Personne n’a encore été averti de rien dans cette mission.", "Nobody was told anything in this project yet.";
    told_nobody: "Rien ne montre encore qu’elle soit parvenue à quelqu’un.", "Nothing shows yet that it reached anybody.";
    told_elsewhere: "Hors lettre", "Outside a notice";
    told_recorded: "consigné le", "recorded";
    told_entry(n: u64): ["écriture n° {n}" | "écriture n° {n}"], ["entry no. {n}" | "entry no. {n}"];
    told_mail: "Courriel", "E-mail";
    told_reminder: "Relance par courriel", "Reminder by e-mail";
    told_letter: "Lettre recommandée", "Registered letter";
    told_hand: "En main propre", "By hand";
    told_firm: "Par le prestataire", "By the firm";
    told_whole: "La lettre entière", "The whole notice";
    told_page: "Page de la lettre", "The notice’s page";
    told_exchange(subject: &str): "Échange de courriels : {subject}", "E-mail exchange: {subject}";
    told_from(from: &str): "Expéditeur : {from}", "Sender: {from}";
    told_between(from: &str, to: &str): "Expéditeur : {from}. Destinataire : {to}", "Sender: {from}. Recipient: {to}";
    told_taken: "Pris en charge par leur messagerie", "Taken by their mail server";
    told_server(server: &str, reply: &str): "{server} : {reply}", "{server}: {reply}";
    told_filed: "Déposé, non expédié", "Filed, not sent";
    told_refused: "Refusé par la messagerie", "Refused by the mail server";
    told_posted: "Déposée, sans avis encore", "Posted, no receipt yet";
    told_signed: "Reçue contre décharge signée", "Received, discharge signed";
    told_opened: "Code demandé", "Code asked for";
    told_identified: "Code saisi", "Code typed";
    told_read: "Lecture confirmée", "Reading confirmed";
    told_asked: "Question posée", "Question asked";
    told_answered: "Réponse donnée", "Answer given";
    exchange_import: "Importer un courriel", "Import an e-mail";
    exchange_note: "Le fichier .eml est gardé tel quel, à l’octet près. Sa signature DKIM est vérifiée avec la clé que le DNS donne maintenant ; elle est montrée pour ce qu’elle est, et rien de plus.", "The .eml file is kept as it is, byte for byte. Its DKIM signature is checked with the key that DNS gives now; it is shown for what it is, and nothing more.";
    exchange_file: "Fichier du message", "Message file";
    exchange_notice: "Au sujet de", "About";
    exchange_notice_hint: "Vide : la mission dans son ensemble.", "Empty: the project as a whole.";
    exchange_no_headers: "Ce fichier n’est pas un courriel : aucun en-tête ne nomme un expéditeur.", "This file is no e-mail: no header names a sender.";
    exchange_too_long(size: &str): "Les en-têtes de ce message ne finissent pas dans les premiers {size}.", "The headers of this message do not end within the first {size}.";
    exchange_twice(header: &str): "Ce message porte plusieurs en-têtes {header}, ce qu’aucun courriel ne doit (RFC 5322, § 3.6) : selon le logiciel, il en montre un autre.", "This message has several {header} headers, which no e-mail may (RFC 5322, § 3.6): programs differ in which one they show.";
    done_exchange_imported: "Le message est consigné, tel quel.", "The message is recorded as it is.";
    exchange_holds: "Signature vérifiée", "Signature verified";
    exchange_broken: "La signature ne tient pas", "Signature does not hold";
    exchange_unsigned: "Sans signature", "No signature";
    exchange_no_key: "Clé introuvable", "Key not to be had";
    exchange_unchecked: "Signature non vérifiée", "Signature not checked";
    signature_holds(domain: &str, when: &str, covers: &str): "Signé par le domaine {domain}, dont la clé a été lue le {when} : le corps entier et les en-têtes {covers} sont ceux qu’il a signés. Cela ne dit pas qui a écrit.", "Signed by the domain {domain}, whose key was read on {when}: the whole body and the headers {covers} are those that it signed. That does not say who wrote it.";
    signature_broken(domain: &str, when: &str): "Se dit signé par le domaine {domain}, mais la signature, vérifiée le {when}, ne tient pas : modifié depuis, ou contrefait.", "Claims to be signed by the domain {domain}, but the signature, checked on {when}, does not hold: altered since, or forged.";
    signature_unreadable: "Un en-tête de signature est illisible.", "A signature header cannot be read.";
    signature_no_key(domain: &str, when: &str): "Se dit signé par le domaine {domain}, dont le DNS n’a pas donné la clé le {when} : rien n’est établi.", "Claims to be signed by the domain {domain}, whose DNS did not give the key on {when}: nothing is established.";
    signature_expired(domain: &str): "La signature du domaine {domain} dit elle-même qu’elle n’est plus valable : elle n’a pas été vérifiée.", "The signature of the domain {domain} says itself that it is no longer valid: it was not checked.";
    signature_unchecked: "Une signature d’une sorte qui n’est pas vérifiée ici, par exemple parce qu’elle ne couvre qu’une partie du corps.", "A signature of a kind that is not checked here, for instance because it covers only a part of the body.";
    event_exchange_imported: "Courriel importé", "E-mail imported";
}
