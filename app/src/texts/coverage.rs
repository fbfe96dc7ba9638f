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
    survey_unknown: "Je ne sais pas", "I do not know";
    coverage_checked(date: &str, who: &str): "Vérifié le {date} par {who}", "Checked on {date} by {who}";
    coverage_happened(day: &str): "Date du fait : {day}", "Date of the fact: {day}";
    coverage_rule_off(rule: &str): "Règle {rule} désactivée", "Rule {rule} switched off";
    coverage_rule_on(rule: &str): "Règle {rule} rétablie", "Rule {rule} switched on again";
}
