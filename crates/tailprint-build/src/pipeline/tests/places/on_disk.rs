//! Assets that are shipped beside the program.

use std::time::{Duration, Instant};

use super::super::*;
use crate::config::Storage;
use crate::naming::integrity::Algorithm;
use crate::output::out_dir;

/// A page with a film, a style sheet that compresses well, and modules of which one has a stub.
fn site() -> Package {
    let css = ".a{background:url(../video/film.mp4)}\n".repeat(60);
    Package::new(&[
        ("static/css/app.css", &css),
        (
            "static/index.html",
            "<video src=video/film.mp4></video><script type=module src=m.js></script>",
        ),
        ("static/m.js", "export {}"),
        ("static/video/film.mp4", "a film"),
    ])
}

fn published<'a>(output: &'a Output, path: &str) -> &'a Published {
    output.published.iter().find(|asset| asset.path == path).unwrap()
}

/// A sparse file, which takes no room.
fn sparse(package: &Package, path: &str, len: u64) {
    package.write(path, "");
    let file = fs::File::options().write(true).open(package.folder().join(path)).unwrap();
    file.set_len(len).unwrap();
}

fn starts(output: &Output) -> BTreeMap<&'static str, Vec<bool>> {
    let table = table(output);
    let starts = |asset| {
        let coded = Coding::ALL.into_iter().filter_map(move |coding| table.variant(asset, coding));
        coded.chain(table.plain(asset)).map(|variant| variant.start.is_some()).collect()
    };
    (0..table.len()).map(|asset| (table.path(asset), starts(asset))).collect()
}

#[test]
fn a_file_on_the_disk_has_the_names_and_references_that_it_has_in_the_program() {
    let package = site();
    let embedded = package.output(&Config::new());
    let on_disk = package.output(Config::new().on_disk("video/**"));
    assert_eq!(names(&on_disk), names(&embedded));
    assert_eq!(text(&on_disk, "css/app.css"), text(&embedded, "css/app.css"));
    let film = published(&on_disk, "video/film.mp4");
    let sha256 = Algorithm::Sha256.digest(&published(&embedded, "video/film.mp4").bytes);
    assert_eq!(film.integrity, format!("sha256-{sha256}"));
    assert_eq!((film.size(), film.bytes.len()), (6, 0));
    assert_eq!(on_disk.manifest, embedded.manifest);
    let starts = starts(&on_disk);
    assert_eq!(starts["video/film.mp4"], [false]);
    assert!(
        starts.iter().all(|(path, starts)| *path == "video/film.mp4" || !starts.contains(&false))
    );
    let contents = |output: &Output| output.generated.contents.len();
    assert_eq!(contents(&on_disk), contents(&embedded) - "a film".len());
    let etags = |output: &Output| {
        let table = table(output);
        let film = table.find_path("video/film.mp4").unwrap();
        table.variant(film, Coding::Identity).unwrap().etag
    };
    assert_eq!(etags(&on_disk), etags(&embedded));
}

#[test]
fn text_on_the_disk_is_rewritten_and_compressed() {
    let package = site();
    let output = package.output(Config::new().on_disk("css"));
    let film = names(&output)["video/film.mp4"].rsplit('/').next().unwrap().to_owned();
    assert!(text(&output, "css/app.css").contains(&film));
    assert_eq!(starts(&output)["css/app.css"], [false; 3]);
    assert!(out_dir::write(&output).is_empty());
    let name = names(&output)["css/app.css"].to_owned();
    for file in [name.clone(), format!("{name}.br"), format!("{name}.gz")] {
        assert!(output.folder.join("static").join(&file).is_file(), "{file}");
    }
}

#[test]
fn with_storage_on_the_disk_the_program_holds_no_contents() {
    let output = site().output(Config::new().storage(Storage::Disk));
    assert_eq!(output.generated.contents, b"");
    let starts = starts(&output);
    assert!(starts["m.js"].len() > 1, "a stub");
    assert!(starts.values().flatten().all(|is_embedded| !is_embedded), "{starts:?}");
}

#[test]
fn a_film_is_copied_as_it_is_and_again_only_when_it_changes() {
    let package = site();
    let config = Config::new().on_disk("video/**").keep_name("*.mp4").clone();
    let write = || {
        let output = package.output(&config);
        assert!(out_dir::write(&output).is_empty());
        let copy = output.folder.join("static/video/film.mp4");
        (fs::read_to_string(&copy).unwrap(), file_id(&copy))
    };
    let (content, first) = write();
    assert_eq!(content, "a film");
    assert_eq!(write(), (content, first));
    package.write("static/video/film.mp4", "another film");
    let (content, second) = write();
    assert_eq!(content, "another film");
    assert_ne!(second, first);
}

/// A number that a file that is written anew does not keep.
#[cfg(unix)]
fn file_id(file: &std::path::Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&file.metadata().unwrap())
}

#[cfg(not(unix))]
fn file_id(file: &std::path::Path) -> u64 {
    file.metadata().unwrap().len()
}

#[test]
fn more_than_a_program_holds_is_an_error_before_anything_is_read() {
    let package = Package::new(&[("static/a.txt", "a")]);
    for number in 0..12 {
        sparse(&package, &format!("static/video/{number:02}.mp4"), (number + 1) * 200_000_000);
    }
    let started = Instant::now();
    for mode in [Mode::Hashed, Mode::Plain] {
        let report = package.report(Config::new().mode(mode));
        assert_eq!(
            report,
            "the embedded assets have 15.6 GB together, but a program holds 2 GiB: \
             \"video/11.mp4\" 2.4 GB, \"video/10.mp4\" 2.2 GB, \"video/09.mp4\" 2.0 GB, \"video/08.mp4\" 1.8 GB, \
             \"video/07.mp4\" 1.6 GB, \"video/06.mp4\" 1.4 GB, \"video/05.mp4\" 1.2 GB, \"video/04.mp4\" 1.0 GB, \
             \"video/03.mp4\" 800.0 MB, \"video/02.mp4\" 600.0 MB and 3 more (ship large files beside the program with \
             `Config::on_disk(\"video/11.mp4\")`, or all with `Config::storage`)"
        );
    }
    // What `on_disk` names is not counted, and a debug build reads no byte of it.
    let plain = Config::new().mode(Mode::Plain).on_disk("video/**").clone();
    assert_eq!(package.output(&plain).published.len(), 13);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn a_budget_is_a_warning_that_counts_what_the_program_holds() {
    let package = site();
    let warnings = |config: &Config| {
        let output = package.output(config);
        output.warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let warning = warnings(Config::new().warn_above(1000)).remove(0);
    assert!(warning.starts_with("`Config::warn_above`: the embedded assets have "), "{warning}");
    assert!(warning.contains("which is more than 1.0 kB: \"css/app.css\" "), "{warning}");
    assert!(
        warning
            .ends_with("with `Config::on_disk(\"css/app.css\")`, or all with `Config::storage`)"),
        "{warning}"
    );
    assert_eq!(warnings(Config::new().warn_above(1_000_000)), Vec::<String>::new());
    assert_eq!(warnings(Config::new().warn_above(1000).on_disk("css")), Vec::<String>::new());
    assert_eq!(warnings(Config::new().warn_above(0).storage(Storage::Disk)), Vec::<String>::new());
}

#[test]
fn the_module_names_the_results_of_the_build_by_a_relative_path() {
    let package = site();
    let out = package.folder().join("target/release/build/app-0f1e2d3c/out");
    let more = [("OUT_DIR", out.to_str().unwrap())];
    let module = |config: &Config| package.run(config, &more).result.unwrap().generated.module;
    let on_disk = module(Config::new().on_disk("video/**"));
    assert!(on_disk.contains("built: Some(\"build/app-0f1e2d3c/out/tailprint\")"), "{on_disk}");
    assert!(!on_disk.contains(package.folder().to_str().unwrap()), "{on_disk}");
    assert!(module(&Config::new()).contains("built: None"));
}

#[test]
fn an_asset_with_the_name_of_a_sibling_keeps_its_file() {
    let css = ".a{color:red}\n".repeat(50);
    let package = Package::new(&[("static/a.css", &css), ("static/a.css.gz", "an asset")]);
    let config = Config::new().storage(Storage::Disk).keep_name("*").clone();
    let output = package.output(&config);
    let codings: Vec<Coding> =
        published(&output, "a.css").encoded.iter().map(|encoded| encoded.coding).collect();
    assert_eq!(codings, [Coding::Brotli]);
}

#[test]
fn build_json_says_where_each_content_is() {
    let output = site().output(Config::new().on_disk("video/**"));
    let json = tailprint_core::build_json::BuildJson::read(&output.build_json).unwrap();
    let on_disk = json
        .assets
        .iter()
        .filter(|asset| asset.storage == tailprint_core::build_json::Storage::Disk);
    let on_disk: Vec<(&str, u64)> = on_disk.map(|asset| (&*asset.path, asset.size)).collect();
    assert_eq!(on_disk, [("video/film.mp4", 6)]);
}

#[test]
fn text_that_is_too_large_to_compress_is_shipped_as_it_is() {
    let package = site();
    sparse(&package, "static/all.csv", (64 << 20) + 1);
    let output = package.output(Config::new().on_disk("*.csv"));
    let all = published(&output, "all.csv");
    assert!(all.large.is_some() && all.encoded.is_empty());
    assert_eq!(all.size(), (64 << 20) + 1);
}

/// The greatest memory that this process has had, in bytes.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().trim().parse::<u64>().unwrap() * 1024
}

#[test]
#[cfg(target_os = "linux")]
fn a_film_is_hashed_and_copied_in_constant_memory() {
    let package = site();
    let config = Config::new().on_disk("video/**").clone();
    package.output(&config);
    sparse(&package, "static/video/film.mp4", 300 << 20);
    let before = peak();
    let output = package.output(&config);
    assert!(out_dir::write(&output).is_empty());
    let grown = peak().saturating_sub(before);
    assert!(grown < 16 << 20, "{grown} more bytes");
    let copy = output.folder.join("static").join(names(&output)["video/film.mp4"]);
    assert_eq!(copy.metadata().unwrap().len(), 300 << 20);
}
