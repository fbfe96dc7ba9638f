//! Minutes of a meeting.

use ledger::event::{Attendee, Meeting, Notice, NoticeClass, Resolution, Side, Spoken};

use super::{Texts, texts};
use crate::parts::State;

impl Texts {
    /// When and where.
    pub fn meeting_when(self, meeting: &Meeting) -> String {
        let day = self.date(meeting.day);
        self.meeting_at(&day, &self.time_of_day(meeting.time), &meeting.place)
    }

    /// How long after the meeting it was recorded.
    pub fn meeting_recorded(self, meeting: &Meeting) -> String {
        match meeting.late() {
            0 => self.meeting_same_day().to_owned(),
            days => self.meeting_late(days, &self.date(meeting.recorded)),
        }
    }

    /// Name and function of somebody who took part, and whose side they were on.
    pub fn attendee(self, attendee: &Attendee) -> String {
        let side = match attendee.side {
            Side::Client => self.meeting_of_client(),
            Side::Firm => self.meeting_of_firm(),
            Side::Other => self.meeting_of_neither(),
        };
        let parts = [attendee.name.as_str(), attendee.role.as_str()].into_iter().filter(|part| !part.is_empty());
        format!("{} ({side})", parts.collect::<Vec<_>>().join(", "))
    }

    /// A notice that was spoken of, and which of its warnings.
    pub fn spoken(self, spoken: &Spoken) -> String {
        let titles: Vec<&str> = spoken.warnings.iter().map(|warning| warning.title.as_str()).collect();
        if titles.is_empty() {
            spoken.reference.clone()
        } else {
            self.labelled(&spoken.reference, &titles.join(" · "))
        }
    }

    /// What the trail says of minutes, under their reference.
    pub fn meeting_lines(self, meeting: &Meeting) -> Vec<String> {
        let people: Vec<&str> = meeting.attendees.iter().map(|attendee| attendee.name.as_str()).collect();
        let spoken: Vec<&str> = meeting.spoken.iter().map(|spoken| spoken.reference.as_str()).collect();
        let spoken = (!spoken.is_empty()).then(|| self.labelled(self.meeting_spoken(), &spoken.join(", ")));
        let mut lines = vec![self.meeting_when(meeting), self.meeting_recorded(meeting)];
        lines.push(self.labelled(self.meeting_people(), &people.join(", ")));
        lines.extend(spoken);
        lines
    }

    /// What a state of a notice of this class is called: a meeting is confirmed or contested, nothing is accepted by it; an agreement is
    /// signed.
    pub fn state_of(self, class: NoticeClass, state: State) -> &'static str {
        match (class, state) {
            (NoticeClass::Minutes, State::Accepted) => self.minutes_accepted_short(),
            (NoticeClass::Minutes, State::Declined) => self.minutes_refused_short(),
            (NoticeClass::Minutes | NoticeClass::Meeting, State::Sent) => self.minutes_sent_short(),
            (NoticeClass::Agreement, State::Accepted) => self.agreement_signed_short(),
            (NoticeClass::Meeting, State::Accepted) => self.meeting_confirmed_short(),
            (NoticeClass::Meeting, State::Reserved) => self.meeting_reserved_short(),
            (NoticeClass::Meeting, State::Declined) => self.meeting_contested_short(),
            (_, state) => state.label(self),
        }
    }

    /// What became of minutes of a meeting, in a few words.
    pub fn meeting_became(self, resolution: Option<Resolution>) -> &'static str {
        match resolution {
            None => self.meeting_unconfirmed(),
            Some(resolution) => self.resolution(NoticeClass::Meeting, resolution),
        }
    }

    /// The sentence agreed to.
    pub(super) fn consent_to_meeting(self, notice: &Notice) -> String {
        self.consent_meeting(&notice.client.name, &notice.reference, &notice.firm.name)
    }
}

texts! {
    notice_meeting: "Compte rendu de réunion", "Minutes of a meeting";
    the_meeting(reference: &str): "le compte rendu de réunion {reference}", "the minutes of a meeting {reference}";
    to_the_meeting(reference: &str): "au compte rendu de réunion {reference}", "the minutes of a meeting {reference}";
    a_meeting: "un compte rendu de réunion", "the minutes of a meeting";
    consent_meeting(client: &str, reference: &str, firm: &str): "J’ai lu le compte rendu de réunion {reference}, établi par {firm}, et je réponds pour {client}, comme indiqué ci-dessus. Cette réponse porte sur ce qui a été dit ; elle n’est pas une décision sur les mises en garde évoquées.", "I have read the minutes of a meeting {reference} from {firm} and I answer on behalf of {client}, as stated above. This answer is about what was said; it is no decision on the warnings spoken of.";

    meeting_new: "Consigner une réunion", "Record a meeting";
    meeting_about: "En avoir parlé en réunion ? Consignez-le : le client confirme le compte rendu par le même lien et le même code.", "Spoken of at a meeting? Record it: the client confirms the minutes by the same kind of link and code.";
    meeting_lead: "Ce que vous consignez est votre parole jusqu’à ce que le client la confirme. Un compte rendu n’est jamais la décision du client sur une mise en garde.", "What you record is your word until the client confirms it. Minutes are never the client’s decision on a warning.";
    meeting_day: "Jour de la réunion", "Day of the meeting";
    meeting_day_hint: "Consignez-la le jour même : au-delà, le compte rendu dit de combien de jours il est postérieur.", "Record it on the same day: later, the minutes say by how many days.";
    meeting_time: "Heure de début", "Time of its beginning";
    meeting_place: "Lieu", "Place";
    meeting_place_hint: "Adresse, salle, ou visioconférence et par quel moyen.", "Address, room, or video conference and by which means.";
    meeting_contacts: "Participants du côté du client", "Who took part for the client";
    meeting_members: "Participants de votre entreprise", "Who took part for your firm";
    meeting_others: "Autres participants", "Others who took part";
    meeting_others_hint: "Un nom par ligne, avec sa fonction si elle importe.", "One name a line, with their function if it matters.";
    meeting_spoken: "Mises en garde évoquées", "Warnings spoken of";
    meeting_spoken_hint: "Une confirmation sans réserve de qui peut décider vaut remise de ce qui est coché ; votre seul compte rendu, non.", "A confirmation without reservation by who may decide counts as delivery of what is ticked; your minutes alone do not.";
    meeting_said: "Ce qui a été dit et convenu", "What was said and agreed";
    meeting_said_hint: "Les questions du client, vos réponses, ce qu’il a l’intention de faire et quand. Écrivez ce que chacun pourrait confirmer.", "The client’s questions, your replies, what they intend to do and when. Write what each of them could confirm.";
    meeting_prepare: "Préparer le compte rendu", "Prepare the minutes";
    meeting_at(day: &str, time: &str, place: &str): "{day}, {time} · {place}", "{day}, {time} · {place}";
    meeting_held: "Réunion", "Meeting";
    meeting_people: "Participants", "Who took part";
    meeting_record: "Consignation", "Record";
    meeting_same_day: "Consignée le jour même.", "Recorded on the same day.";
    meeting_late(days: u64, date: &str): ["Consignée le {date}, {days} jour après la réunion." | "Consignée le {date}, {days} jours après la réunion."], ["Recorded on {date}, {days} day after the meeting." | "Recorded on {date}, {days} days after the meeting."];
    meeting_of_client: "côté client", "for the client";
    meeting_of_firm: "côté prestataire", "for the firm";
    meeting_of_neither: "nommé par le prestataire", "named by the firm";
    error_time: "Écrivez une heure, par exemple 14:30.", "Write a time, for instance 14:30.";
    error_not_yet: "Cette heure n’est pas encore venue.", "This time has not come yet.";

    meeting_purpose: "Ce compte rendu dit ce qui a été évoqué lors d’une réunion. Il vous est demandé si cela correspond à ce qui y a été dit. Ce n’est pas une décision sur les mises en garde évoquées : celle-ci se donne par le lien de chaque lettre.", "These minutes say what was spoken of at a meeting. You are asked whether they match what was said there. This is no decision on the warnings spoken of: that one is given by the link of each notice.";
    meeting_decide: "Il vous est demandé de confirmer ce compte rendu, avec ou sans réserves, ou de le contester. Cela ne décide d’aucune des mises en garde évoquées.", "You are asked to confirm these minutes, with or without reservations, or to contest them. That decides on none of the warnings spoken of.";
    meeting_why: "Votre réponse porte sur ce qui a été dit à la réunion ; elle n’est pas une décision sur les mises en garde évoquées.", "Your answer is about what was said at the meeting; it is no decision on the warnings spoken of.";
    meeting_unanswered: "Votre silence ne vaut jamais confirmation. Sans réponse, ce compte rendu reste la parole de son auteur.", "Your silence never counts as confirmation. Without an answer these minutes remain their author’s word.";
    sign_whole_meeting: "Ce compte rendu correspond-il à ce qui a été dit ?", "Do these minutes match what was said?";
    resolution_meeting_accepted: "Je confirme le compte rendu", "I confirm the minutes";
    resolution_meeting_accepted_hint: "Cela ne décide d’aucune des mises en garde évoquées.", "That decides on none of the warnings spoken of.";
    resolution_meeting_reserved: "Je confirme avec des réserves", "I confirm with reservations";
    resolution_meeting_refused: "Je conteste le compte rendu", "I contest the minutes";
    resolution_meeting_words: "Réserves ou ce que vous contestez", "Reservations, or what you contest";
    resolution_meeting_words_hint: "Nécessaire pour confirmer avec des réserves et pour contester.", "Needed to confirm with reservations and to contest.";
    meeting_confirmed: "Compte rendu confirmé", "Minutes confirmed";
    meeting_reserved: "Compte rendu confirmé avec réserves", "Minutes confirmed with reservations";
    meeting_contested: "Compte rendu contesté", "Minutes contested";
    meeting_unconfirmed: "Parole du prestataire, non confirmée", "The firm’s word, not confirmed";
    meeting_unconfirmed_short: "Non confirmé", "Not confirmed";
    meeting_confirmed_short: "Confirmé", "Confirmed";
    meeting_reserved_short: "Confirmé avec réserves", "Confirmed with reservations";
    meeting_contested_short: "Contesté", "Contested";
    coverage_way_meeting: "Compte rendu de réunion confirmé", "Minutes of a meeting confirmed";

    told_meeting(reference: &str): "Réunion, compte rendu {reference}", "Meeting, minutes {reference}";
    told_meeting_held: "Tenue, selon le prestataire", "Held, by the firm’s word";
    told_meeting_note: "Un compte rendu n’est pas une réponse à la lettre.", "Minutes are no answer to the notice.";
    trail_step_meeting: "Réunion consignée", "Meeting recorded";
    doc_meetings: "Réunions où il en a été parlé", "Meetings at which it was spoken of";
    doc_meetings_note: "Ces comptes rendus ne sont pas une réponse à la lettre. Sans la confirmation du client, ils sont la parole du prestataire.", "These minutes are no answer to the notice. Without the client’s confirmation they are the firm’s word.";
    doc_meeting_became: "Ce que le client en a dit", "What the client said of it";
    doc_meeting_by(name: &str, when: &str): "{name}, {when}", "{name}, {when}";
}
