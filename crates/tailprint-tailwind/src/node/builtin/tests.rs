use super::*;

#[test]
fn names_are_sorted() {
    assert!(NAMES.is_sorted());
}

#[test]
fn files_of_a_builtin_and_the_prefix_are_recognised() {
    for specifier in ["fs", "fs/promises", "node:fs", "node:test", "node:sqlite"] {
        assert!(is_builtin(specifier), "{specifier}");
    }
    for specifier in ["fs-extra", "./fs", "@scope/fs", "zlibx", ""] {
        assert!(!is_builtin(specifier), "{specifier}");
    }
}
