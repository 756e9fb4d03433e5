use ignore::gitignore::GitignoreBuilder;
use proptest::prelude::*;

use super::*;

const PATHS: [&str; 12] =
    ["a", "b", "a/b", "a/b/c", "x/a", "a.b", "x/y/a.b", "!a", "#a", " a", "a ", "{a"];

/// Compares the rules of a file with those of the crate whose rules they are.
fn compare(content: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".gitignore");
    fs::write(&file, content).unwrap();
    let mut ours = Gitignore::new(folder.path());
    ours.add(&file);
    let mut theirs = GitignoreBuilder::new(folder.path());
    let _ = theirs.add(&file);
    let theirs = theirs.build().unwrap();
    for (path, is_folder) in PATHS.iter().flat_map(|path| [(path, false), (path, true)]) {
        let path = folder.path().join(path);
        let expected = theirs.matched(&path, is_folder);
        let expected = (!expected.is_none()).then(|| expected.is_ignore());
        let text = String::from_utf8_lossy(content);
        assert_eq!(
            ours.says(&path, is_folder),
            expected,
            "{text:?} and {}: {ours:?}",
            path.display()
        );
    }
}

#[test]
fn rules_mean_what_they_mean_to_the_scanner() {
    for content in [
        "",
        "# a\n",
        "a",
        "/a",
        "a/",
        "/a/",
        "a/b",
        "a/**",
        "**/b",
        "**",
        "**/",
        "!a",
        "a\n!a\n",
        "*\n!/a\n",
        "\\!a",
        "\\#a",
        "\\!/a",
        "\\#/a",
        "a\\/",
        "a\\ ",
        "a \t\r\n",
        "\u{feff}a",
        "a\n\u{feff}b",
        "[a",
        "[a\nb",
        "{a",
        "{a,b}",
        "a}",
        "a\r\nb\r\n",
        "/",
        "//",
        "!",
        "!/",
        "!!a",
        "/**",
        "**a",
        "a/**/c",
        "*.b",
        "?",
        "[!a]",
        "\\",
        "a\\",
    ] {
        compare(content.as_bytes());
    }
    compare(b"a\n\xffb\nx\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_rules_mean_what_they_mean_to_the_scanner(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b", "/", "*", "**", "!", "#", "\\", " ", "\n", "\r\n", "[", "]", "{", "}", ",", "?", ".",
            ]),
            0..12,
        ),
    ) {
        compare(parts.concat().as_bytes());
    }
}
