//! What each mail says. A letter is a list of blocks that two templates draw, so that text and HTML cannot differ.

use app::Texts;
use app::texts::local;
use askama::Template;
use jiff::tz::TimeZone;
use ledger::Time;
use ledger::event::{Choice, Date, MailContent, NoticeClass, Resolution, Role};
use ledger::notice::CODE_LIFE;

use super::{About, Content, Mail, Notice, Occasion, one_line};

/// A mail in words, in the recipient's language.
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

enum Block {
    Paragraph(String),
    Items(Vec<String>),
    /// The address stands there to be read: nobody should follow a link whose end they cannot see.
    Link(&'static str, String),
    Code(String),
    /// What a person wrote, line breaks kept.
    Quote(&'static str, String),
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct TextPart<'a> {
    blocks: &'a [Block],
    foot: &'a [String],
}

#[derive(Template)]
#[template(path = "mail.html")]
struct HtmlPart<'a> {
    lang: &'static str,
    subject: &'a str,
    blocks: &'a [Block],
    foot: &'a [String],
}

/// Writes the letter.
///
/// # Errors
/// A template that cannot be drawn: an error of the program.
pub fn write(mail: &Mail) -> Result<Letter, askama::Error> {
    let writer = Writer {
        t: Texts(mail.lang),
        firm: &mail.sender.firm,
        zone: TimeZone::get(&mail.sender.time_zone).unwrap_or(TimeZone::UTC),
    };
    let attached = !mail.attachments.is_empty();
    let (subject, mut blocks) = match &mail.content {
        Content::Notice(notice) => writer.notice(notice, attached),
        Content::Code { about, code } => writer.code(about, code),
        Content::Receipt { about, at, decisions, resolution } => {
            writer.receipt(about, *at, (decisions, *resolution), attached)
        }
        Content::Reply { about, by, question, reply } => writer.reply(about, by, question, reply),
        Content::Invitation { by, role, link, expires } => writer.invitation(by, *role, link, *expires),
        Content::PasswordChanged { at, link } => writer.password_changed(*at, link),
        Content::Access { by, over, last, link } => writer.access(by, over, *last, link),
        Content::AccessCode { code } => writer.access_code(code),
        Content::AccessRevoked => writer.access_revoked(),
    };
    let t = writer.t;
    let hello = if mail.to.name.trim().is_empty() {
        t.mail_hello_unnamed().to_owned()
    } else {
        t.mail_hello(&one_line(&mail.to.name))
    };
    blocks.insert(0, Block::Paragraph(hello));
    let mut foot = vec![t.mail_sent_by(writer.firm)];
    if !mail.sender.privacy_email.is_empty() {
        let address = &mail.sender.privacy_email;
        foot.push(match &mail.content {
            Content::Invitation { .. } | Content::PasswordChanged { .. } => t.mail_privacy(address),
            Content::Access { .. } | Content::AccessCode { .. } | Content::AccessRevoked => t.mail_privacy(address),
            _ => t.mail_privacy_kept(address),
        });
    }
    let subject = one_line(&subject);
    let text = TextPart { blocks: &blocks, foot: &foot }.render()?;
    let html = HtmlPart { lang: t.code(), subject: &subject, blocks: &blocks, foot: &foot }.render()?;
    Ok(Letter { subject, text, html })
}

struct Writer<'a> {
    t: Texts,
    firm: &'a str,
    zone: TimeZone,
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

impl Writer<'_> {
    fn time(&self, at: Time) -> String {
        self.t.date_time(&local(at, &self.zone))
    }

    fn day(&self, at: Time) -> String {
        self.t.date(local(at, &self.zone).date())
    }

    fn notice(&self, notice: &Notice, attached: bool) -> (String, Vec<Block>) {
        let (t, about) = (self.t, &notice.about);
        let the = t.the_notice(about.class, &about.reference);
        let mut blocks = vec![paragraph(match &notice.occasion {
            Occasion::NewLink => t.mail_notice_new_link(&the, self.firm, &about.project),
            Occasion::Issued | Occasion::Resent | Occasion::Named { .. } => {
                t.mail_notice_lead(&about.author, self.firm, t.a_notice(about.class), &about.project, &about.client)
            }
            Occasion::Reminder { issued } => {
                t.mail_reminder_lead(&self.day(*issued), &about.author, self.firm, &the, &about.project)
            }
            Occasion::Escalated { issued, to } => {
                let to = t.list(to);
                t.mail_escalated_lead(&about.author, self.firm, &self.day(*issued), &to, &the, &about.project)
            }
        })];
        if matches!(notice.occasion, Occasion::Reminder { .. } | Occasion::Escalated { .. }) {
            blocks.push(paragraph(t.mail_silence()));
        }
        if notice.occasion == Occasion::Resent {
            blocks.push(paragraph(t.mail_notice_resent()));
        }
        if let Occasion::Named { by } = &notice.occasion {
            blocks.push(paragraph(t.mail_notice_named(by)));
        }
        // A mail is readable on its way; a firm that sends links only does not want the client's weaknesses listed in it.
        if about.content == MailContent::Attached && !notice.topics.is_empty() {
            let topics = notice.topics.len() as u64;
            blocks.push(paragraph(match about.class {
                NoticeClass::Minutes => t.mail_minutes_risks(topics),
                _ => t.mail_notice_topics(topics),
            }));
            blocks.push(Block::Items(notice.topics.clone()));
        }
        blocks.push(paragraph(match (notice.decides, about.class) {
            (false, _) => t.mail_notice_informs(),
            (true, NoticeClass::Letter) => t.mail_notice_decide(),
            (true, NoticeClass::Minutes) => t.mail_minutes_decide(),
            (true, NoticeClass::Agreement) => t.mail_agreement_decide(),
            (true, NoticeClass::Meeting) => t.meeting_decide(),
        }));
        if let Some(date) = notice.respond_by.filter(|_| notice.decides) {
            blocks.push(paragraph(format!("{}.", t.respond_by(&t.date(date)))));
        }
        blocks.push(Block::Link(
            if notice.decides { t.mail_notice_link() } else { t.mail_notice_link_informs() },
            notice.link.clone(),
        ));
        blocks.push(paragraph(t.mail_notice_personal(&self.time(notice.expires))));
        blocks.push(paragraph(t.mail_notice_not_mine()));
        if attached {
            blocks.push(paragraph(t.mail_notice_attached()));
        }
        blocks.push(paragraph(t.mail_doubt(&about.author)));
        let subject = match notice.occasion {
            Occasion::Reminder { .. } => {
                t.mail_reminder_subject(t.notice_class(about.class), &about.reference, self.firm)
            }
            _ => t.mail_notice_subject(t.notice_class(about.class), &about.reference, self.firm),
        };
        (subject, blocks)
    }

    fn code(&self, about: &About, code: &str) -> (String, Vec<Block>) {
        let t = self.t;
        let minutes = CODE_LIFE.unsigned_abs() / 60_000;
        let blocks = vec![
            paragraph(t.mail_code_lead()),
            Block::Code(code.to_owned()),
            paragraph(t.mail_code_life(minutes)),
            paragraph(t.mail_code_unasked(&about.author)),
        ];
        (t.mail_code_subject(&about.reference, self.firm), blocks)
    }

    fn receipt(
        &self,
        about: &About,
        at: Time,
        (decisions, resolution): (&[(String, Choice)], Option<Resolution>),
        attached: bool,
    ) -> (String, Vec<Block>) {
        let t = self.t;
        let at = self.time(at);
        let read_only = decisions.is_empty() && resolution.is_none();
        let mut blocks = vec![paragraph(if read_only {
            t.mail_receipt_read_lead(&about.project, &at)
        } else {
            t.mail_receipt_lead(&about.project, &at)
        })];
        if about.content == MailContent::Attached && !read_only {
            let items = decisions.iter().map(|(title, choice)| match choice {
                Choice::Accepted { option: None } => t.mail_receipt_accepted(title),
                Choice::Accepted { option: Some(number) } => t.mail_receipt_accepted_option(title, *number),
                Choice::Declined => t.mail_receipt_declined(title),
                Choice::Deferred { until } => t.mail_receipt_deferred(title, &t.date(*until)),
            });
            let whole = resolution.map(|resolution| t.resolution(about.class, resolution).to_owned());
            blocks.push(Block::Items(items.chain(whole).collect()));
        }
        if attached {
            blocks.push(paragraph(t.mail_receipt_attached()));
        }
        blocks.push(paragraph(t.mail_receipt_again()));
        blocks.push(paragraph(t.mail_receipt_wrong(&about.author)));
        let subject = if read_only {
            t.mail_receipt_read_subject(&about.reference, self.firm)
        } else {
            t.mail_receipt_subject(&about.reference, self.firm)
        };
        (subject, blocks)
    }

    fn reply(&self, about: &About, by: &str, question: &str, reply: &str) -> (String, Vec<Block>) {
        let t = self.t;
        let mut blocks = vec![paragraph(t.mail_reply_lead(by))];
        if about.content == MailContent::Attached {
            blocks.push(Block::Quote(t.mail_reply_question(), question.to_owned()));
            blocks.push(Block::Quote(t.mail_reply_text(), reply.to_owned()));
        }
        blocks.push(paragraph(t.mail_reply_again()));
        (t.mail_reply_subject(&about.reference, self.firm), blocks)
    }

    fn invitation(&self, by: &str, role: Role, link: &str, expires: Time) -> (String, Vec<Block>) {
        let t = self.t;
        let role = match role {
            Role::Owner => t.role_owner(),
            Role::Adviser => t.role_adviser(),
            Role::Reader => t.role_reader(),
        };
        let blocks = vec![
            paragraph(t.mail_invitation_lead(by, self.firm)),
            paragraph(t.mail_invitation_role(role)),
            Block::Link(t.mail_invitation_link(), link.to_owned()),
            paragraph(t.mail_invitation_personal(&self.time(expires))),
            paragraph(t.mail_invitation_unexpected()),
        ];
        (t.mail_invitation_subject(self.firm), blocks)
    }

    fn access(&self, by: &str, over: &[String], last: Date, link: &str) -> (String, Vec<Block>) {
        let t = self.t;
        let blocks = vec![
            paragraph(t.mail_access_lead(by, self.firm)),
            Block::Items(over.to_vec()),
            Block::Link(t.mail_access_link(), link.to_owned()),
            paragraph(t.mail_access_code_follows()),
            paragraph(t.mail_access_until(&t.date(last))),
            paragraph(t.mail_access_recorded(self.firm)),
            paragraph(t.mail_access_unexpected()),
        ];
        (t.mail_access_subject(self.firm), blocks)
    }

    fn access_code(&self, code: &str) -> (String, Vec<Block>) {
        let t = self.t;
        let minutes = CODE_LIFE.unsigned_abs() / 60_000;
        let blocks = vec![
            paragraph(t.mail_access_code_lead()),
            Block::Code(code.to_owned()),
            paragraph(t.mail_code_life(minutes)),
            paragraph(t.mail_access_code_unasked(self.firm)),
        ];
        (t.mail_access_code_subject(self.firm), blocks)
    }

    fn access_revoked(&self) -> (String, Vec<Block>) {
        let t = self.t;
        (t.mail_access_revoked_subject(self.firm), vec![paragraph(t.mail_access_revoked_lead(self.firm))])
    }

    fn password_changed(&self, at: Time, link: &str) -> (String, Vec<Block>) {
        let t = self.t;
        let blocks = vec![
            paragraph(t.mail_password_lead(&self.time(at))),
            Block::Link(t.mail_password_link(), link.to_owned()),
            paragraph(t.mail_password_wrong(self.firm)),
        ];
        (t.mail_password_subject(self.firm), blocks)
    }
}

impl Block {
    /// The lines of a quote, as both templates draw them.
    fn lines(text: &str) -> impl Iterator<Item = &str> {
        text.trim_end().lines()
    }
}
