//! The messages of Tailwind's program as problems of the style sheet.

use std::path::Path;

use tailprint_core::path::canonical;
use tailprint_tailwind::install::versions;

use super::super::super::shown::{relative, shown as shown_path};
use super::super::super::style_sheet::{DirectiveKind, StyleSheet, StyleSheets};
use super::find::adding;
use crate::error::Problem;

/// Makes a problem of a failed run: of the file that Tailwind names, else of the entry.
pub(crate) fn problem(stderr: &[u8], sheets: &StyleSheets, root: &Path, shown: &str) -> Problem {
    let message = tailwind(stderr);
    if message.is_empty() {
        return Problem::error("tailwind: failed without a message").in_file(shown);
    }
    if let Some((path, line, column, text)) = located(&message) {
        return Problem::error(format!("tailwind: {text}")).at(
            shown_path(Path::new(path), root),
            line,
            column,
        );
    }
    let error = Problem::error(format!("tailwind: {}", relative(&message, root)));
    // `env` prints this for `#!/usr/bin/env node` if there is no Node.js.
    let error = if message.contains("env: ") && message.contains("node") {
        error.help("install Node.js, which this Tailwind needs")
    } else if message.starts_with("Failed to find 'tailwindcss") {
        let add = adding(root, versions::DEFAULT);
        error.help(format!(
            "Tailwind 3 has no such style sheet: `{add}` for Tailwind 4, or write `@tailwind base; @tailwind components; @tailwind utilities;`"
        ))
    } else {
        error
    };
    match position(&message, sheets) {
        Some((sheet, offset)) => {
            error.at_byte(shown_path(&sheet.path, root), sheet.text.as_bytes(), offset)
        }
        None => error.in_file(shown),
    }
}

/// Extracts the message from the standard error. Version 3 prints it plainly with a stack trace, version 4 since 4.3 in
/// a box.
fn tailwind(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let lines = text.lines().map(|line| line.trim_start_matches([' ', '│', '┌', '└']).trim_end());
    let mut message: Vec<&str> = Vec::new();
    for line in lines {
        if line.starts_with("at ") || line.starts_with("Node.js v") {
            break;
        }
        let begins = is_error(line);
        if begins && message.iter().all(|line| !is_error(line)) {
            message.clear();
        }
        if !is_noise(line) {
            message.push(line);
        }
    }
    let message = message.join(" ");
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = message.strip_prefix("Error: ").unwrap_or(&message);
    message.to_owned()
}

/// Returns true for the first line of an error: `Error: …`, `CssSyntaxError: …`.
fn is_error(line: &str) -> bool {
    let name = line.split(": ").next().unwrap_or_default();
    line.contains(": ")
        && name.ends_with("Error")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_noise(line: &str) -> bool {
    line.is_empty()
        || line == "Error:"
        || line.starts_with("≈ tailwindcss v")
        || line.starts_with("Rebuilding...")
        || line.starts_with("Done in ")
        || line.starts_with("/*! 🌼 daisyUI")
        || line.starts_with("Browserslist: ")
        || line.starts_with("npx update-browserslist-db")
        || line.starts_with("Why you should do it regularly")
}

/// Splits `CssSyntaxError: /abs/e.css:1:24: Missing closing } at .a`.
fn located(message: &str) -> Option<(&str, usize, usize, &str)> {
    let rest = message.strip_prefix("CssSyntaxError: ")?;
    let rest = rest.strip_prefix("tailwindcss: ").unwrap_or(rest);
    rest.match_indices(": ").find_map(|(at, _)| {
        let (place, text) = rest.split_at(at);
        let (place, column) = place.rsplit_once(':')?;
        let (path, line) = place.rsplit_once(':')?;
        Some((path, line.parse().ok()?, column.parse().ok()?, text.get(2..)?))
    })
}

/// Finds the directive that a message without a position is about, with its byte offset.
fn position<'a>(message: &str, sheets: &'a StyleSheets) -> Option<(&'a StyleSheet, usize)> {
    if let Some(class) = between(message, "Cannot apply unknown utility class `", "`") {
        return applied(class, sheets);
    }
    // Version 3 says nothing about the style sheet that has the import.
    if let Some(specifier) = between(message, "Failed to find '", "'") {
        return imported(specifier, sheets, |_| true);
    }
    let specifier = between(message, "Can't resolve '", "'")?;
    let folder = Path::new(between(message, "' in '", "'")?);
    imported(specifier, sheets, |parent| same(parent, folder))
}

/// Finds the first directive that names a file, in a style sheet of a folder that is meant.
fn imported<'a>(
    specifier: &str,
    sheets: &'a StyleSheets,
    is_meant: impl Fn(&Path) -> bool,
) -> Option<(&'a StyleSheet, usize)> {
    let (sheet, directive) = sheets.directives().find(|(sheet, directive)| {
        let names = matches!(directive.kind, DirectiveKind::Sheet | DirectiveKind::Module)
            && directive.argument == specifier;
        names && sheet.path.parent().is_some_and(&is_meant)
    })?;
    Some((sheet, directive.offset))
}

/// Finds the first `@apply` of a class. All of them are wrong.
fn applied<'a>(class: &str, sheets: &'a StyleSheets) -> Option<(&'a StyleSheet, usize)> {
    let class = Some(class).filter(|class| !class.is_empty())?;
    sheets.directives().filter(|(_, directive)| directive.kind == DirectiveKind::Apply).find_map(
        |(sheet, directive)| {
            let word = directive.argument.split_whitespace().find(|word| *word == class)?;
            let offset =
                directive.offset + (word.as_ptr() as usize - directive.argument.as_ptr() as usize);
            Some((sheet, offset))
        },
    )
}

fn same(one: &Path, other: &Path) -> bool {
    let same = |one: &Path, other: &Path| canonical(one).ok() == canonical(other).ok();
    one == other || same(one, other)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside)
}

/// Extracts the warnings that a user can act on from the standard error of a successful run.
pub(crate) fn warnings(stderr: &[u8], shown: &str) -> Vec<Problem> {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let mut messages = Vec::new();
    // Version 3 prints `warn - …`, one line for each sentence.
    let v3: Vec<_> = text.lines().filter_map(|line| line.trim().strip_prefix("warn - ")).collect();
    if !v3.is_empty() {
        messages.push(v3.join(" "));
    }
    // Version 4 prints `┆   ^-- …` while minifying, below the line of the result.
    let mut code = "";
    for line in text.lines() {
        if let Some((_, said)) = line.split_once("^-- ") {
            messages.push(format!("{} at `{code}`", said.trim()));
        } else if let Some(excerpt) = line.trim_start().strip_prefix('│') {
            code = excerpt.trim();
        }
    }
    messages
        .into_iter()
        .map(|text| Problem::warning(format!("tailwind: {text}")).in_file(shown))
        .collect()
}

/// Returns the last line that is not empty.
pub(crate) fn last_line(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.unwrap_or("it said nothing").to_owned()
}

/// Removes the escape sequences of a terminal.
pub(crate) fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.strip_prefix('[') {
            // A control sequence has parameters and a final byte from @ to ~ (ECMA-48, section 5.4).
            Some(rest) => {
                let end = rest.find(|letter| ('@'..='~').contains(&letter));
                plain.push_str(end.and_then(|end| rest.get(end + 1..)).unwrap_or_default());
            }
            None => plain.push_str(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
