//! A storm of edits that try to make a build take something stale. After each, the results are those of a clean build.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::*;
use crate::support::fs::files_below;

const FILES: [&str; 8] = [
    "static/a.css",
    "static/b.css",
    "static/a.svg",
    "static/b.svg",
    "static/a.js",
    "static/deep/c.svg",
    "static/deep/d.txt",
    "static/page.html",
];

/// Contents of one length, so that only their bytes tell them apart.
const CONTENTS: [&str; 6] = [
    "<svg/>                          ",
    "<svg><image href=\"a.svg\"/></svg>",
    "a { background: url(b.svg) }    ",
    "a { background: url(a.svg) }    ",
    "<img src=\"deep/c.svg\">          ",
    "/* nothing at all is in here */ ",
];

struct Storm {
    package: Package,
    random: u64,
    backups: Vec<(String, Vec<u8>, SystemTime)>,
}

impl Storm {
    fn start() -> Self {
        let package = Package::new(&FILES.map(|path| (path, CONTENTS[0])));
        Self { package, random: 0x9e37_79b9_7f4a_7c15, backups: Vec::new() }
    }

    /// Returns a number below a limit, the same ones in every run (xorshift64).
    fn below(&mut self, limit: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 33) as usize % limit
    }

    fn any<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn file(&mut self) -> PathBuf {
        let path = self.any(&FILES);
        self.package.folder().join(path)
    }

    /// Makes one edit, and returns its kind.
    fn edit(&mut self) -> &'static str {
        let (file, other, content) = (self.file(), self.file(), self.any(&CONTENTS));
        let modified = modified(&file);
        match self.below(7) {
            0 => {
                fs::write(&file, content).unwrap();
                "an edit"
            }
            1 => {
                fs::write(&file, content).unwrap();
                set_modified(&file, modified);
                "an edit with the same size and time"
            }
            2 => {
                let between = file.with_extension("between");
                fs::rename(&file, &between).unwrap();
                if file != other {
                    fs::rename(&other, &file).unwrap();
                }
                fs::rename(&between, &other).unwrap();
                "a swap"
            }
            3 => {
                let hour = Duration::from_secs(3600);
                fs::write(&file, content).unwrap();
                let forward = self.any(&[true, false]);
                set_modified(&file, if forward { modified + hour } else { modified - hour });
                "a step of the clock"
            }
            4 => {
                let path = file.to_str().unwrap().to_owned();
                self.backups.push((path, fs::read(&file).unwrap(), modified));
                "a backup"
            }
            5 => {
                if let Some((path, content, modified)) = self.backups.pop() {
                    fs::write(&path, content).unwrap();
                    set_modified(Path::new(&path), modified);
                }
                "a restored backup"
            }
            _ => {
                self.replace_everywhere();
                "a replacement in sources and results alike"
            }
        }
    }

    /// Does what `find . -exec sed -i` does: it reaches into the target folder as well.
    fn replace_everywhere(&mut self) {
        let (from, to) = (self.any(&CONTENTS), self.any(&CONTENTS));
        let below = ["static", "target/out/tailprint/static"];
        let files = below.map(|folder| files_below(&self.package.folder().join(folder)));
        for (_, file) in files.into_iter().flatten() {
            // Content codings are no text.
            let Ok(text) = fs::read_to_string(&file) else { continue };
            if text.contains(from) {
                let modified = modified(&file);
                fs::write(&file, text.replace(from, to)).unwrap();
                set_modified(&file, modified);
            }
        }
    }

    /// Returns what a build into `out` writes for the app, with the problems that it reports.
    fn build(&self, out: &str) -> (Files, String) {
        let out = self.package.folder().join(out);
        let run = self.package.run(&Config::new(), &[("OUT_DIR", out.to_str().unwrap())]);
        let problems = match crate::in_process::finish(run, &mut Vec::new()) {
            Ok(build) => format!("{:?}", build.warnings()),
            Err(report) => report.to_string(),
        };
        let tree =
            ["static", "plain"].map(|folder| files_below(&out.join("tailprint").join(folder)));
        let mut files: Vec<_> = tree.into_iter().flatten().collect();
        let generated = ["assets.rs", "assets.idx", "assets.txt", "assets.bin", "importmap.json"];
        files.extend(generated.map(|name| (name.to_owned(), out.join("tailprint").join(name))));
        // A build that fails writes no import map.
        let mut read: Vec<_> =
            files.into_iter().map(|(name, file)| (name, fs::read(file).ok())).collect();
        read.sort();
        (read, problems)
    }
}

fn modified(file: &Path) -> SystemTime {
    fs::metadata(file).unwrap().modified().unwrap()
}

fn set_modified(file: &Path, time: SystemTime) {
    File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

/// Written files by name; none for one that is missing.
type Files = Vec<(String, Option<Vec<u8>>)>;

fn storm(steps: usize) {
    let mut storm = Storm::start();
    let mut kinds = Vec::new();
    for _ in 0..steps {
        kinds.push(storm.edit());
        let clean = storm.package.folder().join("clean");
        drop(fs::remove_dir_all(&clean));
        let expected = storm.build("clean");
        let (files, problems) = storm.build("target/out");
        let is_error = expected.0.iter().all(|(_, content)| content.is_none());
        let last = &kinds[kinds.len().saturating_sub(5)..];
        assert_eq!(problems, expected.1, "{last:?}");
        // After an error the results of the last build stay.
        if !is_error {
            let different: Vec<&String> = files
                .iter()
                .filter(|file| !expected.0.contains(file))
                .map(|file| &file.0)
                .collect();
            assert!(files == expected.0, "{last:?} {different:?}");
        }
    }
}

#[test]
fn an_edit_of_any_kind_gives_what_a_clean_build_gives() {
    storm(60);
}

#[test]
#[ignore = "takes minutes"]
fn ten_thousand_edits_give_what_clean_builds_give() {
    storm(10_000);
}
