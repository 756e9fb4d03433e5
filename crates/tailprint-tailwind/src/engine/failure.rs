//! JavaScript exceptions, told in terms of the user's files.

use std::path::Path;

use rquickjs::{CaughtError, Ctx, Object, Value};

use super::error::Error;
use super::host::{Host, SCRIPT};
use super::limits::Limits;
use super::modules::NEEDS_NODE;
use super::place;

/// What `node.js` says of what it has not got.
const OF_NODE: &str = "is part of Node.js, which does not run here";

/// What Node.js has and the language has not.
const GLOBALS: [&str; 17] = [
    "AbortController",
    "Blob",
    "Buffer",
    "TextDecoder",
    "TextEncoder",
    "URL",
    "URLSearchParams",
    "WebAssembly",
    "__dirname",
    "__filename",
    "clearTimeout",
    "crypto",
    "fetch",
    "require",
    "setImmediate",
    "setInterval",
    "setTimeout",
];

const STUCK: &str = "waits for what never happens";

/// What an exception says.
#[derive(Debug, Default)]
struct Thrown {
    name: String,
    message: String,
    stack: String,
}

/// Tells what went wrong while `entry` was compiled.
pub(super) fn explain(
    host: &Host,
    limits: &Limits,
    entry: &Path,
    ctx: &Ctx<'_>,
    error: rquickjs::Error,
) -> Error {
    let thrown = match CaughtError::from_error(ctx, error) {
        CaughtError::Exception(exception) => Thrown::from_object(exception.as_object()),
        CaughtError::Value(value) => Thrown::from_value(&value),
        CaughtError::Error(rquickjs::Error::WouldBlock) => {
            Thrown { message: STUCK.to_owned(), ..Thrown::default() }
        }
        CaughtError::Error(error) => Thrown { message: error.to_string(), ..Thrown::default() },
    };
    host.thrown(&thrown.message)
        .or_else(|| exhausted(host, limits, &thrown, entry))
        .unwrap_or_else(|| thrown.explain(host, entry))
        .having_read(host.files.read())
}

/// The error of code that went beyond a limit.
fn exhausted(host: &Host, limits: &Limits, thrown: &Thrown, entry: &Path) -> Option<Error> {
    let message = if limits.is_expired() {
        format!("does not come to an end within {} seconds", limits.seconds())
    } else if thrown.message == "out of memory" || thrown.message == "null" {
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
        None => error.in_file(host.only_plugin().unwrap_or_else(|| entry.to_owned())),
    })
}

impl Thrown {
    fn from_object(object: &Object<'_>) -> Self {
        let text = |key: &str| object.get::<_, Option<String>>(key).ok().flatten();
        Self {
            name: text("name").unwrap_or_default(),
            message: text("message").unwrap_or_default(),
            stack: text("stack").unwrap_or_default(),
        }
    }

    /// Anything can be thrown.
    fn from_value(value: &Value<'_>) -> Self {
        if value.is_null() {
            return Self { message: "null".to_owned(), ..Self::default() };
        }
        if let Some(object) = value.as_object() {
            return Self::from_object(object);
        }
        let message = value.get::<rquickjs::Coerced<String>>().map(|text| text.0);
        Self { message: message.unwrap_or_default(), ..Self::default() }
    }

    fn explain(&self, host: &Host, entry: &Path) -> Error {
        let message = self.message.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.name == "CssSyntaxError"
            && let Some((file, line, column, text)) = located(&message)
        {
            return Error::new(format!("tailwind: {text}")).at(file, line, column);
        }
        if let Some((file, line, column)) = self.place(host) {
            return self.thrown_by_plugin(&message).at(file, line, column);
        }
        let error = Error::new(format!("tailwind: {message}"));
        match applied(&message, host) {
            Some((file, line, column)) => error.at(file, line, column),
            None => error.in_file(entry),
        }
    }

    fn thrown_by_plugin(&self, message: &str) -> Error {
        if message.ends_with(OF_NODE) {
            return Error::new(message).help(NEEDS_NODE);
        }
        let name = if self.name.is_empty() { "Error" } else { &self.name };
        let error = Error::new(format!("throws {name}: {message}"));
        let missing = message.strip_suffix(" is not defined");
        match missing.filter(|missing| GLOBALS.contains(missing)) {
            Some(_) => error.help(NEEDS_NODE),
            None => error,
        }
    }

    /// The innermost place of the stack that is in a file of the user.
    fn place(&self, host: &Host) -> Option<(String, usize, usize)> {
        self.stack.lines().filter_map(frame).find_map(|(file, line, column)| {
            let theirs = file != SCRIPT && !host.files.is_own(Path::new(file));
            let known = theirs && Path::new(file).is_absolute();
            known.then(|| {
                let column = host.column_in_file(file, line, column);
                (file.to_owned(), line, column)
            })
        })
    }
}

/// Splits `    at name (/file.js:1:2)` and `    at /file.js:1:2`.
fn frame(line: &str) -> Option<(&str, usize, usize)> {
    let place = line.trim().strip_prefix("at ")?;
    let place = match place.rsplit_once(" (") {
        Some((_, place)) => place.strip_suffix(')')?,
        None => place,
    };
    let (place, column) = place.rsplit_once(':')?;
    let (file, line) = place.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
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

/// Where the class stands that cannot be applied. Each `@apply` of it is in error, so that the first is as
/// right as any.
fn applied(message: &str, host: &Host) -> Option<(std::path::PathBuf, usize, usize)> {
    let (_, rest) = message.split_once("annot apply unknown utility class `")?;
    let (class, _) = rest.split_once('`')?;
    host.sheets.borrow().iter().find_map(|sheet| {
        let (line, column) = place::of_applied(&sheet.text, class)?;
        Some((sheet.path.clone(), line, column))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_a_stack_are_split() {
        assert_eq!(frame("    at f (/a b/c.js:3:14)"), Some(("/a b/c.js", 3, 14)));
        assert_eq!(frame("    at /c.js:3:14"), Some(("/c.js", 3, 14)));
        assert_eq!(frame("    at <anonymous> (C:\\c.js:3:14)"), Some(("C:\\c.js", 3, 14)));
        assert_eq!(frame("    at f (native)"), None);
        assert_eq!(frame("TypeError: x"), None);
    }

    #[test]
    fn the_place_in_a_syntax_error_is_split_off() {
        assert_eq!(
            located("/a: b/e.css:1:24: Missing closing } at .a"),
            Some(("/a: b/e.css", 1, 24, "Missing closing } at .a"))
        );
        assert_eq!(located("Missing closing }"), None);
    }
}
