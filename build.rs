//! Compiles Tailwind CSS and fingerprints the static files.

use std::path::Path;
use std::{env, error, fs};

use tailprint_core::build_json::BuildJson;

fn main() -> Result<(), Box<dyn error::Error>> {
    tailprint_build::build();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    keep_for_the_app(Path::new(&out))
}

/// Copies `build.json`, which the app embeds and shows, without the names of folders of this machine.
fn keep_for_the_app(out: &Path) -> Result<(), Box<dyn error::Error>> {
    let Ok(text) = fs::read(out.join("tailprint/build.json")) else {
        // The build has failed, and has said why.
        return Ok(());
    };
    let mut build = BuildJson::read(&text)?;
    build.package.clear();
    build.roots.clear();
    build.inputs.paths.clear();
    for engine in build.tailwind.iter_mut().filter_map(|style| style.engine.as_mut()) {
        engine.path.clear();
    }
    fs::write(out.join("build.json"), build.to_json())?;
    Ok(())
}
