use server::documents::*;
fn main() {
    let meta = Meta {
        title: "Lettre de mise en garde MG-2026-0007".into(),
        author: "Armor Informatique".into(),
        subject: "Remplacement des serveurs".into(),
        lang: "fr",
        made: "2026-11-24T09:12:00Z".parse().unwrap(),
        head: ("MG-2026-0007 · Mise en garde".into(), "Portails Kervran".into()),
        foot: "Armor Informatique, SAS · RCS Rennes 123 456 782 · 12 rue des Halles, 35000 Rennes".into(),
        page: |n, of| format!("Page {n}/{of}"),
    };
    let t = std::time::Instant::now();
    let mut d = Document::new(meta);
    let f = &mut d.flow;
    f.title("Mise en garde", "Remplacement des serveurs — MG-2026-0007");
    f.heading(1, "1. Sauvegardes accessibles depuis la production");
    f.state(State::Declined, "Refusée par le client");
    f.state(State::Accepted, "Acceptée par le client");
    f.state(State::Deferred, "Différée au 15 mars 2027");
    f.state(State::NoAnswer, "Sans réponse à cette date");
    f.state(State::Informed, "Informé");
    f.gap(8.0);
    f.entry("Risque", |f| f.prose("Toutes les copies de sauvegarde sont écrites sur un serveur relié au même domaine que la production. Un rançongiciel qui obtient un compte d’administration chiffre les deux en même temps : il ne reste alors « aucune » copie à restaurer. AVATAR To Ty."));
    f.gap(6.0);
    f.entry("Conséquence", |f| f.prose("Arrêt complet de l’activité, pendant une à plusieurs semaines."));
    f.heading(2, "Faits constatés chez vous");
    f.facts([
        ("Serveur de sauvegarde", Rich::from("SRV-BKP01, Windows Server 2019, joint au domaine KERVRAN")),
        ("Empreinte", Rich::new().code("3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea")),
    ]);
    f.heading(2, "Options");
    f.table(&[1.0, 6.0, -2.0, -2.0], &["N°", "Option", "Prix HT", "Prix TTC"], |t| {
        for i in 0..60 {
            t.row(|c| {
                c[0].plain(format!("{i}"));
                c[1].plain(
                    "Copie déconnectée hebdomadaire, rotation de trois disques, essai de restauration chaque trimestre",
                );
                c[2].plain("1 250,00 €");
                c[3].plain("1 500,00 €");
            });
        }
    });
    d.finish()
        .map(|p| {
            println!("{:?} {} pages {} bytes", t.elapsed(), p.pages, p.bytes.len());
            std::fs::write("/tmp/vera/a.pdf", p.bytes).unwrap();
        })
        .unwrap();
}
