//! The Chrome DevTools Protocol over a pair of pipes (`--remote-debugging-pipe`): JSON messages, each ended by a NUL byte.
//!
//! Untyped on purpose: a typed client drops the events that it does not know, and here an unknown complaint must fail the test.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, oneshot};

/// For one command. Chromium on a busy machine may take seconds to start a renderer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Called for every event, in order, before any later answer is given: session, method, parameters.
pub type OnEvent = Box<dyn Fn(&str, &str, &Value) + Send + Sync>;

#[derive(Clone)]
pub struct Cdp {
    out: mpsc::UnboundedSender<Value>,
    waiting: Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>,
    next: Arc<AtomicU64>,
}

impl Cdp {
    /// Starts `program` with the pipes as its file descriptors 3 and 4; what it leaves behind, it leaves in `folder`. It ends when the pipes are
    /// closed, however we end.
    pub fn start(program: &str, args: &[String], folder: &Path, on_event: impl FnOnce(Cdp) -> OnEvent) -> (Cdp, Child) {
        let mut command = Command::new("sh");
        command.env("TMPDIR", folder);
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", program]).args(args);
        let spawned =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true).spawn();
        let mut child = spawned.expect("a shell starts");
        let (out, queue) = mpsc::unbounded_channel();
        let cdp = Cdp { out, waiting: Arc::default(), next: Arc::default() };
        tokio::spawn(write(queue, child.stdin.take().expect("piped")));
        let on_event = on_event(cdp.clone());
        tokio::spawn(read(child.stdout.take().expect("piped"), cdp.waiting.clone(), on_event));
        (cdp, child)
    }

    /// Sends a command and does not wait for its answer.
    pub fn tell(&self, session: &str, method: &str, params: Value) -> u64 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        // If Chromium is gone, nobody answers, and the caller says so.
        self.out.send(message).ok();
        id
    }

    /// Sends a command and waits for its result; `Err` is Chromium's message. `session` is empty for the browser itself.
    pub async fn ask(&self, session: &str, method: &str, params: Value) -> Result<Value, String> {
        let (sender, answer) = oneshot::channel();
        let waiting = self.waiting.clone();
        // Locked until the command is sent, so that the answer cannot come before someone waits for it.
        {
            let mut waiting = waiting.lock().expect("no test panicked while holding it");
            let id = self.tell(session, method, params);
            waiting.insert(id, sender);
        }
        let answer =
            tokio::time::timeout(TIMEOUT, answer).await.map_err(|_| format!("{method}: no answer from Chromium"))?;
        let mut answer = answer
            .map_err(|_| format!("{method}: Chromium has ended (is it installed? `cargo xtask test` installs it)"))?;
        match answer.get("error") {
            Some(error) => Err(format!("{method}: {}", error["message"].as_str().unwrap_or_default())),
            None => Ok(answer["result"].take()),
        }
    }

    pub async fn call(&self, session: &str, method: &str, params: Value) -> Value {
        self.ask(session, method, params).await.unwrap_or_else(|e| panic!("{e}"))
    }
}

async fn write(mut queue: mpsc::UnboundedReceiver<Value>, mut pipe: ChildStdin) {
    while let Some(message) = queue.recv().await {
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        if pipe.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

async fn read(pipe: ChildStdout, waiting: Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>, on_event: OnEvent) {
    let mut pipe = BufReader::new(pipe);
    let mut bytes = Vec::new();
    while pipe.read_until(0, &mut bytes).await.is_ok_and(|n| n > 0) {
        bytes.pop();
        let message: Value = serde_json::from_slice(&bytes).expect("Chromium writes JSON");
        bytes.clear();
        if let Some(id) = message["id"].as_u64() {
            let waiter = waiting.lock().expect("no test panicked while holding it").remove(&id);
            // Nobody waits for the answers to `tell`.
            waiter.map(|waiter| waiter.send(message));
        } else {
            let text = |name: &str| message[name].as_str().unwrap_or_default();
            on_event(text("sessionId"), text("method"), &message["params"]);
        }
    }
    // Whoever still waits learns that nothing will come.
    waiting.lock().expect("no test panicked while holding it").clear();
}
