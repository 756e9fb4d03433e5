//! Installs the npm packages that several of these tests need, before the tests start.

use crate::fixture;

#[test]
#[ignore = "cargo xtask test runs this first"]
fn npm_packages_are_filled() {
    for version in ["4.1.18", "4.2.4", "4.3.5"] {
        fixture::package(version);
    }
}
