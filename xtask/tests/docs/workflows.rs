//! The workflows of the code host, and the commands of this repository that they and the documents name.

use std::collections::BTreeSet;
use std::process::Command;

use crate::repository;

const PROGRAM: &str = "cargo xtask ";

/// The commands that `cargo xtask help` lists, without their values: `test --all`.
fn known() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("help").output().unwrap();
    let help = String::from_utf8(output.stderr).unwrap();
    let lines = help.lines().filter_map(|line| line.strip_prefix(PROGRAM));
    lines.map(|line| command(line.split("  ").next().unwrap_or_default())).collect()
}

/// The words of a command: its name, and options without values.
fn command(text: &str) -> String {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let options = words.filter(|word| word.starts_with("--"));
    [name].into_iter().chain(options).collect::<Vec<_>>().join(" ")
}

/// Reports if the program knows a command, perhaps with options that are not required.
fn is_known(known: &BTreeSet<String>, text: &str) -> bool {
    let asked = command(text);
    let mut words = asked.split(' ');
    let name = words.next().unwrap_or_default();
    let mut options = words.filter(|word| *word != "--help");
    let of_name = |line: &&String| line.split(' ').next() == Some(name);
    let lines: Vec<&String> = known.iter().filter(of_name).collect();
    !lines.is_empty()
        && options.all(|option| lines.iter().any(|line| line.split(' ').any(|word| word == option)))
}

/// The commands in a text, each up to the end of the line or of the span of code.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices(PROGRAM).map(|(at, _)| at + PROGRAM.len());
    starts.filter_map(|at| text[at..].split(['`', '\n', '#', '"', ',', '(', ')', ';', '<']).next())
}

#[test]
fn every_xtask_command_in_workflows_and_documents_exists() {
    let known = known();
    assert!(known.contains("test --quick"), "{known:?}");
    let mut texts = repository::documents();
    texts.extend(repository::workflows());
    texts.push((".ci/run".to_owned(), repository::read(".ci/run")));
    let mut unknown = Vec::new();
    let mut count = 0;
    for (file, text) in &texts {
        for text in
            named(text).filter(|text| text.starts_with(|first: char| first.is_ascii_lowercase()))
        {
            count += 1;
            if !is_known(&known, text) {
                unknown.push(format!("{file}: {PROGRAM}{text}"));
            }
        }
    }
    assert!(count > 20, "only {count} commands");
    assert!(unknown.is_empty(), "`cargo xtask help` does not know {unknown:#?}");
}

#[test]
fn workflows_take_actions_by_a_version_and_may_only_read() {
    let workflows = repository::workflows();
    assert!(workflows.len() > 1, "{workflows:?}");
    for (file, text) in &workflows {
        for action in text
            .lines()
            .filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: "))
        {
            let version = action.split_once('@').map(|(_, version)| version);
            let is_version = |version: &str| {
                version
                    .strip_prefix('v')
                    .unwrap_or(version)
                    .starts_with(|first: char| first.is_ascii_digit())
            };
            assert!(version.is_some_and(is_version), "{file}: {action}");
        }
        let limited = ["\npermissions:\n  contents: ", "\npermissions: {}\n"];
        assert!(limited.iter().any(|it| text.contains(it)), "{file}: rights of its own");
        assert!(!text.contains('\t'), "{file}: YAML has no tabs");
    }
}

#[test]
fn a_command_is_known_by_its_name_and_its_options() {
    let known =
        BTreeSet::from(["test --all".to_owned(), "fuzz --seconds".to_owned(), "test".to_owned()]);
    assert!(is_known(&known, "test --all"));
    assert!(is_known(&known, "fuzz --seconds 60"));
    assert!(!is_known(&known, "test --other"));
    assert!(!is_known(&known, "tests"));
}
