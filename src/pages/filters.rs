//! The filters of the templates: those of the assets, and one for names that others have given.

#![allow(unreachable_pub, reason = "the macro of askama makes a public type")]

use std::fmt::Display;

use tailprint_core::shown::Shown;

pub(crate) use crate::assets::filters::*;

/// Makes a name safe to be shown: it may hold characters that change the direction of the page's text.
#[askama::filter_fn]
pub(crate) fn shown(name: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(Shown::line(name.to_string()).into_string())
}
