//! Verification in the browser: the file that a reader chooses or drops is verified here, and sent nowhere.

use ledger::evidence::{Reader, Verdict};
use ledger::pdf::seal::{PdfSealError, Standing};
use ledger::seal::Seal;
use ledger::{Hash, Lang, PdfError, Report, Time, evidence, pdf, sha256};
use leptos::ev::DragEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;

use super::bundle::{self, BUNDLE_PREFIX, BundleExaminer, ExaminedBundle};
use super::report::{comparison, report, sealed, verdict};
use crate::html::Markup;
use crate::{Texts, markup};

/// Bytes of a bundle that are read at once: 4 MiB.
const PIECE: f64 = 4_194_304.0;

/// A seal and whose it is, or why it does not count.
pub type FoundSeal = Result<(Seal, Standing), PdfSealError>;

/// What a file turned out to be.
#[derive(Clone, Debug)]
pub struct Examined {
    pub name: String,
    pub sha256: Hash,
    /// The report on the evidence in it, or why there is none.
    pub found: Result<Report, PdfError>,
    /// The seal of a PDF and whose it is; none for other files.
    pub seal: Option<FoundSeal>,
}

impl Examined {
    /// A PDF is searched for evidence and a seal, anything else is taken for an evidence file.
    pub fn of(name: String, bytes: &[u8], reader: Reader<'_>) -> Examined {
        let evidence = match pdf::find_evidence(bytes) {
            Err(PdfError::NotPdf) => Ok(bytes),
            other => other,
        };
        let found = evidence.map(|bytes| evidence::verify(bytes, reader));
        let seal = || pdf::seal::verify(bytes, found.as_ref().ok(), reader.authorities, reader.now);
        let seal = bytes.starts_with(b"%PDF-").then(seal);
        Examined { name, sha256: sha256(bytes), found, seal }
    }

    /// Whether the file is a PDF that is not as it was sealed, or not by the firm.
    pub fn seal_fails(&self) -> bool {
        match &self.seal {
            None | Some(Err(PdfSealError::NotSealed)) => false,
            Some(Ok((_, standing))) => !standing.holds(),
            Some(Err(_)) => true,
        }
    }

    /// Whether the evidence in a PDF holds and the PDF itself does not.
    pub fn only_evidence_holds(&self) -> bool {
        let holds = |report: &Report| matches!(report.verdict, Verdict::Intact | Verdict::KeyNotCompared);
        self.seal_fails() && self.found.as_ref().is_ok_and(holds)
    }

    /// Whether nothing fails. A PDF made before there were seals bears none.
    pub fn holds(&self) -> bool {
        let whole = |report: &Report| matches!(report.verdict, Verdict::Intact | Verdict::KeyNotCompared);
        !self.seal_fails() && self.found.as_ref().is_ok_and(whole)
    }
}

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
    let started = RwSignal::new(false);
    // Effects run in the browser only.
    Effect::new(move || started.set(true));
    let over = RwSignal::new(false);
    let key = RwSignal::new(String::new());
    let progress = RwSignal::new(Progress::Waiting);
    let input = NodeRef::<Input>::new();

    let check = move || {
        if let Some(file) = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0)) {
            spawn_local(examine(file, key.get_untracked(), progress));
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
                    id="f-file" type="file" accept=".pdf,.json,.zip,application/pdf,application/json,application/zip"
                    aria-describedby="f-file-hint" node_ref=input on:change=move |_| check()
                />
            </div>
            <div class="field">
                <label for="f-key">{t.verify_key()}</label>
                <p class="hint" id="f-key-hint">{t.verify_key_hint()}</p>
                <input
                    id="f-key" type="text" autocomplete="off" spellcheck="false" aria-describedby="f-key-hint"
                    on:change=move |event| {
                        key.set(event_target_value(&event));
                        check();
                    }
                />
            </div>
            // Only the outcome is read out; the report below is long.
            <div role="status" inner_html=move || progress.with(|progress| outcome(t, progress, expected))></div>
            <div inner_html=move || progress.with(|progress| whole(t, progress))></div>
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

async fn examine(file: web_sys::File, key: String, progress: RwSignal<Progress>) {
    progress.set(Progress::Working);
    progress.set(examined(&file, key.trim(), progress).await.unwrap_or(Progress::Unread));
}

async fn examined(file: &web_sys::File, key: &str, progress: RwSignal<Progress>) -> Option<Progress> {
    let key = Some(key).filter(|key| !key.is_empty());
    let reader = Reader { key, ..Reader::stranger(Time(js_sys::Date::now() as i64)) };
    if piece(file, 0.0, BUNDLE_PREFIX.len() as f64).await? == BUNDLE_PREFIX {
        let mut examiner = BundleExaminer::new(file.name(), reader);
        let (mut at, mut next) = (0.0, piece(file, 0.0, PIECE));
        while at < file.size() {
            progress.set(Progress::Reading((at * 100.0 / file.size()) as u8));
            let bytes = next.await?;
            at += PIECE;
            // The browser reads the next piece while this one is verified.
            next = piece(file, at, at + PIECE);
            if !examiner.read(&bytes) {
                break;
            }
        }
        return Some(Progress::Bundle(Box::new(examiner.finish())));
    }
    if file.size() > pdf::MAX_PDF as f64 {
        return Some(Progress::TooLarge);
    }
    let bytes = piece(file, 0.0, file.size()).await?;
    Some(Progress::Done(Box::new(Examined::of(file.name(), &bytes, reader))))
}

/// The bytes from `start` up to `end`, which the browser begins to read at once; none when it cannot.
fn piece(file: &web_sys::File, start: f64, end: f64) -> impl Future<Output = Option<Vec<u8>>> + use<> {
    let begun = file.slice_with_f64_and_f64(start, end).map(|piece| JsFuture::from(piece.array_buffer()));
    async { Some(js_sys::Uint8Array::new(&begun.ok()?.await.ok()?).to_vec()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::evidence::{Check, Fault, Outcome};

    #[test]
    fn what_is_no_pdf_is_taken_for_an_evidence_file() {
        let report = Examined::of("a.txt".into(), b"hello", Reader::stranger(Time::MIN)).found.expect("a report");
        assert_eq!(report.verdict, Verdict::Unreadable);
        assert_eq!(report.findings[0].check, Check::File);
        assert_eq!(report.findings[0].outcome, Outcome::Failed(Fault::NotJson));
    }

    #[test]
    fn a_pdf_without_evidence_says_so() {
        let examined = Examined::of("a.pdf".into(), b"%PDF-1.7\n", Reader::stranger(Time::MIN));
        assert_eq!(examined.found, Err(PdfError::NotFound));
        assert_eq!(examined.sha256, sha256(b"%PDF-1.7\n"));
    }
}
