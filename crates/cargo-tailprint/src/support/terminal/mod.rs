//! The output of all commands but `dev`. No other module prints.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use annotate_snippets::Renderer;
use anstream::{AutoStream, ColorChoice};
use tailprint_core::shown::Shown;

use crate::cli::Color;

/// True if the user wants no progress.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Sets the colours and the progress of all output from now on.
pub(crate) fn set_up(color: Option<Color>, quiet: bool) {
    let choice = color.map(|color| match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    });
    if let Some(choice) = choice {
        choice.write_global();
    }
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Prints text for a person to the standard output, with hostile characters escaped. A closed pipe is no error.
pub(crate) fn print(text: &str) {
    print_data(Shown::lines(text).as_str());
}

/// Prints a diff to the standard output. A line that ends with CR and LF does so here, since the diff would fit no such
/// file otherwise.
pub(crate) fn print_diff(text: &str) {
    let lines: Vec<String> =
        text.split("\r\n").map(|line| Shown::lines(line).into_string()).collect();
    print_data(&lines.join("\r\n"));
}

/// Prints data to the standard output as it is: JSON or a style sheet, which another program reads.
pub(crate) fn print_data(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints text with colours to the standard output. The colours are left out if the terminal or the user wants none. What
/// others have written in it is escaped already, as in all styled text.
pub(crate) fn print_styled(text: &str) {
    let mut out = AutoStream::auto(io::stdout().lock());
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints JSON to the standard output. Its values stay the same; hostile characters are written as escapes of JSON.
pub(crate) fn print_json(json: &str) {
    print_data(Shown::json(json).as_str());
}

/// Prints text for a person to the standard error, with hostile characters escaped.
pub(crate) fn print_error(text: &str) {
    print_raw_error(Shown::lines(text).as_str());
}

/// Prints text with colours, or with the movements of a cursor, to the standard error.
pub(crate) fn print_styled_error(text: &str) {
    let mut out = AutoStream::auto(io::stderr().lock());
    let _ = out.write_all(text.as_bytes());
}

fn print_raw_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints an error.
pub(crate) fn error(message: &str) {
    let mut out = AutoStream::auto(io::stderr().lock());
    let _ = writeln!(out, "\x1b[1;31merror\x1b[0m: {}", Shown::lines(message));
}

/// Prints what is wrong with the arguments, or the help. An argument may be the name of a file, which the shell filled in:
/// if it has hostile characters, they are escaped, and the text has no colours.
pub(crate) fn print_refusal(error: &clap::Error, args: &[OsString]) {
    let is_safe = |arg: &OsString| {
        let text = arg.to_string_lossy();
        Shown::line(&*text).as_str() == text
    };
    if args.iter().all(is_safe) {
        // Printing fails when the reader has closed the pipe, which is no error.
        let _ = error.print();
    } else {
        print_error(&error.render().to_string());
    }
}

/// Prints a note.
pub(crate) fn note(message: &str) {
    print_error(&format!("note: {message}\n"));
}

/// The renderer of problems, with colours unless the terminal or the user (`NO_COLOR`) wants none.
pub(crate) fn renderer(out: &impl anstream::stream::RawStream) -> Renderer {
    match AutoStream::choice(out) {
        ColorChoice::Never => Renderer::plain(),
        _ => Renderer::styled(),
    }
}

/// A number with commas between thousands: `12,345`.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A line on the terminal about the progress of the work. Nothing is printed to a pipe.
#[derive(Debug)]
pub(crate) struct Progress {
    /// The time at which the line was last drawn; none without a terminal.
    drawn: Option<Mutex<Instant>>,
}

/// The shortest time between two drawings of the line. Twelve a second look continuous to a person.
const INTERVAL: Duration = Duration::from_millis(80);

impl Progress {
    pub(crate) fn new() -> Self {
        let is_shown = io::stderr().is_terminal() && !QUIET.load(Ordering::Relaxed);
        Self { drawn: is_shown.then(|| Mutex::new(Instant::now())) }
    }

    /// Draws the line now.
    pub(crate) fn say(&self, what: &str) {
        if self.drawn.is_some() {
            print_raw_error(&format!("\r\x1b[2K{}", Shown::line(what)));
        }
    }

    /// Draws the line with a count, unless it was drawn a moment ago.
    pub(crate) fn count(&self, what: &str, done: usize, all: usize) {
        let Some(Ok(mut drawn)) = self.drawn.as_ref().map(Mutex::try_lock) else { return };
        if drawn.elapsed() >= INTERVAL {
            *drawn = Instant::now();
            self.say(&format!("{what} {}/{}", thousands(done), thousands(all)));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            print_raw_error("\r\x1b[2K");
        }
    }
}

#[cfg(test)]
mod tests;
