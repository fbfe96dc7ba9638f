//! Mouse, keyboard and files. What is clicked is looked up as a person would find it: a CSS selector, or `=Text` for the link,
//! button, summary or label with exactly this text.

use std::path::Path;

use serde_json::{Value, json};

use super::Tab;

/// Tab stops on one page; more would be a trap, or a page that nobody can use by keyboard.
const MAX_TAB_STOPS: usize = 400;

/// The visible element that is meant, or null.
const FIND: &str = "(what => {
    const shown = e => e.getClientRects().length > 0;
    if (!what.startsWith('=')) { const all = [...document.querySelectorAll(what)]; return all.find(shown) ?? all[0] ?? null; }
    const text = e => (e.innerText || e.value || '').replace(/\\s+/g, ' ').trim();
    return [...document.querySelectorAll('a, button, summary, label, input[type=submit]')]
        .find(e => shown(e) && text(e) === what.slice(1)) ?? null;
})";

/// Where to click on an element: in its middle, once it is on the screen, if nothing covers it. A control that is drawn by its label
/// is clicked there.
const POINT: &str = "(element => {
    const size = e => { const r = e.getClientRects()[0]; return r && r.width > 2 && r.height > 2 && getComputedStyle(e).opacity !== '0'; };
    const target = size(element) ? element : [...(element.labels ?? [])].find(size);
    if (!target) return { problem: 'is not shown' };
    target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const rect = target.getClientRects()[0];
    const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
    const top = document.elementFromPoint(x, y);
    const same = top && (target.contains(top) || top.contains(target) || top.closest('label')?.control === element);
    return same ? { x, y } : { problem: 'is covered by ' + (top ? top.outerHTML.slice(0, 100) : 'nothing: off the screen') };
})";

/// Why the focus on an element cannot be seen, or null: a ring around it or its label, on the screen, covered by nothing (WCAG 2.2,
/// 2.4.7 and 2.4.11). The document itself has the focus before the first stop and after the last.
const LOST: &str = "(element => {
    if (!element || element === document.body) return null;
    const ring = e => { const s = getComputedStyle(e); return s.outlineStyle === 'auto' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
    const shown = [element, ...(element.labels ?? [])].find(ring);
    if (!shown) return 'no ring: ' + element.outerHTML.slice(0, 100);
    const r = shown.getClientRects()[0];
    const inside = n => ({ x: Math.min(Math.max(r.x + n * r.width, 1), innerWidth - 1), y: Math.min(Math.max(r.y + n * r.height, 1), innerHeight - 1) });
    const seen = [0.1, 0.5, 0.9].some(n => { const p = inside(n), top = document.elementFromPoint(p.x, p.y); return top && (shown.contains(top) || top.contains(shown)); });
    return seen ? null : 'out of sight: ' + element.outerHTML.slice(0, 100);
})";

impl Tab {
    /// Clicks, and waits for what it sets going, but for no page.
    pub async fn click(&self, what: &str) {
        self.click_only(what).await;
        self.settle().await;
    }

    /// Clicks, and waits for the page that this leads to.
    pub async fn follow(&self, what: &str) {
        self.load(self.click_only(what)).await;
    }

    async fn click_only(&self, what: &str) {
        let point = self.on(what, &format!("{POINT}(element)")).await;
        assert!(point.get("problem").is_none(), "{what} {} at {}", point["problem"], self.url().await);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({ "type": kind, "x": point["x"], "y": point["y"], "button": button, "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event).await;
        }
    }

    /// The value of an expression about `element`.
    pub async fn on(&self, what: &str, expression: &str) -> Value {
        let found = self
            .js(&format!("(element => element && {{ value: ({expression}) ?? null }})({FIND}({}))", json!(what)))
            .await;
        match found.get("value") {
            Some(value) => value.clone(),
            None => panic!("there is no {what} at {}:\n{}", self.url().await, self.text("body").await),
        }
    }

    /// Replaces what is in a field. Dates and selects, whose pickers are the system's, are set as the picker would.
    pub async fn fill(&self, what: &str, value: &str) {
        let kind = self.on(what, "element.localName === 'select' ? 'select' : element.type").await;
        if matches!(kind.as_str(), Some("select" | "date" | "datetime-local" | "number" | "time")) {
            let set = format!(
                "(() => {{ element.value = {}; element.dispatchEvent(new Event('input', {{ bubbles: true }})); \
                 element.dispatchEvent(new Event('change', {{ bubbles: true }})); return element.value; }})()",
                json!(value)
            );
            let now = self.on(what, &set).await;
            assert_eq!(now, json!(value), "{what} does not take {value}");
            return;
        }
        self.click_only(what).await;
        self.on(what, "element.select()").await;
        self.type_text(value).await;
        let now = self.on(what, "element.value").await;
        assert_eq!(now, json!(value), "{what} does not take what is typed");
    }

    /// Chooses a file, as the system's dialog would.
    pub async fn upload(&self, css: &str, file: &Path) {
        let document = self.call("DOM.getDocument", json!({})).await;
        let found = json!({ "nodeId": document["root"]["nodeId"], "selector": css });
        let node = self.call("DOM.querySelector", found).await["nodeId"].clone();
        assert_ne!(node, json!(0), "there is no {css} at {}", self.url().await);
        self.call("DOM.setFileInputFiles", json!({ "nodeId": node, "files": [file] })).await;
        self.settle().await;
    }

    /// Types where the focus is.
    pub async fn type_text(&self, text: &str) {
        if text.is_empty() {
            return self.key("Delete").await;
        }
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    /// Presses a key: Tab, Shift+Tab, Enter, Space, Escape, Delete, an arrow.
    pub async fn key(&self, name: &str) {
        let (modifiers, name) = name.strip_prefix("Shift+").map_or((0, name), |name| (8, name));
        let (key, code, text) = match name {
            "Tab" => ("Tab", 9, None),
            "Enter" => ("Enter", 13, Some("\r")),
            "Space" => (" ", 32, Some(" ")),
            "Escape" => ("Escape", 27, None),
            "Delete" => ("Delete", 46, None),
            "ArrowLeft" => ("ArrowLeft", 37, None),
            "ArrowUp" => ("ArrowUp", 38, None),
            "ArrowRight" => ("ArrowRight", 39, None),
            "ArrowDown" => ("ArrowDown", 40, None),
            other => panic!("no key {other}"),
        };
        let mut event = json!({ "type": "keyDown", "key": key, "code": name, "windowsVirtualKeyCode": code, "modifiers": modifiers });
        if let Some(text) = text {
            event["text"] = json!(text);
        }
        self.call("Input.dispatchKeyEvent", event.clone()).await;
        event["type"] = json!("keyUp");
        event.as_object_mut().expect("it was made as one").remove("text");
        self.call("Input.dispatchKeyEvent", event).await;
    }

    /// Presses Tab until the focus is on this element (a CSS selector), and fails where the focus cannot be seen on the way.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..MAX_TAB_STOPS {
            self.key("Tab").await;
            let problem = self.js(&format!("{LOST}(document.activeElement)")).await;
            assert_eq!(problem, Value::Null, "on the way to {css} at {}", self.url().await);
            if self.js(&format!("document.activeElement?.matches({}) === true", json!(css))).await == true {
                return;
            }
        }
        panic!("Tab does not lead to {css} at {}:\n{}", self.url().await, self.text("body").await);
    }

    /// Presses a key that leads to another page.
    pub async fn key_follow(&self, name: &str) {
        self.load(self.key(name)).await;
    }
}
