//! Warnings being written: pick a topic, describe the client's facts, adapt the text, price the options.

use app::pages::{self, EditWarning, NewWarning, TopicChoice, VAT_RATES, fact_asked};
use app::texts::{parse_date, parse_money};
use app::{Form, Html, Texts};
use axum::extract::Path;
use axum::response::Response;
use ledger::catalogue::{self, FactKind, Topic};
use ledger::coverage::{Coverage, KnownTopic};
use ledger::event::{Fact, QuotedOption, Rhythm, Role, Warning};
use ledger::notice::{MAX_OPTIONS, MAX_PRICE_CENTS, MAX_TEXT, Refusals, Why, warning_refusals};
use ledger::{Id, Lang, Time};

use crate::coverage::again::begin_with;
use crate::store::drafts::{self, DraftWarning, Outcome};
use crate::store::{clients, coverage, files, firms, holds, notices, search};
use crate::uploads::{self, Accept};
use crate::web::{Adviser, Failure, Making, Member, Posted, Reader, Upload, refuse, see};

pub async fn new_page(adviser: Adviser, Path(project): Path<Id>) -> Result<Response, Failure> {
    let view = new_view(&adviser, project, &adviser.form()).await?;
    Ok(adviser.page(adviser.t().warning_new_title(), view))
}

async fn new_view(adviser: &Adviser, project: Id, form: &Form) -> Result<Html, Failure> {
    let mut tx = adviser.app.db.read().await?;
    let recorded = notices::project(&mut tx, adviser.firm, project).await?;
    let client = clients::get(&mut tx, adviser.firm, recorded.client).await?.party;
    let drafted = drafts::warnings(&mut tx, adviser.firm, project).await?;
    let sent = notices::warned(&mut tx, adviser.firm, project).await?;
    let (rules, state, _) = crate::coverage::read(&mut tx, adviser, project).await?;
    let coverage = Coverage::of(&rules, &state);
    let query = adviser.query("q");
    let kinds: Vec<_> = recorded.kinds.iter().filter_map(|code| catalogue::kind(code)).collect();
    let (mut due, mut conditional, mut other) = (vec![], vec![], vec![]);
    for topic in rules.topics().iter().filter(|topic| matches(topic, adviser.lang, &query)) {
        let code = topic.code();
        let choice = TopicChoice {
            code: code.to_owned(),
            title: topic.title(adviser.lang).to_owned(),
            drafted: drafted.iter().any(|draft| draft.text.topic == code),
            sent_in: sent.iter().rev().find(|(known, _)| known == code).map(|(_, reference)| reference.clone()),
        };
        // What the project's needs, promises and answers make due counts, not its kinds alone.
        if coverage.topics.iter().any(|covered| covered.topic.code() == code) {
            due.push(choice);
        } else if kinds.iter().any(|kind| kind.conditional.iter().any(|known| known == code)) {
            conditional.push(choice);
        } else {
            other.push(choice);
        }
    }
    let page = NewWarning { project, client: client.name, title: recorded.title, query, due, conditional, other };
    Ok(pages::new_warning(adviser.t(), page, form))
}

/// Whether every word of the query stands in the topic's code or words.
pub fn matches(topic: &KnownTopic, lang: Lang, query: &str) -> bool {
    let all = topic.words(lang).map(search::fold);
    search::fold(query).split_whitespace().all(|word| all.iter().any(|part| part.contains(word)))
}

/// Begins a draft with the catalogue's words in the client's language.
pub async fn create(
    adviser: Adviser,
    Path(project): Path<Id>,
    Making(mut form, once): Making,
) -> Result<Response, Failure> {
    let rules = coverage::basis(&mut adviser.app.db.read().await?, adviser.firm).await?.rules;
    let Some(topic) = rules.topic(form.value("topic")) else {
        form.refuse("", adviser.t().error_choose());
        let view = new_view(&adviser, project, &form).await?;
        return Ok(adviser.again(adviser.t().warning_new_title(), view));
    };
    let mut log = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    once.first(&mut log).await?;
    let recorded = notices::project(&mut log, adviser.firm, project).await?;
    let lang = clients::get(&mut log, adviser.firm, recorded.client).await?.lang;
    let warning = adviser.app.new_id();
    let text = begin_with(warning, topic, lang);
    let draft = DraftWarning { project, version: 1, author: adviser.id, lang, text, changed: adviser.now };
    drafts::add_warning(&mut log, adviser.firm, &draft).await?;
    let answer = once.answer(&mut log, format!("/warnings/{warning}"), "warning_begun").await?;
    log.commit().await?;
    Ok(answer)
}

/// A topic's text before this client's facts are in it.
pub fn begin(warning: Id, topic: &Topic, lang: Lang) -> Warning {
    let text = topic.text(lang);
    let fact = |fact: &catalogue::Fact| Fact { label: fact.label.get(lang).to_owned(), value: String::new() };
    Warning {
        warning,
        topic: topic.code.clone(),
        topic_version: topic.version.clone(),
        title: text.title.clone(),
        facts: topic.facts.iter().map(fact).collect(),
        risk: text.risk.clone(),
        consequence: text.consequence.clone(),
        measure: text.measure.clone(),
        options: vec![],
        references: topic.citations(lang),
    }
}

pub async fn page(reader: Reader, Path(warning): Path<Id>) -> Result<Response, Failure> {
    let draft = drafts::warning(&mut reader.app.db.read().await?, reader.firm, warning).await?;
    let form = to_form(reader.t(), &draft);
    let view = view(&reader, &draft, &form, None).await?;
    Ok(reader.page(&reader.t().warning_title(&draft.text.title), view))
}

async fn view(
    member: &Member,
    draft: &DraftWarning,
    form: &Form,
    conflict: Option<(String, Time)>,
) -> Result<Html, Failure> {
    let mut tx = member.app.db.read().await?;
    let recorded = notices::project(&mut tx, member.firm, draft.project).await?;
    let client = clients::get(&mut tx, member.firm, recorded.client).await?.party;
    let over = holds::over_project(&mut tx, member.firm, draft.project).await?;
    let page = EditWarning {
        warning: &draft.text,
        project: draft.project,
        client: client.name,
        title: recorded.title,
        lang: draft.lang,
        missing: missing(member.t(), &draft.text),
        conflict,
        zone: firms::zone(&mut tx, member.firm).await?,
        file_types: Accept::Papers.words(),
        file_accept: Accept::Papers.html(),
        file_limit: member.app.config.upload_limit as u64,
        editable: member.role != Role::Reader,
        held: !over.is_empty(),
        stays: holds::keep(&over, draft.changed),
    };
    let view = pages::edit_warning(member.t(), &page, form);
    crate::holds::banner(&mut tx, member, over, view).await
}

/// What keeps a warning from being sent, in words. The ledger's rules, and the facts without which the catalogue says that the
/// topic cannot be made specific.
pub fn missing(t: Texts, warning: &Warning) -> Vec<String> {
    let needed = |fact: &&Fact| {
        fact.value.trim().is_empty() && fact_asked(&warning.topic, &fact.label).is_some_and(|asked| asked.required)
    };
    let needed = warning.facts.iter().filter(needed);
    let mut missing: Vec<String> = needed.map(|fact| t.warning_missing_fact(&fact.label)).collect();
    for refusal in warning_refusals(warning) {
        let label = match refusal.field.as_str() {
            // Said more precisely above, where the catalogue asks for certain facts.
            "facts" if !missing.is_empty() => continue,
            "facts" => {
                missing.push(t.warning_missing_facts().to_owned());
                continue;
            }
            "title" => t.warning_title_label().to_owned(),
            "risk" => t.doc_risk().to_owned(),
            "consequence" => t.doc_consequence().to_owned(),
            "measure" => t.doc_measure().to_owned(),
            field => match field.strip_prefix("fact.").and_then(|n| warning.facts.get(n.parse::<usize>().ok()?)) {
                Some(fact) => fact.label.clone(),
                None => t.warning_options().to_owned(),
            },
        };
        missing.push(t.labelled(&label, &t.why(refusal.why, &jiff::tz::TimeZone::UTC)));
    }
    missing
}

/// The warning as it will be shown: days are written out in the client's language.
pub fn shown(draft: &DraftWarning) -> Warning {
    let mut warning = draft.text.clone();
    for fact in &mut warning.facts {
        let dated = fact_asked(&warning.topic, &fact.label).is_some_and(|asked| asked.kind == FactKind::Date);
        if let (true, Some(date)) = (dated, parse_date(&fact.value)) {
            fact.value = Texts(draft.lang).date(date);
        }
    }
    warning
}

fn to_form(t: Texts, draft: &DraftWarning) -> Form {
    let (mut form, text) = (Form::new(), &draft.text);
    form.set("version", draft.version.to_string())
        .set("title", &text.title)
        .set("risk", &text.risk)
        .set("consequence", &text.consequence)
        .set("measure", &text.measure);
    for (i, fact) in text.facts.iter().enumerate() {
        form.set(format!("fact.{i}"), &fact.value);
    }
    for option in &text.options {
        let name = |field: &str| format!("option.{}.{field}", option.number);
        let price = option.price_cents.map(|cents| typed_money(t, cents)).unwrap_or_default();
        form.set(name("label"), &option.label)
            .set(name("price"), price)
            .set(name("rhythm"), rhythm_word(option.rhythm))
            .set(name("vat"), option.vat_rate.to_string());
    }
    form
}

/// Cents as a person would type them.
fn typed_money(t: Texts, cents: i64) -> String {
    format!("{}{}{:02}", cents / 100, t.choose(',', '.'), cents % 100)
}

fn rhythm_word(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Once => "once",
        Rhythm::Monthly => "monthly",
        Rhythm::Yearly => "yearly",
    }
}

pub async fn submit(adviser: Adviser, Path(warning): Path<Id>, Posted(mut form): Posted) -> Result<Response, Failure> {
    let t = adviser.t();
    let mut tx = adviser.app.db.write().await?;
    let stored = drafts::warning(&mut tx, adviser.firm, warning).await?;
    let mut draft = read(&mut form, t, &stored);
    draft.author = adviser.id;
    draft.changed = adviser.now;
    let fresh = draft.version == stored.version;
    if fresh && !form.is_refused() {
        match drafts::save_warning(&mut tx, adviser.firm, &draft).await? {
            Outcome::Done => {
                tx.commit().await?;
                return Ok(see(format!("/warnings/{warning}"), "saved"));
            }
            Outcome::Held => drop(form.refuse("", t.hold_draft_stays())),
            Outcome::Gone => {}
        }
    }
    drop(tx);
    let mut conflict = None;
    if !fresh {
        let name = notices::member_name(&mut adviser.app.db.read().await?, adviser.firm, stored.author).await?;
        conflict = Some((name, stored.changed));
        // Saving once more is a choice made with both texts in sight.
        form.set("version", stored.version.to_string());
    }
    let view = view(&adviser, &stored, &form, conflict).await?;
    Ok(adviser.again(&t.warning_title(&stored.text.title), view))
}

/// Reads the form over what is stored; a draft may be incomplete, but not wrong.
fn read(form: &mut Form, t: Texts, stored: &DraftWarning) -> DraftWarning {
    let mut draft = stored.clone();
    draft.version = form.trimmed("version").parse().unwrap_or(0);
    let text = &mut draft.text;
    text.title = form.trimmed("title").to_owned();
    text.risk = form.trimmed("risk").to_owned();
    text.consequence = form.trimmed("consequence").to_owned();
    text.measure = form.trimmed("measure").to_owned();
    for (i, fact) in text.facts.iter_mut().enumerate() {
        let name = format!("fact.{i}");
        fact.value = form.trimmed(&name).to_owned();
        if let Some(wrong) = fact_wrong(t, &text.topic, fact) {
            form.refuse(name, wrong);
        }
    }
    let quotes = std::mem::take(&mut text.options);
    text.options = read_options(form, t, &quotes);
    // Only what is too long is refused here: what is missing keeps the warning from being sent, not from being saved.
    let wrong = warning_refusals(text).into_iter().filter(|refusal| refusal.why != Why::Missing);
    refuse(form, t, wrong.collect());
    let mut no = Refusals::default();
    no.text("title", &text.title, true, MAX_TEXT);
    refuse(form, t, no.0);
    draft
}

/// Why a fact is not of the kind that the catalogue asks for; an empty one is not wrong.
pub fn fact_wrong(t: Texts, topic: &str, fact: &Fact) -> Option<&'static str> {
    match fact_asked(topic, &fact.label).map(|asked| asked.kind) {
        _ if fact.value.is_empty() => None,
        Some(FactKind::Date) if parse_date(&fact.value).is_none() => Some(t.error_date()),
        Some(FactKind::Number) if fact.value.parse::<u64>().is_err() => Some(t.error_whole_number()),
        _ => None,
    }
}

/// The rows of options; blank ones are left out and the others counted anew, each with the quote that it had.
fn read_options(form: &mut Form, t: Texts, before: &[QuotedOption]) -> Vec<QuotedOption> {
    let mut options = Vec::new();
    for row in 1..=MAX_OPTIONS as u32 {
        let name = |field: &str| format!("option.{row}.{field}");
        let (label, price) = (form.trimmed(&name("label")).to_owned(), form.trimmed(&name("price")).to_owned());
        if label.is_empty() && price.is_empty() {
            continue;
        }
        if label.is_empty() {
            form.refuse(name("label"), t.option_needs_label());
        }
        let price_cents = parse_money(&price).filter(|cents| (0..=MAX_PRICE_CENTS).contains(cents));
        if !price.is_empty() && price_cents.is_none() {
            form.refuse(name("price"), t.error_amount());
        }
        let rhythm = match form.value(&name("rhythm")) {
            "monthly" => Rhythm::Monthly,
            "yearly" => Rhythm::Yearly,
            _ => Rhythm::Once,
        };
        let rate: Option<u32> = form.value(&name("vat")).parse().ok().filter(|rate| VAT_RATES.contains(rate));
        if rate.is_none() {
            form.refuse(name("vat"), t.error_unknown());
        }
        let quote = before.iter().find(|option| option.number == row).and_then(|option| option.quote.clone());
        let number = options.len() as u32 + 1;
        options.push(QuotedOption { number, label, price_cents, rhythm, vat_rate: rate.unwrap_or_default(), quote });
    }
    options
}

/// Attaches a quote to an option that was saved, or takes it away.
pub async fn quote(adviser: Adviser, Path(warning): Path<Id>, upload: Upload) -> Result<Response, Failure> {
    let t = adviser.t();
    let refused = upload.refused();
    let Upload { form: mut posted, files, .. } = upload;
    let stored = drafts::warning(&mut adviser.app.db.read().await?, adviser.firm, warning).await?;
    let remove = posted.value("do") == "remove";
    let file = if remove { None } else { uploads::read(&mut posted, t, "quote", files, Accept::Papers, true) };
    let number: Option<u32> = posted.value("option").parse().ok();
    if !stored.text.options.iter().any(|option| Some(option.number) == number) {
        posted.refuse("option", t.error_choose());
    }
    let again = async |posted: Form| {
        let mut form = to_form(t, &stored);
        form.set("option", posted.value("option"));
        form.errors = posted.errors;
        let view = view(&adviser, &stored, &form, None).await?;
        Ok(adviser.page_with(refused, &t.warning_title(&stored.text.title), view))
    };
    if posted.is_refused() {
        return again(posted).await;
    }
    let kept = match file {
        Some(file) => Some(file.keep(&adviser.app, adviser.firm).await?),
        None => None,
    };
    // The lock of the log, for the file.
    let mut tx = adviser.app.db.append(adviser.firm, &adviser.app.clock).await?;
    if let Some(quote) = &kept {
        files::record(&mut tx, &adviser.app.files, quote).await?;
    }
    // Read again: the options may have been saved while the file was on its way.
    let mut draft = drafts::warning(&mut tx, adviser.firm, warning).await?;
    let option = draft.text.options.iter_mut().find(|option| Some(option.number) == number);
    option.ok_or(Failure::NotFound)?.quote = kept;
    let before = std::mem::replace(&mut draft.author, adviser.id);
    draft.changed = adviser.now;
    match drafts::save_warning(&mut tx, adviser.firm, &draft).await? {
        Outcome::Done => {
            tx.commit().await?;
            Ok(see(format!("/warnings/{warning}"), if remove { "quote_removed" } else { "quote_attached" }))
        }
        outcome => {
            let name = notices::member_name(&mut tx, adviser.firm, before).await?;
            drop(tx);
            let held = outcome == Outcome::Held;
            posted.refuse("", if held { t.hold_draft_stays().to_owned() } else { t.draft_conflict(&name) });
            again(posted).await
        }
    }
}

pub async fn delete(adviser: Adviser, Path(warning): Path<Id>) -> Result<Response, Failure> {
    let mut tx = adviser.app.db.write().await?;
    let draft = drafts::warning(&mut tx, adviser.firm, warning).await?;
    if drafts::delete_warning(&mut tx, adviser.firm, &draft).await? == Outcome::Held {
        drop(tx);
        let t = adviser.t();
        let mut form = to_form(t, &draft);
        form.refuse("", t.hold_forbids());
        return Ok(adviser.again(&t.warning_title(&draft.text.title), view(&adviser, &draft, &form, None).await?));
    }
    tx.commit().await?;
    Ok(see(format!("/projects/{}", draft.project), "warning_deleted"))
}
