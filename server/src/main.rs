//! The command line.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use app::{Lang, Texts};
use clap::{Args, Parser, Subcommand};
use ledger::evidence::Reader;
use ledger::x509::{self, Certificate};
use ledger::{VerifyingKey, Witness};
use server::clock::Clock;
use server::config::Config;
use server::report::Telling;
use server::store::evidence::About;
use server::store::verify::{self, Known};
use server::usage;

/// Acté: warnings given, decisions collected, evidence kept.
#[derive(Parser)]
#[command(name = "acte", version)]
struct Cli {
    /// Settings file (TOML). The environment overrides it.
    #[arg(long, global = true, env = "ACTE_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "one is made, once a run")]
enum Command {
    /// Migrate the database, then serve.
    Serve {
        /// Fill an empty database with an example firm, and show the outbox as a page.
        #[arg(long)]
        demo: bool,
    },
    /// Only work: send mails, make documents, sign checkpoints. For machines beside those that serve.
    Work,
    /// Write a bundle of everything about a client, a project or a notice, and record that.
    Export {
        /// `client:`, `project:` or `notice:` and the identifier that stands in the address of its page.
        about: About,
        /// A file, or a folder for a file named by the program.
        #[arg(default_value = ".")]
        to: PathBuf,
        /// fr or en: the language of the list and of the instructions inside. Default: the client's.
        #[arg(long)]
        lang: Option<Lang>,
    },
    /// Take one mail that came in, from a mail server's pipe: a delivery report or an answer. Ends with 75 when it is to be handed over again later, with 65 when it never will be taken.
    MailIn {
        /// The message. Default: standard input.
        file: Option<PathBuf>,
    },
    /// Say the text of the file that comes in, for the search: the server runs it for each attached file.
    #[command(hide = true)]
    ReadText { media_type: String },
    /// Read everything that is stored, or one file, and say what does not hold. Ends with 1 if anything does not.
    Verify {
        /// A PDF, an evidence file, a bundle or a folder of these, verified offline and without a database.
        file: Option<PathBuf>,
        /// The database of the settings; so also when no file is named.
        #[arg(long, conflicts_with = "file")]
        database: bool,
        #[command(flatten)]
        reading: Reading,
    },
}

/// How a file is verified and told of.
#[derive(Args)]
struct Reading {
    /// The firm's verifier key, if you know it by another way than the file.
    #[arg(long, requires = "file")]
    key: Option<VerifyingKey>,
    /// PEM file of the roots of time-stamp authorities that you trust.
    #[arg(long, requires = "file")]
    authorities: Option<PathBuf>,
    /// Key of a witness that you trust to have cosigned; may be given several times.
    #[arg(long, requires = "file", value_name = "KEY")]
    witness: Vec<Witness>,
    /// Newer evidence of the same firm (a PDF, an evidence file or a bundle): it says whether the key of an older PDF's seal was revoked since.
    #[arg(long, requires = "file", value_name = "FILE")]
    newer: Option<PathBuf>,
    /// Print one line of JSON, for programs.
    #[arg(long, requires = "file", conflicts_with = "full")]
    json: bool,
    /// Print the recorded texts too.
    #[arg(long, requires = "file")]
    full: bool,
    /// fr or en, or a locale that begins so.
    #[arg(long, env = "LANG", default_value = "en")]
    lang: String,
}

#[tokio::main]
#[allow(clippy::print_stderr, reason = "why it ends is for whoever started it, not a line of the log")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_env_filter(log_filter()).with_writer(std::io::stderr).init();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("acte: {error}");
            ExitCode::from(2)
        }
    }
}

/// Tells why the arguments are refused, in the language asked for; clap itself in English, as its help is.
#[allow(clippy::print_stderr, reason = "why it ends is for whoever started it, not a line of the log")]
fn refused(error: &clap::Error) -> ExitCode {
    match usage::asked(std::env::args()) {
        // Asked for help is not refused.
        Lang::Fr if error.use_stderr() => {
            eprintln!("acte\u{a0}: {}", usage::refused(Texts(Lang::Fr), error));
            ExitCode::from(2)
        }
        _ => error.exit(),
    }
}

fn log_filter() -> tracing_subscriber::EnvFilter {
    tracing_subscriber::EnvFilter::try_from_env("ACTE_LOG").unwrap_or_else(|_| "info".into())
}

async fn run(cli: Cli) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    if let Command::ReadText { media_type } = &cli.command {
        return Ok(server::search::read::run(media_type));
    }
    if let Command::Verify { file: Some(file), reading, .. } = &cli.command {
        return verify_file(file, reading);
    }
    let mut config = Config::load(cli.config.as_deref())?;
    config.reading.program = std::env::current_exe()?;
    match cli.command {
        Command::Serve { demo } => {
            if demo && !config.is_local() {
                return Err("--demo is for this machine only: everybody knows its password".into());
            }
            config.demo = demo;
            let listener = tokio::net::TcpListener::bind(config.listen)
                .await
                .map_err(|e| format!("cannot listen on {}: {e}", config.listen))?;
            if demo {
                show_example(&config).await?;
            }
            let app = server::open(config, Clock::system()).await?;
            tracing::info!(url = app.config.url, "serving");
            let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
            let worker = tokio::spawn(server::jobs::work(app.clone(), async move { drop(stopped.await) }));
            server::serve(app, listener, stop_signal()).await?;
            drop(stop);
            worker.await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Work => {
            let app = server::open(config, Clock::system()).await?;
            tracing::info!("working");
            server::jobs::work(app, stop_signal()).await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Export { about, to, lang } => export(config, about, &to, lang).await,
        Command::MailIn { file } => Ok(mail_in(config, file.as_deref()).await),
        Command::Verify { .. } | Command::ReadText { .. } => verify(config).await,
    }
}

/// Makes the example firm and says where to sign in and as whom.
#[allow(clippy::print_stdout, reason = "the newcomer must not search the log for it")]
async fn show_example(config: &Config) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // By a clock of its own: the example has a past. Nobody outside can be asked about it: authorities and witnesses live in the present.
    let past = Clock::fixed(server::demo::begins(Clock::system().now()));
    let alone = Config { timestamps: None, witness_ask: vec![], ..config.clone() };
    let app = server::open(alone, past).await?;
    server::demo::fill(&app).await.map_err(|e| format!("the example firm: {e:?}"))?;
    println!("\n  Acté   {url}/sign-in", url = app.config.url);
    println!("  e-mail    {}", server::demo::EMAIL);
    println!("  password  {}", server::demo::PASSWORD);
    println!("  mails     {url}/outbox  (nothing is sent)", url = app.config.url);
    if let Some(timestamps) = &config.timestamps {
        println!("  time      stated from now on by an authority with the root {}", timestamps.anchors.display());
    }
    println!();
    Ok(())
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "the file's name is the answer; progress is for people")]
async fn export(
    config: Config,
    about: About,
    to: &Path,
    lang: Option<Lang>,
) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    existing(&config)?;
    let (no_authority, no_witness) = (config.timestamps.is_none(), config.witness_ask.is_empty());
    let settings =
        [("timestamps.authorities", no_authority), ("timestamps.anchors", no_authority), ("witness.ask", no_witness)];
    let without: Vec<&str> = settings.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect();
    if !without.is_empty() {
        eprintln!("acte: exporting without {}; if the server has them, give them here as well", without.join(", "));
    }
    let app = server::open(config, Clock::system()).await?;
    let tell = std::io::stderr().is_terminal();
    let progress = |written: u64, size: u64| {
        if tell {
            eprint!("\r{} / {} MB", written / 1_000_000, size / 1_000_000);
        }
    };
    let written = server::bundle::write(&app, about, lang, to, progress).await?;
    if tell {
        eprintln!();
    }
    println!("{}", written.display());
    Ok(ExitCode::SUCCESS)
}

/// Takes one message. Mail servers know these ends (sysexits.h): 0 taken, 65 refused for good, 75 to be tried again.
#[allow(clippy::print_stderr, reason = "a mail server passes it on to whoever looks why")]
async fn mail_in(config: Config, file: Option<&Path>) -> ExitCode {
    let limit = config.upload_limit as u64;
    let tried = async {
        let mut bytes = Vec::new();
        match file {
            Some(file) => std::fs::File::open(file)?.take(limit + 1).read_to_end(&mut bytes)?,
            None => std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)?,
        };
        if bytes.len() as u64 > limit {
            return Ok(None);
        }
        existing(&config)?;
        let app = server::open(config, Clock::system()).await?;
        server::incoming::take(&app, bytes).await.map(Some)
    };
    match tried.await {
        Ok(Some(_)) => ExitCode::SUCCESS,
        Ok(None) => {
            eprintln!("acte: the message has more than {} MiB, the most that is taken (upload_mib)", limit >> 20);
            ExitCode::from(65)
        }
        Err(error) => {
            let error: Box<dyn std::error::Error + Send + Sync> = error;
            eprintln!("acte: {error}");
            ExitCode::from(75)
        }
    }
}

/// Opening a database that is not there would make an empty one, in which nothing is wrong and nothing is found.
fn existing(config: &Config) -> Result<(), String> {
    if config.database.contains("://") || Path::new(&config.database).exists() {
        return Ok(());
    }
    Err(format!("there is no database at {}: name its folder with ACTE_DATA", config.database))
}

#[allow(clippy::print_stdout, reason = "the report is what the command is for")]
async fn verify(config: Config) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    existing(&config)?;
    let app = server::open(config, Clock::system()).await?;
    let known = Known::of(&app.config);
    let report = verify::database_with(&app.db, Some(&app.files), &known).await?;
    print!("{report}");
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[allow(clippy::print_stdout, reason = "the report is what the command is for")]
fn verify_file(file: &Path, reading: &Reading) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    let lang = usage::language(&reading.lang);
    let authorities = reading.authorities.as_deref().map(|file| roots(Texts(lang), file)).transpose()?;
    let authorities = authorities.unwrap_or_default();
    let now = Clock::system().now();
    let reader = Reader {
        key: reading.key.as_ref(),
        authorities: &authorities,
        witnesses: &reading.witness,
        ..Reader::stranger(now)
    };
    let telling = match (reading.json, reading.full) {
        (true, _) => Telling::Json,
        (false, true) => Telling::Full,
        (false, false) => Telling::Short,
    };
    // For programs what the documentation says: in English.
    let t = Texts(if telling == Telling::Json { Lang::En } else { lang });
    let unread = |file: &Path, error: std::io::Error| usage::unread(t, file, &error);
    let newer = reading.newer.as_deref();
    let newer = newer.map(|newer| server::report::evidence_in(newer, reader).map_err(|error| unread(newer, error)));
    let told = newer.transpose().and_then(|newer| {
        let reader = Reader { newer: newer.as_ref(), ..reader };
        server::report::verify(Texts(lang), file, reader, telling).map_err(|error| unread(file, error))
    });
    let (text, holds) = match told {
        // A program that reads lines of JSON gets one in this case, too.
        Err(error) if telling == Telling::Json => {
            print!("{}", server::report::not_read(file, &error));
            return Ok(ExitCode::from(2));
        }
        other => other?,
    };
    print!("{text}");
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The roots that the reader trusts to say the time.
fn roots(t: Texts, file: &Path) -> Result<Vec<Certificate>, String> {
    let pem = std::fs::read(file).map_err(|error| usage::unread(t, file, &error))?;
    x509::roots(&String::from_utf8_lossy(&pem))
        .map_err(|error| t.labelled(&file.display().to_string(), &t.roots_error(&error)))
}

/// Ctrl-C or SIGTERM.
async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        return;
    }
    let _ = interrupted.await;
}
