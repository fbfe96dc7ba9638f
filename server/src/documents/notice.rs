//! The notice as sent: a letter that can be posted in a window envelope.

use ledger::Time;
use ledger::event::{Notice, NoticeClass, Recipient};

use super::frame::Frame;
use super::layout::{Flow, LEFT, NAME, PLAIN, PROSE, Pdf, Rich, Style, TOP};
use super::trail::Trail;
use super::{Error, instrument, parties, proof, warning};

/// The letter. `trail` is none for a preview, which says so on each page.
pub fn notice(frame: &Frame, issued: Time, notice: &Notice, trail: Option<&Trail>) -> Result<Pdf, Error> {
    draw(frame, issued, notice, trail, None)
}

/// The same, to be posted with a receipt: to `address`, whose lines stand in the window.
pub fn letter(frame: &Frame, issued: Time, notice: &Notice, trail: &Trail, address: &str) -> Result<Pdf, Error> {
    draw(frame, issued, notice, Some(trail), Some(address))
}

fn draw(
    frame: &Frame,
    issued: Time,
    notice: &Notice,
    trail: Option<&Trail>,
    address: Option<&str>,
) -> Result<Pdf, Error> {
    let t = frame.texts();
    let class = t.notice_class(notice.class());
    let mut document = frame.document(class, &notice.project.title, &notice.firm);
    if trail.is_none() {
        document.meta.head.1 = t.doc_preview().into();
        document.seal = None;
    }
    let flow = &mut document.flow;
    match address {
        Some(address) => window(flow, frame, notice, address),
        None => letterhead(flow, frame, notice),
    }
    flow.title(class, &notice.project.title);
    if trail.is_none() {
        flow.gap(4.0);
        flow.label(t.doc_preview());
    }
    flow.gap(10.0);
    reference(flow, frame, issued, notice);
    opening(flow, frame, notice);
    instrument::draw(flow, frame, 1, notice);
    for (i, warning) in notice.warnings.iter().enumerate() {
        warning::draw(flow, frame, 1, i + 1, warning);
    }
    answering(flow, frame, notice);
    closing(flow, frame, notice);
    if let Some(trail) = trail {
        proof::integrity(flow, frame, trail);
        proof::attach(&mut document, frame, trail);
    }
    document.finish()
}

/// Sender at the left; addressee where the window of a DL envelope is (French use, NF Z 11-001: 110 mm from the left
/// edge, 50 mm from the top).
fn letterhead(flow: &mut Flow, frame: &Frame, notice: &Notice) {
    const WINDOW: (f32, f32) = (255.0, 80.0);
    let mut sender = flow.inner(230.0);
    frame.sender(&mut sender, &notice.firm);
    let mut addressee = flow.inner(flow.width - WINDOW.0);
    addressee.text(NAME, notice.client.name.as_str());
    if let Some(first) = addressees(notice).next() {
        addressee.plain(person(first));
    }
    for line in notice.client.address.lines() {
        addressee.plain(line);
    }
    flow.absolute(176.0, vec![(0.0, 0.0, sender), (WINDOW.0, WINDOW.1, addressee)]);
}

/// The letterhead of a registered letter, for an envelope with a window at its right, or with two, DL (110 × 220 mm) or C5/6
/// (114 × 229 mm). Makers of French envelopes cut the window of the addressee 35 or 45 mm high and 100 mm wide, 20 mm from the right and
/// 20 mm from the lower edge. A sheet folded in three is 99 × 210 mm and slides in it by 11 × 10 mm (DL) or 15 × 19 mm (C5/6). So what
/// lies between 109 and 190 mm from its left edge and between 59 and 79 mm from the upper is seen in each of them however it lies, and what lies
/// between 90 and 209 mm and between 44 and 94 mm may be seen, so that nothing else stands there. Printers ask for the address at 110
/// mm and 55 mm (edics.fr, "Rédiger vos adresses": 85 × 33 mm, which leaves room for the label of a registered letter), in 9 to 12
/// points. Six lines of 4 mm that end at 79 mm begin at 55 mm: with six lines only, the first may touch the edge of a C5/6's window.
/// At the left the sender, 20 to 85 mm and 22 to 55 mm, for the second window.
fn window(flow: &mut Flow, frame: &Frame, notice: &Notice, address: &str) {
    const MM: f32 = 72.0 / 25.4;
    const LINE: f32 = 4.0 * MM;
    let (left, top) = (110.0 * MM - LEFT, 79.0 * MM - TOP);
    let style = Style { size: 10.0, leading: LINE, ..PLAIN };
    let mut sender = flow.inner(65.0 * MM);
    frame.sender(&mut sender, &notice.firm);
    let mut kind = flow.inner(flow.width - left);
    kind.label(frame.texts().post_registered());
    let mut addressee = flow.inner(flow.width - left);
    let lines: Vec<&str> = address.lines().collect();
    lines.iter().for_each(|line| addressee.text(style, *line));
    let first = top - LINE * lines.len().max(4) as f32;
    let parts = vec![(0.0, 0.0, sender), (left, 0.0, kind), (left, first, addressee)];
    flow.absolute(95.0 * MM - TOP, parts);
}

/// Those who may decide first: the letter is addressed to the first of them.
fn addressees(notice: &Notice) -> impl Iterator<Item = &Recipient> {
    let (deciding, informed): (Vec<_>, Vec<_>) = notice.recipients.iter().partition(|r| r.signatory);
    deciding.into_iter().chain(informed)
}

fn person(recipient: &Recipient) -> String {
    match recipient.role.as_str() {
        "" => recipient.name.clone(),
        role => format!("{}, {role}", recipient.name),
    }
}

fn reference(flow: &mut Flow, frame: &Frame, issued: Time, notice: &Notice) {
    let t = frame.texts();
    let copies: Vec<String> = addressees(notice).skip(1).map(person).collect();
    let respond_by = notice.respond_by.map(|date| Rich::new().strong(t.doc_by(&t.date(date)))).unwrap_or_default();
    flow.facts([
        (t.reference(), Rich::new().strong(notice.reference.as_str())),
        (t.doc_project(), parties::project_line(t, &notice.project).into()),
        (t.doc_scope_in(), notice.project.scope_in.as_str().into()),
        (t.doc_scope_out(), notice.project.scope_out.as_str().into()),
        (t.doc_sent(), frame.when_and_utc(issued).into()),
        (t.doc_respond_by(), respond_by),
        (t.doc_copy_to(), copies.join("\n").into()),
    ]);
}

fn opening(flow: &mut Flow, frame: &Frame, notice: &Notice) {
    let t = frame.texts();
    flow.gap(14.0);
    flow.prose(t.doc_greeting());
    flow.gap(PROSE.leading / 2.0);
    let informative = !notice.recipients.iter().any(|r| r.signatory);
    let warnings = notice.warnings.len() as u64;
    flow.prose(match notice.class() {
        NoticeClass::Letter if informative => t.doc_purpose_informative().to_owned(),
        NoticeClass::Letter => t.doc_purpose(warnings),
        NoticeClass::Minutes => t.minutes_purpose_for(warnings),
        NoticeClass::Agreement => t.agreement_purpose().to_owned(),
        NoticeClass::Meeting => t.meeting_purpose().to_owned(),
    });
    if !notice.introduction.trim().is_empty() {
        flow.gap(PROSE.leading / 2.0);
        warning::paragraphs(flow, &notice.introduction);
    }
    if notice.warnings.len() > 1 {
        flow.heading(2, t.doc_points());
        let points = notice.warnings.iter();
        flow.numbered(PLAIN, points.map(|w| Rich::new().plain(w.title.as_str()).plain(format!(" ({})", w.topic))));
    }
}

fn answering(flow: &mut Flow, frame: &Frame, notice: &Notice) {
    let t = frame.texts();
    if notice.recipients.iter().any(|r| r.signatory) {
        flow.heading(1, t.doc_how());
        let decide = match notice.class() {
            NoticeClass::Letter => t.doc_how_decide(),
            NoticeClass::Minutes => t.mail_minutes_decide(),
            NoticeClass::Agreement => t.mail_agreement_decide(),
            NoticeClass::Meeting => t.meeting_decide(),
        };
        let steps = [t.doc_how_link(), t.doc_how_code(), decide, t.doc_how_receipt()];
        flow.numbered(PROSE, steps.map(Rich::from));
        flow.gap(2.0);
        flow.small(t.doc_how_lost(&frame.when(notice.expires)));
        flow.gap(10.0);
        flow.note(super::layout::State::NoAnswer.colour(), |f| {
            f.plain(Rich::new().strong(t.doc_silence()));
            f.gap(2.0);
            f.prose(match notice.class() {
                NoticeClass::Agreement => t.agreement_unanswered(),
                NoticeClass::Meeting => t.meeting_unanswered(),
                _ => t.doc_silence_meaning(),
            });
        });
    }
}

fn closing(flow: &mut Flow, frame: &Frame, notice: &Notice) {
    let t = frame.texts();
    flow.gap(14.0);
    let first = flow.strips.len();
    flow.prose(t.doc_closing());
    flow.gap(12.0);
    flow.text(NAME, notice.author.name.as_str());
    flow.plain(notice.firm.name.as_str());
    flow.hold(first);
    let quotes = notice.warnings.iter().flat_map(|w| &w.options).filter_map(|o| o.quote.as_ref());
    let files: Vec<_> = notice.annexes.iter().chain(quotes).collect();
    if files.is_empty() {
        return;
    }
    flow.heading(2, t.doc_enclosures());
    flow.table(&[2.7, 0.9, 6.4], &[t.doc_file(), t.doc_size(), t.doc_sha256()], |table| {
        for file in files {
            table.row(|cells| {
                cells[0].plain(file.name.as_str());
                cells[1].plain(t.size(file.size));
                cells[2].code(file.sha256.to_string());
            });
        }
    });
}
