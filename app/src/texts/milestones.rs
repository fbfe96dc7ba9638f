//! How far a project has come, and what keeps it from going on.

use ledger::event::{Contested, Milestone, NoticeClass};

use super::{Texts, texts};

impl Texts {
    pub fn milestone(self, milestone: Milestone) -> &'static str {
        match milestone {
            Milestone::Open => self.milestone_open(),
            Milestone::InService => self.milestone_in_service(),
            Milestone::Closed => self.milestone_closed(),
        }
    }

    /// The minutes in spite of which a project went on.
    pub fn milestone_contested(self, minutes: &Contested) -> String {
        self.milestone_despite(self.resolution(NoticeClass::Minutes, minutes.resolution), &minutes.reference)
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
    milestones_lead: "Une mission n’est ni mise en service ni close tant qu’un sujet reste à traiter ou que le client refuse la recette ; avec des réserves, elle n’est pas close. Un responsable peut passer outre, avec une raison qui sera consignée et imprimée.", "A project is neither put into service nor closed while a topic is still to be settled or the client refuses acceptance; with reservations it is not closed. An owner may go on all the same, with a reason that is recorded and printed.";
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
    milestone_refused: "Le client refuse la recette : la mission n’est ni mise en service ni close. Corrigez, puis émettez un nouveau procès-verbal.", "The client refuses acceptance: the project is neither put into service nor closed. Mend it, then issue new minutes.";
    milestone_reserved: "Le client a émis des réserves : la mission n’est pas close. Levez-les, puis émettez un nouveau procès-verbal.", "The client has reservations: the project is not closed. Lift them, then issue new minutes.";
    milestone_again: "Traités, mais quelque chose a changé depuis. Cela ne retient pas la mission ; une nouvelle mise en garde le dirait au client :", "Settled, but something changed since. That does not hold the project back; a fresh warning would tell the client:";
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
    milestone_overridden: "Passé outre", "Overridden";
    milestone_overridden_by(milestone: &str, date: &str, who: &str, open: &str): "{milestone} depuis le {date}, décidé par {who} malgré {open}", "{milestone} since {date}, decided by {who} in spite of {open}";
    milestone_points(n: u64): ["{n} point à traiter" | "{n} points à traiter"], ["{n} open point" | "{n} open points"];
    milestone_despite(what: &str, reference: &str): "Malgré le procès-verbal {reference} : {what}", "In spite of minutes {reference}: {what}";
    error_contested: "Le client n’a pas accepté la recette telle quelle : seul un responsable peut passer outre.", "The client did not accept the works as they are: only an owner may go on all the same.";
    error_topics_open: "Des sujets restent à traiter : seul un responsable peut passer outre.", "Topics are still to be settled: only an owner may go on all the same.";
    done_milestone_reached: "Le jalon est consigné.", "The milestone is recorded.";
}
