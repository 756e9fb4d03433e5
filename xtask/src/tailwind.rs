//! The table of Tailwind's releases.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{Failure, cargo, root, run, say};

/// The releases that the builtin engine runs, as npm selects them.
const RELEASES: &str = "tailwindcss@^4.1.0";

fn path() -> PathBuf {
    root().join("crates/tailprint-tailwind/src/install/versions/table.rs")
}

/// Writes the table of every release on the registry anew.
pub(crate) fn table() -> Result<(), Failure> {
    let mut command =
        cargo(&["run", "--quiet", "-p", "tailprint-tailwind", "--example", "digests"]);
    let table = output(&mut command)?;
    write(&path(), &table)?;
    say(&format!("wrote {}", path().display()));
    Ok(())
}

/// The tests that compare with Tailwind's program, for the packages in whose place another release can be tried.
const COMPARISONS: &str = "package(tailprint-tailwind) & (binary(engine) | binary(layouts)) & not test(/4_1|4_2|releases::|fill::/)";

/// Compares the engine with the program of each named release, or of each one that the table lacks, and fails then.
pub(crate) fn releases(named: &[&str]) -> Result<(), Failure> {
    if !named.is_empty() {
        return named.iter().try_for_each(|release| compare(release));
    }
    let said = output(Command::new("npm").args(["view", RELEASES, "version", "--json"]))?;
    let table = std::fs::read_to_string(path());
    let table = table.map_err(|error| Failure::new(format!("cannot read the table: {error}")))?;
    let missing = missing(&said, &table);
    if missing.is_empty() {
        say("the table has every release");
        return Ok(());
    }
    missing.iter().try_for_each(|release| compare(release))?;
    let missing = missing.join(", ");
    Err(Failure::new(format!("the table lacks {missing} (`cargo xtask tailwind-table`)")))
}

fn compare(release: &str) -> Result<(), Failure> {
    say(&format!("Tailwind {release}:"));
    let tests =
        ["nextest", "run", "--workspace", "--all-features", "--all-targets", "-E", COMPARISONS];
    run(cargo(&tests).env("TAILWIND_RELEASE", release))
}

/// Returns the versions in npm's answer that are not in the table.
fn missing<'a>(said: &'a str, table: &str) -> Vec<&'a str> {
    let versions = said.split('"').filter(|part| part.starts_with(|it: char| it.is_ascii_digit()));
    versions.filter(|version| !table.contains(&format!("number: \"{version}\""))).collect()
}

pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| Failure::new(format!("cannot run {shown}: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("{shown}: {}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(|_| Failure::new(format!("{shown} wrote no text")))
}

pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text)
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}

#[cfg(test)]
#[test]
fn a_release_that_the_table_lacks_is_named() {
    let table = "number: \"4.3.5\",\nnumber: \"4.3.6\",";
    assert_eq!(missing("[\n \"4.3.5\",\n \"4.3.6\",\n \"4.3.60\"\n]", table), ["4.3.60"]);
    assert!(missing("\"4.3.5\"", table).is_empty());
}
