//! The rules of the house that no compiler knows. Each failure names the file, and what to do instead.
//!
//! Elsewhere: the length of functions, `unwrap`, clocks and chance are Clippy's (`clippy.toml`); texts and their typography are
//! tested in `app`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tests::tools::root;

/// The most lines of a source file. A longer one says two things.
const MAX_LINES: usize = 400;

/// Which rooms a room may use. One direction: ledger <- app <- server <- tests.
const ARROWS: &[(&str, &[&str])] = &[
    ("ledger", &[]),
    ("fuzz", &["ledger"]),
    ("app", &["ledger"]),
    ("browser", &["app"]),
    ("server", &["app", "ledger"]),
    ("tests", &["app", "ledger", "server"]),
    ("xtask", &[]),
];

/// What a room must never depend on, and why.
const BANNED_CRATES: &[(&str, &[&str], &str)] = &[
    (
        "ledger",
        &["tokio", "rand", "getrandom", "axum", "sqlx", "leptos"],
        "no I/O, no randomness, no async in the ledger",
    ),
    ("app", &["tokio", "axum", "sqlx", "reqwest"], "pages are functions of plain data"),
    ("", &["chrono", "time", "openssl"], "jiff tells time, rustls encrypts"),
];

/// A file of the tree: its path from the root, and its text if it is text.
struct File {
    path: String,
    text: Option<String>,
}

impl File {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Lines with their numbers, as a person counts them.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.as_deref().unwrap_or_default().lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// `path:line`, for each line that `wanted` finds.
    fn places(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        self.lines()
            .filter(|(_, line)| wanted(line))
            .map(|(at, line)| format!("{}:{at}: {}", self.path, line.trim()))
            .collect()
    }
}

/// Everything that git keeps, or would if it were added. Without git, as in an unpacked archive, everything but what we build.
fn tree() -> Vec<File> {
    let git = std::process::Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let paths: Vec<PathBuf> = match git {
        Ok(listed) if listed.status.success() => {
            String::from_utf8(listed.stdout).expect("our names are UTF-8").lines().map(PathBuf::from).collect()
        }
        _ => walkdir::WalkDir::new(root())
            .into_iter()
            .filter_entry(|entry| !["target", ".git"].contains(&entry.file_name().to_string_lossy().as_ref()))
            .map(|entry| entry.expect("a readable tree").into_path())
            .map(|path| path.strip_prefix(root()).expect("below the root").to_owned())
            .collect(),
    };
    let there = paths.into_iter().filter(|path| root().join(path).is_file());
    let read = |path: PathBuf| File {
        text: std::fs::read_to_string(root().join(&path)).ok(),
        path: path.to_string_lossy().replace('\\', "/"),
    };
    there.map(read).collect()
}

/// Fails with everything that is wrong, and what to do.
fn assert_none(wrong: Vec<String>, instead: &str) {
    assert!(wrong.is_empty(), "{instead}\n{}", wrong.join("\n"));
}

/// The dependencies of each package, those for one platform included.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for file in tree().iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let manifest: toml::Table = file.text.as_deref().expect("text").parse().expect("TOML");
        let mut names = BTreeSet::new();
        collect(&manifest, &mut names);
        let name = manifest["package"]["name"].as_str().expect("a name").to_owned();
        found.insert(name, names);
    }
    found
}

fn collect(table: &toml::Table, names: &mut BTreeSet<String>) {
    for (key, value) in table {
        let Some(inner) = value.as_table() else { continue };
        match key.as_str() {
            "dependencies" | "dev-dependencies" | "build-dependencies" => names.extend(inner.keys().cloned()),
            "target" => inner.values().filter_map(toml::Value::as_table).for_each(|platform| collect(platform, names)),
            _ => {}
        }
    }
}

#[test]
fn dependencies_run_one_way() {
    let manifests = manifests();
    let rooms: Vec<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    assert_eq!(manifests.keys().map(String::as_str).collect::<BTreeSet<_>>(), rooms.iter().copied().collect());
    let mut wrong = Vec::new();
    for (room, allowed) in ARROWS {
        for used in manifests[*room].iter().filter(|used| rooms.contains(&used.as_str())) {
            if !allowed.contains(&used.as_str()) {
                wrong.push(format!("{room} -> {used}"));
            }
        }
    }
    assert_none(wrong, "ledger <- app <- server <- tests, and no other arrow");
}

#[test]
fn a_room_keeps_out_what_is_not_its_own() {
    let mut wrong = Vec::new();
    for (room, used) in &manifests() {
        for (_, banned, why) in BANNED_CRATES.iter().filter(|(of, ..)| of.is_empty() || of == room) {
            wrong.extend(
                banned.iter().filter(|name| used.contains(**name)).map(|name| format!("{room} uses {name}: {why}")),
            );
        }
    }
    assert_none(wrong, "a dependency in the wrong room");
}

#[test]
fn the_ledger_touches_nothing() {
    let outside =
        ["std::fs", "std::net", "std::env", "std::process", "std::thread", "std::time", "async fn", "unsafe "];
    let ledger = tree().into_iter().filter(|file| file.is_rust() && file.path.starts_with("ledger/src/"));
    let wrong = ledger.flat_map(|file| {
        file.places(|line| code(line).is_some_and(|code| outside.iter().any(|name| code.contains(name))))
    });
    assert_none(wrong.collect(), "the ledger is a function of its arguments");
}

/// The line without what a comment says; `None` when that is all.
fn code(line: &str) -> Option<&str> {
    let code = line.split("//").next().unwrap_or_default();
    (!code.trim().is_empty()).then_some(code)
}

#[test]
fn only_one_part_writes_a_textarea() {
    let tag = ["<text", "area"].concat();
    let pages = tree()
        .into_iter()
        .filter(|file| file.is_rust() && (file.path.starts_with("app/") || file.path.starts_with("server/")));
    let others = pages.filter(|file| file.path != "app/src/parts/field.rs");
    let wrong = others.flat_map(|file| file.places(|line| code(line).is_some_and(|code| code.contains(&tag))));
    assert_none(wrong.collect(), "use parts::TextArea: Leptos does not escape the text inside this tag");
}

#[test]
fn sql_stays_in_the_store() {
    let words = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "sqlx::"];
    let room = |path: &str| {
        ["app/", "ledger/", "server/"].iter().any(|room| path.starts_with(room))
            && !path.starts_with("server/src/store/")
    };
    let files = tree().into_iter().filter(|file| file.is_rust() && room(&file.path));
    let sql = |line: &str| code(line).is_some_and(|code| words.iter().any(|word| code.contains(word)));
    assert_none(files.flat_map(|file| file.places(sql)).collect(), "put the query in server/src/store");
}

#[test]
fn no_file_is_long() {
    let source = |path: &str| [".rs", ".js", ".py", ".java"].iter().any(|end| path.ends_with(end));
    let files = tree().into_iter().filter(|file| source(&file.path));
    let long = files.filter(|file| file.lines().count() > MAX_LINES);
    let wrong = long.map(|file| format!("{}: {} lines", file.path, file.lines().count()));
    assert_none(wrong.collect(), "at most 400 lines: part it where the second subject begins");
}

#[test]
fn no_registry_and_no_machine_is_named() {
    // Put together here, so that this file does not name them.
    let hosts = [
        ["crates", ".io"],
        ["py", "pi.org"],
        ["python", "hosted.org"],
        ["npm", "js.org"],
        ["npm", "js.com"],
        ["deb.deb", "ian.org"],
        ["static.rust", "-lang.org"],
    ];
    let folders = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]];
    let named: Vec<String> = hosts.iter().chain(&folders).map(|halves| halves.concat()).collect();
    // Cargo writes the name of the registry into its lock files.
    let files = tree().into_iter().filter(|file| !file.path.ends_with("Cargo.lock"));
    let wrong = files.flat_map(|file| file.places(|line| named.iter().any(|name| line.contains(name))));
    assert_none(wrong.collect(), "the project builds anywhere: no registry's host, no folder of one machine");
}

#[test]
fn both_databases_migrate_alike() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = format!("migrations/{database}/");
        tree().iter().filter_map(|file| file.path.strip_prefix(&folder).map(str::to_owned)).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres, "a migration has the same number and name for both databases");
}

#[test]
fn every_source_file_is_reached() {
    let files = tree();
    let rust: BTreeMap<&str, &str> = files
        .iter()
        .filter(|file| file.is_rust())
        .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
        .collect();
    let wrong = rust
        .keys()
        .filter(|path| !is_root(path))
        .filter(|path| !parents(path).iter().any(|(parent, name)| declares(rust.get(parent.as_str()).copied(), name)));
    assert_none(wrong.map(|path| (*path).to_owned()).collect(), "no `mod` leads to this file: name it or delete it");
}

/// Compiled by itself: a library, a program, a test, an example, a benchmark, a target of the fuzzer.
fn is_root(path: &str) -> bool {
    let file = Path::new(path);
    let name = file.file_name().expect("a file").to_string_lossy();
    let folder = file.parent().and_then(Path::file_name).map(|folder| folder.to_string_lossy()).unwrap_or_default();
    ["main.rs", "lib.rs", "build.rs"].contains(&name.as_ref())
        || (["tests", "examples", "benches", "bin", "fuzz_targets"].contains(&folder.as_ref())
            && !path.contains("/src/"))
        || path.contains("/src/bin/")
}

/// Where the module of this file may be declared, and its name.
fn parents(path: &str) -> Vec<(String, String)> {
    let file = Path::new(path);
    let mut folder = file.parent().expect("in a folder").to_owned();
    let mut name = file.file_stem().expect("a name").to_string_lossy().into_owned();
    if name == "mod" {
        name = folder.file_name().expect("a folder").to_string_lossy().into_owned();
        folder = folder.parent().expect("in a folder").to_owned();
    }
    let inside = ["mod.rs", "lib.rs", "main.rs"].map(|root| folder.join(root));
    let beside = folder.with_extension("rs");
    let as_text = |path: PathBuf| path.to_string_lossy().into_owned();
    let mut found: Vec<(String, String)> =
        inside.into_iter().chain([beside]).map(|path| (as_text(path), name.clone())).collect();
    // The modules of a test that is one file lie beside it: tests/common/mod.rs of tests/evidence.rs.
    if folder.file_name().is_some_and(|folder| folder == "tests") {
        let roots = std::fs::read_dir(root().join(&folder)).into_iter().flatten().flatten();
        found.extend(roots.map(|test| (as_text(folder.join(test.file_name())), name.clone())));
    }
    found
}

fn declares(parent: Option<&str>, name: &str) -> bool {
    let ends = format!("mod {name};");
    parent.is_some_and(|text| {
        text.lines().any(|line| line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ") == ends)
    })
}

#[test]
fn every_template_and_sheet_is_used() {
    let files = tree();
    let sources: String = files.iter().filter(|file| file.is_rust()).filter_map(|file| file.text.clone()).collect();
    let named = |path: &str| Path::new(path).file_name().is_some_and(|name| sources.contains(&*name.to_string_lossy()));
    let used_by_name = files.iter().filter(|file| file.path.contains("/templates/") || file.path.ends_with(".css"));
    let dead = used_by_name.filter(|file| !named(&file.path)).map(|file| file.path.clone());
    assert_none(dead.collect(), "nothing uses this file: name it or delete it");
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let files = tree();
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut wrong = Vec::new();
    let mut pictures: BTreeSet<&str> =
        paths.iter().copied().filter(|path| path.starts_with("docs/pictures/")).collect();
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        let folder = Path::new(&file.path).parent().expect("in a folder");
        for (at, line) in file.lines() {
            for link in line.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next()) {
                if link.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                    continue;
                }
                let target = normal(&folder.join(link));
                pictures.remove(target.as_str());
                let is_folder =
                    paths.iter().any(|path| path.starts_with(&format!("{}/", target.trim_end_matches('/'))));
                if !paths.contains(target.as_str()) && !is_folder {
                    wrong.push(format!("{}:{at}: {link}", file.path));
                }
            }
        }
    }
    wrong.extend(pictures.iter().map(|picture| format!("{picture}: no document shows it")));
    assert_none(wrong, "a link leads to a file of the tree, and each picture is shown");
}

/// Without `.` and `..`.
fn normal(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                parts.pop();
            }
            std::path::Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

#[test]
fn every_text_is_said_somewhere() {
    let files = tree();
    let sources: String = files.iter().filter(|file| file.is_rust()).filter_map(|file| file.text.clone()).collect();
    let said: BTreeSet<&str> = sources
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .windows(2)
        .fold(BTreeSet::new(), |mut said, pair| {
            // `t.save()`, `self.save()`, `texts().save()`, `Texts::save`, `Texts(Lang::Fr).save()`, `Texts(draft.lang).save()`.
            if ["t", "self", "texts", "Texts", "Fr", "lang"].contains(&pair[0]) {
                said.insert(pair[1]);
            }
            said
        });
    let mut dead = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("app/src/texts/")) {
        let table = file.text.as_deref().unwrap_or_default().split("texts! {").nth(1).unwrap_or_default();
        let table = table.split("\n}").next().unwrap_or_default();
        let keys =
            table.lines().filter_map(|line| line.strip_prefix("    ")?.split_once([':', '(']).map(|(key, _)| key));
        let is_key = |key: &&str| {
            !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        // A confirmation is named by what follows `done_`, as a text.
        let is_dead = |key: &&str| match key.strip_prefix("done_") {
            Some(name) => !sources.contains(&format!("\"{name}\"")),
            None => !said.contains(key),
        };
        dead.extend(keys.filter(is_key).filter(is_dead).map(|key| format!("{}: {key}", file.path)));
    }
    assert_none(dead, "nobody says this text: say it or delete it");
}
