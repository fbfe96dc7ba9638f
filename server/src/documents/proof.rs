//! What a document says about its own proof: the trail, the identification, its worth and its limits, the hashes, how
//! to verify. Nothing here may claim more than what the attached evidence shows.

use app::Texts;
use ledger::event::{Answer, Event, FileRef};
use ledger::evidence::Disclosure;
use ledger::timestamp::TimeStamp;
use ledger::{Hash, sha256};

use super::describe::describe;
use super::dossier::{Exhibits, entry_of};
use super::frame::{Frame, QR};
use super::layout::{Attachment, Document, Flow, PLAIN, Relationship, Rich, State};
use super::trail::{Row, Trail};

/// A table of entries: place, time, what, by whom. In a dossier each is a place that links lead to, and names its `exhibits`.
pub fn trail_table<'a>(
    flow: &mut Flow,
    frame: &Frame,
    trail: &Trail,
    rows: impl Iterator<Item = &'a Row>,
    exhibits: Option<&Exhibits>,
) {
    let t = frame.texts();
    flow.small(t.trail_time_note(frame.zone_name()));
    flow.gap(3.0);
    let head = [t.trail_number(), t.trail_when(), t.trail_what(), t.trail_by()];
    flow.table(&[0.7, 2.75, 5.1, 1.9], &head, |table| {
        for row in rows {
            let (headline, details) = describe(frame, trail, row);
            table.row(|cells| {
                cells[0].code((row.header.index + 1).to_string());
                if exhibits.is_some() {
                    cells[0].anchor(&entry_of(row.header.index));
                }
                cells[1].plain(frame.stamp(row.header.time));
                cells[1].small(frame.utc(row.header.time));
                cells[2].plain(headline);
                for detail in details.iter().filter(|detail| !detail.trim().is_empty()) {
                    cells[2].small(detail.as_str());
                }
                if let Some(numbers) = exhibits.and_then(|all| all.named_by(t, row.header.index)) {
                    cells[2].small(numbers);
                }
                actor(&mut cells[3], t, trail, row);
            });
        }
    });
}

fn actor(cell: &mut Flow, t: Texts, trail: &Trail, row: &Row) {
    use ledger::entry::Actor;
    let what = match row.header.actor {
        Actor::System => return cell.quiet(t.trail_by_system()),
        Actor::Member(_) => t.trail_by_member(),
        Actor::Contact(_) => t.trail_by_contact(),
    };
    match trail.actor(row.header.actor) {
        name if Event::by_link_alone(&row.header.kind) => cell.small(t.by_link(name)),
        "" => cell.quiet(what),
        name => {
            cell.plain(name);
            cell.small(what);
        }
    }
}

/// Each factor by which the person who answered was identified, and that there was no other.
pub fn identification(flow: &mut Flow, frame: &Frame, trail: &Trail, answer: &Answer) {
    let t = frame.texts();
    flow.heading(1, t.proof_identified());
    let by = &answer.identified;
    let link = trail.events().find_map(|(at, event)| match event {
        Event::LinkMade(link) if link.link == by.link => Some(t.proof_link_text(&frame.when(at))),
        _ => None,
    });
    let tries = trail.events().find_map(|(_, event)| match event {
        Event::ContactIdentified(e) if e.code == by.code => Some(e.wrong_tries),
        _ => None,
    });
    // Codes that were cancelled before count as well: five wrong ones are five tries of somebody.
    let cancelled: u32 = trail
        .events()
        .filter_map(|(at, event)| match event {
            Event::CodeExhausted(e) if e.contact == answer.contact && at <= by.at => Some(e.tries),
            _ => None,
        })
        .sum();
    let tries = tries.map(|tries| t.trail_wrong_tries(tries + cancelled));
    let mailbox = t.proof_mailbox_text(&by.to, &frame.when_and_utc(by.at));
    let mailbox = tries.map_or(mailbox.clone(), |tries| format!("{mailbox} ({tries})"));
    flow.facts([
        (t.doc_typed_name(), Rich::from(answer.typed_name.as_str())),
        (t.proof_link(), Rich::from(link.unwrap_or_default())),
        (t.proof_mailbox(), Rich::from(mailbox)),
        (t.proof_ip(), Rich::new().code(answer.device.ip.as_str())),
        (t.proof_browser(), Rich::from(answer.device.user_agent.as_str())),
    ]);
    flow.gap(5.0);
    flow.small(t.proof_no_other());
    if trail.code_was_filed(&by.to, by.at) {
        flow.plain(Rich::new().strong(t.code_filed()));
        flow.small(t.trail_mail_filed_note());
    }
}

/// What the evidence is worth in law, and what it is not.
pub fn level(flow: &mut Flow, frame: &Frame, trail: &Trail, answered: bool, silent: bool) {
    let t = frame.texts();
    flow.heading(1, t.proof_level());
    let mut points = Vec::new();
    if answered {
        points.push(t.proof_level_signature());
        let filed = |event: &Event| matches!(event, Event::AnswerGiven(e) if trail.code_was_filed(&e.identified.to, e.identified.at));
        points.extend(trail.events().any(|(_, event)| filed(event)).then(|| t.code_filed()));
    }
    if silent {
        points.push(t.proof_level_silence());
    }
    let time = level_of_time(frame, trail);
    let seal = match (&frame.seal, frame.authorities) {
        (Some(mark), _) if !mark.is_own() => t.proof_level_seal_certified(&mark.certified(t)),
        (Some(_), false) => t.proof_level_seal().into(),
        (Some(_), true) => t.proof_level_seal_timed().into(),
        (None, _) => t.proof_no_seal().into(),
    };
    points.extend([
        t.proof_level_delivery(),
        time.as_str(),
        t.proof_level_integrity(),
        seal.as_str(),
        t.proof_level_free(),
        t.proof_level_court(),
    ]);
    flow.bullets(PLAIN, points);
}

fn level_of_time(frame: &Frame, trail: &Trail) -> String {
    let t = frame.texts();
    match &trail.stated {
        Some(stamp) => {
            let stated = t.proof_level_time_stated(&stamp.authority.to_string(), &when_stated(frame, stamp));
            format!("{stated} {}", gap(frame, trail).unwrap_or_default())
        }
        None => match &trail.unchecked {
            Some(stamp) => t.proof_level_time_unchecked(&stamp.authority.to_string(), &when_stated(frame, stamp)),
            None if frame.authorities => t.proof_level_time_awaited().into(),
            None => t.proof_level_time().into(),
        },
    }
}

fn when_stated(frame: &Frame, stamp: &TimeStamp) -> String {
    frame.texts().latest(stamp.time, stamp.accuracy_micros, &frame.zone)
}

/// Whose time there is besides the firm's; empty for a server that asks no authority.
pub fn time_row(frame: &Frame, trail: &Trail) -> (&'static str, Rich) {
    let t = frame.texts();
    let row = match &trail.stated {
        Some(stamp) => {
            let text = t.time_stamp_stated(&when_stated(frame, stamp), &stamp.authority.to_string());
            let qualified =
                if stamp.claims_qualified { format!(", {}", t.time_stamp_qualified()) } else { String::new() };
            Rich::from(text + &qualified)
        }
        None => match &trail.unchecked {
            Some(stamp) => t.time_stamp_unchecked(&when_stated(frame, stamp), &stamp.authority.to_string()).into(),
            None if frame.authorities => t.time_stamp_awaited().into(),
            None => Rich::default(),
        },
    };
    (t.time_stamp(), row)
}

/// How many entries are enclosed, with and without their text; the erased ones are counted apart, where there are any.
pub fn entries(t: Texts, trail: &Trail) -> String {
    let [shown, withheld, erased] =
        [Disclosure::Disclosed, Disclosure::Withheld, Disclosure::Erased].map(|state| trail.count(state));
    match erased {
        0 => t.proof_entries_shown(shown, withheld, trail.checkpoint.size),
        _ => t.proof_entries_erased(erased as u64, shown, withheld, trail.checkpoint.size),
    }
}

/// What was erased of all that the document would repeat, by whom, when and why; nothing where nothing was.
pub fn erased(flow: &mut Flow, frame: &Frame, trail: &Trail) {
    let t = frame.texts();
    let said: Vec<String> = trail
        .erased()
        .map(|row| match &row.erased {
            Some((at, erased)) => t.erased_sentence(erased, &frame.when_and_utc(*at)),
            None => t.erased_untold(row.header.index + 1, t.event(&row.header.kind).unwrap_or(&row.header.kind)),
        })
        .collect();
    if said.is_empty() {
        return;
    }
    flow.gap(8.0);
    flow.note(State::NoAnswer.colour(), |f| {
        f.plain(Rich::new().strong(t.erased_title()));
        f.gap(2.0);
        f.bullets(PLAIN, said);
        f.gap(2.0);
        f.prose(t.erased_means());
    });
}

/// Whose word the dates are, on page one: an authority's, as far as it goes, or the firm's.
pub fn time_sentence(frame: &Frame, trail: &Trail) -> String {
    let t = frame.texts();
    let (of_all, of_some) = match (&trail.stated, &trail.unchecked) {
        (Some(stamp), _) => {
            (t.doc_time_stated(&stamp.authority.to_string(), &when_stated(frame, stamp)), gap(frame, trail))
        }
        (None, unchecked) => {
            let said = match (trail.cosigned.iter().max_by_key(|(size, ..)| *size), unchecked) {
                (Some((size, witness, time)), _) => t.doc_time_cosigned(*size, witness, &frame.when_and_utc(*time)),
                (None, Some(stamp)) => t.doc_time_unchecked(&stamp.authority.to_string(), &when_stated(frame, stamp)),
                (None, None) if frame.authorities => t.doc_time_awaited().to_owned(),
                (None, None) => t.doc_time_unstated().to_owned(),
            };
            (said, earlier(frame, trail).pop())
        }
    };
    format!("{of_all} {}", of_some.unwrap_or_default()).trim_end().to_owned()
}

/// Which entry its first time-stamp follows at the greatest distance, and how far; none without one.
fn gap(frame: &Frame, trail: &Trail) -> Option<String> {
    let (number, time, stamped) = trail.slowest()?;
    Some(frame.texts().time_gap(number, &frame.when(time), &frame.when(stamped)))
}

/// What authorities state of earlier states of the log, a line each; empty where there is none.
fn earlier(frame: &Frame, trail: &Trail) -> Vec<String> {
    let said = trail.earlier.iter().map(|(size, stamp)| {
        frame.texts().log_stamped(*size, &when_stated(frame, stamp), &stamp.authority.to_string())
    });
    said.collect()
}

/// The place in the log, the hashes, how to verify and what that leaves open.
pub fn integrity(flow: &mut Flow, frame: &Frame, trail: &Trail) {
    let t = frame.texts();
    flow.heading(1, t.proof_integrity());
    let checkpoint = &trail.checkpoint;
    let size = t.proof_checkpoint_size(checkpoint.size);
    let seal =
        frame.seal.as_ref().map(|mark| Rich::new().plain(t.labelled("SHA-256", "")).code(mark.fingerprint.to_string()));
    flow.facts([
        (t.proof_log(), Rich::from(checkpoint.origin.as_str())),
        (t.proof_key(), Rich::new().code(trail.vkey.as_str())),
        (t.proof_checkpoint(), Rich::new().plain(format!("{size} ")).code(checkpoint.root.to_string())),
        time_row(frame, trail),
        (t.proof_entries(), entries(t, trail).into()),
        (
            t.proof_evidence_file(),
            Rich::new()
                .plain(t.labelled(&format!("{} — SHA-256", t.proof_evidence_name()), ""))
                .code(trail.sha256.to_string()),
        ),
        (t.proof_seal(), seal.unwrap_or_default()),
    ]);
    let cosigned = trail.cosigned.iter();
    let cosigned = cosigned.map(|(size, witness, time)| t.cosigned_earlier(*size, witness, &frame.when_and_utc(*time)));
    let others: Vec<String> = earlier(frame, trail).into_iter().chain(cosigned).collect();
    if !others.is_empty() {
        flow.heading(2, t.proof_earlier());
        flow.bullets(PLAIN, others);
    }
    verify(flow, frame, trail.stated.is_some());
    flow.heading(2, t.proof_personal_data());
    flow.plain(t.proof_personal_data_text());
    if !frame.privacy_email.is_empty() {
        flow.plain(t.proof_personal_data_contact(&frame.privacy_email));
    }
}

fn verify(flow: &mut Flow, frame: &Frame, stated: bool) {
    let t = frame.texts();
    flow.heading(2, t.proof_verify());
    let width = flow.width;
    flow.columns(&[width - QR - 24.0, QR], 24.0, |columns| {
        let mut steps = vec![
            Rich::from(t.proof_verify_open(&frame.verify_url)),
            Rich::from(t.proof_verify_drop(t.proof_evidence_name())),
            Rich::from(t.proof_verify_key()),
            Rich::from(t.proof_verify_alone(t.proof_evidence_name(), frame.verifier_url())),
        ];
        if let Some(mark) = &frame.seal {
            steps.push(if mark.is_own() { t.proof_verify_seal() } else { t.proof_verify_seal_third() }.into());
        }
        columns[0].numbered(PLAIN, steps);
        columns[1].qr(&frame.verify_url, QR, &t.doc_qr_alt(&frame.verify_url));
    });
    flow.heading(2, t.proof_not_proven());
    flow.bullets(
        PLAIN,
        [
            t.proof_not_true(),
            t.proof_not_who(),
            if stated { t.proof_not_when_stated() } else { t.proof_not_when() },
            t.proof_not_read(),
            t.proof_not_all(),
            t.proof_not_other_log(),
            t.proof_not_key(),
        ],
    );
    flow.gap(4.0);
    flow.small(t.proof_undrawn());
}

/// SHA-256 of each item that the entries name: documents, annexes, papers, whole e-mails, and the entries themselves.
pub fn hashes<'a>(flow: &mut Flow, frame: &Frame, trail: &Trail, rows: impl Iterator<Item = &'a Row>) {
    let t = frame.texts();
    flow.heading(1, t.proof_hashes());
    flow.table(&[3.7, 6.3], &[t.proof_item(), t.doc_sha256()], |table| {
        let mut line = |what: String, hash: Hash| {
            table.row(|cells| {
                cells[0].plain(what);
                cells[1].code(hash.to_string());
            });
        };
        for row in rows {
            let (headline, _) = describe(frame, trail, row);
            line(t.proof_item_entry(row.header.index + 1, &headline), row.header.digest);
            for (what, hash) in row.event.iter().flat_map(|event| files(t, trail, event)) {
                line(what, hash);
            }
        }
    });
    flow.small(t.proof_hashes_salted());
}

/// The files and messages that an event names by hash.
fn files(t: Texts, trail: &Trail, event: &Event) -> Vec<(String, Hash)> {
    let named = |file: &FileRef| (file.name.clone(), file.sha256);
    match event {
        Event::NoticeIssued(e) => {
            let quotes = e.warnings.iter().flat_map(|w| &w.options).filter_map(|option| option.quote.as_ref());
            e.annexes.iter().chain(quotes).map(named).collect()
        }
        Event::DocumentMade(e) => vec![(trail.document(t, e), e.file.sha256)],
        Event::MailAccepted(e) => {
            let mut all: Vec<_> = e.attachments.iter().map(named).collect();
            all.push((t.proof_item_message(&e.to), e.message));
            all
        }
        other => other.proof().map(named).into_iter().collect(),
    }
}

/// Attaches the evidence, byte for byte, uncompressed.
pub fn attach(document: &mut Document, frame: &Frame, trail: &Trail) {
    debug_assert_eq!(sha256(&trail.bytes), trail.sha256);
    let t = frame.texts();
    if let Some(copy) = &frame.redacted {
        document.attachments.push(Attachment {
            name: t.choose("copie.json", "copy.json").into(),
            media_type: "application/json".into(),
            description: t.redacted_description().into(),
            relationship: Relationship::Data,
            plain: true,
            bytes: copy.of(frame),
        });
    }
    document.attachments.push(Attachment {
        name: t.proof_evidence_name().into(),
        media_type: "application/json".into(),
        description: t.proof_evidence_description().into(),
        relationship: Relationship::Data,
        plain: true,
        bytes: trail.bytes.clone(),
    });
}
