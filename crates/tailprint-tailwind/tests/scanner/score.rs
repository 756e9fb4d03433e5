//! The score on real files: every class that the official scanner finds is found, and next to none that it does not.
//!
//! The ordinary suite takes the first files of each npm package. The whole score, over all of their files and over
//! crates, by language and version, is printed by
//!
//! ```text
//! cargo test -p tailprint-tailwind --test scanner -- --ignored --nocapture whole_score
//! ```
//!
//! The scanner was written from probes of single lines. "Tuned" files were there to look at meanwhile, "unseen" ones
//! were not: what the first search in them gave is in `docs/guide/tailwind.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use serde_json::json;

use crate::corpus::{self, extension};
use crate::{VERSIONS, npm, official, ours, packages};

#[derive(Debug, Default)]
struct Score {
    files: usize,
    valid: usize,
    missed: Vec<String>,
    extra: Vec<String>,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.valid += other.valid;
        self.missed.extend_from_slice(&other.missed);
        self.extra.extend_from_slice(&other.extra);
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: {} files, {} valid, {} missed, {} extra",
            self.files,
            self.valid,
            self.missed.len(),
            self.extra.len()
        );
        for word in self.missed.iter().map(|word| format!("  missed {word}")).take(20) {
            println!("{word}");
        }
        for word in self.extra.iter().map(|word| format!("  extra {word}")).take(20) {
            println!("{word}");
        }
    }

    fn assert_good(&self, name: &str) {
        self.print(name);
        assert!(self.valid > 0, "{name} has no classes");
        assert!(self.missed.is_empty(), "{name}: missed {:?}", self.missed);
        assert!(self.extra.len() * 1000 < self.valid, "{name}: extra {:?}", self.extra);
    }
}

/// The score by extension, compared with the official scanner of a version.
fn score(version: &str, files: &[PathBuf]) -> BTreeMap<String, Score> {
    let items = files.iter().map(|file| {
        // Node.js has slashes everywhere.
        let path = file.display().to_string().replace(MAIN_SEPARATOR, "/");
        json!({ "file": path, "extension": extension(file) })
    });
    let items = items.collect();
    let official = official(version, &items);
    let ours: Vec<HashSet<String>> = files
        .iter()
        .map(|file| ours(version, &std::fs::read(file).unwrap(), extension(file)))
        .map(|words| words.into_iter().collect())
        .collect();
    let words: BTreeSet<&String> = official.iter().flatten().chain(ours.iter().flatten()).collect();
    let valid: Vec<bool> = npm::ask_those_in(&packages::folder("4.3"), "valid", &json!(words));
    let valid: HashMap<&String, bool> = words.into_iter().zip(valid).collect();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for ((file, official), ours) in files.iter().zip(&official).zip(&ours) {
        let score = scores.entry(extension(file).to_owned()).or_default();
        let official: HashSet<&String> = official.iter().filter(|word| valid[word]).collect();
        let ours: HashSet<&String> = ours.iter().filter(|word| valid[word]).collect();
        let named = |word: &&String| format!("{word} in {}", file.display());
        score.files += 1;
        score.valid += official.len();
        score.missed.extend(official.difference(&ours).map(named));
        score.extra.extend(ours.difference(&official).map(named));
    }
    scores
}

fn total(scores: &BTreeMap<String, Score>) -> Score {
    let mut total = Score::default();
    scores.values().for_each(|score| total.add(score));
    total
}

fn own() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    ["templates", "src"].iter().flat_map(|name| corpus::files(&root.join(name), 100)).collect()
}

#[test]
fn real_templates_miss_no_class_that_the_official_scanner_finds() {
    let tuned: Vec<PathBuf> = own().into_iter().chain(corpus::npm("corpus-tuned", 100)).collect();
    total(&score("4.3", &tuned)).assert_good("tuned");
    total(&score("4.3", &corpus::npm("corpus-unseen", 60))).assert_good("unseen");
}

#[test]
#[ignore = "takes minutes"]
fn whole_score() {
    let sets = [
        ("tuned", corpus::npm("corpus-tuned", usize::MAX)),
        ("unseen, npm", corpus::npm("corpus-unseen", usize::MAX)),
        ("unseen, crates", corpus::crates(usize::MAX)),
    ];
    for version in VERSIONS {
        for (name, files) in &sets {
            let scores = score(version, files);
            for (extension, score) in &scores {
                score.print(&format!("{version} {name} .{extension}"));
            }
            total(&scores).assert_good(&format!("{version} {name}"));
        }
    }
}
