//! What a tool wrote to its standard error, in one line.

use std::path::{Path, PathBuf};

use super::entry::{Entry, Kind, Sheet, normal};
use crate::error::Problem;

/// A Tailwind that failed, as a problem of the entry or of the file that Tailwind names.
pub(super) fn problem(stderr: &[u8], entry: &Entry, root: &Path, shown: &str) -> Problem {
    let message = tailwind(stderr);
    if message.is_empty() {
        return Problem::error("tailwind: failed without a message").in_file(shown);
    }
    if let Some((path, line, column, text)) = located(&message) {
        return Problem::error(format!("tailwind: {text}")).at(
            display(Path::new(path), root),
            line,
            column,
        );
    }
    let error = Problem::error(format!("tailwind: {}", relative(&message, root)));
    // What `#!/usr/bin/env node` says without Node.
    let error = if message.contains("env: ") && message.contains("node") {
        error.help("install Node.js, which this Tailwind needs")
    } else {
        error
    };
    match place(&message, entry) {
        Some((sheet, offset)) => {
            error.at_byte(display(&sheet.path, root), sheet.text.as_bytes(), offset)
        }
        None => error.in_file(shown),
    }
}

/// The message in Tailwind's standard error: v3 prints it bare with a stack trace behind it, v4 since
/// 4.3 in a box.
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

/// `Error: …`, `CssSyntaxError: …`
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

/// Where the thing stands that `message` names without a place, if that is certain.
fn place<'a>(message: &str, entry: &'a Entry) -> Option<(&'a Sheet, usize)> {
    if let Some(class) = between(message, "Cannot apply unknown utility class `", "`") {
        return applied(class, entry);
    }
    let specifier = between(message, "Can't resolve '", "'")?;
    let folder = Path::new(between(message, "' in '", "'")?);
    let (sheet, directive) = entry.directives().find(|(sheet, directive)| {
        let names =
            matches!(directive.kind, Kind::Sheet | Kind::Module) && directive.argument == specifier;
        names && sheet.path.parent().is_some_and(|parent| same(parent, folder))
    })?;
    Some((sheet, directive.offset))
}

/// The first `@apply` of a class. Each one of them is in error, so the first is as right as any.
fn applied<'a>(class: &str, entry: &'a Entry) -> Option<(&'a Sheet, usize)> {
    let class = Some(class).filter(|class| !class.is_empty())?;
    entry.directives().filter(|(_, directive)| directive.kind == Kind::Apply).find_map(
        |(sheet, directive)| {
            let word = directive.argument.split_whitespace().find(|word| *word == class)?;
            let offset =
                directive.offset + (word.as_ptr() as usize - directive.argument.as_ptr() as usize);
            Some((sheet, offset))
        },
    )
}

fn same(one: &Path, other: &Path) -> bool {
    let same = |one: &Path, other: &Path| one.canonicalize().ok() == other.canonicalize().ok();
    one == other || same(one, other)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside)
}

/// Warnings in the standard error of a run that succeeded, those that a user can act on.
pub(super) fn warnings(stderr: &[u8], shown: &str) -> Vec<Problem> {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let mut messages = Vec::new();
    // v3: `warn - …`, a line for each sentence
    let v3: Vec<_> = text.lines().filter_map(|line| line.trim().strip_prefix("warn - ")).collect();
    if !v3.is_empty() {
        messages.push(v3.join(" "));
    }
    // v4, while minifying: `┆   ^-- …` below the line of the result that it is about
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

/// npm's own account of its failure, in one line.
pub(super) fn npm(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let errors = text.lines().filter_map(|line| {
        let line = line.strip_prefix("npm error").or_else(|| line.strip_prefix("npm ERR!"))?.trim();
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest =
            if matches!(first, "notarget" | "network" | "404" | "code") { rest } else { line };
        let noise = [
            "at ",
            "A complete log ",
            "notarget In most cases",
            "errno ",
            "syscall ",
            "path ",
            "dest ",
            "Run \"npm ",
            "{",
            "}",
        ];
        let inside_object =
            line.ends_with(',') || rest.starts_with("type: ") || rest.starts_with("code: ");
        (!rest.is_empty() && !inside_object && !noise.iter().any(|noise| line.starts_with(noise)))
            .then_some(rest)
    });
    let text =
        errors.take(3).map(|line| line.trim().trim_end_matches('.')).collect::<Vec<_>>().join(": ");
    if text.is_empty() { last_line(stderr) } else { text }
}

/// The last line that says something.
pub(super) fn last_line(stderr: &[u8]) -> String {
    let text = without_escapes(&String::from_utf8_lossy(stderr));
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.unwrap_or("it said nothing").to_owned()
}

/// `path` as a user writes it: below the package where that is possible, with `/`.
pub(super) fn display(path: &Path, root: &Path) -> String {
    let path = normal(path);
    let inside = spellings(root).find_map(|root| path.strip_prefix(root).ok().map(Path::to_owned));
    let inside = inside.unwrap_or(path).display().to_string();
    if cfg!(windows) { inside.replace('\\', "/") } else { inside }
}

/// `message` with the paths in it below the package.
fn relative(message: &str, root: &Path) -> String {
    spellings(root).fold(message.to_owned(), |message, root| {
        let root = root.display().to_string();
        let separated = format!("{root}{}", std::path::MAIN_SEPARATOR);
        message.replace(&separated, "").replace(&format!("'{root}'"), "'.'")
    })
}

/// `root` as Cargo and as Node spell it: Node resolves links on the way to its working directory.
fn spellings(root: &Path) -> impl Iterator<Item = PathBuf> {
    std::iter::once(root.to_owned()).chain(root.canonicalize().ok())
}

/// `text` without the escape sequences of a terminal.
pub(super) fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.strip_prefix('[') {
            // CSI: parameters, then a final byte from @ to ~
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
