//! Rewritten references in real packages, compared with Django's own `collectstatic`.
//!
//! For every file the references that Django rewrites are those that we rewrite, or `docs/internals/django-differences.md`
//! says why not. Neither a difference that is not listed there passes, nor a row that makes no difference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use glob::Pattern;
use percent_encoding::percent_decode_str;

#[path = "../../../../tests/django/corpus.rs"]
mod corpus;

use super::super::super::*;

/// The newest Django first, and the Python that it needs.
const DJANGOS: [(&str, (u32, u32)); 2] = [("6.1.3", (3, 12)), ("5.2.9", (3, 10))];
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/django");
const DIFFERENCES: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/internals/django-differences.md");

/// Path to the references that are rewritten in the file, as they are spelled, sorted.
type Rewritten = BTreeMap<String, Vec<String>>;

/// The result of a tool for the packages.
struct Collected {
    rewritten: Rewritten,
    /// The files with references that lead nowhere.
    failing: BTreeSet<String>,
}

/// Django rewrites modules as an experiment.
#[cfg(feature = "js_modules")]
#[test]
fn real_packages_are_rewritten_as_django_does_or_the_difference_is_listed() {
    compare_packages("django-modules", true);
}

/// An import map needs nothing in the modules.
#[test]
#[ignore = "the same packages once more, with their modules left alone"]
fn real_packages_with_an_import_map_are_rewritten_as_django_does_by_default() {
    compare_packages("django", false);
}

fn compare_packages(folder: &str, modules: bool) {
    let target = target();
    let (corpus, python) = (corpus::modules(&target), venv(&target));
    let django = collect_with_django(&python, &corpus, &target.join(folder), modules);
    compare_with_django(&collect(&corpus, modules), &django, modules);
}

fn compare_with_django(ours: &Collected, django: &Collected, modules: bool) {
    let unnoticed: Vec<&String> = django.failing.difference(&ours.failing).collect();
    assert!(unnoticed.is_empty(), "Django fails on these, and we say nothing: {unnoticed:#?}");
    assert!(django.rewritten.values().flatten().count() > 500, "Django rewrote next to nothing");
    let differences = compare(&django.rewritten, &ours.rewritten);
    let rows = rows(&fs::read_to_string(DIFFERENCES).unwrap(), modules);
    let unlisted: Vec<&Difference> =
        differences.iter().filter(|one| !rows.iter().any(|row| row.explains(one))).collect();
    assert!(
        unlisted.is_empty(),
        "{} not listed, among them {:#?}",
        unlisted.len(),
        sample(&unlisted)
    );
    let idle: Vec<&Row> =
        rows.iter().filter(|row| !differences.iter().any(|one| row.explains(one))).collect();
    assert!(idle.is_empty(), "rows of {DIFFERENCES} that explain nothing: {idle:#?}");
}

fn sample<'a>(differences: &'a [&Difference]) -> &'a [&'a Difference] {
    &differences[..differences.len().min(40)]
}

/// The tool that rewrites a reference which the other one leaves alone, or fails on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Django,
    Tailprint,
}

#[derive(Debug)]
struct Difference {
    side: Side,
    file: String,
    reference: String,
}

/// A row of the table in `docs/internals/django-differences.md`.
#[derive(Debug)]
struct Row {
    side: Side,
    files: Pattern,
    references: Pattern,
    needs_js_modules: bool,
}

impl Row {
    fn explains(&self, difference: &Difference) -> bool {
        self.side == difference.side
            && self.files.matches(&difference.file)
            && self.references.matches(&difference.reference)
    }
}

/// The rows `| files | references | rewritten by | features | why |`, those that apply to these features.
fn rows(document: &str, modules: bool) -> Vec<Row> {
    let cells = document.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split('|').map(str::trim).collect();
        let [files, references, side, features, why, ""] = cells[..] else { return None };
        assert!(!why.is_empty(), "{line}");
        Some((files, references, side, features))
    });
    let row = |(files, references, side, features): (&str, &str, &str, &str)| Row {
        files: pattern(files),
        references: pattern(references),
        side: match side {
            "Django" => Side::Django,
            "tailprint" => Side::Tailprint,
            _ => panic!("neither Django nor tailprint: {side}"),
        },
        needs_js_modules: features == "`js_modules`",
    };
    cells.map(row).filter(|row| modules || !row.needs_js_modules).collect()
}

fn pattern(cell: &str) -> Pattern {
    Pattern::new(cell.trim_matches('`')).unwrap()
}

fn compare(django: &Rewritten, ours: &Rewritten) -> Vec<Difference> {
    let files: BTreeSet<&String> = django.keys().chain(ours.keys()).collect();
    let mut differences = Vec::new();
    for file in files {
        let (mut ours, mut left) = (ours.get(file).cloned().unwrap_or_default(), Vec::new());
        for reference in django.get(file).into_iter().flatten() {
            match ours.iter().position(|our| our == reference) {
                Some(place) => drop(ours.remove(place)),
                None => left.push(reference.clone()),
            }
        }
        let difference = |side| move |reference| Difference { side, file: file.clone(), reference };
        differences.extend(left.into_iter().map(difference(Side::Django)));
        differences.extend(ours.into_iter().map(difference(Side::Tailprint)));
    }
    differences
}

fn collect(corpus: &Path, modules: bool) -> Collected {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let env = [("CARGO_MANIFEST_DIR", folder), ("OUT_DIR", folder), ("PROFILE", "release")];
    let mut config = Config::new();
    config.root(corpus).allow_missing("*").encodings(&[]);
    config.no_js_modules = !modules;
    let run = run(&config, &Env::of(env));
    let output = run.result.unwrap_or_else(|report| panic!("{report}"));
    let names: BTreeMap<&str, &str> =
        output.published.iter().map(|asset| (&*asset.path, &*asset.name)).collect();
    let current: BTreeSet<&str> = names.values().copied().collect();
    let rewritten = output.published.iter().map(|asset| {
        let found = hashed_references(&asset.path, &asset.bytes, &names);
        for reference in &found {
            assert!(current.contains(&*reference.name), "{} names {reference:?}", asset.path);
        }
        (asset.path.clone(), spellings(found))
    });
    let shown = fs::canonicalize(corpus).unwrap();
    let failing = output.warnings.iter().filter_map(|warning| {
        let file = Path::new(warning.file()?).strip_prefix(&shown).ok()?;
        Some(file.to_str()?.to_owned())
    });
    Collected { rewritten: rewritten.collect(), failing: failing.collect() }
}

fn collect_with_django(python: &Path, corpus: &Path, target: &Path, modules: bool) -> Collected {
    let modules = if modules { "modules" } else { "scripts" };
    let script = format!("{HERE}/collect.py");
    let output = output(Command::new(python).arg(script).arg(corpus).arg(target).arg(modules));
    let report: serde_json::Value = serde_json::from_slice(&output).unwrap();
    let names: BTreeMap<&str, &str> = report["names"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(path, name)| (path.as_str(), name.as_str().unwrap()))
        .collect();
    let rewritten = names.iter().map(|(path, name)| {
        let bytes = fs::read(target.join(name)).unwrap();
        ((*path).to_owned(), spellings(hashed_references(path, &bytes, &names)))
    });
    let failing = report["failures"].as_object().unwrap().keys().cloned();
    Collected { rewritten: rewritten.collect(), failing: failing.collect() }
}

fn spellings(references: Vec<HashedReference>) -> Vec<String> {
    let mut spellings: Vec<String> = references.into_iter().map(|found| found.spelling).collect();
    spellings.sort_unstable();
    spellings
}

/// A reference whose name carries a hash.
#[derive(Debug)]
struct HashedReference {
    /// Without the hash.
    spelling: String,
    /// The published name that it leads to.
    name: String,
}

/// Finds them without any knowledge of the language: by their hashes.
fn hashed_references(
    path: &str,
    bytes: &[u8],
    names: &BTreeMap<&str, &str>,
) -> Vec<HashedReference> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let hashes = text.match_indices('.').filter(|(dot, _)| is_hash(text, *dot));
    let found = hashes.filter_map(|(dot, _)| {
        let start = text[..dot].rfind(is_delimiter).map_or(0, |at| at + 1);
        let length = text[dot..].find(is_delimiter).unwrap_or(text.len() - dot);
        let url = percent_decode_str(&text[start..dot + length]).decode_utf8().ok()?;
        let name = absolute(path, url.split(['?', '#']).next()?)?;
        let at = name.rfind('.').filter(|at| is_hash(&name, *at)).or_else(|| {
            let before = name.rfind('.')?;
            name[..before].rfind('.').filter(|at| is_hash(&name, *at))
        })?;
        let logical = format!("{}{}", &name[..at], &name[at + 13..]);
        let spelling = url.replacen(&name[at..at + 13], "", 1);
        names.contains_key(&*logical).then_some(HashedReference { spelling, name })
    });
    found.collect()
}

fn is_hash(text: &str, dot: usize) -> bool {
    let mut behind = text[dot + 1..].bytes();
    let digits = behind.by_ref().take(12).filter(u8::is_ascii_hexdigit).count();
    digits == 12 && !behind.next().is_some_and(|byte| byte.is_ascii_alphanumeric())
}

fn is_delimiter(character: char) -> bool {
    character.is_whitespace() || "\"'`()<>=,;\\".contains(character)
}

/// The path below the static root that a URL in the file `from` leads to.
fn absolute(from: &str, url: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    let relative = if let Some(below) = url.strip_prefix("/static/") {
        below
    } else {
        segments.extend(from.rsplit_once('/').map_or("", |(folder, _)| folder).split('/'));
        url
    };
    for segment in relative.split('/') {
        match segment {
            "." | "" => {}
            ".." => drop(segments.pop()?),
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

/// The Python that Django is installed in, once.
fn venv(target: &Path) -> PathBuf {
    let (django, python) = python();
    let folder = target.join("oracle-venv");
    let installed = folder.join("bin/python");
    let version = format!("import django, sys; sys.exit('{django}' != django.__version__)");
    if !succeeds(&installed, &version) {
        output(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder));
        let wanted = format!("django=={django}");
        output(Command::new(&installed).args(["-m", "pip", "install", "--quiet", &wanted]));
    }
    installed
}

/// The newest Django that a Python of this machine runs; version managers keep theirs in folders of their own.
fn python() -> (&'static str, PathBuf) {
    let mut candidates: Vec<PathBuf> =
        ["python3.14", "python3.13", "python3.12", "python3"].map(PathBuf::from).to_vec();
    if let Ok(root) = Command::new("pyenv").arg("root").output() {
        let root = String::from_utf8_lossy(&root.stdout).trim().to_owned();
        let versions = glob::glob(&format!("{root}/versions/*/bin/python3")).unwrap();
        candidates.extend(versions.filter_map(Result::ok));
    }
    let choices = DJANGOS.iter().filter_map(|(django, (major, minor))| {
        // Debian has `venv` without what it needs in a package of its own.
        let suits =
            format!("import ensurepip, sys, venv; sys.exit(sys.version_info < ({major}, {minor}))");
        let python = candidates.iter().find(|python| succeeds(python, &suits))?;
        Some((*django, python.clone()))
    });
    choices.into_iter().next().expect("no Python 3.10 or later with venv (python3-venv)")
}

fn succeeds(python: &Path, program: &str) -> bool {
    Command::new(python).args(["-c", program]).output().is_ok_and(|output| output.status.success())
}

/// The target directory, which holds this test.
fn target() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.ancestors().nth(3).unwrap().to_owned()
}

fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
