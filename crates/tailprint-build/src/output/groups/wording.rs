//! Groups in words.

use std::collections::BTreeSet;

use tailprint_core::glob;
use tailprint_core::shown::Shown;

use super::{Key, SHOWN, Summary, folders};
use crate::error::{Cause, Interface, Setting};
use crate::output::problems_json::{Finding, FindingSeverity};

/// Describes a group.
pub(super) fn summary(key: &Key, findings: &[&Finding], interface: Interface) -> Summary {
    let number = findings.len();
    let all = findings.iter().filter_map(|finding| finding.path.as_deref());
    let is_error = findings.iter().any(|finding| finding.severity == FindingSeverity::Error);
    // The setting makes warnings of errors, so it is no repair of warnings.
    let allow = |folder: &str| {
        // One setting is enough, and none should allow more than it has to.
        let most = if folder.is_empty() { SHOWN } else { 1 };
        let setting = few(Setting::AllowMissing, findings, most, interface)
            .or_else(|| Setting::AllowMissing.with(&within(folder), interface));
        setting.filter(|_| is_error).map(|setting| format!("only warn: {setting}"))
    };
    let (message, repairs) = match key {
        Key::Folder(folder) => {
            let place = if folder.is_empty() { String::new() } else { format!(" in \"{folder}\"") };
            let message = format!("{number} references lead to missing static assets{place}");
            (
                message,
                vec![Some("add the files, or correct the references".to_owned()), allow(folder)],
            )
        }
        Key::Cause(Cause::Spelling) => (
            format!(
                "{number} references differ from the names of files in upper and lower case or in Unicode normalization"
            ),
            vec![Some("rename the files, or correct the references".to_owned())],
        ),
        Key::Cause(Cause::MissingInTemplate) => (
            format!("{number} paths in templates lead to missing static assets"),
            vec![Some("add the files, or correct the paths".to_owned())],
        ),
        Key::Cause(Cause::Extensionless) => (
            format!("{number} imports lack an extension or a file name, and browsers add none"),
            vec![Some("bundle these modules for browsers".to_owned()), allow(folders::common(all))],
        ),
        Key::Cause(Cause::MissingSourceMap) => (
            format!("{number} source maps are missing"),
            vec![Some("add them, or remove the comments that name them".to_owned())],
        ),
        Key::Cause(Cause::OutsideRoot) => (
            format!("{number} URLs lead out of the static files"),
            vec![Some("remove a `../` of each".to_owned()), allow(folders::common(all))],
        ),
        Key::Cause(Cause::RootAbsolute) => (
            format!("{number} URLs begin with \"/\" and do not lead to the assets that they name"),
            vec![
                Some("write relative URLs".to_owned()),
                Setting::UrlPrefix
                    .with("/", interface)
                    .map(|it| format!("serve the assets there: {it}")),
            ],
        ),
        Key::Cause(Cause::Unchecked) => (
            format!("{number} paths in templates cannot be checked by the build"),
            vec![
                Some("write them as literals".to_owned()),
                Setting::AllowUnchecked
                    .with(&within(folders::common(all)), interface)
                    .map(|it| format!("accept them: {it}")),
            ],
        ),
        Key::Cause(Cause::WrittenOut) => (
            format!(
                "{number} URLs of static assets are written out, so they have no hash, and browsers ask for them again each time"
            ),
            vec![
                Some("have `cargo tailprint fix` replace them".to_owned()),
                Setting::AllowUnhashed.with("**", interface).map(|it| format!("accept them: {it}")),
            ],
        ),
        Key::Cause(Cause::FixedPrefix) => (
            format!("{number} URLs keep the URL prefix of the build"),
            vec![Some(
                "write them relative, if the app is to be started with another prefix".to_owned(),
            )],
        ),
        Key::Cause(Cause::Unpinned) => (
            format!("{number} packages are imported, but no import map has them"),
            vec![cover(findings, interface)],
        ),
        Key::Cause(_) | Key::Message(_) => of_kind(findings, interface),
    };
    let repairs: Vec<String> = repairs.into_iter().flatten().collect();
    let help = (!repairs.is_empty()).then(|| Shown::line(repairs.join(", or ")).into_string());
    Summary { message: Shown::line(message).into_string(), help }
}

/// Describes a group by its first problem.
fn of_kind(findings: &[&Finding], interface: Interface) -> (String, Vec<Option<String>>) {
    let Some((first, others)) = findings.split_first() else { return (String::new(), Vec::new()) };
    let message = if others.iter().all(|other| other.message == first.message) {
        format!("{}, at {} places", first.message, findings.len())
    } else {
        format!("{}, and {} more problems of this kind", first.message, others.len())
    };
    if first.cause == Some(Cause::LeftOut) {
        return (message, vec![include(findings, interface)]);
    }
    let same = others.iter().all(|other| other.help == first.help);
    (message, vec![first.help.clone().filter(|_| same)])
}

/// The number of packages up to which one command names all of them.
const COMMAND: usize = 20;

/// Returns the repair of imports of packages that no import map has.
fn cover(findings: &[&Finding], interface: Interface) -> Option<String> {
    match interface {
        Interface::BuildScript => {
            let names = findings.iter().take(COMMAND).filter_map(|it| it.path.as_deref());
            let names: Vec<&str> = names.collect();
            let begin = if findings.len() > COMMAND { "begin with" } else { "add them with" };
            Some(format!("{begin} `cargo tailprint pin {}`", names.join(" ")))
        }
        Interface::CommandLine => {
            let map = Setting::ImportMap.shown(interface)?;
            let allow = Setting::AllowMissing.shown(interface)?;
            Some(format!(
                "add them to the import map of the page, or map them with {map}, \
                 or if no page loads these modules, name each of them, or their folder, with {allow}"
            ))
        }
    }
}

/// Returns the repair of references to files that are left out. It never publishes all: `.git` and `.env` are left out by
/// the same rules.
fn include(findings: &[&Finding], interface: Interface) -> Option<String> {
    if let Some(settings) = few(Setting::Include, findings, SHOWN, interface) {
        return Some(format!("publish them with {settings}"));
    }
    let folder = folders::common(findings.iter().filter_map(|finding| finding.path.as_deref()));
    if folder.is_empty() {
        let each = Setting::Include.with("…", interface)?;
        return Some(format!("publish each of them with {each}"));
    }
    let include = Setting::Include.with(&within(folder), interface)?;
    Some(format!("publish them with {include}"))
}

/// Returns a setting for each file that the problems are about; none for more than `most` files.
fn few(
    setting: Setting,
    findings: &[&Finding],
    most: usize,
    interface: Interface,
) -> Option<String> {
    let paths: Option<BTreeSet<&str>> =
        findings.iter().map(|finding| finding.path.as_deref()).collect();
    let paths = paths.filter(|paths| !paths.is_empty() && paths.len() <= most)?;
    let settings: Option<Vec<String>> =
        paths.into_iter().map(|path| setting.with(&glob::escape(path), interface)).collect();
    settings.map(|settings| settings.join(" and "))
}

/// Returns the glob for everything in a folder.
fn within(folder: &str) -> String {
    if folder.is_empty() { "**".to_owned() } else { format!("{}/**", glob::escape(folder)) }
}

/// Returns a message without what it quotes, which differs between problems of one kind.
pub(super) fn without_names(message: &str) -> String {
    let mut kind = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(start) = rest.find(['"', '`']) {
        let (before, quoted) = rest.split_at(start);
        let quote = &quoted[..1];
        let Some(length) = quoted[1..].find(quote) else { break };
        kind.push_str(before);
        kind.push_str(quote);
        rest = &quoted[length + 2..];
    }
    kind + rest
}
