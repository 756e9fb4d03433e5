//! I/O errors in words.

use std::io;

/// The reason of an I/O error as part of a sentence: in lower case, and without the `(os error 2)` that `io::Error`
/// appends.
///
/// ```
/// let error = std::fs::read("/nowhere/a.css").unwrap_err();
/// assert_eq!(tailprint_core::io_error::reason(&error), "no such file or directory");
/// ```
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let text = if cfg!(windows) && error.raw_os_error().is_some() {
        // Windows words them otherwise, and in the language of the user.
        match error.kind() {
            io::ErrorKind::NotFound => "no such file or directory",
            io::ErrorKind::PermissionDenied => "permission denied",
            io::ErrorKind::AlreadyExists => "file exists",
            _ => text.trim_end_matches('.'),
        }
    } else {
        text
    };
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let mut word = letters.as_str().chars().take_while(|letter| !letter.is_whitespace());
    if word.any(char::is_uppercase) {
        // `CONNECT proxy failed`, `I/O error`
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

#[cfg(test)]
mod tests;
