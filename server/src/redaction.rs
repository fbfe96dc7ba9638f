//! Copies for filing in which names are masked: chosen, drawn anew from the evidence in the original, sealed, recorded.

mod listed;
mod people;

use std::collections::BTreeMap;

use app::pages::{self, RedactLine, RedactPage};
use app::texts::local;
use app::{Form, Texts};
use axum::extract::Path;
use axum::response::Response;
use ledger::coverage::Rules;
use ledger::event::{AccessPage, DocumentClass, DocumentMade, Event, EvidenceExported, Party, Redaction};
use ledger::notice::State;
use ledger::{Actor, Evidence, Id, Lang, Time, find_evidence};

use crate::desk;
use crate::documents::dossier::{Dossier, Exhibits, Files, Plan, Whole};
use crate::documents::{self, Frame, Initials, Mask, Pdf, Redacted, Trail};
use crate::evidence::{self as given, kept};
use crate::holds;
use crate::paper::{self, Subject};
use crate::search::text;
use crate::search::words::words;
use crate::store::documents::Made;
use crate::store::evidence::About;
use crate::store::{
    Firm, Tx, access, accounts, coverage, documents as made, erasure, evidence, files, firms, log, seals,
};
use crate::web::{Failure, Making, Reader};

use listed::{Listed, gone, listed};
use people::{MIN_LETTERS, described, letters, mask_of, people};
pub(crate) use people::{numbers, spell};

/// Lines of further names, and characters of each.
const MAX_WORDS: usize = 100;

pub async fn notice_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Notice(id)).await
}

pub async fn project_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Project(id)).await
}

pub async fn client_page(reader: Reader, Path(id): Path<Id>) -> Result<Response, Failure> {
    page(reader, About::Client(id)).await
}

pub async fn of_notice(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Notice(id), making).await
}

pub async fn of_project(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Project(id), making).await
}

pub async fn of_client(reader: Reader, Path(id): Path<Id>, making: Making) -> Result<Response, Failure> {
    submit(reader, About::Client(id), making).await
}

/// A copy that was made; of one that was destroyed since, a page that says so.
pub async fn download(reader: Reader, Path(document): Path<Id>) -> Result<Response, Failure> {
    let mut tx = reader.app.db.read().await?;
    let copy = made::copy(&mut tx, reader.firm, document).await?;
    drop(tx);
    if let Some(said) = given::gone(&reader, &copy).await? {
        return Ok(said);
    }
    kept(&reader, &copy.file).await
}

pub async fn page(reader: Reader, about: About) -> Result<Response, Failure> {
    let choices = choices(&reader, about).await?;
    let mut form = reader.form();
    if let Some(newest) = choices.page.documents.first() {
        form.set("document", newest.document.to_string());
    }
    let view = pages::redact(reader.t(), &choices.page, &form);
    let view = holds::above(&mut reader.app.db.read().await?, &reader, &about.subject(), view).await?;
    Ok(reader.page(reader.t().redact_title(), view))
}

struct Choices {
    page: RedactPage,
    originals: Vec<Made>,
    people: BTreeMap<Id, Vec<String>>,
    /// In which the documents are.
    lang: Lang,
}

async fn choices(reader: &Reader, about: About) -> Result<Choices, Failure> {
    let (app, firm, t) = (&reader.app, reader.firm, reader.t());
    let evidence = evidence::of(&app.db, &app.vault, firm, about, &app.clock).await?;
    let trail = Trail::read(&evidence).map_err(|error| Failure::Internal(Box::new(error)))?;
    let mut tx = app.db.read().await?;
    let zone = firms::zone(&mut tx, firm).await?;
    let (all, gone) = (listed(&mut tx, reader, about).await?, gone(&mut tx, reader, about).await?);
    let party = firms::get(&mut tx, firm).await?.party;
    let mut people = people(&trail, &party);
    // Entries about a project name members without their addresses; mails that went to them have these.
    for member in accounts::members(&mut tx, firm).await? {
        if let Some(known) = people.get_mut(&member.member) {
            spell(known, &member.name, &member.email, &party.name);
        }
    }
    drop(tx);
    let (copies, originals): (Vec<Listed>, _) = all.into_iter().partition(|listed| listed.made.redacts.is_some());
    let lang = trail.notice(about.id()).map_or(reader.lang, |notice| notice.lang);
    let (word, id) = (about.subject(), about.id());
    let page = RedactPage {
        back: format!("/{}s/{id}", word.split(':').next().unwrap_or_default()),
        title: title(&trail, about),
        documents: originals.iter().map(|listed| line(t, &trail, listed)).collect(),
        gone,
        people: described(t, &trail, &people),
        copies: copies.iter().map(|listed| line(t, &trail, listed)).collect(),
        outside: reader.outside.is_some(),
        zone,
    };
    let originals = originals.into_iter().map(|listed| listed.made).collect();
    Ok(Choices { page, originals, people, lang })
}

/// A document by its class and reference.
fn line(t: Texts, trail: &Trail, Listed { made, by }: &Listed) -> RedactLine {
    let called = trail.called(t, made.class, made.about, &made.reference, made.redacts.is_some());
    RedactLine { document: made.document, called, made: made.made, by: by.clone() }
}

/// What the page above is called.
fn title(trail: &Trail, about: About) -> String {
    let mut found = String::new();
    for (_, event) in trail.events() {
        match event {
            Event::NoticeIssued(e) if e.notice == about.id() => e.reference.clone_into(&mut found),
            Event::ProjectRecorded(e) if e.project == about.id() => e.title.clone_into(&mut found),
            Event::ClientRecorded(e) if e.client == about.id() => e.party.name.clone_into(&mut found),
            _ => {}
        }
    }
    found
}

/// What is to be masked of a document with this evidence; none with errors beside the fields. Only what stands in it counts.
fn chosen(reader: &Reader, form: &mut Form, choices: &Choices, firm: &Party, evidence: &Evidence) -> Option<Mask> {
    let t = reader.t();
    let says = |mask: Mask| mask.withheld(evidence).1 > 0;
    let stands = |thing: &[String]| says(Mask::new(choices.lang, [thing]));
    let ids = form.all("people").iter().filter_map(|id| id.parse::<Id>().ok()).collect::<Vec<_>>();
    let mut things: Vec<Vec<String>> = ids.iter().filter_map(|id| choices.people.get(id).cloned()).collect();
    let any = !things.is_empty();
    things.retain(|thing| stands(thing));
    if any && things.is_empty() {
        form.refuse("people", t.redact_nobody());
    }
    if things.iter().flatten().any(|spelling| mask_of(spelling).finds(&firm.name)) {
        form.refuse("people", t.redact_own(&firm.name));
    }
    let typed = form.value("words").lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
    let typed: Vec<String> = typed.collect();
    if typed.len() > MAX_WORDS || typed.iter().any(|line| line.chars().count() > MAX_WORDS) {
        form.refuse("words", t.redact_too_many());
        return None;
    }
    let mut initials = Vec::new();
    for line in typed {
        if let Some(of_it) = Initials::of(&line) {
            let alone = Mask::new(choices.lang, []).and([of_it.clone()]);
            if alone.finds(&firm.name) {
                form.refuse("words", t.redact_own(&line));
            } else if !says(alone) {
                form.refuse("words", t.redact_absent(&line));
            } else {
                initials.push(of_it);
            }
        } else if letters(&line) < MIN_LETTERS || words(&line).is_empty() {
            form.refuse("words", t.redact_short(&line));
        } else if mask_of(&line).finds(&firm.name) {
            form.refuse("words", t.redact_own(&line));
        } else if !stands(std::slice::from_ref(&line)) {
            form.refuse("words", t.redact_absent(&line));
        } else {
            things.push(vec![line]);
        }
    }
    // Where a word was refused, that is what is wrong.
    if things.is_empty() && initials.is_empty() && !form.is_refused() {
        form.refuse(if choices.people.is_empty() { "words" } else { "people" }, t.redact_nothing());
    }
    (!form.is_refused()).then(|| Mask::new(choices.lang, things.iter().map(Vec::as_slice)).and(initials))
}

pub async fn submit(reader: Reader, about: About, Making(mut form, once): Making) -> Result<Response, Failure> {
    let (app, firm, t) = (&reader.app, reader.firm, reader.t());
    let before = log::size(&mut app.db.read().await?, firm).await?;
    let choices = choices(&reader, about).await?;
    let party = firms::get(&mut app.db.read().await?, firm).await?.party;
    let original = choices.originals.iter().find(|made| made.document.to_string() == form.value("document"));
    let again = |form: &Form| Ok(reader.again(t.redact_title(), pages::redact(t, &choices.page, form)));
    let Some(original) = original else {
        form.refuse("document", t.error_choose());
        return again(&form);
    };
    let bytes = app.files.get(firm, original.file.sha256).await?;
    let Some(evidence) = find_evidence(&bytes).ok().and_then(|found| Evidence::from_bytes(found).ok()) else {
        form.refuse("document", t.redact_unread());
        return again(&form);
    };
    let Some(mask) = chosen(&reader, &mut form, &choices, &party, &evidence) else { return again(&form) };
    // Its entry was recorded a moment after it was drawn.
    let made = documents::dossier::made_at(&bytes).unwrap_or(original.made);
    let copy = Copy { document: app.new_id(), original, made, mask: &mask, evidence: &evidence, party: &party };
    let (pdf, redacts) = match copy.draw(&reader).await {
        Ok(drawn) => drawn,
        Err(Refused::Unmaskable) => {
            form.refuse("words", t.redact_needed());
            return again(&form);
        }
        Err(Refused::Printed(word)) => {
            form.refuse("words", t.redact_printed(&word));
            return again(&form);
        }
        Err(Refused::Failed(failure)) => return Err(failure),
    };
    let name = format!("{}-{}.pdf", original.reference, t.choose("occulte", "redacted"));
    let file = paper::keep(app, firm, name, &pdf.bytes).await?;
    let mut log = app.db.append(firm, &app.clock).await?;
    // Not asked earlier: drawing must not hold the lock.
    once.first(&mut log).await?;
    if erasure::since(&mut log, firm, before).await? {
        // What was drawn may hold the text that is gone, and so may the original.
        return Err(Failure::TooMany { seconds: 1 });
    }
    files::record(&mut log, &app.files, &file).await?;
    let sha256 = file.sha256;
    let pages = pdf.pages.try_into().unwrap_or(u32::MAX);
    let (document, class, about_id, reference) =
        (copy.document, original.class, original.about, original.reference.clone());
    let event =
        DocumentMade { document, class, about: about_id, reference, file, pages, part: None, redacts: Some(redacts) };
    log.push(reader.actor(), event, &mut app.rng()).await?;
    log.push(reader.actor(), EvidenceExported { class, about: about_id, sha256 }, &mut app.rng()).await?;
    let made = desk::Opened::made(AccessPage::Redaction, about.subject(), &original.reference, sha256);
    desk::made_outside(&mut log, &reader, made, copy.document).await?;
    let answer = once.answer(&mut log, format!("{}/redacted/{}", reader.base(), copy.document), "").await?;
    log.commit().await?;
    Ok(answer)
}

/// Why no copy was drawn.
enum Refused {
    Unmaskable,
    /// The finished copy still says this: its own sentences, or a text in which it was not found.
    Printed(String),
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Refused {
    fn from(error: E) -> Refused {
        Refused::Failed(error.into())
    }
}

struct Copy<'a> {
    document: Id,
    original: &'a Made,
    /// When the original was, as it says.
    made: Time,
    mask: &'a Mask,
    evidence: &'a Evidence,
    party: &'a Party,
}

impl Copy<'_> {
    /// The sealed copy, and what its entry says of it.
    async fn draw(&self, reader: &Reader) -> Result<(Pdf, Redaction), Refused> {
        let (app, firm, original, mask) = (&reader.app, reader.firm, self.original, self.mask);
        let unmaskable = |error| match error {
            documents::Error::Unmaskable => Refused::Unmaskable,
            other => Refused::Failed(Failure::Internal(Box::new(other))),
        };
        let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
        let whole = Trail::read(self.evidence)
            .and_then(|trail| trail.dated(self.evidence, &app.known(), app.clock.now()))
            .map_err(unmaskable)?;
        let (shown, withheld) = mask.withheld(self.evidence);
        let trail = whole.masked(mask, &shown).map_err(unmaskable)?;
        let party = mask.of(self.party).map_err(unmaskable)?;
        let frame = self
            .frame(reader, &trail, withheld)
            .await?
            .sealed_by(&signer, crate::revocation::validation(app, firm, &signer).await?);
        let size = trail.checkpoint.size;
        let rules = coverage::rules_until(&mut app.db.read().await?, firm, size).await?;
        let (class, about) = (original.class, original.about);
        let pdf = paper::sealed(app, signer, move || again(&frame, &party, (class, about), &trail, &rules)).await?;
        let text = text::of("application/pdf", &pdf.bytes);
        let text = text.map_err(|_| Refused::Failed(Failure::internal("the text of a copy cannot be read")))?;
        if let Some(word) = mask.found_in(&text) {
            return Err(Refused::Printed(word.to_owned()));
        }
        let masked = mask.len() as u32;
        Ok((pdf, Redaction { document: original.document, sha256: original.file.sha256, masked, withheld }))
    }

    /// Who had the original made from outside, as it says itself; none of what the program made by itself.
    async fn outsider(&self, tx: &mut Tx, firm: Firm, t: Texts) -> Result<Option<String>, Failure> {
        let file = matches!(self.original.class, DocumentClass::Dossier | DocumentClass::ClientDossier);
        let Some((name, office, granted)) = access::maker(tx, firm, self.original.document).await? else {
            // Nobody else has one made; their name went with their grant.
            return Ok(file.then(|| t.by_some_outside_reader().to_owned()));
        };
        let day = local(granted, &firms::zone(tx, firm).await?).date();
        let who = [name, office].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let by = t.desk_exported_by(&who, &t.date(day));
        Ok(Some(self.mask.masked(&by).unwrap_or(by)))
    }

    /// The original's, but for what the copy says of itself and where it is verified.
    async fn frame(&self, reader: &Reader, trail: &Trail, withheld: u64) -> Result<Frame, Failure> {
        let (app, firm, original) = (&reader.app, reader.firm, self.original);
        let mut tx = app.db.read().await?;
        let stored = log::entry(&mut tx, firm, original.entry).await?;
        let logo = firms::get(&mut tx, firm).await?.logo;
        let notice = trail.notice(original.about);
        let lang = notice.map_or(reader.lang, |notice| notice.lang);
        let by = match stored.actor()? {
            Actor::System => self.outsider(&mut tx, firm, Texts(lang)).await?,
            actor => Some(trail.actor(actor).to_owned()).filter(|name| !name.is_empty()),
        };
        drop(tx);
        let subject = Subject {
            document: original.document,
            lang,
            reference: &original.reference,
            logo: notice.map_or(logo.as_ref(), |notice| notice.logo.as_ref()),
            made_by: by.as_deref(),
        };
        let signs = reader.signs(lang);
        let redacted = Redacted {
            at: app.clock.now(),
            by: self.mask.masked(&signs).unwrap_or(signs),
            original: original.file.sha256,
            entry: original.entry + 1,
            masked: self.mask.len() as u64,
            withheld,
        };
        let frame = paper::frame(app, firm, subject).await?;
        let verify_url = format!("{}/verify/{}", app.config.url, self.document);
        Ok(Frame { now: self.made, verify_url, redacted: Some(redacted), ..frame })
    }
}

/// The document once more, as its class is drawn; of a file the narrative, whose exhibits are named and not enclosed.
fn again(
    frame: &Frame,
    party: &Party,
    (class, about): (DocumentClass, Id),
    trail: &Trail,
    rules: &Rules,
) -> Result<Pdf, documents::Error> {
    let file = |about| {
        let (exhibits, plan) = (Exhibits::of(frame, trail), Plan::bare());
        let dossier = Dossier { about, rules, exhibits: &exhibits, plan: &plan, limit: u64::MAX };
        documents::dossier::dossier(frame, party, trail, &dossier, Files::new())
    };
    match class {
        DocumentClass::Certificate => documents::certificate(frame, about, trail),
        DocumentClass::NoAnswer => documents::no_answer(frame, about, trail),
        DocumentClass::Dossier => file(Whole::Project(about)),
        DocumentClass::ClientDossier => file(Whole::Client(about)),
        // None of these is offered.
        DocumentClass::Destruction | DocumentClass::PersonalData | DocumentClass::ErasureAnswer => {
            Err(documents::Error::Evidence("it names nobody but the person whom it is for".into()))
        }
        DocumentClass::Notice | DocumentClass::Letter => {
            let subject = format!("notice:{about}");
            let events = trail.about(&subject).filter_map(|row| Some((row.header.time, row.event.clone()?)));
            let state = State::fold(events).ok_or(documents::Error::Evidence("no notice issued".into()))?;
            documents::notice(frame, state.issued, &state.notice, Some(trail))
        }
    }
}
