//! `collect --from`.

use std::fs;
use std::io::Read as _;
use std::time::{Duration, SystemTime};

use crate::world::World;

const SITE: [(&str, &str); 3] = [
    ("web/app.css", "a{background:url(img/b.png)}"),
    ("web/img/b.png", "b"),
    ("web/robots.txt", "r"),
];

fn collected() -> World {
    let world = World::new(&SITE);
    let ran = world.run("collect --from web --out out");
    assert_eq!(ran.summary(), "3 assets, 3 written, 0 unmodified, 0 removed");
    assert_eq!(ran.err, "");
    world
}

#[test]
fn every_asset_is_there_under_both_names_and_in_the_manifest() {
    let world = World::new(&SITE);
    let ran = world.run("collect --from web --out out --keep-name robots.txt");
    assert_eq!(ran.summary(), "3 assets, 3 written, 0 unmodified, 0 removed");
    let css = "app.b4f25eb7859a.css";
    assert_eq!(
        world.names("out"),
        [
            css,
            "app.css",
            "img/b.3e23e8160039.png",
            "img/b.png",
            "importmap.json",
            "robots.txt",
            "staticfiles.json"
        ]
    );
    for name in ["app.css", css] {
        assert_eq!(world.read(&format!("out/{name}")), "a{background:url(img/b.3e23e8160039.png)}");
    }
    let manifest = world.read("out/staticfiles.json");
    let paths = format!(
        "{{\"paths\":{{\"app.css\":\"{css}\",\"img/b.png\":\"img/b.3e23e8160039.png\",\"robots.txt\":\"robots.txt\"}},\"version\":\"1.1\",\"hash\":\""
    );
    assert!(manifest.starts_with(&paths), "{manifest}");
    assert_eq!(world.names(".").iter().filter(|name| name.contains(".tailprint")).count(), 0);
}

#[test]
fn files_for_the_root_of_the_host_have_a_folder_of_their_own() {
    let world = World::new(&SITE);
    world.write("web/robots.txt", &"User-agent: *\n".repeat(100));
    world.write("web/site.webmanifest", r#"{"icons":[{"src":"/static/img/b.png"}]}"#);
    let ran = world.run(
        "collect --from web --out out --at-root robots.txt --at-root *.webmanifest --encodings gz",
    );
    assert_eq!(ran.err, "");
    let names = world.names("out");
    let at_root: Vec<&String> = names.iter().filter(|name| name.starts_with("root/")).collect();
    assert_eq!(at_root, ["root/robots.txt", "root/robots.txt.gz", "root/site.webmanifest"]);
    assert!(!names.iter().any(|name| name == "robots.txt"));
    let icon = r#"{"icons":[{"src":"/static/img/b.3e23e8160039.png"}]}"#;
    assert_eq!(world.read("out/root/site.webmanifest"), icon);
    let manifest = world.read("out/staticfiles.json");
    assert!(manifest.contains("img/b.png") && !manifest.contains("robots.txt"), "{manifest}");
    // Nothing of it is taken for an older version of something.
    let ran = world.run("collect --from web --out out --at-root robots.txt --at-root *.webmanifest --encodings gz --keep 0");
    assert_eq!(ran.summary(), "4 assets, 0 written, 4 unmodified, 0 removed");

    world.write("web/root/robots.txt", "x");
    let ran = world.run("collect --from web --out other --at-root /robots.txt");
    assert!(
        ran.err.contains("robots.txt, where a file for the root of the host goes; rename it"),
        "{}",
        ran.err
    );
}

#[test]
fn unchanged_files_keep_their_time() {
    let world = collected();
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    for name in world.names("out") {
        let file = fs::File::options().write(true).open(world.file(&format!("out/{name}")));
        file.unwrap().set_modified(past).unwrap();
    }
    world.write("web/robots.txt", "new");
    let ran = world.run("collect --from web --out out");
    assert_eq!(ran.summary(), "3 assets, 1 written, 2 unmodified, 0 removed");
    let mut touched = world.names("out");
    touched.retain(|name| {
        let metadata = fs::metadata(world.file(&format!("out/{name}"))).unwrap();
        metadata.modified().unwrap() != past
    });
    assert_eq!(touched.len(), 3, "{touched:?}");
    assert!(touched.iter().all(|name| name.starts_with("robots") || name == "staticfiles.json"));
}

#[test]
fn a_content_that_comes_back_gets_a_new_time_under_its_logical_name() {
    let world = collected();
    world.write("web/robots.txt", "new");
    world.run("collect --from web --out out");
    let before = fs::metadata(world.file("out/robots.txt")).unwrap().modified().unwrap();
    world.write("web/robots.txt", "r");
    world.run("collect --from web --out out");
    assert_eq!(world.read("out/robots.txt"), "r");
    let after = fs::metadata(world.file("out/robots.txt")).unwrap().modified().unwrap();
    assert!(after >= before, "a client that asks If-Modified-Since would keep the wrong content");
}

#[test]
fn a_damaged_file_is_repaired() {
    let world = collected();
    world.write("out/img/b.png", "x");
    world.write("out/img/b.3e23e8160039.png", "longer");
    let ran = world.run("collect --from web --out out");
    assert_eq!(ran.summary(), "3 assets, 1 written, 2 unmodified, 0 removed");
    assert_eq!(world.read("out/img/b.png"), "b");
    assert_eq!(world.read("out/img/b.3e23e8160039.png"), "b");
}

#[test]
fn the_source_is_never_linked_to() {
    let world = collected();
    world.write("web/img/b.png", "b");
    fs::write(world.file("out/img/b.png"), "changed").unwrap();
    assert_eq!(world.read("web/img/b.png"), "b");
}

#[test]
fn problems_end_with_one_and_leave_the_output_as_it_was() {
    let world = collected();
    let before = world.tree("out");
    world.write("web/app.css", "@import 'gone.css';\na{background:url(img/bb.png)}");
    let ran = world.run("collect --from web --out out --clear");
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let expected = "\
error: no static asset \"gone.css\"
 --> web/app.css:1:10
  |
1 | @import 'gone.css';
  |          ^^^^^^^^

error: no static asset \"img/bb.png\"
 --> web/app.css:2:18
  |
2 | a{background:url(img/bb.png)}
  |                  ^^^^^^^^^^
  |
  = help: did you mean \"img/b.png\"?

2 errors
";
    assert_eq!(ran.err, expected);
    assert_eq!(world.tree("out"), before);
    let ran = world.run("collect --from web --out fresh/deep");
    assert_eq!(ran.code, Some(1));
    assert!(!world.file("fresh").exists());
}

#[test]
fn no_strict_makes_missing_references_warnings() {
    let world = World::new(&[("web/a.css", "a{background:url(gone.png)}")]);
    let ran = world.run("collect --from web --out out --no-strict");
    assert_eq!(ran.summary(), "1 asset, 1 written, 0 unmodified, 0 removed");
    assert!(ran.err.starts_with("warning: no static asset \"gone.png\""), "{}", ran.err);
    assert!(ran.err.ends_with("\n1 warning\n"), "{}", ran.err);
}

#[test]
fn a_dry_run_checks_everything_and_writes_nothing() {
    let world = World::new(&SITE);
    let ran = world.run("collect --from web --out out --dry-run");
    let expected = "dry run, nothing written: 3 assets, 3 written, 0 unmodified, 0 removed";
    assert_eq!(ran.summary(), expected);
    assert!(!world.file("out").exists());
    world.run("collect --from web --out out");
    world.write("out/extra.txt", "x");
    let before = world.tree(".");
    let ran = world.run("collect --from web --out out --dry-run --clear");
    let expected = "dry run, nothing written: 3 assets, 0 written, 3 unmodified, 1 removed";
    assert_eq!(ran.summary(), expected);
    assert_eq!(world.tree("."), before);
    world.write("web/app.css", "@import 'gone.css';");
    assert_eq!(world.run("collect --from web --out out --dry-run").code, Some(1));
}

#[test]
fn old_versions_stay_unless_they_are_to_go() {
    let world = World::new(&[("web/a.txt", "0")]);
    for version in 0..5 {
        world.write("web/a.txt", &version.to_string());
        world.run("collect --from web --out out");
        std::thread::sleep(Duration::from_millis(15));
    }
    let versions = |world: &World| {
        let names = world.names("out");
        let hashed = names.iter().filter(|name| name.len() == "a.123456789012.txt".len());
        let content = |name| world.read(&format!("out/{name}"));
        let mut versions: Vec<String> = hashed.map(content).collect();
        versions.sort();
        versions.concat()
    };
    assert_eq!(versions(&world), "01234");
    let foreign = ["out/b.0123456789ab.txt", "out/a.0123456789AB.txt", "out/a.old.txt"];
    for name in foreign {
        world.write(name, "foreign");
    }
    let ran = world.run("collect --from web --out out --keep 2");
    assert_eq!(ran.summary(), "1 asset, 0 written, 1 unmodified, 2 removed");
    for name in foreign {
        fs::remove_file(world.file(name)).unwrap();
    }
    assert_eq!(versions(&world), "234");
    world.run("collect --from web --out out --keep 0");
    assert_eq!(versions(&world), "4");
}

#[test]
fn the_version_that_was_current_is_the_last_to_go() {
    let world = World::new(&[]);
    for content in ["A", "B", "A"] {
        world.write("web/a.txt", content);
        world.run("collect --from web --out out");
    }
    world.write("web/a.txt", "C");
    world.run("collect --from web --out out --keep 1");
    let contents: Vec<String> = world.tree("out").into_values().collect();
    assert!(contents.contains(&"A".into()) && !contents.contains(&"B".into()), "{contents:?}");
}

#[test]
fn clear_leaves_the_export_and_nothing_else() {
    let world = collected();
    let before = world.tree("out");
    world.write("out/old/deep/x.txt", "x");
    world.write("out/app.0123456789ab.css", "x");
    let ran = world.run("collect --from web --out out --clear");
    assert_eq!(ran.summary(), "3 assets, 0 written, 3 unmodified, 2 removed");
    assert_eq!(world.tree("out"), before);
}

#[test]
fn a_dangerous_output_folder_is_refused() {
    let world = collected();
    let before = world.tree(".");
    for (args, why) in [
        ("--from web --out /", "this is the root of the file system"),
        ("--from web --out / --clear", "this is the root of the file system"),
        ("--from web --out web", "where the assets come from"),
        ("--from web --out web/dist", "where the assets come from"),
        ("--from web --out . --clear", "the current folder lies in it"),
        ("--from web --out .. --clear", "the current folder lies in it"),
        ("--from web --out web/robots.txt", "this is no folder"),
        ("--from gone --out out", "--from gone: no such folder"),
        ("--from web --out out --clear --keep 1", "cannot be used with"),
        ("--from web --release --out out", "cannot be used with"),
        ("--from web", "required"),
    ] {
        let ran = world.run(&format!("collect {args}"));
        assert_eq!(ran.code, Some(2), "{args}");
        assert!(ran.err.contains(why), "{args}: {}", ran.err);
        assert_eq!(ran.out, "", "{args}");
    }
    let home = world.file("home");
    fs::create_dir(&home).unwrap();
    let args = "collect --from web --out home --clear";
    // The second is that of Windows.
    let output = world.command(args).env("HOME", &home).env("USERPROFILE", &home).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    fs::remove_dir(&home).unwrap();
    assert_eq!(world.tree("."), before);
}

#[test]
fn obstacles_are_named_before_anything_is_written() {
    let world = World::new(&SITE);
    world.write("out/img", "a file");
    let before = world.tree("out");
    let ran = world.run("collect --from web --out out");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("is a file where the export has a folder; remove it"), "{}", ran.err);
    assert_eq!(world.tree("out"), before);
    let world = World::new(&SITE);
    world.write("out/app.css/x", "x");
    let ran = world.run("collect --from web --out out");
    assert!(ran.err.contains("is a folder where the export has a file; remove it"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = collected();
    world.write("out/css/old.css", "x");
    let locked = world.file("out/css");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere.
    let probe = locked.join("probe");
    let is_root = fs::write(&probe, "").is_ok();
    world.write("web/app.css", "a{}");
    world.write("web/css/new.css", "b{}");
    let before = world.tree("out");
    let ran = world.run("collect --from web --out out");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    if is_root {
        assert_eq!(ran.code, Some(0));
        return;
    }
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("cannot be written: permission denied"), "{}", ran.err);
    assert_eq!(world.tree("out"), before);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_that_cannot_be_made_is_told_with_the_reason() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new(&SITE);
    fs::create_dir(world.file("locked")).unwrap();
    fs::set_permissions(world.file("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    // Nobody makes folders in sysfs, and root makes them everywhere else.
    let is_root = fs::create_dir(world.file("locked/probe")).is_ok();
    let outs = ["/sys/tailprint-out", "locked/out"];
    for out in outs.into_iter().take(if is_root { 1 } else { 2 }) {
        let ran = world.run(&format!("collect --from web --out {out}"));
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        let reason = ["permission denied", "operation not permitted", "read-only file system"];
        let is_told = reason.iter().any(|it| ran.err.contains(&format!("cannot be created: {it}")));
        assert!(is_told, "{}", ran.err);
    }
    fs::set_permissions(world.file("locked"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_in_the_output_is_followed() {
    let world = collected();
    fs::create_dir(world.file("elsewhere")).unwrap();
    fs::remove_dir_all(world.file("out/img")).unwrap();
    std::os::unix::fs::symlink(world.file("elsewhere"), world.file("out/img")).unwrap();
    let ran = world.run("collect --from web --out out");
    assert!(ran.err.contains("is a symbolic link where the export has a folder"), "{}", ran.err);
    assert_eq!(world.names("elsewhere"), [""]);
    fs::remove_file(world.file("out/img")).unwrap();
    world.write("elsewhere/precious.txt", "p");
    std::os::unix::fs::symlink(world.file("elsewhere"), world.file("out/link")).unwrap();
    assert_eq!(world.run("collect --from web --out out --clear").code, Some(0));
    assert!(!world.file("out/link").is_symlink());
    assert_eq!(world.read("elsewhere/precious.txt"), "p");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_temporary_folder() {
    let files: Vec<(String, String)> =
        (0..1000).map(|index| (format!("web/{}/{index}.txt", index % 50), "x".into())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    for delay in [0, 10, 40, 100, 200] {
        let world = World::new(&files);
        world.write("out/mine.txt", "m");
        let mut child = world.command("collect --from web --out out").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        let id = child.id().to_string();
        std::process::Command::new("kill").args(["-INT", &id]).status().unwrap();
        let status = child.wait().unwrap();
        let names = world.names(".");
        assert!(names.iter().all(|name| !name.contains(".tailprint-")), "{names:?}");
        if status.success() {
            // Both names of each, the manifest, the import map and what was there.
            assert_eq!(world.names("out").len(), 2003);
        } else {
            assert_eq!(world.names("out"), ["mine.txt"]);
        }
    }
}

#[test]
fn leftovers_of_a_killed_run_are_removed_by_the_next() {
    let world = collected();
    world.write(".tailprint-abc123/lock", "");
    world.write(".tailprint-abc123/new/a.txt", "x");
    world.write(".tailprint-notours/a.txt", "a name that is not given");
    world.run("collect --from web --out out");
    assert!(!world.file(".tailprint-abc123").exists());
    assert!(world.file(".tailprint-notours").exists());
}

#[test]
fn an_asset_named_like_the_manifest_is_refused() {
    let world = World::new(&[("web/staticfiles.json", "{}")]);
    let ran = world.run("collect --from web --out out");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        "error: an asset is named staticfiles.json, like the manifest; rename it\n"
    );
}

#[test]
fn modules_are_rewritten_when_asked_for() {
    let world = World::new(&[("web/a.js", "import './b.js';"), ("web/b.js", "1")]);
    world.run("collect --from web --out plain");
    assert_eq!(world.read("plain/a.js"), "import './b.js';");
    world.run("collect --from web --out rewritten --js-modules");
    assert_eq!(world.read("rewritten/a.js"), "import './b.6b86b273ff34.js';");
}

#[test]
fn prefix_and_ignore_are_passed_on() {
    let world = World::new(&[
        ("web/a.css", "a{background:url(/assets/b.png)}"),
        ("web/b.png", "b"),
        ("web/c.psd", "c"),
        ("web/drafts/d.css", "@import 'gone.css';"),
    ]);
    let args = "collect --from web --out out --ignore *.psd -i drafts --url-prefix /assets/";
    let ran = world.run(args);
    assert_eq!(ran.summary(), "2 assets, 2 written, 0 unmodified, 0 removed");
    assert_eq!(world.read("out/a.css"), "a{background:url(./b.3e23e8160039.png)}");
}

#[test]
fn two_runs_at_once_both_succeed() {
    let world = World::new(&SITE);
    let mut runs: Vec<_> =
        (0..4).map(|_| world.command("collect --from web --out out").spawn().unwrap()).collect();
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!(world.names("out").len(), 8);
    assert!(world.names(".").iter().all(|name| !name.contains(".tailprint-")));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::Stdio;
    let world = World::new(&SITE);
    let mut child =
        world.command("collect --from web --out out").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_folder_is_precompressed_on_demand() {
    let css = "a{color:red}".repeat(100);
    let world = World::new(&[("web/a.css", &css), ("web/b.png", &css), ("web/c.css", "c{}")]);
    let ran = world.run("collect --from web --out out --encodings br,gz,zst");
    assert_eq!(ran.summary(), "3 assets, 3 written, 0 unmodified, 0 removed");
    let mut made = world.names("out");
    made.retain(|name| name.starts_with("a.css."));
    assert_eq!(made, ["a.css.br", "a.css.gz", "a.css.zst"]);
    let (br, gz) =
        ["br", "gz"].map(|end| fs::read(world.file(&format!("out/a.css.{end}"))).unwrap()).into();
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&*gz).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, css.as_bytes());
    plain.clear();
    brotli_decompressor::BrotliDecompress(&mut &*br, &mut plain).unwrap();
    assert_eq!(plain, css.as_bytes());
    let others = world
        .names("out")
        .into_iter()
        .filter(|name| name.contains("png.") || name.starts_with("c.css."));
    assert_eq!(others.count(), 0, "what is no smaller, or compressed already, stays alone");
    let again = world.run("collect --from web --out out --encodings br,gz,zst");
    assert_eq!(again.summary(), "3 assets, 0 written, 3 unmodified, 0 removed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_sees_how_far_the_work_is() {
    let world = World::new(&SITE);
    let command =
        format!("{} tailprint collect --from web --out out", env!("CARGO_BIN_EXE_cargo-tailprint"));
    // From util-linux: runs a command at a terminal of its own.
    let output = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(world.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("\r\x1b[2Kreading\r\x1b[2Kcomparing"), "{text:?}");
    assert!(text.contains("\r\x1b[2K3 assets, 3 written"), "the line is gone: {text:?}");
}

/// A page whose module imports a package.
const PACKAGE: [(&str, &str); 4] = [
    ("web/index.html", "<script type=module src=app.js></script>"),
    (
        "web/app.js",
        "import { html } from \"lit\";\nimport \"lit/more.js\";\nimport fs from \"node:fs\"",
    ),
    ("web/vendor/lit/index.js", "export const html = 1"),
    ("web/vendor/lit/more.js", "export {}"),
];

#[test]
fn a_package_that_no_import_map_has_is_a_warning_until_it_is_mapped() {
    let world = World::new(&PACKAGE);
    for flags in ["", "--js-modules"] {
        let ran = world.run(&format!("collect --from web --out out --clear {flags}"));
        assert_eq!(ran.code, Some(0));
        let warning = "warning: \"lit\" is imported here and in one more place, but no import map has it\n \
                       --> web/app.js:1:23\n";
        assert!(ran.err.starts_with(warning), "{}", ran.err);
        let help = "help: add it to the import map of the page, or map it with `--import-map`, \
                    or if no page loads such a module, `--allow-missing \"lit\"`\n";
        assert!(ran.err.contains(help) && ran.err.ends_with("\n1 warning\n"), "{}", ran.err);
        let map = "--import-map lit=vendor/lit/index.js --import-map lit/=vendor/lit/";
        let ran = world.run(&format!("collect --from web --out out --clear {flags} {map}"));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        let map: serde_json::Value =
            serde_json::from_str(&world.read("out/importmap.json")).unwrap();
        let more = map["imports"]["lit/more.js"].as_str().unwrap();
        assert!(more.starts_with("/static/vendor/lit/more.") && more.len() > 30, "{more}");
        assert_eq!(map["imports"]["/static/vendor/lit/more.js"], more);
    }
    let ran = world.run("collect --from web --out out --import-map lit=vendor/lit/indx.js");
    assert_eq!(ran.code, Some(1));
    let error = "error: `--import-map`: \"lit\" = \"vendor/lit/indx.js\": no static asset";
    assert!(ran.err.contains(error), "{}", ran.err);
}

#[test]
fn an_asset_with_the_name_of_the_import_map_stays() {
    let world = World::new(&[("web/importmap.json", "{}")]);
    let ran = world.run("collect --from web --out out --keep-name importmap.json");
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("an asset is named importmap.json"), "{}", ran.err);
    assert_eq!(world.read("out/importmap.json"), "{}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_left_out_on_demand_and_a_reference_says_so() {
    let world = World::new(&[("web/a.css", "a{background:url(b.png)}"), ("web/real.png", "b")]);
    std::os::unix::fs::symlink("real.png", world.file("web/b.png")).unwrap();
    let ran = world.run("collect --from web --out out");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let ran = world.run("check --from web --follow-symlinks false");
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("`--follow-symlinks false`"), "{}", ran.out);
}

#[test]
fn the_module_under_the_logical_path_exports_the_hashed_one() {
    let world = World::new(&PACKAGE);
    world.run("collect --from web --out out");
    let names = world.names("out");
    let hashed = names.iter().find(|name| name.starts_with("app.") && *name != "app.js").unwrap();
    assert_eq!(world.read("out/app.js"), format!("export * from \"./{hashed}\";\n"));
    assert!(world.read(&format!("out/{hashed}")).starts_with("import { html }"));
    let again = world.run("collect --from web --out out");
    assert_eq!(again.summary(), "4 assets, 0 written, 4 unmodified, 0 removed");
}
