use super::*;

#[test]
fn the_suffix_starts_at_the_first_question_mark_or_hash() {
    assert_eq!(split_suffix("a.svg#b?c"), ("a.svg", "#b?c"));
    assert_eq!(split_suffix("a.eot?#iefix"), ("a.eot", "?#iefix"));
    assert_eq!(split_suffix("#b"), ("", "#b"));
    assert_eq!(split_suffix(""), ("", ""));
}

#[test]
fn a_normal_path_has_parents_at_its_beginning_only() {
    for (path, expected) in [
        ("", ""),
        (".", ""),
        ("a/..", ""),
        ("../a/../..", "../.."),
        ("./a//b/.", "a/b"),
        ("/a/../..", "/"),
        ("/a/b/../../../c", "/c"),
    ] {
        assert_eq!(normalize(Path::new(path)), Path::new(expected), "{path}");
    }
}

#[test]
fn windows_cannot_hold_names_of_devices_whatever_their_case_and_extension() {
    for name in [
        "con",
        "CON",
        "con.css",
        "Aux.svg",
        "nul.tar.gz",
        "prn",
        "com1",
        "COM9.js",
        "lpt0.txt",
        "com¹.css",
        "aux .svg",
        "conin$",
        "CONOUT$.txt",
    ] {
        assert_eq!(unportable(name), Some(Unportable::Device), "{name}");
    }
    for name in [
        "console.css",
        "com.css",
        "com10.js",
        "lpt.txt",
        "comx",
        "com",
        "a.con",
        "auxiliary",
        "ncon",
        "日本",
    ] {
        assert_eq!(unportable(name), None, "{name}");
    }
}

#[test]
fn windows_cannot_hold_separators_and_trimmed_ends() {
    for name in ["a.", "a ", "a.css.", "..."] {
        assert_eq!(unportable(name), Some(Unportable::End), "{name}");
    }
    for character in ['<', '>', ':', '"', '/', '\\', '|', '?', '*', '\n', '\u{7f}'] {
        let name = format!("a{character}b");
        assert_eq!(unportable(&name), Some(Unportable::Character(character)), "{name}");
    }
    for name in [".a", "a b", " a", "a..b", "[slug].js", "a+b@2x.png"] {
        assert_eq!(unportable(name), None, "{name}");
    }
}

#[test]
fn a_reason_is_told_in_words() {
    for (name, reason) in [
        ("con", "is the name of a device there"),
        ("a.", "ends with a dot or a space, which Windows leaves out"),
        ("a\nb", "has the character '\\n', which no name may have there"),
    ] {
        assert_eq!(unportable(name).unwrap().to_string(), reason);
    }
}

#[test]
fn only_a_path_that_means_the_same_without_it_loses_its_verbatim_prefix() {
    let long = format!(r"\\?\C:\{}", "a\\".repeat(150));
    for (path, expected) in [
        (r"\\?\C:\app\static", r"C:\app\static"),
        (r"\\?\C:\", r"C:\"),
        (r"C:\app", r"C:\app"),
        (r"\\?\UNC\server\share", r"\\?\UNC\server\share"),
        (r"\\?\C:\app\aux.svg", r"\\?\C:\app\aux.svg"),
        (r"\\?\C:\app\a.", r"\\?\C:\app\a."),
        (&long, &*long),
    ] {
        assert_eq!(without_verbatim(PathBuf::from(path)), Path::new(expected), "{path}");
    }
}

#[test]
fn a_canonical_path_can_be_shown_to_people() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("a")).unwrap();
    let canonical = canonical(&dir.path().join("a/../a")).unwrap();
    assert!(canonical.ends_with("a"), "{}", canonical.display());
    assert!(!canonical.to_string_lossy().contains('?'), "{}", canonical.display());
    assert!(canonical.is_absolute());
}
