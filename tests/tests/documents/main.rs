//! The PDFs, judged by programs that are not ours: veraPDF, qpdf, poppler, and the ledger's own verifier.

mod content;
mod dossier;
mod hostile;
mod outside;
mod person;
mod seal;
mod silence;

use jiff::tz::TimeZone;
use ledger::event::{Event, Notice};
use ledger::{Id, Lang, Time};
use server::documents::layout::Validation;
use server::documents::{self, Frame, Mark, Pdf, Trail, certificate, no_answer, notice};
use tests::example::{self, Example};

pub const DOCUMENT: Id = Id([0xd0; 16]);

pub fn frame(lang: Lang, reference: &str, now: Time) -> Frame {
    Frame {
        lang,
        document: DOCUMENT,
        reference: reference.into(),
        now,
        zone: TimeZone::get("Europe/Paris").unwrap(),
        made_by: None,
        verify_url: format!("https://acte.armor.example/verify/{DOCUMENT}"),
        privacy_email: "donnees@armor.example".into(),
        logo: None,
        seal: Some(Mark::of(example::signer(), false, Validation::default())),
        authorities: false,
        redacted: None,
    }
}

pub fn trail_of(example: &Example, notice: Id) -> Trail {
    Trail::read(&example.record.about_notice(example::PROJECT, notice)).unwrap()
}

pub fn issued(trail: &Trail) -> (Time, Notice) {
    let mut events = trail.events();
    let found = events.find_map(|(at, event)| match event {
        Event::NoticeIssued(notice) => Some((at, notice.clone())),
        _ => None,
    });
    found.unwrap()
}

/// Every class of document, in one language: name and PDF.
pub fn all(lang: Lang) -> Vec<(String, Pdf)> {
    let mut example = Example::new(lang);
    example.chased(DOCUMENT);
    let mut out = Vec::new();
    for (name, id) in
        [("answered", example::ANSWERED), ("silent", example::SILENT), ("informative", example::INFORMATIVE)]
    {
        let trail = trail_of(&example, id);
        let (at, issued) = issued(&trail);
        let letter = notice(&frame(lang, &issued.reference, example.today()), at, &issued, Some(&trail)).unwrap();
        out.push((format!("{lang}-notice-{name}"), letter));
        let certified = certificate(&frame(lang, "ATT-1", example.today()), id, &trail).unwrap();
        out.push((format!("{lang}-certificate-{name}"), certified));
    }
    let silent = trail_of(&example, example::SILENT);
    let silence = no_answer(&frame(lang, "MG-2026-0009", example.today()), example::SILENT, &silent).unwrap();
    out.push((format!("{lang}-no-answer"), silence));
    let trail = trail_of(&example, example::ANSWERED);
    let (at, issued) = issued(&trail);
    let preview = notice(&frame(lang, &issued.reference, example.today()), at, &issued, None).unwrap();
    out.push((format!("{lang}-notice-preview"), preview));
    for (n, pdf) in dossier::made(&frame(lang, "DOS-1", example.today()), &example.record.whole(), 10_000_000)
        .into_iter()
        .enumerate()
    {
        out.push((format!("{lang}-dossier-{}", n + 1), pdf));
    }
    out.extend(person::made(lang, &mut example));
    out.into_iter().map(|(name, pdf)| (name, documents::seal(pdf, example::signer()).unwrap())).collect()
}
