//! How far a project has come, and what keeps it from going on.

use ledger::event::Milestone;

use super::{Texts, texts};

impl Texts {
    pub fn milestone(self, milestone: Milestone) -> &'static str {
        match milestone {
            Milestone::Open => self.milestone_open(),
            Milestone::InService => self.milestone_in_service(),
            Milestone::Closed => self.milestone_closed(),
        }
    }

    /// What is done to reach it.
    pub fn milestone_reach(self, milestone: Milestone) -> &'static str {
        match milestone {
            Milestone::Open => self.milestone_reach_open(),
            Milestone::InService => self.milestone_reach_in_service(),
            Milestone::Closed => self.milestone_reach_closed(),
        }
    }
}

texts! {
    milestones: "Avancement", "Progress";
    milestones_lead: "Une mission n’est ni mise en service ni close tant qu’un sujet reste à traiter. Un responsable peut passer outre, avec une raison qui sera consignée et imprimée.", "A project is neither put into service nor closed while a topic is still to be settled. An owner may go on all the same, with a reason that is recorded and printed.";
    milestone_open: "En cours", "Under way";
    milestone_in_service: "En service", "In service";
    milestone_closed: "Close", "Closed";
    milestone_reach_open: "Rouvrir la mission", "Open the project again";
    milestone_reach_in_service: "Mettre en service", "Put into service";
    milestone_reach_closed: "Clore la mission", "Close the project";
    milestone_clear: "Tout ce qui est à traiter l’a été : rien ne retient la mission.", "All that is due is settled: nothing holds the project back.";
    milestone_held(n: u64): ["{n} point reste à traiter" | "{n} points restent à traiter"], ["{n} point is still to be settled" | "{n} points are still to be settled"];
    milestone_held_adviser: "Traitez-les, ou demandez à un responsable : lui seul peut passer outre.", "Settle them, or ask an owner: only an owner may go on all the same.";
    milestone_held_owner: "Vous pouvez passer outre. Votre nom, votre raison et la liste ci-dessous seront consignés au registre et imprimés dans le dossier.", "You may go on all the same. Your name, your reason and the list below will be recorded in the log and printed in the file.";
    milestone_question: "Question sans réponse", "Question without an answer";
    milestone_reason: "Raison", "Reason";
    milestone_reason_hint: "Obligatoire pour passer outre et pour rouvrir. Sans donnée personnelle : ces mots seront imprimés.", "Required to go on all the same and to open again. Without personal data: these words will be printed.";
    milestone_next: "Jalon suivant", "Next milestone";
    milestone_submit: "Consigner le jalon", "Record the milestone";
    milestone_history: "Jalons consignés", "Milestones on record";
    milestone_by(milestone: &str, who: &str): "{milestone}, par {who}", "{milestone}, by {who}";
    milestone_recorded(date: &str, who: &str): "Consigné le {date} par {who}", "Recorded on {date} by {who}";
    milestone_without(topic: &str): "Restait à traiter : {topic}", "Was still to be settled: {topic}";
    milestone_unasked(question: &str): "Question restée sans réponse : {question}", "Question left without an answer: {question}";
    error_topics_open: "Des sujets restent à traiter : seul un responsable peut passer outre.", "Topics are still to be settled: only an owner may go on all the same.";
    done_milestone_reached: "Le jalon est consigné.", "The milestone is recorded.";
}
