//! Style sheets that are written for Tailwind, but are published as they are.

use std::collections::BTreeSet;
use std::path::Path;

use memchr::memmem;
use tailprint_core::glob;

use super::super::entry_points::Compiled;
use super::super::style_sheet::{Directive, DirectiveKind, directives};
use crate::error::{Problem, Problems, Setting};
use crate::sources::asset::{Asset, Origin};

/// Reports the assets that no browser understands, since only Tailwind does. Parts of an entry point may be written for
/// Tailwind, since Tailwind compiles them with it.
pub(crate) fn check(assets: &[Asset], entries: &[Compiled], problems: &mut Problems) {
    let origins: Option<Vec<_>> = entries.iter().map(|entry| entry.origins.as_deref()).collect();
    // The parts of an entry point that could not be compiled are not known.
    let Some(origins) = origins else { return };
    let parts: BTreeSet<&Path> =
        origins.iter().flat_map(|origins| origins.sheets.paths()).collect();
    for asset in assets {
        if let Origin::File(file) = &asset.origin
            && may_be_for_tailwind(asset)
            && !parts.contains(file.file.as_path())
        {
            problems.extend(problem(asset, &file.shown));
        }
    }
}

/// A quick look, by which most assets are neither read nor compared with the parts of entry points.
fn may_be_for_tailwind(asset: &Asset) -> bool {
    let is_sheet = asset.path.to_ascii_lowercase().ends_with(".css");
    is_sheet && memmem::find(&asset.bytes, b"tailwind").is_some()
}

fn problem(asset: &Asset, shown: &str) -> Option<Problem> {
    let text = std::str::from_utf8(&asset.bytes).ok()?;
    let directive = directives(text).into_iter().find(is_for_tailwind)?;
    let what = match directive.kind {
        DirectiveKind::Sheet => format!("imports \"{}\"", directive.argument),
        _ => format!("has `@tailwind {}`", directive.argument),
    };
    let what = format!("{what}, but nothing compiles it: browsers would get it as it is");
    let problem = Problem::error(what).at_byte(shown, &asset.bytes, directive.offset);
    let arguments = format!("\"{shown}\", \"{}\"", asset.path);
    let problem = problem.help("compile it").or_set("as with", Setting::Tailwind, arguments);
    Some(problem.or_set("or leave it out with", Setting::Ignore, glob::escape(&asset.path)))
}

/// Returns true for a directive that only Tailwind understands, whatever else is in the style sheet.
fn is_for_tailwind(directive: &Directive) -> bool {
    let argument = &*directive.argument;
    match directive.kind {
        DirectiveKind::Sheet => argument == "tailwindcss" || argument.starts_with("tailwindcss/"),
        DirectiveKind::Layer => {
            matches!(argument, "base" | "components" | "utilities" | "screens" | "variants")
        }
        _ => false,
    }
}
