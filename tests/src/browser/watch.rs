//! What a tab reports while a test runs: pages loaded, requests under way, and everything that a careful developer would
//! not want to see in the console.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::cdp::{Cdp, OnEvent};

/// One tab, as seen through its events.
#[derive(Default)]
pub struct Watched {
    /// Pages loaded so far.
    pub loads: u64,
    /// Requests of the page that is shown which have no end yet.
    pub open: HashMap<String, Request>,
    /// Addresses of the documents that answered 4xx or 5xx: a page of ours that says so, which Chromium also logs.
    refused: HashSet<String>,
    /// What must not happen.
    pub faults: Vec<String>,
    /// The status of the last document.
    pub status: u64,
    /// The network was taken away: requests fail, as they should.
    pub offline: bool,
    /// Files that the browser has saved: names in the download folder.
    pub downloads: Vec<String>,
}

/// One request under way.
#[derive(Debug)]
pub struct Request {
    /// The document that asked, as Chromium numbers them.
    loader: String,
    /// Kind, address and document, for the message when it does not end.
    #[expect(dead_code, reason = "read by Debug")]
    asked: String,
}

pub type Tabs = Arc<Mutex<HashMap<String, Watched>>>;

/// Sorts the events into their tabs. Dialogs are dismissed, or the tab would stand still.
pub fn watcher(tabs: Tabs, cdp: Cdp) -> OnEvent {
    Box::new(move |session, method, params| {
        let mut tabs = tabs.lock().expect("no test panicked while holding it");
        if method == "Browser.downloadProgress" && params["state"] == "completed" {
            // The browser has one download folder for all its tabs.
            for tab in tabs.values_mut() {
                tab.downloads.push(text(&params["guid"]));
            }
        }
        let Some(tab) = tabs.get_mut(session) else { return };
        if method == "Page.javascriptDialogOpening" {
            cdp.tell(session, "Page.handleJavaScriptDialog", json!({ "accept": false }));
        }
        tab.note(method, params);
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Watched {
    fn note(&mut self, method: &str, params: &Value) {
        match method {
            "Page.loadEventFired" => self.loads += 1,
            "Network.requestWillBeSent" => {
                let asked = format!("{} {} by {}", params["type"], params["request"]["url"], params["documentURL"]);
                let request = Request { loader: text(&params["loaderId"]), asked };
                self.open.insert(text(&params["requestId"]), request);
            }
            // Chromium tells no end of what a page still asked for when it was left, its icon for instance.
            "Page.frameNavigated" if params["frame"]["parentId"].is_null() => {
                let loader = text(&params["frame"]["loaderId"]);
                self.open.retain(|_, request| request.loader == loader);
            }
            "Network.loadingFinished" => drop(self.open.remove(&text(&params["requestId"]))),
            "Network.loadingFailed" => self.failed(params),
            "Network.responseReceived" => self.answered(params),
            "Page.javascriptDialogOpening" => self.fault(format!("a dialog opens: {}", params["message"])),
            "Runtime.consoleAPICalled" => self.fault(format!("console.{}: {}", text(&params["type"]), params["args"])),
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                self.fault(format!(
                    "exception: {} {}",
                    text(&details["text"]),
                    text(&details["exception"]["description"])
                ));
            }
            "Log.entryAdded" => self.logged(&params["entry"]),
            "Audits.issueAdded" => self.issue(&params["issue"]),
            "Inspector.targetCrashed" => self.fault("the tab crashed".into()),
            _ => {}
        }
    }

    fn failed(&mut self, params: &Value) {
        self.open.remove(&text(&params["requestId"]));
        // A navigation that became a download, or that another one overtook, is cancelled.
        if params["canceled"] != true && !self.offline {
            let why = text(&params["blockedReason"]);
            self.fault(format!("request failed: {} {} {why}", text(&params["type"]), text(&params["errorText"])));
        }
    }

    fn answered(&mut self, params: &Value) {
        let (url, status) =
            (text(&params["response"]["url"]), params["response"]["status"].as_u64().unwrap_or_default());
        if params["type"] == "Document" {
            self.status = status;
            if status >= 400 {
                self.refused.insert(url);
            }
        } else if status >= 400 {
            self.fault(format!("{url} answers {status}"));
        }
    }

    fn logged(&mut self, entry: &Value) {
        let url = text(&entry["url"]);
        if entry["source"] == "network" && (self.offline || self.refused.contains(&url)) {
            return;
        }
        self.fault(format!(
            "log: {} {}: {} ({url})",
            text(&entry["source"]),
            text(&entry["level"]),
            text(&entry["text"])
        ));
    }

    fn issue(&mut self, issue: &Value) {
        // A guess that a field called `name` was meant to be filled in by the browser. Ours are named by what they are.
        const GUESS: &str = "FormInputAssignedAutocompleteValueToIdOrNameAttributeError";
        if issue["details"]["genericIssueDetails"]["errorType"] != GUESS {
            self.fault(format!("issue: {} {}", text(&issue["code"]), issue["details"]));
        }
    }

    /// Once each: Chromium repeats some.
    fn fault(&mut self, fault: String) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}
