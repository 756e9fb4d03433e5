//! What `dev` says: one line about each thing that happened, and one about what goes on.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};

/// The standard error.
#[derive(Debug)]
pub(super) struct Status {
    terminal: bool,
    coloured: bool,
    /// What stands on the line that is not finished.
    busy: Mutex<String>,
}

impl Status {
    pub(super) fn new() -> Self {
        let err = std::io::stderr();
        let coloured = AutoStream::choice(&err) != ColorChoice::Never;
        // Which can take no line away.
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { terminal: err.is_terminal() && !dumb, coloured, busy: Mutex::default() }
    }

    pub(super) fn is_coloured(&self) -> bool {
        self.coloured
    }

    /// Says what happened.
    pub(super) fn say(&self, text: &str) {
        self.write(&format!("{} {text}\n", self.styled("1;36", "tailprint")), "");
    }

    /// Says what is wrong and does not end the program.
    pub(super) fn warn(&self, text: &str) {
        self.write(&format!("{} {text}\n", self.styled("1;33", "tailprint")), "");
    }

    /// Passes on a line of another program.
    pub(super) fn pass(&self, line: &str) {
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.write(&format!("{line}\n"), &busy);
    }

    /// Says what goes on, on a line that the next one replaces. Without a terminal nothing is said, unless that is
    /// all there will be to see for a while.
    pub(super) fn busy(&self, text: &str, long: bool) {
        if self.terminal {
            self.write("", text);
        } else if long {
            self.write(&format!("{} {text}\n", self.styled("1;36", "tailprint")), "");
        }
    }

    /// Takes the unfinished line away.
    pub(super) fn idle(&self) {
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
        // A line that is broken could not be taken away.
        let busy: String = busy.chars().take(78).collect();
        let mut err = std::io::stderr().lock();
        // Nobody is left to be told when that fails.
        let _ = write!(err, "{clear}{line}{busy}").and_then(|()| err.flush());
        *shown = busy;
    }
}

/// A duration as a person says it: `7 ms`, `1.9 s`.
pub(super) fn timing(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests;
