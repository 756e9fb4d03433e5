//! Why a command did not do what it was asked for.

/// How a command ends that did not end well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The assets have problems, which have been shown.
    Problems,
    /// The command itself went wrong.
    CannotRun(String),
    /// The user stopped it.
    Interrupted,
    /// The user stopped what runs until it is stopped.
    Stopped,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::CannotRun(message)
    }
}
