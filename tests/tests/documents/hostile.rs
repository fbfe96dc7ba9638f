//! What people may type, or a machine may send: it must neither break a document nor leave it.

use ledger::event::{Answer, Event, Notice, Warning};
use ledger::{Actor, Id, Lang};
use server::documents::{Picture, Trail, certificate, notice};
use tests::example::{self, ANSWERED, Example};
use tests::judges::assert_pdfa;

use super::content::text;
use super::outside::{run, written};
use super::{frame, issued, trail_of};

/// A warning whose every text is `text`.
fn all_of(text: &str, n: u64) -> Warning {
    let mut warning = example::warning(Lang::Fr, n, "BCK-01", &[text, text, text], vec![]);
    for field in [&mut warning.title, &mut warning.risk, &mut warning.consequence, &mut warning.measure] {
        *field = text.to_owned();
    }
    warning
}

/// No word of the page lies outside of it, beyond the margins but for a hair.
#[track_caller]
fn assert_within_margins(name: &str, bytes: &[u8]) {
    let path = written(name, bytes);
    let boxes = run("pdftotext", &["-bbox", path.to_str().unwrap(), "-"]);
    let value = |line: &str, key: &str| -> f32 {
        let at = line.find(key).unwrap() + key.len() + 2;
        line[at..].split('"').next().unwrap().parse().unwrap()
    };
    let words: Vec<&str> = boxes.lines().filter(|line| line.trim_start().starts_with("<word")).collect();
    assert!(!words.is_empty(), "{name}");
    for line in words {
        let (left, right) = (value(line, "xMin"), value(line, "xMax"));
        let (top, bottom) = (value(line, "yMin"), value(line, "yMax"));
        assert!(left > 55.0 && right < 540.5 && top > 20.0 && bottom < 835.0, "{name}: {line}");
    }
}

#[test]
fn texts_of_every_sort_stay_on_the_page() {
    let sorts = [
        ("long-word", "Aaaaaaaaaa".repeat(300)),
        ("ten-thousand", "Un constat qui se répète. ".repeat(385)[..10_000].to_owned()),
        ("emoji", "Serveur 🔥 en panne 👩\u{200D}💻 depuis 3️⃣ jours".into()),
        ("right-to-left", "נשמר בגיבוי, تم النسخ, \u{202E}kcalb\u{202C} fin".into()),
        ("control", "avant\u{0}\u{1B}[31m\u{7}après\r\n\r\n\r\nfin\u{FFFE}".into()),
        ("markup", "</textarea><script>alert(1)</script> & <b>%PDF-1.7\nendstream endobj (\\) [TJ] Tj".into()),
        ("decomposed", "Cafe\u{301} de\u{301}ja\u{300} E\u{301}te\u{301}".into()),
        ("lines", "ligne\n".repeat(300)),
        ("blank", " \u{A0} \u{3000} \n \n".into()),
        ("wide", "W".repeat(9_999)),
    ];
    let example = Example::new(Lang::Fr);
    let mut files = Vec::new();
    for (n, (name, hostile)) in sorts.iter().enumerate() {
        let mut letter = example::notice(Lang::Fr, ANSWERED, "MG-1", vec![all_of(hostile, n as u64)], vec![]);
        letter.recipients = vec![example::director(Lang::Fr)];
        letter.introduction.clone_from(hostile);
        letter.project.title.clone_from(hostile);
        letter.client.name.clone_from(hostile);
        letter.client.address.clone_from(hostile);
        letter.author.name.clone_from(hostile);
        letter.recipients[0].name.clone_from(hostile);
        // A letter of many thousands of lines in its window is no letter; the limits of a line keep it from being one.
        for line in [
            &mut letter.project.title,
            &mut letter.client.name,
            &mut letter.author.name,
            &mut letter.recipients[0].name,
        ] {
            *line = line.chars().take(ledger::notice::MAX_LINE).collect();
        }
        letter.client.address = letter.client.address.chars().take(ledger::notice::MAX_LINE).collect();
        let pdf = notice(&frame(Lang::Fr, "MG-1", example.today()), example.today(), &letter, None).unwrap();
        let name = format!("hostile-{name}");
        assert_within_margins(&name, &pdf.bytes);
        files.push(written(&name, &pdf.bytes));
    }
    assert_pdfa(&files);
}

#[test]
fn what_cannot_be_drawn_is_named() {
    let example = Example::new(Lang::Fr);
    let mut letter = example::notice(Lang::Fr, ANSWERED, "MG-1", vec![], vec![example::director(Lang::Fr)]);
    letter.introduction = "Disque 🔥 plein ; \u{202E}edrâg".into();
    let pdf = notice(&frame(Lang::Fr, "MG-1", example.today()), example.today(), &letter, None).unwrap();
    let shown = text("hostile-named", &pdf.bytes);
    assert!(shown.contains("Disque [U+1F525] plein ; [U+202E]edrâg"), "{shown}");
}

#[test]
fn forty_pages_and_more() {
    let example = Example::new(Lang::Fr);
    let long = "Un constat précis, daté et propre à ce client. ".repeat(60);
    let warnings: Vec<Warning> =
        (0..20).map(|n| all_of(&long, n)).map(|w| Warning { title: "Sujet".into(), ..w }).collect();
    let letter = example::notice(Lang::Fr, ANSWERED, "MG-1", warnings, vec![example::director(Lang::Fr)]);
    let pdf = notice(&frame(Lang::Fr, "MG-1", example.today()), example.today(), &letter, None).unwrap();
    assert!(pdf.pages >= 40, "{} pages", pdf.pages);
    let name = "hostile-forty";
    assert_within_margins(name, &pdf.bytes);
    assert_pdfa(&[written(name, &pdf.bytes)]);
    let last = format!("Page {0} sur {0}", pdf.pages);
    assert!(text(name, &pdf.bytes).contains(&last));
}

/// The answer of the example, given again to the notice that has none.
fn answered_again(example: &mut Example, change: impl FnOnce(&mut Answer)) -> Notice {
    let (_, sent) = issued(&trail_of(example, example::SILENT));
    let answered = trail_of(example, ANSWERED);
    let given = answered.events().find_map(|(_, event)| match event {
        Event::AnswerGiven(answer) => Some(answer.clone()),
        _ => None,
    });
    let mut answer = Answer { notice: sent.notice, ..given.unwrap() };
    change(&mut answer);
    example.record.append(example.today(), Actor::System, answer);
    sent
}

#[test]
fn an_answer_for_another_warning_is_not_this_one_s() {
    let mut example = Example::new(Lang::Fr);
    let sent = answered_again(&mut example, |answer| answer.decisions[0].warning = example::id(999_999));
    let trail = trail_of(&example, sent.notice);
    let pdf = certificate(&frame(Lang::Fr, "ATT-9", example.today()), sent.notice, &trail).unwrap();
    let shown = text("hostile-other-warning", &pdf.bytes);
    assert!(shown.contains("Pas de réponse par le lien") && !shown.contains("Acceptée"), "{shown}");
}

#[test]
fn another_name_than_the_recipient_s_is_told_for_what_it_is() {
    for (typed, told) in [("Martin Dupont", true), ("claire  le goff", false)] {
        let mut example = Example::new(Lang::Fr);
        let sent = answered_again(&mut example, |answer| answer.typed_name = typed.into());
        let trail = trail_of(&example, sent.notice);
        let pdf = certificate(&frame(Lang::Fr, "ATT-9", example.today()), sent.notice, &trail).unwrap();
        let shown = text("hostile-other-name", &pdf.bytes);
        let words = "Martin Dupont (nom saisi), au moyen du lien et du code adressés à Claire Le Goff";
        assert_eq!(shown.contains(words), told, "{shown}");
    }
}

#[test]
fn a_notice_that_is_not_in_the_evidence_is_refused() {
    let example = Example::new(Lang::Fr);
    let trail = Trail::read(&example.record.about_notice(example::PROJECT, Id([0xff; 16]))).unwrap();
    assert!(certificate(&frame(Lang::Fr, "ATT-9", example.today()), ANSWERED, &trail).is_err());
}

#[test]
fn a_logo_is_embedded_and_a_rubbish_one_refused() {
    // One pixel, grey, as any tool writes it.
    let jpeg = server_logo();
    let picture = Picture::read(&jpeg).unwrap();
    let example = Example::new(Lang::Fr);
    let mut frame = frame(Lang::Fr, "MG-1", example.today());
    frame.logo = Some(std::sync::Arc::new(picture));
    let letter = example::notice(Lang::Fr, ANSWERED, "MG-1", vec![], vec![example::director(Lang::Fr)]);
    let pdf = notice(&frame, example.today(), &letter, None).unwrap();
    let path = written("hostile-logo", &pdf.bytes);
    let images = run("pdfimages", &["-list", path.to_str().unwrap()]);
    assert!(images.contains("jpeg"), "{images}");
    assert_pdfa(&[path]);
    assert!(Picture::read(&jpeg[..jpeg.len().min(20)]).is_err());
    assert!(Picture::read(b"MZ\x90\0this is a program").is_err());
}

/// A JPEG of 8 by 8 grey pixels, made by hand from ITU-T T.81: one DC coefficient, the shortest Huffman tables.
fn server_logo() -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, body: &[u8]| {
        out.extend([0xFF, marker]);
        out.extend((body.len() as u16 + 2).to_be_bytes());
        out.extend(body);
    };
    segment(0xDB, &[&[0][..], &[1; 64]].concat());
    segment(0xC0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    segment(0xC4, &[&[0x00, 1][..], &[0; 15], &[0]].concat());
    segment(0xC4, &[&[0x10, 1][..], &[0; 15], &[0]].concat());
    segment(0xDA, &[1, 1, 0, 0, 63, 0]);
    out.extend([0x3F, 0xFF, 0xD9]);
    out
}
