//! The whole URL table: who may, method, path, handler. There is no other way in.
//!
//! The first column is what the handler's first argument asks for; a test tries every row as every kind of visitor and compares.
//! `Anyone` needs no account, `Link` a client's link in the path, `Door` that of an outside reader, who is a `Guest` once the code was typed; `Reader`, `Adviser` and `Owner` are members with at least that role.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::notices::{answer, chase, delivery, draft, files, instrument, issue, manage, meeting, register, silence};
use crate::web::{App, Failure, guard};
use crate::{
    access, account, as_of, assets, bulk, bundle, calendar, chronology, clients, coverage, desk, dossier, erasure,
    evidence, exchanges, firm, health, holds, incoming, keys, language, members, milestones, needs, outbox, overview,
    papers, person, projects, reconnaissance, redaction, retention, search, setup, told, topics, verify, warnings,
    witness,
};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    Link,
    Door,
    Guest,
    Reader,
    Adviser,
    Owner,
}

#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub who: Who,
    pub method: &'static str,
    pub path: &'static str,
}

macro_rules! routes {
    ($($who:ident $method:ident $path:literal $handler:expr;)+) => {
        /// Every route, for the tests.
        pub const TABLE: &[Route] = &[$(Route { who: Who::$who, method: stringify!($method), path: $path }),+];

        fn table() -> Router<App> {
            Router::new()$(.route($path, $method($handler)))+
        }
    };
}

routes! {
    Anyone  get  "/"                overview::page;
    Anyone  get  "/health"          health::page;
    Anyone  get  "/assets/{file}"   assets::file;
    Anyone  post "/language"        language::submit;
    Anyone  get  "/verify"          verify::page;
    Anyone  get  "/verify/verify.html"  verify::alone;
    Anyone  get  "/verify/ledger-format.md"  verify::format;
    Anyone  get  "/verify/{document}"  verify::document;
    Anyone  get  "/witness"         witness::page;
    Anyone  post "/witness/add-checkpoint"  witness::add_checkpoint;
    Anyone  get  "/setup"           setup::page;
    Anyone  post "/setup"           setup::submit;
    Anyone  get  "/sign-in"         account::sign_in_page;
    Anyone  post "/sign-in"         account::sign_in;
    Anyone  post "/sign-out"        account::sign_out;

    Reader  get  "/account"                       account::page;
    Reader  post "/account/password"              account::change_password;
    Reader  post "/account/sessions/{id}/revoke"  account::revoke_session;
    Reader  get  "/firm"                          firm::page;
    Owner   post "/firm"                          firm::submit;
    Reader  get  "/firm/logo"                     firm::logo;

    Reader  get  "/firm/keys"                     keys::page;
    Owner   post "/firm/keys"                     keys::change;
    Owner   get  "/firm/keys/{sha256}/revoke"     keys::revoke_page;
    Owner   post "/firm/keys/{sha256}/revoke"     keys::revoke;

    Reader  get  "/firm/rules"                    coverage::own::page;
    Owner   get  "/firm/rules/new"                coverage::own::rule_page;
    Owner   post "/firm/rules/new"                coverage::own::add_rule;
    Owner   get  "/firm/rules/topics/new"         coverage::own::topic_page;
    Owner   post "/firm/rules/topics/new"         coverage::own::add_topic;
    Owner   get  "/firm/rules/kinds/new"          coverage::own::kind_page;
    Owner   post "/firm/rules/kinds/new"          coverage::own::add_kind;
    Owner   get  "/firm/rules/switch"             coverage::own::switch_page;
    Owner   post "/firm/rules/switch"             coverage::own::switch;

    Reader  get  "/firm/as-of"                    as_of::firm;
    Reader  get  "/clients/{id}/as-of"            as_of::client;
    Reader  get  "/clients/{id}/as-of/evidence.json"   as_of::client_evidence;
    Reader  get  "/projects/{id}/as-of"           as_of::project;
    Reader  get  "/projects/{id}/as-of/evidence.json"  as_of::project_evidence;
    Reader  get  "/clients/{id}/chronology"       chronology::client;
    Reader  get  "/projects/{id}/chronology"      chronology::project;
    Reader  get  "/holds"                         holds::page;
    Adviser get  "/holds/new"                     holds::new_page;
    Adviser post "/holds/new"                     holds::place;
    Reader  get  "/holds/{id}"                    holds::show;
    Owner   post "/holds/{id}/release"            holds::release;

    Owner   get  "/retention"                     retention::page;
    Owner   post "/retention"                     retention::set;
    Owner   get  "/retention/destroy"             retention::destroy_page;
    Owner   post "/retention/destroy"             retention::destroy;
    Reader  get  "/projects/{id}/destruction.pdf" retention::certificate;

    Owner   get  "/contacts/{id}/data"            person::page;
    Owner   post "/contacts/{id}/data/export"     person::export;
    Owner   get  "/contacts/{id}/data/{document}/{form}"  person::file;
    Owner   post "/contacts/{id}/data/request"    person::request;
    Owner   post "/contacts/{id}/data/extend"     person::extend;
    Owner   post "/contacts/{id}/data/decide"     person::decide;

    Reader  get  "/access"                        access::page;
    Owner   get  "/access/new"                    access::new_page;
    Owner   post "/access/new"                    access::grant;
    Reader  get  "/access/{id}"                   access::show;
    Owner   post "/access/{id}/link"              access::send_link;
    Owner   get  "/access/{id}/revoke"            access::revoke_page;
    Owner   post "/access/{id}/revoke"            access::revoke;

    Reader  get  "/search"                        search::page;
    Reader  get  "/search.csv"                    search::csv;
    Reader  post "/search/saved"                  search::save;
    Reader  post "/search/saved/{id}/delete"      search::remove;
    Reader  get  "/clients"                       clients::page;
    Adviser get  "/clients/new"                   clients::new_page;
    Adviser post "/clients/new"                   clients::create;
    Reader  get  "/clients/{id}"                  clients::show;
    Adviser get  "/clients/{id}/edit"             clients::edit_page;
    Adviser post "/clients/{id}/edit"             clients::edit;
    Adviser get  "/clients/{id}/contacts/new"     clients::new_contact_page;
    Adviser post "/clients/{id}/contacts/new"     clients::create_contact;
    Adviser get  "/contacts/{id}/edit"            clients::edit_contact_page;
    Adviser post "/contacts/{id}/edit"            clients::edit_contact;
    Reader  get  "/coverage"                      coverage::heat::firm;
    Reader  get  "/clients/{id}/coverage"         coverage::heat::client;
    Reader  get  "/calendar"                      calendar::page;
    Anyone  get  "/feed/{file}"                   calendar::feed;
    Reader  post "/calendar/feed"                 calendar::make;
    Reader  post "/calendar/feed/revoke"          calendar::revoke;
    Reader  get  "/projects"                      projects::list;
    Adviser get  "/projects/new"                  projects::new_page;
    Adviser post "/projects/new"                  projects::create;
    Reader  get  "/projects/{id}"                 projects::page;
    Adviser get  "/projects/{id}/edit"            projects::edit_page;
    Adviser post "/projects/{id}/edit"            projects::edit;
    Reader  get  "/projects/{id}/versions/{n}"    projects::version;
    Reader  get  "/projects/{id}/milestone"       milestones::page;
    Adviser post "/projects/{id}/milestone"       milestones::reach;
    Reader  get  "/projects/{id}/coverage"        coverage::page;
    Adviser post "/projects/{id}/coverage"        coverage::answer;
    Adviser get  "/projects/{id}/reconnaissance"  reconnaissance::page;
    Adviser post "/projects/{id}/reconnaissance"  reconnaissance::submit;
    Reader  get  "/projects/{id}/coverage/{topic}"  coverage::topic;
    Adviser post "/projects/{id}/coverage/{topic}"  coverage::settle;
    Adviser post "/projects/{id}/coverage/{topic}/again"  coverage::again::warn;
    Adviser get  "/projects/{id}/changes/new"     coverage::again::new_page;
    Adviser post "/projects/{id}/changes/new"     coverage::again::report;
    Adviser post "/projects/{id}/needs"           needs::add_need;
    Adviser get  "/needs/{id}/edit"               needs::edit_need_page;
    Adviser post "/needs/{id}/edit"               needs::edit_need;
    Adviser post "/projects/{id}/promises"        needs::add_promise;
    Adviser get  "/promises/{id}/edit"            needs::edit_promise_page;
    Adviser post "/promises/{id}/edit"            needs::edit_promise;
    Adviser post "/projects/{id}/papers"          papers::file;
    Reader  get  "/projects/{id}/told"            told::page;
    Adviser post "/projects/{id}/exchanges"       exchanges::import;
    Reader  get  "/projects/{id}/exchanges/{sha256}"  exchanges::file;
    Reader  get  "/papers/{id}"                   papers::download;
    Reader  get  "/incoming"                      incoming::page;
    Reader  get  "/incoming/{id}"                 incoming::file;
    Adviser post "/incoming/{id}/aside"           incoming::aside;
    Adviser post "/notices/{id}/replies/read"     incoming::read;
    Adviser get  "/incoming/{id}/erase"           incoming::erase_page;
    Adviser post "/incoming/{id}/erase"           incoming::erase;

    Reader  get  "/topics"                        topics::page;
    Reader  get  "/topics/{code}"                 topics::topic;
    Adviser get  "/projects/{id}/warnings/new"    warnings::new_page;
    Adviser post "/projects/{id}/warnings/new"    warnings::create;
    Reader  get  "/warnings/{id}"                 warnings::page;
    Adviser post "/warnings/{id}"                 warnings::submit;
    Adviser post "/warnings/{id}/quotes"          warnings::quote;
    Adviser post "/warnings/{id}/delete"          warnings::delete;

    Reader  get  "/outbox"                        outbox::page;
    Reader  get  "/outbox/{id}"                   outbox::show;
    Reader  get  "/outbox/{id}/{place}"           outbox::file;
    Adviser get  "/projects/{id}/notices/new"     draft::new_page;
    Adviser post "/projects/{id}/notices/new"     draft::create;
    Adviser get  "/projects/{id}/minutes/new"     instrument::new_minutes;
    Adviser post "/projects/{id}/minutes/new"     instrument::create_minutes;
    Adviser get  "/projects/{id}/agreement/new"   instrument::new_agreement;
    Adviser post "/projects/{id}/agreement/new"   instrument::create_agreement;
    Adviser get  "/projects/{id}/meetings/new"    meeting::new_page;
    Adviser post "/projects/{id}/meetings/new"    meeting::create;
    Reader  get  "/drafts/{id}"                   issue::preview;
    Reader  get  "/drafts/{id}/preview.pdf"       issue::preview_pdf;
    Adviser get  "/drafts/{id}/edit"              draft::edit_page;
    Adviser post "/drafts/{id}/edit"              draft::edit;
    Adviser post "/drafts/{id}/issue"             issue::issue;
    Adviser post "/drafts/{id}/delete"            draft::delete;

    Reader  get  "/bulk"                          bulk::list;
    Adviser get  "/bulk/new"                      bulk::new_page;
    Adviser post "/bulk/new"                      bulk::create;
    Reader  get  "/bulk/{id}"                     bulk::page;
    Adviser get  "/bulk/{id}/text"                bulk::write::text_page;
    Adviser post "/bulk/{id}/text"                bulk::write::text;
    Adviser get  "/bulk/{id}/facts"               bulk::write::facts_page;
    Adviser post "/bulk/{id}/facts"               bulk::write::facts;
    Adviser get  "/bulk/{id}/issue"               bulk::issue::page;
    Adviser post "/bulk/{id}/issue"               bulk::issue::order;
    Adviser post "/bulk/{id}/hold"                bulk::issue::hold;
    Adviser post "/bulk/{id}/leave-out"           bulk::leave_out;

    Reader  get  "/notices/{id}"                  manage::page;
    Adviser post "/notices/{id}/links"            manage::new_link;
    Adviser post "/notices/{id}/resend"           manage::resend;
    Adviser post "/notices/{id}/chasing"          chase::plan;
    Adviser post "/links/{id}/revoke"             manage::revoke_link;
    Adviser post "/questions/{id}/reply"          manage::reply;
    Adviser post "/proposals/{id}/confirm"        manage::confirm;
    Adviser post "/proposals/{id}/refuse"         manage::refuse;
    Adviser post "/notices/{id}/no-answer"        silence::certify;
    Reader  get  "/notices/{id}/no-answer.pdf"    evidence::no_answer;
    Adviser post "/notices/{id}/letters"          delivery::prepare;
    Adviser post "/notices/{id}/letters/{letter}/posted"   delivery::posted;
    Adviser post "/notices/{id}/letters/{letter}/receipt"  delivery::receipt;
    Adviser post "/notices/{id}/handed"           delivery::handed;
    Reader  get  "/notices/{id}/files/{sha256}"   delivery::file;
    Reader  get  "/notices/{id}/notice.pdf"       evidence::notice;
    Reader  get  "/notices/{id}/certificate.pdf"  evidence::certificate;
    Reader  get  "/notices/{id}/evidence.json"    evidence::notice_evidence;

    Reader  get  "/notices/{id}/bundle"           bundle::notice_page;
    Reader  post "/notices/{id}/bundle"           bundle::of_notice;
    Reader  get  "/projects/{id}/bundle"          bundle::project_page;
    Reader  post "/projects/{id}/bundle"          bundle::of_project;
    Reader  get  "/clients/{id}/bundle"           bundle::client_page;
    Reader  post "/clients/{id}/bundle"           bundle::of_client;
    Reader  get  "/bundles/{sha256}"              bundle::download;
    Reader  get  "/projects/{id}/dossier"         dossier::project_page;
    Reader  post "/projects/{id}/dossier"         dossier::of_project;
    Reader  get  "/clients/{id}/dossier"          dossier::client_page;
    Reader  post "/clients/{id}/dossier"          dossier::of_client;
    Reader  get  "/dossiers/{id}"                 dossier::show;
    Reader  get  "/dossiers/{id}/{file}"          dossier::file;

    Reader  get  "/notices/{id}/redact"           redaction::notice_page;
    Reader  post "/notices/{id}/redact"           redaction::of_notice;
    Reader  get  "/projects/{id}/redact"          redaction::project_page;
    Reader  post "/projects/{id}/redact"          redaction::of_project;
    Reader  get  "/clients/{id}/redact"           redaction::client_page;
    Reader  post "/clients/{id}/redact"           redaction::of_client;
    Reader  get  "/redacted/{id}"                 redaction::download;

    Owner   get  "/entries/{subject}/{index}/erase"  erasure::page;
    Owner   post "/entries/{subject}/{index}/erase"  erasure::submit;

    Reader  get  "/members"                       members::page;
    Owner   post "/members/invite"                members::invite;
    Owner   post "/members/{id}"                  members::change;
    Anyone  get  "/join/{token}"                  members::join_page;
    Anyone  post "/join/{token}"                  members::join;

    Link    get  "/n/{token}"                     answer::page;
    Link    post "/n/{token}/code"                answer::send_code;
    Link    post "/n/{token}/identify"            answer::identify;
    Link    post "/n/{token}/answer"              answer::answer;
    Link    post "/n/{token}/acknowledge"         answer::acknowledge;
    Link    post "/n/{token}/question"            answer::ask;
    Link    post "/n/{token}/signatory"           answer::name_signatory;
    Link    get  "/n/{token}/register"            register::page;
    Link    get  "/n/{token}/register.csv"        register::csv;
    Link    get  "/n/{token}/register.pdf"        register::pdf;
    Link    get  "/n/{token}/notice.pdf"          files::notice_pdf;
    Link    get  "/n/{token}/certificate.pdf"     files::certificate_pdf;
    Link    get  "/n/{token}/evidence.json"       files::evidence_json;
    Link    get  "/n/{token}/annexes/{sha256}"    files::annex;

    Door    get  "/g/{token}"                     desk::enter::page;
    Door    post "/g/{token}/code"                desk::enter::send_code;
    Door    post "/g/{token}/identify"            desk::enter::identify;
    Guest   post "/g/{token}/leave"               desk::enter::leave;
    Guest   get  "/g/{token}/files"               desk::home;
    Guest   get  "/g/{token}/search"              desk::search;
    Guest   get  "/g/{token}/search.csv"          desk::search_csv;
    Guest   get  "/g/{token}/notes"               desk::notes::page;
    Guest   post "/g/{token}/notes"               desk::notes::add;
    Guest   post "/g/{token}/notes/{id}/delete"   desk::notes::remove;
    Guest   get  "/g/{token}/clients/{id}/as-of"  desk::client;
    Guest   get  "/g/{token}/clients/{id}/as-of/evidence.json"   desk::files::client_as_of;
    Guest   get  "/g/{token}/clients/{id}/chronology"       desk::client_chronology;
    Guest   get  "/g/{token}/projects/{id}"       desk::project;
    Guest   get  "/g/{token}/projects/{id}/as-of"           desk::as_of;
    Guest   get  "/g/{token}/projects/{id}/as-of/evidence.json"  desk::files::project_as_of;
    Guest   get  "/g/{token}/projects/{id}/chronology"      desk::chronology;
    Guest   get  "/g/{token}/projects/{id}/told"            desk::told;
    Guest   get  "/g/{token}/projects/{id}/coverage"        desk::coverage;
    Guest   get  "/g/{token}/projects/{id}/coverage/{topic}"  desk::topic;
    Guest   get  "/g/{token}/projects/{id}/exchanges/{sha256}"  desk::files::exchange;
    Guest   get  "/g/{token}/projects/{id}/bundle"          desk::files::project_bundle_page;
    Guest   post "/g/{token}/projects/{id}/bundle"          desk::files::project_bundle;
    Guest   get  "/g/{token}/notices/{id}"        desk::notice;
    Guest   get  "/g/{token}/notices/{id}/notice.pdf"       desk::files::notice;
    Guest   get  "/g/{token}/notices/{id}/certificate.pdf"  desk::files::certificate;
    Guest   get  "/g/{token}/notices/{id}/no-answer.pdf"    desk::files::no_answer;
    Guest   get  "/g/{token}/notices/{id}/evidence.json"    desk::files::evidence;
    Guest   get  "/g/{token}/notices/{id}/files/{sha256}"   desk::files::delivery;
    Guest   get  "/g/{token}/notices/{id}/bundle"           desk::files::notice_bundle_page;
    Guest   post "/g/{token}/notices/{id}/bundle"           desk::files::notice_bundle;
    Guest   get  "/g/{token}/papers/{id}"         desk::files::paper;
    Guest   get  "/g/{token}/bundles/{sha256}"    desk::files::bundle;
    Guest   get  "/g/{token}/notices/{id}/redact"           desk::files::notice_redact_page;
    Guest   post "/g/{token}/notices/{id}/redact"           desk::files::notice_redact;
    Guest   get  "/g/{token}/redacted/{id}"       desk::files::redacted;
    Guest   get  "/g/{token}/projects/{id}/dossier"         desk::files::project_dossier_page;
    Guest   post "/g/{token}/projects/{id}/dossier"         desk::files::project_dossier;
    Guest   get  "/g/{token}/clients/{id}/dossier"          desk::files::client_dossier_page;
    Guest   post "/g/{token}/clients/{id}/dossier"          desk::files::client_dossier;
    Guest   get  "/g/{token}/projects/{id}/redact"          desk::files::project_redact_page;
    Guest   post "/g/{token}/projects/{id}/redact"          desk::files::project_redact;
    Guest   get  "/g/{token}/clients/{id}/redact"           desk::files::client_redact_page;
    Guest   post "/g/{token}/clients/{id}/redact"           desk::files::client_redact;
    Guest   get  "/g/{token}/dossiers/{id}"       desk::files::dossier;
    Guest   get  "/g/{token}/dossiers/{id}/{file}"          desk::files::dossier_file;
}

pub fn router(app: App) -> Router {
    table()
        .fallback(|| async { Failure::NotFound })
        // Bodies are limited where they are read: `web::form` says how much, and answers 413 with a page.
        .layer(DefaultBodyLimit::disable())
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

/// Where an address of a member's page leads for whoever reads below `base`, `/g/<token>`: to the same page there, to one that is for anyone, or nowhere.
pub fn leads(base: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if path.starts_with(base) {
        return Some(address.to_owned());
    }
    let fits = |route: &str| {
        let fit = |(known, segment): (&str, &str)| known == segment || (known.starts_with('{') && !segment.is_empty());
        route.split('/').count() == path.split('/').count() && route.split('/').zip(path.split('/')).all(fit)
    };
    let of = |who: Who| TABLE.iter().filter(move |route| route.who == who);
    if of(Who::Guest).any(|route| route.path.strip_prefix("/g/{token}").is_some_and(fits)) {
        return Some(format!("{base}{address}"));
    }
    // What only members have of a project (its versions, its milestones) stands on its page, too.
    if let ["", "projects", project, _, ..] = path.split('/').collect::<Vec<_>>()[..] {
        return Some(format!("{base}/projects/{project}"));
    }
    of(Who::Anyone).any(|route| route.path == path).then(|| address.to_owned())
}

/// A panic is a defect of ours: the log gets its text, the visitor the plain page with a reference.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("?");
    axum::response::IntoResponse::into_response(Failure::internal(format!("panic: {text}")))
}
