//! Turns JavaScript exceptions into errors with positions in the user's files.

mod place;
mod thrown;

use std::path::{Path, PathBuf};

use rquickjs::{CaughtError, Ctx, Value};

use super::error::Error;
use super::host::Host;
use super::limits::Limits;
use super::position;
use place::place;
use thrown::{Thrown, short};

/// The end of the messages of `globals.js` and `node.js` about missing functions.
const OF_NODE: &str = "is part of Node.js, which does not run here";

/// The globals of Node.js that are not part of the language.
const GLOBALS: [&str; 36] = [
    "AbortController",
    "AbortSignal",
    "Blob",
    "BroadcastChannel",
    "CloseEvent",
    "CompressionStream",
    "CountQueuingStrategy",
    "Crypto",
    "CryptoKey",
    "CustomEvent",
    "DecompressionStream",
    "Event",
    "EventSource",
    "EventTarget",
    "File",
    "FormData",
    "Headers",
    "MessageChannel",
    "MessageEvent",
    "MessagePort",
    "PerformanceObserver",
    "ReadableStream",
    "Request",
    "Response",
    "SubtleCrypto",
    "TextDecoderStream",
    "TextEncoderStream",
    "TransformStream",
    "WebAssembly",
    "WebSocket",
    "WritableStream",
    "crypto",
    "navigator",
    "setImmediate",
    "setInterval",
    "setTimeout",
];

/// The variables that CommonJS modules have and ES modules do not.
const OF_COMMONJS: [&str; 5] = ["__dirname", "__filename", "exports", "module", "require"];

/// The repair for code that is not wrong, but large.
const NO_LIMITS: &str = "if it needs that much, `Config::engine(Engine::Cli)` runs Tailwind's program without this limit";

/// The beginning of Tailwind's messages about a configuration.
const OF_CONFIG: &str = "Error in the config file/plugin/preset.";

const STUCK: &str = "awaits a promise that never settles";

impl Thrown {
    /// Returns true for what is left of an error for which there was no memory: QuickJS throws null, or does not reject
    /// the promise.
    fn may_be_of_memory(&self) -> bool {
        (!self.is_error && self.message == "null") || self.message == STUCK
    }
}

/// Explains an error of QuickJS while `entry` was compiled.
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

/// Explains the rejection of a promise without a handler.
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
        .map(|error| match (error.file(), thrown.place(host)) {
            (None, Some((file, line, column))) => error.at(file, line, column),
            _ => error,
        })
        .or_else(|| exhausted(host, limits, thrown, entry))
        .unwrap_or_else(|| thrown.explain(host, entry))
        .advise_program(&host.here.borrow())
        .having_read(host.files.progress().all_read())
}

/// Returns the error of code that exceeded a limit.
fn exhausted(host: &Host, limits: &Limits, thrown: &Thrown, entry: &Path) -> Option<Error> {
    let error = if limits.is_expired() {
        endless(limits.seconds())
    } else if thrown.is_of_memory() || limits.has_refused_memory() && thrown.may_be_of_memory() {
        let what = format!("needs more than {} MiB of memory", limits.mebibytes());
        Error::new(what).help(NO_LIMITS)
    } else if thrown.message == "Maximum call stack size exceeded" {
        Error::new("calls itself without end")
    } else if thrown.message == STUCK {
        Error::new(STUCK)
    } else {
        return None;
    };
    Some(match thrown.place(host) {
        Some((file, line, column)) => error.at(file, line, column),
        None => error.in_file(culprit(host, entry)),
    })
}

/// The error of code that takes too long.
pub(super) fn endless(seconds: u64) -> Error {
    Error::new(format!("takes longer than {seconds} seconds")).help(NO_LIMITS)
}

fn culprit(host: &Host, entry: &Path) -> PathBuf {
    host.files.progress().culprit().unwrap_or_else(|| entry.to_owned())
}

impl Thrown {
    fn explain(&self, host: &Host, entry: &Path) -> Error {
        if self.name == "CssSyntaxError"
            && let Some((file, line, column, text)) = located(&self.message)
        {
            return Error::new(format!("tailwind: {text}")).at(file, line, column);
        }
        if let Some((file, line, column)) = self.place(host) {
            return self.by_plugin(host).at(file, line, column);
        }
        if !self.is_error {
            let what = format!("throws {}", short(&self.message));
            return Error::new(what).in_file(culprit(host, entry));
        }
        self.by_tailwind(host, entry)
    }

    fn by_plugin(&self, host: &Host) -> Error {
        let message = &self.message;
        if message.ends_with(OF_NODE) {
            return Error::new(message).needs_node();
        }
        let name = if self.name.is_empty() { "Error" } else { &self.name };
        let error = Error::new(match message.as_str() {
            "" => format!("throws {name}"),
            message => format!("throws {name}: {message}"),
        });
        if name == "TypeError"
            && message.ends_with(" of undefined")
            && let Some(missed) = &*host.missed.borrow()
        {
            return Error::new(format!("{error}; \"{missed}\" {OF_NODE}")).needs_node();
        }
        match message.strip_suffix(" is not defined") {
            Some(missing) if GLOBALS.contains(&missing) => error.needs_node(),
            Some(missing) if OF_COMMONJS.contains(&missing) => {
                error.help("an ES module has no such thing: name the file `.cjs`, or use `import`")
            }
            _ => error,
        }
    }

    /// Explains an error from Tailwind's code: about a style sheet if Tailwind throws it on purpose, else about a
    /// plugin.
    fn by_tailwind(&self, host: &Host, entry: &Path) -> Error {
        let on_purpose = matches!(self.name.as_str(), "" | "Error" | "CssSyntaxError");
        if !on_purpose && let Some(error) = host.not_a_plugin() {
            return error;
        }
        if !on_purpose && host.files.progress().has_plugins() {
            let what = format!("makes Tailwind throw {}: {}", self.name, self.message);
            return Error::new(what).in_file(culprit(host, entry));
        }
        if let Some(error) = circle(&self.message, host) {
            return error;
        }
        let error = Error::new(format!("tailwind: {}", self.message));
        match place(&self.message, host) {
            Some((file, line, column)) => error.at(file, line, column),
            None if self.message.starts_with(OF_CONFIG) => error.in_file(culprit(host, entry)),
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

/// Returns the error of a style sheet that imports itself. Tailwind gives up after 100 imports in each other.
fn circle(message: &str, host: &Host) -> Option<Error> {
    let (_, rest) = message.split_once("maximum recursion depth while resolving `")?;
    let (specifier, rest) = rest.split_once('`')?;
    let base = rest.split('`').nth(1)?;
    let what = format!("imports go in a circle, and \"{specifier}\" is one of them");
    let sheets = host.sheets.borrow();
    // The style sheet that was read last is in the circle.
    let mut near = sheets.iter().rev().filter(|sheet| sheet.base == Path::new(base));
    let error = Error::new(what);
    Some(match near.find_map(|sheet| Some((sheet, position::of_quoted(&sheet.text, specifier)?))) {
        Some((sheet, (line, column))) => error.at(&sheet.path, line, column),
        None => error.in_file(base),
    })
}

#[cfg(test)]
mod tests;
