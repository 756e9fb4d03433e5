#![cfg(target_os = "linux")]

use super::*;

#[test]
fn the_list_of_a_folder_is_announced_by_a_path_too_long_for_what_is_in_it() {
    for name in ["x", "some-folder", "a folder"] {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("f"), "").unwrap();
        let path = long(&folder).unwrap();
        assert_eq!(std::fs::canonicalize(&path).unwrap(), folder.canonicalize().unwrap());
        assert!(path.ends_with(name) && path.starts_with(folder.to_str().unwrap()));
        assert!(std::fs::metadata(format!("{path}/f")).is_err());
        // Cargo stores the path relative to the package and joins it again.
        let inner = Path::new(&path).strip_prefix(&folder).unwrap();
        assert_eq!(folder.join(inner).as_os_str().len(), path.len());
    }
    assert_eq!(long(Path::new("/")), None);
    assert_eq!(long(Path::new("/nosuch")), None);
}
