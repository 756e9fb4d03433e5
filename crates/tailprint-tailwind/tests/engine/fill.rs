//! Installs the npm packages that several tests of this crate need, before the tests start.

use crate::npm;

#[test]
#[ignore = "cargo xtask test runs this first"]
fn npm_packages_are_filled() {
    for name in ["4.1", "4.2", "4.3", "corpus-tuned", "corpus-unseen"] {
        npm::folder(name);
    }
}
