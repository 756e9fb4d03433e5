//! The tests that took longest, from the `JUnit` report of nextest.

use std::fmt::Write as _;
use std::path::Path;

use crate::run::Failure;

/// The number of tests that are listed. It fits on a screen.
const LISTED: usize = 20;

/// The slowest tests, one a line, the slowest first.
pub(crate) fn table(report: &Path) -> Result<String, Failure> {
    let xml = std::fs::read_to_string(report)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", report.display())))?;
    let mut tests = tests(&xml);
    tests.sort_by(|one, other| other.seconds.total_cmp(&one.seconds));
    let whole: f64 = tests.iter().map(|test| test.seconds).sum();
    let mut table = format!("\nslowest of {} tests, which took {whole:.0} s:", tests.len());
    for test in tests.iter().take(LISTED) {
        let _ = write!(table, "\n{:>8.1} s  {} {}", test.seconds, test.binary, test.name);
    }
    Ok(table)
}

#[derive(Debug, PartialEq)]
struct Test<'a> {
    binary: &'a str,
    name: &'a str,
    seconds: f64,
}

fn tests(xml: &str) -> Vec<Test<'_>> {
    let elements = xml.split("<testcase ").skip(1);
    let tests = elements.filter_map(|element| {
        let (attributes, _) = element.split_once('>')?;
        Some(Test {
            binary: attribute(attributes, "classname")?,
            name: attribute(attributes, "name")?,
            seconds: attribute(attributes, "time")?.parse().ok()?,
        })
    });
    tests.collect()
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = attributes.split('"');
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        if before.trim_start().strip_suffix('=') == Some(name) {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests;
