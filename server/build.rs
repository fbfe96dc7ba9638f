//! Compiles the server anew when the browser bundle changed: `assets.rs` embeds it.

fn main() {
    // A watched folder that is missing would make every build run this again.
    let site = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site");
    if let Err(error) = std::fs::create_dir_all(site) {
        println!("cargo:warning=no folder for the browser bundle: {error}");
    }
    println!("cargo:rerun-if-changed={site}");
}
