//! The reasons for which a command fails.

/// The reason for which a command fails.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The assets have errors, which have been printed.
    Problems,
    /// The command could not do its work, for this reason.
    CannotRun(String),
    /// The user interrupted the command before it changed anything.
    Interrupted,
    /// The user stopped a command that runs until it is stopped.
    Stopped,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::CannotRun(message)
    }
}

/// The most messages of one kind that are shown.
const SHOWN: usize = 10;

/// Joins messages, of which only the first are shown.
pub(crate) fn few(mut messages: Vec<String>) -> String {
    let more = messages.len().saturating_sub(SHOWN);
    messages.truncate(SHOWN);
    if more > 0 {
        messages.push(format!("and {more} more"));
    }
    messages.join("\n")
}

#[cfg(test)]
mod tests;
