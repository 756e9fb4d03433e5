use super::*;
use crate::node::Manifest;
use tailprint_core::program::program_in;

/// A machine with npm, whose cache is `cache`.
fn places(cache: &Path) -> Places {
    let variable = |key: &str| Some((key.into(), std::env::var_os(key)?));
    let path = std::env::var_os("PATH").unwrap();
    let program = std::env::split_paths(&path).find_map(|folder| program_in(&folder, "npm"));
    let environment = ["PATH", "HOME", "NODE_EXTRA_CA_CERTS"].into_iter().filter_map(variable);
    Places {
        cache: Some(cache.to_owned()),
        npm: Some(Npm { program: program.unwrap(), environment: Some(environment.collect()) }),
        ..Places::default()
    }
}

fn version_of(folder: &Path) -> Option<String> {
    let manifest = folder.join("node_modules/tailwindcss/package.json");
    Manifest::parse(&fs::read(manifest).unwrap()).unwrap().version
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|found| found.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Windows shares no install between projects, since npm writes programs of its own there.
#[cfg(unix)]
#[test]
fn the_pinned_version_is_installed_once_shared_and_repaired() {
    use std::time::Instant;

    let temporary = tempfile::tempdir().unwrap();
    let cache = temporary.path().join("cache");
    let online = places(&cache);
    // What an interrupted install leaves behind is in nobody's way.
    fs::create_dir_all(cache.join("tailwindcss-4.3.5.new/node_modules")).unwrap();
    let start = Instant::now();
    let both = std::thread::scope(|scope| {
        let start = || scope.spawn(|| install(&online, DEFAULT));
        [start(), start()].map(|thread| thread.join().unwrap().unwrap())
    });
    println!("two parallel installs: {:?}", start.elapsed());
    let folder = cache.join("tailwindcss-4.3.5");
    assert_eq!(both, [folder.clone(), folder.clone()]);
    assert_eq!(version_of(&folder).as_deref(), Some(DEFAULT));
    assert_eq!(names(&cache), ["tailwindcss-4.3.5", "tailwindcss-4.3.5.lock"]);

    // An intact one needs neither npm nor a network.
    let offline = Places {
        cache: Some(cache.clone()),
        scratch: Some(temporary.path().join("target")),
        offline: Some("cargo is offline (CARGO_NET_OFFLINE)".to_owned()),
        ..Places::default()
    };
    let start = Instant::now();
    assert_eq!(install(&offline, DEFAULT), Ok(folder.clone()));
    println!("check of an intact install: {:?}", start.elapsed());
    std::thread::sleep(Duration::from_millis(2100));
    install(&offline, DEFAULT).unwrap();
    let start = Instant::now();
    assert_eq!(install(&offline, DEFAULT), Ok(folder.clone()));
    println!("check of an install that this build remembers: {:?}", start.elapsed());

    let program = folder.join("node_modules/@tailwindcss/cli/dist/index.mjs");
    let whole = fs::read(&program).unwrap();
    let below = |path: &str| folder.join(path);
    let data = program.metadata().unwrap();
    let damages: [&dyn Fn(); 8] = [
        &|| fs::write(&program, "").unwrap(),
        &|| fs::write(&program, vec![b' '; whole.len()]).unwrap(),
        &|| {
            // As somebody does who wants it to look untouched.
            fs::write(&program, vec![b' '; whole.len()]).unwrap();
            let file = fs::File::options().append(true).open(&program).unwrap();
            file.set_modified(data.modified().unwrap()).unwrap();
        },
        &|| fs::remove_dir_all(below("node_modules/@tailwindcss/oxide")).unwrap(),
        &|| {
            let natives = fs::read_dir(below("node_modules/@tailwindcss")).unwrap().flatten();
            let natives = natives.filter(|it| it.file_name().to_string_lossy().contains("oxide-"));
            natives.for_each(|native| fs::remove_dir_all(native.path()).unwrap());
        },
        &|| {
            fs::create_dir(below("node_modules/evil")).unwrap();
            fs::write(below("node_modules/evil/index.js"), "").unwrap();
        },
        &|| fs::write(below("node_modules/tailwindcss/node.js"), "").unwrap(),
        &|| {
            let link = below("node_modules/.bin/tailwindcss");
            fs::remove_file(&link).unwrap();
            std::os::unix::fs::symlink("/bin/sh", &link).unwrap();
        },
    ];
    for damage in damages {
        damage();
        assert!(install(&offline, DEFAULT).unwrap_err().message().contains("offline"));
        assert_eq!(install(&online, DEFAULT), Ok(folder.clone()));
        assert_eq!(fs::read(&program).unwrap(), whole);
        assert_eq!(names(&cache), ["tailwindcss-4.3.5", "tailwindcss-4.3.5.lock"]);
    }
}

#[test]
fn a_version_without_digests_is_kept_in_the_folder_of_the_build_and_checked_there() {
    let temporary = tempfile::tempdir().unwrap();
    let target = temporary.path().join("target");
    let online =
        Places { scratch: Some(target.clone()), ..places(&temporary.path().join("cache")) };
    let folder = install(&online, "3.4.19").unwrap();
    assert_eq!(folder, target.join("tailwindcss-3.4.19"));
    assert!(!temporary.path().join("cache").exists());
    let offline = Places { npm: None, ..online.clone() };
    assert_eq!(install(&offline, "3.4.19"), Ok(folder.clone()));
    let program = folder.join("node_modules/tailwindcss/lib/cli.js");
    let whole = fs::read(&program).unwrap();
    fs::write(&program, "evil").unwrap();
    assert_eq!(install(&offline, "3.4.19").unwrap_err().message(), "no npm on PATH");
    assert_eq!(install(&online, "3.4.19"), Ok(folder));
    assert_eq!(fs::read(&program).unwrap(), whole);
}

#[test]
fn other_versions_are_installed_exactly_or_not_at_all() {
    let temporary = tempfile::tempdir().unwrap();
    let online = places(temporary.path());
    let old = install(&online, "3.4.19").unwrap();
    assert_eq!(version_of(&old).as_deref(), Some("3.4.19"));
    assert!(old.join("node_modules/.bin/tailwindcss").exists());
    let missing = install(&online, "4.3.99").unwrap_err();
    assert!(
        missing.message().starts_with(
            "npm failed: ETARGET: No matching version found for @tailwindcss/cli@4.3.99"
        ),
        "{}",
        missing.message()
    );
    assert_eq!(
        names(temporary.path()),
        ["tailwindcss-3.4.19", "tailwindcss-3.4.19.lock", "tailwindcss-4.3.99.lock"]
    );
}

#[test]
fn a_registry_out_of_reach_is_told_in_npms_words() {
    let temporary = tempfile::tempdir().unwrap();
    let path = |name: &str| temporary.path().join(name);
    let mut places = places(&path("cache"));
    let environment = [
        ("PATH", std::env::var_os("PATH").unwrap()),
        ("npm_config_registry", "http://127.0.0.1:1/".into()),
        ("npm_config_cache", path("npm").into()),
    ];
    let environment = environment.map(|(key, value)| (key.into(), value));
    places.npm.as_mut().unwrap().environment = Some(environment.into());
    let error = install(&places, DEFAULT).unwrap_err();
    assert!(error.message().starts_with("npm failed: ECONNREFUSED: "), "{error}");
    assert!(error.message().contains("request to http://127.0.0.1:1/"), "{error}");
    assert_eq!(names(&path("cache")), ["tailwindcss-4.3.5.lock"]);
}

#[test]
fn the_lock_pins_every_package_and_names_no_registry() {
    let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    assert_eq!(packages["node_modules/@tailwindcss/cli"]["version"], DEFAULT);
    assert_eq!(packages["node_modules/tailwindcss"]["version"], DEFAULT);
    assert_eq!(
        packages[""]["dependencies"],
        serde_json::from_str::<serde_json::Value>(MANIFEST).unwrap()["dependencies"]
    );
    assert!(
        packages
            .iter()
            .filter(|(path, _)| !path.is_empty())
            .all(|(_, package)| package["version"].is_string())
    );
    assert!(packages.values().all(|package| package["resolved"].is_null()));
    let unpinned = packages.iter().filter(|(path, package)| {
        !path.is_empty() && package["integrity"].is_null() && package["inBundle"].is_null()
    });
    let unpinned: Vec<_> = unpinned.map(|(path, _)| path).collect();
    assert!(unpinned.is_empty(), "{unpinned:?}");
    for (path, package) in packages {
        for name in
            package["optionalDependencies"].as_object().into_iter().flat_map(|names| names.keys())
        {
            assert!(packages.contains_key(&format!("node_modules/{name}")), "{path} needs {name}");
        }
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_an_error_with_its_path() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("file");
    fs::write(&file, "").unwrap();
    let error = install(&places(&file), DEFAULT).unwrap_err();
    assert_eq!(error.message(), format!("cannot create {}: file exists", file.display()));
}

/// The systems of the packages for one system each.
const SYSTEMS: [[&str; 3]; 14] = [
    ["linux", "x64", "glibc"],
    ["linux", "x64", "musl"],
    ["linux", "arm64", "glibc"],
    ["linux", "arm64", "musl"],
    ["linux", "arm", "glibc"],
    ["linux", "arm", "musl"],
    ["linux", "wasm32", "glibc"],
    ["darwin", "arm64", "none"],
    ["darwin", "x64", "none"],
    ["win32", "x64", "none"],
    ["win32", "arm64", "none"],
    ["win32", "ia32", "none"],
    ["android", "arm64", "none"],
    ["freebsd", "x64", "none"],
];

#[test]
#[ignore = "installs for fourteen systems, 250 MB; prints the table of a new version"]
fn the_table_is_that_of_an_install_for_every_system() {
    let temporary = tempfile::tempdir().unwrap();
    let npm = places(temporary.path()).npm.unwrap();
    let mut table = BTreeMap::new();
    for [os, cpu, libc] in SYSTEMS {
        let folder = temporary.path().join(format!("{os}-{cpu}-{libc}"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("package.json"), MANIFEST).unwrap();
        fs::write(folder.join("package-lock.json"), LOCK).unwrap();
        let system = [format!("--os={os}"), format!("--cpu={cpu}"), format!("--libc={libc}")];
        let system = system.each_ref().map(OsStr::new);
        let prefix = [OsStr::new("--prefix"), folder.as_ref()];
        npm.run(&Run {
            name: "npm",
            command: "ci",
            options: &OPTIONS,
            arguments: &[&system[..], &prefix].concat(),
            folder: &folder,
            limit: LIMIT,
        })
        .unwrap();
        let contents = Contents::of(&folder).unwrap();
        for (package, digest) in contents.packages(&locked()).unwrap().unwrap() {
            assert_eq!(table.entry(package).or_insert_with(|| digest.clone()), &digest);
        }
    }
    let lines = table.iter().map(|(package, digest)| format!("{digest}  {package}\n"));
    let text = lines.collect::<String>();
    println!("{text}");
    assert_eq!(text, include_str!("contents.txt"));
}

/// The folders of the packages that `package-lock.json` names.
fn locked() -> std::collections::BTreeSet<String> {
    let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
    let packages = lock["packages"].as_object().unwrap().keys();
    packages.filter(|path| !path.is_empty()).cloned().collect()
}

#[test]
fn every_locked_package_has_a_digest() {
    let lines = include_str!("contents.txt").lines();
    let listed = lines.map(|line| line.split_once("  ").unwrap().1.to_owned()).collect();
    assert_eq!(locked(), listed);
}
