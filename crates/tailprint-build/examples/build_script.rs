//! The smallest build script, as a program: `cargo xtask windows` runs it with the environment that Cargo gives build
//! scripts, here and on Windows, and compares what they write.

fn main() {
    tailprint_build::build();
}
