//! Helpers of all commands: the description of a build, calls of Cargo, processes, failures, interruption, `tailprint.lock`,
//! messages, problems as text, the files of a project.

pub(crate) mod build_json;
pub(crate) mod cargo;
pub(crate) mod failure;
pub(crate) mod findings;
pub(crate) mod interrupt;
pub(crate) mod lock;
pub(crate) mod metadata;
pub(crate) mod process;
pub(crate) mod terminal;
pub(crate) mod walk;
