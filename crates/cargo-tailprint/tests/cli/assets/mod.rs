//! The assets of a folder, and those of a package.

mod check;
mod collect;
mod guide;
mod merge;
mod package;
mod problems;
