//! What was found, as the page shows it: what it is called, where it leads, and the passages that hold what was asked for.

use app::Texts;
use app::pages::{Found, Passage, outsider};
use ledger::event::{Event, FileRef, NoticeClass};
use ledger::{Hash, Id};

use super::query::Query;
use super::record;
use super::words::words;
use crate::store::Error;
use crate::store::search::Hit;
use crate::store::search::around::{self, Draft};

/// Characters of a passage before and after what was asked for.
const AROUND: usize = 90;
/// Passages shown of one record.
const PASSAGES: usize = 3;
/// Characters of a title made of a text.
const TITLE: usize = 100;

/// One row, with the file that it names.
pub fn found(t: Texts, query: &Query, hit: Hit) -> Result<(Found, Option<Hash>), Error> {
    let event = hit.payload.as_deref().map(|payload| Event::read(&hit.kind, payload)).transpose();
    let event = event.map_err(Error::damaged)?;
    let called = event.as_ref().map_or_else(|| t.event(&hit.kind).unwrap_or_default(), |event| t.called(event));
    let record = event.as_ref().and_then(record::of);
    let texts: Vec<String> = match (&hit.text, &record) {
        (Some(text), _) => vec![text.clone()],
        (None, Some(record)) => {
            let foreign = event.as_ref().map(|event| record::foreign(t.0, event)).unwrap_or_default();
            let texts = record.head.iter().chain(&record.body);
            texts.filter(|text| !foreign.contains(&text.as_str())).cloned().collect()
        }
        (None, None) => vec![],
    };
    let file = event.as_ref().and_then(|event| file(event, &hit));
    let found = Found {
        href: event.as_ref().map_or_else(|| elsewhere(&hit), |event| href(event, &hit)),
        title: event.as_ref().map_or_else(|| t.trail_erased(called), |event| title(t, event, &hit)),
        kind: called,
        replaced: hit.replaced,
        client: hit.client.map(|(_, name)| name),
        project: hit.project.map(|(_, title)| title),
        // As people count, from 1, here as everywhere.
        entry: Some(hit.at.entry + 1),
        at: hit.time,
        shown_by: t.search_shown_by(&hit.shown_by).unwrap_or_default(),
        unread: None,
        passages: passages(query, &texts),
        file: file.as_ref().map(|(file, href)| (file.name.clone(), href.clone())),
        in_file: hit.file.is_some(),
    };
    Ok((found, file.map(|(file, _)| file.sha256)))
}

/// A draft that holds what is asked for.
pub fn draft(t: Texts, query: &Query, draft: Draft) -> Found {
    let title = match draft.is_notice {
        true => t.search_draft_notice().to_owned(),
        false => t.labelled(&draft.topic, &draft.title),
    };
    Found {
        href: format!("/{}/{}", if draft.is_notice { "drafts" } else { "warnings" }, draft.id),
        title,
        kind: t.search_draft(),
        replaced: false,
        client: Some(draft.client.1),
        project: Some(draft.project.1),
        entry: None,
        at: draft.changed,
        shown_by: "",
        file: None,
        in_file: false,
        unread: None,
        passages: passages(query, &[draft.text]),
    }
}

fn title(t: Texts, event: &Event, hit: &Hit) -> String {
    let called = t.called(event);
    let own = match event {
        Event::NoticeIssued(e) => {
            let titles: Vec<&str> = e.warnings.iter().map(|warning| warning.title.as_str()).collect();
            let said = if titles.is_empty() { t.notice_class(e.class()).to_owned() } else { titles.join(", ") };
            return t.labelled(&e.reference, &shortened(&said));
        }
        Event::ClientRecorded(e) => e.party.name.clone(),
        Event::ContactRecorded(e) => e.name.clone(),
        Event::ProjectRecorded(e) => format!("{}, {}", e.title, t.doc_scope_version(e.version)),
        Event::NeedRecorded(e) => e.text.clone(),
        Event::PromiseRecorded(e) => e.text.clone(),
        Event::PaperFiled(e) => e.file.name.clone(),
        Event::SurveyAnswered(e) => e.asked.clone(),
        Event::TopicInPlace(e) => format!("{}, {}", e.topic, e.title),
        Event::TopicNotApplicable(e) => format!("{}, {}", e.topic, e.title),
        Event::TopicReopened(e) => format!("{}, {}", e.topic, e.title),
        Event::TopicRecorded(e) => format!("{}, {}", e.topic, e.title.get(t.0)),
        Event::ChangeReported(e) => e.text.clone(),
        Event::MilestoneReached(e) => t.milestone(e.milestone).to_owned(),
        Event::ExchangeImported(e) => e.subject.clone(),
        Event::AccessGranted(e) => outsider(&e.to),
        Event::DocumentMade(e) => {
            let called = format!("{}, {}", t.document_class(e.class, NoticeClass::Letter), e.reference);
            if e.redacts.is_some() { t.redacted_of(&called) } else { called }
        }
        _ => String::new(),
    };
    match (own.trim(), &hit.reference) {
        ("", Some(reference)) => t.labelled(reference, called),
        ("", None) => called.to_owned(),
        (own, _) => shortened(own),
    }
}

fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Where the entry can be read as it stands among the others.
fn href(event: &Event, hit: &Hit) -> String {
    match event {
        Event::ProjectRecorded(e) => format!("/projects/{}/versions/{}", e.project, e.version),
        Event::SurveyAnswered(e) => format!("/projects/{}/coverage", e.project),
        Event::TopicInPlace(e) => format!("/projects/{}/coverage/{}", e.project, e.topic),
        Event::TopicNotApplicable(e) => format!("/projects/{}/coverage/{}", e.project, e.topic),
        Event::TopicReopened(e) => format!("/projects/{}/coverage/{}", e.project, e.topic),
        Event::ChangeReported(e) => format!("/projects/{}/coverage", e.project),
        Event::MilestoneReached(e) => format!("/projects/{}/milestone", e.project),
        Event::ExchangeImported(e) if e.notice.is_none() => format!("/projects/{}/told", e.project),
        Event::TopicRecorded(e) => format!("/topics/{}", e.topic),
        Event::KindRecorded(_) | Event::RuleRecorded(_) | Event::RuleSwitched(_) => "/firm/rules".into(),
        Event::SealRecorded(_) | Event::SealRevoked(_) => "/firm/keys".into(),
        Event::MemberInvited(_) | Event::MemberRecorded(_) => "/members".into(),
        Event::AccessGranted(e) => format!("/access/{}", e.access),
        Event::AccessRevoked(e) => format!("/access/{}", e.access),
        _ => elsewhere(hit),
    }
}

/// The page of the notice, the project or the client.
fn elsewhere(hit: &Hit) -> String {
    match (&hit.notice, &hit.project, &hit.client) {
        (Some(notice), ..) => format!("/notices/{notice}"),
        (None, Some((project, _)), _) => format!("/projects/{project}"),
        (None, None, Some((client, _))) => format!("/clients/{client}"),
        (None, None, None) => "/firm".into(),
    }
}

/// The file in whose text it was found, else the one that shows what the entry says; and where it is downloaded.
fn file(event: &Event, hit: &Hit) -> Option<(FileRef, String)> {
    let file = match hit.file {
        Some(sha256) => record::of(event)?.files.into_iter().find(|file| file.sha256 == sha256)?,
        None => event.proof()?.clone(),
    };
    let href = match (event, hit.notice, &hit.project) {
        (Event::PaperFiled(e), ..) => format!("/papers/{}", e.paper),
        (Event::ExchangeImported(e), ..) => format!("/projects/{}/exchanges/{}", e.project, file.sha256),
        (_, Some(notice), _) => format!("/notices/{notice}/files/{}", file.sha256),
        _ => return None,
    };
    Some((file, href))
}

/// The stretches of the texts that hold what was asked for; of what only the choices found, how it begins.
pub fn passages(query: &Query, texts: &[String]) -> Vec<Passage> {
    let mut passages = Vec::new();
    for text in texts {
        let spans = query.spans(&words(text));
        let mut next = 0;
        while next < spans.len() && passages.len() < PASSAGES {
            let from = back(text, spans[next].start, AROUND);
            let mut to = forward(text, spans[next].end, AROUND);
            let mut passage = Vec::new();
            let mut at = from;
            if from > 0 {
                passage.push((false, "… ".to_owned()));
            }
            while next < spans.len() && spans[next].start < to {
                passage.push((false, text[at..spans[next].start].to_owned()));
                passage.push((true, text[spans[next].clone()].to_owned()));
                at = spans[next].end;
                to = to.max(at);
                next += 1;
            }
            passage.push((false, text[at..to].to_owned()));
            if to < text.len() {
                passage.push((false, " …".to_owned()));
            }
            passage.retain(|(_, text)| !text.is_empty());
            passages.push(passage);
        }
    }
    if passages.is_empty() {
        let first = texts.iter().find(|text| text.chars().count() > TITLE);
        passages.extend(first.map(|text| vec![(false, shortened(text))]));
    }
    passages
}

/// The beginning of a word at most `most` characters before `at`.
fn back(text: &str, at: usize, most: usize) -> usize {
    let Some((from, _)) = text[..at].char_indices().rev().nth(most) else { return 0 };
    let space = text[from..at].find(char::is_whitespace).map(|space| from + space);
    let start = space.unwrap_or(from);
    start + text[start..].len() - text[start..].trim_start().len()
}

/// The end of a word at most `most` characters after `at`.
fn forward(text: &str, at: usize, most: usize) -> usize {
    let Some((to, _)) = text[at..].char_indices().nth(most) else { return text.len() };
    let space = text[at..at + to].rfind(char::is_whitespace).filter(|space| *space > 0);
    at + space.unwrap_or(to)
}

/// Names by identifier, for what is counted by it.
pub async fn names(
    tx: &mut crate::store::Tx,
    firm: crate::store::Firm,
    what: around::Named,
    ids: &[Id],
) -> Result<std::collections::BTreeMap<String, String>, Error> {
    let named = around::names(tx, firm, what, ids).await?;
    Ok(named.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_show_what_was_asked_for_in_its_place() {
        let query = Query::parse("sauvegardes rançon*").unwrap();
        let long = "mot ".repeat(100);
        let text = format!("{long}la Sauvegarde et le rançongiciel. {long}");
        let shown = passages(&query, &[text, "rien".into(), "sauvegardée".into()]);
        assert_eq!(shown.len(), 2);
        let marked: Vec<&str> = shown[0].iter().filter(|(marked, _)| *marked).map(|(_, text)| text.as_str()).collect();
        assert_eq!(marked, ["Sauvegarde", "rançongiciel"]);
        let whole: String = shown[0].iter().map(|(_, text)| text.as_str()).collect();
        assert!(whole.starts_with("… mot") && whole.ends_with("mot …"), "{whole}");
        assert!(whole.chars().count() < 260, "{whole}");
        assert_eq!(shown[1], [(true, "sauvegardée".to_owned())]);
    }

    #[test]
    fn without_words_a_long_text_begins() {
        let shown = passages(&Query::default(), &["court".into(), "é".repeat(300)]);
        assert_eq!(shown, [[(false, format!("{}…", "é".repeat(TITLE)))]]);
    }
}
