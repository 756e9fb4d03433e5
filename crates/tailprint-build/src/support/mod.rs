//! Tools that know nothing of static assets.

pub(crate) mod css_tokens;
pub(crate) mod fs;
pub(crate) mod parallel;
pub(crate) mod suggest;
