//! Calls of Tailwind's program in the scripts of an app.

use std::path::{Path, PathBuf};

use tailprint_core::path::normalize;

use super::super::super::plan::Plan;
use super::super::super::project::Project;

/// A call of Tailwind's program.
pub(crate) struct Call {
    /// `file:line`
    pub(super) place: String,
    /// The file that it writes, relative to each folder in which it may have been called.
    pub(super) outputs: Vec<PathBuf>,
    /// The file that it reads, likewise.
    pub(super) inputs: Vec<PathBuf>,
    /// The configuration, likewise.
    pub(super) configurations: Vec<PathBuf>,
}

/// Lists the calls of Tailwind's program in scripts of the package, and in those beside the workspace.
pub(super) fn calls(project: &Project, plan: &Plan) -> Result<Vec<Call>, String> {
    let mut found = Vec::new();
    for path in scripts(project) {
        let text = plan.text_or_empty(&path)?;
        let lines: Vec<&str> = text.lines().collect();
        let is_rust = path.extension().is_some_and(|it| it == "rs");
        let mut next = 0;
        while let Some(line) = lines.get(next) {
            let rest = lines.get(next..).unwrap_or_default();
            let length = if is_rust { LINES_OF_A_CALL } else { continued(rest) };
            let whole = rest.iter().take(length).copied().collect::<Vec<_>>().join(" ");
            let names = if is_rust { line } else { &*whole };
            if is_call(names, &whole) {
                let place = format!("{}:{}", project.shown(&path), next + 1);
                let outputs = candidates(project, &path, option(&whole, ["-o", "--output"]));
                let inputs = candidates(project, &path, option(&whole, ["-i", "--input"]));
                let configuration = option(&whole, ["-c", "--config"]);
                let configurations = candidates(project, &path, configuration);
                found.push(Call { place, outputs, inputs, configurations });
                next += length;
            } else {
                next += 1;
            }
        }
    }
    Ok(found)
}

/// The most lines of a Rust source that one call of Tailwind's program is searched in.
const LINES_OF_A_CALL: usize = 12;

/// Files that call programs. The build script is one, if there is one.
pub(crate) fn scripts(project: &Project) -> Vec<PathBuf> {
    let inside = project.own_files(&[]).map(walkdir::DirEntry::into_path);
    let mut scripts: Vec<PathBuf> = inside.filter(|path| is_script(path)).collect();
    scripts.extend(project.build_script().map(Path::to_owned));
    scripts.push(project.manifest.clone());
    if project.folder() != project.root {
        let beside = std::fs::read_dir(&project.root).into_iter().flatten().filter_map(Result::ok);
        let mut beside: Vec<PathBuf> =
            beside.map(|it| it.path()).filter(|path| path.is_file() && is_script(path)).collect();
        beside.sort();
        scripts.append(&mut beside);
    }
    scripts
}

fn is_script(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let names = ["package.json", "justfile", ".justfile", "makefile", "makefile.toml", "procfile"];
    let extensions = ["sh", "just", "mk", "nix", "dockerfile"];
    names.contains(&&*name)
        || name.starts_with("dockerfile")
        || name.starts_with("containerfile")
        || path.extension().is_some_and(|it| extensions.iter().any(|known| it == *known))
}

/// The number of lines that a command has, by the backslashes at their ends.
fn continued(lines: &[&str]) -> usize {
    let continues = |line: &&&str| line.trim_end().ends_with('\\');
    (lines.iter().take_while(continues).count() + 1).min(lines.len())
}

/// Returns true if the command, which may go on in later lines, calls Tailwind's program.
fn is_call(line: &str, whole: &str) -> bool {
    let line = line.trim_start();
    // The setting of cargo-leptos in `Cargo.toml`.
    if line.starts_with("tailwind-input-file") {
        return true;
    }
    if line.starts_with(['#', '/']) || !names_program(line) {
        return false;
    }
    let has = |option: &&str| words(whole).any(|word| word == *option);
    ["-o", "--output", "-i", "--input"].iter().any(has)
}

/// Returns true for `tailwindcss` and for a variable such as `$(TAILWIND)`, `${TAILWIND_BIN}` or `{{tailwind}}`.
fn names_program(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.contains("tailwindcss")
        || lower.match_indices("tailwind").any(|(at, _)| {
            let before = lower.get(..at).unwrap_or_default();
            before.trim_end().ends_with(['$', '(', '{', '/', '"'])
        })
}

/// The value of an option with these names in a command, or in the list of arguments of one.
fn option(text: &str, names: [&str; 2]) -> Option<String> {
    let mut words = words(text);
    words.find(|word| names.contains(word))?;
    words.next().map(|word| word.trim_start_matches("./").to_owned())
}

/// The paths that a file of a command may have, by the folder in which the script is called.
fn candidates(project: &Project, script: &Path, file: Option<String>) -> Vec<PathBuf> {
    let Some(file) = file else { return Vec::new() };
    let folders = [project.folder(), script.parent().unwrap_or(project.folder()), &project.root];
    folders.iter().map(|folder| normalize(&folder.join(&file))).collect()
}

/// The words of a command, or of the list of arguments of one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_separator = |it: char| {
        it.is_whitespace() || ['"', '\'', ',', '(', ')', '[', ']', '=', '\\'].contains(&it)
    };
    text.split(is_separator).filter(|word| !["", ".arg", ".args"].contains(word))
}

#[cfg(test)]
mod tests;
