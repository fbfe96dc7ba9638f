//! An e-mail that somebody kept, imported as it is: the file, what its headers say, and whether the signatures in it hold.

pub mod dkim;

use axum::extract::Path;
use axum::response::Response;
use ledger::event::{Event, ExchangeImported, FileRef, Person};
use ledger::{Actor, Hash, Id};

use self::dkim::NoMessage;
use crate::evidence::kept;
use crate::store::{Firm, Tx, coverage, files, notices};
use crate::told;
use crate::uploads::{self, Accept};
use crate::web::{Adviser, Failure, Reader, Upload};

/// Imports one message into a project, maybe about one of its notices. Its keys are asked for before the lock is taken.
pub async fn import(adviser: Adviser, Path(project): Path<Id>, upload: Upload) -> Result<Response, Failure> {
    let (app, firm, t) = (&adviser.app, adviser.firm, adviser.t());
    let refused = upload.refused();
    let Upload { mut form, files: sent, once } = upload;
    let mut tx = app.db.read().await?;
    notices::project(&mut tx, firm, project).await?;
    let notice = match form.value("exchange_notice") {
        "" => None,
        chosen => {
            let known = notices::notice_lines(&mut tx, firm, notices::Of::Project(project)).await?;
            let known = known.into_iter().find(|line| line.notice.to_string() == chosen);
            if known.is_none() {
                form.refuse("exchange_notice", t.error_choose());
            }
            known.map(|line| line.notice)
        }
    };
    drop(tx);
    let file = uploads::read(&mut form, t, "exchange_file", sent, Accept::Mails, true);
    let said = file.as_ref().and_then(|file| match dkim::read(&file.bytes) {
        Ok(said) => Some(said),
        Err(no) => {
            let words = match no {
                NoMessage::NoHeaders => t.exchange_no_headers().to_owned(),
                NoMessage::TooLong => t.exchange_too_long(&t.size(dkim::MAX_HEADERS as u64)),
                NoMessage::Twice(header) => t.exchange_twice(header),
            };
            form.refuse("exchange_file", words);
            None
        }
    });
    let (Some(file), Some(said), false) = (file, said, form.is_refused()) else {
        let (title, view) = told::show(&adviser, project, &form).await?;
        return Ok(adviser.page_with(refused, &title, view));
    };
    let signatures = dkim::check(app.config.dns, &file.bytes, &said, app.clock.now()).await;
    let file = file.keep(app, firm).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    once.first(&mut log).await?;
    files::record(&mut log, &app.files, &file).await?;
    let imported = ExchangeImported {
        exchange: app.new_id(),
        project,
        notice,
        file: Some(file),
        from: said.from,
        to: said.to,
        date: said.date,
        subject: said.subject,
        message_id: said.message_id,
        signatures,
        by: Person { member: adviser.id, name: adviser.name.clone() },
    };
    log.push(Actor::Member(adviser.id), imported, &mut app.rng()).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}/told"), "exchange_imported").await?;
    log.commit().await?;
    Ok(answer)
}

/// The message, byte for byte, to be opened by a mail program.
pub async fn file(reader: Reader, Path((project, sha256)): Path<(Id, String)>) -> Result<Response, Failure> {
    let file = find(&mut reader.app.db.read().await?, reader.firm, project, &sha256).await?;
    kept(&reader, &file).await
}

/// The message of the project with this hash.
pub async fn find(tx: &mut Tx, firm: Firm, project: Id, sha256: &str) -> Result<FileRef, Failure> {
    let sha256: Hash = sha256.parse().map_err(|_| Failure::NotFound)?;
    let entries = coverage::entries(tx, firm, project).await?;
    let found = entries.into_iter().find_map(|(.., event)| match event {
        Event::ExchangeImported(e) => e.file.filter(|file| file.sha256 == sha256),
        _ => None,
    });
    found.ok_or(Failure::NotFound)
}
