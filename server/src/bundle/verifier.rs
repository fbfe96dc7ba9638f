//! `verify.html`: the verification page as one file that needs no server and no network.
//!
//! The same island as at `/verify`, with its program inside. Its policy forbids every connection, so that a reader can see that nothing is
//! sent; both languages are in it, and the address says which is shown (`#fr`, `#en`).

use app::{Lang, Texts, pages};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::assets;

/// What a verifier in any language is written from, and its name.
pub const FORMAT: &str = include_str!("../../../docs/ledger-format.md");
pub const FORMAT_NAME: &str = "ledger-format.md";

/// The file; none when this build has no browser bundle.
pub fn page() -> Option<Vec<u8>> {
    let (glue, wasm) = assets::islands()?;
    let islands: Vec<&str> = glue
        .lines()
        .filter_map(|line| line.strip_prefix("export function ")?.split('(').next())
        .filter(|name| *name != "hydrate")
        .collect();
    let content = |lang| {
        let t = Texts(lang);
        format!(
            r#"<template id="{}" data-title="{}">{}</template>"#,
            t.code(),
            t.verify_title(),
            app::render(|| pages::verify(t, true, None))
        )
    };
    let page = format!(
        r##"<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{css}</style>
</head>
<body class="sheet">
<header class="top"><p class="brand">{product}</p><p><a href="#fr" lang="fr">Français</a> · <a href="#en" lang="en">English</a></p></header>
<main id="main"><noscript><p>{noscript_fr}</p><p lang="en">{noscript_en}</p></noscript><div class="page" id="page"></div></main>
{fr}
{en}
<script type="module">
{glue}
const bytes = Uint8Array.from(atob("{wasm}"), (c) => c.charCodeAt(0));
const islands = {{ {islands} }};
const asked = location.hash.slice(1);
const lang = asked === "fr" || asked === "en" ? asked : navigator.language.startsWith("fr") ? "fr" : "en";
const content = document.getElementById(lang);
document.documentElement.lang = lang;
document.title = content.dataset.title;
document.getElementById("page").append(content.content.cloneNode(true));
addEventListener("hashchange", () => {{ if (["#fr", "#en"].includes(location.hash)) location.reload(); }});
await __wbg_init({{ module_or_path: bytes }});
hydrate();
for (const place of document.querySelectorAll("leptos-island")) islands[place.dataset.component](place);
</script>
</body>
</html>
"##,
        title = Texts(Lang::Fr).verify_title(),
        product = Texts(Lang::Fr).product(),
        css = assets::plain_css(),
        noscript_fr = Texts(Lang::Fr).verify_needs_script(),
        noscript_en = Texts(Lang::En).verify_needs_script(),
        fr = content(Lang::Fr),
        en = content(Lang::En),
        wasm = BASE64_STANDARD.encode(wasm),
        islands = islands.join(", "),
    );
    Some(page.into_bytes())
}
