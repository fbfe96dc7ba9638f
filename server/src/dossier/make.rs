//! Makes a file: in the request that asked for it, or by a job with the progress that its page shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use ledger::coverage::Rules;
use ledger::event::{DocumentClass, DocumentMade, EvidenceExported, Part as PartOf, Party};
use ledger::{Actor, Evidence, Hash, Id, Lang};
use serde::{Deserialize, Serialize};

use crate::documents::dossier::{self, Dossier, Exhibit, Exhibits, Files, Plan, Whole};
use crate::documents::{Frame, Pdf, Trail};
use crate::jobs::{Failed, Next};
use crate::paper::{self, Subject};
use crate::seal::Signer;
use crate::store::evidence::About;
use crate::store::jobs::Job;
use crate::store::{self, Append, Firm, coverage, documents, dossiers, erasure, evidence, files, firms, log, seals};
use crate::web::App;

/// Kind of the job that makes a large one.
pub const JOB: &str = "dossier";
/// How long until it is tried once more after an erasure that came between, milliseconds.
const AFTER_ERASURE: i64 = 1_000;

/// What is to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// The identifier of its first part.
    pub dossier: Id,
    /// `project:<id>` or `client:<id>`.
    pub about: String,
    pub lang: Lang,
    /// Bytes of a part at most.
    pub limit: u64,
    /// Whether the files of the exhibits are enclosed.
    pub files: bool,
    pub by: Actor,
    /// The name printed.
    pub made_by: String,
}

/// What was made, all of it kept, and nothing recorded yet.
pub struct Drawn {
    parts: Vec<DocumentMade>,
    /// How many entries the log had before.
    before: u64,
}

fn whole(about: About) -> Option<Whole> {
    match about {
        About::Project(id) => Some(Whole::Project(id)),
        About::Client(id) => Some(Whole::Client(id)),
        _ => None,
    }
}

/// All that the parts are drawn from.
struct Ground {
    frame: Frame,
    firm: Party,
    evidence: Evidence,
    trail: Trail,
    rules: Arc<Rules>,
    exhibits: Exhibits,
    about: Whole,
    limit: u64,
}

impl Ground {
    fn dossier<'a>(&'a self, plan: &'a Plan) -> Dossier<'a> {
        Dossier { about: self.about, rules: &self.rules, exhibits: &self.exhibits, plan, limit: self.limit }
    }

    /// The frame of one part.
    fn frame(&self, app: &App, number: usize, of: usize) -> Frame {
        let whole = self.frame.clone();
        let reference = if of > 1 { format!("{}-{number}", whole.reference) } else { whole.reference.clone() };
        let document = if number == 1 { whole.document } else { app.new_id() };
        let verify_url = format!("{}/{document}", whole.verifier_url());
        Frame { document, reference, verify_url, ..whole }
    }

    /// Bytes that each seal brings along.
    fn validation(&self) -> u64 {
        let mark = self.frame.seal.as_ref();
        let sizes = mark.into_iter().flat_map(|mark| {
            let v = &mark.validation;
            v.certificates.iter().chain(&v.lists).chain(&v.answers).map(|der| der.len() as u64)
        });
        sizes.sum()
    }

    fn plan(&self, missing: BTreeSet<usize>, narrative: Option<u64>) -> Result<Plan, crate::documents::Error> {
        let bytes = (narrative, self.validation());
        dossier::plan(&self.evidence, &self.trail, &self.exhibits, missing, bytes, self.limit)
    }
}

/// Makes all parts and keeps their bytes; says how many of how many are done where a page asks, `told`.
///
/// # Errors
/// `store::Error::Missing` when nothing is recorded about it, `TooMany` of more than an evidence file holds, `NoSeal`.
pub async fn draw(app: &App, firm: Firm, order: &Order, told: bool) -> Result<Drawn, Failed> {
    // First, so that the evidence holds the entry about the key that seals the parts.
    let signer = seals::signer(&app.db, &app.vault, app.token.as_ref(), firm, &app.clock, &mut app.rng()).await?;
    let signer = Arc::new(signer);
    let before = log::size(&mut app.db.read().await?, firm).await?;
    let ground = Arc::new(ground(app, firm, order, &signer).await?);
    let missing = if order.files { missing(app, firm, &ground.exhibits).await? } else { BTreeSet::new() };
    let mut plan = if order.files { ground.plan(missing.clone(), None)? } else { Plan::bare() };
    let mut narrative = first(app, firm, &ground, &plan, &signer).await?;
    if order.files && !plan.is_split() && narrative.bytes.len() as u64 > order.limit {
        // Its pages took more than was thought.
        plan = ground.plan(missing, Some(order.limit))?;
        narrative = first(app, firm, &ground, &plan, &signer).await?;
    }
    let of = plan.parts.len();
    let frame = ground.frame(app, 1, of);
    let mut parts = vec![keep(app, firm, &ground, (&frame, 1, of), &narrative).await?];
    drop(narrative);
    progress(app, firm, order, told, (1, of)).await?;
    // A crash here, or after any part, leaves bytes that nothing names; the next worker makes all of them anew.
    for number in 2..=of {
        let frame = ground.frame(app, number, of);
        let earlier: Vec<(String, Hash)> =
            parts.iter().map(|made| (made.file.name.clone(), made.file.sha256)).collect();
        let pdf = other(app, firm, &ground, &plan, (frame.clone(), number, earlier), &signer).await?;
        parts.push(keep(app, firm, &ground, (&frame, number, of), &pdf).await?);
        progress(app, firm, order, told, (number, of)).await?;
    }
    Ok(Drawn { parts, before })
}

async fn progress(
    app: &App,
    firm: Firm,
    order: &Order,
    told: bool,
    (done, of): (usize, usize),
) -> Result<(), store::Error> {
    if !told {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    dossiers::progress(&mut tx, firm, order.dossier, done as u64, of as u64).await?;
    tx.commit().await
}

async fn ground(app: &App, firm: Firm, order: &Order, signer: &Signer) -> Result<Ground, Failed> {
    let subject: About = order.about.parse()?;
    let about = whole(subject).ok_or("a file is about a project or a client")?;
    let newest = paper::attested(app, firm).await?;
    let evidence = evidence::up_to(&app.db, firm, subject, &newest, false).await?;
    let trail = Trail::read(&evidence)?.dated(&evidence, &app.known(), app.clock.now())?;
    let (recorded, rules) = {
        let mut tx = app.db.read().await?;
        (firms::get(&mut tx, firm).await?, coverage::rules_until(&mut tx, firm, trail.checkpoint.size).await?)
    };
    let t = app::Texts(order.lang);
    let prefix = if matches!(about, Whole::Project(_)) { t.choose("DM", "PF") } else { t.choose("DC", "CF") };
    let reference = format!("{prefix}-{}", trail.checkpoint.size);
    let subject = Subject {
        document: order.dossier,
        lang: order.lang,
        reference: &reference,
        logo: recorded.logo.as_ref(),
        made_by: Some(&order.made_by),
    };
    let frame = paper::frame_to_seal(app, firm, subject, signer).await?;
    let exhibits = Exhibits::of(&frame, &trail);
    Ok(Ground { frame, firm: recorded.party, evidence, trail, rules, exhibits, about, limit: order.limit })
}

/// The exhibits whose bytes are not in the store.
async fn missing(app: &App, firm: Firm, exhibits: &Exhibits) -> Result<BTreeSet<usize>, store::Error> {
    let mut missing = BTreeSet::new();
    for Exhibit { number, file, .. } in exhibits.all.iter().filter(|exhibit| exhibit.erased.is_none()) {
        if !app.files.has(firm, file.sha256).await? {
            missing.insert(*number);
        }
    }
    Ok(missing)
}

/// The bytes of a part's exhibits. Of one that cannot be read the sheet says so: a lawyer in need of the rest must not get nothing.
async fn read(app: &App, firm: Firm, exhibits: &Exhibits, numbers: &[usize]) -> Result<Files, store::Error> {
    let mut files = Files::new();
    for exhibit in numbers.iter().filter_map(|number| exhibits.get(*number)) {
        match app.files.get(firm, exhibit.file.sha256).await {
            Ok(bytes) => drop(files.insert(exhibit.number, bytes)),
            Err(error @ (store::Error::Missing | store::Error::Damaged(_))) => {
                tracing::error!(firm = %firm.0, sha256 = %exhibit.file.sha256, %error, "an exhibit cannot be enclosed");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(files)
}

async fn first(app: &App, firm: Firm, ground: &Arc<Ground>, plan: &Plan, signer: &Arc<Signer>) -> Result<Pdf, Failed> {
    let files = read(app, firm, &ground.exhibits, &plan.parts[0].exhibits).await?;
    let frame = ground.frame(app, 1, plan.parts.len());
    let (ground, plan) = (ground.clone(), plan.clone());
    let draw = move || dossier::dossier(&frame, &ground.firm, &ground.trail, &ground.dossier(&plan), files);
    paper::sealed(app, signer.clone(), draw).await
}

async fn other(
    app: &App,
    firm: Firm,
    ground: &Arc<Ground>,
    plan: &Plan,
    (frame, number, earlier): (Frame, usize, Vec<(String, Hash)>),
    signer: &Arc<Signer>,
) -> Result<Pdf, Failed> {
    let part = &plan.parts[number - 1];
    let files = read(app, firm, &ground.exhibits, &part.exhibits).await?;
    let evidence = dossier::evidence_of(&ground.evidence, &ground.trail, &ground.exhibits, part);
    let trail = Trail::read(&evidence)?.dated(&evidence, &app.known(), app.clock.now())?;
    let (ground, plan) = (ground.clone(), plan.clone());
    let draw = move || {
        let dossier = ground.dossier(&plan);
        dossier::part(&frame, &ground.firm, &trail, &dossier, (number - 1, &earlier), files)
    };
    paper::sealed(app, signer.clone(), draw).await
}

async fn keep(
    app: &App,
    firm: Firm,
    ground: &Ground,
    (frame, number, of): (&Frame, usize, usize),
    pdf: &Pdf,
) -> Result<DocumentMade, Failed> {
    let (class, about) = match ground.about {
        Whole::Project(id) => (DocumentClass::Dossier, id),
        Whole::Client(id) => (DocumentClass::ClientDossier, id),
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let part = PartOf { dossier: ground.frame.document, number: count(number), of: count(of) };
    Ok(DocumentMade {
        document: frame.document,
        class,
        about,
        reference: frame.reference.clone(),
        file: paper::keep(app, firm, format!("{}.pdf", frame.reference), &pdf.bytes).await?,
        pages: count(pdf.pages),
        part: (of > 1).then_some(part),
        redacts: None,
    })
}

impl Drawn {
    /// Whether an entry was erased since: what was drawn may hold its text.
    pub async fn is_overtaken(&self, log: &mut Append) -> Result<bool, store::Error> {
        let firm = log.firm();
        // Two that were drawn of one state would bear one reference.
        let first = self.parts.first().map(|first| first.reference.as_str()).unwrap_or_default();
        Ok(erasure::since(log, firm, self.before).await? || documents::is_called(log, firm, first).await?)
    }

    /// Records all parts at once, the first in front.
    pub async fn record(&self, log: &mut Append, app: &App, by: Actor) -> Result<(), store::Error> {
        let mut rng = app.rng();
        for made in &self.parts {
            files::record(log, &app.files, &made.file).await?;
            log.push(by, made.clone(), &mut rng).await?;
        }
        if let Some(DocumentMade { class, about, file, .. }) = self.parts.first() {
            log.push(by, EvidenceExported { class: *class, about: *about, sha256: file.sha256 }, &mut rng).await?;
        }
        Ok(())
    }
}

/// The job [`JOB`].
pub async fn work(app: &App, job: &Job) -> Result<Next, Failed> {
    let order: Order = serde_json::from_slice(&job.payload)?;
    if documents::is_made(&mut app.db.read().await?, job.firm, order.dossier).await? {
        return Ok(Next::Done);
    }
    let drawn = draw(app, job.firm, &order, true).await?;
    let mut log = app.db.append(job.firm, &app.clock).await?;
    // Another worker was faster, once the lease had lapsed.
    if documents::is_made(&mut log, job.firm, order.dossier).await? {
        return Ok(Next::Done);
    }
    if drawn.is_overtaken(&mut log).await? {
        return Ok(Next::Again { at: log.now().plus_millis(AFTER_ERASURE) });
    }
    drawn.record(&mut log, app, order.by).await?;
    dossiers::end(&mut log, job.firm, order.dossier).await?;
    log.commit().await?;
    // A crash here leaves an unfinished job: the next worker finds the file in the log, above.
    Ok(Next::Done)
}
