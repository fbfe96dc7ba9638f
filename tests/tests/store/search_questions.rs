//! Two hundred questions and what each finds, the same on both databases.
//!
//! The records are needs of one project, numbered as here from 1; an answer names their numbers. A question that finds more because a stemmer
//! takes two words for one is among them too: it is what a person gets.

use anyhow::Result;
use ledger::event::NeedRecorded;
use server::search::query::Query;
use server::store::search::{self, Asked, Filter, Sort};
use tests::scene::both;

const RECORDS: [&str; 24] = [
    "La sauvegarde quotidienne des serveurs est chiffrée et stockée hors ligne.", // 1
    "Sauvegarder les postes de travail une fois par semaine.",                    // 2
    "Les sauvegardes ont été effacées par un rançongiciel.",                      // 3
    "Copie hors ligne sur bande, conservée au coffre.",                           // 4
    "Copie en ligne chez l’hébergeur ; aucune copie déconnectée.",                // 5
    "Backups are encrypted and tested every month.",                              // 6
    "The backup server was restored from tape within two days.",                  // 7
    "Administrators must use multi-factor authentication (MFA) for remote access.", // 8
    "L’accès à distance exige une authentification à deux facteurs.",             // 9
    "Les mots de passe des comptes d’administration sont changés tous les ans.",  // 10
    "Password policy: passwords are never shared between machines.",              // 11
    "Les correctifs de sécurité sont appliqués chaque mois sur le réseau.",       // 12
    "Security patches are applied monthly; networks are segmented.",              // 13
    "Journaux conservés un an ; le journal du pare-feu est relu chaque semaine.", // 14
    "Cœur de réseau remplacé, câblage refait à l’étage.",                         // 15
    "Œuvre d’art assurée : hors périmètre.",                                      // 16
    "Référence D-2026-014, devis n° 4521 du 12/03/2026, 482 463,03 EUR.",         // 17
    "Contact : zq@halles.example, tél. 02 99 00 11 22.",                          // 18
    "Straße, naïve façade, Ångström, Łódź, re\u{0301}seau.",                      // 19
    "Проверка резервной копии. Ελληνικό κείμενο.",                                // 20
    "AND OR NOT NEAR sont des mots comme les autres.",                            // 21
    "aaa bbb ccc aaa bbb",                                                        // 22
    "Refus du client : il refuse de payer.",                                      // 23
    "Le client externalise la sauvegarde de sa messagerie.",                      // 24
];

/// What is typed, and what it finds.
#[rustfmt::skip]
const QUESTIONS: &[(&str, &[usize])] = &[
    // Words in any form, in French.
    ("sauvegarde", &[1, 2, 3, 24]), ("sauvegardes", &[1, 2, 3, 24]), ("sauvegarder", &[1, 2, 3, 24]), ("sauvegardé", &[1, 2, 3, 24]),
    ("sauvegardées", &[1, 2, 3, 24]), ("SAUVEGARDE", &[1, 2, 3, 24]), ("serveur", &[1]), ("serveurs", &[1]), ("chiffré", &[1]),
    ("chiffrer", &[1]), ("chiffrées", &[1]), ("chiffrement", &[1]), ("stocker", &[1]), ("quotidien", &[1]), ("poste", &[2]), ("semaines", &[2, 14]),
    ("effacer", &[3]), ("effacée", &[3]), ("rançongiciels", &[3]), ("copies", &[4, 5]), ("bandes", &[4]), ("coffres", &[4]),
    ("conserver", &[4, 14]), ("conservé", &[4, 14]), ("hébergeurs", &[5]), ("déconnecté", &[5]), ("déconnecter", &[5]), ("facteur", &[9]),
    ("facteurs", &[9]), ("exiger", &[9]), ("authentifications", &[9]), ("mot", &[10, 21]), ("mots", &[10, 21]), ("compte", &[10]),
    ("changer", &[10]), ("correctif", &[12]), ("appliquer", &[12]), ("appliquée", &[12]), ("réseaux", &[12, 15, 19]),
    ("journal", &[14]), ("journaux", &[14]), ("remplacer", &[15]), ("câblages", &[15]), ("assurer", &[16]), ("refus", &[23]),
    ("refuser", &[23]), ("refusé", &[23]), ("payer", &[23]), ("externaliser", &[24]), ("messageries", &[24]), ("clients", &[23, 24]),
    // In English.
    ("backup", &[6, 7]), ("backups", &[6, 7]), ("servers", &[7]), ("encrypt", &[6]), ("encrypts", &[6]), ("encryption", &[6]), ("testing", &[6]),
    ("months", &[6, 13]), ("restore", &[7]), ("restoring", &[7]), ("tapes", &[7]), ("administrator", &[8, 10]), ("use", &[8]), ("passwords", &[11]),
    ("password", &[11]), ("policies", &[11]), ("sharing", &[11]), ("machine", &[11]), ("patch", &[13]), ("patched", &[13]), ("apply", &[13]),
    ("network", &[13]), ("segment", &[13]), ("segmenting", &[13]), ("days", &[7]), ("accesses", &[8]),
    // Accents, capitals and letters that are two.
    ("RESEAU", &[12, 15, 19]), ("réseau", &[12, 15, 19]), ("rancongiciel", &[3]), ("securite", &[12]), ("acces", &[9]), ("accès", &[9]),
    ("coeur", &[15]), ("cœur", &[15]), ("CŒUR", &[15]), ("oeuvre", &[16]), ("Œuvre", &[16]), ("strasse", &[19]), ("Straße", &[19]),
    ("naive", &[19]), ("facade", &[19]), ("angstrom", &[19]), ("lodz", &[19]), ("hebergeur", &[5]), ("deconnectee", &[5]),
    ("re\u{0301}seau", &[12, 15, 19]), ("cablage", &[15]), ("etage", &[15]), ("reference", &[17]),
    // Other scripts.
    ("Проверка", &[20]), ("проверка", &[20]), ("ПРОВЕРКА", &[20]), ("копии", &[20]), ("Ελληνικό", &[20]), ("прове*", &[20]), ("\"резервной копии\"", &[20]),
    // All the words.
    ("sauvegarde serveur", &[1]), ("serveur sauvegarde", &[1]), ("copie ligne", &[4, 5]), ("copie bande ligne", &[4]), ("sauvegarde bande", &[]),
    ("hors ligne", &[1, 4]), ("backup tape", &[7]), ("backup encrypted", &[6]), ("mot passe compte", &[10]), ("client sauvegarde", &[24]),
    ("correctif réseau mois", &[12]), ("journal semaine", &[14]), ("aaa bbb ccc", &[22]), ("aaa ddd", &[]),
    // The beginning of a word.
    ("sauveg*", &[1, 2, 3, 24]), ("SAUVEG*", &[1, 2, 3, 24]), ("s*", &[1, 2, 3, 4, 7, 10, 11, 12, 13, 14, 19, 21, 24]), ("chiff*", &[1]),
    ("ranç*", &[3]), ("ranc*", &[3]), ("serv*", &[1, 7]), ("back*", &[6, 7]), ("encr*", &[6]), ("admin*", &[8, 10]), ("authent*", &[8, 9]),
    ("réf*", &[15, 17, 23]), ("ref*", &[15, 17, 23]), ("45*", &[17]), ("202*", &[17]), ("halle*", &[18]), ("journ*", &[14]), ("œu*", &[16]), ("oeuv*", &[16]),
    ("étag*", &[15]), ("zz*", &[]), ("sauvegarder*", &[2]), ("sauvegardes*", &[3]), ("copi* lign*", &[4, 5]), ("sauveg* serv*", &[1]),
    // Phrases: these words, as they are, in this order.
    ("\"hors ligne\"", &[1, 4]), ("\"copie hors ligne\"", &[4]), ("\"Copie Hors Ligne\"", &[4]), ("« copie hors ligne »", &[4]),
    ("“copie hors ligne”", &[4]), ("\"ligne hors\"", &[]), ("\"copie ligne\"", &[]), ("\"copies hors ligne\"", &[]), ("\"mots de passe\"", &[10]),
    ("\"mot de passe\"", &[]), ("\"en ligne\"", &[5]), ("\"aucune copie\"", &[5]), ("\"stockée hors ligne\"", &[1]), ("\"stockee hors ligne\"", &[1]),
    ("\"multi factor\"", &[8]), ("\"remote access\"", &[8]), ("\"backup server\"", &[7]), ("\"server backup\"", &[]), ("\"serveur\"", &[]),
    ("\"serveurs\"", &[1]), ("\"pare-feu\"", &[14]), ("\"aaa bbb\"", &[22]), ("\"bbb aaa\"", &[]), ("\"ccc aaa bbb\"", &[22]), ("\"aaa bbb ccc aaa bbb\"", &[22]),
    ("\"l’accès à distance\"", &[9]), ("\"accès à distance\"", &[9]), ("\"copie hors l*\"", &[4]), ("\"copie hors\"*", &[4]),
    ("\"hors ligne\" bande", &[4]), ("bande \"hors ligne\"", &[4]), ("\"hors ligne\" \"copie\"", &[4]), ("\"chez l’hébergeur\"", &[5]),
    ("\"réseau remplacé\"", &[15]), ("\"sauvegarde de sa messagerie\"", &[24]),
    // Exclusions.
    ("sauvegarde -serveur", &[2, 3, 24]), ("sauvegarde -serveurs -poste", &[3, 24]), ("sauvegarde -rançongiciel", &[1, 2, 24]), ("copie -bande", &[5]),
    ("ligne -\"hors ligne\"", &[5]), ("ligne -hors", &[5]), ("sauveg* -client", &[1, 2, 3]), ("réseau -sécurité", &[15, 19]), ("mot -passe", &[21]),
    ("client -refus*", &[24]), ("-sauvegarde client", &[23]), ("backup -server", &[6]), ("backup -backup", &[]), ("aaa -\"bbb aaa\"", &[22]),
    ("aaa -\"ccc aaa\"", &[]),
    // What a sign holds together, and elisions.
    ("D-2026-014", &[17]), ("d-2026-014", &[17]), ("2026-014", &[17]), ("014-2026", &[]), ("12/03/2026", &[17]), ("482", &[17]), ("463,03", &[17]), ("4521", &[17]),
    ("zq@halles.example", &[18]), ("halles.example", &[18]), ("zq halles", &[18]), ("l'accès", &[9]), ("l’accès", &[9]), ("l’hébergeur", &[5]), ("d'administration", &[8, 10]),
    ("d’art", &[16]), ("pare-feu", &[14]), ("feu-pare", &[]), ("multi-factor", &[8]), ("(MFA)", &[8]), ("mfa", &[8]), ("n°", &[17]),
    // The operators of other programs and of either database are words, or nothing.
    ("aaa AND bbb", &[]), ("aaa OR zzz", &[]), ("NOT NEAR", &[21]), ("AND", &[6, 21]), ("mots AND autres", &[21]), ("NEAR(aaa bbb)", &[]), ("words:aaa", &[]),
    ("aaa + bbb", &[22]), ("aaa & bbb", &[22]), ("aaa | bbb", &[22]), ("aaa <-> bbb", &[22]), ("!aaa", &[22]), ("aaa:*", &[22]), ("^aaa", &[22]), ("{aaa} (bbb)", &[22]),
    ("aaa; DROP TABLE record", &[]), ("' OR 1=1 --", &[]), ("\\aaa", &[22]), ("%", &[]), ("_aaa", &[22]), ("aaa%", &[22]), ("\"\"", &[]), ("\" * \"", &[]),
    // Marks that are not closed.
    ("\"hors ligne", &[1, 4]), ("« copie hors ligne", &[4]), ("bande \"hors ligne", &[4]), ("copie\"", &[4, 5]), ("bande\"hors ligne\"", &[4]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_hundred_questions_have_one_answer() -> Result<()> {
    assert!(QUESTIONS.len() >= 200, "{}", QUESTIONS.len());
    both(async |scene| {
        let project = scene.project().await?;
        let first = 1 + server::store::log::size(&mut scene.db.read().await?, scene.firm).await?;
        for text in RECORDS {
            let need = scene.id();
            let need = NeedRecorded { need, project: project.project, text: text.into(), answer: String::new() };
            scene.record([need.into()]).await?;
        }
        let filter = Filter { kind: Some("need".into()), ..Filter::default() };
        let mut tx = scene.db.read().await?;
        let mut wrong = Vec::new();
        for (typed, expected) in QUESTIONS {
            let query = Query::parse(typed).expect("it is taken");
            let asked = Asked { firm: scene.firm, query: &query, filter: &filter, stamped: 0 };
            let found = async |tx: &mut _, sort| -> Result<Vec<usize>> {
                let hits = search::find(tx, &asked, sort, None, 100).await?;
                let numbered = hits.iter().filter_map(|hit| (hit.at.entry + 2).checked_sub(first));
                Ok(numbered.map(|n| n as usize).filter(|n| (1..=RECORDS.len()).contains(n)).collect())
            };
            // A question without a word finds what is chosen: here every need.
            let mut by_date = if query.is_empty() { vec![] } else { found(&mut tx, Sort::Newest).await? };
            assert!(by_date.is_sorted_by(|one, other| one > other), "{typed}: the newest first");
            let mut ranked = if query.is_empty() { vec![] } else { found(&mut tx, Sort::Relevance).await? };
            by_date.sort_unstable();
            ranked.sort_unstable();
            assert_eq!(by_date, ranked, "{typed}: the order changes nothing else");
            if by_date != *expected {
                wrong.push(format!("{typed}: {by_date:?} and not {expected:?}"));
            }
            let count: u64 = search::groups(&mut tx, &asked).await?.iter().map(|alike| alike.count).sum();
            assert!(query.is_empty() || count == by_date.len() as u64, "{typed}: {count} are counted");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
    .await
}
