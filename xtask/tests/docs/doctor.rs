//! `docs/guide/doctor.md` lists every finding.

use std::collections::BTreeSet;

use crate::{markdown, repository};

/// Folder of the sources that make the findings.
const SOURCES: &str = "crates/cargo-tailprint/src/assets/doctor/";

/// The texts that follow a call of `Diagnosis::new`.
fn named(source: &str) -> impl Iterator<Item = &str> {
    let arguments = source.split("Diagnosis::new(").skip(1).map(str::trim_start);
    arguments.filter_map(|rest| rest.strip_prefix('"')?.split('"').next())
}

#[test]
fn every_finding_has_a_row_and_every_row_is_a_finding() {
    let page = repository::read("docs/guide/doctor.md");
    let table = markdown::rows(&page).skip(1);
    let listed: BTreeSet<&str> = table.flat_map(|cells| markdown::spans(cells[0])).collect();
    let sources: Vec<String> = repository::sources()
        .into_iter()
        .filter_map(|(path, source)| path.starts_with(SOURCES).then_some(source))
        .collect();
    let named: BTreeSet<&str> = sources.iter().flat_map(|source| self::named(source)).collect();
    assert!(named.len() > 4, "only {named:?} were found in the sources");
    assert!(named.is_subset(&listed), "without a row: {:?}", named.difference(&listed));
    let exists = |finding: &str| {
        let quoted = format!("\"{finding}\"");
        sources.iter().any(|source| source.contains(&quoted))
    };
    let gone: Vec<_> = listed.iter().filter(|finding| !exists(finding)).collect();
    assert!(gone.is_empty(), "no such findings: {gone:?}");
}
