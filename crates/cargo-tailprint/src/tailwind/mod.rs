//! Tailwind on its own: its program, and its releases in a project.

pub(super) mod css;
pub(super) mod update_tailwind;
pub(super) mod vendor;
