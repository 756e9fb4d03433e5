use std::time::{Duration, SystemTime};

use super::*;

#[test]
fn an_equal_file_keeps_its_modification_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep/er/a.txt");
    assert!(write_if_changed(&file, b"one").unwrap());
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    fs::File::options().write(true).open(&file).unwrap().set_modified(past).unwrap();
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

#[cfg(unix)]
#[test]
fn a_private_file_is_its_owners_alone_and_replaces_a_link() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let (file, other) = (folder.path().join("own"), folder.path().join("other"));
    fs::write(&other, "other").unwrap();
    std::os::unix::fs::symlink(&other, &file).unwrap();
    write_private(&file, b"secret").unwrap();
    let written = fs::symlink_metadata(&file).unwrap();
    assert_eq!((written.is_file(), written.permissions().mode() & 0o777), (true, 0o600));
    assert_eq!(fs::read(&other).unwrap(), b"other");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_file_that_is_not_renamed_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    drop(temporary(folder.path()).unwrap());
    let file = temporary(folder.path()).unwrap();
    fs::create_dir(folder.path().join("taken")).unwrap();
    assert!(persist(file, &folder.path().join("taken")).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_unnamed_file_is_written_at_its_end_while_another_handle_reads_its_beginning() {
    use std::io::{Read as _, Seek as _};

    let mut file = unnamed().unwrap();
    let mut program = file.try_clone().unwrap();
    program.write_all(b"HTTP/1.1 200 OK").unwrap();
    file.rewind().unwrap();
    program.write_all(b", and the end").unwrap();
    file.rewind().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    assert_eq!(text, "HTTP/1.1 200 OK, and the end");
}

#[test]
fn a_new_temporary_folder_replaces_those_that_nobody_holds() {
    let home = tempfile::tempdir().unwrap();
    let here = home.path();
    let names = || {
        let entries = fs::read_dir(here).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    // Of a process that was killed before and after it made the lock; the last two are not of ours.
    fs::create_dir_all(here.join(".tailprint-aaaaaa")).unwrap();
    fs::create_dir_all(here.join(".tailprint-bbbbbb/deep")).unwrap();
    fs::write(here.join(".tailprint-bbbbbb/lock"), "").unwrap();
    fs::write(here.join(".tailprint-bbbbbb/page"), "").unwrap();
    fs::create_dir_all(here.join(".tailprint-cccccc/no lock")).unwrap();
    fs::write(here.join(".tailprint-dev"), "").unwrap();
    let one = Scratch::new_in(here).unwrap();
    let kept = [".tailprint-cccccc", ".tailprint-dev"];
    assert_eq!(names().len(), 1 + kept.len(), "{:?}", names());
    let other = Scratch::new_in(here).unwrap();
    assert!(one.path().is_dir() && other.path().is_dir());
    assert_eq!(fs::read_to_string(one.path().join(".gitignore")).unwrap(), "*\n");
    drop((one, other));
    assert_eq!(names(), kept);
}

#[test]
fn an_abandoned_file_is_swept_and_one_in_use_is_not() {
    let home = tempfile::tempdir().unwrap();
    let abandoned = home.path().join(".tailprint-abc123");
    fs::write(&abandoned, "").unwrap();
    let link = home.path().join(".tailprint-def456");
    #[cfg(unix)]
    std::os::unix::fs::symlink("elsewhere", &link).unwrap();
    let mut file = temporary(home.path()).unwrap();
    sweep(home.path());
    assert!(!abandoned.exists());
    assert_eq!(link.is_symlink(), cfg!(unix));
    assert!(file.path().exists());
    file.write_all(b"whole").unwrap();
    persist(file, &home.path().join("file")).unwrap();
    assert_eq!(fs::read(home.path().join("file")).unwrap(), b"whole");
}

#[test]
fn many_processes_that_sweep_one_folder_leave_each_other_alone() {
    let home = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let scratch = Scratch::new_in(home.path()).unwrap();
                    fs::write(scratch.path().join("file"), "").unwrap();
                    drop(scratch);
                    sweep(home.path());
                    let mut file = temporary(home.path()).unwrap();
                    file.write_all(b"x").unwrap();
                    persist(file, &home.path().join("file")).unwrap();
                }
            });
        }
    });
}

#[test]
fn a_file_that_is_being_read_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    write(&path, b"old").unwrap();
    let reader = fs::File::open(&path).unwrap();
    let reading = std::thread::spawn(move || {
        std::thread::sleep(PAUSE * 3);
        io::read_to_string(reader).unwrap()
    });
    write(&path, b"new").unwrap();
    assert_eq!(reading.join().unwrap(), "old");
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

#[cfg(unix)]
#[test]
fn what_a_person_names_and_is_no_usual_file_is_written_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, b"old").unwrap();
    std::os::unix::fs::symlink("file", &link).unwrap();
    write_named(&link, b"new").unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"new");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::read(pipe).unwrap())
    };
    write_named(&pipe, b"through").unwrap();
    assert_eq!(reader.join().unwrap(), b"through");
    assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["file", "link", "pipe"]);
}

#[test]
fn a_file_that_is_written_through_is_whole_and_leaves_nothing_beside() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/file");
    for content in [&b"first"[..], b"", b"last"] {
        write_through(&file, content).unwrap();
        assert_eq!(fs::read(&file).unwrap(), content);
    }
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_system_without_locks_says_so_in_two_ways() {
    const ENOLCK: i32 = 37;
    const EACCES: i32 = 13;
    assert!(has_no_locks(&io::ErrorKind::Unsupported.into()));
    assert!(has_no_locks(&io::Error::from_raw_os_error(ENOLCK)));
    assert!(!has_no_locks(&io::Error::from_raw_os_error(EACCES)));
}
