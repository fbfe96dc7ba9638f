//! A DNS server on this machine that knows TXT records and nothing else (RFC 1035).

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Answers until the test ends.
pub struct DnsServer {
    pub address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl DnsServer {
    /// With these records, by name without the last dot.
    pub fn start(records: BTreeMap<String, String>) -> DnsServer {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        let (address, asked) = (socket.local_addr().expect("it is bound"), Arc::new(AtomicUsize::new(0)));
        let count = asked.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 1500];
            while let Ok((read, from)) = socket.recv_from(&mut buffer) {
                count.fetch_add(1, Ordering::Relaxed);
                if let Some(answer) = answer(&records, &buffer[..read]) {
                    socket.send_to(&answer, from).ok();
                }
            }
        });
        DnsServer { address, asked }
    }

    /// Questions so far.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

fn answer(records: &BTreeMap<String, String>, question: &[u8]) -> Option<Vec<u8>> {
    let (mut at, mut labels) = (12, Vec::new());
    while *question.get(at)? > 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(question.get(at + 1..end)?).to_lowercase());
        at = end;
    }
    let asked = question.get(12..at + 5)?;
    let record = records.get(&labels.join("."));
    // A response to a recursive question; NXDOMAIN where there is no such name.
    let flags: [u8; 2] = if record.is_some() { [0x81, 0x80] } else { [0x81, 0x83] };
    let mut out = [&question[..2], &flags, &[0, 1, 0, u8::from(record.is_some()), 0, 0, 0, 0], asked].concat();
    if let Some(record) = record {
        let data: Vec<u8> = record.as_bytes().chunks(255).flat_map(|c| [&[c.len() as u8], c].concat()).collect();
        // The name asked for, TXT, IN, a minute.
        out.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        out.extend((data.len() as u16).to_be_bytes());
        out.extend(data);
    }
    Some(out)
}
