//! Edits of sources, on texts.
