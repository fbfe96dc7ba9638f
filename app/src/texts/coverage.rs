//! What is due to be said in a project, and what became of it.

use ledger::event::SurveyAnswer;

use super::{Texts, texts};

impl Texts {
    pub fn survey_answer(self, answer: SurveyAnswer) -> &'static str {
        match answer {
            SurveyAnswer::Yes => self.yes(),
            SurveyAnswer::No => self.no(),
            SurveyAnswer::Unknown => self.survey_unknown(),
        }
    }
}

texts! {
    survey: "Questionnaire", "Survey";
    survey_lead: "Chaque réponse dit quels sujets sont à traiter. « Je ne sais pas » les laisse à traiter.", "Each answer says which topics must be settled. “I do not know” leaves them to be settled.";
    survey_done: "Toutes les questions ont une réponse.", "Every question has an answer.";
    survey_left(n: u64): ["{n} question sans réponse" | "{n} questions sans réponse"], ["{n} question without an answer" | "{n} questions without an answer"];
    survey_answer_all: "Répondre aux questions", "Answer the questions";
    survey_submit: "Consigner les réponses", "Record the answers";
    survey_none: "Sans réponse pour l’instant", "No answer yet";
    survey_open: "Question du questionnaire de couverture, à laquelle le prestataire n’a pas répondu", "A question of the coverage survey, which the firm has not answered";
    survey_unknown: "Je ne sais pas", "I do not know";
    coverage: "Couverture", "Coverage";
    coverage_tally(percent: u8, settled: usize, all: usize): "{percent} % traités : {settled} sur {all}, questions comprises.", "{percent}% settled: {settled} of {all}, questions included.";
    coverage_of(settled: usize, all: usize): "{settled} sur {all}", "{settled} of {all}";
    coverage_own: "Sujets du prestataire", "The firm’s own topics";
    coverage_open: "À traiter", "To settle";
    coverage_warned: "Client averti", "Client warned";
    coverage_in_place: "En place", "In place";
    coverage_not_applicable: "Sans objet", "Not applicable";
    coverage_why: "Pourquoi ce sujet est à traiter", "Why this topic must be settled";
    coverage_because(reasons: &str): "Motif : {reasons}", "Due because: {reasons}";
    coverage_by_answer(question: &str, answer: &str): "« {question} » {answer}", "“{question}” {answer}";
    coverage_by_need(text: &str): "besoin exprimé : « {text} »", "need expressed: “{text}”";
    coverage_by_promise(text: &str, source: &str): "engagement pris : « {text} » ({source})", "promise made: “{text}” ({source})";
    coverage_by_change(change: &str, day: &str): "{change}, {day}", "{change}, {day}";
    coverage_entered(date: &str, who: &str): "Consigné le {date} par {who}", "Recorded on {date} by {who}";
    coverage_arrived(way: &str, name: &str, day: &str): "{way} ({name}), {day}", "{way} ({name}), {day}";
    coverage_by(what: &str, who: &str, day: &str): "{what} par {who}, {day}", "{what} by {who}, {day}";
    coverage_since(date: &str): "Depuis le {date}", "Since {date}";
    coverage_since_notice(date: &str, reference: &str): "Depuis le {date} ({reference})", "Since {date} ({reference})";
    coverage_since_minutes(date: &str, reference: &str, minutes: &str): "Depuis le {date} ({reference}, compte rendu {minutes} confirmé)", "Since {date} ({reference}, minutes {minutes} confirmed)";
    coverage_issued(reference: &str, date: &str): "{reference}, émise le {date}", "{reference}, issued on {date}";
    coverage_not_arrived: "Pas encore parvenue à une personne qui décide", "Has not reached anybody who may decide yet";
    coverage_way_mail: "Prise en charge par le serveur de messagerie du signataire", "Taken by the signatory’s mail server";
    coverage_way_code_asked: "Code demandé", "Code asked for";
    coverage_way_named: "Autre personne désignée", "Another person named";
    coverage_way_asked: "Question posée", "Question asked";
    coverage_way_code_sent: "Code demandé par le lien personnel, et pris en charge par le serveur de messagerie du signataire", "Code asked for by the personal link, and taken by the signatory’s mail server";
    coverage_way_identified: "Signataire identifié par un code", "Signatory identified by a code";
    coverage_way_acknowledged: "Lecture confirmée", "Reading confirmed";
    coverage_way_answered: "Réponse donnée", "Answer given";
    coverage_undecided: "Constat d’audit : la décision du client est attendue.", "Finding of an audit: the client’s decision is awaited.";
    coverage_set_in_place: "Déjà en place, vérifié", "Already in place, checked";
    coverage_set_not_applicable: "Sans objet dans cette mission", "Not applicable in this project";
    coverage_reopen: "Rouvrir le sujet", "Reopen the topic";
    coverage_check: "Vérification", "Check";
    coverage_evidence: "Ce qui le montre", "What shows it";
    coverage_evidence_hint: "Un compte rendu, une capture, une facture : ce qu’un tiers pourrait relire.", "A report, a screenshot, an invoice: what somebody else could read again.";
    coverage_checked_on: "Vérifié le", "Checked on";
    coverage_checked_by: "Vérifié par", "Checked by";
    coverage_reason: "Raison", "Reason";
    coverage_reason_hint: "Pourquoi ce sujet ne concerne pas cette mission. La raison est consignée à votre nom.", "Why this topic does not concern this project. The reason is recorded under your name.";
    coverage_reopen_hint: "Ce qui a changé depuis.", "What changed since.";
    coverage_checked(date: &str, who: &str): "Vérifié le {date} par {who}", "Checked on {date} by {who}";
    coverage_happened(day: &str): "Date du fait : {day}", "Date of the fact: {day}";
    coverage_rule_off(rule: &str): "Règle {rule} désactivée", "Rule {rule} switched off";
    coverage_rule_on(rule: &str): "Règle {rule} rétablie", "Rule {rule} switched on again";
    percent_of(n: u8): "{n} %", "{n}%";
    heat_lead(uncovered: u64, projects: u64, percent: u8): "Missions avec un sujet à traiter : {uncovered} sur {projects}. {percent} % traités en tout.", "Projects with something to settle: {uncovered} of {projects}. {percent}% settled in all.";
    heat_firm: "Toutes les missions", "All projects";
    heat_none: "Aucune mission pour l’instant", "No project yet";
    heat_none_text: "La couverture d’une mission apparaît ici dès qu’elle est consignée.", "A project’s coverage shows here as soon as it is recorded.";
    heat_waiting(n: u64): ["{n} mission est recalculée selon les règles en vigueur. Elle peut manquer ou dater." | "{n} missions sont recalculées selon les règles en vigueur. Elles peuvent manquer ou dater."], ["{n} project is being computed by the rules in force. It may be missing or out of date." | "{n} projects are being computed by the rules in force. They may be missing or out of date."];
    heat_legend: "Sujets à traiter dans la famille, et leur part :", "Topics to settle in the family, and their share:";
    heat_quarter: "un quart au plus", "a quarter at most";
    heat_half: "la moitié au plus", "half at most";
    heat_three_quarters: "trois quarts au plus", "three quarters at most";
    heat_all: "davantage", "more";
    heat_picture: "Image du tableau qui suit", "Picture of the table below";
    heat_table: "Les mêmes missions, en tableau", "The same projects as a table";
    heat_settled: "Traités", "Settled";
    heat_open: "À traiter", "To settle";
    heat_where: "Où", "Where";
    coverage_see: "Voir la couverture", "See the coverage";
    coverage_grid: "Les sujets d’un coup d’œil", "The topics at a glance";
    checklist_topics(n: u64): ["{n} sujet à traiter" | "{n} sujets à traiter"], ["{n} topic to settle" | "{n} topics to settle"];
    checklist_questions(n: u64): ["{n} question à poser" | "{n} questions à poser"], ["{n} question to answer" | "{n} questions to answer"];
    checklist_look: "Voir ce que cela rend nécessaire", "Show what this makes due";
    checklist_show: "Ce que ce formulaire rend nécessaire", "What this form makes due";
    checklist_new: "nouveau", "new";
    checklist_asked: "Selon les réponses, d’autres sujets s’ajouteront :", "The answers will tell whether more topics are due:";
    coverage_progress(settled: usize, all: usize): "{settled} traités sur {all}", "{settled} settled of {all}";
    done_survey_answered: "Les réponses sont consignées.", "The answers are recorded.";
    done_topic_settled: "L’état du sujet est consigné.", "The topic’s state is recorded.";
}
