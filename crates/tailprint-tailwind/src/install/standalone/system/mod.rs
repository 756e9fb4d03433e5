//! The names of the binaries by system.

use std::path::Path;

/// Returns the name of the binary for a system, as [`std::env::consts`] calls it. Returns nothing if a release has
/// none for it.
#[must_use]
pub fn name(os: &str, arch: &str, musl: bool) -> Option<String> {
    let arch = match (os, arch) {
        // Windows on arm64 runs programs for x64, and releases have no other for it.
        (_, "x86_64") | ("windows", "aarch64") => "x64",
        (_, "aarch64") => "arm64",
        _ => return None,
    };
    match os {
        "linux" => Some(format!("tailwindcss-linux-{arch}{}", if musl { "-musl" } else { "" })),
        "macos" => Some(format!("tailwindcss-macos-{arch}")),
        "windows" => Some(format!("tailwindcss-windows-{arch}.exe")),
        _ => None,
    }
}

/// Returns the name of the binary for this machine, if a release has one.
#[must_use]
pub fn name_here() -> Option<String> {
    let arch = std::env::consts::ARCH;
    name(std::env::consts::OS, arch, is_musl(Path::new("/"), arch))
}

/// Returns true if a Linux at `root` runs programs for musl rather than for glibc.
///
/// The target of this build script does not tell: a static program for musl runs on both.
fn is_musl(root: &Path, arch: &str) -> bool {
    let glibc = match arch {
        "aarch64" => "lib/ld-linux-aarch64.so.1",
        _ => "lib64/ld-linux-x86-64.so.2",
    };
    let musl = format!("lib/ld-musl-{arch}.so.1");
    !root.join(glibc).exists() && (root.join(musl).exists() || cfg!(target_env = "musl"))
}

#[cfg(test)]
mod tests;
