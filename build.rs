//! Compiles Tailwind CSS, fingerprints the static files, and reports on them.

use std::path::Path;
use std::{env, error, fs};

use tailprint_core::build_json::{BuildJson, StyleSheet};
use tailprint_report::styles::Compiled;
use tailprint_report::{Report, Source, html};

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
    fs::write(out.join("report.html"), html(&report(&build, out)))?;
    Ok(())
}

/// The report about the build, without what only `cargo tailprint report` finds in the sources.
fn report(build: &BuildJson, out: &Path) -> Report {
    let compiled = |sheet: &StyleSheet| {
        let css = fs::read_to_string(out.join("tailprint/tailwind").join(&sheet.output));
        let output = sheet.output.clone();
        Some(Compiled { output, css: css.ok()?, ..Compiled::default() })
    };
    let styles: Vec<Compiled> = build.tailwind.iter().filter_map(compiled).collect();
    // Cargo runs this script again when a template changes, since tailprint reads them as well.
    let template = |file: &str| fs::read_to_string(file).ok();
    Report::new(&Source { template: &template, styles: &styles, ..Source::of(build) })
}
