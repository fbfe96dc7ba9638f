//! `/witness/add-checkpoint`, as the operator of another log meets it.

use std::collections::HashMap;

use ledger::note::{Note, Signature};
use ledger::witness::Request;
use ledger::{Checkpoint, Frontier, Hash, SigningKey, Time, Witness, merkle};
use reqwest::Method;
use tests::http::{Page, Visitor};
use tests::server::{Database, Server};

tests::on_both_databases![a_log_that_only_grows_is_cosigned, of_two_at_once_none_rolls_back];

const SIZE: u64 = 40;

fn key() -> SigningKey {
    SigningKey::from_seed("other.example/log/1", &[3; 32]).unwrap()
}

/// A log of forty leaves, at every size.
struct Log {
    nodes: HashMap<(u8, u64), Hash>,
    roots: Vec<Hash>,
}

impl Log {
    fn new(history: &str) -> Log {
        let mut frontier = Frontier::new();
        let mut log = Log { nodes: HashMap::new(), roots: vec![frontier.root()] };
        for i in 0..SIZE {
            let added = frontier.append(merkle::leaf_hash(format!("{history} {i}").as_bytes())).unwrap();
            log.nodes.extend(added.into_iter().map(|(level, index, hash)| ((level, index), hash)));
            log.roots.push(frontier.root());
        }
        log
    }

    fn request(&self, old: u64, size: u64) -> Request {
        let read = |level, index| self.nodes.get(&(level, index)).copied();
        let proof = merkle::consistency_proof(old, size, read).unwrap();
        Request { old, proof, note: Checkpoint::sign(&key(), size, self.roots[size as usize]) }
    }
}

async fn server(on: Database) -> Server {
    Server::setup().on(on).set("witness.logs", &key().verifying_key().to_string()).start().await
}

async fn send(operator: &Visitor, body: impl ToString) -> Page {
    let request = operator.request(Method::POST, "/witness/add-checkpoint").body(body.to_string());
    operator.answer(request).await
}

async fn a_log_that_only_grows_is_cosigned(on: Database) {
    let server = server(on).await;
    let operator = server.visitor("en");
    let told = String::from_utf8(operator.visit("/witness").await.expect(200).bytes).unwrap();
    let witness: Witness = told.trim_end().parse().unwrap();
    let (log, fork) = (Log::new("a"), Log::new("b"));

    for (old, size) in [(0, 7), (7, 7), (7, 32)] {
        let request = log.request(old, size);
        let answer = send(&operator, &request).await.expect(200);
        let line: Signature = String::from_utf8(answer.bytes).unwrap().trim_end().parse().unwrap();
        let mut note = Note::parse(&request.note).unwrap();
        note.add(line).unwrap();
        assert_eq!(witness.cosigned(&note), Ok(Some(Time(server.clock.now().0 / 1000 * 1000))), "{old} to {size}");
    }

    let late = send(&operator, log.request(7, 40)).await.expect(409);
    assert_eq!((late.bytes.as_slice(), late.header("content-type")), (&b"32\n"[..], "text/x.tlog.size"));
    send(&operator, fork.request(32, 40)).await.expect(422);
    send(&operator, fork.request(32, 32)).await.expect(409);
    send(&operator, Request { old: 41, ..log.request(32, 40) }).await.expect(400);
    send(&operator, "old 32").await.expect(400);
    send(&operator, log.request(32, 40).to_string().replacen("other.example", "unknown.example", 1)).await.expect(404);
    let stranger = SigningKey::from_seed("other.example/log/1", &[4; 32]).unwrap();
    let note = Checkpoint::sign(&stranger, 40, log.roots[40]);
    send(&operator, Request { note, ..log.request(32, 40) }).await.expect(403);
    // A browser that another site steers gets nowhere; a program that says nothing of the kind is served.
    let request = operator.request(Method::POST, "/witness/add-checkpoint").header("sec-fetch-site", "cross-site");
    operator.answer(request.body(log.request(32, 40).to_string())).await.expect(403);
    send(&operator, "x".repeat(300 * 1024)).await.expect(413);

    // Another server on the same data, as after a restart: it remembers, and it is the same witness.
    let other = Server::setup().on(on).beside(&server).set("witness.logs", &key().verifying_key().to_string());
    let other = other.set("witness.name", witness.name()).start().await;
    let operator = other.visitor("en");
    assert_eq!(operator.visit("/witness").await.expect(200).bytes, told.as_bytes());
    send(&operator, log.request(0, 40)).await.expect(409);
    send(&operator, log.request(32, 40)).await.expect(200);
}

/// Whoever comes second proves from a size that is no longer the newest, and is told.
async fn of_two_at_once_none_rolls_back(on: Database) {
    let server = server(on).await;
    let log = Log::new("a");
    let (one, two) = (server.visitor("en"), server.visitor("en"));
    send(&one, log.request(0, 5)).await.expect(200);
    for size in [10u64, 20, 30] {
        let (a, b) = tokio::join!(send(&one, log.request(size - 5, size)), send(&two, log.request(size - 5, size + 5)));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let newest = if a.status == 200 { size } else { size + 5 };
        let told = send(&one, log.request(0, 40)).await.expect(409);
        assert_eq!(String::from_utf8(told.bytes).unwrap(), format!("{newest}\n"));
        if newest == size {
            send(&one, log.request(size, size + 5)).await.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn who_is_no_witness_says_so() {
    let server = Server::start().await;
    let operator = server.visitor("en");
    operator.visit("/witness").await.expect(404);
    send(&operator, Log::new("a").request(0, 1)).await.expect(404);
}
