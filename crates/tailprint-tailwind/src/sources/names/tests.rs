use super::*;

#[test]
fn binary_extensions_are_sorted() {
    assert!(BINARY.is_sorted());
}

#[test]
fn names_are_compared_with_their_case() {
    assert!(is_binary(Path::new("a.png")) && is_binary(Path::new(".png")));
    assert!(!is_binary(Path::new("a.PNG")) && !is_binary(Path::new("png")));
    let folder = |path: &str| is_ignored_folder(Path::new(path), Scanner::V4_3);
    assert!(folder("a/node_modules") && !folder("node_modules/a"));
    let file = |path: &str| is_ignored_file(Path::new(path), Scanner::V4_3);
    assert!(file(".env.local") && file(".env") && !file("a.env"));
}
