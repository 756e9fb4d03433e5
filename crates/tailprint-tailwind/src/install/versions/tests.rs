use super::*;

#[test]
fn a_version_that_cannot_run_is_known_by_its_number() {
    for old in ["3.4.19", "4.0.17", "4.0.0-beta.1"] {
        assert!(is_too_old(old), "{old}");
    }
    for young in ["4.1.0", "4.1.18", "4.3.5", "4.4.0-insiders.abc", "5.0.0", "10.0.0"] {
        assert!(!is_too_old(young), "{young}");
    }
    assert!(is_too_new("5.0.0") && is_too_new("10.0.0") && !is_too_new("4.99.0"));
    assert!(needs_node("3.4.19") && needs_node("0.7.4"));
    assert!(!needs_node("4.0.0") && !needs_node("10.0.0") && !needs_node("latest"));
}

#[test]
fn only_the_number_of_one_version_is_exact() {
    for version in ["4.3.5", "3.4.19", "4.0.0-beta.1"] {
        assert!(is_exact(version), "{version}");
    }
    let refused = [
        "",
        "4",
        "4.3",
        "^4.3.5",
        "4.3.x",
        "latest",
        "../../x",
        "4.3.5 || rm",
        "4.3.5-",
        "4.3.5-a/b",
        "4.3.5.1",
    ];
    for version in refused {
        assert!(!is_exact(version), "{version}");
    }
    assert_eq!(
        check("^4").unwrap_err().to_string(),
        "\"^4\" is not an exact version (configure an exact one, such as \"4.3.5\")"
    );
}

#[test]
fn the_default_is_supported_and_the_table_is_sorted() {
    assert!(known(DEFAULT).is_some());
    assert!(known("4.0.0").is_none());
    let key = |number: &str| -> Vec<u32> {
        number.split('.').map(|number| number.parse().unwrap()).collect()
    };
    assert!(TABLE.is_sorted_by_key(|version| key(version.number)));
    for version in TABLE {
        assert!(version.files.is_sorted_by_key(|file| file.path), "{}", version.number);
        for path in ["LICENSE", "dist/lib.js", "index.css", "package.json"] {
            assert!(version.files.iter().any(|file| file.path == path), "{path}");
        }
    }
    assert!(known("4.1.0").is_some() && known("4.3.3").is_some());
    assert_eq!(listed(), "4.1.0 to 4.3.5");
}
