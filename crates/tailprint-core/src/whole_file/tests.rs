use std::time::{Duration, SystemTime};

use super::*;

#[test]
fn an_equal_file_keeps_its_modification_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep/er/a.txt");
    assert!(write_if_changed(&file, b"one").unwrap());
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    fs::File::open(&file).unwrap().set_modified(past).unwrap();
    assert!(!write_if_changed(&file, b"one").unwrap());
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), past);
    assert!(write_if_changed(&file, b"two").unwrap());
    assert_eq!(fs::read(&file).unwrap(), b"two");
    let files = fs::read_dir(file.parent().unwrap()).unwrap();
    assert_eq!(files.count(), 1, "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn other_users_may_read_a_file_as_far_as_the_umask_allows() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let (own, usual) = (folder.path().join("own"), folder.path().join("usual"));
    write(&own, b"").unwrap();
    fs::write(&usual, b"").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&own), mode(&usual));
}
