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
#[test]
fn of_many_messages_the_first_are_shown() {
    let messages = |number: usize| (0..number).map(|at| at.to_string()).collect::<Vec<_>>();
    assert_eq!(few(messages(2)), "0\n1");
    assert!(few(messages(10)).ends_with("\n9"));
    assert!(few(messages(13)).ends_with("\n9\nand 3 more"));
}
