//! Compiles Tailwind CSS and fingerprints the static files.

fn main() {
    tailprint_build::build();
}
