//! Search over every record: the page, the same as a table, and the searches that a member saved.

pub mod ask;
mod offers;
pub mod query;
pub mod read;
pub mod record;
pub mod show;
pub mod text;
pub mod words;

use std::collections::BTreeMap;

use app::pages::{self, Chosen, Facet, FacetValue, Found, Results, SavedSearch, SearchPage};
use app::texts::local;
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ledger::event::Date;
use ledger::{Hash, Id};

use crate::csv::Csv;
use crate::evidence::attachment;
use crate::jobs::{Failed, Next};
use crate::store::jobs::Job;
use crate::store::search::around::{self, Named};
use crate::store::search::{self, After, Alike, Asked, MOST, saved};
use crate::store::{Tx, firms};
use crate::web::{App, Failure, Making, Member, Reader, see};
use ask::{CHOICES, Question};
use query::Note;

/// Results on one page.
const PER_PAGE: usize = 25;
/// Lines of the table.
const CSV_LINES: usize = 5_000;
/// Values shown of each thing that the results can be narrowed down by, the most frequent ones; of kinds that is all.
const VALUES: usize = 25;
/// Characters of the name of a saved search.
const MAX_NAME: usize = 200;
/// Characters of a saved question: every choice and a long text, as an address writes them.
const MAX_SAVED_QUERY: usize = 10_000;

/// The job that indexes entries older than the index, the newest first. A crash leaves what is done, and the job.
pub async fn index_earlier(app: &App, job: &Job) -> Result<Next, Failed> {
    loop {
        let mut log = app.db.append(job.firm, &app.clock).await?;
        let more = search::index::earlier(&mut log).await?;
        log.commit().await?;
        if !more {
            return Ok(Next::Done);
        }
    }
}

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let typed = ask::typed(reader.path.split_once('?').map_or("", |(_, query)| query));
    let (status, view) = show(&reader, typed, reader.form()).await?;
    Ok(reader.page_with(status, reader.t().nav_search(), view))
}

/// The page of this question; `save` is the form to save it.
async fn show(member: &Member, form: Form, save: Form) -> Result<(StatusCode, Html), Failure> {
    let t = member.t();
    let mut tx = member.app.db.read().await?;
    let zone = firms::zone(&mut tx, member.firm).await?;
    let question = Question::read(t, &zone, form).within(member.outside.map(|outside| outside.access));
    let refused = question.form.is_refused() || save.is_refused();
    let (results, chosen) = match question.is_asked() {
        true => {
            let today = local(member.now, &zone).date();
            let (results, chosen) = answer(&mut tx, member, &question, today).await?;
            (Some(results), chosen)
        }
        false => (None, vec![]),
    };
    // An outside reader has none.
    let saved = saved::of(&mut tx, member.firm, member.id).await?.into_iter();
    let notes = question.query.notes.iter().map(|note| match note {
        Note::Unclosed => t.search_unclosed(),
        Note::Operators => t.search_operators(),
        Note::Star => t.search_star(),
    });
    // Signs alone.
    let no_word = !question.form.trimmed("q").is_empty() && question.query.is_empty() && !refused;
    let page = SearchPage {
        notes: notes.chain(no_word.then(|| t.search_no_word())).collect(),
        waits: search::index::waiting(&mut tx, member.firm).await?,
        partial: search::index::has_unread(&mut tx, member.firm).await?,
        chosen,
        savable: member.outside.is_none(),
        hidden: CHOICES
            .into_iter()
            .map(|name| (name, question.form.trimmed(name).to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect(),
        results,
        saved: saved.map(|saved| SavedSearch { id: saved.id, name: saved.name, query: saved.query }).collect(),
        zone,
    };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, pages::search(t, &page, &question.form, &save)))
}

/// What is found, what it can be narrowed down by, and what is chosen already.
async fn answer(
    tx: &mut Tx,
    member: &Member,
    question: &Question,
    today: Date,
) -> Result<(Results, Vec<Chosen>), Failure> {
    let (t, firm) = (member.t(), member.firm);
    let stamped = search::stamped(tx, firm).await?;
    let asked = Asked { firm, query: &question.query, filter: &question.filter, stamped };
    let hits = search::find(tx, &asked, question.sort, question.after, PER_PAGE as u64 + 1).await?;
    let next = (hits.len() > PER_PAGE).then(|| hits[PER_PAGE - 1].at);
    let mut found = Vec::new();
    let mut files = Vec::new();
    for hit in hits.into_iter().take(PER_PAGE) {
        let (one, file) = show::found(t, &question.query, hit)?;
        found.push(one);
        files.push(file);
    }
    mark_unread(tx, member, &mut found, &files).await?;
    let groups = search::groups(tx, &asked).await?;
    let count: u64 = groups.iter().map(|alike| alike.count).sum();
    let rows: u64 = groups.iter().map(|alike| alike.rows).sum();
    let names = Names::of(tx, member, &groups, question).await?;
    let drafts = if question.after.is_none() { drafts(tx, member, question).await? } else { vec![] };
    let address = |query: String| format!("/search?{query}");
    let results = Results {
        count: count.min(MOST),
        more: rows > MOST,
        drafts,
        found,
        facets: names.facets(t, &groups, question),
        only: offers::only(tx, member, question).await?,
        dated: offers::dated(t, question, today),
        first: question.after.map(|_| address(question.with("", ""))),
        next: next.map(|at: After| address(question.with("after", &ask::written(at)))),
        query: question.with("", ""),
        csv: format!("/search.csv?{}", question.with("", "")),
        csv_limit: CSV_LINES as u64,
    };
    let chosen = CHOICES.into_iter().filter(|name| !question.form.trimmed(name).is_empty());
    let chosen = chosen.map(|name| Chosen {
        label: names.label(t, name, question.form.trimmed(name)),
        without: address(question.with(name, "")),
    });
    Ok((results, chosen.collect()))
}

/// Says of which files no text was read.
async fn mark_unread(tx: &mut Tx, member: &Member, found: &mut [Found], files: &[Option<Hash>]) -> Result<(), Failure> {
    let named: Vec<Hash> = files.iter().flatten().copied().collect();
    let marked = unread(tx, member, &named).await?;
    for (one, file) in found.iter_mut().zip(files) {
        let state = file.and_then(|file| marked.iter().find(|(sha256, _)| *sha256 == file));
        one.unread = state.map(|(_, said)| said.clone());
    }
    Ok(())
}

/// Of which of these files no text was read, or not all, and what a reader must know of each.
pub async fn unread(tx: &mut Tx, member: &Member, files: &[Hash]) -> Result<Vec<(Hash, String)>, Failure> {
    let states = search::index::states(tx, member.firm, files).await?;
    let said = states.into_iter().map(|(file, state)| Some((file, member.t().search_unread_because(&state)?)));
    Ok(said.flatten().collect())
}

/// The drafts that hold what is asked for. They have no decision and no proof.
async fn drafts(tx: &mut Tx, member: &Member, question: &Question) -> Result<Vec<Found>, Failure> {
    let filter = &question.filter;
    let of_records =
        member.outside.is_some() || filter.decision.is_some() || filter.shown_by.is_some() || filter.stamped.is_some();
    if of_records || filter.kind.as_deref().is_some_and(|kind| kind != "draft") {
        return Ok(vec![]);
    }
    let all = around::drafts(tx, member.firm).await?.into_iter();
    let wanted = all.filter(|draft| {
        filter.client.is_none_or(|client| client == draft.client.0)
            && filter.project.is_none_or(|project| project == draft.project.0)
            && filter.topic.as_ref().is_none_or(|topic| *topic == draft.topic)
            && filter.person.as_ref().is_none_or(|person| *person == format!("member:{}", draft.author))
            && filter.from.is_none_or(|from| from <= draft.changed)
            && filter.until.is_none_or(|until| draft.changed < until)
            && question.query.holds(&words::words(&draft.text))
    });
    Ok(wanted.map(|draft| show::draft(member.t(), &question.query, draft)).collect())
}

/// How what is chosen by an identifier is called.
struct Names(BTreeMap<String, String>);

impl Names {
    async fn of(tx: &mut Tx, member: &Member, groups: &[Alike], question: &Question) -> Result<Names, Failure> {
        let mut names = BTreeMap::new();
        let ids = |name: &str| -> Vec<String> {
            let counted = top(count(groups, name)).into_iter().map(|(value, _)| value);
            counted.chain([question.form.trimmed(name).to_owned()]).collect()
        };
        let people = ids("person");
        let of = |word: &str| people.iter().filter_map(|person| person.strip_prefix(word)?.parse().ok()).collect();
        let parsed = |ids: Vec<String>| ids.iter().filter_map(|id| id.parse().ok()).collect();
        let wanted: [(Named, &str, Vec<Id>); 4] = [
            (Named::Client, "", parsed(ids("client"))),
            (Named::Project, "", parsed(ids("project"))),
            (Named::Member, "member:", of("member:")),
            (Named::Contact, "contact:", of("contact:")),
        ];
        for (what, word, ids) in wanted {
            let found = show::names(tx, member.firm, what, &ids).await?;
            names.extend(found.into_iter().map(|(id, name)| (format!("{word}{id}"), name)));
        }
        Ok(Names(names))
    }

    /// What a choice is called.
    fn label(&self, t: Texts, name: &str, value: &str) -> String {
        let word = match name {
            "kind" => t.search_kind(value),
            "decision" => t.search_decision(value),
            "shown" => t.search_shown_by(value),
            "stamped" => Some(if value == "yes" { t.stamped_yes() } else { t.stamped_no() }),
            "topic" => {
                let title = ledger::catalogue::topic(value).map(|topic| topic.text(t.0).title.clone());
                return title.map_or_else(|| value.to_owned(), |title| format!("{value}, {title}"));
            }
            _ => self.0.get(value).map(String::as_str),
        };
        word.unwrap_or(value).to_owned()
    }

    fn facets(&self, t: Texts, groups: &[Alike], question: &Question) -> Vec<Facet> {
        let labels = [
            ("kind", t.facet_kind()),
            ("client", t.facet_client()),
            ("project", t.facet_project()),
            ("topic", t.facet_topic()),
            ("person", t.facet_person()),
            ("decision", t.facet_decision()),
            ("shown", t.facet_shown_by()),
            ("stamped", t.facet_stamped()),
        ];
        let open = labels.into_iter().filter(|(name, _)| question.form.trimmed(name).is_empty());
        let facet = open.map(|(name, label)| {
            let counts = count(groups, name);
            let others = counts.len().saturating_sub(VALUES) as u64;
            let values = top(counts).into_iter().map(|(value, count)| FacetValue {
                label: self.label(t, name, &value),
                count,
                href: format!("/search?{}", question.with(name, &value)),
            });
            Facet { label, values: values.collect(), others }
        });
        facet.collect()
    }
}

/// How many of the records found have each value of a choice.
fn count(groups: &[Alike], name: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for alike in groups {
        let id = |id: &Option<Id>| id.map(|id| id.to_string()).into_iter().collect::<Vec<_>>();
        let list = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        let values: Vec<String> = match name {
            "kind" => vec![alike.kind.clone()],
            "client" => id(&alike.client),
            "project" => id(&alike.project),
            "topic" => list(&alike.topics),
            "person" => list(&alike.people),
            "decision" => list(&alike.decisions),
            "shown" => vec![alike.shown_by.clone()],
            _ => vec![if alike.stamped { "yes" } else { "no" }.to_owned()],
        };
        for value in values {
            *counts.entry(value).or_default() += alike.count;
        }
    }
    counts
}

/// The most frequent ones.
fn top(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(VALUES);
    counts
}

/// The results as a table, in the order of the page.
pub async fn csv(reader: Reader) -> Result<Response, Failure> {
    let t = reader.t();
    let typed = ask::typed(reader.path.split_once('?').map_or("", |(_, query)| query));
    let mut tx = reader.app.db.read().await?;
    let zone = firms::zone(&mut tx, reader.firm).await?;
    let question = Question::read(t, &zone, typed).within(reader.outside.map(|outside| outside.access));
    if !question.is_asked() {
        return Ok(see(format!("{}/search?{}", reader.base(), question.with("", "")), ""));
    }
    let stamped = search::stamped(&mut tx, reader.firm).await?;
    let asked = Asked { firm: reader.firm, query: &question.query, filter: &question.filter, stamped };
    let mut table = Csv::new([
        t.csv_entry(),
        t.csv_recorded(),
        "UTC",
        t.facet_kind(),
        t.csv_title(),
        t.facet_client(),
        t.facet_project(),
        t.facet_shown_by(),
        t.facet_stamped(),
        t.csv_passage(),
        t.csv_address(),
    ]);
    for hit in search::find(&mut tx, &asked, question.sort, None, CSV_LINES as u64).await? {
        let by = if hit.at.entry < stamped { t.stamped_yes() } else { t.stamped_no() };
        let (found, _) = show::found(t, &question.query, hit)?;
        let passages: Vec<String> =
            found.passages.iter().map(|passage| passage.iter().map(|(_, text)| text.as_str()).collect()).collect();
        table.row([
            found.entry.map(|entry| entry.to_string()).unwrap_or_default(),
            ask::day_of(found.at, &zone),
            found.at.to_rfc3339_utc(),
            found.kind.to_owned(),
            found.titled(t),
            found.client.clone().unwrap_or_default(),
            found.project.clone().unwrap_or_default(),
            found.shown_by.to_owned(),
            by.to_owned(),
            passages.join("\n"),
            format!("{}{}{}", reader.app.config.url, reader.base(), found.href),
        ]);
    }
    let name = format!("{}.csv", t.search_csv_file());
    Ok(attachment(&name, "text/csv; charset=utf-8", table.finish().into_bytes()))
}

/// Saves the question of the page for its reader.
pub async fn save(reader: Reader, Making(mut form, once): Making) -> Result<Response, Failure> {
    let t = reader.t();
    let (name, query) = (form.trimmed("name").to_owned(), form.value("query").to_owned());
    if name.is_empty() {
        form.refuse("name", t.error_missing());
    } else if name.chars().count() > MAX_NAME {
        form.refuse("name", t.error_too_long(MAX_NAME));
    }
    let typed = ask::typed(&query);
    let (firm, member) = (reader.firm, reader.id);
    let mut log = reader.app.db.append(firm, &reader.app.clock).await?;
    once.first(&mut log).await?;
    let others = saved::of(&mut log, firm, member).await?;
    let full = others.iter().filter(|saved| saved.name != name).count() as u64 >= saved::MAX_SAVED;
    if full {
        form.refuse("name", t.search_save_full(saved::MAX_SAVED));
    }
    if form.is_refused() || query.len() > MAX_SAVED_QUERY {
        drop(log);
        let (_, view) = show(&reader, typed, form).await?;
        return Ok(reader.again(t.nav_search(), view));
    }
    // As this program writes it: nothing else that was sent stays.
    let zone = firms::zone(&mut log, firm).await?;
    let query = Question::read(t, &zone, typed).with("", "");
    let one = saved::Saved { id: reader.app.new_id(), name, query: query.clone() };
    saved::save(&mut log, firm, member, &one, reader.now).await?;
    let answer = once.answer(&mut log, format!("/search?{query}"), "search_saved").await?;
    log.commit().await?;
    Ok(answer)
}

pub async fn remove(reader: Reader, Path(search): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.write().await?;
    saved::remove(&mut tx, reader.firm, reader.id, search).await?;
    tx.commit().await?;
    Ok(see("/search", "search_removed"))
}
