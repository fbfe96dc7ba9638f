//! A log in memory: real entries, a real tree, real signed checkpoints, without a database.

use std::collections::HashMap;

use ledger::event::Event;
use ledger::evidence::EvidenceEntry;
use ledger::{Actor, Checkpoint, Entry, Evidence, Frontier, Hash, Header, Id, Salt, SigningKey, Time, merkle};

pub struct Record {
    pub firm: Id,
    key: SigningKey,
    entries: Vec<(Header, Entry)>,
    frontier: Frontier,
    nodes: HashMap<(u8, u64), Hash>,
}

impl Record {
    pub fn new(firm: Id) -> Record {
        let key = SigningKey::from_seed("acte.example/log/1", &[7; 32]).expect("a good name");
        Record { firm, key, entries: Vec::new(), frontier: Frontier::new(), nodes: HashMap::new() }
    }

    pub fn vkey(&self) -> String {
        self.key.verifying_key().to_string()
    }

    pub fn origin(&self) -> &str {
        self.key.name()
    }

    /// Appends what happened. The salt is the index: a test needs no secrets.
    pub fn append(&mut self, time: Time, actor: Actor, event: impl Into<Event>) {
        let event = event.into();
        let index = self.entries.len() as u64;
        let mut salt = [0; 32];
        salt[..8].copy_from_slice(&index.to_be_bytes());
        let payload = ledger::canonical::to_vec(&event).expect("events are canonical");
        let subject = event.subject(self.firm);
        let entry = Entry::make(index, time, actor, event.kind(), &subject, Salt(salt), payload).expect("a good entry");
        for (level, index, hash) in self.frontier.append(entry.leaf_hash()).expect("room in the tree") {
            self.nodes.insert((level, index), hash);
        }
        self.entries.push((entry.check().expect("holds"), entry));
    }

    /// The evidence for the entries that `keep` takes; it also says which of them show their content.
    pub fn evidence(&self, keep: impl Fn(&Header) -> Option<Shown>) -> Evidence {
        let size = self.entries.len() as u64;
        let checkpoint = Checkpoint::sign(&self.key, size, self.frontier.root());
        let shown = self.entries.iter().filter_map(|(header, entry)| {
            let read = |level, index| self.nodes.get(&(level, index)).copied();
            let proof = merkle::inclusion_proof(header.index, size, read).expect("in the tree");
            Some(match keep(header)? {
                Shown::Whole => EvidenceEntry::disclose(entry, proof).expect("text"),
                Shown::HeaderOnly => EvidenceEntry::withhold(entry, proof).expect("text"),
            })
        });
        Evidence::new(&self.key.verifying_key(), checkpoint, shown.collect())
    }

    /// All entries in full.
    pub fn whole(&self) -> Evidence {
        self.evidence(|_| Some(Shown::Whole))
    }

    /// What the server puts into the evidence about a notice: the first entry, the keys of the seal, all about the notice, and scope, needs and papers of
    /// the project as they were when it was issued.
    pub fn about_notice(&self, project: Id, notice: Id) -> Evidence {
        let (project, notice) = (format!("project:{project}"), format!("notice:{notice}"));
        let issued = self.entries.iter().find(|(header, _)| header.subject == notice).map(|(header, _)| header.index);
        self.evidence(|header| {
            let of_project = ["project.recorded", "need.recorded", "paper.filed"].contains(&header.kind.as_str())
                && header.subject == project
                && issued.is_some_and(|issued| header.index < issued);
            (header.index == 0 || header.kind.starts_with("seal.") || header.subject == notice || of_project)
                .then_some(Shown::Whole)
        })
    }
}

/// How much of an entry the evidence shows.
#[derive(Clone, Copy, Debug)]
pub enum Shown {
    Whole,
    HeaderOnly,
}
