//! The places that assets come from and go to, and the machines that build them.

mod at_root;
mod deployment;
mod on_disk;
mod out_dir;
mod systems;
