//! What the program refuses at its start, rather than look well on a folder that is not.

use std::path::Path;
use std::process::{Command, Output};

use tests::server::Server;
use tests::story::setup_firm;
use tests::tools;

fn acte(data: &Path, command: &str, more: &[(&str, &str)]) -> Output {
    let mut acte = Command::new(tools::acte());
    acte.arg(command).env("ACTE_DATA", data).envs(more.iter().copied());
    acte.output().expect("acte starts")
}

#[track_caller]
fn refuses(output: &Output, says: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains(says), "{told} should say {says}");
}

#[test]
fn a_folder_without_a_database_is_not_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("mistyped");
    refuses(&acte(&data, "verify", &[]), "there is no database");
    assert!(!data.exists(), "nothing is made by who only asks");
}

#[test]
fn a_variable_that_is_no_setting_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    refuses(&acte(folder.path(), "verify", &[("ACTE_DATTA", "x")]), "ACTE_DATTA: no such setting");
}

/// A copy put back without its master key: another one would open nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_database_without_its_key_is_not_served() {
    let server = Server::start().await;
    setup_firm(&server, "en").await;
    let (data, copy) = (&server.app.config.data, tempfile::tempdir().expect("a folder"));
    // With what SQLite has not folded into the file yet.
    for name in ["acte.db", "acte.db-wal"] {
        std::fs::copy(data.join(name), copy.path().join(name)).expect("copied");
    }
    for command in ["serve", "verify"] {
        let output = acte(copy.path(), command, &[("ACTE_LISTEN", "127.0.0.1:0")]);
        refuses(&output, "master.key is missing");
        assert!(!copy.path().join("master.key").exists());
    }
}
