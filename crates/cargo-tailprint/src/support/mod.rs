//! Helpers of all commands: the description of a build, calls of Cargo, failures, interruption, messages, problems as text.

pub(crate) mod build_json;
pub(crate) mod cargo;
pub(crate) mod failure;
pub(crate) mod findings;
pub(crate) mod interrupt;
pub(crate) mod terminal;
