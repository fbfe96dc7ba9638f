//! That no answer came: recorded when a member asks, and certified by a job.

use axum::extract::Path;
use axum::response::Response;
use ledger::event::Person;
use ledger::notice::{Why, chase};
use ledger::{Actor, Id};

use super::manage::{self, begin};
use super::paper;
use crate::web::{Adviser, Failure, Making};

/// Records, under the lock of the log, that no answer stands before this entry; then the certificate is made. Refused with a sentence
/// when there is an answer.
pub async fn certify(
    adviser: Adviser,
    Path(notice): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let t = adviser.t();
    let (mut log, state) = begin(&adviser, None, notice).await?;
    once.first(&mut log).await?;
    let (document, by) = (adviser.app.new_id(), Person { member: adviser.id, name: adviser.name.clone() });
    let event = match chase::silence(&state, document, by) {
        Ok(event) => event,
        Err(refusals) => {
            // The page signs a checkpoint: it must not wait for our own lock.
            drop(log);
            let answered = refusals.iter().any(|refusal| refusal.why == Why::AlreadyAnswered);
            form.refuse("", if answered { t.silence_answered() } else { t.silence_informative() });
            let (title, view) = manage::show(&adviser, notice, &form).await?;
            return Ok(adviser.again(&title, view));
        }
    };
    log.push(Actor::Member(adviser.id), event, &mut adviser.app.rng()).await?;
    paper::queue_no_answer(&mut log, notice, document).await?;
    let answer = once.answer(&mut log, format!("/notices/{notice}"), "silence_recorded").await?;
    log.commit().await?;
    Ok(answer)
}
