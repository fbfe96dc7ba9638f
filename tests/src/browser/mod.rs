//! Drives a real Chromium as a person would, with or without script, on a wide screen or a phone, by mouse or by keyboard alone.
//!
//! Whatever the browser complains about (console, exceptions, failed requests, content security policy, its own audits) fails the
//! test, after each step. Questions about the page are asked in an isolated world: they see the document, not the page's script,
//! work when script is off, and the page's content security policy does not bind them.

mod axe;
mod cdp;
mod hands;
mod watch;

pub use axe::Violation;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};

use crate::http::Visitor;
use crate::tools;
use cdp::Cdp;
use watch::{Tabs, Watched};

/// Until a page has come and its requests have ended.
const PATIENCE: Duration = Duration::from_secs(20);

/// No sandbox, because it refuses to run as root, and only our own pages are opened. The rest keeps Chromium from calling home and
/// from opening pages ahead of us.
const FLAGS: &str = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --disable-extensions --disable-default-apps --disable-dev-shm-usage --hide-scrollbars \
    --mute-audio --force-color-profile=srgb --password-store=basic --disable-features=Prerender2,Translate,OptimizationHints \
    --remote-debugging-pipe about:blank";

/// How a person looks at the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// CSS pixels.
    pub width: u32,
    pub height: u32,
    /// Touch, and the viewport that the page asks for.
    pub phone: bool,
    pub script: bool,
    /// Accept-Language.
    pub language: &'static str,
}

impl View {
    pub const DESK: View = View { width: 1280, height: 900, phone: false, script: true, language: "en" };
    pub const PHONE: View = View { width: 390, height: 844, phone: true, script: true, language: "en" };

    pub fn without_script(self) -> View {
        View { script: false, ..self }
    }

    pub fn in_language(self, language: &'static str) -> View {
        View { language, ..self }
    }

    /// For the names of screenshots: `phone-fr`, `desk-en-noscript`.
    pub fn name(&self) -> String {
        let device = if self.phone { "phone" } else { "desk" };
        format!("{device}-{}{}", self.language, if self.script { "" } else { "-noscript" })
    }
}

/// A Chromium with a fresh profile. Each tab is another person: they share nothing.
pub struct Browser {
    cdp: Cdp,
    process: tokio::process::Child,
    tabs: Tabs,
    profile: tempfile::TempDir,
}

impl Browser {
    pub async fn start() -> Browser {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let mut args: Vec<String> = FLAGS.split_whitespace().map(str::to_owned).collect();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        let tabs = Tabs::default();
        let (cdp, process) = Cdp::start("chromium", &args, profile.path(), |cdp| watch::watcher(tabs.clone(), cdp));
        cdp.call("", "Browser.getVersion", json!({})).await;
        Browser { cdp, process, tabs, profile }
    }

    pub async fn tab(&self, view: View) -> Tab {
        let context = self.cdp.call("", "Target.createBrowserContext", json!({})).await["browserContextId"].clone();
        let downloads = self.profile.path().join("downloads");
        let save = json!({ "behavior": "allowAndName", "browserContextId": context, "downloadPath": downloads, "eventsEnabled": true });
        self.cdp.call("", "Browser.setDownloadBehavior", save).await;
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = self.cdp.call("", "Target.createTarget", target).await["targetId"].clone();
        let attached = self.cdp.call("", "Target.attachToTarget", json!({ "targetId": target, "flatten": true })).await;
        let session = attached["sessionId"].as_str().expect("a session has a name").to_owned();
        self.tabs.lock().expect("no test panicked while holding it").insert(session.clone(), Watched::default());
        let tab = Tab { cdp: self.cdp.clone(), tabs: self.tabs.clone(), session, downloads, view };
        for domain in ["Page", "Runtime", "Log", "Network", "Audits", "DOM", "Inspector"] {
            tab.call(&format!("{domain}.enable"), json!({})).await;
        }
        tab.look(view).await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends by itself once the pipes are closed, but the profile's folder is removed now.
        self.process.start_kill().ok();
        let since = Instant::now();
        while matches!(self.process.try_wait(), Ok(None)) && since.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// One person's tab, with cookies of its own.
pub struct Tab {
    cdp: Cdp,
    tabs: Tabs,
    session: String,
    downloads: PathBuf,
    pub view: View,
}

impl Tab {
    async fn call(&self, method: &str, params: Value) -> Value {
        self.cdp.call(&self.session, method, params).await
    }

    fn watched<T>(&self, look: impl FnOnce(&mut Watched) -> T) -> T {
        let mut tabs = self.tabs.lock().expect("no test panicked while holding it");
        look(tabs.get_mut(&self.session).expect("the tab was put there when it was opened"))
    }

    /// Changes width, language and script; what concerns loading holds from the next page on.
    pub async fn look(mut self, view: View) -> Tab {
        let size = json!({ "width": view.width, "height": view.height, "deviceScaleFactor": 1, "mobile": view.phone });
        self.call("Emulation.setDeviceMetricsOverride", size).await;
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": view.phone })).await;
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !view.script })).await;
        let agent = self.cdp.call("", "Browser.getVersion", json!({})).await["userAgent"].clone();
        let language = json!({ "userAgent": agent, "acceptLanguage": view.language });
        self.call("Emulation.setUserAgentOverride", language).await;
        // Movement between pages would only make the test wait.
        let calm = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        self.call("Emulation.setEmulatedMedia", calm).await;
        self.view = view;
        self
    }

    /// Types an address.
    pub async fn open(&self, url: &str) {
        self.load(async {
            let done = self.call("Page.navigate", json!({ "url": url })).await;
            assert!(done.get("errorText").is_none(), "{url}: {}", done["errorText"]);
        })
        .await;
    }

    /// Loads the page again; one that answered a form sends the form again.
    pub async fn reload(&self) {
        self.load(async { drop(self.call("Page.reload", json!({})).await) }).await;
    }

    /// Does something that leads to another page, and waits for it.
    pub async fn load(&self, act: impl Future<Output = ()>) {
        let before = self.watched(|tab| tab.loads);
        act.await;
        let since = Instant::now();
        while self.watched(|tab| tab.loads) == before {
            assert!(
                since.elapsed() < PATIENCE,
                "no page came; still at {} with faults {:?}",
                self.url().await,
                self.faults()
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.settle().await;
    }

    /// Waits until no request is under way, then fails on whatever the browser complained about.
    pub async fn settle(&self) {
        let (since, mut quiet) = (Instant::now(), 0);
        while quiet < 3 {
            if since.elapsed() > PATIENCE {
                let open = self.watched(|tab| format!("{:?}", tab.open.values()));
                panic!("requests do not end at {}: {open}", self.url().await);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            quiet = if self.watched(|tab| tab.open.is_empty()) { quiet + 1 } else { 0 };
        }
        // Events come in order: once this is answered, those before it are known.
        self.js("1").await;
        let faults = self.faults();
        assert!(faults.is_empty(), "the browser complains at {}:\n{}", self.url().await, faults.join("\n"));
    }

    /// Takes over the cookies of a visitor: the same person, signed in already, goes on with a browser.
    pub async fn become_visitor(&self, visitor: &Visitor) {
        for (name, value) in visitor.cookies() {
            self.set_cookie(&visitor.base(), &name, &value).await;
        }
    }

    pub async fn set_cookie(&self, url: &str, name: &str, value: &str) {
        let cookie =
            json!({ "url": url, "name": name, "value": value, "path": "/", "httpOnly": true, "sameSite": "Lax" });
        let set = self.call("Network.setCookie", cookie).await;
        assert_eq!(set["success"], true, "the cookie {name} for {url}");
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&self, offline: bool) {
        let speed = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.call("Network.emulateNetworkConditions", speed).await;
        self.watched(|tab| tab.offline = offline);
    }

    /// What the browser complained about since the last call.
    pub fn faults(&self) -> Vec<String> {
        self.watched(|tab| std::mem::take(&mut tab.faults))
    }

    /// The HTTP status of the page.
    pub fn status(&self) -> u64 {
        self.watched(|tab| tab.status)
    }

    /// The value of an expression, or of the promise that it is, in the isolated world.
    pub async fn js(&self, expression: &str) -> Value {
        self.js_in(self.world().await, expression).await
    }

    async fn world(&self) -> Value {
        let tree = self.call("Page.getFrameTree", json!({})).await;
        let world = json!({ "frameId": tree["frameTree"]["frame"]["id"], "worldName": "test" });
        self.call("Page.createIsolatedWorld", world).await["executionContextId"].clone()
    }

    async fn js_in(&self, world: Value, expression: &str) -> Value {
        let what = json!({ "expression": expression, "contextId": world, "awaitPromise": true, "returnByValue": true });
        let mut result = self.call("Runtime.evaluate", what).await;
        if let Some(problem) = result.get("exceptionDetails") {
            panic!("{expression}\nat {}: {}", self.url().await, problem["exception"]["description"]);
        }
        result["result"]["value"].take()
    }

    pub async fn url(&self) -> String {
        let tree = self.call("Page.getFrameTree", json!({})).await;
        tree["frameTree"]["frame"]["url"].as_str().unwrap_or_default().to_owned()
    }

    /// The visible text of the first element that a CSS selector finds, spaces of all kinds made one; empty when there is none.
    pub async fn text(&self, css: &str) -> String {
        let found = self.js(&format!("document.querySelector({})?.innerText ?? ''", json!(css))).await;
        found.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub async fn says(&self, text: &str) {
        let page = self.text("body").await;
        assert!(page.contains(text), "{} does not say “{text}”:\n{page}", self.url().await);
    }

    pub async fn has(&self, css: &str) -> bool {
        self.js(&format!("document.querySelector({}) !== null", json!(css))).await == true
    }

    /// Waits for what script does without loading a page.
    pub async fn wait_for(&self, css: &str) {
        let since = Instant::now();
        while !self.has(css).await {
            assert!(
                since.elapsed() < PATIENCE,
                "{css} does not come at {}:\n{}",
                self.url().await,
                self.text("body").await
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.settle().await;
    }

    /// Fails when the page is wider than the screen.
    pub async fn fits(&self) {
        let wide = self.too_wide().await;
        assert!(wide.is_empty(), "{} is wider than {} px: {wide:?}", self.url().await, self.view.width);
    }

    /// What sticks out on the right: nobody should have to scroll sideways (WCAG 2.2, 1.4.10). Parts that scroll by themselves may.
    pub async fn too_wide(&self) -> Vec<String> {
        const STICK_OUT: &str = "(() => {
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > limit + 1);
            return ['page', ...out.map(e => e.outerHTML.slice(0, 120))].slice(0, 5);
        })()";
        let found = self.js(STICK_OUT).await;
        found.as_array().into_iter().flatten().filter_map(|e| e.as_str().map(str::to_owned)).collect()
    }

    /// The whole page as a picture: `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let metrics = self.call("Page.getLayoutMetrics", json!({})).await;
        let size = &metrics["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let picture = self.call("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "clip": clip })).await;
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture["data"].as_str().unwrap_or_default());
        let file = tools::traces("screenshots").join(format!("{name}.png"));
        std::fs::write(&file, bytes.expect("base64")).expect("the picture is written");
        file
    }

    /// Clicks a link to a file and returns what was saved.
    pub async fn download(&self, what: &str) -> Vec<u8> {
        let before = self.watched(|tab| tab.downloads.len());
        self.click(what).await;
        let since = Instant::now();
        loop {
            if let Some(name) = self.watched(|tab| tab.downloads.get(before).cloned()) {
                return std::fs::read(self.downloads.join(name)).expect("Chromium saved the file");
            }
            assert!(since.elapsed() < PATIENCE, "nothing was saved after clicking {what} at {}", self.url().await);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
