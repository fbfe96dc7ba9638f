//! Bundles of evidence: the page, the list, the instructions inside.

use ledger::bundle::{BundleError, FileFault, FileReport, ZipError};

use super::{Texts, texts};
use crate::islands::HandedOut;

texts! {
    bundle_title: "Lot de preuves", "Evidence bundle";
    bundle_lead: "Un fichier ZIP qui contient de quoi le vérifier : les écritures avec leurs preuves, les documents, les pièces, et de quoi tout contrôler sans ce serveur.", "One ZIP with all that it takes to verify it: the entries with their proofs, the documents, the files, and what it takes to check all of it without this server.";
    bundle_make: "Remettre un lot de preuves (ZIP)", "Hand out an evidence bundle (ZIP)";
    bundle_notices: "Lettres", "Notices";
    bundle_notices_hint: "Une lettre décochée est comptée sans être montrée, avec tout ce qui l’a suivie.", "A notice that is not ticked is counted and not shown, with all that followed it.";
    bundle_papers: "Pièces du contrat", "Contract papers";
    bundle_papers_hint: "L’écriture d’une pièce décochée reste visible ; le fichier manque, et la vérification le dit.", "The entry of a paper that is not ticked stays visible; the file is missing, and verification says so.";
    bundle_parts: "Autres écritures", "Other entries";
    bundle_parts_hint: "Décochées, elles sont comptées sans être montrées.", "Those not ticked are counted and not shown.";
    bundle_people: "Contacts du client", "The client’s contacts";
    bundle_promises: "Engagements pris et leur état", "Promises made and their state";
    bundle_others: "Joindre l’en-tête de toutes les autres écritures du registre", "Add the headers of all other entries of the log";
    bundle_others_hint: "Le lecteur voit alors que le lot compte toutes les écritures jusqu’à son point de contrôle, sans lacune. Il voit la date et la nature de ce qui concerne vos autres clients, jamais leur nom ni un texte.", "A reader then sees that the bundle counts all entries up to its checkpoint, without a gap. They see the date and kind of what concerns your other clients, never a name or a text.";
    bundle_lang: "Langue du bordereau et du mode d’emploi", "Language of the list and of the instructions";
    bundle_lang_hint: "Celle du client, sauf choix contraire. Les écritures et les documents restent dans la langue où ils ont été faits ; verify.html parle les deux.", "The client’s, unless you choose otherwise. Entries and documents stay in the language in which they were made; verify.html speaks both.";
    bundle_submit: "Télécharger le lot", "Download the bundle";
    bundle_gone_title: "Ce lot de preuves a été détruit", "This evidence bundle was destroyed";
    bundle_gone_text(when: &str, entry: &str): "Il a été détruit le {when}, avec ce que l’écriture n° {entry} du registre dit effacé : il le montrait.", "It was destroyed on {when}, with what entry no. {entry} of the log says was erased: it showed that.";
    bundle_gone_again: "Un nouveau lot peut être établi à partir de ce qui est consigné aujourd’hui. Qui a gardé l’ancien peut toujours le vérifier.", "A new bundle can be made from what is on record today. Whoever kept the old one can still verify it.";
    bundle_made: "Lots déjà établis", "Bundles made before";
    bundle_inside: "Ce que contient le lot", "What the bundle holds";
    bundle_inside_entries: "Les écritures choisies, avec la preuve de leur place dans le registre ; les autres sont comptées.", "The chosen entries, with the proof of their place in the log; the others are counted.";
    bundle_inside_files: "Les PDF scellés, les pièces et les devis que ces écritures nomment, avec un bordereau.", "The sealed PDFs, papers and quotes that these entries name, with a list.";
    bundle_inside_verifier: "De quoi vérifier : un mode d’emploi, une page qui contrôle le lot dans tout navigateur, sans réseau, et les fichiers qu’attendent d’autres outils.", "What it takes to verify: instructions, a page that checks the bundle in any browser without a network, and the files that other tools expect.";
    bundle_inside_recorded: "La remise du lot est elle-même consignée : quand, par qui, quoi.", "Handing it out is itself recorded: when, by whom, what.";
    bundle_too_large: "Le lot dépasserait 4 Go, la limite du format. Décochez des pièces ou faites un lot par mission.", "The bundle would exceed 4 GB, the limit of the format. Untick papers, or make one bundle for each project.";
    bundle_with(reference: &str): "Jointe à {reference}", "Attached to {reference}";
    bundle_mailed: "Jointe à un courriel", "Attached to a mail";
    bundle_list: "Bordereau des pièces", "List of files";
    bundle_list_note: "L’écriture nommée consigne la taille et l’empreinte SHA-256 du fichier. Si le fichier remis a la même empreinte, c’est celui qui a été consigné, à l’octet près.", "The entry named records the size and the SHA-256 of the file. If the file handed out has the same SHA-256, it is the recorded one, byte for byte.";
    bundle_files: "Fichiers", "Files";
    bundle_entry: "Écriture", "Entry";
    bundle_path: "Emplacement", "Path";
    bundle_what: "Nature", "Kind";
    bundle_bytes: "Octets", "Bytes";
    bundle_readme_name: "LISEZ-MOI.txt", "READ-ME.txt";
    bundle_readme_what(firm: &str): "Lot de preuves établi par {firm}.\nIl contient des écritures de son registre (evidence.json), les documents et pièces qu’elles nomment, et le bordereau de ces fichiers.", "Evidence bundle made by {firm}.\nIt holds entries of its log (evidence.json), the documents and files that they name, and the list of these files.";
    bundle_readme_verify: "Pour vérifier : n’ouvrez pas le ZIP avec un autre programme pour l’enregistrer de nouveau ; il serait refusé.\n1. Sortez verify.html du ZIP, ouvrez-le dans un navigateur et déposez-y le ZIP : rien n’est envoyé, aucun réseau n’est utile. Un verify.html reçu d’ailleurs, la page /verify de n’importe quel serveur Acté ou la commande « acte verify FICHIER.zip » disent la même chose ; préférez-les si vous vous méfiez de qui a remis le lot.\n2. Comparez la clé ci-dessous avec celle que vous tenez d’ailleurs.\n3. Pour l’heure : si le lot porte un horodatage, procurez-vous auprès de l’autorité qui l’a fait ses certificats racines (PEM) et donnez-les à la vérification (« Autorités, témoins… » ; « acte verify FICHIER.zip --authorities roots.pem »). Sans eux, l’horodatage est celui d’un inconnu ; sans horodatage, toutes les heures sont celles de l’horloge du prestataire.", "To verify: do not save the ZIP anew with another program; it would be refused.\n1. Take verify.html out of the ZIP, open it in a browser and drop the ZIP there: nothing is sent, no network is needed. A verify.html got elsewhere, the page /verify of any Acté server, or the command “acte verify FILE.zip” say the same; prefer them if you distrust whoever handed out the bundle.\n2. Compare the key below with the one that you got in another way.\n3. For the time: if the bundle bears a time-stamp, get the root certificates (PEM) of the authority that made it from that authority, and give them to the verification (“Authorities, witnesses…”; “acte verify FILE.zip --authorities roots.pem”). Without them the time-stamp is that of an unknown; without a time-stamp all times are those of the firm’s clock.";
    bundle_readme_authority(name: &str): "L’horodatage de ce lot se dit fait par « {name} » : adressez-vous à elle, non au prestataire, pour ses certificats.", "The time-stamp of this bundle says that “{name}” made it: ask that authority for its certificates, not the firm.";
    bundle_readme_key(key: &str): "Clé du registre, à comparer avec celle de votre contrat, du site du prestataire ou d’un document antérieur :\n{key}", "Key of the log, to be compared with that in your contract, on the firm’s website or in an earlier document:\n{key}";
    bundle_readme_limits: "Ce que la vérification ne montre pas : que l’horloge du prestataire était juste, que les personnes nommées ont agi elles-mêmes, que les textes disent vrai.", "What verification does not show: that the firm’s clock was right, that the persons named acted themselves, that the texts are true.";
    bundle_readme_tools(url: &str): "Pour d’autres outils : le dossier verification contient le point de contrôle signé (C2SP signed note), la clé du registre, les horodatages s’il y en a, les certificats des sceaux et la liste de révocation du prestataire ; openssl.txt y donne les commandes, et python contient un autre vérificateur. Tout cela vient de la main qui a remis le lot, ce mode d’emploi compris : si vous vous en méfiez, prenez openssl, Python et un vérificateur ailleurs, et comparez la clé.\nLe format est décrit dans ledger-format.md, joint : de quoi écrire un autre vérificateur, dans tout langage. Quand ce lot a été établi, une page de vérification et ce document se trouvaient aussi à l’adresse {url}.", "For other tools: the folder verification holds the signed checkpoint (C2SP signed note), the key of the log, the time-stamps if there are any, the certificates of the seals and the firm’s revocation list; openssl.txt there gives the commands, and python holds another verifier. All of this comes from the hand that handed out the bundle, these instructions included: if you distrust it, get openssl, Python and a verifier elsewhere, and compare the key.\nThe format is described in ledger-format.md, enclosed: enough to write another verifier, in any language. When this bundle was made, a verification page and that document were also at {url}.";
    tools_checkpoint: "À taper dans un interpréteur de commandes, dans le dossier où le lot a été extrait (OpenSSL 3, poppler-utils, Python 3). Ces lignes viennent de qui a remis le lot : lisez-les avant de les taper. La clé qu’elles emploient est celle du lot ; elle ne prouve quelque chose que comparée à celle que vous tenez d’ailleurs (verification/log-key.txt).\n\nLa clé du registre a signé son état : le nombre d’écritures et leur racine.", "To be typed into a shell, in the folder into which the bundle was unpacked (OpenSSL 3, poppler-utils, Python 3). These lines come from whoever handed out the bundle: read them before you type them. The key that they use is that of the bundle; it proves something only once it is compared with the one that you got in another way (verification/log-key.txt).\n\nThe key of the log signed its state: the number of entries and their root.";
    tools_stamp: "Une autorité d’horodatage a vu cet état. roots.pem contient les certificats racines de l’autorité, obtenus d’elle-même. La seconde commande montre l’heure et le nom.", "A time-stamping authority saw this state. roots.pem holds the authority’s root certificates, got from itself. The second command shows the time and the name.";
    tools_earlier: "Les horodatages antérieurs : chacun porte sur un état plus ancien du registre, dont la deuxième ligne dit le nombre d’écritures. Une écriture est datée par le premier état qui la compte. Ces fichiers ne disent pas que l’état signé plus haut les continue : n’importe qui peut faire horodater un texte. Le vérificateur en Python le contrôle pour les mêmes états dans evidence.json ; c’est eux qui comptent.", "The earlier time-stamps: each is about an older state of the log, whose second line says how many entries it has. An entry is dated by the first state that counts it. These files do not say that the state signed above continues them: anybody can have a text time-stamped. The verifier in Python checks that of the same states in evidence.json, and those are what counts.";
    tools_no_stamp: "Aucune autorité n’a daté l’état même du registre que ce lot montre.", "No authority dated the very state of the log that this bundle shows.";
    tools_cosignature: "Un témoin a cosigné cet état : il n’en avait vu aucun plus grand, et celui-ci continue ceux qu’il a vus. witness.txt contient la clé du témoin, en une ligne, obtenue de lui-même. La dernière commande montre à quelle heure, par son horloge.", "A witness cosigned this state: it had seen no larger one, and this one continues those that it has seen. witness.txt holds the key of the witness, one line, got from itself. The last command shows at what time, by its clock.";
    tools_seal: "Le sceau de chaque PDF : pdfsig dit s’il couvre tout le fichier, openssl si l’un des certificats que le registre nomme l’a fait (seals.pem). L’heure que pdfsig appelle « Signing Time » est celle de l’horloge du prestataire, qu’il peut régler : elle ne prouve rien. La date n’est pas comparée à la validité du certificat : c’est le registre qui dit quand le fichier existait.", "The seal of each PDF: pdfsig says whether it covers the whole file, openssl whether one of the certificates that the log names made it (seals.pem). What pdfsig calls “Signing Time” is the time of the firm’s clock, which the firm can set: it proves nothing. The date is not compared with the validity of the certificate: the log says when the file existed.";
    tools_seal_stamp: "L’horodatage de chaque sceau, s’il en porte un : il est dans la signature et porte sur ses octets. roots.pem contient les certificats racines de l’autorité, obtenus d’elle-même.", "The time-stamp of each seal, if it bears one: it is in the signature, and about its bytes. roots.pem holds the authority’s root certificates, got from itself.";
    tools_inside: "La preuve jointe à chaque PDF : un fichier de preuve, avec son propre point de contrôle, d’avant ou d’après celui du lot, signé par la même clé, et ses propres horodatages s’il en a.", "The evidence inside each PDF: an evidence file, with a checkpoint of its own, from before or after that of the bundle, signed by the same key, and its own time-stamps if it has any.";
    tools_crl: "La liste de révocation de l’autorité du prestataire, à la date du lot. De ce qui a été révoqué depuis, elle ne dit rien : son échéance lointaine vient de ce qu’aucune autre n’est publiée ; une preuve plus récente le dit.", "The revocation list of the firm’s own authority, as of the bundle. Of what was revoked since it says nothing: its distant end is there because no other is published; newer evidence says it.";
    tools_python: "Un autre vérificateur, en Python, écrit d’après ledger-format.md seul : il vérifie tout le lot, écritures et documents compris, sauf les horodatages jusqu’à la racine d’une autorité. bundle.zip est le ZIP tel que reçu, copié dans ce dossier ; il faut Python 3 et son paquet cryptography (pip install cryptography). Il imprime une ligne de JSON : « verdict » est « key_not_compared » si tout tient. Avec la clé que vous tenez d’ailleurs, ajoutez --key et cette clé entre guillemets : « intact » si c’est elle. De même --witness et la clé d’un témoin : « cosignatures » dit ce qu’il a vu, et quand.", "Another verifier, in Python, written from ledger-format.md alone: it verifies the whole bundle, entries and documents too, but no time-stamp up to the root of an authority. bundle.zip is the ZIP as received, copied into this folder; it takes Python 3 and its package cryptography (pip install cryptography). It prints one line of JSON: “verdict” is “key_not_compared” when everything holds. With the key that you got in another way, add --key and that key in quotes: “intact” if it is the one. Likewise --witness and the key of a witness: “cosignatures” says what it saw, and when.";
    tools_rest: "Avant la dernière, ces commandes ne disent rien des écritures : leurs textes, leur place et leurs preuves se vérifient d’après ledger-format.md, avec le vérificateur en Python, avec verify.html ou avec « acte verify ». Elles laissent des fichiers dans ce dossier (*.sig0, seal.txt, inside.json…) : le ZIP, lui, reste tel que reçu, et c’est lui qu’il faut garder.", "But for the last, these commands say nothing of the entries: their texts, their places and their proofs are verified by ledger-format.md, with the verifier in Python, with verify.html or with “acte verify”. They leave files in this folder (*.sig0, seal.txt, inside.json…): the ZIP stays as received, and is what to keep.";
    trail_bundle_contents(hash: &str): "Table des matières : SHA-256 {hash}", "Table of contents: SHA-256 {hash}";
    bundle_list_text(n: u64, when: &str): ["{n} fichier est joint, tel qu’il a été consigné. Lot établi le {when}." | "{n} fichiers sont joints, tels qu’ils ont été consignés. Lot établi le {when}."], ["{n} file is enclosed, as it was recorded. Bundle made on {when}." | "{n} files are enclosed, as they were recorded. Bundle made on {when}."];
    bundle_too_many(n: u64): ["Plus de {n} écritures : c’est la limite d’un lot. Faites un lot par mission, ou sans les autres en-têtes." | "Plus de {n} écritures : c’est la limite d’un lot. Faites un lot par mission, ou sans les autres en-têtes."], ["More than {n} entries: that is the limit of a bundle. Make one for each project, or without the other headers." | "More than {n} entries: that is the limit of a bundle. Make one for each project, or without the other headers."];
    trail_bundle_files(n: u64): ["{n} fichier" | "{n} fichiers"], ["{n} file" | "{n} files"];

    bundle_refused: "Refusé", "Refused";
    bundle_faulty: "Le lot ne tient pas", "The bundle does not hold";
    bundle_thinner(n: u64): ["{n} écriture du registre n’est pas dans ce lot. Elle peut toucher un autre client ; le prestataire a pu la laisser de côté, ou celui qui a transmis le lot l’ôter avec ses fichiers : la vérification ne distingue pas l’un de l’autre. L’empreinte de la table des matières, ci-dessous, est celle que consigne du lot remis une écriture du prestataire, « Lot de preuves remis » (bundle.exported) : demandez-lui une preuve plus récente qui la montre." | "{n} écritures du registre ne sont pas dans ce lot. Elles peuvent toucher d’autres clients ; le prestataire a pu les laisser de côté, ou celui qui a transmis le lot les ôter avec leurs fichiers : la vérification ne distingue pas l’un de l’autre. L’empreinte de la table des matières, ci-dessous, est celle que consigne du lot remis une écriture du prestataire, « Lot de preuves remis » (bundle.exported) : demandez-lui une preuve plus récente qui la montre."], ["{n} entry of the log is not in this bundle. It may concern another client; the firm may have left it out, or whoever passed the bundle on taken it out with its files: verification cannot tell one from the other. The fingerprint of the table of contents, below, is what an entry of the firm, “Evidence bundle handed out” (bundle.exported), records of the bundle as handed out: ask for newer evidence that shows it." | "{n} entries of the log are not in this bundle. They may concern other clients; the firm may have left them out, or whoever passed the bundle on taken them out with their files: verification cannot tell one from the other. The fingerprint of the table of contents, below, is what an entry of the firm, “Evidence bundle handed out” (bundle.exported), records of the bundle as handed out: ask for newer evidence that shows it."];
    bundle_rest(n: u64): ["{n} écriture du registre n’est pas dans ce lot : le prestataire l’a laissée de côté en le faisant." | "{n} écritures du registre ne sont pas dans ce lot : le prestataire les a laissées de côté en le faisant."], ["{n} entry of the log is not in this bundle: the firm left it out when it made it." | "{n} entries of the log are not in this bundle: the firm left them out when it made it."];
    handed_out_at(when: &str): "La preuve plus récente que vous avez donnée consigne que le prestataire a remis ce lot, avec cette table des matières, le {when}, selon son horloge : rien n’en a été ôté depuis.", "The newer evidence that you gave records that the firm handed out this bundle, with this table of contents, at {when} by its clock: nothing was taken out of it since.";
    handed_out_not_shown(shown: u64, size: u64): "La preuve plus récente que vous avez donnée ne montre pas que le prestataire a remis un lot avec cette table des matières ; elle montre {shown} des {size} écritures du registre.", "The newer evidence that you gave does not show that the firm handed out a bundle with this table of contents; it shows {shown} of the {size} entries of the log.";
    bundle_contents: "Empreinte SHA-256 de la table des matières (bundle.json)", "SHA-256 of the table of contents (bundle.json)";
    bundle_absent: "Fichiers nommés et absents", "Files named and absent";
    bundle_left_out: "Fichiers qu’aucun lot ne contient", "Files that no bundle holds";
    bundle_left_out_files(n: u64): ["Les écritures nomment {n} fichier qu’un lot laisse de côté par règle : des dossiers (PDF), il contient la première partie du plus récent que le prestataire a établi lui-même, mais ni les copies occultées, ni ce qui a été établi pour un lecteur extérieur." | "Les écritures nomment {n} fichiers qu’un lot laisse de côté par règle : des dossiers (PDF), il contient la première partie du plus récent que le prestataire a établi lui-même, mais ni les copies occultées, ni ce qui a été établi pour un lecteur extérieur."], ["The entries name {n} file that a bundle leaves out by rule: of files (dossiers) it holds the first part of the newest that the firm itself made, but neither redacted copies nor what was made for a reader outside." | "The entries name {n} files that a bundle leaves out by rule: of files (dossiers) it holds the first part of the newest that the firm itself made, but neither redacted copies nor what was made for a reader outside."];
    bundle_left_out_outside: "Fichiers qu’un lot établi par un lecteur extérieur ne contient pas", "Files that no bundle made by an outside reader holds";
    bundle_left_out_outside_files(n: u64): ["Les écritures nomment {n} fichier (dossier ou copie occultée) qu’un lot établi par un lecteur extérieur laisse de côté par règle ; absent d’un lot du prestataire, il a été laissé de côté, ou ôté. Le bordereau scellé dit qui a établi le lot ; rien de ce qui est vérifié ici ne le prouve." | "Les écritures nomment {n} fichiers (dossiers ou copies occultées) qu’un lot établi par un lecteur extérieur laisse de côté par règle ; absents d’un lot du prestataire, ils ont été laissés de côté, ou ôtés. Le bordereau scellé dit qui a établi le lot ; rien de ce qui est vérifié ici ne le prouve."], ["The entries name {n} file (dossier or redacted copy) that a bundle made by an outside reader leaves out by rule; from a bundle of the firm’s it was left out, or taken out. The sealed list of files says who made the bundle; nothing verified here proves it." | "The entries name {n} files (dossiers or redacted copies) that a bundle made by an outside reader leaves out by rule; from a bundle of the firm’s they were left out, or taken out. The sealed list of files says who made the bundle; nothing verified here proves it."];
    bundle_erased: "Fichiers effacés", "Files erased";
    bundle_erased_files(n: u64): ["Les écritures nomment {n} fichier que le prestataire dit avoir effacé : une écriture du registre dit par qui, quand et pourquoi." | "Les écritures nomment {n} fichiers que le prestataire dit avoir effacés : des écritures du registre disent par qui, quand et pourquoi."], ["The entries name {n} file that the firm says it has erased: an entry of the log says by whom, when and why." | "The entries name {n} files that the firm says it has erased: entries of the log say by whom, when and why."];
    bundle_erased_by(entry: u64): "effacé selon l’écriture n° {entry}", "erased, says entry no. {entry}";
    bundle_file_evidence: "Les écritures", "The entries";
    bundle_file_named(n: u64): "Conforme à l’écriture {n}", "As entry {n} records it";
    bundle_file_aid: "Aide, ne prouve rien", "An aid, proves nothing";
    bundle_file_follows: "Aide, conforme aux écritures", "An aid, as the entries have it";
    bundle_file_not_judged: "Non jugé", "Not judged";
    bundle_error_not_zip: "Ce fichier ZIP ne commence pas par son premier octet : quelque chose a été placé devant. Demandez le fichier tel qu’il a été remis.", "This ZIP does not begin at its first byte: something was put in front of it. Ask for the file as it was handed out.";
    bundle_error_truncated: "Le lot est incomplet : il s’arrête trop tôt. Téléchargez-le de nouveau.", "The bundle is cut off: it ends too early. Download it again.";
    bundle_error_rewritten: "Ce n’est pas un lot, ou un autre programme l’a enregistré de nouveau. Demandez le fichier tel qu’il a été remis ; ou décompressez celui-ci, et vérifiez le dossier par « acte verify DOSSIER ».", "This is not a bundle, or another program has saved it anew. Ask for the file as it was handed out; or unpack this one, and verify the folder by “acte verify FOLDER”.";
    bundle_error_form(at: u64): "Le ZIP a été modifié ou enregistré de nouveau par un autre programme, à l’octet {at}. S’il se décompresse encore, « acte verify DOSSIER » dit ce que vaut son contenu.", "The ZIP was altered, or saved anew by another program, at byte {at}. If it can still be unpacked, “acte verify FOLDER” says what its contents are worth.";
    bundle_error_path(path: &str): "Le nom de fichier « {path} » n’est pas admis dans un lot.", "The file name “{path}” is not accepted in a bundle.";
    bundle_error_twice(path: &str): "Deux fichiers portent le nom {path}.", "Two files are called {path}.";
    bundle_error_large: "Le lot dépasse les limites du format, ou prétend les dépasser.", "The bundle exceeds the limits of the format, or claims to.";
    bundle_error_checksum(path: &str): "{path} : la somme de contrôle est fausse.", "The checksum of {path} is wrong.";
    bundle_error_manifest: "Ce ZIP n’est pas un lot de preuves : sa table des matières manque ou n’a pas la forme prévue. S’il contient des PDF, décompressez-le et vérifiez chacun.", "This ZIP is not an evidence bundle: its table of contents is missing or not as prescribed. If there are PDFs in it, unpack it and verify each.";
    bundle_error_ahead: "La table des matières se dit établie dans l’avenir, de plus d’un jour : elle a été récrite, ou l’horloge de cet appareil retarde.", "The table of contents says that it was made in the future, by more than a day: it was rewritten, or the clock of this device is behind.";
    bundle_not_handed_out: "Remise non consignée", "Not on record as handed out";
    bundle_error_newer(format: &str): "Le lot est d’une version plus récente ({format}) : il faut un vérificateur plus récent.", "The bundle is of a newer version ({format}): a newer verifier is needed.";
    bundle_error_files(path: &str): "Le ZIP contient {path}, que sa table des matières ne prévoit pas à cette place, ou pas de cette taille.", "The ZIP holds {path}, which its table of contents does not provide for in this place, or not of this size.";
    bundle_error_lacking(path: &str): "Il manque {path}, qu’annonce la table des matières : ce fichier a été ôté, ou n’est plus à sa place.", "{path} is missing, which the table of contents names: it was taken out, or is no longer in its place.";
    file_altered: "Modifié : ce ne sont pas les octets annoncés par la table des matières.", "Altered: these are not the bytes that the table of contents names.";
    file_not_named: "Aucune écriture vérifiée ne nomme ce fichier : il a pu être ajouté après coup.", "No verified entry names this file: it may have been added afterwards.";
    file_not_judged: "Non jugé : les écritures du lot ne tiennent pas (voir les vérifications), aucune ne peut donc parler pour ce fichier.", "Not judged: the entries of the bundle do not hold (see the checks), so none of them can speak for this file.";
    file_seal(detail: &str): "Son sceau ne tient pas. {detail}", "Its seal does not hold. {detail}";
    file_other_name: "Les écritures nomment ces octets autrement : le nom affiché n’est pas celui qui a été consigné.", "The entries name these bytes otherwise: the name shown is not the one recorded.";
    file_evidence(detail: &str): "La preuve jointe à ce PDF ne compte pas : {detail}", "The evidence enclosed in this PDF does not count: {detail}";
    file_other_seal: "Son sceau n’est pas de ceux que le registre nomme, ou il a été révoqué.", "Its seal is not one that the log names, or was revoked.";
    file_disagrees: "Ce fichier dit autre chose que les écritures : la clé, le point de contrôle, un horodatage ou les certificats y ont été remplacés. Ne vous y fiez pas.", "This file says otherwise than the entries: the key, the checkpoint, a time-stamp or the certificates in it were replaced. Do not rely on it.";
    file_misplaced: "Fichier d’aide rangé parmi les documents ou les pièces : aucune écriture ne parle pour lui, et ce lot n’a pas été remis ainsi.", "An aid among the documents or attachments: no entry speaks for it, and no bundle is handed out like that.";
    file_contradicts(n: u64): "À la place n° {n} du même registre, sa preuve montre une autre écriture que celle à côté : la clé du prestataire a signé deux passés.", "At place no. {n} of the same log, its evidence shows another entry than that beside it: the firm’s key signed two pasts.";
    file_contradicts_state: "Pour le même nombre d’écritures du même registre, sa preuve a un autre point de contrôle que celle à côté : la clé du prestataire a signé deux passés.", "For the same number of entries of the same log, its evidence has another checkpoint than that beside it: the firm’s key signed two pasts.";
    file_beyond(entries: &str): "Sa preuve montre le texte d’écritures que celle du lot ne montre pas : {entries}.", "Its evidence shows the text of entries that the evidence of the bundle does not show: {entries}.";
    bundle_beyond_title: "Un document montre plus que le lot", "A document shows more than the bundle";
    bundle_beyond(n: u64): ["Un document montre le texte de {n} écriture que evidence.json ne montre pas : laissée de côté, ou ôtée du lot. La liste des fichiers dit laquelle." | "Des documents montrent le texte de {n} écritures que evidence.json ne montre pas : laissées de côté, ou ôtées du lot. La liste des fichiers dit lesquelles."], ["A document shows the text of {n} entry that evidence.json does not show: left out, or taken out of the bundle. The list of files says which." | "Documents show the text of {n} entries that evidence.json does not show: left out, or taken out of the bundle. The list of files says which."];
    file_other_firm(found: &str): "Sa preuve vient d’un autre registre : {found}.", "Its evidence is of another log: {found}.";
    bundle_faulty_files(n: u64): ["{n} fichier n’est pas conforme ; les écritures, elles, tiennent." | "{n} fichiers ne sont pas conformes ; les écritures, elles, tiennent."], ["{n} file is not as recorded; the entries hold." | "{n} files are not as recorded; the entries hold."];
    bundle_absent_files(n: u64): ["Les écritures nomment {n} fichier que le lot ne contient pas : il a été laissé de côté, ou ôté." | "Les écritures nomment {n} fichiers que le lot ne contient pas : ils ont été laissés de côté, ou ôtés."], ["The entries name {n} file that the bundle does not hold: it was left out, or taken out." | "The entries name {n} files that the bundle does not hold: they were left out, or taken out."];
    bundle_files_left_out(n: u64): ["Et {n} autre fichier conforme." | "Et {n} autres fichiers conformes."], ["And {n} more file as recorded." | "And {n} more files as recorded."];
}

impl Texts {
    /// What newer evidence says of a bundle.
    pub fn handed_out(self, newer: HandedOut) -> String {
        match newer {
            HandedOut::At(time) => self.handed_out_at(&self.moment(time)),
            HandedOut::NotShown { shown, size } => self.handed_out_not_shown(shown, size),
            HandedOut::Faulty => self.newer_faulty().into(),
            HandedOut::OtherLog => self.newer_other_log().into(),
            HandedOut::NotNewer => self.newer_not_newer().into(),
        }
    }

    /// Why a bundle is refused as a whole.
    pub fn bundle_error(self, error: &BundleError) -> String {
        match error {
            BundleError::Zip(error) => self.zip_error(error),
            BundleError::About
            | BundleError::NoManifest
            | BundleError::Canonical(_)
            | BundleError::Members(_)
            | BundleError::NoEvidence => self.bundle_error_manifest().into(),
            BundleError::Ahead => self.bundle_error_ahead().into(),
            BundleError::NewerFormat { format } => self.bundle_error_newer(format),
            BundleError::TooManyFiles { .. } | BundleError::TooLarge { .. } => self.bundle_error_large().into(),
            BundleError::OtherFiles { path } => self.bundle_error_files(path),
            BundleError::Lacking { path } => self.bundle_error_lacking(path),
        }
    }

    fn zip_error(self, error: &ZipError) -> String {
        match error {
            ZipError::NotZip => self.bundle_error_not_zip().into(),
            ZipError::Truncated { .. } => self.bundle_error_truncated().into(),
            ZipError::TooLarge { .. } | ZipError::TooManyFiles => self.bundle_error_large().into(),
            ZipError::Compressed => self.bundle_error_rewritten().into(),
            ZipError::Form { at } => self.bundle_error_form(*at),
            ZipError::Path { path } => self.bundle_error_path(path),
            ZipError::Twice { path } => self.bundle_error_twice(path),
            ZipError::Checksum { path } => self.bundle_error_checksum(path),
        }
    }

    /// Whether nothing is wrong with a file but that entries which do not hold cannot speak for it.
    pub fn is_not_judged(file: &FileReport, entries_hold: bool) -> bool {
        !entries_hold && !file.faults.is_empty() && file.faults.iter().all(by_entries)
    }

    /// What is wrong with a file. Where the entries do not hold, none of them speaks for it or against it: that is said, once, in the place
    /// of what would accuse a file that nobody touched.
    pub fn file_faults(self, file: &FileReport, entries_hold: bool) -> Vec<String> {
        let (judged, own): (Vec<_>, Vec<_>) = file.faults.iter().partition(|fault| by_entries(fault));
        let own = own.into_iter().map(|fault| self.file_fault(file, fault));
        match entries_hold {
            true => own.chain(judged.into_iter().map(|fault| self.file_fault(file, fault))).collect(),
            false => own.chain((!judged.is_empty()).then(|| self.file_not_judged().to_owned())).collect(),
        }
    }

    fn file_fault(self, file: &FileReport, fault: &FileFault) -> String {
        match fault {
            FileFault::Altered => self.file_altered().into(),
            FileFault::NotNamed => self.file_not_named().into(),
            FileFault::Seal { .. } => self.file_seal(&file.seal.as_ref().map_or(String::new(), |found| {
                let [_, sentence] = self.seal(found, None);
                sentence
            })),
            FileFault::OtherName => self.file_other_name().into(),
            FileFault::Evidence { why, .. } => self.file_evidence(&match why {
                Ok(verdict) => self.verdict(*verdict)[0].to_owned(),
                Err(error) => self.pdf_error(*error),
            }),
            FileFault::OtherSeal => self.file_other_seal().into(),
            FileFault::Disagrees => self.file_disagrees().into(),
            FileFault::OtherFirm { found } => self.file_other_firm(found),
            FileFault::Contradicts { index: Some(index) } => self.file_contradicts(index + 1),
            FileFault::Contradicts { index: None } => self.file_contradicts_state().into(),
            FileFault::Misplaced => self.file_misplaced().into(),
        }
    }
}

/// Whether the entries say so.
fn by_entries(fault: &FileFault) -> bool {
    matches!(fault, FileFault::NotNamed | FileFault::OtherSeal)
}

#[cfg(test)]
mod tests {
    use ledger::Lang;
    use ledger::bundle::{FileFault, FileReport, FileRole};
    use ledger::evidence::Verdict;
    use ledger::pdf::seal::PdfSealError;

    use crate::Texts;

    fn file(faults: &[FileFault]) -> FileReport {
        FileReport {
            path: "documents/001-a.pdf".into(),
            name: "a.pdf".into(),
            role: FileRole::Document,
            sha256: ledger::sha256(b"a"),
            size: 1,
            entry: None,
            follows: false,
            beyond: Vec::new(),
            redacts: None,
            seal: Some(Err(PdfSealError::Appended { bytes: 40 })),
            faults: faults.to_vec(),
        }
    }

    #[test]
    fn what_ails_a_file_is_told_in_the_readers_language() {
        let t = Texts(Lang::Fr);
        let seal = FileFault::Seal { detail: "40 bytes follow the seal".into() };
        let [told] = &t.file_faults(&file(&[seal]), true)[..] else { panic!("one") };
        assert!(told.contains("40 octets ont été ajoutés après le sceau"), "{told}");
        let evidence = FileFault::Evidence { detail: "Faulty".into(), why: Ok(Verdict::Faulty) };
        let [told] = &t.file_faults(&file(&[evidence]), true)[..] else { panic!("one") };
        assert!(told.contains(t.verify_faulty()) && !told.contains("anglais"), "{told}");
    }

    #[test]
    fn no_file_is_accused_by_entries_that_do_not_hold() {
        let t = Texts(Lang::En);
        let told = |faults: &[FileFault], entries_hold| t.file_faults(&file(faults), entries_hold);
        let faults = [FileFault::NotNamed, FileFault::OtherSeal];
        assert_eq!(told(&faults, true), [t.file_not_named(), t.file_other_seal()]);
        assert_eq!(told(&faults, false), [t.file_not_judged()]);
        let altered = [FileFault::Altered, FileFault::NotNamed];
        assert_eq!(told(&altered, false), [t.file_altered(), t.file_not_judged()]);
        assert_eq!(told(&[], false), [""; 0]);
    }
}
