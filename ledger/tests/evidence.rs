//! The evidence file, from a log of a few entries to its report.

use ledger::evidence::{EvidenceEntry, Verdict, verify};
use ledger::*;

#[test]
fn a_whole_file_is_intact() {
    let key = SigningKey::from_seed("acte.example/f/1", &[7; 32]).unwrap();
    let mut frontier = Frontier::new();
    let mut nodes = std::collections::HashMap::new();
    let mut entries = Vec::new();
    for index in 0..5 {
        let payload =
            canonical::to_vec(&serde_json::json!({"kind": "question.asked", "text": format!("n° {index}")})).unwrap();
        let id = Id::from_bytes([index as u8; 16]);
        let entry = Entry::make(
            index,
            Time(1_795_507_576_123 + index as i64),
            Actor::Member(id),
            "question.asked",
            &format!("notice:{id}"),
            Salt([index as u8; 32]),
            payload,
        )
        .unwrap();
        entry.check().unwrap();
        for (level, index, hash) in frontier.append(entry.leaf_hash()).unwrap() {
            nodes.insert((level, index), hash);
        }
        entries.push(entry);
    }
    let read = |level, index| nodes.get(&(level, index)).copied();
    let checkpoint = Checkpoint::sign(&key, frontier.size(), frontier.root());
    let items = [0, 3, 4].map(|index| {
        let proof = merkle::inclusion_proof(index, 5, read).unwrap();
        EvidenceEntry::disclose(&entries[index as usize], proof).unwrap()
    });
    let evidence = Evidence::new(&key.verifying_key(), checkpoint, items.to_vec());
    let bytes = evidence.to_bytes().unwrap();
    let report = verify(&bytes, Some(&key.verifying_key().to_string()));
    assert_eq!(report.verdict, Verdict::Intact, "{report:#?}");
    assert_eq!(verify(&bytes, None).verdict, Verdict::KeyNotCompared);
    let pdf = [b"%PDF-1.7\n1 0 obj<<>>\nstream\n", bytes.as_slice(), b"\nendstream\nendobj"].concat();
    assert_eq!(find_evidence(&pdf), Ok(bytes.as_slice()));
}
