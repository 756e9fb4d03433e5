//! Installs the npm packages that several of these tests need, before the tests start.

#[test]
#[ignore = "cargo xtask test runs this first"]
fn npm_packages_are_filled() {
    super::v4();
    #[cfg(all(unix, feature = "builtin"))]
    super::fonts();
}
