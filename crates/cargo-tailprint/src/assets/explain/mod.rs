//! `cargo tailprint explain`: where an asset or a class comes from.

pub(crate) mod asset;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::{FindingSeverity, cannot, class_places, compiled};
use tailprint_core::build_json::{BuildJson, Mode};
use tailprint_report::sheet;

use crate::assets::loads::loads;
use crate::cli::Explain;
use crate::dev::build::styles::entry_points;
use crate::package;
use crate::support::failure::Failure;
use crate::support::terminal::{self, print};
use crate::support::{build_json, findings};

/// Explains an asset or a class.
pub(crate) fn explain(options: &Explain) -> Result<(), Failure> {
    let what = &*options.what;
    let (build, folder) = built(options, false)?;
    if let Some(asset) = asset::find(&build, what) {
        let path = &asset.path;
        // Only a build with hashed names knows the name.
        let hashed = match build.mode {
            Mode::Hashed => None,
            Mode::Plain => Some(built(options, true)?),
        };
        let (build, folder) =
            hashed.as_ref().map_or((&build, &folder), |(it, folder)| (it, folder));
        let asset = build.assets.iter().find(|it| it.path == *path).unwrap_or(asset);
        print(&asset::explained(build, asset, &loads(folder, build)?));
        return Ok(());
    }
    let text = class(&build, &folder, what.trim_start_matches('.'))?;
    if text.is_empty() {
        let question = asset::question(&build, what).map(|it| format!(" ({it})"));
        terminal::error(&format!(
            "\"{what}\" is neither an asset nor a class in a style sheet{}",
            question.unwrap_or_default()
        ));
        return Err(Failure::Problems);
    }
    print(&text);
    Ok(())
}

/// Builds the assets, with hashed names or with those of the profile. Returns the description and its folder.
fn built(options: &Explain, hashed: bool) -> Result<(BuildJson, PathBuf), Failure> {
    let inspected = package::inspect(&options.package, hashed)?;
    if findings::has_errors(&inspected.problems) {
        let errors = inspected.problems.iter().filter(|it| it.severity == FindingSeverity::Error);
        errors.for_each(|error| terminal::error(&findings::line(error)));
        return Err(Failure::CannotRun(
            "the assets have errors, so nothing is known of them".into(),
        ));
    }
    let folder = inspected.folder.ok_or_else(|| {
        Failure::CannotRun(if inspected.succeeded {
            "this package does not build its assets with tailprint-build".to_owned()
        } else {
            format!("`{}` fails, but not because of the assets", inspected.command)
        })
    })?;
    Ok((build_json::read(&folder)?, folder))
}

/// Describes a class in each style sheet that has it.
fn class(build: &BuildJson, folder: &Path, class: &str) -> Result<String, Failure> {
    let mut text = String::new();
    for entry in entry_points(build) {
        let file = compiled(folder, &entry.output);
        let css = std::fs::read_to_string(&file);
        let css = css.map_err(|error| cannot("be read", &file, &error))?;
        let rules = sheet::of_class(&css, class);
        let wanted = BTreeSet::from([class.to_owned()]);
        let places = class_places(&build.package, folder, &entry, &wanted);
        let places = places.map_err(|error| findings::line(&error))?.remove(class);
        let places = places.unwrap_or_default();
        if rules.is_empty() && places.is_empty() {
            continue;
        }
        text.push_str(&format!("{class} in {}\n", entry.output));
        if rules.is_empty() {
            text.push_str("\nno rule: Tailwind knows no such class\n");
        }
        for rule in rules {
            text.push_str(&format!("\n{rule}\n"));
        }
        text.push_str("\nfound in\n");
        if places.is_empty() {
            text.push_str("  no file: a style sheet or a plugin names it\n");
        }
        for (file, line, column) in places {
            text.push_str(&format!("  {file}:{line}:{column}\n"));
        }
    }
    Ok(text)
}
