//! The commands that only tell: `outdated`, `audit`, `licenses`, `why`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use tailprint_build::cli_support::cannot;
use tailprint_core::lock::{Lock, Package};
use tailprint_core::shown::Shown;
use tailprint_core::whole_file;

use super::{lockfile, place, registry, root};
use crate::cli::{Licenses, PinPlace, Why};
use crate::packages::npm::config::NPMJS;
use crate::packages::npm::spec::{allows, pick};
use crate::support::failure::Failure;
use crate::support::terminal::{note, print};

/// The most bytes of an answer with advisories.
const LARGEST_ADVISORIES: u64 = 16 << 20;

/// Lists packages of which there are newer versions.
pub(crate) fn outdated(place: &PinPlace) -> Result<(), Failure> {
    let root = root(place)?;
    let lock = pinned(&root)?;
    let registry = registry(&root)?;
    let mut rows = vec![["package", "pinned", "wanted", "latest"].map(str::to_owned)];
    for package in lock.packages.iter().filter(|package| !package.asked.is_empty()) {
        let packument = registry.packument(&package.name)?;
        let wanted = package.wanted.as_deref().unwrap_or("*");
        // The registry may have withdrawn it.
        let wanted =
            pick(&packument, wanted).map_or_else(|_| "none".to_owned(), |it| it.0.to_string());
        let latest = packument.tags.get("latest").cloned().unwrap_or_else(|| wanted.clone());
        if package.version != wanted || package.version != latest {
            rows.push([package.name.clone(), package.version.clone(), wanted, latest]);
        }
    }
    if rows.len() == 1 {
        print("everything is up to date\n");
        return Ok(());
    }
    print(&columns(&rows));
    print("`cargo tailprint update` takes the wanted versions, `--latest` the latest ones\n");
    Ok(())
}

/// Returns rows with their columns below each other. Each row is one line, whatever a package says.
fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> =
        rows.iter().map(|row| row.each_ref().map(|cell| Shown::line(cell).to_string())).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    let mut text = String::new();
    for row in &rows {
        // A format takes widths of 16 bits alone, and a registry may send longer texts.
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            cell.to_owned() + &" ".repeat(width.saturating_sub(cell.chars().count()))
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A known vulnerability.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct Advisory {
    title: String,
    severity: String,
    url: String,
    vulnerable_versions: String,
}

impl Default for Advisory {
    fn default() -> Self {
        let unknown = || "unknown".to_owned();
        Self {
            title: unknown(),
            severity: unknown(),
            url: unknown(),
            vulnerable_versions: "*".to_owned(),
        }
    }
}

impl Advisory {
    /// Returns the line and the address, with the pinned versions that it is about.
    fn text(&self, name: &str, pinned: &[&str]) -> String {
        let Self { title, severity, url, vulnerable_versions: range } = self;
        let hit: Vec<&str> = pinned.iter().copied().filter(|it| allows(range, it)).collect();
        // A range may leave out the pre-releases that it is about.
        let versions = if hit.is_empty() { pinned.join(", ") } else { hit.join(", ") };
        let line = format!("{severity}: {name} {versions}: {title} (in {range})");
        format!("{}\n    {}\n", Shown::line(&line), Shown::line(url))
    }
}

/// Asks the registry for known vulnerabilities of the pinned versions.
pub(crate) fn audit(place: &PinPlace) -> Result<(), Failure> {
    let root = root(place)?;
    let lock = pinned(&root)?;
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in &lock.packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let registry = registry(&root)?;
    // A package without a scope is one of the main registry.
    let base = registry.client().config().registry("");
    let url = format!("{base}-/npm/v1/security/advisories/bulk");
    let json = serde_json::to_string(&versions).map_err(|error| error.to_string())?;
    let answer = registry.client().post(&url, &json, LARGEST_ADVISORIES).map_err(|error| {
        let why = match error.status {
            Some(400 | 404 | 405 | 501) => format!("the registry {base} has no advisories"),
            _ => "the advisories cannot be had".to_owned(),
        };
        let official = if base == NPMJS {
            ""
        } else {
            "npm_config_registry=https://registry.npmjs.org/ has them"
        };
        let repair = if official.is_empty() { "a proxy may be in between" } else { official };
        format!("nothing is known about vulnerabilities: {why}: {} ({repair})", error.message)
    })?;
    let found: BTreeMap<String, Vec<Advisory>> = serde_json::from_slice(&answer)
        .map_err(|error| format!("{url}: is no list of advisories: {error}"))?;
    let mut text = String::new();
    for (name, advisories) in &found {
        let pinned = versions.get(name.as_str()).map(Vec::as_slice);
        text.extend(advisories.iter().filter_map(|it| Some(it.text(name, pinned?))));
    }
    if text.is_empty() {
        print(&format!("no known vulnerabilities in {} packages\n", lock.packages.len()));
        return Ok(());
    }
    print(&text);
    Err(Failure::Problems)
}

/// Lists the licences, or writes all notices into one file.
pub(crate) fn licenses(options: &Licenses) -> Result<(), Failure> {
    let root = root(&options.place)?;
    let lock = pinned(&root)?;
    let Some(out) = &options.out else {
        let row = |package: &Package| {
            let license = package.license.clone().unwrap_or_else(|| "unknown".to_owned());
            let notices = match &package.notices[..] {
                [] => "no text in the package".to_owned(),
                notices => {
                    let path =
                        |name: &String| format!("{}/{}/{name}", place::FOLDER, package.folder);
                    notices.iter().map(path).collect::<Vec<_>>().join(" ")
                }
            };
            [package.name.clone(), package.version.clone(), license, notices]
        };
        let rows: Vec<[String; 4]> = lock.packages.iter().map(row).collect();
        print(&columns(&rows));
        return Ok(());
    };
    let text = notices(&root, &lock)?;
    whole_file::write_named(out, text.as_bytes())
        .map_err(|error| cannot("be written", out, &error))?;
    print(&format!("{}: the notices of {} packages\n", out.display(), lock.packages.len()));
    Ok(())
}

/// Returns the notices of all packages as one text.
fn notices(root: &Path, lock: &Lock) -> Result<String, String> {
    let mut text = String::new();
    for package in &lock.packages {
        let license = package.license.as_deref().unwrap_or("unknown licence");
        let _ = writeln!(text, "{} {} ({license})\n", package.name, package.version);
        if package.notices.is_empty() {
            note(&format!("{} has no text of its licence ({license})", package.name));
        }
        for name in &package.notices {
            let file = root.join(place::FOLDER).join(&package.folder).join(name);
            let notice = std::fs::read(&file).map_err(|error| cannot("be read", &file, &error))?;
            let _ = writeln!(text, "{}\n", String::from_utf8_lossy(&notice).trim_end());
        }
        text.push_str("----\n\n");
    }
    Ok(text)
}

/// Tells who asks for a package.
pub(crate) fn why(options: &Why) -> Result<(), Failure> {
    let root = root(&options.place)?;
    let lock = pinned(&root)?;
    let name = &options.package;
    let mut text = String::new();
    for package in lock.packages.iter().filter(|package| package.name == *name) {
        let _ = writeln!(text, "{} {}", package.name, package.version);
        explain(&lock, package, &mut vec![&package.name], &mut text);
    }
    if text.is_empty() {
        return Err(format!("{name} is not pinned (`cargo tailprint pin {name}`)").into());
    }
    print(&text);
    Ok(())
}

/// Adds those who ask for a package, each with those who ask for it.
fn explain<'a>(lock: &'a Lock, package: &'a Package, above: &mut Vec<&'a str>, text: &mut String) {
    let indent = "  ".repeat(above.len());
    if let Some(wanted) = &package.wanted {
        let _ = writeln!(text, "{indent}you asked for {} ({wanted})", package.asked.join(", "));
    }
    for other in &lock.packages {
        let needs = other.dependencies.get(&package.name) == Some(&package.version);
        if needs && !above.contains(&other.name.as_str()) {
            let _ = writeln!(text, "{indent}{} {} imports it", other.name, other.version);
            above.push(&other.name);
            explain(lock, other, above, text);
            above.pop();
        }
    }
}

fn pinned(root: &Path) -> Result<Lock, String> {
    let lock = lockfile::read(root)?;
    if lock.packages.is_empty() {
        return Err("nothing is pinned (`cargo tailprint pin NAME` adds a package)".to_owned());
    }
    Ok(lock)
}
