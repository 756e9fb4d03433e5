use super::*;

fn package(name: &str) -> Package {
    Package { name: name.into(), folder: name.into(), ..Package::default() }
}

#[test]
fn a_package_is_named_by_a_specifier_or_the_path_of_a_file() {
    let lit = package("lit");
    for text in [
        "import \"lit\"",
        "import {a} from 'lit/decorators.js'",
        "{{ \"vendor/js/lit/a.js\"|static }}",
    ] {
        assert!(names(text, &lit), "{text}");
    }
    for text in ["import \"lit-html\"", "split", "import 'not/lit'", "vendor/js/lit-html/a.js"] {
        assert!(!names(text, &lit), "{text}");
    }
}

#[test]
fn files_of_pinned_packages_are_told_by_their_paths() {
    assert!(is_pinned("vendor/js/lit/index.js"));
    assert!(!is_pinned("vendor/jslib.js") && !is_pinned("js/vendor/js/a.js"));
}
