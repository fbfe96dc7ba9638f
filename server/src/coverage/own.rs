//! The firm's own topics, kinds and rules. Owners add freely; what takes a rule away asks for a reason, which is an entry.

use app::pages;
use app::{Form, Html};
use axum::response::Response;
use ledger::catalogue::{Bilingual, Tier};
use ledger::coverage::{self as rules, KnownTopic, Rules};
use ledger::event::{Event, KindRecorded, Role, RuleRecorded, RuleWhen, TopicRecorded};
use ledger::notice::Decided;

use super::acting;
use crate::store::coverage;
use crate::web::{Failure, Making, Member, Once, Owner, Reader};

pub async fn page(reader: Reader) -> Result<Response, Failure> {
    let basis = coverage::basis(&mut reader.app.db.read().await?, reader.firm).await?;
    let view = pages::rules(reader.t(), &basis.rules, reader.role == Role::Owner);
    Ok(reader.page(reader.t().rules_title(), view))
}

/// Where a recorded form leads, and what is confirmed there.
const RECORDED: (&str, &str) = ("/firm/rules", "rules_recorded");

/// The page that takes the form back when it is refused.
type Show = fn(&Member, &Rules, &Form) -> (&'static str, Html);

fn topic_view(member: &Member, _: &Rules, form: &Form) -> (&'static str, Html) {
    (member.t().rules_new_topic(), pages::own_topic(member.t(), form))
}

fn kind_view(member: &Member, _: &Rules, form: &Form) -> (&'static str, Html) {
    (member.t().rules_new_kind(), pages::own_kind(member.t(), form))
}

fn rule_view(member: &Member, rules: &Rules, form: &Form) -> (&'static str, Html) {
    (member.t().rules_new(), pages::own_rule(member.t(), rules, form))
}

/// A new topic, or with `?topic=` a new version of one.
pub async fn topic_page(owner: Owner) -> Result<Response, Failure> {
    let basis = coverage::basis(&mut owner.app.db.read().await?, owner.firm).await?;
    let mut form = owner.form();
    form.set("topic", "F-").set("tier", "B");
    if let Some(KnownTopic::Own(own)) = basis.rules.topic(&owner.query("topic")) {
        form.set("topic", &own.topic).set("tier", if own.tier == Tier::A { "A" } else { "B" });
        let texts = [("title", &own.title), ("risk", &own.risk), ("consequence", &own.consequence)];
        for (name, text) in texts.into_iter().chain([("measure", &own.measure)]) {
            form.set(format!("{name}_fr"), &text.fr).set(format!("{name}_en"), &text.en);
        }
    }
    let (title, view) = topic_view(&owner, &basis.rules, &form);
    Ok(owner.page(title, view))
}

pub async fn kind_page(owner: Owner) -> Result<Response, Failure> {
    let mut form = owner.form();
    form.set("code", "F-");
    let t = owner.t();
    Ok(owner.page(t.rules_new_kind(), pages::own_kind(t, &form)))
}

pub async fn rule_page(owner: Owner) -> Result<Response, Failure> {
    let basis = coverage::basis(&mut owner.app.db.read().await?, owner.firm).await?;
    let (title, view) = rule_view(&owner, &basis.rules, &owner.form());
    Ok(owner.page(title, view))
}

fn bilingual(form: &Form, name: &str) -> Bilingual {
    let text = |code: &str| form.trimmed(&format!("{name}_{code}")).to_owned();
    Bilingual { fr: text("fr"), en: text("en") }
}

pub async fn add_topic(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    let by = acting(&owner).by;
    if !["A", "B"].contains(&form.value("tier")) {
        form.refuse("tier", owner.t().error_choose());
    }
    let tier = if form.value("tier") == "A" { Tier::A } else { Tier::B };
    let topic = TopicRecorded {
        topic: form.trimmed("topic").to_owned(),
        version: 1,
        tier,
        title: bilingual(&form, "title"),
        risk: bilingual(&form, "risk"),
        consequence: bilingual(&form, "consequence"),
        measure: bilingual(&form, "measure"),
        by,
    };
    record(owner, form, once, topic_view, |rules| rules::record_topic(rules, topic)).await
}

pub async fn add_kind(owner: Owner, Making(form, once): Making) -> Result<Response, Failure> {
    let (code, name, by) = (form.trimmed("code").to_owned(), bilingual(&form, "name"), acting(&owner).by);
    record(owner, form, once, kind_view, |_| rules::record_kind(KindRecorded { code, name, by })).await
}

pub async fn add_rule(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    let kind = form.value("kind").to_owned();
    let words = form.value("words").lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
    let when = match form.value("when") {
        "answer" => RuleWhen::Answer { kind, ask: bilingual(&form, "ask") },
        "words" => RuleWhen::Words { words: words.collect() },
        // What is no number is none that a rule may have.
        "renewal" => RuleWhen::Renewal { months: form.trimmed("months").parse().unwrap_or(0) },
        chosen => {
            if chosen != "kind" {
                form.refuse("when", owner.t().error_choose());
            }
            RuleWhen::Kind { kind }
        }
    };
    let rule =
        RuleRecorded { rule: owner.app.new_id(), topic: form.value("topic").to_owned(), when, by: acting(&owner).by };
    record(owner, form, once, rule_view, |rules| rules::record_rule(rules, rule)).await
}

/// Records what was decided, or shows the form again.
async fn record(
    owner: Owner,
    mut form: Form,
    once: Once,
    show: Show,
    decide: impl FnOnce(&Rules) -> Decided<Event>,
) -> Result<Response, Failure> {
    let mut log = owner.app.db.append(owner.firm, &owner.app.clock).await?;
    once.first(&mut log).await?;
    let rules = coverage::basis(&mut log, owner.firm).await?.rules;
    let decided = decide(&rules).map_err(|mut refusals| {
        // A text has two fields; what is wrong with it stands beside the first.
        for refusal in &mut refusals {
            if ["title", "risk", "consequence", "measure", "name", "ask"].contains(&refusal.field.as_str()) {
                refusal.field.push_str("_fr");
            }
        }
        refusals
    });
    if let Some(answer) = super::record(&owner, log, &once, decided, &mut form, RECORDED).await? {
        return Ok(answer);
    }
    let (title, view) = show(&owner, &rules, &form);
    Ok(owner.again(title, view))
}

pub async fn switch_page(owner: Owner) -> Result<Response, Failure> {
    let rules = coverage::basis(&mut owner.app.db.read().await?, owner.firm).await?.rules;
    let (title, view) = switch_view(&owner, &rules, &owner.query("rule"), &owner.form())?;
    Ok(owner.page(title, view))
}

fn switch_view(member: &Member, rules: &Rules, rule: &str, form: &Form) -> Result<(&'static str, Html), Failure> {
    let (t, rule) = (member.t(), rules.rule(rule).ok_or(Failure::NotFound)?);
    let title = if rule.off.is_some() { t.rules_switch_on() } else { t.rules_switch_off() };
    Ok((title, pages::switch_rule(t, rules, rule, form)))
}

/// Switches a rule off, with a reason, or on again.
pub async fn switch(owner: Owner, Making(mut form, once): Making) -> Result<Response, Failure> {
    let mut log = owner.app.db.append(owner.firm, &owner.app.clock).await?;
    once.first(&mut log).await?;
    let rules = coverage::basis(&mut log, owner.firm).await?.rules;
    let (rule, on) = (owner.query("rule"), form.value("switch") == "on");
    let decided = rules::switch(&rules, &rule, on, form.value("reason"), acting(&owner).by);
    if let Some(answer) = super::record(&owner, log, &once, decided, &mut form, RECORDED).await? {
        return Ok(answer);
    }
    let (title, view) = switch_view(&owner, &rules, &rule, &form)?;
    Ok(owner.again(title, view))
}
