//! The output of `dev`: a line for every event, and below them one line about the work in progress.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use tailprint_core::shown::Shown;

/// The width to which the line of work is cut: the usual 80 columns, less one for the cursor and one to spare. A
/// longer line would wrap, and only its last row could be erased.
const WIDTH: usize = 78;

/// The standard error stream.
#[derive(Debug)]
pub(crate) struct Status {
    terminal: bool,
    coloured: bool,
    /// The text on the line about the work in progress.
    busy: Mutex<String>,
}

impl Status {
    pub(crate) fn new() -> Self {
        let err = std::io::stderr();
        let coloured = AutoStream::choice(&err) != ColorChoice::Never;
        // A terminal of this type cannot erase a line.
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { terminal: err.is_terminal() && !dumb, coloured, busy: Mutex::default() }
    }

    pub(crate) fn is_coloured(&self) -> bool {
        self.coloured
    }

    /// Reports an event.
    pub(crate) fn say(&self, text: &str) {
        self.event("1;36", text);
    }

    /// Reports a problem after which `dev` goes on.
    pub(crate) fn warn(&self, text: &str) {
        self.event("1;33", text);
    }

    fn event(&self, style: &str, text: &str) {
        let text = Shown::lines(text);
        self.write(&format!("{} {text}\n", self.styled(style, "tailprint")), "");
    }

    /// Prints a line of another program.
    pub(crate) fn pass(&self, line: &str) {
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.write(&format!("{line}\n"), &busy);
    }

    /// Shows the work in progress, on a line that the next one replaces. Without a terminal only `long` work is shown.
    pub(crate) fn busy(&self, text: &str, long: bool) {
        if self.terminal {
            self.write("", Shown::line(text).as_str());
        } else if long {
            self.event("1;36", text);
        }
    }

    /// Erases the line about the work in progress.
    pub(crate) fn idle(&self) {
        if self.terminal {
            self.write("", "");
        }
    }

    fn styled(&self, style: &str, text: &str) -> String {
        if self.coloured { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn write(&self, line: &str, busy: &str) {
        let mut shown = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let clear = if self.terminal && !shown.is_empty() { "\r\x1b[2K" } else { "" };
        let busy: String = busy.chars().take(WIDTH).collect();
        let mut err = std::io::stderr().lock();
        // There is no other stream to report a failure to.
        let _ = write!(err, "{clear}{line}{busy}").and_then(|()| err.flush());
        *shown = busy;
    }
}

/// A duration as a person writes it: `7 ms`, `1.9 s`.
pub(crate) fn timing(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests;
