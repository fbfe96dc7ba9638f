//! The colour profile of the documents: sRGB (IEC 61966-2-1), made here so that its licence is the project's own.

/// An ICC profile of version 4 (ICC.1:2010): three primaries, one exact curve, 480 bytes or so.
pub fn srgb() -> Vec<u8> {
    // Primaries adapted to D50 with the Bradford matrix, as the sRGB profiles of the ICC have them.
    let xyz = |x, y, z| [b"XYZ ".to_vec(), vec![0; 4], fixed(x), fixed(y), fixed(z)].concat();
    let curve = {
        // Function type 3: y = (a·x + b)^g from d on, c·x below (ICC.1:2010, 10.16).
        let parameters = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
        [b"para".to_vec(), vec![0, 0, 0, 0, 0, 3, 0, 0], parameters.map(fixed).concat()].concat()
    };
    let adaptation = [1.047_89, 0.022_89, -0.050_12, 0.029_54, 0.990_49, -0.017_06, -0.009_23, 0.015_06, 0.752_06];
    let tags: [(&[u8; 4], Vec<u8>); 7] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("Public domain")),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"chad", [b"sf32".to_vec(), vec![0; 4], adaptation.map(fixed).concat()].concat()),
        (b"rXYZ", xyz(0.436_07, 0.222_49, 0.013_92)),
        (b"gXYZ", xyz(0.385_15, 0.716_87, 0.097_08)),
        (b"bXYZ", xyz(0.143_07, 0.060_61, 0.714_1)),
    ];
    let curves: [&[u8; 4]; 3] = [b"rTRC", b"gTRC", b"bTRC"];

    let count = tags.len() + curves.len();
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let first = 128 + 4 + count * 12;
    let mut entry = |name: &[u8; 4], at: usize, size: usize| {
        table.extend_from_slice(name);
        table.extend_from_slice(&(at as u32).to_be_bytes());
        table.extend_from_slice(&(size as u32).to_be_bytes());
    };
    for (name, body) in &tags {
        entry(name, first + data.len(), body.len());
        data.extend_from_slice(body);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    for name in curves {
        entry(name, first + data.len(), curve.len());
    }
    data.extend_from_slice(&curve);
    [header((first + data.len()) as u32), table, data].concat()
}

/// ICC.1:2010, 7.2. The date is that of the standard: a clock would change the bytes.
fn header(size: u32) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[0..4].copy_from_slice(&size.to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x30, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    for (at, part) in [(24, 2010_u16), (26, 12), (28, 1)] {
        header[at..at + 2].copy_from_slice(&part.to_be_bytes());
    }
    header[36..40].copy_from_slice(b"acsp");
    // Illuminant of the connection space: D50.
    header[68..80].copy_from_slice(&[fixed(0.9642), fixed(1.0), fixed(0.8249)].concat());
    header
}

/// s15Fixed16Number (ICC.1:2010, 4.3).
fn fixed(value: f64) -> Vec<u8> {
    ((value * 65_536.0).round() as i32).to_be_bytes().to_vec()
}

/// multiLocalizedUnicodeType with one English record (ICC.1:2010, 10.13).
fn words(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let record = [1_u32, 12].map(u32::to_be_bytes).concat();
    let place = [utf16.len() as u32, 28].map(u32::to_be_bytes).concat();
    [b"mluc".to_vec(), vec![0; 4], record, b"enUS".to_vec(), place, utf16].concat()
}
