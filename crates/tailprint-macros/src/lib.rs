//! `#[derive(Template)]`: askama's own derive, for any delimiters.
