//! The findings about the assets and the set-up.

use std::path::Path;

use tailprint_build::cli_support::is_slow;
use tailprint_core::build_json::{Asset, BuildJson, Storage};
use tailprint_core::size::shown as size;
use toml_edit::{DocumentMut, Item};

use super::report::{Diagnosis, Severity};
use super::tailwind;
use super::usage::{Texts, is_only_nested, unused, written_out};
use crate::assets::loads::loads;
use crate::set_up::init::edits::manifest;

/// The size above which an image should have another format or size. It is a choice, not a measurement.
const LARGE_IMAGE: u64 = 300_000;
/// The size above which an asset is mentioned, since it is part of the program. It is a choice, not a measurement.
const LARGE: u64 = 2_000_000;

/// The findings about `build.json` and the sources.
///
/// # Errors
/// The URL prefix of the build is none.
pub(crate) fn of_build(build: &BuildJson, folder: &Path) -> Result<Vec<Diagnosis>, String> {
    let texts = Texts::read(build);
    let unused = unused(build, &texts, &loads(folder, build)?);
    let checks = [
        versions(build),
        no_tailwind(build),
        tailwind::unloaded_configuration(build),
        tailwind::constructed(build, &texts),
        compression(build),
        old_formats(build),
        large_images(build),
        large(build),
        not_served(build, &texts),
        plain_urls(build, &texts),
        possibly_unused(unused),
        super::pins::unused(build, &texts),
    ];
    Ok(checks.into_iter().flatten().collect())
}

fn versions(build: &BuildJson) -> Option<Diagnosis> {
    let own = env!("CARGO_PKG_VERSION");
    (build.tailprint != own).then(|| {
        let what = format!("tailprint-build is {}, cargo-tailprint {own}", build.tailprint);
        let help = format!(
            "`cargo install cargo-tailprint --version {}`, or update the package",
            build.tailprint
        );
        Diagnosis::new("versions-differ", Severity::Warning, what, help)
    })
}

fn no_tailwind(build: &BuildJson) -> Option<Diagnosis> {
    // A package without the usual script is told: the note is no problem.
    let script = std::fs::read_to_string(build.package.join("build.rs")).unwrap_or_default();
    let is_wanted = script.contains(".no_tailwind()");
    (build.tailwind.is_empty() && !is_wanted).then(|| {
        Diagnosis::new(
            "no-tailwind",
            Severity::Note,
            "there is no style sheet for Tailwind",
            "write `@import \"tailwindcss\";` to static/css/source.css, or call `Config::no_tailwind`",
        )
    })
}

fn compression(build: &BuildJson) -> Option<Diagnosis> {
    let brotli = build.encodings.iter().any(|it| it == "br");
    let gzip = build.encodings.iter().any(|it| it == "gzip" || it == "gz");
    let missing = match (brotli, gzip) {
        (true, true) => return None,
        (false, true) => "without brotli, which is a sixth smaller than gzip",
        (true, false) => "without gzip, so clients that know no brotli get plain bytes",
        (false, false) => "without compression",
    };
    let what = format!("assets are stored {missing}");
    let help = "give tailprint-build the feature `compression`, and `Config::encodings` in build.rs the missing one, if it \
                is called there";
    Some(Diagnosis::new("compression", Severity::Warning, what, help))
}

fn old_formats(build: &BuildJson) -> Option<Diagnosis> {
    let better = |path: &str| match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "ttf" | "otf" | "woff" => Some("woff2"),
        "bmp" | "tif" | "tiff" => Some("png, webp or avif"),
        _ => None,
    };
    // Style sheets often name a font in an old format beside the new one.
    let has_twin = |path: &str| {
        let twin = path.rsplit_once('.').map(|(stem, _)| format!("{stem}.woff2"));
        twin.is_some_and(|twin| build.assets.iter().any(|asset| asset.path == twin))
    };
    let found = build.assets.iter().filter(|asset| !has_twin(&asset.path)).filter_map(|asset| {
        let better = better(&asset.path)?;
        Some(format!("{} ({}): as {better}", asset.path, size(asset.size)))
    });
    several(
        "old-format",
        Severity::Warning,
        found.collect(),
        "in a format that is larger than need be",
        "convert what is listed: fonts with `woff2_compress`, images with `cwebp` or `avifenc`",
    )
}

fn large_images(build: &BuildJson) -> Option<Diagnosis> {
    let is_large = |asset: &&Asset| {
        let path = asset.path.to_ascii_lowercase();
        asset.size > LARGE_IMAGE
            && [".png", ".gif", ".jpg", ".jpeg"].iter().any(|it| path.ends_with(it))
    };
    let found = build.assets.iter().filter(is_large);
    let found = found.map(|asset| format!("{} ({})", asset.path, size(asset.size)));
    several(
        "large-image",
        Severity::Warning,
        found.collect(),
        "an image of more than 300 kB",
        "scale it to the size it is shown in, and save it as webp or avif; an animation as video",
    )
}

fn large(build: &BuildJson) -> Option<Diagnosis> {
    let is_large = |asset: &&Asset| asset.size > LARGE && asset.storage == Storage::Embedded;
    let found = build.assets.iter().filter(is_large);
    let found = found.map(|asset| format!("{} ({})", asset.path, size(asset.size)));
    several(
        "large",
        Severity::Note,
        found.collect(),
        "larger than 2 MB, and part of the program",
        "ship it beside the program with `Config::on_disk`, if the program gets too large",
    )
}

fn not_served(build: &BuildJson, texts: &Texts) -> Option<Diagnosis> {
    let at_root = build.assets.iter().filter(|asset| asset.at_root);
    let urls: Vec<String> = at_root.map(|asset| asset.url.clone()).collect();
    several(
        "not-served",
        Severity::Warning,
        if is_only_nested(texts) { urls } else { Vec::new() },
        "for the root of the host, but `nest_service` passes nothing but what is below the mount",
        "write `.merge(assets::service().router())` in its place, with the feature `axum` of tailprint",
    )
}

fn plain_urls(build: &BuildJson, texts: &Texts) -> Option<Diagnosis> {
    several(
        "written-out-url",
        Severity::Warning,
        written_out(build, texts),
        "named by a URL that is written out, so browsers ask for it again or keep an old one",
        "use the filter (`\"css/app.css\"|static`) or a constant (`assets::css::APP_CSS`)",
    )
}

fn possibly_unused(unused: Vec<String>) -> Option<Diagnosis> {
    several(
        "unused",
        Severity::Note,
        unused,
        "possibly unused: no template, source or asset in use names it",
        "remove it, or leave it out with `Config::ignore`, unless its path is put together at run time",
    )
}

/// A finding about several assets: `2 assets are …`, and their list.
fn several(
    id: &'static str,
    severity: Severity,
    subjects: Vec<String>,
    what: &str,
    help: &str,
) -> Option<Diagnosis> {
    let message = match subjects.len() {
        0 => return None,
        1 => format!("1 asset is {what}"),
        number => format!("{number} assets are {what}"),
    };
    Some(Diagnosis::new(id, severity, message, help).about(subjects))
}

/// Returns true if a profile optimises the build script: all build scripts, all packages, or the one of the compressor,
/// in which a build spends most of its time.
pub(crate) fn is_optimised(root: &DocumentMut, profile: &str) -> bool {
    let packages = root.get("profile").and_then(|it| it.get(profile)?.get("package"));
    let is_set = |name: &str| {
        let level = packages.and_then(|it| it.get(name)?.get("opt-level"));
        level.is_some_and(|level: &Item| level.as_integer() != Some(0))
    };
    manifest::optimises_build_scripts(root, profile) || is_set("*") || is_set("brotlic-sys")
}

/// The findings about profiles that do not optimise build scripts, if the last run of the build script was slow.
pub(crate) fn profiles(root: &DocumentMut, build: Option<&BuildJson>) -> Vec<Diagnosis> {
    let unoptimised = ["dev", "release"].into_iter().filter(|profile| !is_optimised(root, profile));
    let own =
        build.into_iter().flat_map(|build| &build.timings).filter(|(stage, _)| stage != "tailwind");
    let seconds = own.map(|(_, time)| time).sum::<f64>() / 1000.0;
    unoptimised
        .filter(|_| is_slow(seconds))
        .map(|profile| {
            Diagnosis::new(
                "unoptimised-build-script",
                Severity::Warning,
                format!("build scripts are not optimised in the profile {profile}; the last run took {seconds:.1} s"),
                format!("add `opt-level = 2` below `[profile.{profile}.build-override]` in the workspace's Cargo.toml"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests;
