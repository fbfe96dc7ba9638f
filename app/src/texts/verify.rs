//! The verification page: what was checked, how it ended, what that proves and what it does not.

use ledger::evidence::{Check, Disclosure, EntryFault, Fault, Outcome, Remark, Verdict};
use ledger::x509::PemError;
use ledger::{Actor, PdfError};

use super::{Texts, texts};
use crate::islands::Newer;

texts! {
    verify_title: "Vérifier une preuve", "Verify evidence";
    verify_lead: "Un PDF, un fichier de preuve ou un lot produit par Acté se vérifie ici, dans votre navigateur. Le fichier n’est pas envoyé : il reste sur votre appareil.",
        "A PDF, an evidence file or a bundle made by Acté is checked here, in your browser. The file is not sent: it stays on your device.";
    verify_file: "Fichier (PDF, JSON ou ZIP)", "File (PDF, JSON or ZIP)";
    verify_file_hint: "Choisissez un fichier, ou déposez-le dans ce cadre.", "Choose a file, or drop it in this frame.";
    verify_key: "Clé de vérification que vous connaissez (facultatif)", "Verifier key that you know (optional)";
    verify_key_hint: "Une seule ligne. Elle compte si elle vous est parvenue par un autre chemin que ce fichier : sur le contrat, par téléphone.",
        "A single line. It counts if it reached you by another way than this file: on the contract, by telephone.";
    verify_key_wrong: "Ce n’est pas une clé de vérification : recopiez la ligne entière. Rien n’a été comparé.", "This is not a verifier key: copy the whole line. Nothing was compared.";
    verify_more: "Autorités, témoins et preuve plus récente (facultatif)", "Authorities, witnesses and newer evidence (optional)";
    verify_authorities: "Certificats des autorités d’horodatage auxquelles vous vous fiez", "Certificates of time-stamping authorities that you trust";
    verify_authorities_hint: "Le texte PEM de leurs certificats racines, de « -----BEGIN CERTIFICATE----- » à « -----END CERTIFICATE----- », obtenu de l’autorité elle-même. Sans eux, tout horodatage est celui d’un inconnu.",
        "The PEM text of their root certificates, from “-----BEGIN CERTIFICATE-----” to “-----END CERTIFICATE-----”, got from the authority itself. Without them every time-stamp is that of an unknown.";
    verify_authorities_wrong: "Ce n’est pas le texte PEM de certificats racines, ou il n’est pas entier. Le certificat du serveur d’horodatage lui-même ne suffit pas : il faut celui de l’autorité qui l’a émis. Rien n’a été comparé.", "This is not the PEM text of root certificates, or not all of it. The certificate of the time-stamping server itself does not do: it takes that of the authority that issued it. Nothing was compared.";
    roots_cut(n: u64): "Le certificat n° {n} est coupé, ou mal copié. Rien n’a été comparé.", "Certificate no. {n} is cut off, or badly copied. Nothing was compared.";
    roots_unread(n: u64): "Le certificat n° {n} n’a pas pu être lu. Rien n’a été comparé.", "Certificate no. {n} could not be read. Nothing was compared.";
    roots_not_authority(n: u64, of: &str): "Le certificat n° {n} ({of}) n’est pas celui d’une autorité : il ne peut en émettre aucun. Ôtez-le, ou mettez à sa place celui de l’autorité qui l’a émis. Rien n’a été comparé.", "Certificate no. {n}, of {of}, is not that of an authority: it may not issue any. Take it out, or put that of the authority that issued it in its place. Nothing was compared.";
    verify_witnesses: "Clés des témoins auxquels vous vous fiez", "Keys of witnesses that you trust";
    verify_witnesses_hint: "Une par ligne, obtenue du témoin lui-même (son adresse /witness). Sans elles, ses signatures sont comptées sans être vérifiées.",
        "One a line, got from the witness itself (its address /witness). Without them its signatures are counted and not verified.";
    verify_witnesses_wrong: "Une ligne n’est pas la clé d’un témoin : recopiez-la en entier. Rien n’a été comparé.", "A line is not the key of a witness: copy all of it. Nothing was compared.";
    verify_witness_wrong: "Ce n’est pas la clé d’un témoin : recopiez-la en entier. Rien n’a été comparé.", "This is not the key of a witness: copy all of it. Nothing was compared.";
    verify_newer: "Preuve plus récente du même prestataire", "Newer evidence of the same firm";
    verify_newer_hint: "Un PDF ne peut pas dire si la clé de son sceau a été révoquée après lui. Un fichier de preuve, un PDF ou un lot plus récent le peut.",
        "A PDF cannot say whether the key of its seal was revoked after it. A newer evidence file, PDF or bundle can.";
    newer_counts(size: u64): "Sceau jugé d’après la preuve plus récente que vous avez donnée : toutes les {size} écritures du registre jusque-là.", "The seal was judged by the newer evidence that you gave: all {size} entries of the log up to there.";
    newer_counts_of(shown: u64, size: u64): "Sceau jugé d’après la preuve plus récente que vous avez donnée. Elle montre {shown} des {size} écritures du registre ; une révocation peut être parmi les autres.", "The seal was judged by the newer evidence that you gave. It shows only {shown} of the {size} entries of the log: a revocation may be among the others.";
    newer_unread(n: u64): ["{n} révocation d’un sceau y figure sans son texte : elle peut viser ce sceau. Demandez-la au prestataire." | "{n} révocations de sceaux y figurent sans leur texte : l’une d’elles peut viser ce sceau. Demandez-les au prestataire."], ["It has {n} revocation of a seal without its text, which may be about this seal: ask the firm for it." | "It has {n} revocations of seals without their text, and one may be about this seal: ask the firm for them."];
    newer_recorded: "La preuve plus récente que vous avez donnée consigne exactement ce fichier, à l’octet près.", "The newer evidence that you gave records just this file, byte for byte.";
    newer_not_recorded(shown: u64, size: u64): "La preuve plus récente que vous avez donnée ne consigne pas ce fichier ; elle montre {shown} des {size} écritures du registre.", "The newer evidence that you gave does not record this file; it shows {shown} of the {size} entries of the log.";
    newer_faulty: "La preuve plus récente que vous avez donnée n’a pas pu être vérifiée : elle n’a pas été prise en compte.", "The newer evidence that you gave could not be verified: it was left aside.";
    newer_other_log: "La preuve plus récente que vous avez donnée vient d’un autre registre : elle n’a pas été prise en compte.", "The newer evidence that you gave is of another log: it was left aside.";
    newer_not_newer: "La preuve que vous avez donnée n’est pas plus récente que celle de ce fichier : ce qui s’est passé depuis, elle ne le dit pas.", "The evidence that you gave is not newer than that in this file: what happened since, it does not say.";
    newer_not_pdf: "La preuve plus récente que vous avez donnée est du même registre. Là où les deux montrent une écriture, c’est la même ; elle ne dit rien de plus d’un fichier de preuve.", "The newer evidence that you gave is of the same log. Where both show an entry, it is the same; of an evidence file it says no more.";
    verify_needs_script: "La vérification dans le navigateur a besoin de JavaScript, qui n’est pas encore chargé ou pas autorisé. Le programme acte, plus bas, s’en passe.",
        "Verification in the browser needs JavaScript, which is not loaded yet or not allowed. The program acte, below, does without.";
    verify_not_built: "Cette installation n’a pas la vérification dans le navigateur. Le programme acte, ci-dessous, fait la même.",
        "This installation lacks verification in the browser. The program acte, below, does the same.";
    verify_working: "Vérification en cours…", "Verifying…";
    verify_unread: "Le navigateur n’a pas pu lire le fichier. Choisissez-le de nouveau.", "The browser could not read the file. Choose it again.";
    verify_offline: "Vérifier hors ligne", "Verify offline";
    verify_offline_text: "Le programme acte fait la même vérification sur votre machine, sans réseau et sans ce serveur :",
        "The program acte does the same verification on your machine, without a network and without this server:";
    verify_offline_file: "FICHIER", "FILE";
    verify_save: "Cette vérification en un seul fichier, à garder : verify.html", "This verification as one file, to keep: verify.html";
    verify_format: "Le format des preuves : ledger-format.md", "The format of the evidence: ledger-format.md";
    verify_format_text: "Le format est public : chacun peut écrire son propre vérificateur, dans le langage de son choix.",
        "The format is public: anyone can write a verifier of their own, in the language of their choice.";
    verify_proves: "Ce qu’une vérification réussie établit", "What a successful verification establishes";
    verify_proves_text: "Le texte enregistré est, à l’octet près, celui que résume le point de contrôle signé : depuis ce point de contrôle, il n’a pas changé.", "Byte for byte, the recorded text is the one that the signed checkpoint sums up: since that checkpoint it has not changed.";
    verify_proves_place: "Il est inscrit au registre, à cette place et dans cet ordre.", "It stands in the log, at this place and in this order.";
    verify_proves_signed: "L’état du registre a été signé avec la clé nommée.", "The state of the log was signed with the key named.";
    verify_limits: "Ce qu’elle n’établit pas", "What it does not establish";
    verify_limits_truth: "Que ce qui est écrit est vrai, ni sa portée en droit : un juge en décide.", "That what is written is true, nor its weight in law: a court decides on that.";
    verify_limits_key: "À qui appartient la clé : comparez-la à une clé reçue par un autre chemin.", "Whose key it is: compare it with a key that reached you by another way.";
    verify_limits_time: "L’heure exacte et, avant le premier horodatage ou témoin, l’ordre : c’est la parole du prestataire, qui aurait pu refaire son registre en entier. Un horodatage par un tiers, s’il y en a un, dit à quelle heure tout cela existait au plus tard, et dans cet ordre.", "The exact time and, before the first time-stamp or witness, the order: they are the word of the firm, which could have made its log anew as a whole. A time-stamp by a third party, if there is one, says at what time all of it existed at the latest, and in this order.";
    verify_limits_pages: "Que les pages du PDF disent la même chose que le texte enregistré : comparez-les.", "That the pages of the PDF say the same as the recorded text: compare them.";

    verify_document_title(reference: &str): "Document {reference}", "Document {reference}";
    verify_document_lead: "Ce que le registre a retenu de ce document. Son contenu n’est pas montré ici.", "What the log recorded of this document. Its content is not shown here.";
    verify_document_reference: "Référence", "Reference";
    verify_document_firm: "Prestataire", "Firm";
    verify_document_recorded: "Inscrit au registre", "Recorded in the log";
    verify_document_size: "Taille", "Size";
    verify_document_pages: "Pages", "Pages";
    verify_document_entry: "Écriture", "Entry";
    verify_document_entry_value(number: u64, size: u64): "n° {number} sur {size}", "no. {number} of {size}";
    verify_document_signed: "Point de contrôle signé", "Checkpoint signed";
    verify_document_checkpoint: "Le point de contrôle, tel que signé", "The checkpoint, as signed";
    verify_document_unsealed: "Le point de contrôle qui couvre cette écriture n’est pas encore signé.", "The checkpoint that covers this entry is not signed yet.";
    verify_revoked: "Certificats que ce prestataire a révoqués", "Certificates that this firm revoked";
    verify_revoked_text: "Un sceau fait avec l’un d’eux ne prouve rien par lui-même, sauf si le document était inscrit au registre avant la révocation, ou si une autorité d’horodatage a daté le sceau avant qu’elle prenne effet. Comparez avec l’empreinte que la vérification affiche.", "A seal made with one of them proves nothing by itself, unless the log recorded the document before the revocation, or a time-stamping authority dated the seal before it took effect. Compare with the fingerprint that the check shows.";
    verify_document_check: "Comparer votre exemplaire", "Compare your copy";
    verify_document_check_text: "Choisissez le PDF que vous avez reçu : son empreinte est calculée sur votre appareil et comparée à celle du registre.",
        "Choose the PDF that you received: its fingerprint is computed on your device and compared with that of the log.";
    verify_class_certificate: "Attestation de réponse", "Certificate of the answer";
    verify_class_dossier: "Dossier de la mission", "Project’s file";
    verify_class_client_dossier: "Dossier du client", "Client’s file";
    verify_same: "C’est ce document, à l’octet près", "This is that document, to the byte";
    verify_same_text: "L’empreinte de votre fichier est celle que le registre a retenue.", "The fingerprint of your file is the one that the log recorded.";
    verify_other: "Ce n’est pas ce document", "This is not that document";
    verify_other_text: "L’empreinte diffère. Le fichier a été modifié, enregistré de nouveau par un autre programme, ou c’est un autre document.",
        "The fingerprint differs. The file was altered, saved anew by another program, or is another document.";

    verify_report: "Résultat", "Result";
    verify_sha256: "Empreinte SHA-256", "SHA-256 fingerprint";
    verify_checks: "Les vérifications, une par une", "The checks, one by one";
    verify_establishes: "Établit :", "Establishes:";
    verify_leaves_open: "N’établit pas :", "Does not establish:";
    verify_log: "Registre", "Log";
    verify_log_key: "Clé du registre", "Key of the log";
    verify_log_size: "Écritures dans le registre", "Entries in the log";
    verify_log_root: "Racine du point de contrôle", "Root of the checkpoint";
    verify_entries: "Les écritures montrées", "The entries shown";
    verify_withheld(n: u64): ["{n} écriture est dans ce fichier sans son texte : qu’elle existe est vérifié, ce qu’elle dit ne l’est pas. Le prestataire ou qui a transmis le fichier l’a laissé de côté." | "{n} écritures sont dans ce fichier sans leur texte : qu’elles existent est vérifié, ce qu’elles disent ne l’est pas. Le prestataire ou qui a transmis le fichier l’a laissé de côté."], ["{n} entry is in this file without its text: that it exists is verified, what it says is not. The firm, or whoever passed the file on, left it out." | "{n} entries are in this file without their text: that they exist is verified, what they say is not. The firm, or whoever passed the file on, left it out."];
    verify_erased(n: u64): ["{n} écriture est dans ce fichier comme effacée. Rien ne signe ce mot ; plus bas est dit par qui, quand et pourquoi, si une écriture montrée le dit." | "{n} écritures sont dans ce fichier comme effacées. Rien ne signe ce mot ; plus bas est dit par qui, quand et pourquoi, si une écriture montrée le dit."], ["{n} entry is in this file as an erased one. Nothing signs that word; by whom, when and why is told below, if an entry shown says so." | "{n} entries are in this file as erased ones. Nothing signs that word; by whom, when and why is told below, if an entry shown says so."];
    verify_revocations_hidden(n: u64): ["{n} révocation d’un sceau est dans ce fichier sans son texte : elle peut viser un sceau qu’il dit être celui du prestataire. Demandez-la-lui." | "{n} révocations de sceaux sont dans ce fichier sans leur texte : l’une d’elles peut viser un sceau qu’il dit être celui du prestataire. Demandez-les-lui."], ["{n} revocation of a seal is in this file without its text, and may be about a seal that it calls the firm’s: ask the firm for it." | "{n} revocations of seals are in this file without their text, and one may be about a seal that it calls the firm’s: ask the firm for them."];
    verify_elsewhere_sealed(n: u64): ["{n} autre écriture du registre n’est pas dans ce PDF scellé : le prestataire ne l’y a pas mise. Si elle touche à la même affaire, il ne le dit pas." | "{n} autres écritures du registre ne sont pas dans ce PDF scellé : le prestataire ne les y a pas mises. Si l’une d’elles touche à la même affaire, il ne le dit pas."],
        ["{n} other entry of the log is not in this sealed PDF: the firm did not put it there. If it concerns the same matter, it does not say so." | "{n} other entries of the log are not in this sealed PDF: the firm did not put them there. If one of them concerns the same matter, it does not say so."];
    verify_elsewhere(n: u64): ["{n} autre écriture du registre n’est pas dans ce fichier. Si elle touche à la même affaire, il ne le dit pas : qui l’a remis ou transmis a pu l’ôter." | "{n} autres écritures du registre ne sont pas dans ce fichier. Si l’une d’elles touche à la même affaire, il ne le dit pas : qui l’a remis ou transmis a pu l’ôter."],
        ["{n} other entry of the log is not in this file. Whether it concerns the same matter, the file does not say: whoever handed it out or passed it on may have taken it out." | "{n} other entries of the log are not in this file. Whether one of them concerns the same matter, the file does not say: whoever handed it out or passed it on may have taken it out."];
    verify_entries_left_out(n: u64): ["{n} écriture sans défaut n’est pas affichée." | "{n} écritures sans défaut ne sont pas affichées."],
        ["{n} entry without faults is not displayed." | "{n} entries without faults are not displayed."];
    verify_others_signed(n: u64): ["{n} autre signature n’a pas été vérifiée." | "{n} autres signatures n’ont pas été vérifiées."],
        ["{n} other signature was not verified." | "{n} other signatures were not verified."];
    verify_entry(number: u64): "Écriture n° {number}", "Entry no. {number}";
    verify_entry_unread: "Écriture illisible", "Unreadable entry";
    verify_entry_by(actor: &str): "— {actor}", "— {actor}";
    verify_entry_text: "Texte enregistré", "Recorded text";
    verify_detail(detail: &str): "(Détail technique, en anglais : {detail})", "(Technical detail: {detail})";

    verify_passed: "Vérifié", "Verified";
    verify_remarked: "À savoir", "To know";
    verify_failed: "Ne tient pas", "Does not hold";
    verify_not_reached: "Pas examiné", "Not examined";

    verify_inside_only: "Les écritures jointes tiennent, ce PDF non", "The enclosed entries hold, this PDF does not";
    verify_inside_only_text: "Ce fichier n’est pas celui qui a été scellé : ne vous fiez pas à ses pages. Les textes enregistrés, ci-dessous, sont intacts.", "This file is not the one that was sealed: do not rely on its pages. The recorded texts, below, are intact.";
    verify_inside_unshown: "Les écritures jointes tiennent ; que le sceau soit du prestataire n’est pas montré", "The enclosed entries hold; that the seal is the firm’s is not shown";
    verify_inside_unshown_text: "Le fichier est tel qu’il a été scellé, mais rien de ce que vous avez ne montre que le prestataire l’a scellé avec une clé qui n’était qu’à lui : le rapport dit pourquoi. Fiez-vous aux textes enregistrés, ci-dessous, qui sont intacts.", "The file is as it was sealed, but nothing that you have shows that the firm sealed it with a key that was its own alone: the report says why. Rely on the recorded texts, below, which are intact.";
    verify_key_open: "La clé reste à comparer.", "The key remains to be compared.";
    verify_intact: "Ce que ce fichier montre est intact", "What this file shows is intact";
    verify_intact_text: "Toutes les vérifications tiennent, et la clé est celle que vous connaissez.", "Every check holds, and the key is the one that you know.";
    verify_uncompared: "Ce que ce fichier montre est intact ; la clé reste à comparer", "What this file shows is intact; the key remains to be compared";
    verify_uncompared_text: "Toutes les vérifications tiennent. La clé est celle que le fichier nomme : comparez-la à une clé reçue par un autre chemin.",
        "Every check holds. The key is the one that the file names: compare it with a key that reached you by another way.";
    verify_other_key: "Ce n’est pas le registre attendu", "Not the log that you expected";
    verify_other_key_text: "Le fichier tient en lui-même, mais sa clé n’est pas celle que vous avez donnée : un autre registre, ou un faux. Demandez au prestataire. La clé d’un registre ne change jamais ; seules les clés des sceaux se renouvellent.", "The file holds in itself, but its key is not the one that you gave: another log, or a forgery. Ask the firm. The key of a log never changes; only the keys of seals are renewed.";
    verify_faulty: "La preuve ne tient pas", "The evidence does not hold";
    verify_faulty_text: "Ce qui ne tient pas est nommé ici. Demandez au prestataire le fichier d’origine ; gardez celui-ci.", "What does not hold is named here. Ask the firm for the original file; keep this one.";
    verify_failed_more(n: u64): ["Et {n} autre défaut, nommé plus bas." | "Et {n} autres défauts, nommés plus bas."], ["And {n} more fault, named below." | "And {n} more faults, named below."];
    verify_unreadable: "Le fichier n’a pas pu être vérifié", "The file could not be verified";
    verify_sealed_only: "Un PDF scellé, sans preuve jointe", "A sealed PDF without evidence in it";
    verify_sealed_only_text: "Il n’a pas changé depuis son scellement. Qui l’a scellé ne se lit pas dans ce fichier seul : donnez avec lui une preuve du même prestataire (attestation, reçu, fichier de preuve), et le sceau sera jugé d’après elle.", "It has not changed since it was sealed. Who sealed it cannot be read in this file alone: give evidence of the same firm with it (a certificate, a receipt, an evidence file), and the seal will be judged by that.";
    verify_sealed_judged_text: "Il n’a pas changé depuis son scellement. Le sceau est jugé d’après la preuve que vous avez donnée.", "It has not changed since it was sealed. The seal is judged by the evidence that you gave.";
    verify_rewritten: "Ce n’est pas un fichier tel qu’il a été remis", "This is not a file as it was handed out";
    verify_rewritten_text: "Une preuve est remise octet pour octet. Ce fichier a été modifié ou réécrit par un autre programme, ou n’en est pas une : il ne prouve rien. Demandez l’original.", "Evidence is handed out byte for byte. This file was altered or rewritten by another program, or is no evidence: it proves nothing. Ask for the original.";
    verify_unreadable_text: "Rien n’a été vérifié : cela ne dit rien du document lui-même.", "Nothing was verified: this says nothing about the document itself.";

    check_file: "Fichier de preuve entier", "Whole evidence file";
    check_file_yes: "le fichier de preuve (dans un PDF, celui qui y est joint) est entier et a exactement la forme qu’Acté écrit.", "the evidence file (of a PDF, the one inside it) is whole and has exactly the form that Acté writes.";
    check_file_no: "qui l’a fait, ni ce qu’il vaut, ni que les pages autour sont les siennes.", "who made it, what it is worth, or that the pages around it are its own.";
    check_format: "Format connu", "Known format";
    check_format_yes: "c’est un fichier de preuve d’une version que ce vérificateur connaît.", "it is an evidence file of a version that this verifier knows.";
    check_format_no: "que ce qu’il affirme est exact.", "that what it states is right.";
    check_key: "Clé bien formée", "Well-formed key";
    check_key_yes: "la clé que le fichier nomme est utilisable.", "the key that the file names can be used.";
    check_key_no: "à qui elle appartient.", "whose it is.";
    check_trusted_key: "Clé comparée", "Key compared";
    check_trusted_key_yes: "la clé du fichier est celle que vous avez donnée.", "the key of the file is the one that you gave.";
    check_trusted_key_no: "que votre copie vient bien du prestataire : cela dépend du chemin par lequel vous l’avez reçue.", "that your copy comes from the firm: that depends on the way by which it reached you.";
    check_checkpoint: "Point de contrôle signé", "Signed checkpoint";
    check_checkpoint_yes: "la clé a signé la taille et la racine du registre : une écriture changée ou ôtée depuis ne mènerait plus à cette racine.", "the key signed the size and the root of the log: an entry changed or taken out since would no longer lead to this root.";
    check_checkpoint_no: "quand il a été signé, ni qu’aucun autre état n’a été signé.", "when it was signed, nor that no other state was signed.";
    check_origin: "Un seul registre", "One log";
    check_origin_yes: "le fichier, la clé et le point de contrôle parlent du même registre.", "file, key and checkpoint speak of the same log.";
    check_origin_no: "que ce registre est le seul que tient le prestataire.", "that this log is the only one that the firm keeps.";
    check_headers: "Écritures bien formées", "Well-formed entries";
    check_headers_yes: "chaque écriture a sa place, son heure, son auteur et sa nature.", "each entry has its place, its time, its author and its kind.";
    check_headers_no: "qui était devant l’écran.", "who sat at the screen.";
    check_order: "Ordre des écritures", "Order of entries";
    check_order_yes: "les écritures se suivent comme au registre, et leurs heures ne reculent pas.", "the entries follow each other as in the log, and their times never go back.";
    check_order_no: "que l’horloge du serveur était à l’heure.", "that the server’s clock was right.";
    check_payloads: "Textes intacts", "Intact texts";
    check_payloads_yes: "chaque texte montré est, à l’octet près, celui qui a été enregistré.", "each text shown is, to the byte, the one that was recorded.";
    check_payloads_no: "que ce texte est vrai, ni que les pages du PDF disent la même chose.", "that this text is true, nor that the pages of the PDF say the same.";
    check_proofs: "Inscription au registre", "Place in the log";
    check_proofs_yes: "chaque écriture fait partie du registre que le point de contrôle résume.", "each entry is part of the log that the checkpoint sums up.";
    check_proofs_no: "ce que le registre contient d’autre.", "what else the log holds.";

    remark_key_named: "La clé du fichier n’a été comparée à rien : vous n’en avez pas donné, ou celle que vous avez donnée ne se lit pas.", "The key in the file was compared with nothing: you gave none, or the one that you gave cannot be read.";
    remark_not_all_shown: "Certains textes ne sont pas montrés. Que ces écritures existent est vérifié ; ce qu’elles disent ne l’est pas.", "Some texts are not shown. That these entries exist is verified; what they say is not.";

    fault_too_large(found: u64, limit: u64): "Trop grand : {found}, pour une limite de {limit}.", "Too large: {found}, the limit being {limit}.";
    fault_truncated: "La fin manque : le fichier a été coupé en route. Demandez-le de nouveau.", "The end is missing: the file was cut off on its way. Ask for it again.";
    fault_not_json: "Ce n’est ni un PDF ni un fichier de preuve.", "It is neither a PDF nor an evidence file.";
    fault_not_canonical: "Le fichier a été modifié, ou réécrit par un autre programme.", "The file was altered, or rewritten by another program.";
    fault_not_canonical_at(offset: u64): "Le fichier a été modifié, ou réécrit par un autre programme ; premier écart à l’octet {offset}.", "The file was altered, or rewritten by another program; first difference at byte {offset}.";
    fault_not_evidence: "C’est du JSON, mais pas un fichier de preuve.", "It is JSON, but not an evidence file.";
    fault_newer_format(format: &str): "Produit par une version plus récente ({format}) : il faut un vérificateur plus récent.", "Made by a newer version ({format}): a newer verifier is needed.";
    fault_members: "Un élément manque, est inconnu ou n’a pas la bonne forme.", "A member is missing, unknown or of another form.";
    fault_bad_key: "La clé que le fichier nomme est mal formée.", "The key that the file names is malformed.";
    fault_other_firm(trusted: &str, found: &str): "Votre clé est celle du registre {trusted} ; le fichier nomme {found}.", "Your key is that of the log {trusted}; the file names {found}.";
    fault_other_key: "Le même nom de registre, mais une autre clé que la vôtre : un registre refait sous ce nom, ou un faux. Demandez au prestataire.", "The same name of a log, but another key than yours: a log made anew under that name, or a forgery. Ask the firm.";
    fault_bad_checkpoint: "Le point de contrôle est mal formé.", "The checkpoint is malformed.";
    fault_not_signed: "Le point de contrôle n’est pas signé par cette clé.", "The checkpoint is not signed by this key.";
    fault_bad_signature: "La signature ne tient pas : le point de contrôle a été modifié.", "The signature does not hold: the checkpoint was altered.";
    fault_mixed_origins(file: &str, key: &str, checkpoint: &str): "Trois registres mêlés : le fichier nomme {file}, la clé {key}, le point de contrôle {checkpoint}.", "Logs are mixed up: the file names {file}, the key {key}, the checkpoint {checkpoint}.";
    fault_entries(n: u64): ["{n} écriture ne tient pas ; voyez-la plus bas." | "{n} écritures ne tiennent pas ; voyez-les plus bas."], ["{n} entry does not hold; see it below." | "{n} entries do not hold; see them below."];
    fault_wrong_root: "Les écritures s’accordent sur un autre état du registre que celui du point de contrôle.", "The entries agree on another state of the log than that of the checkpoint.";
    fault_other_past(n: u64): "À la place n° {n}, la preuve plus récente que vous avez donnée montre une autre écriture du même registre : la clé du prestataire a signé deux passés. Gardez les deux fichiers.", "At place no. {n}, the newer evidence that you gave shows another entry of the same log: the firm’s key signed two pasts. Keep both files.";
    fault_other_root: "Pour le même nombre d’écritures, la preuve que vous avez donnée a un autre point de contrôle : la clé du prestataire a signé deux passés. Gardez les deux fichiers.", "For the same number of entries, the evidence that you gave has another checkpoint: the firm’s key signed two pasts. Keep both files.";

    entry_bad_header: "L’en-tête est mal formé.", "The header is malformed.";
    entry_newer_header(version: u64): "L’en-tête est d’une version plus récente ({version}).", "The header is of a newer version ({version}).";
    entry_out_of_order: "Elle n’est pas à sa place dans l’ordre du registre.", "It is not in its place in the order of the log.";
    entry_time_goes_back: "Son heure précède celle de l’écriture d’avant.", "Its time is before that of the entry before it.";
    entry_ahead: "Son heure est dans l’avenir, de plus d’un jour : l’horloge du prestataire avançait, ou celle de cet appareil retarde.", "Its time lies in the future, by more than a day: the firm’s clock was ahead, or that of this device is behind.";
    entry_beyond_log: "Son numéro dépasse la taille du registre.", "Its number is beyond the size of the log.";
    entry_altered: "Le texte n’est pas celui qui a été enregistré : il a été modifié.", "The text is not the one that was recorded: it was altered.";
    entry_bad_payload: "Le texte n’a pas la forme enregistrée.", "The text has not the recorded form.";
    entry_state_disagrees: "Le fichier dit montrer ce texte et ne le montre pas, ou l’inverse.", "The file says that it shows this text and does not, or the reverse.";
    entry_proof_length: "La preuve d’inscription n’a pas la bonne longueur.", "The proof of its place has the wrong length.";
    entry_proof_wrong: "La preuve mène à un autre registre : l’en-tête ou la preuve a été modifié.", "The proof leads to another log: the header or the proof was altered.";

    entry_disclosed: "Texte montré", "Text shown";
    entry_withheld: "Texte non montré", "Text not shown";
    entry_erased_kept: "Une écriture de cette sorte n’est jamais effacée seule : elle ne part qu’avec toute sa mission, et rien de ce qui est montré ici ne dit que celle-ci ait été détruite. Qui a transmis le fichier a pu en ôter le texte.", "An entry of this kind is never erased alone: it goes only with its whole project, and nothing shown here says that one was destroyed. Whoever passed the file on may have taken its text out.";
    entry_erased_untold: "Rien de ce qui est montré ici ne dit par qui, quand ni pourquoi.", "Nothing shown here says by whom, when or why.";
    entry_erased: "Texte dit effacé", "Text said to be erased";
    actor_member: "une personne du prestataire", "a person of the firm";
    actor_contact: "le porteur d’un lien personnel", "the holder of a personal link";
    actor_system: "le logiciel", "the program";

    verify_plain(sha256: &str): "Une pièce d’un dossier ou d’un lot est un fichier ordinaire, sans preuve ni sceau : comparez son SHA-256 à celui que donne le bordereau. Celui de ce fichier est {sha256}", "An exhibit of a file or a bundle is a plain file, without evidence or seal: compare its SHA-256 with the one in the list of exhibits. That of this file is {sha256}";
    pdf_too_large: "Le PDF dépasse 256 Mio : il n’a pas été lu.", "The PDF exceeds 256 MiB: it was not read.";
    pdf_not_found: "Ce PDF ne contient pas de preuve, ou un autre programme l’a enregistré de nouveau sans elle. Demandez le fichier d’origine.",
        "This PDF holds no evidence, or another program saved it anew without it. Ask for the original file.";
    pdf_several(n: u64): ["Ce PDF contient {n} preuve." | "Ce PDF contient {n} preuves, et rien ne dit laquelle compte."],
        ["This PDF holds {n} piece of evidence." | "This PDF holds {n} pieces of evidence, and nothing says which one counts."];
    pdf_preceded(bytes: u64): ["{bytes} octet a été mis devant le PDF : ce n’est plus le fichier qui a été fait." | "{bytes} octets ont été mis devant le PDF : ce n’est plus le fichier qui a été fait."], ["{bytes} byte was put in front of the PDF: it is no longer the file that was made." | "{bytes} bytes were put in front of the PDF: it is no longer the file that was made."];
    pdf_cut_off: "La preuve contenue dans ce PDF est coupée : il manque la fin.", "The evidence in this PDF is cut off: the end is missing.";
}

impl Texts {
    /// What a check asks: its name, what it establishes when it holds, and what it leaves open.
    pub fn check(self, check: Check) -> [&'static str; 3] {
        match check {
            Check::File => [self.check_file(), self.check_file_yes(), self.check_file_no()],
            Check::Format => [self.check_format(), self.check_format_yes(), self.check_format_no()],
            Check::Key => [self.check_key(), self.check_key_yes(), self.check_key_no()],
            Check::TrustedKey => [self.check_trusted_key(), self.check_trusted_key_yes(), self.check_trusted_key_no()],
            Check::Checkpoint => [self.check_checkpoint(), self.check_checkpoint_yes(), self.check_checkpoint_no()],
            Check::Origin => [self.check_origin(), self.check_origin_yes(), self.check_origin_no()],
            Check::Headers => [self.check_headers(), self.check_headers_yes(), self.check_headers_no()],
            Check::Order => [self.check_order(), self.check_order_yes(), self.check_order_no()],
            Check::Payloads => [self.check_payloads(), self.check_payloads_yes(), self.check_payloads_no()],
            Check::Proofs => [self.check_proofs(), self.check_proofs_yes(), self.check_proofs_no()],
            Check::TimeStamps => [self.check_time_stamps(), self.check_time_stamps_yes(), self.check_time_stamps_no()],
        }
    }

    /// The word for how a check ended.
    pub fn outcome(self, outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Passed => self.verify_passed(),
            Outcome::Remarked(_) => self.verify_remarked(),
            Outcome::Failed(_) => self.verify_failed(),
            Outcome::NotReached => self.verify_not_reached(),
        }
    }

    /// What a report comes down to: a heading and a sentence.
    pub fn verdict(self, verdict: Verdict) -> [&'static str; 2] {
        match verdict {
            Verdict::Intact => [self.verify_intact(), self.verify_intact_text()],
            Verdict::KeyNotCompared => [self.verify_uncompared(), self.verify_uncompared_text()],
            Verdict::OtherKey => [self.verify_other_key(), self.verify_other_key_text()],
            Verdict::Faulty => [self.verify_faulty(), self.verify_faulty_text()],
            Verdict::Unreadable => [self.verify_unreadable(), self.verify_unreadable_text()],
        }
    }

    /// `sealed`: whether the seal of the PDF that holds the evidence bears a time-stamp, which covers the evidence as well.
    pub fn remark(self, remark: &Remark, sealed: bool) -> String {
        match remark {
            Remark::KeyNamedInFile => self.remark_key_named().into(),
            Remark::NotAllShown => self.remark_not_all_shown().into(),
            Remark::NoTimeStamp if sealed => self.remark_time_stamp_of_seal().into(),
            Remark::NoTimeStamp => self.remark_no_time_stamp().into(),
            Remark::UnknownAuthority => self.remark_unknown_authority().into(),
            Remark::RefusedAuthority { number, error } => {
                self.remark_refused_authority(*number, self.chain_error(error))
            }
        }
    }

    pub fn fault(self, fault: &Fault) -> String {
        let with = |sentence: &str, detail: &str| format!("{sentence} {}", self.verify_detail(detail));
        match fault {
            Fault::TooLarge { found, limit } => self.fault_too_large(*found, *limit),
            Fault::Truncated => self.fault_truncated().into(),
            Fault::NotJson => self.fault_not_json().into(),
            Fault::NotCanonical { offset: None } => self.fault_not_canonical().into(),
            Fault::NotCanonical { offset: Some(offset) } => self.fault_not_canonical_at(*offset),
            Fault::NotEvidence => self.fault_not_evidence().into(),
            Fault::NewerFormat { format } => self.fault_newer_format(format),
            Fault::Members { detail } => with(self.fault_members(), detail),
            Fault::BadKey { detail } => with(self.fault_bad_key(), detail),
            Fault::OtherFirm { trusted, found } => self.fault_other_firm(trusted, found),
            Fault::OtherKey => self.fault_other_key().into(),
            Fault::BadCheckpoint { detail } => with(self.fault_bad_checkpoint(), detail),
            Fault::NotSigned => self.fault_not_signed().into(),
            Fault::BadSignature => self.fault_bad_signature().into(),
            Fault::MixedOrigins { file, key, checkpoint } => self.fault_mixed_origins(file, key, checkpoint),
            Fault::BadCosignature { witness } => self.fault_bad_cosignature(witness),
            Fault::Entries { count } => self.fault_entries(*count),
            Fault::WrongRoot { .. } => self.fault_wrong_root().into(),
            Fault::OtherPast { index: Some(index) } => self.fault_other_past(index + 1),
            Fault::OtherPast { index: None } => self.fault_other_root().into(),
            Fault::TimeStamp { number, error } => with(&self.fault_time_stamp(*number), &error.to_string()),
            Fault::Earlier { number, fault } => format!("{} {}", self.fault_earlier(*number), self.fault(fault)),
            Fault::NotEarlier => self.fault_not_earlier().into(),
            Fault::NotContinued => self.fault_not_continued().into(),
        }
    }

    pub fn entry_fault(self, fault: &EntryFault) -> String {
        let with = |sentence: &str, detail: &str| format!("{sentence} {}", self.verify_detail(detail));
        match fault {
            EntryFault::BadHeader { detail } => with(self.entry_bad_header(), detail),
            EntryFault::NewerHeader { version } => self.entry_newer_header(*version),
            EntryFault::OutOfOrder => self.entry_out_of_order().into(),
            EntryFault::TimeGoesBack => self.entry_time_goes_back().into(),
            EntryFault::BeyondLog => self.entry_beyond_log().into(),
            EntryFault::Ahead => self.entry_ahead().into(),
            EntryFault::Altered => self.entry_altered().into(),
            EntryFault::BadPayload { detail } => with(self.entry_bad_payload(), detail),
            EntryFault::StateDisagrees => self.entry_state_disagrees().into(),
            EntryFault::ProofLength => self.entry_proof_length().into(),
            EntryFault::ProofWrong => self.entry_proof_wrong().into(),
        }
    }

    pub fn disclosure(self, state: Disclosure) -> &'static str {
        match state {
            Disclosure::Disclosed => self.entry_disclosed(),
            Disclosure::Withheld => self.entry_withheld(),
            Disclosure::Erased => self.entry_erased(),
        }
    }

    /// Who acted, without a name: a header holds none.
    pub fn actor(self, actor: Actor) -> &'static str {
        match actor {
            Actor::Member(_) => self.actor_member(),
            Actor::Contact(_) => self.actor_contact(),
            Actor::System => self.actor_system(),
        }
    }

    /// What came of the newer evidence that a reader gave.
    pub fn newer(self, newer: Newer) -> String {
        match newer {
            Newer::Counts { size, unread, .. } if unread > 0 => {
                format!("{} {}", self.newer_counts(size), self.newer_unread(unread))
            }
            Newer::Counts { size, headers, .. } if headers < size => self.newer_counts_of(headers, size),
            Newer::Counts { size, .. } => self.newer_counts(size),
            Newer::Faulty => self.newer_faulty().into(),
            Newer::OtherLog => self.newer_other_log().into(),
            Newer::NotNewer => self.newer_not_newer().into(),
            Newer::NotPdf => self.newer_not_pdf().into(),
        }
    }

    /// What is wrong with the roots that a reader gave.
    pub fn roots_error(self, error: &PemError) -> String {
        match error {
            PemError::None => self.verify_authorities_wrong().into(),
            PemError::Form { number } => self.roots_cut(*number as u64),
            PemError::Certificate { number, .. } => self.roots_unread(*number as u64),
            PemError::NotAuthority { number, subject } => self.roots_not_authority(*number as u64, subject),
        }
    }

    /// Why a PDF gave no evidence. What is no PDF is read as an evidence file instead, so the page never says `NotPdf`.
    pub fn pdf_error(self, error: PdfError) -> String {
        match error {
            PdfError::TooLarge { .. } => self.pdf_too_large().into(),
            PdfError::NotPdf => self.fault_not_json().into(),
            PdfError::Preceded { bytes } => self.pdf_preceded(bytes as u64),
            PdfError::NotFound => self.pdf_not_found().into(),
            PdfError::Several { found } => self.pdf_several(found as u64),
            PdfError::CutOff => self.pdf_cut_off().into(),
            PdfError::PersonalData => self.verify_personal_text().into(),
        }
    }
}
