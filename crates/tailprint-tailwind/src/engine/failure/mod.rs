//! JavaScript exceptions, told in terms of the user's files.

use std::path::{Path, PathBuf};

use rquickjs::{CaughtError, Ctx, Value};

use super::error::Error;
use super::host::Host;
use super::limits::Limits;
use super::modules::NEEDS_NODE;
use super::place;
use super::thrown::{Thrown, short};

/// What `globals.js` and `node.js` say of what they have not got.
const OF_NODE: &str = "is part of Node.js, which does not run here";

/// What Node.js has and the language has not.
const GLOBALS: [&str; 14] = [
    "AbortController",
    "Blob",
    "Buffer",
    "Event",
    "EventTarget",
    "TextDecoder",
    "TextEncoder",
    "URL",
    "URLSearchParams",
    "WebAssembly",
    "crypto",
    "fetch",
    "setImmediate",
    "setTimeout",
];

/// What CommonJS has and ES modules have not, in Node.js as here.
const OF_COMMONJS: [&str; 5] = ["__dirname", "__filename", "exports", "module", "require"];

const STUCK: &str = "waits for what never happens";

/// Tells what went wrong while `entry` was compiled.
pub(super) fn explain(
    host: &Host,
    limits: &Limits,
    entry: &Path,
    ctx: &Ctx<'_>,
    error: rquickjs::Error,
) -> Error {
    let thrown = match CaughtError::from_error(ctx, error) {
        CaughtError::Exception(exception) => Thrown::from_value(host, exception.as_value()),
        CaughtError::Value(value) => Thrown::from_value(host, &value),
        CaughtError::Error(rquickjs::Error::WouldBlock) => Thrown::from_message(STUCK),
        CaughtError::Error(error) => Thrown::from_message(&error.to_string()),
    };
    told(host, limits, entry, &thrown)
}

/// Tells what went wrong where nobody waited for it.
pub(super) fn explain_rejection(
    host: &Host,
    limits: &Limits,
    entry: &Path,
    reason: &Value<'_>,
) -> Error {
    told(host, limits, entry, &Thrown::from_value(host, reason))
}

fn told(host: &Host, limits: &Limits, entry: &Path, thrown: &Thrown) -> Error {
    host.thrown(&thrown.message)
        .or_else(|| exhausted(host, limits, thrown, entry))
        .unwrap_or_else(|| thrown.explain(host, entry, limits))
        .having_read(host.files.trail().all_read())
}

/// The error of code that went beyond a limit.
fn exhausted(host: &Host, limits: &Limits, thrown: &Thrown, entry: &Path) -> Option<Error> {
    let message = if limits.is_expired() {
        endless(limits.seconds())
    } else if thrown.is_of_memory() {
        format!("needs more than {} MiB of memory", limits.mebibytes())
    } else if thrown.message == "Maximum call stack size exceeded" {
        "calls itself without end".to_owned()
    } else if thrown.message == STUCK {
        STUCK.to_owned()
    } else {
        return None;
    };
    let error = Error::new(message);
    Some(match thrown.place(host) {
        Some((file, line, column)) => error.at(file, line, column),
        None => error.in_file(culprit(host, entry)),
    })
}

/// What is said of code that takes too long.
pub(super) fn endless(seconds: u64) -> String {
    format!("does not come to an end within {seconds} seconds")
}

fn culprit(host: &Host, entry: &Path) -> PathBuf {
    host.files.trail().culprit().unwrap_or_else(|| entry.to_owned())
}

impl Thrown {
    fn explain(&self, host: &Host, entry: &Path, limits: &Limits) -> Error {
        if self.name == "CssSyntaxError"
            && let Some((file, line, column, text)) = located(&self.message)
        {
            return Error::new(format!("tailwind: {text}")).at(file, line, column);
        }
        if let Some((file, line, column)) = self.place(host) {
            return self.by_plugin().at(file, line, column);
        }
        if !self.is_error {
            let what = match self.message.as_str() {
                // QuickJS throws it as well, where there is no memory for an error.
                "null" => {
                    format!("throws null, or needs more than {} MiB of memory", limits.mebibytes())
                }
                other => format!("throws {}", short(other)),
            };
            return Error::new(what).in_file(culprit(host, entry));
        }
        self.by_tailwind(host, entry)
    }

    fn by_plugin(&self) -> Error {
        let message = &self.message;
        if message.ends_with(OF_NODE) {
            return Error::new(message).help(NEEDS_NODE);
        }
        let name = if self.name.is_empty() { "Error" } else { &self.name };
        let error = Error::new(match message.as_str() {
            "" => format!("throws {name}"),
            message => format!("throws {name}: {message}"),
        });
        match message.strip_suffix(" is not defined") {
            Some(missing) if GLOBALS.contains(&missing) => error.help(NEEDS_NODE),
            Some(missing) if OF_COMMONJS.contains(&missing) => {
                error.help("an ES module has no such thing: name the file `.cjs`, or use `import`")
            }
            _ => error,
        }
    }

    /// An error in Tailwind's own code: of a style sheet, if Tailwind means to throw it, else of a plugin.
    fn by_tailwind(&self, host: &Host, entry: &Path) -> Error {
        let meant = matches!(self.name.as_str(), "" | "Error" | "CssSyntaxError");
        if !meant && let Some(error) = host.odd() {
            return error;
        }
        if !meant && host.files.trail().has_plugins() {
            let what = format!("makes Tailwind throw {}: {}", self.name, self.message);
            return Error::new(what).in_file(culprit(host, entry));
        }
        if let Some(error) = circle(&self.message, host) {
            return error;
        }
        let error = Error::new(format!("tailwind: {}", self.message));
        match place(&self.message, host) {
            Some((file, line, column)) => error.at(file, line, column),
            None => error.in_file(entry),
        }
    }
}

/// Splits `/file.css:1:2: what`.
fn located(message: &str) -> Option<(&str, usize, usize, &str)> {
    message.match_indices(": ").find_map(|(at, separator)| {
        let (place, column) = message.get(..at)?.rsplit_once(':')?;
        let (file, line) = place.rsplit_once(':')?;
        let text = message.get(at + separator.len()..)?;
        Some((file, line.parse().ok()?, column.parse().ok()?, text))
    })
}

/// The error of a style sheet that imports itself, which Tailwind gives up after a while.
fn circle(message: &str, host: &Host) -> Option<Error> {
    let (_, rest) = message.split_once("maximum recursion depth while resolving `")?;
    let (specifier, rest) = rest.split_once('`')?;
    let base = rest.split('`').nth(1)?;
    let what = format!("imports go in a circle: \"{specifier}\" is one of the last of many");
    let sheets = host.sheets.borrow();
    // The last one that was read is in it for certain.
    let mut near = sheets.iter().rev().filter(|sheet| sheet.base == Path::new(base));
    let error = Error::new(what);
    Some(match near.find_map(|sheet| Some((sheet, place::of_quoted(&sheet.text, specifier)?))) {
        Some((sheet, (line, column))) => error.at(&sheet.path, line, column),
        None => error.in_file(base),
    })
}

/// Where the thing stands that Tailwind names without a place, if that is certain.
fn place(message: &str, host: &Host) -> Option<(PathBuf, usize, usize)> {
    let sheets = host.sheets.borrow();
    let first = |find: &dyn Fn(&str) -> Option<(usize, usize)>| {
        sheets.iter().find_map(|sheet| {
            let (line, column) = find(&sheet.text)?;
            Some((sheet.path.clone(), line, column))
        })
    };
    if let Some((_, variant)) = message.split_once("with unknown variant: ") {
        return first(&|text| place::of_argument(text, "@variant", variant));
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.contains("annot apply unknown") || message.contains("creates a circular dependency")
    {
        let class = quoted.find(|text| *text != "@apply")?;
        return first(&|text| place::of_applied(text, class));
    }
    // Whatever calls a function in error is in error.
    if let Some(call) = quoted.clone().find(|text| text.ends_with(')') && text.contains('(')) {
        return first(&|text| place::of_code(text, call).into_iter().next());
    }
    let rule = quoted.find(|text| text.starts_with('@'))?;
    let mut places = sheets.iter().flat_map(|sheet| {
        let places = place::of_code(&sheet.text, rule);
        places.into_iter().map(|(line, column)| (sheet.path.clone(), line, column))
    });
    let only = places.next()?;
    places.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests;
