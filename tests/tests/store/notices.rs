//! Where notices stand, for the pages that list them and for the overview.

use anyhow::Result;
use app::pages::NoticeLine;
use app::parts::State;
use ledger::event::{Notice, Person, QuestionAnswered, QuestionAsked};
use server::store::notices::{Of, notice_lines};
use server::store::overview::{self, Days, Kind};
use server::store::{Firm, clients, projects};
use tests::scene::{DAY, MORNING, Scene, both};

const IN_TIME: &str = "2026-03-02";

async fn lines(scene: &Scene, of: Of) -> Result<Vec<NoticeLine>> {
    Ok(notice_lines(&mut scene.db.read().await?, scene.firm, of).await?)
}

/// The references and states of the notices, as every list shows them.
async fn states(scene: &Scene, notice: &Notice, today: &str) -> Result<Vec<(String, State)>> {
    let found = lines(scene, Of::Project(notice.project.project)).await?;
    let of_client = lines(scene, Of::Client(notice.project.client)).await?;
    assert_eq!(of_client.len(), found.len(), "the client has this project only");
    let today = today.parse()?;
    Ok(found.into_iter().map(|line| (line.reference, line.standing.state(today))).collect())
}

/// What the lists count as open: of the client, of the project.
async fn open(scene: &Scene) -> Result<(u64, u64)> {
    let mut tx = scene.db.read().await?;
    let (clients, _) = clients::list(&mut tx, scene.firm, "").await?;
    let (projects, _) = projects::list(&mut tx, scene.firm, "").await?;
    Ok((clients[0].open, projects[0].open))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_list_says_the_same_of_a_notice_from_its_issue_to_the_answer() -> Result<()> {
    both(async |scene| {
        let project = scene.project().await?;
        let mut informs = scene.draft(&project).await?;
        informs.recipients.retain(|recipient| !recipient.signatory);
        scene.record([informs.clone().into()]).await?;
        let notice = scene.issue(&project).await?;
        let (first, second) = (informs.reference.clone(), notice.reference.clone());
        let stand = |state| vec![(second.clone(), state), (first.clone(), State::Informative)];

        assert_eq!(states(scene, &notice, IN_TIME).await?, stand(State::Awaiting), "newest first");
        assert_eq!(states(scene, &notice, "2026-04-01").await?, stand(State::Overdue));
        assert_eq!(open(scene).await?, (1, 1), "one that only informs awaits no answer");

        let (question, contact) = (scene.id(), notice.recipients[0].contact);
        let text = "Combien de temps ?".to_owned();
        scene.record([QuestionAsked { question, notice: notice.notice, contact, warning: None, text }.into()]).await?;
        assert_eq!(states(scene, &notice, "2026-04-01").await?, stand(State::Question));
        let member = Person { member: scene.owner, name: "Anne Le Gall".into() };
        let text = "Une journée.".to_owned();
        scene.record([QuestionAnswered { question, notice: notice.notice, member, text }.into()]).await?;
        assert_eq!(states(scene, &notice, IN_TIME).await?, stand(State::Awaiting));

        scene.answer(&notice).await?;
        assert_eq!(states(scene, &notice, "2026-04-01").await?, stand(State::Declined));
        assert_eq!(open(scene).await?, (0, 0));
        let line = lines(scene, Of::Project(project.project)).await?.remove(0);
        assert_eq!(line.answered, Some(scene.clock.now()));
        let titles: Vec<_> = line.warnings.iter().map(|(title, decided)| (title.as_str(), *decided)).collect();
        assert_eq!(titles, [("Sauvegarde joignable depuis la production", Some(State::Declined)); 2]);

        let stranger = Firm(scene.id());
        let of = Of::Project(project.project);
        assert!(notice_lines(&mut scene.db.read().await?, stranger, of).await?.is_empty());
        Ok(())
    })
    .await
}

/// What the overview shows so many days after the morning of the issue, with how many of each.
async fn waiting(scene: &Scene, days: i64) -> Result<Vec<(Kind, usize)>> {
    let now = MORNING.plus_millis(days * DAY);
    let today = app::texts::local(now, &jiff::tz::TimeZone::UTC).date();
    let week = jiff::Span::new().days(7);
    let days = Days {
        today,
        soon: today + week,
        deferred: today + week,
        silent: now.plus_millis(-7 * DAY),
        declined: now.plus_millis(-90 * DAY),
    };
    let mut tx = scene.db.read().await?;
    let mut waiting = Vec::new();
    for kind in Kind::ALL {
        let items = overview::items(&mut tx, scene.firm, kind, &days, 10).await?;
        assert!(items.iter().all(|item| item.client == "Portes & Portails SAS"), "{kind:?}");
        if !items.is_empty() {
            waiting.push((kind, items.len()));
        }
        assert!(
            overview::items(&mut tx, Firm(scene.owner), kind, &days, 10).await?.is_empty(),
            "{kind:?} of a stranger"
        );
    }
    Ok(waiting)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_overview_shows_a_notice_as_its_day_comes_near() -> Result<()> {
    both(async |scene| {
        let mut tx = scene.db.read().await?;
        assert_eq!(overview::begun(&mut tx, scene.firm).await?, [false, false, false]);
        drop(tx);
        let project = scene.project().await?;
        let mut informs = scene.draft(&project).await?;
        informs.recipients.retain(|recipient| !recipient.signatory);
        scene.record([informs.into()]).await?;
        // An answer is asked by 31 March, 29 days after the issue.
        let notice = scene.issue(&project).await?;
        assert_eq!(overview::begun(&mut scene.db.read().await?, scene.firm).await?, [true, true, true]);
        assert_eq!(waiting(scene, 1).await?, []);
        assert_eq!(waiting(scene, 8).await?, [(Kind::Silent, 1)]);
        assert_eq!(waiting(scene, 22).await?, [(Kind::Soon, 1)]);
        assert_eq!(waiting(scene, 29).await?, [(Kind::Soon, 1)], "the day itself is still in time");
        assert_eq!(waiting(scene, 30).await?, [(Kind::Overdue, 1)]);
        scene.answer(&notice).await?;
        assert_eq!(waiting(scene, 30).await?, [(Kind::Declined, 2)]);
        assert_eq!(waiting(scene, 120).await?, [], "no news after ninety days");
        Ok(())
    })
    .await
}
