use super::*;

fn integrity_of(letter: &str) -> String {
    format!("sha512-{}==", letter.repeat(86))
}

fn error(text: &str) -> String {
    Lock::parse(text, FILE).unwrap_err().to_string()
}

#[test]
fn releases_and_packages_are_read_and_unknown_keys_passed_over() {
    let (one, two) = (integrity_of("a"), integrity_of("b"));
    let text = format!(
        "\u{feff}# a comment\r\nversion = 1\r\nlater = true\r\n\r\n\
         [[tailwind]]\r\nversion = \"4.99.0\"\r\nintegrity = \"{one}\"\r\nfiles = \"{}\"\r\nnew = 1\r\n\
         [[package]]\nname = \"@hotwired/turbo\"\nversion = \"8.0.13\"\nintegrity = \"{two}\"\n\
         folder = \"@hotwired/turbo\"\n",
        "0f".repeat(32)
    );
    let lock = Lock::parse(&text, FILE).unwrap();
    let tailwind = Tailwind { version: "4.99.0".into(), integrity: one, files: "0f".repeat(32) };
    assert_eq!(lock.tailwind("4.99.0"), Some(&tailwind));
    assert_eq!(lock.tailwind("4.99.1"), None);
    let name = "@hotwired/turbo".to_owned();
    let package = Package {
        folder: name.clone(),
        name,
        version: "8.0.13".into(),
        integrity: two,
        ..Package::default()
    };
    assert_eq!(lock.packages, [package]);
}

#[test]
fn a_file_that_is_missing_is_nothing_and_one_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    assert_eq!(Lock::read(&path, FILE).unwrap(), None);
    fs::write(&path, "version = 1").unwrap();
    assert_eq!(Lock::read(&path, FILE).unwrap(), Some(Lock::default()));
    fs::write(&path, b"version = 1 # \xff").unwrap();
    assert_eq!(
        Lock::read(&path, "app/tailprint.lock").unwrap_err().to_string(),
        "app/tailprint.lock: is not UTF-8 (restore it from version control; after a merge, keep one side)"
    );
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let error = Lock::read(&path, FILE).unwrap_err();
    assert!(error.message().starts_with("tailprint.lock: cannot be read: "), "{error}");
}

#[test]
fn another_version_of_the_format_is_refused_with_the_repair_whatever_else_it_has() {
    assert_eq!(
        error("# made by tailprint\n version = 2\ntailwind = \"all of it\"\n"),
        "tailprint.lock:2:2: version 2 of the format, and this tailprint reads 1 \
         (use the version of tailprint that wrote it, or a later one)"
    );
    assert_eq!(
        error(""),
        "tailprint.lock:1:1: no `version = 1` \
         (restore it from version control; after a merge, keep one side)"
    );
}

#[test]
fn a_fault_is_named_with_its_line_and_column() {
    let restore = "(restore it from version control; after a merge, keep one side)";
    assert_eq!(
        error("version = 1\n<<<<<<< HEAD\n"),
        format!("tailprint.lock:2:1: unexpected character found: `<` {restore}")
    );
    assert_eq!(
        error("version = \"1\"\n"),
        format!(
            "tailprint.lock:1:11: invalid type: string \"1\", expected u32 for key `version` {restore}"
        )
    );
    let whole = format!(
        "[[tailwind]]\nversion = \"4.9.0\"\nintegrity = \"{}\"\nfiles = \"{}\"\n",
        integrity_of("a"),
        "0f".repeat(32)
    );
    assert_eq!(
        error(&format!("version = 1\n\n[[tailwind]]\nversion = \"4.9.0\"\n{whole}")),
        format!("tailprint.lock:3:1: missing field `integrity` for key `tailwind` {restore}")
    );
    let short = error("version = 1\n[[tailwind]]\nversion = \"4.9.0\"\nintegrity = \"sha1-abc\"\n");
    assert_eq!(
        short,
        format!(
            "tailprint.lock:4:13: invalid value: string \"sha1-abc\", expected `sha512-` and a digest in Base64 \
             for key `tailwind.integrity` {restore}"
        )
    );
    let text = format!(
        "version = 1\n[[tailwind]]\nversion = \"4.9.0\"\nintegrity = \"{}\"\nfiles = \"é\"\n",
        integrity_of("a")
    );
    assert_eq!(
        error(&text),
        format!(
            "tailprint.lock:5:9: invalid value: string \"é\", expected a SHA-256 of 64 hexadecimal digits \
             for key `tailwind.files` {restore}"
        )
    );
}

#[test]
fn a_fault_behind_other_entries_is_named_with_its_line_in_the_file() {
    let restore = "(restore it from version control; after a merge, keep one side)";
    let whole = format!(
        "[[tailwind]]\nversion = \"4.9.0\"\nintegrity = \"{}\"\nfiles = \"{}\"\n\n",
        integrity_of("a"),
        "0f".repeat(32)
    );
    assert_eq!(
        error(&format!("version = 1\n\n{whole}{whole}=======\n")),
        format!("tailprint.lock:13:1: expected a table key, found an equals {restore}")
    );
    let tables: String = (0..65).map(|number| format!("[later.{number}]\n")).collect();
    assert_eq!(
        error(&format!("version = 1\n{whole}{tables}")),
        format!("tailprint.lock:71:1: more than 64 tables in one entry {restore}")
    );
}

#[test]
fn programs_are_added_behind_everything_else_and_read_again() {
    let program = |version: &str, name: &str| Program {
        version: version.into(),
        name: name.into(),
        sha256: "0f".repeat(32),
    };
    let (one, two) = (program("4.3.6", "a"), program("4.3.7", "b"));
    let before = format!(
        "# mine\nversion = 1\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nintegrity = \"{}\"\n\
         folder = \"a\" # last",
        integrity_of("a")
    );
    let text = with_programs(&before, std::slice::from_ref(&one));
    assert!(text.starts_with(&before), "{text}");
    // Of a merge, entries of several kinds may stand between each other.
    let text = format!(
        "{text}\n[[tailwind]]\nversion = \"4.3.6\"\nintegrity = \"{}\"\nfiles = \"{}\"\n",
        integrity_of("b"),
        "0e".repeat(32)
    );
    let text = with_programs(&text, std::slice::from_ref(&two));
    let lock = Lock::parse(&text, FILE).unwrap();
    assert_eq!((lock.programs, lock.tailwind.len(), lock.packages.len()), (vec![one, two], 1, 1));
    assert_eq!(
        error("version = 1\n[[program]]\nversion = \"4.3.6\"\nname = \"a\"\nsha256 = \"0f\"\n"),
        "tailprint.lock:5:10: invalid value: string \"0f\", expected a SHA-256 of 64 hexadecimal digits \
         for key `program.sha256` (restore it from version control; after a merge, keep one side)"
    );
}

#[test]
fn a_path_that_leads_out_is_refused_wherever_it_stands() {
    let head = format!(
        "version = 1\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nintegrity = \"{}\"\n",
        integrity_of("a")
    );
    for wrong in ["../../src", "/etc", "", ".", "a//b", "a/", "a/../..", "C:", "a\\\\..", "a\\n"] {
        let error = error(&format!("{head}folder = \"{wrong}\"\n"));
        assert!(
            error.starts_with("tailprint.lock:6:10: invalid value: string ")
                && error
                    .contains(", expected a path that does not lead out for key `package.folder`"),
            "{error}"
        );
    }
    for line in [
        "notices = [\"../../../etc/passwd\"]",
        "patched = [\"..\"]",
        "scripts = [\"/a.js\"]",
        "[package.files]\n\"../a.js\" = \"\"",
        "[package.minified]\n\"../a.js\" = \"\"",
        "[package.entries]\na = \"../a.js\"",
    ] {
        let error = error(&format!("{head}folder = \"@a/b@1.0.0\"\n{line}\n"));
        assert!(error.contains("expected a path that does not lead out"), "{line}: {error}");
    }
    let whole = format!("{head}folder = \"@a/b@1.0.0\"\nnotices = [\"docs/LICENSE\"]\n");
    assert_eq!(Lock::parse(&whole, FILE).unwrap().packages[0].notices, ["docs/LICENSE"]);
}

#[test]
fn an_entry_that_takes_more_stack_or_time_than_others_is_refused() {
    let restore = "(restore it from version control; after a merge, keep one side)";
    let many = |piece: &str| piece.repeat(100_000);
    for (text, place) in [
        (format!("version = 1\n[[package]]\na = {}", many("[")), "3:133"),
        (format!("version = 1\na = [\"]\", {}", many("{b=")), "2:392"),
    ] {
        let what = "more than 128 brackets in each other";
        assert_eq!(error(&text), format!("tailprint.lock:{place}: {what} {restore}"));
    }
    for (text, place) in [
        (format!("version = 1\n{}a = 1", many("a.")), "2:258"),
        (format!("version = 1\n# ...\n{}", many("\"é\".b = 1\n")), "131:4"),
    ] {
        let what = "more than 128 dots in the keys of one entry";
        assert_eq!(error(&text), format!("tailprint.lock:{place}: {what} {restore}"));
    }
    let dots = ".[{".repeat(200);
    let texts = format!(
        "version = 1\na = \"\\\"{dots}\"\nb = '{dots}'\nc = \"\"\"\n{dots}\"\"\\\"{dots}\"\"\"\nd = '''\n''{dots}'''\n# {dots}\n"
    );
    assert_eq!(Lock::parse(&texts, FILE), Ok(Lock::default()));
}

#[test]
fn quotes_at_the_end_of_a_long_text_hide_no_brackets() {
    let many = "[".repeat(100_000);
    for (text, column) in [
        ("\"\"\"a\"\"\"\"", 143),
        ("\"\"\"a\"\"\"\"\"", 144),
        ("\"\"\"\"\"\"\"\"", 143),
        ("\'\'\'a\'\'\'\'", 143),
        ("\'\'\'a\'\'\'\'\'", 144),
    ] {
        let found = error(&format!("version = 1\na = [{text}, {many}"));
        let expected = format!("tailprint.lock:2:{column}: more than 128 brackets in each other");
        assert!(found.starts_with(&expected), "{text}: {found}");
        let whole = Lock::parse(&format!("version = 1\na = {text}\nb = \"[[\""), FILE);
        assert_eq!(whole, Ok(Lock::default()), "{text}");
    }
}
