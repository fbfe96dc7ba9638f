//! What is done about the notice that nobody answers, besides its reminders: an e-mail kept, a meeting, a registered letter.

use app::texts::local;
use ledger::event::*;
use ledger::notice::delivery;
use ledger::{Actor, Id};

use super::facts::{FR_MAIL, FR_PLACE, FR_SAID};
use super::{Case, Demo, EMAIL};
use crate::exchanges::dkim;
use crate::notices::delivery::{address, drawn};
use crate::store::{files, firms, log, seals};
use crate::web::Failure;

impl Demo<'_> {
    /// An e-mail of the client, imported as it came. It is not signed, and shown as that.
    pub(super) async fn exchange(&self, about: Id, case: &Case) -> Result<(), Failure> {
        let (app, from) = (self.app, &case.recipients[0].email);
        let zone = firms::zone(&mut app.db.read().await?, self.firm).await?;
        let date = local(app.clock.now(), &zone).strftime("%a, %d %b %Y %H:%M:%S %z").to_string();
        let bytes = format!(
            "From: {from}\r\nTo: {EMAIL}\r\nDate: {date}\r\nSubject: Vos sauvegardes\r\nMessage-ID: <{about}@ponant.example>\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{FR_MAIL}"
        );
        let said = dkim::read(bytes.as_bytes()).map_err(|_| Failure::internal("the example's mail is none"))?;
        let sha256 = app.files.put(self.firm, bytes.as_bytes(), &mut app.rng()).await?;
        let size = bytes.len() as u64;
        let file = FileRef { name: "vos-sauvegardes.eml".into(), media_type: "message/rfc822".into(), size, sha256 };
        let mut log = self.begin().await?;
        files::record(&mut log, &app.files, &file).await?;
        let imported = ExchangeImported {
            exchange: app.new_id(),
            project: case.project.project,
            notice: Some(about),
            file: Some(file),
            from: said.from,
            to: said.to,
            date: said.date,
            subject: said.subject,
            message_id: said.message_id,
            signatures: vec![],
            by: self.author.clone(),
        };
        self.push(&mut log, imported).await?;
        Ok(log.commit().await?)
    }

    /// Minutes of a meeting at which that notice was spoken of, sent on the same day.
    pub(super) async fn meeting(&self, about: Id, case: &Case) -> Result<Id, Failure> {
        let mut tx = self.app.db.read().await?;
        let notice = log::notice_state(&mut tx, self.firm, about).await?.notice;
        let now = local(self.app.clock.now(), &firms::zone(&mut tx, self.firm).await?);
        drop(tx);
        let warnings = notice.warnings.into_iter().map(|warning| SpokenWarning {
            warning: warning.warning,
            topic: warning.topic,
            title: warning.title,
        });
        let spoken = Spoken { notice: about, reference: notice.reference, warnings: warnings.collect() };
        let (client, firm) = (&case.recipients[0], &self.author);
        let attendee = |side, id, name: &str, role: &str| Attendee {
            side,
            id: Some(id),
            name: name.to_owned(),
            role: role.to_owned(),
        };
        let meeting = Meeting {
            day: now.date(),
            time: jiff::civil::time(10, 30, 0, 0),
            place: FR_PLACE.into(),
            attendees: vec![
                attendee(Side::Client, client.contact, &client.name, &client.role),
                attendee(Side::Firm, firm.member, &firm.name, ""),
            ],
            spoken: vec![spoken],
            said: FR_SAID.into(),
            recorded: now.date(),
        };
        self.issue(case, vec![], Some(Instrument::Meeting(meeting))).await
    }

    /// The client confirms the minutes: what was said, and no decision.
    pub(super) async fn confirm(&self, minutes: Id, case: &Case) -> Result<(), Failure> {
        let name = case.recipients[0].name.clone();
        self.answer(minutes, case, &name, |_| (Choice::Declined, "", "")).await
    }

    /// The notice as a registered letter, posted today.
    pub(super) async fn letter(&self, about: Id, case: &Case) -> Result<(), Failure> {
        let (app, firm, by) = (self.app, self.firm, self.author.clone());
        let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
        let mut tx = app.db.read().await?;
        let state = log::notice_state(&mut tx, firm, about).await?;
        let day = local(app.clock.now(), &firms::zone(&mut tx, firm).await?).date();
        drop(tx);
        let (person, letter) = (&case.recipients[0], app.new_id());
        let lines = address(&case.party, &person.name);
        let decided = delivery::letter(&state, letter, Some(person.contact), &lines, by.clone());
        let Ok(Event::LetterPrepared(prepared)) = decided else {
            return Err(Failure::internal("the example's letter is refused"));
        };
        let (file, pages) = drawn(app, firm, &state, &prepared, signer).await?;
        let mut log = self.begin().await?;
        files::record(&mut log, &app.files, &file).await?;
        let reference = state.notice.reference.clone();
        let made = DocumentMade {
            document: letter,
            class: DocumentClass::Letter,
            about,
            reference,
            file,
            pages,
            part: None,
            redacts: None,
        };
        self.push(&mut log, prepared).await?;
        log.push(Actor::Member(by.member), made, &mut app.rng()).await?;
        let (carrier, tracking) = ("La Poste".into(), "1A 999 999 9999 9".into());
        self.push(&mut log, LetterPosted { letter, notice: about, day, carrier, tracking, file: None, by }).await?;
        Ok(log.commit().await?)
    }
}
