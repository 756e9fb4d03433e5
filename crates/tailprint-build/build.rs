//! Tells the crate how much it is optimised, which nothing else knows, and if it leaves the work to `cargo-tailprint`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(hands_over)");
    if cfg!(all(feature = "tool", not(feature = "builtin"))) {
        println!("cargo::rustc-cfg=hands_over");
    }
    #[allow(clippy::disallowed_methods, reason = "`Env` is part of what is built here")]
    let level = std::env::var("OPT_LEVEL").unwrap_or_default();
    println!("cargo::rustc-env=TAILPRINT_OPT_LEVEL={level}");
}
