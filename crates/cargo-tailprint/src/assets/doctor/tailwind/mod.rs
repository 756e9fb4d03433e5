//! The findings about Tailwind: what it does not see, and nobody told.

mod constructed;

use tailprint_build::cli_support::TAILWIND_CONFIGURATIONS;
use tailprint_core::build_json::BuildJson;

use super::report::{Diagnosis, Severity};
use super::usage::Texts;
use crate::support::walk;
use constructed::{Language, put_together};

/// Returns the finding about class names that are put together at run time.
pub(crate) fn constructed(build: &BuildJson, texts: &Texts) -> Option<Diagnosis> {
    if build.tailwind.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    let scripts = Texts::scripts(build);
    for (file, text) in texts.iter().chain(scripts.iter()) {
        let language = Language::of(file);
        for (number, line) in text.lines().enumerate() {
            let classes = put_together(line, language).into_iter();
            found.extend(classes.map(|class| format!("{file}:{}: {class}", number + 1)));
        }
    }
    let what = match found.len() {
        0 => return None,
        1 => "1 class name is put together at run time, and Tailwind finds whole names only".into(),
        many => {
            format!(
                "{many} class names are put together at run time, and Tailwind finds whole names only"
            )
        }
    };
    let help = "write whole names, or list them in the style sheet with `@source inline(\"…\")`";
    Some(Diagnosis::new("constructed-class", Severity::Note, what, help).about(found))
}

/// Returns the finding about a configuration of Tailwind 3 that no style sheet loads.
pub(crate) fn unloaded_configuration(build: &BuildJson) -> Option<Diagnosis> {
    let is_4 = |version: &str| !version.starts_with("3.");
    if !build.tailwind.iter().any(|it| it.engine.as_ref().is_some_and(|it| is_4(&it.version))) {
        return None;
    }
    let name = TAILWIND_CONFIGURATIONS.iter().find(|name| build.package.join(name).is_file())?;
    let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem);
    let mut sheets = walk::own_files(&build.package, &[]);
    let is_loaded = sheets.any(|entry| {
        let is_sheet = entry.path().extension().is_some_and(|it| it == "css");
        is_sheet && std::fs::read_to_string(entry.path()).is_ok_and(|css| loads(&css, stem))
    });
    if is_loaded {
        return None;
    }
    let what = format!("{name} has no effect: Tailwind 4 loads no configuration by its name");
    let help = format!(
        "write `@config \"…/{name}\";` in the style sheet, or move the theme into it and delete the file"
    );
    Some(Diagnosis::new("unloaded-config", Severity::Note, what, help))
}

fn loads(css: &str, stem: &str) -> bool {
    css.match_indices("@config").any(|(at, _)| {
        let rest = css.get(at..).unwrap_or_default();
        rest.split(';').next().is_some_and(|rule| rule.contains(stem))
    })
}

#[cfg(test)]
mod tests;
