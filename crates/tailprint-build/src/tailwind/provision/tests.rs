use super::*;
use std::ffi::OsString;
use std::time::Instant;

fn env(cache: &Path) -> Env {
    let set = |key: &str, value: OsString| (key.to_owned(), value);
    let machine = Env::process();
    let inherited = ["PATH", "HOME", "NODE_EXTRA_CA_CERTS"].into_iter();
    let inherited = inherited.filter_map(|key| Some(set(key, machine.machine(key)?)));
    Env::of(inherited.chain([set("TAILPRINT_CACHE_DIR", cache.into())]))
}

fn version_of(folder: &Path) -> Option<String> {
    let manifest = folder.join("node_modules/tailwindcss/package.json");
    super::super::find::manifest_version(&manifest)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|found| found.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_pinned_version_is_installed_once_shared_and_repaired() {
    let temporary = tempfile::tempdir().unwrap();
    let cache = temporary.path().join("cache");
    let env = env(&cache);
    // What an interrupted install leaves behind is in nobody's way.
    fs::create_dir_all(cache.join("tailwindcss-4.3.5.new/node_modules")).unwrap();
    let start = Instant::now();
    let both = std::thread::scope(|scope| {
        let start = || scope.spawn(|| install(DEFAULT_VERSION, &Supply::default(), &env));
        [start(), start()].map(|thread| thread.join().unwrap().unwrap())
    });
    println!("two parallel installs: {:?}", start.elapsed());
    let folder = cache.join("tailwindcss-4.3.5");
    assert_eq!(both, [folder.clone(), folder.clone()]);
    assert_eq!(version_of(&folder).as_deref(), Some(DEFAULT_VERSION));
    assert_eq!(names(&cache), ["tailwindcss-4.3.5", "tailwindcss-4.3.5.lock"]);

    // An intact one needs neither npm nor a network.
    let offline = [
        ("CARGO_NET_OFFLINE".into(), "true".into()),
        ("TAILPRINT_CACHE_DIR".into(), cache.clone().into()),
    ];
    let offline = Env::of::<OsString, OsString>(offline);
    let start = Instant::now();
    assert_eq!(install(DEFAULT_VERSION, &Supply::default(), &offline), Ok(folder.clone()));
    println!("check of an intact install: {:?}", start.elapsed());

    let program = folder.join("node_modules/@tailwindcss/cli/dist/index.mjs");
    let whole = fs::read(&program).unwrap();
    let damages: [&dyn Fn(); 4] = [
        &|| fs::write(&program, "").unwrap(),
        &|| fs::write(&program, vec![b' '; whole.len()]).unwrap(),
        &|| fs::remove_dir_all(folder.join("node_modules/@tailwindcss/oxide")).unwrap(),
        &|| fs::remove_file(folder.join(INVENTORY)).unwrap(),
    ];
    for damage in damages {
        damage();
        assert!(!is_intact(&folder));
        assert!(
            install(DEFAULT_VERSION, &Supply::default(), &offline)
                .unwrap_err()
                .reason
                .contains("offline")
        );
        assert_eq!(install(DEFAULT_VERSION, &Supply::default(), &env), Ok(folder.clone()));
        assert_eq!(fs::read(&program).unwrap(), whole);
        assert_eq!(names(&cache), ["tailwindcss-4.3.5", "tailwindcss-4.3.5.lock"]);
    }
}

#[test]
fn other_versions_are_installed_exactly_or_not_at_all() {
    let temporary = tempfile::tempdir().unwrap();
    let env = env(temporary.path());
    let old = install("3.4.19", &Supply::default(), &env).unwrap();
    assert_eq!(version_of(&old).as_deref(), Some("3.4.19"));
    assert!(old.join("node_modules/.bin/tailwindcss").exists());
    let missing = install("4.3.99", &Supply::default(), &env).unwrap_err();
    assert!(
        missing.reason.starts_with(
            "npm failed: ETARGET: No matching version found for @tailwindcss/cli@4.3.99"
        ),
        "{}",
        missing.reason
    );
    assert_eq!(
        names(temporary.path()),
        ["tailwindcss-3.4.19", "tailwindcss-3.4.19.lock", "tailwindcss-4.3.99.lock"]
    );
}

#[test]
fn a_registry_out_of_reach_is_told_in_npms_words() {
    let temporary = tempfile::tempdir().unwrap();
    let path = |name: &str| temporary.path().join(name).into_os_string();
    let env = Env::of([
        ("PATH", Env::process().machine("PATH").unwrap()),
        ("TAILPRINT_CACHE_DIR", path("cache")),
        ("npm_config_registry", "http://127.0.0.1:1/".into()),
        ("npm_config_cache", path("npm")),
    ]);
    let error = install(DEFAULT_VERSION, &Supply::default(), &env).unwrap_err();
    assert!(error.reason.starts_with("npm failed: ECONNREFUSED: "), "{}", error.reason);
    assert!(error.reason.contains("request to http://127.0.0.1:1/"), "{}", error.reason);
    assert_eq!(names(&temporary.path().join("cache")), ["tailwindcss-4.3.5.lock"]);
}

#[test]
fn a_version_is_exact_before_it_becomes_a_path() {
    for version in ["4.3.5", "3.4.19", "4.0.0-beta.1"] {
        assert!(is_exact(version), "{version}");
    }
    for version in [
        "",
        "4",
        "4.3",
        "^4.3.5",
        "4.3.x",
        "latest",
        "../../x",
        "4.3.5 || rm",
        "4.3.5-",
        "4.3.5-a/b",
        "4.3.5.1",
    ] {
        assert!(!is_exact(version), "{version}");
    }
    let error = install("^4", &Supply::default(), &Env::default()).unwrap_err();
    assert_eq!(error.reason, "\"^4\" is not an exact version");
}

#[test]
fn the_lock_pins_every_package_and_names_no_registry() {
    let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    assert_eq!(packages["node_modules/@tailwindcss/cli"]["version"], DEFAULT_VERSION);
    assert_eq!(packages["node_modules/tailwindcss"]["version"], DEFAULT_VERSION);
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
    for (path, _) in unpinned {
        assert!(
            path.starts_with("node_modules/@tailwindcss/oxide-") && !path.contains("linux-x64"),
            "{path}"
        );
    }
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
    let error = install(DEFAULT_VERSION, &Supply::default(), &env(&file)).unwrap_err();
    assert_eq!(error.reason, format!("cannot create {}: file exists", file.display()));
}
