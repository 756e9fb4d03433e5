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
