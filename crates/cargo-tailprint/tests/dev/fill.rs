//! Fills the folder of nested builds; see `tests/suite/fill.rs`.

use crate::site::Site;
use crate::{init, nested};

#[test]
#[ignore = "cargo xtask test runs this first"]
fn apps_of_axum_are_filled() {
    nested::fill(&Site::new("fill-axum").folder(), &[]);
}

#[test]
#[ignore = "cargo xtask test runs this first"]
fn apps_of_actix_are_filled() {
    nested::fill(&init::set_up("fill-actix", init::ACTIX).folder(), &[]);
}
