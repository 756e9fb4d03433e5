use super::*;

#[test]
fn names_that_cargo_refuses_are_refused_before_anything_is_written() {
    for name in ["hello", "apps/hello", "h-2_x"] {
        assert!(name_of(Path::new(name)).is_ok(), "{name}");
    }
    for name in ["2x", "a b", "ä", "..", "/", "test", "axum", "static", "proc-macro", "-x"] {
        assert!(name_of(Path::new(name)).is_err(), "{name}");
    }
    let refused = "`2x` cannot be the name of a package (choose letters, digits, `-` and `_`, with a letter first)";
    assert_eq!(name_of(Path::new("2x")), Err(refused.to_owned()));
}

#[test]
fn the_way_on_is_told_for_the_current_folder_too() {
    let created = |folder| created("hello", Path::new(folder));
    assert_eq!(created("."), "created hello: `cargo tailprint dev` starts it\n");
    assert_eq!(
        created("apps/hello"),
        "created hello: `cd apps/hello`, then `cargo tailprint dev`\n"
    );
}

#[test]
fn nothing_is_left_to_be_filled_in() {
    let source = CrateSource::Version("0.1".into());
    for (path, text) in FILES {
        let text = filled(text, "hello", &source);
        assert!(!text.contains("@name@") && !text.contains("@tailprint"), "{path}");
    }
    let manifest = filled(FILES[0].1, "hello", &source);
    let line = "tailprint = { version = \"0.1\", features = [\"askama\", \"axum\"] }\n";
    assert!(manifest.contains(line), "{manifest}");
    assert!(manifest.contains("tailprint-build = \"0.1\"\n"), "{manifest}");
}
