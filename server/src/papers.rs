//! The papers of a project: filed once, never changed.

use app::pages::PAPER_CLASSES;
use axum::extract::Path;
use axum::response::Response;
use ledger::event::PaperFiled;
use ledger::{Actor, Id};

use crate::evidence::kept;
use crate::projects::{read_date, show};
use crate::store::{files, notices, projects};
use crate::uploads::{self, Accept};
use crate::web::{Adviser, Failure, Reader, Upload};

pub async fn file(adviser: Adviser, Path(project): Path<Id>, upload: Upload) -> Result<Response, Failure> {
    let t = adviser.t();
    let refused = upload.refused();
    let Upload { mut form, files, once } = upload;
    // Before the bytes are kept: a file of nobody's project would stay for ever.
    notices::project(&mut adviser.app.db.read().await?, adviser.firm, project).await?;
    let class = PAPER_CLASSES.iter().find(|(value, _)| *value == form.value("paper_class")).map(|(_, class)| *class);
    if class.is_none() {
        form.refuse("paper_class", t.error_choose());
    }
    let dated = read_date(&mut form, t, "paper_dated");
    let file = uploads::read(&mut form, t, "paper_file", files, Accept::Papers, true);
    let (Some(class), Some(file), false) = (class, file, form.is_refused()) else {
        let (title, view) = show(&adviser, project, &form).await?;
        return Ok(adviser.page_with(refused, &title, view));
    };
    let file = file.keep(&adviser.app, adviser.firm).await?;
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    files::record(&mut log, &adviser.app.files, &file).await?;
    let filed = PaperFiled { paper: adviser.app.new_id(), project, class, file, dated };
    log.push(Actor::Member(adviser.id), filed, &mut adviser.app.rng()).await?;
    let answer = once.answer(&mut log, format!("/projects/{project}"), "paper_filed").await?;
    log.commit().await?;
    Ok(answer)
}

pub async fn download(reader: Reader, Path(paper): Path<Id>) -> Result<Response, Failure> {
    let file = projects::paper_file(&mut reader.app.db.read().await?, reader.firm, paper).await?;
    kept(&reader, &file).await
}
