//! The findings about Tailwind: what it does not see, and nobody told.

use tailprint_core::build_json::BuildJson;

use super::report::{Diagnosis, Severity};
use super::usage::Texts;
use crate::support::walk;

/// The beginnings of classes that people put together: `bg-` and a colour, `p-` and a number.
#[rustfmt::skip]
const BEGINNINGS: &[&str] = &[
    "accent", "animate", "aspect", "basis", "bg", "border", "border-b", "border-l", "border-r", "border-t", "bottom",
    "col-span", "columns", "decoration", "delay", "divide", "duration", "fill", "flex", "font", "from", "gap", "gap-x",
    "gap-y", "grid-cols", "grid-rows", "h", "inset", "items", "justify", "leading", "left", "m", "max-h", "max-w", "mb",
    "min-h", "min-w", "ml", "mr", "mt", "mx", "my", "opacity", "order", "outline", "p", "pb", "pl", "pr", "pt", "px",
    "py", "right", "ring", "rotate", "rounded", "row-span", "scale", "shadow", "size", "space-x",
    "skew-x", "skew-y", "space-y", "stroke", "text", "to", "top", "tracking", "translate-x", "translate-y",
    "underline", "via", "w", "z",
];

/// The configuration files that Tailwind 3 loads by their names.
const CONFIGURATIONS: [&str; 4] =
    ["tailwind.config.js", "tailwind.config.cjs", "tailwind.config.mjs", "tailwind.config.ts"];

/// Returns the finding about class names that are put together at run time.
pub(crate) fn constructed(build: &BuildJson, texts: &Texts) -> Option<Diagnosis> {
    if build.tailwind.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    for (file, text) in texts.iter() {
        let is_rust = file.ends_with(".rs");
        for (number, line) in text.lines().enumerate() {
            let classes = put_together(line, is_rust);
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

/// Finds the classes in a line that a value is put into: `bg-{c}-500`, `p-{{ n }}`.
fn put_together(line: &str, is_rust: bool) -> impl Iterator<Item = &str> {
    line.match_indices("-{").filter_map(move |(dash, _)| {
        let before = line.get(..dash)?;
        let in_class = |letter: char| letter.is_ascii_alphanumeric() || "-:!/".contains(letter);
        let start = before.rfind(|letter| !in_class(letter)).map_or(0, |at| at + 1);
        let name = before.get(start..)?.rsplit(':').next()?.trim_start_matches(['!', '-']);
        let is_class = BEGINNINGS.contains(&name);
        let value = line.get(dash + 1..)?;
        // `{{` is a brace in a format string, and a value in a template.
        let is_value = if is_rust {
            !value.starts_with("{{") && before.contains('"')
        } else {
            value.starts_with("{{") || value.starts_with("{%")
        };
        if !is_class || !is_value {
            return None;
        }
        let rest = line.get(start..)?;
        let end = rest.find(['"', '\'', '`']).unwrap_or(rest.len());
        rest.get(..end)
    })
}

/// Returns the finding about a configuration of Tailwind 3 that no style sheet loads.
pub(crate) fn unloaded_configuration(build: &BuildJson) -> Option<Diagnosis> {
    let is_4 = |version: &str| !version.starts_with("3.");
    if !build.tailwind.iter().any(|it| it.engine.as_ref().is_some_and(|it| is_4(&it.version))) {
        return None;
    }
    let name = CONFIGURATIONS.iter().find(|name| build.package.join(name).is_file())?;
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
