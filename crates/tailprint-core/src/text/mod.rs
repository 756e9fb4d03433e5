//! Text of templates and text that is shown.

pub mod delimiters;
pub mod filters;
pub mod shown;
pub mod size;
