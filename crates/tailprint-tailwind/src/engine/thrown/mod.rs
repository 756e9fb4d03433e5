//! What JavaScript throws, which may be anything.

use rquickjs::{Ctx, Object, Type, Value};

use super::host::{Host, SCRIPT};
use super::linking;

/// How much of a text is shown.
const SHOWN: usize = 500;

/// What QuickJS says where it may have no more memory.
const NO_MEMORY: &str = "out of memory";

/// What an exception says.
#[derive(Debug, Default)]
pub(super) struct Thrown {
    /// Whether it is an `Error`.
    pub(super) is_error: bool,
    pub(super) name: String,
    pub(super) message: String,
    stack: String,
}

impl Thrown {
    pub(super) fn from_message(message: &str) -> Self {
        Self { is_error: true, message: message.to_owned(), ..Self::default() }
    }

    pub(super) fn from_value(host: &Host, value: &Value<'_>) -> Self {
        if let Some(object) = value.as_object() {
            return Self::from_object(host, object);
        }
        let message = match value.type_of() {
            Type::Symbol => Some("a symbol".to_owned()),
            // What is left where no memory was left for more.
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

    /// Whether it says that there is no more memory.
    pub(super) fn is_of_memory(&self) -> bool {
        self.message == NO_MEMORY && (!self.is_error || self.name == "InternalError")
    }

    /// The innermost place of the stack that is in a file of the user.
    pub(super) fn place(&self, host: &Host) -> Option<(String, usize, usize)> {
        self.stack.lines().filter_map(frame).find_map(|(file, line, column)| {
            let file = linking::path(file);
            // A plugin may have written the stack itself.
            let known = file != SCRIPT && host.files.trail().has_read(file.as_ref());
            known.then(|| (file.to_owned(), line, host.column_in_file(file, line, column)))
        })
    }
}

/// A value, if it can be had without another exception.
fn or_nothing<T>(ctx: &Ctx<'_>, value: rquickjs::Result<T>) -> Option<T> {
    value.inspect_err(|_| drop(ctx.catch())).ok()
}

/// The text of a value, even if it is not quite text.
fn coerced<'js>(host: &Host, value: &Value<'js>) -> Option<String> {
    let ctx = value.ctx();
    let script = host.script.borrow().clone()?;
    let shown = or_nothing(ctx, script.shown.restore(ctx))?;
    or_nothing(ctx, shown.call((value.clone(),)))
}

/// A text in one line that is not too long, without what a terminal would obey.
pub(super) fn short(text: &str) -> String {
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
