//! Where assets come from, where they go, and on which machine.

mod at_root;
mod deployment;
mod on_disk;
mod out_dir;
mod systems;
