//! The client's own register: what they were warned of, and what they decided.

use super::texts;

texts! {
    register: "Registre des risques", "Register of risks";
    register_link(firm: &str): "Voir tout ce dont {firm} vous a averti, et vos décisions", "See all that {firm} warned you of, and your decisions";
    register_lead(firm: &str, client: &str): "Ce dont {firm} a averti {client}, et ce qui a été décidé.", "What {firm} warned {client} of, and what was decided.";
    register_mine: "Les lettres qui vous ont été adressées. Une personne habilitée à décider voit celles de toute l’entreprise.", "The notices that were sent to you. A person who may decide sees those of the whole company.";
    register_extract(date: &str): "Relevé établi le {date}. Il ne remplace pas les attestations : chaque lettre et chaque réponse a la sienne, scellée.", "As of {date}. It does not take the place of the certificates: each notice and each answer has its own, sealed.";
    register_identify: "Confirmez d’abord qui vous êtes", "Confirm who you are first";
    register_open(n: u64): ["{n} risque ouvert" | "{n} risques ouverts"], ["{n} open risk" | "{n} open risks"];
    register_open_lead: "Sans décision, refusés ou reportés : le risque demeure.", "Without a decision, declined or deferred: the risk remains.";
    register_past(n: u64): ["{n} décision passée" | "{n} décisions passées"], ["{n} past decision" | "{n} past decisions"];
    register_past_lead: "Mesures acceptées, et mises en garde reprises par une lettre plus récente. Accepter une mesure n’établit pas qu’elle est en place.", "Measures accepted, and warnings that a later notice took up again. To accept a measure does not show that it is in place.";
    register_none: "Aucune lettre ne vous a été adressée.", "No notice was sent to you.";
    register_warning: "Mise en garde", "Warning";
    register_notice: "Lettre", "Notice";
    register_decision: "Décision", "Decision";
    register_later: "Reprise par une lettre plus récente", "Taken up again by a later notice";
    register_until(date: &str): "Reportée au {date}", "Deferred until {date}";
    register_by(date: &str, who: &str): "Le {date}, par {who}", "On {date}, by {who}";
    done_register_opened: "Merci, voici votre registre.", "Thank you, here is your register.";
    register_csv: "Tableau (CSV)", "Table (CSV)";
    register_pdf_proof: "Ce relevé est un extrait scellé, sans preuve jointe : seul, il ne montre pas qui l’a scellé. Il se vérifie avec l’attestation ou le reçu d’une des lettres citées, qui portent leur preuve.", "This extract is sealed and has no evidence in it: alone it does not show who sealed it. It is verified together with the certificate or the receipt of one of the notices named, which carry their evidence.";
    register_pdf: "Relevé scellé (PDF)", "Sealed extract (PDF)";
    register_file: "registre-des-risques", "register-of-risks";
    register_project: "Mission", "Project";
    register_topic: "Sujet", "Topic";
    register_issued: "Émis le", "Issued on";
    register_state: "État", "State";
    register_deferred_until: "Reportée au", "Deferred until";
    register_decided_on: "Décidé le", "Decided on";
    register_decided_by: "Décidé par", "Decided by";
}
