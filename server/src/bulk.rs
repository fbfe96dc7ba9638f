//! One topic to many clients at once: the projects are chosen, each gets a draft of its own, and what was previewed is issued one by one.
//!
//! A run makes nothing of its own kind: its drafts are drafts, and its notices go by [`issue_draft`](crate::notices::issue::issue_draft)
//! like one that is issued alone.

pub mod issue;
pub mod write;

use app::pages::{self, Became, BulkItem, BulkLine, BulkPage, BulksPage, ChooseBulk};
use app::texts::local;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::response::Response;
use jiff::ToSpan;
use ledger::Id;
use ledger::coverage::{Coverage, KnownTopic};
use ledger::event::{Date, Person, Role};
use ledger::notice::{Refusals, Why};

pub use issue::{JOB, work};

use crate::coverage::again::{self, begin_with, fresh};
use crate::notices::draft::TIME_TO_ANSWER;
use crate::notices::issue::{Ready, ready};
use crate::store::bulk::{self, Bulk, Candidate, Common, Item, Refused, Standing};
use crate::store::coverage::Basis;
use crate::store::drafts::{self, DraftNotice, DraftWarning};
use crate::store::{Append, Firm, Tx, clients, coverage, firms, holds, notices, search};
use crate::web::{Adviser, Failure, Making, Member, Posted, Reader, refuse, see};

/// Projects of one run, and rows of the list to choose from: what one form and one page can hold.
const MAX_PROJECTS: usize = 200;
/// Runs on the page that lists them.
const SHOWN: u64 = 50;
/// How often a page that is asked to do so is shown again, seconds.
const FOLLOW: &str = "5";

pub async fn list(reader: Reader) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let basis = coverage::basis(&mut tx, reader.firm).await?;
    runs(&mut tx, &reader, basis).await
}

async fn runs(tx: &mut Tx, reader: &Member, basis: Basis) -> Result<Response, Failure> {
    let (firm, t) = (reader.firm, reader.t());
    let title = |code: &str| basis.rules.topic(code).map_or(code, |topic| topic.title(reader.lang)).to_owned();
    let line = |(bulk, projects, issued): (Bulk, u64, u64)| {
        let (title, stopped) = (title(&bulk.topic), bulk.stopped.is_some());
        BulkLine { bulk: bulk.bulk, title, created: bulk.created, projects, issued, stopped }
    };
    let lines = bulk::newest(tx, firm, SHOWN).await?.into_iter().map(line).collect();
    let topics = basis.rules.topics().iter();
    let topics = topics.map(|topic| (topic.code().to_owned(), topic.title(reader.lang).to_owned())).collect();
    let page = BulksPage { lines, topics, zone: basis.zone, editable: reader.role != Role::Reader };
    Ok(reader.page(t.bulk_title(), pages::bulks(t, &page)))
}

pub async fn new_page(adviser: Adviser) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let mut form = adviser.form();
    form.set("topic", adviser.query("topic")).set("q", adviser.query("q")).set("show", adviser.query("show"));
    let basis = coverage::basis(&mut tx, adviser.firm).await?;
    let Some(topic) = basis.rules.topic(form.value("topic")) else {
        // Where one can be chosen.
        return runs(&mut tx, &adviser, basis).await;
    };
    let today = local(adviser.now, &basis.zone).date();
    let candidates = bulk::candidates(&mut tx, adviser.firm, topic.code(), today).await?;
    for candidate in candidates.iter().filter(|candidate| concerned(candidate) && !candidate.drafted) {
        form.add("projects", candidate.project.to_string());
    }
    Ok(adviser.page(adviser.t().bulk_new_title(), choose(&adviser, topic, &candidates, &form)))
}

fn concerned(candidate: &Candidate) -> bool {
    candidate.standing != Standing::Other
}

/// The projects that the form's filter leaves, to choose from.
fn choose(member: &Member, topic: &KnownTopic, candidates: &[Candidate], form: &Form) -> Html {
    let t = member.t();
    let query = search::fold(form.value("q"));
    let all = form.value("show") == "all" || !candidates.iter().any(concerned);
    let found = candidates.iter().filter(|candidate| {
        let text = search::fold(&format!("{} {}", candidate.client, candidate.title));
        (all || concerned(candidate)) && query.split_whitespace().all(|word| text.contains(word))
    });
    let found: Vec<&Candidate> = found.collect();
    let option = |candidate: &&Candidate| {
        let standing = match candidate.standing {
            Standing::Open => t.bulk_open(),
            Standing::Again => t.bulk_again(),
            Standing::Other => t.bulk_other(),
        };
        let warned = candidate.warned.as_ref().map(|reference| t.bulk_warned(reference));
        let drafted = candidate.drafted.then(|| t.bulk_drafted().to_owned());
        let held = candidate.held.then(|| t.hold().to_owned());
        let hint = std::iter::once(standing.to_owned()).chain(warned).chain(drafted).chain(held);
        let hint: Vec<String> = hint.collect();
        (candidate.project, format!("{} · {}", candidate.client, candidate.title), hint.join(" · "))
    };
    let page = ChooseBulk {
        topic: topic.code().to_owned(),
        title: topic.title(member.lang).to_owned(),
        all,
        hidden: found.len().saturating_sub(MAX_PROJECTS) as u64,
        projects: found.iter().take(MAX_PROJECTS).map(option).collect(),
    };
    pages::choose_bulk(t, page, form)
}

/// Begins a run: one draft of the warning and one of the notice for each project chosen.
pub async fn create(adviser: Adviser, Making(mut form, once): Making) -> Result<Response, Failure> {
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let basis = coverage::basis(&mut log, adviser.firm).await?;
    let topic = basis.rules.topic(form.value("topic")).ok_or(Failure::NotFound)?;
    let today = local(log.now(), &basis.zone).date();
    let candidates = bulk::candidates(&mut log, adviser.firm, topic.code(), today).await?;
    let chosen = candidates.iter().filter(|candidate| form.has("projects", &candidate.project.to_string()));
    let chosen: Vec<&Candidate> = chosen.collect();
    let mut no = Refusals::default();
    match chosen.len() {
        0 => no.push("projects", Why::Missing),
        n if n > MAX_PROJECTS => no.push("projects", Why::TooMany(MAX_PROJECTS)),
        _ => {}
    }
    refuse(&mut form, adviser.t(), no.0);
    if form.is_refused() {
        return Ok(adviser.again(adviser.t().bulk_new_title(), choose(&adviser, topic, &candidates, &form)));
    }
    let mut run = Bulk {
        bulk: adviser.app.new_id(),
        topic: topic.code().to_owned(),
        author: adviser.id,
        common: vec![],
        respond_by: Some(today.saturating_add(TIME_TO_ANSWER.days())),
        run: 0,
        stopped: None,
        created: log.now(),
    };
    bulk::add(&mut log, adviser.firm, &run).await?;
    for candidate in chosen {
        begin(&mut log, &adviser, &basis, &mut run, candidate.project, today).await?;
    }
    bulk::save(&mut log, adviser.firm, &run).await?;
    let answer = once.answer(&mut log, format!("/bulk/{}/text", run.bulk), "bulk_begun").await?;
    log.commit().await?;
    Ok(answer)
}

/// The drafts of one project, to those who may decide. What is raised again refers to the earlier warning, as when it is begun alone.
async fn begin(
    log: &mut Append,
    adviser: &Adviser,
    basis: &Basis,
    run: &mut Bulk,
    project: Id,
    today: Date,
) -> Result<(), Failure> {
    let (firm, now) = (adviser.firm, log.now());
    let topic = basis.rules.topic(&run.topic).ok_or(Failure::NotFound)?;
    let state = coverage::state(log, firm, project, &basis.zone).await?;
    let client = state.project.client;
    let lang = clients::get(log, firm, client).await?.lang;
    if !run.common.iter().any(|common| common.lang == lang) {
        let warning = begin_with(run.bulk, topic, lang);
        run.common.push(Common { lang, introduction: String::new(), warning });
    }
    let (notice, warning) = (adviser.app.new_id(), adviser.app.new_id());
    let coverage = Coverage::of(&basis.rules, &state);
    let raised = again::today(&basis.rules, &state, &coverage, today);
    let text = match raised.iter().find(|again| again.topic.code() == run.topic) {
        Some(again) => fresh(warning, again, lang, &again::names(log, adviser, client).await?),
        None => begin_with(warning, topic, lang),
    };
    drafts::add_warning(log, firm, &DraftWarning { project, version: 1, author: adviser.id, lang, text, changed: now })
        .await?;
    let people = clients::present(log, firm, client).await?;
    let decide = people.iter().filter(|contact| contact.signatory && !contact.email.is_empty());
    let draft = DraftNotice {
        notice,
        project,
        version: 1,
        author: adviser.id,
        lang,
        introduction: String::new(),
        instrument: None,
        warnings: vec![warning],
        recipients: decide.map(|contact| contact.contact).collect(),
        annexes: vec![],
        respond_by: run.respond_by,
        changed: now,
    };
    drafts::add_notice(log, firm, &draft).await?;
    Ok(bulk::add_item(log, firm, run.bulk, project, notice, warning).await?)
}

pub async fn page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let follow = reader.query("follow") == "1";
    let page = view(&mut tx, &reader, id, follow).await?;
    let goes_on = follow && page.goes_on();
    let mut response = reader.page(&page.title, pages::bulk(reader.t(), &page));
    if goes_on {
        response.headers_mut().insert("refresh", HeaderValue::from_static(FOLLOW));
    }
    Ok(response)
}

/// The run as its page shows it.
async fn view(tx: &mut Tx, member: &Member, id: Id, follow: bool) -> Result<BulkPage, Failure> {
    let firm = member.firm;
    let run = bulk::get(tx, firm, id).await?;
    let mut items = Vec::new();
    for item in bulk::items(tx, firm, id).await? {
        items.push(shown(tx, member, &run, item).await?);
    }
    let basis = coverage::basis(tx, firm).await?;
    let topic = basis.rules.topic(&run.topic).map_or(&*run.topic, |topic| topic.title(member.lang));
    Ok(BulkPage {
        bulk: id,
        title: member.t().bulk_of(topic),
        author: notices::member_name(tx, firm, run.author).await?,
        stopped: run.stopped.is_some(),
        ordered: run.run > 0,
        items,
        follow,
        editable: member.role != Role::Reader,
    })
}

/// What became of an item. What keeps an open one from being issued is asked now, not kept.
async fn shown(tx: &mut Tx, member: &Member, run: &Bulk, item: Item) -> Result<BulkItem, Failure> {
    let (t, firm) = (member.t(), member.firm);
    let (waits, open) = (item.waits(), item.open());
    let (mut recipients, mut seen) = (vec![], None);
    let over = holds::over_project(tx, firm, item.project).await?;
    let mut stays = false;
    let became = match item.reference {
        Some(reference) => Became::Issued(reference),
        None if !item.drafted => Became::Gone,
        None if waits && run.stopped.is_some() => Became::Stopped,
        None if waits => Became::Waiting,
        None => {
            let draft = drafts::notice(tx, firm, item.notice).await?;
            stays = holds::keep(&over, draft.changed);
            let author = Person { member: member.id, name: member.name.clone() };
            let reference = Texts(draft.lang).preview_reference().to_owned();
            let Ready { notice, problems, seen: now, .. } =
                ready(tx, firm, t, &draft, (author, reference), member.now).await?;
            recipients = notice.recipients.into_iter().map(|recipient| recipient.name).collect();
            seen = problems.is_empty().then_some(now);
            match item.refused {
                None if problems.is_empty() => Became::Ready,
                None => Became::Incomplete(problems),
                // What the rules refused then was mended.
                Some(Refused::Rules) if problems.is_empty() => Became::Ready,
                Some(refused) => {
                    let why = match refused {
                        Refused::Changed => Some(t.bulk_refused_changed().to_owned()),
                        Refused::Rules => None,
                        Refused::Author => Some(t.bulk_refused_author().to_owned()),
                    };
                    Became::Refused(why.into_iter().chain(problems).collect())
                }
            }
        }
    };
    let changes = open || (waits && run.stopped.is_some());
    let Item { project, title, client, notice, warning, .. } = item;
    let held = !over.is_empty();
    Ok(BulkItem { project, title, client, notice, warning, recipients, became, seen, changes, held, stays })
}

/// The items that can be changed: not issued, and not about to be.
async fn changeable(tx: &mut Tx, firm: Firm, run: &Bulk) -> Result<Vec<Item>, Failure> {
    let mut items = bulk::items(tx, firm, run.bulk).await?;
    items.retain(|item| item.open() || (item.waits() && run.stopped.is_some()));
    Ok(items)
}

/// Takes a project out of the run, with its drafts; under a hold these stay.
pub async fn leave_out(adviser: Adviser, Path(id): Path<Id>, Posted(form): Posted) -> Result<Response, Failure> {
    let project: Id = form.value("project").parse().map_err(|_| Failure::NotFound)?;
    // The lock of the log, which the run takes for each notice.
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    let run = bulk::get(&mut log, adviser.firm, id).await?;
    let item = bulk::item(&mut log, adviser.firm, id, project).await?;
    let goes_on = item.waits() && run.stopped.is_none();
    if item.reference.is_none() && !goes_on {
        let mut held = false;
        if item.drafted {
            let draft = drafts::notice(&mut log, adviser.firm, item.notice).await?;
            held = drafts::delete_notice(&mut log, adviser.firm, &draft).await? == drafts::Outcome::Held;
        }
        if let Some(draft) = write::warning(&mut log, adviser.firm, &item).await? {
            held |= drafts::delete_warning(&mut log, adviser.firm, &draft).await? == drafts::Outcome::Held;
        }
        bulk::leave_out(&mut log, adviser.firm, id, project).await?;
        log.commit().await?;
        return Ok(see(format!("/bulk/{id}"), if held { "bulk_left_out_held" } else { "bulk_left_out" }));
    }
    Ok(see(format!("/bulk/{id}"), ""))
}

/// Today at the firm.
async fn today(tx: &mut Tx, member: &Member) -> Result<Date, Failure> {
    Ok(local(member.now, &firms::zone(tx, member.firm).await?).date())
}
