//! Parts of pages, with a style sheet and an icon of their own.

tailprint::assets!();

use assets::filters;
use tailprint::Template;

/// The elements for the head of a page that uses the kit.
#[derive(Template)]
#[template(path = "head.html")]
pub struct Head;

/// A button with an icon.
#[derive(Template)]
#[template(path = "button.html")]
pub struct Button<'a> {
    pub label: &'a str,
}
