use std::fs;

use super::*;

struct Package(tempfile::TempDir);

impl Package {
    fn new(files: &[&str]) -> Self {
        let package = Self(tempfile::tempdir().unwrap());
        for file in files {
            let file = package.0.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "x").unwrap();
        }
        package
    }

    fn discover(&self, roots: &[(&str, &str)], ignore: &[&str]) -> (Vec<String>, String) {
        let mut problems = Problems::default();
        let selection = Selection::new(ignore, [".well-known"]).unwrap();
        let roots: Vec<Root> = roots
            .iter()
            .map(|(prefix, folder)| Root {
                prefix: (*prefix).into(),
                folder: folder.into(),
                at_root: false,
            })
            .collect();
        let request = Request {
            package: self.0.path(),
            roots: &roots,
            selection: &selection,
            default_rules: 0,
            at_root: &GlobSet::default(),
            follow_symlinks: true,
            except: &[self.0.path().join("static/css/source.css")],
            typescript: &GlobSet::default(),
        };
        let files = discover(&request, &mut problems);
        (files.into_iter().map(|file| file.path).collect(), problems.into_report().to_string())
    }
}

#[test]
fn files_are_sorted_by_path_and_ignored_ones_left_out() {
    let package = Package::new(&[
        "static/css/source.css",
        "static/b/x.css",
        "static/a.css",
        "static/b-x.css",
        "static/.DS_Store",
        "static/.git/config",
        "static/a.css~",
        "static/.well-known/security.txt",
    ]);
    let (files, problems) = package.discover(&[("", "static")], &[".*", "*~"]);
    assert_eq!(files, [".well-known/security.txt", "a.css", "b-x.css", "b/x.css"]);
    assert_eq!(problems, "");
}

#[test]
fn an_earlier_root_wins_and_the_other_file_is_named() {
    let package = Package::new(&["one/v/a.css", "two/a.css", "two/b.css"]);
    let (files, problems) = package.discover(&[("", "one"), ("v", "two")], &[]);
    assert_eq!(files, ["v/a.css", "v/b.css"]);
    assert_eq!(
        problems,
        "two/a.css: not used, since one/v/a.css has the same path \"v/a.css\" \
             (the root that is given first wins; rename or ignore one of them)"
    );
}

#[test]
fn a_folder_that_is_given_twice_is_told_once() {
    let package = Package::new(&["one/a.css", "one/b.css"]);
    for again in ["one", "one/../one"] {
        let (files, problems) = package.discover(&[("", "one"), ("", again)], &[]);
        assert_eq!(files, ["a.css", "b.css"]);
        let told = "this folder is given as a root twice (remove one of the two)";
        assert_eq!(problems, format!("{again}: {told}"));
    }
    let (files, problems) = package.discover(&[("", "one"), ("v", "one")], &[]);
    assert_eq!((files.len(), &*problems), (4, ""));
}

#[test]
fn a_missing_root_is_an_error() {
    let (files, problems) = Package::new(&[]).discover(&[("", "public")], &[]);
    assert!(files.is_empty());
    assert_eq!(
        problems,
        "public: no such folder, but it is given as a root \
             (create it, or correct `Config::root`)"
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_inside_the_root_and_refused_outside() {
    use std::os::unix::fs::symlink;

    let package = Package::new(&["static/a/b.css", "secret/key.pem"]);
    let root = package.0.path().join("static");
    symlink(root.join("a"), root.join("inside")).unwrap();
    symlink(package.0.path().join("secret"), root.join("outside")).unwrap();
    symlink("/etc/hostname", root.join("hostname")).unwrap();
    symlink(&root, root.join("a/loop")).unwrap();
    symlink("gone", root.join("dangling")).unwrap();
    let (files, problems) = package.discover(&[("", "static")], &[]);
    assert_eq!(files, ["a/b.css", "inside/b.css"]);
    let refused = "this symbolic link leads out of its root, so it is refused \
                       (copy the file, or add its folder with `Config::root_at`)";
    assert_eq!(
        problems,
        format!(
            "static/a/loop: cannot be read: a symbolic link to static\n\
                 static/dangling: cannot be read: no such file or directory\n\
                 static/hostname: {refused}\n\
                 static/inside/loop: cannot be read: a symbolic link to static\n\
                 static/outside: {refused}"
        )
    );
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_url_is_reported() {
    use std::os::unix::ffi::OsStringExt as _;

    let package = Package::new(&["static/a\\b.css", "static/new\nline.css"]);
    let name = std::ffi::OsString::from_vec(b"caf\xe9.css".to_vec());
    fs::write(package.0.path().join("static").join(name), "x").unwrap();
    let (files, problems) = package.discover(&[("", "static")], &[]);
    assert!(files.is_empty());
    let strange = "the name of this file has a control character or a backslash (rename it)";
    assert_eq!(
        problems,
        format!(
            "static/a\\b.css: {strange}\n\
                 static/caf\u{FFFD}.css: the name of this file is not UTF-8 (rename it)\n\
                 static/new\\nline.css: {strange}"
        )
    );
}

#[cfg(unix)]
#[test]
fn a_socket_is_left_out_with_a_warning_unless_it_is_ignored() {
    let package = Package::new(&["static/a.css"]);
    let socket = package.0.path().join("static/app.sock");
    let _listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    let (files, problems) = package.discover(&[("", "static")], &[]);
    assert_eq!(files, ["a.css"]);
    assert_eq!(
        problems,
        "static/app.sock: is neither a file nor a folder, so it is left out \
         (delete it, or name it in `Config::ignore`)"
    );
    assert_eq!(package.discover(&[("", "static")], &["*.sock"]).1, "");
}
