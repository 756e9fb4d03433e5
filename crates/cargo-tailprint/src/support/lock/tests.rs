use super::*;

#[test]
fn other_entries_and_comments_stay_and_several_releases_become_one() {
    let package = "[[package]]\nname = \"lit\" # kept\n";
    let release = |number: &str| format!("[[tailwind]]\nversion = \"{number}\"\n\n");
    let text = format!("# a\nversion = 1\n\n{}{}{package}", release("4.8.0"), release("4.9.0"));
    let wanted = Tailwind { version: "4.99.0".into(), integrity: "i".into(), files: "f".into() };
    let written = with_tailwind(&text, &wanted).unwrap();
    assert!(written.starts_with("# a\nversion = 1\n") && written.contains(package), "{written}");
    let entry = "[[tailwind]]\nversion = \"4.99.0\"\nintegrity = \"i\"\nfiles = \"f\"\n";
    assert!(written.contains(entry), "{written}");
    assert_eq!(written.matches("[[tailwind]]").count(), 1, "{written}");
    assert_eq!(with_tailwind(&written, &wanted).unwrap(), written);
}

#[test]
fn a_missing_file_is_made_and_a_damaged_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tailprint.lock");
    let (integrity, files) = (format!("sha512-{}==", "a".repeat(86)), "0f".repeat(32));
    let release = Tailwind { version: "4.99.0".into(), integrity, files };
    assert_eq!(pin_tailwind(&path, &release), Ok(true));
    assert_eq!(pin_tailwind(&path, &release), Ok(false));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(HEAD), "{text}");
    fs::write(&path, "<<<<<<<").unwrap();
    pin_tailwind(&path, &release).unwrap_err();
    assert_eq!(fs::read_to_string(&path).unwrap(), "<<<<<<<");
}

#[test]
fn programs_replace_those_of_another_release_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tailprint.lock");
    let program = |version: &str| Program {
        version: version.into(),
        name: "tailwindcss-linux-x64".into(),
        sha256: "0f".repeat(32),
    };
    assert_eq!(pin_programs(&path, &[program("4.99.0")]), Ok(true));
    assert_eq!(pin_programs(&path, &[program("4.99.0")]), Ok(false));
    assert!(fs::read_to_string(&path).unwrap().starts_with(HEAD));
    let (integrity, files) = (format!("sha512-{}==", "a".repeat(86)), "0f".repeat(32));
    let release = Tailwind { version: "4.99.1".into(), integrity, files };
    pin_tailwind(&path, &release).unwrap();
    assert_eq!(pin_programs(&path, &[program("4.99.1")]), Ok(true));
    let lock = Lock::read(&path, "").unwrap().unwrap();
    assert_eq!((lock.tailwind, lock.programs), (vec![release], vec![program("4.99.1")]));
}
