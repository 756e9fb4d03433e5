//! The server of the app: the files that it serves, its router and its socket.

pub(super) mod embeds;
mod folder;
mod inner;
mod listener;
pub(super) mod live;
mod mount;
pub(super) mod replace;
pub(super) mod router;
pub(super) mod serve;
pub(super) mod served;

pub(super) use folder::last_literal;
pub(crate) use folder::{Folder, Paths, Variable};
