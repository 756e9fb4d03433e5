use super::*;

#[test]
fn what_came_before_the_oldest_that_can_run_is_known_by_its_number() {
    for old in ["3.4.19", "4.0.17", "4.1.5", "4.1.0-beta.1"] {
        assert!(is_too_old(old), "{old}");
    }
    for young in ["4.1.6", "4.1.18", "4.3.5", "4.4.0-insiders.abc", "5.0.0", "10.0.0"] {
        assert!(!is_too_old(young), "{young}");
    }
    assert!(is_program("3.4.19") && is_program("0.7.4"));
    assert!(!is_program("4.0.0") && !is_program("10.0.0") && !is_program("latest"));
}

#[test]
fn the_default_is_supported_and_the_table_is_sorted() {
    assert!(known(DEFAULT).is_some());
    assert!(known("4.0.0").is_none());
    assert!(TABLE.is_sorted_by_key(|version| version.number));
    for version in TABLE {
        assert!(version.files.is_sorted_by_key(|file| file.path), "{}", version.number);
        for path in ["LICENSE", "dist/lib.js", "index.css", "package.json"] {
            assert!(version.files.iter().any(|file| file.path == path), "{path}");
        }
    }
    assert_eq!(listed(), "4.1.18, 4.2.4 and 4.3.5");
}
