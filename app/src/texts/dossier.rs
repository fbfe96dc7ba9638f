//! The file of a project or client: its page, and what the PDF says beside what all documents say.

use super::texts;

texts! {
    dossier: "Dossier (PDF)", "File (PDF)";
    dossier_title: "Établir un dossier", "Make a file";
    dossier_lead: "Tout ce qui est consigné, dans l’ordre, en PDF/A scellé : parties, contrat, périmètre, besoins et engagements, couverture, lettres et réponses, échanges, lettres sans réponse, chronologie, et les pièces numérotées avec leur bordereau.", "Everything on record, in order, as a sealed PDF/A: parties, contract, scope, needs and promises, coverage, notices and answers, exchanges, notices without an answer, chronology, and the numbered exhibits with their list.";
    dossier_limit: "Taille d’une partie, en Mo", "Size of a part, in MB";
    dossier_limit_hint(most: u64): "De 1 à {most} Mo. Un dossier plus grand est divisé ; une pièce n’est jamais coupée. 10 Mo convient à la plupart des dépôts en ligne. 1 Mo = 1 000 000 octets.", "From 1 to {most} MB. A larger file is split; an exhibit is never cut. 10 MB suits most electronic filing. 1 MB = 1,000,000 bytes.";
    dossier_limit_wrong(most: u64): "Indiquez un nombre entier de 1 à {most}.", "Give a whole number from 1 to {most}.";
    dossier_files: "Pièces", "Exhibits";
    dossier_files_with: "Joindre les fichiers des pièces", "Enclose the files of the exhibits";
    dossier_files_with_hint: "Chaque pièce a sa feuille, et son fichier est joint au PDF, inchangé.", "Each exhibit has its sheet, and its file is attached to the PDF, unchanged.";
    dossier_files_without: "Le bordereau seul", "The list alone";
    dossier_files_without_hint: "Les pièces sont nommées avec leur empreinte ; aucun fichier n’est joint.", "The exhibits are named with their fingerprint; no file is enclosed.";
    dossier_lang: "Langue du dossier", "Language of the file";
    dossier_lang_hint: "Celle du client, sauf choix contraire. Les textes consignés restent dans la leur.", "The client’s, unless you choose otherwise. What was recorded stays in its own.";
    dossier_look: "Voir ce que cela donne", "Show what comes of it";
    dossier_submit: "Établir le dossier", "Make the file";
    dossier_preview: "Ce que contiendra le dossier", "What the file will hold";
    dossier_preview_entries(n: u64): ["{n} écriture" | "{n} écritures"], ["{n} entry" | "{n} entries"];
    dossier_preview_exhibits(n: u64): ["{n} pièce" | "{n} pièces"], ["{n} exhibit" | "{n} exhibits"];
    dossier_holds: "Contenu", "Content";
    dossier_of_exhibits: "Fichiers des pièces", "Files of exhibits";
    dossier_preview_size(size: &str): "{size} de fichiers", "{size} of files";
    dossier_preview_whole: "Un seul PDF", "One PDF";
    dossier_preview_parts(n: u64): ["{n} partie" | "{n} parties"], ["{n} part" | "{n} parts"];
    dossier_preview_none: "Aucune pièce", "No exhibit";
    dossier_preview_about: "Tailles estimées par excès : la division se fait au moment d’établir le dossier.", "Sizes are estimated from above: the file is split when it is made.";
    dossier_preview_large(size: &str): "La première partie dépassera la taille choisie : la preuve qu’elle porte fait à elle seule {size}, et ne se divise pas. Augmentez la taille, ou établissez un dossier par mission.", "The first part will exceed the size chosen: the evidence that it carries is {size} by itself, and cannot be split. Raise the size, or make a file for each project.";
    dossier_preview_oversize(list: &str): "Plus grandes que la taille choisie, chacune dans une partie à elle : {list}. À déposer par un autre moyen, ou avec l’accord du greffe.", "Larger than the size chosen, each in a part of its own: {list}. To be filed in another way, or with the court’s leave.";
    dossier_preview_part(n: usize): "Partie {n}", "Part {n}";
    dossier_preview_narrative: "Récit, bordereau et preuve", "Narrative, list and evidence";
    dossier_preview_range(first: usize, last: usize): "Pièces n° {first} à {last}", "Exhibits {first} to {last}";
    dossier_made: "Dossiers déjà établis", "Files made before";
    dossier_recorded_note: "Établir un dossier est consigné : quand, par qui, et l’empreinte de chaque partie.", "Making a file is recorded: when, by whom, and the fingerprint of each part.";
    dossier_too_many(limit: u64): "Plus de {limit} écritures : c’est la limite d’un dossier. Établissez un dossier par mission.", "More than {limit} entries: that is the limit of a file. Make one for each project.";

    dossier_page(reference: &str): "Dossier {reference}", "File {reference}";
    dossier_page_making: "Le dossier est en cours d’établissement", "The file is being made";
    dossier_page_wait: "Cette page s’actualise d’elle-même. Vous pouvez la quitter : le travail continue, et le dossier figurera parmi ceux déjà établis.", "This page refreshes by itself. You may leave it: the work goes on, and the file will stand among those made before.";
    dossier_page_begins: "Lecture des écritures et des pièces…", "Reading entries and exhibits…";
    dossier_page_progress(done: u64, of: u64): "{done} sur {of} parties", "{done} of {of} parts";
    dossier_page_failed: "Ce dossier n’a pas pu être établi. Recommencez ; si cela se reproduit, prévenez la personne qui tient ce serveur.", "This file could not be made. Try again; if it happens again, tell whoever keeps this server.";
    dossier_page_all: "Tout télécharger (ZIP)", "Download all (ZIP)";
    dossier_page_exhibits: "Pièces une à une (ZIP)", "Exhibits one by one (ZIP)";
    dossier_page_exhibits_note: "« Pièces une à une » réunit les fichiers du bordereau tels qu’ils ont été déposés, même si le dossier ne les joint pas.", "Exhibits one by one: the files of the list as they were filed, even where the file does not enclose them.";
    dossier_page_csv: "Bordereau (CSV)", "List of exhibits (CSV)";
    dossier_page_parts: "Les parties", "The parts";
    dossier_page_another: "Établir un autre dossier", "Make another file";

    dossier_part(n: usize, of: usize): "partie {n} sur {of}", "part {n} of {of}";
    dossier_part_label: "Partie", "Part";
    dossier_part_text(n: u64): ["Cette partie porte {n} pièce, avec une feuille et le fichier lui-même, joint au PDF. Le récit et le bordereau de toutes les pièces sont dans la première partie." | "Cette partie porte {n} pièces, chacune avec une feuille et le fichier lui-même, joint au PDF. Le récit et le bordereau de toutes les pièces sont dans la première partie."], ["This part carries {n} exhibit, with a sheet and the file itself, attached to the PDF. The narrative and the list of all exhibits are in the first part." | "This part carries {n} exhibits, each with a sheet and the file itself, attached to the PDF. The narrative and the list of all exhibits are in the first part."];
    dossier_others: "Les autres parties", "The other parts";
    dossier_others_note: "Chaque partie nomme celles qui ont été établies avant elle, par leur empreinte ; la première nomme chaque pièce par la sienne.", "Each part names those made before it by their fingerprints; the first names each exhibit by its own.";
    dossier_client_text(n: u64, entries: usize, when: &str): ["Ce dossier réunit, dans l’ordre, ce qui est consigné de ce client au {when} : {n} mission, {entries} écritures du registre du prestataire. Il montre aussi ce qui manque : les points sans réponse et les questions restées ouvertes y figurent comme tels." | "Ce dossier réunit, dans l’ordre, ce qui est consigné de ce client au {when} : {n} missions, {entries} écritures du registre du prestataire. Il montre aussi ce qui manque : les points sans réponse et les questions restées ouvertes y figurent comme tels."], ["This file brings together, in order, what is recorded of this client at {when}: {n} project, {entries} entries of the firm’s log. It also shows what is missing: points without an answer and open questions appear as such." | "This file brings together, in order, what is recorded of this client at {when}: {n} projects, {entries} entries of the firm’s log. It also shows what is missing: points without an answer and open questions appear as such."];
    dossier_counted_in_parts(count: u64, parts: usize): "{count}, dossier en {parts} parties", "{count}, file in {parts} parts";
    dossier_evidence_large(size: &str, limit: &str): "Cette partie dépasse la taille choisie ({limit}) : la preuve qui y est jointe fait à elle seule {size}, et ne se divise pas.", "This part exceeds the size chosen ({limit}): the evidence attached to it is {size} by itself, and cannot be split.";
    dossier_coverage_note(when: &str): "Ce que la mission oblige à dire, et ce qu’il en est advenu, au {when}, d’après les écritures jointes et les règles en vigueur chez le prestataire. Un sujet est dit « averti » quand une lettre est parvenue à une personne qui décide ; une question sans réponse compte comme ouverte.", "What the project obliges to say, and what became of it, at {when}, by the entries attached and the rules in force at the firm. A topic is “warned” once a notice reached somebody who may decide; a question without an answer counts as open.";
    dossier_coverage_shown: "Ce qui le montre", "What shows it";
    dossier_exchanges: "Échanges, remises et retours", "Exchanges, deliveries and returns";
    dossier_exchanges_note: "Lettres postées et accusés de réception, remises en main propre, courriels versés, rapports de serveurs de messagerie et réponses reçues par courriel, tels que le prestataire les a consignés.", "Letters posted and receipts, papers handed over, e-mails imported, reports of mail servers and replies by e-mail, as the firm recorded them.";
    dossier_silences: "Lettres sans réponse", "Notices without an answer";
    dossier_firm_owes: "Le client a posé une question : au prestataire d’y répondre. Ce n’est pas un silence.", "The client asked a question: it is for the firm to reply. This is no silence.";
    dossier_still_time: "Le délai de réponse n’est pas écoulé", "The time to answer is not over";
    dossier_silences_none: "Chaque lettre qui demandait une réponse en a reçu une à cette date.", "Every notice that asked for an answer had one at this date.";
    dossier_silences_note: "Les lettres restées sans réponse consignée à cette date, et ce qui a été fait. Le silence ne vaut jamais acceptation.", "The notices without a recorded answer at this date, and what was done. Silence never counts as acceptance.";
    dossier_silence_certified: "Silence constaté", "Silence recorded";

    dossier_exhibit(n: usize): "Pièce n° {n}", "Exhibit {n}";
    dossier_exhibits: "Pièces", "Exhibits";
    dossier_what: "Pièce", "Exhibit";
    dossier_bordereau: "Bordereau de communication de pièces", "List of exhibits";
    dossier_bordereau_note: "Les numéros suivent l’ordre du registre : une pièce garde le sien dans tout dossier établi plus tard. L’écriture nommée consigne la taille et l’empreinte SHA-256 du fichier ; un fichier de même empreinte est celui qui a été consigné, à l’octet près.", "Numbers follow the order of the log: an exhibit keeps its own in every file made later. The entry named records the size and the SHA-256 of the file; a file with the same SHA-256 is the one that was recorded, byte for byte.";
    dossier_pages: "Pages", "Pages";
    dossier_entry(number: u64): "écriture n° {number}", "entry no. {number}";
    dossier_recorded: "consignée", "recorded";
    dossier_recorded_at(date: &str): "consignée le {date}", "recorded on {date}";
    dossier_recorded_on: "Consignée le", "Recorded on";
    dossier_bytes(size: &str, bytes: &str): "{size} ({bytes} octets)", "{size} ({bytes} bytes)";
    dossier_media_type: "Type de fichier", "File type";
    dossier_back: "sa ligne dans le bordereau", "its row in the list";
    dossier_attached: "Le fichier est joint à ce PDF, inchangé.", "The file is attached to this PDF, unchanged.";
    dossier_attached_text(name: &str): "Pour l’ouvrir : dans le lecteur de PDF, affichez les pièces jointes (le trombone) et enregistrez « {name} ». Il n’est pas reproduit sur ces pages : cela demanderait de l’altérer. Son empreinte SHA-256 est celle ci-dessus.", "To open it: show the attachments in the PDF reader (the paper clip) and save “{name}”. It is not repeated on these pages: that would need altering it. Its SHA-256 is the one above.";
    dossier_missing_text: "Le fichier n’est plus lisible sur le serveur : il n’est pas joint. L’écriture et son empreinte restent.", "The file can no longer be read on the server: it is not attached. The entry and its fingerprint remain.";
    dossier_oversize(n: usize): "{n}, hors limite", "{n}, over the limit";
    dossier_oversize_text(size: &str): "Une pièce plus grande que la taille choisie ({size}) a une partie à elle, qui la dépasse. Pour la déposer : demandez au greffe un autre moyen (support, lien sécurisé), ou communiquez-la à part ; son empreinte la désigne.", "An exhibit larger than the size chosen ({size}) has a part of its own, which exceeds it. To file it: ask the court for another way (a medium, a secure link), or hand it over apart; its fingerprint names it.";
    dossier_erased: "effacée", "erased";
    dossier_missing: "illisible", "unreadable";
    dossier_not_joined: "non jointe", "not enclosed";
    dossier_csv_name: "bordereau.csv", "list-of-exhibits.csv";
    // Parts of names of files, plain letters.
    dossier_exhibits_name: "-pieces", "-exhibits";
    dossier_exhibit_file: "piece", "exhibit";
    done_dossier_made: "Le dossier est établi.", "The file is made.";
}
