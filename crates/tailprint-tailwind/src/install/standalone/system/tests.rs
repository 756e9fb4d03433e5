use super::*;
use std::fs;

#[test]
fn every_system_has_its_binary() {
    let names = [
        (("linux", "x86_64", false), Some("tailwindcss-linux-x64")),
        (("linux", "aarch64", false), Some("tailwindcss-linux-arm64")),
        (("linux", "x86_64", true), Some("tailwindcss-linux-x64-musl")),
        (("linux", "aarch64", true), Some("tailwindcss-linux-arm64-musl")),
        (("macos", "x86_64", false), Some("tailwindcss-macos-x64")),
        (("macos", "aarch64", false), Some("tailwindcss-macos-arm64")),
        (("windows", "x86_64", false), Some("tailwindcss-windows-x64.exe")),
        (("windows", "aarch64", false), Some("tailwindcss-windows-x64.exe")),
        (("linux", "riscv64", false), None),
        (("freebsd", "x86_64", false), None),
    ];
    for ((os, arch, musl), expected) in names {
        assert_eq!(name(os, arch, musl).as_deref(), expected, "{os} {arch}");
    }
}

#[test]
fn a_system_is_musl_if_it_has_the_loader_of_musl_and_no_other() {
    let root = tempfile::tempdir().unwrap();
    let touch = |path: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    };
    assert_eq!(is_musl(root.path(), "x86_64"), cfg!(target_env = "musl"));
    touch("lib/ld-musl-x86_64.so.1");
    assert!(is_musl(root.path(), "x86_64"));
    // Debian with the package `musl`.
    touch("lib64/ld-linux-x86-64.so.2");
    assert!(!is_musl(root.path(), "x86_64"));
    touch("lib/ld-musl-aarch64.so.1");
    assert!(is_musl(root.path(), "aarch64"));
    touch("lib/ld-linux-aarch64.so.1");
    assert!(!is_musl(root.path(), "aarch64"));
}
