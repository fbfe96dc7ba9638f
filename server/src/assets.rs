//! Static files: the stylesheet, the icon and the browser bundle, embedded in the binary.
//!
//! Each is served as `/assets/<name>.<hash>.<ext>`. The hash is of the content, so a browser may keep the file for ever and a new
//! version has a new address. Development builds read the files when the server starts.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::web::{App, Failure};

/// The sheets in the order of the cascade's layers; the tests see that no other file lies in `style/`.
const STYLE: [&str; 5] = ["tokens.css", "base.css", "parts.css", "pages.css", "print.css"];
/// The fonts, which files bring.
const FONTS: &str = "fonts.css";
/// What wasm-bindgen makes of the package `browser`.
const GLUE: &str = "browser.js";
const WASM: &str = "browser_bg.wasm";

const KEPT_FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../style"]
struct Style;

/// Empty until `cargo xtask browser` has run.
#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Site;

/// Every static file, and the addresses that pages link to.
pub struct Assets {
    files: BTreeMap<String, Asset>,
    urls: app::Assets,
}

struct Asset {
    media_type: &'static str,
    bytes: Bytes,
    brotli: OnceLock<Bytes>,
}

impl Assets {
    pub fn load() -> Assets {
        let mut assets = Assets { files: BTreeMap::new(), urls: app::Assets::default() };
        let css = assets.with_fonts(sheet(FONTS) + &plain_css());
        assets.urls.css_url = assets.add("acte", "css", css.into());
        assets.urls.icon_url = assets.add("icon", "svg", style("icon.svg"));
        if let (Some(glue), Some(wasm)) = (Site::get(GLUE), Site::get(WASM)) {
            let glue = assets.add("browser", "js", glue.data.into_owned());
            let wasm = assets.add("browser", "wasm", wasm.data.into_owned());
            assets.urls.islands_url = Some(assets.add("islands", "js", loader(&glue, &wasm).into()));
        }
        assets
    }

    pub fn urls(&self) -> &app::Assets {
        &self.urls
    }

    /// Adds the fonts, which the sheets name by file (`url("public-sans.woff2")`), and writes their addresses into `css`.
    fn with_fonts(&mut self, mut css: String) -> String {
        for path in Style::iter() {
            let file = path.rsplit('/').next().unwrap_or(&path);
            if let Some(name) = file.strip_suffix(".woff2") {
                let url = self.add(name, "woff2", style(&path));
                css = css.replace(&format!("url(\"{file}\")"), &format!("url(\"{url}\")"));
            }
        }
        css
    }

    /// The address under which the file is now served.
    fn add(&mut self, name: &str, extension: &str, bytes: Vec<u8>) -> String {
        // 64 bits tell versions of one file apart; nobody gains by a collision of our own files.
        let hash = hex::encode(&Sha256::digest(&bytes)[..8]);
        let file = format!("{name}.{hash}.{extension}");
        let url = format!("/assets/{file}");
        let asset = Asset { media_type: media_type(extension), bytes: bytes.into(), brotli: OnceLock::new() };
        self.files.insert(file, asset);
        url
    }
}

impl Asset {
    /// Compressed when first asked for. Quality 9 of 11: the last two steps cost seconds and gain little.
    fn brotli(&self) -> Bytes {
        let compress = || {
            let mut compressed = Vec::new();
            let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
            brotli::BrotliCompress(&mut &self.bytes[..], &mut compressed, &params).expect("memory takes every write");
            Bytes::from(compressed)
        };
        self.brotli.get_or_init(compress).clone()
    }
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        other => unreachable!("no asset ends in {other}"),
    }
}

/// The stylesheet without fonts: it asks for nothing.
pub fn plain_css() -> String {
    STYLE.map(sheet).concat()
}

/// JavaScript and WASM of the islands, for a page that stands alone. None until the bundle was built.
pub fn islands() -> Option<(String, Vec<u8>)> {
    let (glue, wasm) = (Site::get(GLUE)?, Site::get(WASM)?);
    Some((String::from_utf8(glue.data.into_owned()).ok()?, wasm.data.into_owned()))
}

fn sheet(name: &str) -> String {
    String::from_utf8_lossy(&style(name)).into_owned()
}

fn style(name: &str) -> Vec<u8> {
    Style::get(name).map(|file| file.data.into_owned()).unwrap_or_default()
}

/// Starts the islands of a page. Leptos's own loader expects a file of hashes beside the binary; this one knows the addresses.
/// Islands are not nested here, so their order does not matter.
fn loader(glue: &str, wasm: &str) -> String {
    format!(
        r#"import init, * as islands from "{glue}";
await init({{ module_or_path: "{wasm}" }});
islands.hydrate();
for (const place of document.querySelectorAll("leptos-island")) islands[place.dataset.component](place);
"#
    )
}

/// `GET /assets/{file}`
pub async fn file(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Failure> {
    let asset = app.assets.files.get(&name).ok_or(Failure::NotFound)?;
    let plain = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, KEPT_FOR_EVER),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    // WOFF2 is compressed in itself.
    if !takes_brotli(&headers) || name.ends_with(".woff2") {
        return Ok((plain, asset.bytes.clone()).into_response());
    }
    let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("br"))];
    // The first time is a matter of a second for WASM, too long for a thread that serves others.
    let compressed = tokio::task::spawn_blocking({
        let (app, name) = (app.clone(), name.clone());
        move || app.assets.files[&name].brotli()
    });
    let compressed = compressed.await.map_err(|error| Failure::internal(error.to_string()))?;
    Ok((plain, encoding, compressed).into_response())
}

/// Whether `br` is accepted (RFC 9110 §12.5.3), a weight of 0 meaning that it is not.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        named && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_is_in_the_stylesheet() {
        let mut found: Vec<String> = Style::iter().map(|name| name.into_owned()).collect();
        found.retain(|name| name.ends_with(".css"));
        let mut known = [&STYLE[..], &[FONTS]].concat();
        found.sort();
        known.sort();
        assert_eq!(found, known);
    }

    #[test]
    fn whatever_the_stylesheet_asks_for_is_served() {
        let assets = Assets::load();
        let (_, css) = assets.files.iter().find(|(name, _)| name.ends_with(".css")).expect("a stylesheet");
        let css = String::from_utf8(css.bytes.to_vec()).expect("UTF-8");
        let asked: Vec<&str> = css.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!asked.is_empty(), "the sheets name fonts");
        for url in asked {
            let name = url.strip_prefix("/assets/").unwrap_or(url);
            assert!(assets.files.contains_key(name), "the stylesheet asks for {url}");
        }
    }

    #[test]
    fn brotli_is_sent_only_to_whoever_takes_it() {
        let takes = |value: &'static str| {
            takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(takes("gzip, deflate, br, zstd"));
        assert!(takes("gzip;q=0.5,BR;q=0.1"));
        assert!(!takes("gzip"));
        assert!(!takes("br;q=0, gzip"));
        assert!(!takes("brx"));
        assert!(!takes_brotli(&HeaderMap::new()));
    }

    #[test]
    fn an_address_follows_the_content() {
        let mut assets = Assets { files: BTreeMap::new(), urls: app::Assets::default() };
        let one = assets.add("a", "css", b"b{}".to_vec());
        let other = assets.add("a", "css", b"c{}".to_vec());
        assert_ne!(one, other);
        assert_eq!(one, "/assets/a.ef2a875407aca2dd.css");
    }

    #[test]
    fn brotli_gives_the_same_bytes_back() {
        let mut assets = Assets { files: BTreeMap::new(), urls: app::Assets::default() };
        let text = b"p{color:red}".repeat(500);
        assets.add("a", "css", text.clone());
        let compressed = assets.files.values().next().expect("just added").brotli();
        assert!(compressed.len() < 100);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &compressed[..], &mut back).expect("brotli");
        assert_eq!(back, text);
    }
}
