use super::*;

fn refused(out: &str, clear: bool) -> Option<String> {
    let surroundings = Surroundings {
        sources: vec!["/home/me/app/static".into()],
        current: Some("/work/here".into()),
        home: Some("/home/you".into()),
    };
    surroundings.refuse(Path::new(out), clear).err()
}

#[test]
fn nothing_is_exported_into_its_own_source() {
    for out in ["/home/me/app/static", "/home/me/app/static/dist", "/"] {
        assert!(refused(out, false).is_some(), "{out}");
    }
    for out in ["/home/me/app/static-dist", "/home/me/app", "/work", "/home/you"] {
        assert_eq!(refused(out, false), None, "{out}");
    }
}

#[test]
fn folders_that_hold_the_user_or_the_source_are_not_cleared() {
    for out in ["/", "/home/me", "/home/me/app", "/work", "/work/here", "/home/you"] {
        assert!(refused(out, true).is_some(), "{out}");
    }
    assert_eq!(refused("/work/here/dist", true), None);
    assert_eq!(
        refused("/work", true).as_deref(),
        Some("--clear refuses --out /work: the current folder lies in it")
    );
}

#[test]
fn a_folder_that_does_not_exist_is_resolved_as_far_as_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let real = tailprint_core::path::canonical(folder.path()).unwrap();
    assert_eq!(resolved(&folder.path().join("a/b")), Ok(real.join("a/b")));
}
