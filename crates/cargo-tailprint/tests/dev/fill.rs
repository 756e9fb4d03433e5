//! Fills the folder of nested builds; see `tests/suite/fill.rs`.

use crate::nested;
use crate::site::Site;

#[test]
#[ignore = "cargo xtask test runs this first"]
fn apps_of_axum_are_filled() {
    nested::fill(&Site::new("fill-axum").folder(), &[]);
}
