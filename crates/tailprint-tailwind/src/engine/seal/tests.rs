use super::*;

fn sealed() -> (tempfile::TempDir, Seal) {
    let folder = tempfile::tempdir().unwrap();
    let seal = Seal::open(folder.path()).unwrap();
    seal.write("a", b"content").unwrap();
    (folder, seal)
}

#[test]
fn what_was_written_is_read_again_by_the_same_user() {
    let (folder, seal) = sealed();
    assert_eq!(seal.read("a").unwrap(), b"content");
    assert_eq!(Seal::open(folder.path()).unwrap().read("a").unwrap(), b"content");
    assert_eq!(seal.read("b"), None);
}

#[test]
fn any_changed_byte_breaks_the_seal() {
    let (folder, seal) = sealed();
    let path = folder.path().join("a");
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, bad).unwrap();
        assert_eq!(seal.read("a"), None, "byte {at}");
    }
    for length in 0..good.len() {
        fs::write(&path, &good[..length]).unwrap();
        assert_eq!(seal.read("a"), None, "length {length}");
    }
}

#[test]
fn a_sealed_file_is_not_accepted_under_another_name() {
    let (folder, seal) = sealed();
    fs::rename(folder.path().join("a"), folder.path().join("b")).unwrap();
    assert_eq!(seal.read("b"), None);
}

#[test]
fn a_copy_of_the_folder_has_no_seal() {
    let (folder, _) = sealed();
    let copy = tempfile::tempdir().unwrap();
    for name in ["a", KEY] {
        fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let copied = Seal::open(copy.path()).unwrap();
    assert_eq!(copied.read("a"), None);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;

    let (folder, _) = sealed();
    let key = folder.path().join(KEY);
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    let error = Seal::open(folder.path()).unwrap_err();
    assert_eq!(error.to_string(), "others have access to the key");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_key_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    fs::write(elsewhere.path(), [0; KEY_LENGTH]).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(KEY)).unwrap();
    assert_eq!(Seal::open(folder.path()).unwrap_err().to_string(), "is no key");
}
