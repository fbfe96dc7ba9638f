//! axe-core: which elements break which accessibility rule.

use serde_json::Value;

use super::Tab;
use crate::tools;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// axe's name of the rule, such as `color-contrast`.
    pub rule: String,
    pub help: String,
    /// A selector of each element that breaks it, and why.
    pub nodes: Vec<String>,
}

impl Tab {
    /// Runs every rule of axe-core over the page as it stands.
    pub async fn axe(&self) -> Vec<Violation> {
        let source =
            std::fs::read_to_string(tools::tool("npm/node_modules/axe-core/axe.min.js")).expect("axe-core can be read");
        let world = self.world().await;
        self.js_in(world.clone(), &format!("{source}; 1")).await;
        let found = self
            .js_in(world, "axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)")
            .await;
        let violations = found.as_array().expect("axe gives a list");
        violations.iter().map(read).collect()
    }
}

fn read(violation: &Value) -> Violation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    Violation {
        rule: text(&violation["id"]),
        help: text(&violation["help"]),
        nodes: nodes.map(|node| format!("{} {}", node["target"], text(&node["failureSummary"]))).collect(),
    }
}
