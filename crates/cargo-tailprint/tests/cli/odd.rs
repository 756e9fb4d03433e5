//! Files that change while they are read, clocks that are wrong, and folders that are very large.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use crate::world::World;

const COLLECT: &str = "collect --from web --out out";

/// Panics if the name of a hashed file has not the digest of its content, or the manifest names a file that is not there.
fn assert_whole(world: &World, shown: &str) {
    let manifest: serde_json::Value =
        serde_json::from_str(&world.read("out/staticfiles.json")).unwrap();
    for (path, name) in manifest["paths"].as_object().unwrap() {
        let name = name.as_str().unwrap();
        let content = fs::read(world.file("out").join(name)).unwrap();
        let digest: String =
            Sha256::digest(&content).iter().map(|it| format!("{it:02x}")).collect();
        assert!(name.contains(&digest[..12]), "{shown}: {name} has {digest}");
        assert_eq!(fs::read(world.file("out").join(path)).unwrap(), content, "{shown}: {path}");
    }
}

/// Files that are written anew, cut short, removed and made again without a pause.
#[test]
fn files_that_change_or_vanish_while_they_are_read_give_a_whole_output_or_an_error() {
    let world = World::new(&[("web/steady.css", "a{}")]);
    let is_over = AtomicBool::new(false);
    let (mut whole, mut refused) = (0, 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0_usize.. {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                for file in 0..40 {
                    let path = world.file(&format!("web/{file}.js"));
                    if (round + file) % 3 == 0 {
                        let _ = fs::remove_file(path);
                    } else {
                        fs::write(path, format!("x={round};").repeat(1 + round % 400)).unwrap();
                    }
                }
            }
        });
        for _ in 0..40 {
            let ran = world.run(COLLECT);
            match ran.code {
                Some(0) => {
                    assert_whole(&world, "while files change");
                    whole += 1;
                }
                Some(1 | 2) => {
                    assert!(ran.err.contains("web/") && ran.err.contains(".js"), "{}", ran.err);
                    refused += 1;
                }
                other => panic!("{other:?}: {}", ran.err),
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    println!("{whole} whole, {refused} refused");
    assert_eq!(world.run(COLLECT).code, Some(0));
    assert_whole(&world, "afterwards");
}

/// A file system whose times are coarse, and clocks that were set back or forth: no time says that a file is the same.
#[test]
fn an_edit_is_seen_whatever_the_clock_says() {
    let world = World::new(&[("web/a.css", "a{background:url(b.txt)}"), ("web/b.txt", "one")]);
    let day = Duration::from_secs(86_400);
    let now = SystemTime::now();
    let times = [SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + day, now, now + day * 36_500];
    let mut seen = BTreeMap::new();
    for (index, time) in times.iter().cycle().take(8).enumerate() {
        // The length is the same as well.
        world.write("web/b.txt", &format!("{index:03}"));
        for file in ["web/a.css", "web/b.txt"] {
            File::options()
                .append(true)
                .open(world.file(file))
                .unwrap()
                .set_modified(*time)
                .unwrap();
        }
        let ran = world.run(COLLECT);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_whole(&world, &format!("{time:?}"));
        assert!(seen.insert(world.read("out/a.css"), index).is_none(), "edit {index} was not seen");
        for file in ["out/a.css", "out/b.txt", "out/staticfiles.json"] {
            let file = File::options().append(true).open(world.file(file)).unwrap();
            file.set_modified(times[(index + 1) % times.len()]).unwrap();
        }
        let again = world.run(COLLECT);
        assert!(again.summary().starts_with("2 assets, 0 written, 2 unmodified, 0 removed"));
    }
}

/// Collects a sparse file with less memory than the file has bytes.
fn sparse(bytes: u64, kilobytes: u64) {
    let world = World::new(&[("web/a.css", "a{}")]);
    File::create(world.file("web/film.mp4")).unwrap().set_len(bytes).unwrap();
    let program = env!("CARGO_BIN_EXE_cargo-tailprint");
    let line = format!("ulimit -v {kilobytes}; exec \"$0\" tailprint {COLLECT} --dry-run");
    let output = Command::new("sh").args(["-c", &line, program]).current_dir(world.path()).output();
    let output = output.unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("dry run, nothing written: 2 assets, 2 written"), "{out}");
}

#[test]
fn a_file_that_is_larger_than_the_memory_is_collected() {
    sparse(512 << 20, 500_000);
}

#[test]
#[ignore = "reads 4 GB"]
fn a_sparse_file_of_four_gigabytes_is_collected_with_less_than_one_of_memory() {
    sparse(4 << 30, 900_000);
}

#[test]
#[ignore = "makes a million files"]
fn a_million_files_are_collected() {
    let world = World::new(&[("web/a.css", "a{}")]);
    for folder in 0..1000 {
        fs::create_dir_all(world.file(&format!("web/{folder}"))).unwrap();
        for file in 0..1000 {
            fs::write(world.file(&format!("web/{folder}/{file}.txt")), file.to_string()).unwrap();
        }
    }
    let ran = world.run(&format!("{COLLECT} --dry-run --quiet"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    println!("{}", ran.out.lines().last().unwrap_or_default());
    assert!(ran.out.contains("1,000,001 assets"), "{}", ran.out.lines().last().unwrap());
}
