//! The sources are found, and what is linked is made of them.

use std::fs;
use std::path::{Path, PathBuf};

use rquickjs::{Context, Runtime};

use super::sources::{Places, VERSION};

fn here() -> Places {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    Places { package: env!("CARGO_MANIFEST_DIR").into(), cargo }
}

fn copy(to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(here().find().unwrap()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// The number of nested calls that fit into a small stack: fewer than 100 without optimisation.
fn calls() -> usize {
    let runtime = Runtime::new().unwrap();
    runtime.set_max_stack_size(128 << 10);
    let count = "let n = 0; const f = () => { n++; f(); }; try { f(); } catch {} n";
    Context::full(&runtime).unwrap().with(|ctx| ctx.eval(count)).unwrap()
}

#[test]
fn the_quickjs_that_runs_is_optimised_whatever_the_profile() {
    super::ensure();
    assert!(calls() > 100, "{} calls", calls());
}

#[test]
fn sources_are_found_where_cargo_and_its_users_put_them() {
    let versioned = format!("rquickjs-sys-{VERSION}");
    for (package, source, cargo) in [
        // downloaded
        ("registry/src/r/tailprint-quickjs-0.1.0", format!("registry/src/r/{versioned}"), "none"),
        // `cargo vendor`, with and without versions
        ("app/vendor/tailprint-quickjs", "app/vendor/rquickjs-sys".to_owned(), "none"),
        ("app/vendor/tailprint-quickjs", format!("app/vendor/{versioned}"), "none"),
        // a path dependency of a workspace that has vendored the rest
        ("work/crates/tailprint-quickjs", "work/vendor/rquickjs-sys".to_owned(), "none"),
        // a path or git dependency
        ("git/tailprint/quickjs", format!("home/registry/src/r/{versioned}"), "home"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = |path: &str| folder.path().join(path);
        let places = Places { package: path(package), cargo: Some(path(cargo)) };
        assert_eq!(places.find(), None);
        let sources = path(&source).join("quickjs");
        copy(&sources);
        assert_eq!(places.find(), Some(sources));
    }
}

#[test]
fn sources_of_which_a_byte_differs_are_not_compiled() {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("rquickjs-sys/quickjs");
    copy(&sources);
    let places = Places { package: folder.path().join("tailprint-quickjs"), cargo: None };
    assert!(places.find().is_some());
    let header = sources.join("list.h");
    let mut bytes = fs::read(&header).unwrap();
    bytes.push(b'\n');
    fs::write(&header, bytes).unwrap();
    assert_eq!(places.find(), None);
    fs::remove_file(&header).unwrap();
    assert_eq!(places.find(), None);
}

/// The requirement is in the manifest of the workspace, or in that of a package that was taken out of it.
#[test]
fn the_sources_are_those_of_the_release_that_the_manifest_pins() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifests = [package.join("Cargo.toml"), package.join("../../Cargo.toml")];
    let requirements = manifests.iter().filter_map(|manifest| {
        let text = fs::read_to_string(manifest).ok()?;
        let (_, behind) =
            text.split_once("rquickjs-sys = { ").or(text.split_once("rquickjs-sys]\n"))?;
        Some(behind.lines().next()?.to_owned())
    });
    let pinned = format!("version = \"={VERSION}\"");
    let requirements: Vec<String> = requirements.collect();
    assert!(requirements.iter().any(|it| it.starts_with(&pinned)), "{requirements:?}");
}
