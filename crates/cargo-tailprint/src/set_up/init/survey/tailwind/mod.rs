//! The Tailwind that the app has.

pub(super) mod calls;

use std::path::{Path, PathBuf};

use tailprint_build::cli_support::TAILWIND_CONFIGURATIONS;
use tailprint_core::path::normalize;

use super::super::edits::sheets::is_sheet;
use super::super::plan::Plan;
use super::super::project::Project;
use super::{Files, url};
use calls::calls;

/// The version of Tailwind 3 for an app that pins none.
const VERSION_3: &str = "3.4.17";

/// The logical path of the style sheet where the app has none yet.
pub(crate) const DEFAULT_OUTPUT: &str = "css/tailwind.css";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tailwind {
    /// An app without styles. A style sheet for Tailwind at the conventional place becomes part of it later.
    Unstyled,
    /// `static/css/source.css`, which needs no setting.
    Conventional,
    /// The app has styles without Tailwind.
    None,
    Entry(Entry),
    /// Several style sheets for Tailwind.
    Several(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Relative to the package.
    pub(crate) source: String,
    /// The logical path of the result.
    pub(crate) output: String,
    /// The version, if it is Tailwind 3.
    pub(crate) version3: Option<String>,
    /// The configuration of Tailwind 3, as `file:line`, if it lies where Tailwind does not look for it.
    pub(crate) misplaced: Option<String>,
    /// The calls of Tailwind's program that are not needed any more, as `file:line`.
    pub(crate) calls: Vec<String>,
}

impl Tailwind {
    /// The calls of `Config`.
    pub(crate) fn calls(&self) -> Vec<String> {
        match self {
            Self::Unstyled | Self::Conventional => Vec::new(),
            Self::None | Self::Several(_) => vec![".no_tailwind()".to_owned()],
            Self::Entry(entry) => {
                let sheet = format!(".tailwind({:?}, {:?})", entry.source, entry.output);
                let version = entry.version3.iter().flat_map(|version| {
                    [
                        ".engine(tailprint_build::Engine::Cli)".to_owned(),
                        format!(".tailwind_version({version:?})"),
                    ]
                });
                std::iter::once(sheet).chain(version).collect()
            }
        }
    }

    /// The logical path of the style sheet that pages have to link.
    pub(crate) fn output(&self) -> Option<&str> {
        match self {
            Self::Conventional => Some(DEFAULT_OUTPUT),
            Self::Entry(entry) => Some(&entry.output),
            Self::Unstyled | Self::None | Self::Several(_) => None,
        }
    }

    /// The logical path of the style sheet that is linked where no page does it. Pages without that of Tailwind 3 have
    /// had their reasons.
    pub(crate) fn linked(&self) -> Option<&str> {
        let is_3 = matches!(self, Self::Entry(entry) if entry.version3.is_some());
        self.output().filter(|_| !is_3)
    }
}

/// Returns true if a call of Tailwind's program writes into a folder, which may not be there before.
pub(crate) fn fills(project: &Project, folder: &Path, plan: &Plan) -> Result<bool, String> {
    let mut written = calls(project, plan)?.into_iter().flat_map(|call| call.outputs);
    Ok(written.any(|file| file.starts_with(folder)))
}

/// Finds the style sheet for Tailwind, its result and its version.
pub(crate) fn find(
    project: &Project,
    files: Option<&Files>,
    plan: &Plan,
) -> Result<Tailwind, String> {
    let folder = project.folder();
    if folder.join("static/css/source.css").exists() {
        return Ok(Tailwind::Conventional);
    }
    let mut entries = entries(project);
    if entries.is_empty() && project.is_member() {
        // The scripts of a workspace may keep its style sheet beside the package.
        let read = calls(project, plan)?.into_iter().flat_map(|call| call.inputs);
        entries = read.filter_map(entry).take(1).collect();
    }
    if entries.len() > 1 {
        leave_read(&mut entries, &calls(project, plan)?);
    }
    Ok(match &entries[..] {
        [] if is_styled(project, files) => Tailwind::None,
        [] => Tailwind::Unstyled,
        [(source, is_3)] => {
            let calls = calls(project, plan)?;
            let written =
                calls.iter().flat_map(|call| &call.outputs).find_map(|it| logical(it, files));
            let output = match (written, files) {
                (None, Some(files)) => url::tailwind_sheet(project, files, plan)?,
                (written, _) => written,
            };
            Tailwind::Entry(Entry {
                source: project.relative(source),
                output: output.unwrap_or_else(|| DEFAULT_OUTPUT.to_owned()),
                version3: is_3.then(|| version3(folder, source)),
                misplaced: is_3.then(|| misplaced(project, &calls)).flatten(),
                calls: calls.into_iter().map(|call| call.place).collect(),
            })
        }
        several => {
            Tailwind::Several(several.iter().map(|(source, _)| project.shown(source)).collect())
        }
    })
}

/// Leaves the only style sheet that a script gives to Tailwind's program. The others may be for another program, such as
/// an extension of a browser.
fn leave_read(entries: &mut Vec<(PathBuf, bool)>, calls: &[calls::Call]) {
    let is_read = |file: &PathBuf| calls.iter().any(|call| call.inputs.contains(file));
    if entries.iter().filter(|(file, _)| is_read(file)).count() == 1 {
        entries.retain(|(file, _)| is_read(file));
    }
}

/// Reads the style sheet for Tailwind from a build script of tailprint.
pub(crate) fn of_script(project: &Project, script: &str, plan: &Plan) -> Result<Tailwind, String> {
    let arguments = script.split_once(".tailwind(").and_then(|(_, rest)| rest.split_once(')'));
    let mut literals = arguments.map_or("", |(inside, _)| inside).split('"').skip(1).step_by(2);
    if let (Some(source), Some(output)) = (literals.next(), literals.next()) {
        let calls = calls(project, plan)?;
        let is_3 = script.contains(".tailwind_version(\"3.");
        return Ok(Tailwind::Entry(Entry {
            source: source.to_owned(),
            output: output.to_owned(),
            version3: None,
            misplaced: is_3.then(|| misplaced(project, &calls)).flatten(),
            calls: calls.into_iter().map(|call| call.place).collect(),
        }));
    }
    let is_there = project.folder().join("static/css/source.css").exists();
    Ok(if is_there && !script.contains(".no_tailwind()") {
        Tailwind::Conventional
    } else {
        Tailwind::None
    })
}

/// Lists the style sheets for Tailwind, and for each of them if it is one of Tailwind 3.
fn entries(project: &Project) -> Vec<(PathBuf, bool)> {
    let files = project.own_files(&[]).map(walkdir::DirEntry::into_path);
    let sheets = files.filter(|file| {
        file.extension().is_some_and(|it| it == "css" || it == "pcss" || it == "postcss")
    });
    sheets.filter_map(entry).collect()
}

/// A style sheet for Tailwind, and if it is one of Tailwind 3; none for any other file.
fn entry(file: PathBuf) -> Option<(PathBuf, bool)> {
    let css = std::fs::read_to_string(&file).ok()?;
    let has = |word: &str| css.contains(word);
    if has("@import \"tailwindcss\"") || has("@import 'tailwindcss'") {
        return Some((file, false));
    }
    let is_3 = has("@tailwind base") || has("@tailwind utilities");
    is_3.then_some((file, true))
}

/// Returns true if the pages have styles of their own, which the reset of Tailwind would change.
fn is_styled(project: &Project, files: Option<&Files>) -> bool {
    let folder = project.folder();
    files.is_some()
        || project.own_files(&[]).any(|file| {
            is_sheet(file.path())
                || std::fs::read_to_string(file.path()).is_ok_and(|text| {
                    let is_page = !file.path().starts_with(folder.join("docs"));
                    is_page
                        && ["<style", "rel=\"stylesheet\"", "rel='stylesheet'"]
                            .iter()
                            .any(|word| text.contains(word))
                })
        })
}

/// The logical path of a file in the folder of the assets.
fn logical(output: &Path, files: Option<&Files>) -> Option<String> {
    let inner = output.strip_prefix(normalize(&files?.path)).ok()?;
    Some(inner.to_string_lossy().replace('\\', "/"))
}

/// Finds the configuration of Tailwind 3 that is not in the folder of the package, where it is looked for, and whose paths
/// begin there: at the line with these paths.
fn misplaced(project: &Project, calls: &[calls::Call]) -> Option<String> {
    if TAILWIND_CONFIGURATIONS.iter().any(|name| project.folder().join(name).is_file()) {
        return None;
    }
    let named = calls.iter().flat_map(|call| call.configurations.clone());
    let found = project.own_files(&[]).map(walkdir::DirEntry::into_path);
    let found =
        found.filter(|file| TAILWIND_CONFIGURATIONS.iter().any(|name| file.ends_with(name)));
    let file = named.filter(|file| file.is_file()).chain(found).next()?;
    let text = std::fs::read_to_string(&file).ok()?;
    let line = text.lines().position(|line| line.trim_start().starts_with("content")).unwrap_or(0);
    Some(format!("{}:{}", project.shown(&file), line + 1))
}

/// The version in the `package.json` of the package or beside the style sheet, if there is a whole one. A file that cannot
/// be read has none: the diff shows the version that is taken then.
fn version3(folder: &Path, source: &Path) -> String {
    let beside = source.parent().unwrap_or(folder);
    let text = std::fs::read_to_string(folder.join("package.json"))
        .or_else(|_| std::fs::read_to_string(beside.join("package.json")));
    let text = text.unwrap_or_default();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let named = ["devDependencies", "dependencies"]
        .iter()
        .find_map(|table| json.get(table)?.get("tailwindcss")?.as_str());
    let version = named.unwrap_or_default().trim_start_matches(['^', '~', '=', 'v']);
    let is_whole = semver::Version::parse(version).is_ok_and(|it| it.major == 3);
    if is_whole { version.to_owned() } else { VERSION_3.to_owned() }
}
