//! The firm's logo: JPEG as it is, PNG laid on white (PDF/A allows transparency, printers of letters do not need it).

use super::Error;

/// Pixels on a side; larger pictures are refused. The firm page says so where a logo is uploaded.
pub const MAX_SIDE: u32 = 4_096;
/// Pixels on the longer side kept in a document: 300 dpi at ten centimetres.
const KEPT_SIDE: u32 = 1_200;

/// A picture ready to be embedded.
#[derive(Debug)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub content: Vec<u8>,
    pub encoding: Encoding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Three bytes a pixel.
    Rgb,
    /// A JPEG stream of one component or three.
    Jpeg { grey: bool },
}

impl Picture {
    /// Reads a PNG or a JPEG, told apart by their first bytes.
    pub fn read(bytes: &[u8]) -> Result<Picture, Error> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") { png(bytes) } else { jpeg(bytes) }
    }

    /// Size in points within `width` by `height`, proportions kept.
    pub fn fitted(&self, width: f32, height: f32) -> (f32, f32) {
        let scale = (width / self.width as f32).min(height / self.height as f32);
        (self.width as f32 * scale, self.height as f32 * scale)
    }
}

fn bad(why: &'static str) -> Error {
    Error::Picture(why)
}

fn png(bytes: &[u8]) -> Result<Picture, Error> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| bad("not a PNG that can be read"))?;
    let (width, height) = reader.info().size();
    if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
        return Err(bad("more than 4,096 pixels on a side"));
    }
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(bad("too large"))?];
    let frame = reader.next_frame(&mut pixels).map_err(|_| bad("not a PNG that can be read"))?;
    let samples = frame.color_type.samples();
    let on_white = |value: u8, alpha: u8| (255 - (255 - u32::from(value)) * u32::from(alpha) / 255) as u8;
    let rgb: Vec<u8> = pixels[..frame.buffer_size()]
        .chunks_exact(samples)
        .flat_map(|p| match *p {
            [g] => [g, g, g],
            [g, a] => [on_white(g, a); 3],
            [r, g, b] => [r, g, b],
            [r, g, b, a] => [on_white(r, a), on_white(g, a), on_white(b, a)],
            _ => [255; 3],
        })
        .collect();
    let (width, height, content) = shrink(width, height, rgb);
    Ok(Picture { width, height, content, encoding: Encoding::Rgb })
}

/// Averages squares of pixels until the longer side is at most [`KEPT_SIDE`].
fn shrink(width: u32, height: u32, rgb: Vec<u8>) -> (u32, u32, Vec<u8>) {
    let by = width.max(height).div_ceil(KEPT_SIDE);
    let (w, h) = (width / by, height / by);
    if by == 1 || w == 0 || h == 0 {
        return (width, height, rgb);
    }
    let mut out = Vec::with_capacity((w * h * 3) as usize);
    for y in 0..h {
        for x in 0..w {
            for channel in 0..3 {
                let square = (0..by * by).map(|i| (x * by + i % by, y * by + i / by));
                let sum: u32 = square.map(|(x, y)| u32::from(rgb[((y * width + x) * 3 + channel) as usize])).sum();
                out.push((sum / (by * by)) as u8);
            }
        }
    }
    (w, h, out)
}

/// Reads size and components from the frame header (ITU-T T.81, B.2.2); the pixels stay as they are.
fn jpeg(bytes: &[u8]) -> Result<Picture, Error> {
    let not_a_jpeg = || bad("neither a PNG nor a JPEG");
    if !bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Err(not_a_jpeg());
    }
    let mut at = 2;
    loop {
        let &[0xFF, marker, high, low] = bytes.get(at..at + 4).ok_or_else(not_a_jpeg)? else {
            return Err(not_a_jpeg());
        };
        if matches!(marker, 0xC0..=0xC2) {
            let frame = bytes.get(at + 4..at + 10).ok_or_else(not_a_jpeg)?;
            let height = u32::from(u16::from_be_bytes([frame[1], frame[2]]));
            let width = u32::from(u16::from_be_bytes([frame[3], frame[4]]));
            let components = frame[5];
            if frame[0] != 8 || !matches!(components, 1 | 3) {
                return Err(bad("a JPEG for print (CMYK) or of more than 8 bits"));
            }
            if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
                return Err(bad("more than 4,096 pixels on a side"));
            }
            let encoding = Encoding::Jpeg { grey: components == 1 };
            return Ok(Picture { width, height, content: bytes.to_vec(), encoding });
        }
        if matches!(marker, 0xC3..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            return Err(bad("a JPEG of a rare kind"));
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_png_lies_on_white_and_is_shrunk() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 2_000, 10);
        encoder.set_color(png::ColorType::Rgba);
        let pixels = [[255, 0, 0, 0], [0, 0, 255, 255]].concat().repeat(10_000);
        encoder.write_header().and_then(|mut w| w.write_image_data(&pixels)).expect("written");
        let picture = Picture::read(&bytes).expect("read");
        assert_eq!((picture.width, picture.height), (1_000, 5));
        // White and blue, averaged.
        assert_eq!(picture.content[..3], [127, 127, 255]);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"%PDF-1.7", b"\x89PNG\r\n\x1a\nrubbish", b"\xFF\xD8\xFF", b"\xFF\xD8\xFF\xE0\0\0\0\0"]
        {
            assert!(Picture::read(bytes).is_err());
        }
    }
}
