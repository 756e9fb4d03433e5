//! The scanner against the official one of each supported version, on random lines and on real files.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod corpus;
mod documents;
mod fuzz;
mod npm;
#[path = "../engine/npm.rs"]
#[allow(dead_code, reason = "what the tests of the engine need")]
mod packages;
mod score;

use serde_json::Value;
use tailprint_tailwind::scan::Candidates;
use tailprint_tailwind::sources::Scanner;

const VERSIONS: [&str; 3] = ["4.1", "4.2", "4.3"];

/// The candidates that the official scanner of a version finds, of each item.
fn official(version: &str, items: &Value) -> Vec<Vec<String>> {
    npm::ask_those_in(&packages::folder(version), "scan", items)
}

/// The candidates that we find as that version does.
fn ours(version: &str, content: &[u8], extension: &str) -> Vec<String> {
    let mut candidates = Candidates::of(Scanner::of_tailwind(version));
    candidates.add(content, extension);
    candidates.into_sorted()
}
