//! Tells the crate how much it is optimised, which nothing else knows.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[allow(clippy::disallowed_methods, reason = "`Env` is part of what is built here")]
    let level = std::env::var("OPT_LEVEL").unwrap_or_default();
    println!("cargo::rustc-env=TAILPRINT_OPT_LEVEL={level}");
}
