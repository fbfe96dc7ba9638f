//! Asking for a mail, inside the transaction that makes it necessary.

use ledger::event::{self, Decision, FileRef, MailContent, Recipient, Role};
use ledger::{Id, Lang, Time};

use super::{About, Content, Mail, Notice, Occasion, Person, Sender};
use crate::store::access::Access;
use crate::store::{self, Append, Firm, Tx, firms, jobs, mails};
use crate::web::App;

/// Kind of the job that sends one mail.
pub const JOB: &str = "mail";
/// How long a mail that carries no link and no code may wait for its recipient's server, milliseconds: three days.
const WORTHWHILE: i64 = 3 * 24 * 60 * 60 * 1000;

/// What binds the sealed mail to its place.
pub(super) fn label(firm: Firm, mail: Id) -> String {
    format!("mail {} {mail}", firm.0)
}

/// Leaves the mail to be sent after the commit. Sealed: it holds a link or a code, and whoever copies the database must not
/// be able to answer for a client.
pub async fn queue(tx: &mut Tx, app: &App, firm: Firm, mail: &Mail, now: Time) -> Result<(), store::Error> {
    let plain = serde_json::to_vec(mail).map_err(|e| store::Error::Damaged(format!("mail: {e}")))?;
    let sealed = app.vault.seal(&label(firm, mail.mail), &plain, &mut app.rng());
    jobs::add(tx, firm, JOB, &mail.mail.to_string(), &sealed, now, now).await
}

/// The notice that a mail not sent yet is about; none when it cannot be read.
pub fn about(app: &App, firm: Firm, key: &str, sealed: &[u8]) -> Option<Option<Id>> {
    let plain = app.vault.unseal(&label(firm, key.parse().ok()?), sealed).ok()?;
    serde_json::from_slice::<Mail>(&plain).ok().map(|mail| mail.notice)
}

/// Sends a recipient their link; the identifier of the mail. The notice's PDF goes with it as soon as it is made, unless the firm sends links only.
pub async fn queue_notice(
    log: &mut Append,
    app: &App,
    notice: &event::Notice,
    recipient: &Recipient,
    occasion: Occasion,
    token: &str,
    expires: Time,
) -> Result<Id, store::Error> {
    let link = format!("{}/n/{token}", app.config.url);
    let content = Content::Notice(Notice {
        about: About::notice(notice),
        topics: notice.warnings.iter().map(|w| w.title.clone()).collect(),
        respond_by: notice.respond_by,
        decides: recipient.signatory,
        occasion,
        link,
        expires,
    });
    to_recipient(log, app, notice, recipient, content, vec![], expires).await
}

/// Sends the six digits.
pub async fn queue_code(
    log: &mut Append,
    app: &App,
    notice: &event::Notice,
    recipient: &Recipient,
    digits: &str,
    expires: Time,
) -> Result<(), store::Error> {
    let content = Content::Code { about: About::notice(notice), code: digits.to_owned() };
    to_recipient(log, app, notice, recipient, content, vec![], expires).await.map(drop)
}

/// Confirms an answer recorded at `at`, or a reading (nothing given), with its certificate and what goes with it.
pub async fn queue_receipt(
    log: &mut Append,
    app: &App,
    notice: &event::Notice,
    recipient: &Recipient,
    at: Time,
    given: Option<&event::Answer>,
    files: Vec<FileRef>,
) -> Result<(), store::Error> {
    let title =
        |decision: &Decision| notice.warnings.iter().find(|w| w.warning == decision.warning).map(|w| w.title.clone());
    let decisions = given.into_iter().flat_map(|answer| &answer.decisions);
    let decisions = decisions.map(|d| (title(d).unwrap_or_default(), d.choice.clone())).collect();
    let resolution = given.and_then(|answer| answer.signing.as_ref()).map(|signing| signing.resolution);
    let content = Content::Receipt { about: About::notice(notice), at, decisions, resolution };
    let files = if notice.mail_content == MailContent::Attached { files } else { vec![] };
    let until = log.now().plus_millis(WORTHWHILE);
    to_recipient(log, app, notice, recipient, content, files, until).await.map(drop)
}

/// Sends the firm's reply to whoever asked.
pub async fn queue_reply(
    log: &mut Append,
    app: &App,
    notice: &event::Notice,
    recipient: &Recipient,
    question: &str,
    reply: &event::QuestionAnswered,
) -> Result<(), store::Error> {
    let (about, by) = (About::notice(notice), reply.member.name.clone());
    let content = Content::Reply { about, by, question: question.to_owned(), reply: reply.text.clone() };
    let until = log.now().plus_millis(WORTHWHILE);
    to_recipient(log, app, notice, recipient, content, vec![], until).await.map(drop)
}

async fn to_recipient(
    log: &mut Append,
    app: &App,
    notice: &event::Notice,
    recipient: &Recipient,
    content: Content,
    attachments: Vec<FileRef>,
    until: Time,
) -> Result<Id, store::Error> {
    let (firm, now) = (log.firm(), log.now());
    let mail = Mail {
        mail: app.new_id(),
        lang: notice.lang,
        to: Person { name: recipient.name.clone(), email: recipient.email.clone() },
        notice: Some(notice.notice),
        contact: Some(recipient.contact),
        sender: sender(log, app, firm, notice.author.member).await?,
        thread: mails::notice_message_id(log, firm, notice.notice, recipient.contact).await?,
        content,
        attachments,
        until,
    };
    queue(log, app, firm, &mail, now).await?;
    Ok(mail.mail)
}

/// Invites someone, in the language of the member who invites.
pub async fn queue_invitation(
    log: &mut Append,
    app: &App,
    by: Id,
    email: &str,
    role: Role,
    token: &str,
    expires: Time,
) -> Result<(), store::Error> {
    let (firm, now) = (log.firm(), log.now());
    let (name, _, lang) = mails::member(log, firm, by).await?;
    let content = Content::Invitation { by: name, role, link: format!("{}/join/{token}", app.config.url), expires };
    let to = Person { name: String::new(), email: email.to_owned() };
    let sender = sender(log, app, firm, by).await?;
    queue(log, app, firm, &to_member(app, lang, to, sender, content, expires), now).await
}

/// Tells a member that their password was changed, in case it was not them.
pub async fn queue_password_changed(
    tx: &mut Tx,
    app: &App,
    firm: Firm,
    member: Id,
    now: Time,
) -> Result<(), store::Error> {
    let (name, email, lang) = mails::member(tx, firm, member).await?;
    let content = Content::PasswordChanged { at: now, link: format!("{}/account", app.config.url) };
    let sender = Sender { reply_to: None, ..sender(tx, app, firm, member).await? };
    let mail = to_member(app, lang, Person { name, email }, sender, content, now.plus_millis(WORTHWHILE));
    queue(tx, app, firm, &mail, now).await
}

/// Sends an outside reader the link, in their language. `over` names what they may read.
pub async fn queue_access(
    log: &mut Append,
    app: &App,
    by: Id,
    access: &Access,
    over: Vec<(String, String)>,
    token: &str,
) -> Result<(), store::Error> {
    let firm = log.firm();
    let (name, ..) = mails::member(log, firm, by).await?;
    let over = over.into_iter().map(|(_, name)| name).collect();
    let content = Content::Access { by: name, over, last: access.last, link: format!("{}/g/{token}", app.config.url) };
    to_outsider(log, app, Some(by), access, content, access.until).await
}

/// Sends them six digits.
pub async fn queue_access_code(
    log: &mut Append,
    app: &App,
    access: &Access,
    digits: &str,
    expires: Time,
) -> Result<(), store::Error> {
    to_outsider(log, app, None, access, Content::AccessCode { code: digits.to_owned() }, expires).await
}

/// Tells them that the link works no longer.
pub async fn queue_access_revoked(log: &mut Append, app: &App, by: Id, access: &Access) -> Result<(), store::Error> {
    let until = log.now().plus_millis(WORTHWHILE);
    to_outsider(log, app, Some(by), access, Content::AccessRevoked, until).await
}

async fn to_outsider(
    log: &mut Append,
    app: &App,
    by: Option<Id>,
    access: &Access,
    content: Content,
    until: Time,
) -> Result<(), store::Error> {
    let (firm, now) = (log.firm(), log.now());
    let sender = match by {
        Some(by) => sender(log, app, firm, by).await?,
        None => anonymous(log, app, firm).await?,
    };
    let to = Person { name: access.to.name.clone(), email: access.to.email.clone() };
    queue(log, app, firm, &to_member(app, access.to.lang, to, sender, content, until), now).await
}

fn to_member(app: &App, lang: Lang, to: Person, sender: Sender, content: Content, until: Time) -> Mail {
    let mail = app.new_id();
    Mail { mail, lang, to, notice: None, contact: None, sender, content, attachments: vec![], thread: None, until }
}

/// The firm as it now stands, and the member who reads what is answered.
async fn sender(tx: &mut Tx, app: &App, firm: Firm, member: Id) -> Result<Sender, store::Error> {
    let (name, email, _) = mails::member(tx, firm, member).await?;
    Ok(Sender { reply_to: Some(Person { name, email }), ..anonymous(tx, app, firm).await? })
}

/// The firm alone.
async fn anonymous(tx: &mut Tx, app: &App, firm: Firm) -> Result<Sender, store::Error> {
    let recorded = firms::get(tx, firm).await?;
    Ok(Sender {
        firm: recorded.party.name,
        time_zone: recorded.time_zone,
        privacy_email: recorded.privacy_email,
        reply_to: None,
        reply_also: app.config.reads_replies().map(str::to_owned),
    })
}
