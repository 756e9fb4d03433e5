//! Compiles Tailwind CSS and fingerprints the static files.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    tailprint_build::build();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    keep_for_the_app(Path::new(&out))
}

/// The inspector shows `build.json`. What it embeds of it does not name folders of this machine.
fn keep_for_the_app(out: &Path) -> io::Result<()> {
    let shown = out.join("build.json");
    let Ok(text) = fs::read(out.join("tailprint/build.json")) else {
        // The build has failed, and has said why.
        return Ok(());
    };
    let mut build: serde_json::Value = serde_json::from_slice(&text)?;
    for private in ["package", "roots", "inputs"] {
        build.as_object_mut().map(|build| build.remove(private));
    }
    for style in build["tailwind"].as_array_mut().into_iter().flatten() {
        style["engine"].as_object_mut().map(|engine| engine.remove("path"));
    }
    fs::write(shown, serde_json::to_vec(&build)?)
}
