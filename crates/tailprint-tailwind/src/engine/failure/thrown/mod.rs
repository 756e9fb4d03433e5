//! A value that JavaScript throws, which may be of any type.

use rquickjs::{Ctx, Object, Type, Value};

use crate::engine::host::{Host, SCRIPT};
use crate::engine::modules::linking;

/// The longest text in an error, in characters.
const SHOWN: usize = 500;

/// The message of QuickJS when its memory limit is reached: `JS_ThrowOutOfMemory`.
const NO_MEMORY: &str = "out of memory";

/// The parts of an exception.
#[derive(Debug, Default)]
pub(in crate::engine) struct Thrown {
    /// True for an `Error`.
    pub(in crate::engine) is_error: bool,
    pub(in crate::engine) name: String,
    pub(in crate::engine) message: String,
    stack: String,
}

impl Thrown {
    pub(in crate::engine) fn from_message(message: &str) -> Self {
        Self { is_error: true, message: message.to_owned(), ..Self::default() }
    }

    pub(in crate::engine) fn from_value(host: &Host, value: &Value<'_>) -> Self {
        if let Some(object) = value.as_object() {
            return Self::from_object(host, object);
        }
        let message = match value.type_of() {
            Type::Symbol => Some("a symbol".to_owned()),
            // QuickJS throws an uninitialized value if there is no memory for anything else.
            Type::Uninitialized => Some(NO_MEMORY.to_owned()),
            _ => coerced(host, value),
        };
        Self { message: message.unwrap_or_default(), ..Self::default() }
    }

    fn from_object(host: &Host, object: &Object<'_>) -> Self {
        let text = |key: &str| {
            let value: Value<'_> = or_nothing(object.ctx(), object.get(key))?;
            if value.is_string() { coerced(host, &value) } else { None }
        };
        let is_error = object.is_error();
        let message = text("message").map(|message| short(&message));
        let kind = match (is_error, object.is_function()) {
            (true, _) => "",
            (false, true) => "a function",
            (false, false) => "an object that is no Error",
        };
        Self {
            is_error,
            name: text("name").map(|name| short(&name)).unwrap_or_default(),
            message: message.unwrap_or_else(|| kind.to_owned()),
            stack: text("stack").unwrap_or_default(),
        }
    }

    /// Returns true if the memory limit was reached.
    pub(in crate::engine) fn is_of_memory(&self) -> bool {
        self.message == NO_MEMORY && (!self.is_error || self.name == "InternalError")
    }

    /// Returns the innermost position of the stack that is in a file of the user.
    pub(in crate::engine) fn place(&self, host: &Host) -> Option<(String, usize, usize)> {
        self.stack.lines().filter_map(frame).find_map(|(file, line, column)| {
            let file = linking::path(file);
            // A plugin can write any stack.
            let known = file != SCRIPT && host.files.progress().has_read(file.as_ref());
            known.then(|| (file.to_owned(), line, host.column_in_file(file, line, column)))
        })
    }
}

/// Returns a value unless getting it throws.
fn or_nothing<T>(ctx: &Ctx<'_>, value: rquickjs::Result<T>) -> Option<T> {
    value.inspect_err(|_| drop(ctx.catch())).ok()
}

/// Returns the text of any value.
fn coerced<'js>(host: &Host, value: &Value<'js>) -> Option<String> {
    let ctx = value.ctx();
    let script = host.script.borrow().clone()?;
    let shown = or_nothing(ctx, script.shown.restore(ctx))?;
    or_nothing(ctx, shown.call((value.clone(),)))
}

/// Shortens a text to one line without control characters, which a terminal would obey.
pub(in crate::engine) fn short(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 4 * SHOWN {
            break;
        }
    }
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
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

#[cfg(test)]
mod tests;
