//! Verification in the browser: the file that a reader chooses or drops is verified here, and sent nowhere.

use std::time::Duration;

use ledger::evidence::Reader;
use ledger::{Hash, Lang, Report, Time, evidence, pdf};
use leptos::ev::{DragEvent, Event};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;

use super::bundle::{self, BUNDLE_START, BundleExaminer, ExaminedBundle, is_bundle};
use super::examined::Examined;
use super::known::{Fields, Known};
use super::report::{comparison, report, sealed, verdict};
use crate::html::Markup;
use crate::{Texts, markup};

/// Bytes of a bundle that are read at once: 4 MiB.
const PIECE: f64 = 4_194_304.0;

/// Bytes of a bundle that is read at once and held: 64 MiB. A larger one passes in pieces.
const MAX_HELD: f64 = 67_108_864.0;

/// What the choosers of files offer.
const ACCEPTED: &str = ".pdf,.json,.zip,application/pdf,application/json,application/zip";

#[derive(Clone, Debug)]
enum Progress {
    Waiting,
    Working,
    /// Of a bundle, so many hundredths are read.
    Reading(u8),
    /// The browser could not read it.
    Unread,
    TooLarge,
    Done(Box<Examined>),
    Bundle(Box<ExaminedBundle>),
}

/// The chooser and the report. `expected` is the fingerprint of the one document that the page is about, if it is about one.
#[island]
pub fn Verify(lang: Lang, expected: Option<Hash>) -> impl IntoView {
    let t = Texts(lang);
    let (started, over) = (RwSignal::new(false), RwSignal::new(false));
    let fields = Fields::new();
    let shown =
        Shown { progress: RwSignal::new(Progress::Waiting), detailed: RwSignal::new(false), turn: RwSignal::new(0) };
    let Shown { progress, detailed, .. } = shown;
    let (input, newer) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());

    let check = move || {
        let chosen = |input: NodeRef<Input>| input.get_untracked()?.files()?.get(0);
        let known = fields.known();
        if let Some(file) = chosen(input) {
            spawn_local(examine(file, chosen(newer), known, shown.begin()));
        }
    };
    // Effects run in the browser only. A file may have been chosen before this one did.
    Effect::new(move || {
        started.set(true);
        untrack(check);
    });
    let typed = move |event: Event| {
        if fields.typed(&event) {
            check();
        }
    };
    let left = move |event: Event| {
        if fields.left(&event) {
            check();
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let (Some(files), Some(input)) = (files, input.get_untracked()) {
            input.set_files(Some(&files));
            check();
        }
    };
    let hover = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };

    view! {
        <p class="quiet" hidden=move || started.get()>{t.verify_needs_script()}</p>
        <div class="stack" hidden=move || !started.get()>
            <div class="drop" class:over=move || over.get() on:dragover=hover on:dragleave=move |_| over.set(false) on:drop=drop>
                <label for="f-file">{t.verify_file()}</label>
                <p class="hint" id="f-file-hint">{t.verify_file_hint()}</p>
                <input
                    id="f-file" type="file" accept=ACCEPTED
                    aria-describedby="f-file-hint" node_ref=input on:change=move |_| check()
                />
            </div>
            // A key counts as soon as it is whole; left half typed, it is told of.
            <div on:input=typed on:change=left>
                {fields.key(t)}
                <details>
                    <summary>{t.verify_more()}</summary>
                    {fields.others(t)}
                    <div class="field">
                        <label for="f-newer">{t.verify_newer()}</label>
                        <p class="hint" id="f-newer-hint">{t.verify_newer_hint()}</p>
                        <input
                            id="f-newer" type="file" accept=ACCEPTED aria-describedby="f-newer-hint" node_ref=newer
                        />
                    </div>
                </details>
            </div>
            // Only the outcome is read out; the report below is long.
            <div role="status" inner_html=move || progress.with(|progress| outcome(t, progress, expected))></div>
            <div inner_html=move || if detailed.get() { progress.with(|progress| whole(t, progress)) } else { String::new() }></div>
        </div>
    }
}

fn outcome(t: Texts, progress: &Progress, expected: Option<Hash>) -> String {
    let mut html = Markup::default();
    match progress {
        Progress::Waiting => {}
        Progress::Working => markup!(&mut html, "<p>", [t.verify_working()], "</p>"),
        Progress::Reading(hundredths) => {
            let value = hundredths.to_string();
            markup!(&mut html, "<p>", [t.verify_working()], r#" <progress max="100" value=""#, [&value], r#"">"#);
            markup!(&mut html, [&value], "\u{a0}%</progress></p>");
        }
        Progress::Bundle(examined) => bundle::verdict(&mut html, t, examined),
        Progress::Unread => markup!(&mut html, r#"<p class="error">"#, [t.verify_unread()], "</p>"),
        Progress::TooLarge => markup!(&mut html, r#"<p class="error">"#, [t.pdf_too_large()], "</p>"),
        Progress::Done(examined) => {
            // The page is about a PDF: the evidence file beside it is another file, and right.
            if let Some(expected) = expected.filter(|_| examined.seal.is_some()) {
                comparison(&mut html, t, expected == examined.sha256);
            }
            // What is wrong comes first.
            if examined.seal_fails() {
                sealed(&mut html, t, examined);
                verdict(&mut html, t, examined);
            } else {
                verdict(&mut html, t, examined);
                sealed(&mut html, t, examined);
            }
        }
    }
    html.0
}

fn whole(t: Texts, progress: &Progress) -> String {
    let mut html = Markup::default();
    match progress {
        Progress::Done(examined) => report(&mut html, t, examined),
        Progress::Bundle(examined) => bundle::report(&mut html, t, examined),
        _ => {}
    }
    html.0
}

/// Where one verification tells how far it is, unless another has begun since.
#[derive(Clone, Copy)]
struct Shown {
    progress: RwSignal<Progress>,
    /// The report stands below the outcome. It is long, and comes once the outcome can be read.
    detailed: RwSignal<bool>,
    turn: RwSignal<u32>,
}

impl Shown {
    /// A new turn; what an earlier one has to say is no longer heard.
    fn begin(self) -> (Shown, u32) {
        self.turn.update(|turn| *turn += 1);
        self.detailed.set(false);
        (self, self.turn.get_untracked())
    }
}

async fn examine(file: web_sys::File, newer: Option<web_sys::File>, known: Known, (shown, turn): (Shown, u32)) {
    let tell = |progress: Progress| {
        let heard = shown.turn.get_untracked() == turn;
        if heard {
            shown.progress.set(progress);
        }
        heard
    };
    tell(Progress::Working);
    let now = Time(js_sys::Date::now() as i64);
    let newer = match &newer {
        Some(newer) => Some(report_of(examined(newer, known.reader(None, now), &tell).await)),
        None => None,
    };
    if tell(examined(&file, known.reader(newer.as_ref(), now), &tell).await.unwrap_or(Progress::Unread)) {
        // Behind a timer: the browser draws the outcome before.
        set_timeout(move || spawn_local(detail(file, (shown, turn))), Duration::ZERO);
    }
}

/// Draws the report below the outcome, with the SHA-256 of a bundle: to take that beside the verification would hold up the outcome, since the bytes are
/// copied for it.
async fn detail(file: web_sys::File, (shown, turn): (Shown, u32)) {
    let unhashed = |progress: &Progress| matches!(progress, Progress::Bundle(bundle) if bundle.sha256.is_none());
    if shown.progress.with_untracked(unhashed) {
        let sha256 = sha256_of(&file).await;
        shown.progress.update_untracked(|progress| match progress {
            Progress::Bundle(bundle) if shown.turn.get_untracked() == turn => bundle.sha256 = sha256,
            _ => {}
        });
    }
    shown.detailed.set(shown.turn.get_untracked() == turn);
}

/// What was found about the evidence in a file.
fn report_of(progress: Option<Progress>) -> Report {
    let found = match progress {
        Some(Progress::Done(examined)) => examined.found.ok(),
        Some(Progress::Bundle(examined)) => examined.found.ok().map(|bundle| bundle.evidence),
        _ => None,
    };
    found.unwrap_or_else(|| evidence::verify(b"", Reader::stranger(Time::MIN)))
}

async fn examined(file: &web_sys::File, reader: Reader<'_>, tell: &impl Fn(Progress) -> bool) -> Option<Progress> {
    let first = piece(file, 0.0, PIECE).await?;
    if is_bundle(&first[..first.len().min(BUNDLE_START)]) {
        return bundle_in(file, first, reader, tell).await;
    }
    if file.size() > pdf::MAX_PDF as f64 {
        return Some(Progress::TooLarge);
    }
    let bytes = piece(file, 0.0, file.size()).await?;
    Some(Progress::Done(Box::new(Examined::of(file.name(), &bytes, reader))))
}

async fn bundle_in(
    file: &web_sys::File,
    first: Vec<u8>,
    reader: Reader<'_>,
    tell: &impl Fn(Progress) -> bool,
) -> Option<Progress> {
    if let Some(subtle) = digest_of_browser().filter(|_| file.size() <= MAX_HELD) {
        return held(file, &subtle, reader, tell).await;
    }
    let mut examiner = BundleExaminer::new(file.name(), reader);
    let (mut at, mut bytes) = (PIECE, first);
    // The browser reads the next piece while this one is verified.
    let mut next = piece(file, at, at + PIECE);
    while examiner.read(&bytes) && at < file.size() && tell(reading(at, file.size())) {
        bytes = next.await?;
        at += PIECE;
        next = piece(file, at, at + PIECE);
    }
    Some(Progress::Bundle(Box::new(examiner.finish())))
}

/// The same, of a bundle that is held: read once, and its evidence hashed by the browser beside this thread, with instructions of the processor.
async fn held(
    file: &web_sys::File,
    subtle: &web_sys::SubtleCrypto,
    reader: Reader<'_>,
    tell: &impl Fn(Progress) -> bool,
) -> Option<Progress> {
    let bytes = js_sys::Uint8Array::new(&JsFuture::from(file.array_buffer()).await.ok()?);
    let mut examiner = BundleExaminer::new(file.name(), reader);
    let (mut at, mut evidence) = (0, None);
    while at < bytes.length() {
        let end = bytes.length().min(at + PIECE as u32);
        if let Some((_, digest)) = evidence.take_if(|(last, _)| *last <= end) {
            examiner.evidence_is(hash_of(digest).await?);
        }
        if !examiner.verify(&bytes.subarray(at, end).to_vec()) || !tell(reading(end.into(), file.size())) {
            break;
        }
        at = end;
        if evidence.is_none() {
            let ahead = examiner.evidence_at().filter(|(_, last)| *last > at && *last <= bytes.length());
            evidence = ahead.and_then(|(first, last)| Some((last, digest(subtle, &bytes.subarray(first, last))?)));
        }
    }
    Some(Progress::Bundle(Box::new(examiner.finish_unhashed())))
}

fn digest(subtle: &web_sys::SubtleCrypto, bytes: &js_sys::Uint8Array) -> Option<js_sys::Promise> {
    subtle.digest_with_str_and_buffer_source("SHA-256", bytes).ok()
}

/// SHA-256 of a file.
async fn sha256_of(file: &web_sys::File) -> Option<Hash> {
    let bytes = js_sys::Uint8Array::new(&JsFuture::from(file.array_buffer()).await.ok()?);
    hash_of(digest(&digest_of_browser()?, &bytes)?).await
}

fn reading(at: f64, size: f64) -> Progress {
    Progress::Reading((at * 100.0 / size) as u8)
}

/// None where the browser offers no digest (outside secure contexts).
fn digest_of_browser() -> Option<web_sys::SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}

async fn hash_of(digest: js_sys::Promise) -> Option<Hash> {
    let digest = js_sys::Uint8Array::new(&JsFuture::from(digest).await.ok()?).to_vec();
    Some(Hash::from_bytes(digest.try_into().ok()?))
}

/// The bytes from `start` up to `end`, which the browser begins to read at once; none when it cannot.
fn piece(file: &web_sys::File, start: f64, end: f64) -> impl Future<Output = Option<Vec<u8>>> + use<> {
    let begun = file.slice_with_f64_and_f64(start, end).map(|piece| JsFuture::from(piece.array_buffer()));
    async { Some(js_sys::Uint8Array::new(&begun.ok()?.await.ok()?).to_vec()) }
}
