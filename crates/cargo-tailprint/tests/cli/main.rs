//! The program as a user runs it: exit code, both outputs and what is on disk afterwards.

mod check;
mod collect;
mod package;
mod world;
