//! What surrounds every document: who it is for, when it was made, and how moments are written in it.

use std::sync::Arc;

use app::Texts;
use app::texts::local;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ledger::event::{Party, Redaction};
use ledger::pdf::redaction::CopyOf;
use ledger::{Hash, Id, Lang, Time};

use super::Mark;
use super::layout::{ACCENT, Document, Flow, Meta, Picture, Rich, Validation};
use crate::seal::Signer;

/// Side of a QR code, points. 26 mm: phones read it at arm's length.
pub const QR: f32 = 74.0;

/// What a document is made with, besides what it is about.
#[derive(Clone, Debug)]
pub struct Frame {
    pub lang: Lang,
    /// Printed in the document and meant to be part of `verify_url`: a PDF cannot hold its own hash.
    pub document: Id,
    /// For people, for instance "MG-2026-0007".
    pub reference: String,
    /// When the document is made, by the server's clock.
    pub now: Time,
    /// The firm's.
    pub zone: TimeZone,
    /// The member who asked for the document; none when the program made it by itself.
    pub made_by: Option<String>,
    /// Address of the verification page for this document.
    pub verify_url: String,
    /// Where people write about personal data; may be empty.
    pub privacy_email: String,
    pub logo: Option<Arc<Picture>>,
    /// The seal that the document will bear; none for a preview.
    pub seal: Option<Mark>,
    /// Whether authorities of time are asked: then a time that is missing may follow.
    pub authorities: bool,
    /// It is a copy in which names are masked.
    pub redacted: Option<Redacted>,
}

/// What a copy with masked names says of itself. All else in its frame is the original's: number, time, who asked for it.
#[derive(Clone, Debug)]
pub struct Redacted {
    /// When it is made, and by whom.
    pub at: Time,
    pub by: String,
    /// SHA-256 of the original, and the number of the entry about it.
    pub original: Hash,
    pub entry: u64,
    /// Names and words.
    pub masked: u64,
    /// Entries that the evidence attached to the original shows and the one attached to the copy does not.
    pub withheld: u64,
}

impl Redacted {
    /// For programs: of which document it is a copy, in canonical JSON, as evidence is.
    pub fn of(&self, original: &Frame) -> Vec<u8> {
        let (document, sha256) = (original.document, self.original);
        let redaction = Redaction { document, sha256, masked: self.masked as u32, withheld: self.withheld };
        let copy = CopyOf::new(original.reference.clone(), redaction);
        serde_json::to_vec(&copy).expect("identifiers, texts and numbers are JSON")
    }
}

impl Frame {
    /// The same, for a document that `signer` will seal.
    pub fn sealed_by(self, signer: &Signer, validation: Validation) -> Frame {
        Frame { seal: Some(Mark::of(signer, self.authorities, validation)), ..self }
    }

    /// Where anybody may verify any document, and take what it takes to do so elsewhere.
    pub fn verifier_url(&self) -> &str {
        self.verify_url.rsplit_once('/').map_or(&self.verify_url, |(page, _)| page)
    }

    pub fn texts(&self) -> Texts {
        Texts(self.lang)
    }

    /// "24 novembre 2026 à 9 h 05 (UTC+01:00)".
    pub fn when(&self, time: Time) -> String {
        self.texts().date_time(&local(time, &self.zone))
    }

    /// "24 novembre 2026 à 9 h 05 (UTC+01:00), 2026-11-24 08:05:12 UTC".
    pub fn when_and_utc(&self, time: Time) -> String {
        format!("{}, {}", self.when(time), self.utc(time))
    }

    pub fn utc(&self, time: Time) -> String {
        self.texts().utc(local(time, &TimeZone::UTC).timestamp())
    }

    /// To the second and sortable, for tables: "2026-11-24 09:05:12 +01:00".
    pub fn stamp(&self, time: Time) -> String {
        local(time, &self.zone).strftime("%Y-%m-%d %H:%M:%S\u{A0}%:z").to_string()
    }

    /// Name of the zone, for instance "Europe/Paris".
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// An empty document of this frame, from `firm`, called `class`.
    pub fn document(&self, class: &str, subject: &str, firm: &Party) -> Document {
        let t = self.texts();
        let page = match self.lang {
            Lang::Fr => |n, of| Texts(Lang::Fr).doc_page(n, of),
            Lang::En => |n, of| Texts(Lang::En).doc_page(n, of),
        };
        let called = match &self.redacted {
            Some(_) => t.redacted_of(&format!("{class} {}", self.reference)),
            None => format!("{class} {}", self.reference),
        };
        let mut document = Document::new(Meta {
            title: called.clone(),
            author: firm.name.clone(),
            subject: subject.to_owned(),
            lang: t.code(),
            // Of a copy its own time, not that of the original of which its pages speak.
            made: Timestamp::from(local(self.redacted.as_ref().map_or(self.now, |copy| copy.at), &TimeZone::UTC)),
            head: (called, subject.to_owned()),
            foot: legal_line(firm),
            page,
        });
        document.seal = self.seal.as_ref().map(|mark| mark.drawn(t));
        if let Some(redacted) = &self.redacted {
            self.redaction(&mut document.flow, redacted);
        }
        document
    }

    /// That it is a copy, of what, and what that leaves provable: before all else.
    fn redaction(&self, flow: &mut Flow, redacted: &Redacted) {
        let t = self.texts();
        flow.note(ACCENT, |f| {
            f.plain(Rich::new().strong(t.redacted()));
            f.gap(2.0);
            f.prose(t.redacted_text(redacted.masked, &redacted.by, &self.when(redacted.at)));
            f.gap(3.0);
            f.prose(t.redacted_original(redacted.entry, redacted.withheld));
            f.gap(3.0);
            f.plain(Rich::new().plain(t.labelled(t.redacted_hash(), "")).code(redacted.original.to_string()));
        });
        flow.gap(14.0);
    }

    /// The firm's logo, or its name where it has none, then what letters carry.
    pub fn sender(&self, flow: &mut Flow, firm: &Party) {
        if let Some(logo) = &self.logo {
            flow.picture(logo, 150.0, 44.0, &self.texts().doc_logo_of(&firm.name));
            flow.gap(6.0);
        }
        flow.text(super::layout::NAME, firm.name.as_str());
        for line in firm.address.lines() {
            flow.small(line);
        }
    }

    /// The sender; at the right the QR code of the verification page, under it what it is for.
    pub fn sender_and_qr(&self, flow: &mut Flow, firm: &Party) {
        let t = self.texts();
        let width = flow.width;
        flow.columns(&[width - QR - 24.0, QR], 24.0, |columns| {
            self.sender(&mut columns[0], firm);
            if columns[1].qr(&self.verify_url, QR, &t.doc_qr_alt(&self.verify_url)) {
                columns[1].small(t.doc_scan());
            }
        });
    }

    /// Rows that every document has about itself.
    pub fn about_itself(&self) -> Vec<(&'static str, Rich)> {
        let t = self.texts();
        let by = self.made_by.as_deref().unwrap_or(t.doc_made_automatically());
        vec![
            (t.doc_made(), self.when_and_utc(self.now).into()),
            (t.doc_made_by(), by.into()),
            (t.doc_number(), Rich::new().code(self.document.to_string())),
        ]
    }
}

/// "Armor Informatique, SAS · RCS Rennes 123 456 782 · 12 rue des Halles, 35000 Rennes".
pub fn legal_line(party: &Party) -> String {
    let name = match party.legal_form.as_str() {
        "" => party.name.clone(),
        form => format!("{}, {form}", party.name),
    };
    let address = party.address.lines().collect::<Vec<_>>().join(", ");
    let parts = [name, registration(party), address];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The registration as printed, which holds the SIREN; else the SIREN alone.
pub fn registration(party: &Party) -> String {
    match (party.rcs.is_empty(), party.siren.is_empty()) {
        (false, _) => party.rcs.clone(),
        (true, false) => format!("SIREN {}", siren(&party.siren)),
        (true, true) => String::new(),
    }
}

/// Nine digits in threes, held together; what else stands there, as it is.
pub fn siren(digits: &str) -> String {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let chars: Vec<char> = digits.chars().collect();
    chars.chunks(3).map(|three| three.iter().collect::<String>()).collect::<Vec<_>>().join("\u{202F}")
}
