use super::*;

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join(TREE)).unwrap();
    fs::create_dir_all(folder.path().join("cache")).unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(TREE).join(name), content).unwrap();
    }
    folder
}

/// Records one asset with a digest that no bytes have, so that a test sees where it comes from.
fn remember(folder: &Path, settings: &str) {
    // A file that is as new as the record does not count.
    std::thread::sleep(std::time::Duration::from_millis(20));
    let line = Line { path: "a.svg", name: "a.1.svg", sha256: [7; 32], is_leaf: true };
    fs::write(folder.join(RECORD), record(folder, settings, [line].into_iter())).unwrap();
}

fn is_remembered(folder: &Path, settings: &str, bytes: &[u8]) -> bool {
    Digests::read(folder, settings).of("a.svg", bytes).sha256 == [7; 32]
}

#[test]
#[cfg(unix)]
fn a_digest_is_remembered_for_the_same_bytes_only() {
    let folder = tree(&[("a.1.svg", "<svg/>")]);
    remember(folder.path(), "");
    let digests = Digests::read(folder.path(), "");
    let digest = digests.of("a.svg", b"<svg/>");
    assert_eq!((digest.sha256, digest.written.as_deref()), ([7; 32], Some("a.1.svg")));
    assert_eq!(digests.of_leaf("a.svg", b"<svg/>"), Some(digest));
    for other in [&b"<svg>"[..], b"<SVG/>", b""] {
        assert_eq!(digests.of("a.svg", other).sha256, <[u8; 32]>::from(Sha256::digest(other)));
        assert_eq!(digests.of_leaf("a.svg", other), None);
    }
    assert_eq!(digests.of("b.svg", b"<svg/>").written, None);
}

#[test]
fn a_file_of_the_tree_that_was_written_to_does_not_count() {
    let folder = tree(&[("a.1.svg", "<svg/>")]);
    remember(folder.path(), "");
    let file = folder.path().join(TREE).join("a.1.svg");
    let modified = fs::metadata(&file).unwrap().modified().unwrap();
    fs::write(&file, "<SVG/>").unwrap();
    File::options().write(true).open(&file).unwrap().set_modified(modified).unwrap();
    assert!(!is_remembered(folder.path(), "", b"<SVG/>"));
}

#[test]
fn a_file_as_new_as_the_record_does_not_count() {
    let folder = tree(&[("a.1.svg", "<svg/>")]);
    remember(folder.path(), "");
    let written = folder.path().join(TREE).join("a.1.svg").metadata().unwrap();
    let record = File::options().write(true).open(folder.path().join(RECORD)).unwrap();
    record.set_modified(written.modified().unwrap()).unwrap();
    assert!(!is_remembered(folder.path(), "", b"<svg/>"));
}

#[test]
fn a_record_of_other_settings_or_a_damaged_one_does_not_count() {
    let folder = tree(&[("a.1.svg", "<svg/>")]);
    remember(folder.path(), "js");
    assert!(!is_remembered(folder.path(), "", b"<svg/>"));
    assert_eq!(is_remembered(folder.path(), "js", b"<svg/>"), cfg!(unix));
    let file = folder.path().join(RECORD);
    let text = fs::read_to_string(&file).unwrap();
    for damaged in [text.replace("0707", "0708"), text[..text.len() - 1].to_owned(), String::new()]
    {
        fs::write(&file, damaged).unwrap();
        assert!(!is_remembered(folder.path(), "js", b"<svg/>"));
    }
}
