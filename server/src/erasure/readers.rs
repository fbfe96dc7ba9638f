//! What outside readers had made, of that which goes.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::ReaderLoses;
use ledger::Hash;
use ledger::event::DocumentMade;

use crate::store::{Error, Firm, Tx, dossiers};

/// Each reader who had some of these documents and bundles made, and how many files, copies with masked names and bundles; a file in parts is one.
pub async fn losing<'a>(
    tx: &mut Tx,
    firm: Firm,
    documents: impl IntoIterator<Item = &'a DocumentMade>,
    bundles: impl IntoIterator<Item = Hash>,
) -> Result<Vec<ReaderLoses>, Error> {
    let made = documents.into_iter().map(|made| (made.dossier().to_string(), usize::from(made.redacts.is_some())));
    let made = made.chain(bundles.into_iter().map(|sha256| (sha256.to_string(), 2)));
    let made: BTreeSet<(String, usize)> = made.collect();
    let makers = dossiers::makers(tx, firm, None).await?;
    let mut lost: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for (made, sort) in made {
        if let Some(name) = makers.get(&made) {
            lost.entry(name).or_default()[sort] += 1;
        }
    }
    let line = |(name, [files, copies, bundles]): (&str, [u64; 3])| {
        let name = name.to_owned();
        ReaderLoses { name, files, copies, bundles }
    };
    Ok(lost.into_iter().map(line).collect())
}
