//! Whose time it is: the firm's clock, or an authority of time that the firm's server asked (RFC 3161).

use jiff::tz::TimeZone;
use ledger::Report;
use ledger::evidence::Dating;
use ledger::timestamp::TimeStamp;
use ledger::x509::{ChainError, Trust};
use ledger::{Lang, Time};

use super::formats::local;
use super::{Texts, texts};

texts! {
    check_time_stamps: "Heure attestée par un tiers", "Time stated by a third party";
    check_time_stamps_yes: "une autorité d’horodatage que vous connaissez a vu cet état du registre, au plus tard à l’heure qu’elle indique.", "a time-stamping authority that you know saw this state of the log, at the latest at the time it states.";
    check_time_stamps_no: "à quelle heure, avant celle-là, chaque écriture a été faite ; ni que l’autorité est qualifiée.", "at what time before that each entry was made; nor that the authority is a qualified one.";
    remark_no_time_stamp: "Ce fichier ne porte aucun horodatage de l’état même du registre qu’il montre : seul ce qu’un horodatage antérieur couvre, s’il y en a un, a une autre heure que celle de l’horloge du prestataire.", "This file bears no time-stamp of the very state of the log that it shows: only what an earlier time-stamp covers, if there is one, has another time than that of the firm’s clock.";
    remark_unknown_authority: "L’horodatage joint est intact, mais rien ne dit ici qui l’a fait : il ne mène à aucune autorité que vous auriez donnée. Le nom affiché est celui que l’horodatage se donne.", "The enclosed time-stamp is intact, but nothing here says who made it: it leads to no authority that you gave. The name shown is the one that the time-stamp gives itself.";
    remark_time_stamp_of_seal: "L’état du registre que ce fichier montre n’est pas horodaté lui-même. Le sceau du PDF l’est, et il couvre tout le fichier, écritures comprises : elles existaient au plus tard à l’heure de cet horodatage, si vous vous fiez à qui l’a fait. Avant cela, les heures sont celles de l’horloge du prestataire.", "The state of the log that this file shows is not time-stamped itself. The seal of the PDF is, and it covers the whole file, the entries included: they existed at the latest at the time of that time-stamp, if you trust who made it. Before that, the times are those of the firm’s clock.";
    remark_refused_authority(number: u64, why: &str): "L’horodatage n° {number} est intact, mais {why}. Il ne dit rien de l’heure, et rien contre le reste : la clé du registre ne le signe pas, n’importe qui a pu le joindre.", "Time-stamp no. {number} is intact, but {why}. It says nothing of the time, and nothing against the rest: the key of the log does not sign it, anybody may have added it.";
    authority_expired: "un certificat de qui l’a fait n’était plus valable à l’heure indiquée", "a certificate of whoever made it was no longer valid at the time stated";
    authority_not_yet: "un certificat de qui l’a fait n’était pas encore valable à l’heure indiquée", "a certificate of whoever made it was not yet valid at the time stated";
    authority_unfit: "un certificat de qui l’a fait ne permet pas d’horodater", "a certificate of whoever made it does not allow time-stamping";
    fault_time_stamp(number: u64): "L’horodatage n° {number} ne tient pas. Il ne dit rien de l’heure.", "Time-stamp no. {number} does not hold. It says nothing about the time.";

    proof_level_time_awaited: "Heure : celle de l’horloge du serveur du prestataire, qui aurait pu être réglée autrement. Quand ce document a été fait, aucune autorité d’horodatage n’avait encore daté cet état du registre ; le serveur du prestataire continue de le lui demander. L’ordre des écritures n’est fixé, lui aussi, que depuis qu’un tiers détient un état du registre.", "Time: that of the clock of the firm’s server, which could have been set otherwise. When this document was made, no time-stamping authority had dated this state of the log yet; the firm’s server goes on asking. Their order, too, is fixed only since somebody else has held a state of the log.";
    proof_level_time_stated(name: &str, when: &str): "Heure : celle de chaque écriture est celle de l’horloge du serveur du prestataire. L’autorité d’horodatage « {name} » atteste par sa propre horloge (RFC 3161) que le registre contenait toutes les écritures jointes, au plus tard le {when}. À quelle heure avant cela, elle ne le dit pas.", "Time: that of each entry is that of the clock of the firm’s server. The time-stamping authority “{name}” states by its own clock (RFC 3161) that the log held all entries enclosed, at the latest on {when}. At what time before that, it does not say.";
    proof_level_seal_timed: "Sceau : ce PDF porte le sceau électronique simple du prestataire (règlement eIDAS, article 35, paragraphe 1), fait avec une clé que le prestataire certifie lui-même. Il montre que le fichier n’a pas changé depuis qu’il a été scellé avec cette clé. Il n’est ni avancé ni qualifié. L’heure qu’il porte est celle du serveur du prestataire ; si l’heure d’une autorité d’horodatage y a été jointe, un lecteur de PDF la montre à part, avec le nom de cette autorité.", "Seal: this PDF bears the firm’s simple electronic seal (eIDAS regulation, article 35(1)), made with a key that the firm itself certifies. It shows that the file has not changed since it was sealed with that key. It is neither advanced nor qualified. The time it bears is that of the firm’s server; if the time of a time-stamping authority was added, a PDF reader shows it apart, with that authority’s name.";
    proof_not_when_stated: "l’heure exacte de chaque écriture : l’autorité d’horodatage dit seulement à quelle heure toutes existaient au plus tard ;", "the exact time of each entry: the time-stamping authority only says at what time all of them existed at the latest;";
    proof_earlier: "Horodatages antérieurs et cosignatures joints", "Earlier time-stamps and cosignatures enclosed";
    time_stamp_awaited: "quand ce document a été fait, aucun ne couvrait cet état du registre : les heures des écritures sont celles de l’horloge du prestataire. Le sceau du PDF peut porter le sien", "when this document was made, none covered this state of the log: the entries’ times are those of the firm’s clock. The seal of the PDF may bear its own";
    time_stamp_stated(when: &str, name: &str): "au plus tard le {when}, selon « {name} » (RFC 3161)", "at the latest on {when}, by “{name}” (RFC 3161)";
    doc_time_stated(name: &str, when: &str): "L’autorité d’horodatage « {name} » a daté l’empreinte de l’état du registre qui contient tout ce qui est joint : au plus tard le {when}. Pour qui se fie à cette autorité, choisie par le prestataire, rien n’en a été écrit ni modifié depuis.", "The time-stamping authority “{name}” dated the fingerprint of the state of the log that holds all that is enclosed: at the latest on {when}. For whoever trusts this authority, which the firm chose, nothing of it was written or altered since.";
    doc_time_unchecked(name: &str, when: &str): "Ces dates sont celles de l’horloge du prestataire. Un horodatage joint énonce que cet état du registre existait au plus tard le {when} ; l’autorité, qui s’y nomme « {name} », n’a pas été vérifiée ici. Qui se fie à elle le vérifie avec son certificat racine.", "These dates are by the firm’s clock. An enclosed time-stamp states that this state of the log existed at the latest on {when}; the authority, which calls itself “{name}” there, was not checked here. Whoever trusts it verifies that with its root certificate.";
    time_stamp_unchecked(when: &str, name: &str): "joint : au plus tard le {when}, selon une autorité qui se nomme « {name} » et qui n’a pas été vérifiée ici (RFC 3161)", "enclosed: at the latest on {when}, by an authority that calls itself “{name}” and was not checked here (RFC 3161)";
    proof_level_time_unchecked(name: &str, when: &str): "Heure : celle de chaque écriture est celle de l’horloge du serveur du prestataire. Un horodatage joint (RFC 3161) énonce que le registre contenait toutes les écritures jointes, au plus tard le {when} ; l’autorité, qui s’y nomme « {name} », n’a pas été vérifiée ici.", "Time: that of each entry is that of the clock of the firm’s server. An enclosed time-stamp (RFC 3161) states that the log held all entries enclosed, at the latest on {when}; the authority, which calls itself “{name}” there, was not checked here.";
    time_gap(number: u64, from: &str, until: &str): "De ce qui est joint, l’écriture n° {number} est celle que l’horodatage suit de plus loin : le prestataire la date du {from}, et le premier horodatage joint qui la couvre est du {until}. Entre les deux, elle n’a ici que la parole du prestataire, et celle des témoins s’il y en a ; une preuve remise plus tôt peut porter un horodatage antérieur.", "Of what is enclosed, entry no. {number} is the one that its time-stamp follows at the greatest distance: the firm dates it {from}, and the first enclosed time-stamp that covers it is of {until}. Between the two it has only the firm’s word here, and that of witnesses if there are any; evidence handed out earlier may bear an earlier time-stamp.";
    report_gap(number: u64, from: &str, until: &str): "De ce qui est montré, l’écriture n° {number} est celle que l’horodatage suit de plus loin : elle se dit du {from}, et le premier horodatage joint qui la couvre, par une autorité que vous connaissez, est du {until}. Entre les deux, elle n’a ici que la parole du prestataire, et celle des témoins s’il y en a ; une preuve remise plus tôt, ou un PDF joint, peut porter un horodatage antérieur.", "Of what is shown, entry no. {number} is the one that its time-stamp follows at the greatest distance: it says that it is of {from}, and the first enclosed time-stamp that covers it, by an authority that you know, is of {until}. Between the two it has only the firm’s word here, and that of witnesses if there are any; evidence handed out earlier, or a PDF enclosed, may bear an earlier time-stamp.";
    doc_time_awaited: "Ces dates sont celles de l’horloge du prestataire : quand ce document a été fait, aucune autorité d’horodatage n’attestait encore cet état du registre. Si une autorité a daté le sceau de ce PDF, un lecteur de PDF le montre (volet « Signatures ») : tout ce qui est imprimé ici existait alors, au plus tard à cette heure.", "These dates are by the firm’s clock: when this document was made, no time-stamping authority vouched for this state of the log yet. If an authority dated the seal of this PDF, a PDF reader shows it (panel “Signatures”): all that is printed here existed then, at that time at the latest.";
    doc_time_cosigned(size: u64, witness: &str, when: &str): "Ces dates sont celles de l’horloge du prestataire. Le témoin {witness}, que le prestataire a choisi, atteste par sa propre horloge que les {size} premières écritures du registre existaient au plus tard le {when}, et qu’elles continuent tout ce qu’il en avait vu.", "These dates are by the firm’s clock. The witness {witness}, whom the firm chose, states by its own clock that the first {size} entries of the log existed at the latest on {when}, and that they continue all that it had seen of it.";
    doc_time_unstated: "Ces dates sont celles de l’horloge du prestataire : quand ce document a été fait, aucune autorité d’horodatage que ce serveur connaît n’attestait cet état du registre. Il montre ce que le prestataire a consigné, et n’établit pas quand.", "These dates are by the firm’s clock: when this document was made, no time-stamping authority known to this server vouched for this state of the log. It shows what the firm recorded, and does not establish when.";

    stated_by(when: &str, name: &str): "Heure de l’horloge du prestataire. « {name} » atteste que la réponse était au registre au plus tard le {when}.", "Time by the firm’s clock. “{name}” states that the answer was in the log at the latest on {when}.";
    stated_awaited: "Heure de l’horloge du prestataire ; aucune autorité d’horodatage ne l’atteste encore.", "Time by the firm’s clock; no time-stamping authority vouches for it yet.";
    stated_by_nobody: "Heure de l’horloge du prestataire ; aucune autorité d’horodatage n’est réglée.", "Time by the firm’s clock; no time-stamping authority is set.";

    authorities: "Autorités d’horodatage", "Time-stamping authorities";
    authorities_why: "Un tiers atteste par sa propre horloge que le registre était dans cet état au plus tard à cette heure. Ce qui a été consigné depuis n’a que l’heure de ce serveur. Elles sont interrogées dans cet ordre.", "A third party states by its own clock that the log was in this state at that time at the latest. What was recorded since has the time of this server only. They are asked in this order.";
    authorities_none: "Aucune n’est réglée : toutes les heures sont celles de l’horloge du serveur. Qui exploite le serveur peut en régler (timestamps.authorities).", "None is set: all times are those of the server’s clock. Whoever runs the server can set some (timestamps.authorities).";
    authority_answers: "Répond", "Answers";
    authority_fails: "Ne répond pas", "Fails";
    authority_unasked: "Pas encore interrogée", "Not asked yet";
    authority_answered(when: &str): "Dernier horodatage : {when}.", "Last time-stamp: {when}.";
    authority_failed(when: &str): "Dernier échec : {when}.", "Last failure: {when}.";
    log_stamped(size: u64, when: &str, name: &str): "Les {size} premières écritures du registre existaient au plus tard le {when}, selon « {name} ».", "The first {size} entries of the log existed at the latest on {when}, by “{name}”.";
    log_unstamped: "Le registre n’a pas encore été horodaté.", "The log has not been time-stamped yet.";
    witnesses: "Témoins", "Witnesses";
    witnesses_why: "Le serveur d’un autre cosigne l’état du registre, seulement s’il continue ceux qu’il a vus : ce qu’il a cosigné ne peut plus être refait à son insu. La ligne sous chaque témoin est sa clé, que donnent ceux qui vérifient.", "Somebody else’s server cosigns the state of the log, only if it continues those that it has seen: what it has cosigned can no longer be made anew without its knowing. The line below each witness is its key, which whoever verifies gives.";
    witnesses_none: "Aucun n’est réglé : seuls ceux qui détiennent une preuve verraient que le registre a été refait. Qui exploite le serveur peut en régler (witness.ask).", "None is set: only those who hold evidence would see that the log was made anew. Whoever runs the server can set some (witness.ask).";
    witness_cosigned: "A cosigné", "Has cosigned";
    witness_cosigned_at(size: u64, when: &str): "Dernière cosignature : {size} écritures, le {when}, par son horloge.", "Last cosignature: {size} entries, on {when}, by its clock.";
    witness_refuses: "Ne cosigne pas", "Does not cosign";
    witness_refused(when: &str): "Dernière demande : {when}.", "Asked last: {when}.";
    witness_other_past: "Il dit avoir vu de ce registre ce qui n’en est pas le début. Si c’est vrai (sa réponse n’est pas signée), le registre de ce serveur a été refait, ou une sauvegarde plus ancienne a été remise. Ne consignez rien de plus avant que la personne qui exploite le serveur n’ait lu le chapitre des témoins dans le guide d’exploitation.", "It says that it has seen of this log what is not its beginning. If so (its answer is not signed), the log of this server was made anew, or an older backup was put back. Record nothing more before whoever runs the server has read the chapter on witnesses in the operations guide.";
    witness_unknown_log: "Il ne connaît pas ce registre par cette clé. Donnez-la à la personne qui l’exploite, pour son réglage witness.logs.", "It does not know this log by this key. Give it to whoever runs the witness, for their setting witness.logs.";
    witness_no_answer: "Aucune cosignature n’est venue de lui. Le serveur le redemande de lui-même.", "No cosignature came from it. The server asks it again by itself.";
    witness_never: "N’a pas encore cosigné", "Has not cosigned yet";
    witness_never_text: "Ce serveur ne détient aucune cosignature de ce témoin.", "This server holds no cosignature by this witness.";

    fault_bad_cosignature(witness: &str): "La cosignature du témoin « {witness} » ne tient pas pour ce point de contrôle.", "The cosignature of the witness “{witness}” does not hold for this checkpoint.";
    not_cosigned(witness: &str): "Le témoin {witness}, dont vous avez donné la clé, n’a pas cosigné cet état du registre, ou sa ligne en a été ôtée.", "The witness {witness}, whose key you gave, has not cosigned this state of the log, or its line was taken out.";
    cosigned_earlier(size: u64, witness: &str, when: &str): "Les {size} premières écritures du registre ont été cosignées par le témoin {witness} le {when}.", "The first {size} entries of the log were cosigned by the witness {witness} at {when}.";
    cosigned(witness: &str, when: &str): "Cosigné par le témoin {witness} le {when} : il n’avait vu aucun état plus grand de ce registre, et celui-ci continue tous ceux qu’il a vus.", "Cosigned by the witness {witness} at {when}: it had seen no larger state of this log, and this one continues all that it has seen.";

    time_stamp: "Horodatage", "Time-stamp";
    time_stamp_latest: "Le registre était dans cet état au plus tard :", "The log was in this state at the latest at:";
    time_stamp_earlier(size: u64): "Les {size} premières écritures du registre existaient au plus tard :", "The first {size} entries of the log existed at the latest at:";
    entry_stamped(when: &str): "au registre au plus tard le {when}, selon une autorité que vous connaissez", "in the log at the latest at {when}, by an authority that you know";
    when_partly(size: u64, time: &str, by: &str): "les {size} premières écritures du registre, au plus tard le {time}, {by} ; les suivantes n’ont que l’horloge du prestataire.", "the first {size} entries of the log, at the latest at {time}, {by}; those after have the firm’s clock only.";
    fault_earlier(number: u64): "L’état antérieur n° {number} du registre, joint pour sa date, ne tient pas.", "Earlier state no. {number} of the log, enclosed for its date, does not hold.";
    fault_not_earlier: "Il n’est pas plus grand que celui d’avant, ou pas plus petit que le point de contrôle.", "It is not larger than the one before it, or not smaller than the checkpoint.";
    fault_not_continued: "Le point de contrôle ne continue pas cet état : ce qui a été horodaté alors n’est pas le début de ce registre.", "The checkpoint does not continue that state: what was time-stamped then is not the beginning of this log.";
    time_stamp_contradicts(newest: &str): "Cet horodatage se dit antérieur à une écriture qu’il couvre, du {newest} : l’horloge du prestataire avançait, ou l’horodatage est faux. Il ne date rien.", "This time-stamp says that it is earlier than an entry which it covers, of {newest}: the firm’s clock was fast, or the time-stamp is false. It dates nothing.";
    when: "Quand :", "When:";
    when_known(time: &str, by: &str): "au plus tard le {time}, {by}.", "at the latest at {time}, {by}.";
    when_unknown(time: &str, by: &str): "rien de ce que vous connaissez ne le dit ; un horodatage joint dit au plus tard le {time}, mais {by}. Les heures des écritures, elles, sont celles de l’horloge du prestataire.", "nothing that you know says; an enclosed time-stamp says at the latest at {time}, but {by}. The times of the entries are those of the firm’s clock.";
    when_unknown_partly(size: u64, time: &str, by: &str): "rien de ce que vous connaissez ne le dit ; un horodatage joint dit que les {size} premières écritures du registre existaient au plus tard le {time}, mais {by}. Les heures des écritures, elles, sont celles de l’horloge du prestataire.", "nothing that you know says; an enclosed time-stamp says that the first {size} entries of the log existed at the latest at {time}, but {by}. The times of the entries are those of the firm’s clock.";
    when_firm: "toutes les heures sont celles de l’horloge du prestataire ; aucun tiers que vous connaissez ne les atteste ici.", "all times are those of the firm’s clock; no third party that you know vouches for them here.";
    time_stamp_known(name: &str): "attesté par {name}, une autorité que vous connaissez", "stated by {name}, an authority that you know";
    witness_known(name: &str): "par l’horloge du témoin {name}, que vous connaissez", "by the clock of the witness {name}, which you know";
    time_stamp_unknown(name: &str): "celui qui l’atteste se nomme « {name} » ; autorité inconnue ici", "whoever states it calls itself “{name}”; an authority unknown here";
    time_stamp_qualified: "il se dit qualifié, ce que rien ne vérifie ici", "it says that it is qualified, which nothing verifies here";
    time_stamp_sealed: "Le sceau existait au plus tard :", "The seal existed at the latest at:";
}

impl Texts {
    /// Why the certificates of a time-stamp count for nothing.
    pub fn chain_error(self, error: &ChainError) -> &'static str {
        match error {
            ChainError::Expired { .. } => self.authority_expired(),
            ChainError::NotYetValid { .. } => self.authority_not_yet(),
            _ => self.authority_unfit(),
        }
    }

    /// "± 1,5 s"; nothing when the authority does not say by how much its clock may be wrong.
    pub fn accuracy(self, micros: Option<u64>) -> String {
        // Rounded up: a time must not look better than it is.
        let Some(millis) = micros.map(|micros| micros.div_ceil(1000)) else { return String::new() };
        if millis < 1000 {
            return format!("±\u{A0}{millis}\u{A0}ms");
        }
        let point = if self.0 == Lang::Fr { ',' } else { '.' };
        let seconds = match millis % 1000 {
            0 => (millis / 1000).to_string(),
            rest => format!("{}{point}{}", millis / 1000, format!("{rest:03}").trim_end_matches('0')),
        };
        format!("±\u{A0}{seconds}\u{A0}s")
    }

    /// "At the latest" then, as an authority states it: to the second, since it says by how much it may be wrong, and rounded up.
    pub fn latest(self, time: Time, micros: Option<u64>, zone: &TimeZone) -> String {
        let local = local(whole_second(time), zone);
        self.with_accuracy(format!("{}, {}", self.date_time(&local), self.utc(local.timestamp())), micros)
    }

    /// "24 novembre 2026 à 17 h 44 (± 1,5 s)".
    fn with_accuracy(self, when: String, micros: Option<u64>) -> String {
        match self.accuracy(micros).as_str() {
            "" => when,
            accuracy => format!("{when} ({accuracy})"),
        }
    }

    /// Which entry its first time-stamp follows at the greatest distance, and how far; none without one, or where the evidence does not hold. Entries
    /// about the firm itself and its keys do not count: they say nothing of a client.
    pub fn gap(self, report: &Report) -> Option<String> {
        if !report.verdict.is_consistent() {
            return None;
        }
        let headers = report.entries.iter().filter_map(|entry| entry.header.as_ref());
        let of_clients = headers.filter(|header| !header.subject.starts_with("firm:"));
        let (index, time, stamp) = report.dating().slowest(of_clients.map(|header| (header.index, header.time)))?;
        Some(self.report_gap(index + 1, &self.moment(time), &self.moment(whole_second(stamp.time))))
    }

    /// When an entry was in the log at the latest, by the first time-stamp that dates it.
    pub fn entry_dated(self, dating: &Dating<'_>, index: u64) -> Option<String> {
        dating.first(index).map(|stamp| self.entry_stamped(&self.moment(whole_second(stamp.time))))
    }

    /// When, and by whose word: the earliest time-stamp by an authority that the reader knows, `sealed` being that of the seal of the PDF that holds the
    /// evidence; else a witness that they know; none where the evidence does not hold.
    pub fn when_stated(self, report: &Report, sealed: Option<&TimeStamp>) -> Option<String> {
        if !report.verdict.is_consistent() {
            return None;
        }
        let size = report.log_size.unwrap_or_default();
        let good = |(size, stamp): &(u64, &TimeStamp)| report.contradicted(*size, stamp).is_none();
        let mut stamps: Vec<(u64, &TimeStamp)> = report.stamps().filter(good).collect();
        stamps.extend(sealed.map(|stamp| (size, stamp)));
        let known = stamps.iter().filter(|(_, stamp)| stamp.trust == Trust::Anchored).map(|(size, stamp)| {
            let [time, by] = self.stated(stamp);
            (*size, stamp.time, time, by)
        });
        let witnessed = report.witnessed().map(|(size, line)| {
            let by = self.witness_known(&line.witness);
            (size, line.time, self.moment(whole_second(line.time)), by)
        });
        // What covers most says most; of two the earlier one.
        let by_whom = known.chain(witnessed).min_by_key(|(size, at, ..)| (std::cmp::Reverse(*size), *at));
        let said = match (by_whom, stamps.iter().min_by_key(|(size, stamp)| (std::cmp::Reverse(*size), stamp.time))) {
            (Some((covered, _, time, by)), _) if covered >= size => self.when_known(&time, &by),
            (Some((covered, _, time, by)), _) => self.when_partly(covered, &time, &by),
            (None, Some((covered, stamp))) => {
                let [time, by] = self.stated(stamp);
                match *covered >= size {
                    true => self.when_unknown(&time, &by),
                    false => self.when_unknown_partly(*covered, &time, &by),
                }
            }
            (None, None) => self.when_firm().to_owned(),
        };
        Some(format!("{} {said}", self.when()))
    }

    /// What is to be told of each time-stamp about the log: what it covers, when and by whose word, and that it is contradicted.
    pub fn stamps(self, report: &Report) -> Vec<[String; 4]> {
        let told = report.stamps().map(|(size, stamp)| {
            let covers = match report.log_size {
                Some(whole) if size < whole => self.time_stamp_earlier(size),
                _ => self.time_stamp_latest().to_owned(),
            };
            let contradicted = report.contradicted(size, stamp);
            let [time, by] = self.stated(stamp);
            [
                covers,
                time,
                by,
                contradicted.map(|newest| self.time_stamp_contradicts(&self.moment(newest))).unwrap_or_default(),
            ]
        });
        told.collect()
    }

    /// The time of a time-stamp as the authority states it, and whose word that is to a reader of the report.
    pub fn stated(self, stamp: &TimeStamp) -> [String; 2] {
        let time = self.with_accuracy(self.moment(whole_second(stamp.time)), stamp.accuracy_micros);
        let name = stamp.authority.to_string();
        let mut by = match stamp.trust {
            Trust::Anchored => self.time_stamp_known(&name),
            Trust::Unknown => self.time_stamp_unknown(&name),
        };
        if stamp.claims_qualified {
            by = format!("{by}, {}", self.time_stamp_qualified());
        }
        [time, by]
    }
}

/// The next whole second: an authority says by how much it may be wrong, and what existed at the latest then existed at the latest now.
fn whole_second(time: Time) -> Time {
    Time(time.0.saturating_add(999).div_euclid(1000).saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accuracy_is_rounded_up() {
        let both = |micros| [Texts(Lang::Fr), Texts(Lang::En)].map(|t| t.accuracy(micros).replace('\u{A0}', " "));
        assert_eq!(both(None), ["", ""]);
        assert_eq!(both(Some(1)), ["± 1 ms", "± 1 ms"]);
        assert_eq!(both(Some(999_001)), ["± 1 s", "± 1 s"]);
        assert_eq!(both(Some(1_500_007)), ["± 1,501 s", "± 1.501 s"]);
        assert_eq!(both(Some(60_500_000)), ["± 60,5 s", "± 60.5 s"]);
    }
}
