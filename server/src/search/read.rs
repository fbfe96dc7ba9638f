//! Reads the text of attached files, each in a process of its own: what crashes or never ends there ends that process alone, the file is
//! marked, and whoever may download it still can.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use ledger::event::FileRef;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;

use super::record;
use super::text::{self, MAX_TEXT, NoText};
use crate::jobs::{Failed, Next};
use crate::store::jobs::Job;
use crate::store::projection::At;
use crate::store::search::index::{self, State};
use crate::store::{Error, log};
use crate::web::App;

/// Bytes of memory that a reader may take.
const MEMORY: u64 = 1 << 30;
/// Seconds of processor time that a reader may take.
const PROCESSOR: u64 = 20;
/// What a reader says first: nothing else that a program prints is a text.
const MARK: &[u8] = b"acte text 1\n";
/// How a reader ends that found no text.
const REFUSED: u8 = 65;

/// Which program reads, and how long it may take.
#[derive(Clone, Debug)]
pub struct Reading {
    pub program: PathBuf,
    pub patience: Duration,
}

impl Default for Reading {
    /// Whichever `acte` is found first. The program itself puts its own path in its place; any other that uses this library must not run
    /// itself for each file, and so without end.
    fn default() -> Reading {
        Reading { program: "acte".into(), patience: Duration::from_secs(30) }
    }
}

/// The job [`index::READ_JOB`]: the files of one entry. A crash leaves some of them, and the job; reading again changes nothing.
pub async fn work(app: &App, job: &Job) -> Result<Next, Failed> {
    let entry: u64 = job.key.parse()?;
    let stored = log::entry(&mut app.db.read().await?, job.firm, entry).await?;
    let Some(event) = stored.event()? else { return Ok(Next::Done) };
    let Some(found) = record::of(&event) else { return Ok(Next::Done) };
    for (number, file) in (0..).zip(&found.files) {
        let read = match app.files.get(job.firm, file.sha256).await {
            Ok(bytes) => read(&app.config.reading, file, bytes).await,
            // Erased since.
            Err(Error::Missing) => continue,
            Err(error) => return Err(error.into()),
        };
        // Under the lock of the log, so that no erasure comes between the look and the rows.
        let mut append = app.db.append(job.firm, &app.clock).await?;
        if log::entry(&mut append, job.firm, entry).await?.event()?.is_none() {
            return Ok(Next::Done);
        }
        let at = At { firm: job.firm, index: entry, time: stored.time };
        if let Ok(text) = &read {
            index::file(&mut append, at, &event, number, file, text).await?;
        }
        let state = match &read {
            Ok(text) if text::is_cut(text) => State::Cut,
            Ok(_) => State::Read,
            Err(why) => *why,
        };
        index::read(&mut append, job.firm, file.sha256, state, app.clock.now()).await?;
        append.commit().await?;
    }
    Ok(Next::Done)
}

/// The text of a file, or what became of reading it.
pub async fn read(reading: &Reading, file: &FileRef, bytes: Vec<u8>) -> Result<String, State> {
    if !text::is_read(&file.media_type) {
        return Err(State::Kind);
    }
    match tokio::time::timeout(reading.patience, by_process(reading, file, bytes)).await {
        // The process goes with what waited for it.
        Err(_) => Err(State::Slow),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the reader of texts cannot be run");
            Err(State::Crashed)
        }
        Ok(Ok(read)) => read,
    }
}

async fn by_process(reading: &Reading, file: &FileRef, bytes: Vec<u8>) -> std::io::Result<Result<String, State>> {
    let mut process = Command::new(&reading.program);
    // Without this process's environment, which may hold the master key.
    process.arg("read-text").arg(&file.media_type).env_clear().current_dir("/").kill_on_drop(true);
    let mut child = process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let send = async {
        if let Some(mut stdin) = stdin {
            // A reader that ended early hears no more; how it ended says why.
            let _ = stdin.write_all(&bytes).await;
        }
    };
    let receive = async {
        let mut said = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take((MARK.len() + MAX_TEXT + 1) as u64).read_to_end(&mut said).await?;
        }
        std::io::Result::Ok(said)
    };
    let ((), said) = tokio::join!(send, receive);
    let (said, ended) = (said?, child.wait().await?);
    Ok(match (ended.code(), said.strip_prefix(MARK)) {
        (Some(0), Some([])) => Err(State::Empty),
        (Some(0), Some(text)) if text.len() <= MAX_TEXT => match String::from_utf8(text.to_vec()) {
            Ok(text) => Ok(text),
            Err(_) => Err(State::Crashed),
        },
        (Some(code), _) if code == i32::from(REFUSED) => Err(State::Refused),
        (None, _) if killed_for_time(ended) => Err(State::Slow),
        _ => Err(State::Crashed),
    })
}

#[cfg(unix)]
fn killed_for_time(ended: std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    ended.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn killed_for_time(_: std::process::ExitStatus) -> bool {
    false
}

/// What the process does: takes a file from its input and says its text. To be called before anything else is begun.
pub fn run(media_type: &str) -> ExitCode {
    limit();
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    match text::of(media_type, &bytes) {
        Ok(text) => {
            let mut out = std::io::stdout().lock();
            let said = out.write_all(MARK).and_then(|()| out.write_all(text.as_bytes())).and_then(|()| out.flush());
            if said.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(NoText::Kind | NoText::Refused) => ExitCode::from(REFUSED),
    }
}

/// Memory and processor time of this process, and that it leaves no picture of its memory behind.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, PROCESSOR), (Resource::Core, 0)] {
        let both = Rlimit { current: Some(most), maximum: Some(most) };
        // Where it cannot be set, the parent's patience remains.
        let _ = setrlimit(resource, both);
    }
}

#[cfg(not(unix))]
fn limit() {}
