//! Minutes of a meeting, put to the client for confirmation: a notice that decides on nothing.

use app::pages::{self, MeetingChoices};
use app::parts::Opt;
use app::texts::local;
use app::{Form, Texts};
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::DateTime;
use ledger::Id;
use ledger::event::{Attendee, ContactRecorded, Instrument, Meeting, Side, Spoken};
use ledger::notice::{Why, meeting_refusals};

use super::instrument::begin;
use crate::projects::read_date;
use crate::store::accounts::{self, MemberRow, MemberState};
use crate::store::{Tx, clients, firms, notices};
use crate::web::{Adviser, Failure, Making, Member, refuse};

/// What minutes are made of, in a project.
pub(super) struct Ground {
    contacts: Vec<ContactRecorded>,
    members: Vec<MemberRow>,
    told: Vec<Spoken>,
    /// At the firm.
    now: DateTime,
}

pub(super) async fn ground(tx: &mut Tx, member: &Member, client: Id, project: Id) -> Result<Ground, Failure> {
    let firm = member.firm;
    let mut members = accounts::members(tx, firm).await?;
    members.retain(|row| row.state == MemberState::Active);
    Ok(Ground {
        contacts: clients::present(tx, firm, client).await?,
        members,
        told: notices::to_speak_of(tx, firm, project).await?,
        now: local(member.now, &firms::zone(tx, firm).await?).datetime(),
    })
}

impl Ground {
    pub(super) fn choices(&self) -> MeetingChoices {
        let contacts = self.contacts.iter().map(|c| Opt::new(c.contact.to_string(), &c.name).hint(&c.role));
        let members = self.members.iter().map(|m| Opt::new(m.member.to_string(), &m.name));
        let spoken = self.told.iter().flat_map(|told| match told.warnings.as_slice() {
            [] => vec![Opt::new(told.notice.to_string(), &told.reference)],
            warnings => {
                let option = warnings.iter().map(|warning| {
                    let about = format!("{} · {}", told.reference, warning.topic);
                    Opt::new(warning.warning.to_string(), &warning.title).hint(about)
                });
                option.collect()
            }
        });
        MeetingChoices {
            contacts: contacts.collect(),
            members: members.collect(),
            spoken: spoken.collect(),
            today: self.now.date().to_string(),
        }
    }

    /// Those of the client who took part and can be written to.
    fn attending(&self, meeting: &Meeting) -> Vec<Id> {
        let there = |contact: &&ContactRecorded| meeting.attendees.iter().any(|a| a.id == Some(contact.contact));
        let reachable = self.contacts.iter().filter(|contact| !contact.email.is_empty()).filter(there);
        reachable.map(|contact| contact.contact).collect()
    }

    /// Reads the fields of minutes; only what the page offers can be ticked. None when day or hour cannot be read.
    pub(super) fn read(&self, form: &mut Form, t: Texts) -> Option<Meeting> {
        let ticked = |form: &Form, name: &str, id: Id| form.has(name, &id.to_string());
        let contacts = self.contacts.iter().filter(|c| ticked(form, "contacts", c.contact)).map(|c| Attendee {
            side: Side::Client,
            id: Some(c.contact),
            name: c.name.clone(),
            role: c.role.clone(),
        });
        let members = self.members.iter().filter(|m| ticked(form, "members", m.member)).map(|m| Attendee {
            side: Side::Firm,
            id: Some(m.member),
            name: m.name.clone(),
            role: String::new(),
        });
        let others = form.trimmed("others").lines().map(str::trim).filter(|name| !name.is_empty());
        let others =
            others.map(|name| Attendee { side: Side::Other, id: None, name: name.to_owned(), role: String::new() });
        let attendees = contacts.chain(members).chain(others).collect();
        let spoken = self.told.iter().filter_map(|told| {
            let warnings = told.warnings.iter().filter(|warning| ticked(form, "spoken", warning.warning)).cloned();
            let warnings: Vec<_> = warnings.collect();
            let whole = told.warnings.is_empty() && ticked(form, "spoken", told.notice);
            (whole || !warnings.is_empty()).then(|| Spoken { warnings, ..told.clone() })
        });
        let spoken = spoken.collect();
        let (place, said) = (form.trimmed("place").to_owned(), form.trimmed("said").to_owned());
        let (day, time) = (read_date(form, t, "day"), read_time(form, t));
        for name in ["day", "time"] {
            if form.trimmed(name).is_empty() {
                form.refuse(name, t.why(Why::Missing, &jiff::tz::TimeZone::UTC));
            }
        }
        // What cannot be read is refused above; the rest of the fields are told of in the same answer.
        let (when, recorded) = (day.zip(time), self.now.date());
        let meeting = Meeting {
            day: day.unwrap_or(recorded),
            time: when.map_or(jiff::civil::Time::midnight(), |(_, time)| time),
            place,
            attendees,
            spoken,
            said,
            recorded,
        };
        let mut refusals = meeting_refusals(&meeting, self.now);
        if self.contacts.is_empty() {
            refusals.iter_mut().filter(|r| r.field == "contacts").for_each(|r| r.field = "others".to_owned());
        }
        refuse(form, t, refusals);
        when.map(|_| meeting)
    }
}

fn read_time(form: &mut Form, t: Texts) -> Option<jiff::civil::Time> {
    let text = form.trimmed("time");
    if text.is_empty() {
        return None;
    }
    let time = text.parse().ok();
    if time.is_none() {
        form.refuse("time", t.error_time());
    }
    time
}

/// Fills the form with a draft's minutes.
pub(super) fn fill(form: &mut Form, meeting: &Meeting) {
    form.set("day", meeting.day.to_string()).set("time", meeting.time.strftime("%H:%M").to_string());
    form.set("place", &meeting.place).set("said", &meeting.said);
    let mut others = Vec::new();
    for attendee in &meeting.attendees {
        match (attendee.side, attendee.id) {
            (Side::Client, Some(id)) => drop(form.add("contacts", id.to_string())),
            (Side::Firm, Some(id)) => drop(form.add("members", id.to_string())),
            _ => others.push(attendee.name.as_str()),
        }
    }
    form.set("others", others.join("\n"));
    for spoken in &meeting.spoken {
        match spoken.warnings.as_slice() {
            [] => drop(form.add("spoken", spoken.notice.to_string())),
            warnings => warnings.iter().for_each(|w| {
                form.add("spoken", w.warning.to_string());
            }),
        }
    }
}

pub async fn new_page(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let recorded = notices::project(&mut tx, adviser.firm, project).await?;
    let ground = ground(&mut tx, &adviser, recorded.client, project).await?;
    let mut form = adviser.form();
    form.set("day", ground.now.date().to_string()).add("members", adviser.id.to_string());
    // From the page of a notice, all of it was spoken of until somebody says less.
    let about = adviser.query("notice");
    for told in ground.told.iter().filter(|told| told.notice.to_string() == about) {
        form.add("spoken", told.notice.to_string());
        for warning in &told.warnings {
            form.add("spoken", warning.warning.to_string());
        }
    }
    let t = adviser.t();
    Ok(adviser.page(t.meeting_new(), pages::new_meeting(t, project, &recorded.title, &ground.choices(), &form)))
}

/// Begins minutes: a draft of a notice to those who may decide and to those who took part.
pub async fn create(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let recorded = notices::project(&mut log, adviser.firm, project).await?;
    let ground = ground(&mut log, &adviser, recorded.client, project).await?;
    let meeting = ground.read(&mut form, t);
    let Some(meeting) = meeting.filter(|_| !form.is_refused()) else {
        let view = pages::new_meeting(t, project, &recorded.title, &ground.choices(), &form);
        return Ok(adviser.again(t.meeting_new(), view));
    };
    let also = ground.attending(&meeting);
    let place = (project, recorded.client);
    let notice = begin(&mut log, &adviser, place, Instrument::Meeting(meeting), vec![], &also).await?;
    let answer = once.answer(&mut log, format!("/drafts/{notice}"), "").await?;
    log.commit().await?;
    Ok(answer)
}
