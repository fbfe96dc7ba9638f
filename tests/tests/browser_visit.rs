//! The engineer on site, with a phone and a connection that goes: what becomes due shows at once, and nothing typed is lost.

use tests::browser::{Browser, Tab, View};
use tests::story::Office;

const UNSENT: &str = ".unsent";

async fn open(view: View) -> (Office, Browser, Tab) {
    let (office, browser) = (Office::open("fr").await, Browser::start().await);
    let tab = browser.tab(view.in_language("fr")).await;
    tab.become_visitor(&office.adviser).await;
    tab.open(&format!("{}/projects/{}/reconnaissance", office.server.url, office.project)).await;
    (office, browser, tab)
}

async fn value(tab: &Tab, field: &str) -> serde_json::Value {
    tab.on(&format!("[name='{field}']"), "element.value").await
}

async fn looks_well(tab: &Tab, step: &str) {
    tab.screenshot(&format!("visit-{step}-{}", tab.view.name())).await;
    tab.fits().await;
    if tab.view.script {
        assert_eq!(tab.axe().await, [], "{step}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_typed_outlives_the_connection_and_is_recorded_once() {
    let (office, _browser, tab) = open(View::PHONE).await;
    looks_well(&tab, "1-begun").await;
    let due = tab.text(".checklist [role=status]").await;
    tab.fill("[name='q-remote-work']", "yes").await;
    tab.wait_for(".checklist li.fresh").await;
    assert_ne!(tab.text(".checklist [role=status]").await, due, "one more is due");
    // The facts show with the finding that asks for them.
    let shown = "element.checkVisibility()";
    assert_eq!(tab.on("[name='fact-BCK-01.0']", shown).await, false);
    tab.click("[name='finding-BCK-01'][value=risk]").await;
    assert_eq!(tab.on("[name='fact-BCK-01.0']", shown).await, true);
    tab.fill("[name='fact-BCK-01.0']", "NAS « au même étage » & c’est tout").await;
    assert!(tab.text(UNSENT).await.contains("Saisie gardée sur cet appareil"));

    // The page is gone, and comes again.
    tab.reload().await;
    tab.wait_for(&format!("{UNSENT} p:not(:empty)")).await;
    assert!(tab.text(UNSENT).await.contains("n’avait pas été envoyée"), "{}", tab.text(UNSENT).await);
    assert_eq!(value(&tab, "fact-BCK-01.0").await, "NAS « au même étage » & c’est tout");
    assert_eq!(value(&tab, "q-remote-work").await, "yes");
    assert_eq!(tab.on("[name='finding-BCK-01'][value=risk]", "element.checked").await, true);
    tab.wait_for(".checklist li.fresh").await;

    // The network is gone: the page stays, and says so.
    tab.offline(true).await;
    tab.click("form.visit button.primary").await;
    tab.wait_for(&format!("{UNSENT}.warned")).await;
    looks_well(&tab, "2-offline").await;
    assert_eq!(value(&tab, "fact-BCK-01.0").await, "NAS « au même étage » & c’est tout");
    tab.offline(false).await;
    tab.follow("form.visit button.primary").await;
    tab.says("Le relevé est enregistré.").await;
    looks_well(&tab, "3-recorded").await;
    // The server has it: the device forgets it.
    tab.reload().await;
    assert_eq!(tab.text(UNSENT).await, "");
    assert!(!tab.has("[name='finding-BCK-01']").await, "begun once, and not asked again");
    let drafts = office.adviser.visit(&format!("/projects/{}", office.project)).await.expect(200);
    assert_eq!(drafts.attributes("main a[href^='/warnings/']", "href").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_typed_can_be_erased_from_the_device() {
    let (_office, _browser, tab) = open(View::DESK).await;
    tab.fill("[name='q-remote-work']", "no").await;
    tab.wait_for(&format!("{UNSENT} p:not(:empty)")).await;
    tab.follow(&format!("{UNSENT} button")).await;
    assert_eq!(value(&tab, "q-remote-work").await, "");
    assert_eq!(tab.text(UNSENT).await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_script_the_same_form_is_sent() {
    let (_office, _browser, tab) = open(View::PHONE.without_script()).await;
    looks_well(&tab, "1-begun").await;
    tab.click("[name='finding-BCK-01'][value=risk]").await;
    tab.fill("[name='fact-BCK-01.0']", "NAS au même étage").await;
    tab.follow("form.visit button.primary").await;
    tab.says("Le relevé est enregistré.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn kinds_tell_at_once_what_they_make_due() {
    let (office, _browser, tab) = open(View::DESK).await;
    tab.open(&format!("{}/projects/new", office.server.url)).await;
    assert!(tab.text(".checklist").await.starts_with("0 sujet à traiter · 0 question à poser"));
    tab.click("[name=kinds][value=AUD]").await;
    tab.wait_for(".checklist li.fresh").await;
    let audit = tab.text(".checklist [role=status]").await;
    assert!(audit.starts_with("1 sujet à traiter"), "{audit}");
    tab.click("[name=kinds][value=SRV]").await;
    tab.wait_for(".checklist li.fresh:nth-child(4)").await;
    tab.click(".checklist summary").await;
    looks_well(&tab, "4-kinds").await;
    tab.click("[name=kinds][value=SRV]").await;
    tab.wait_for(".checklist li.fresh:nth-child(4)[hidden], .checklist li:nth-child(4)[hidden]").await;
    assert_eq!(tab.text(".checklist [role=status]").await, audit);
}
