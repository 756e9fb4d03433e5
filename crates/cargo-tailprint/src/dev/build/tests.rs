use super::*;

#[test]
fn status_lines_of_cargo_are_told_from_its_messages() {
    assert_eq!(busy("   Compiling serde v1.0.0"), Some("Compiling serde v1.0.0"));
    assert_eq!(busy("    Finished `dev` profile"), Some("Finished `dev` profile"));
    for line in [
        "error[E0308]: mismatched types",
        "warning: unused",
        "",
        "  --> src/main.rs:1:1",
        "            x",
    ] {
        assert_eq!(busy(line), None, "{line}");
    }
}

#[test]
fn names_in_a_makefile_may_have_spaces() {
    assert_eq!(names("/a/b.rs /a/c\\ d.rs C:\\x.rs"), ["/a/b.rs", "/a/c d.rs", "C:\\x.rs"]);
}
