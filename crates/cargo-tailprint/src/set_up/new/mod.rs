//! `cargo tailprint new`: creates an app.

mod vcs;

use std::fs;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::cannot;
use tailprint_core::path::unportable;
use tailprint_core::whole_file::{self, Scratch};

use crate::cli::{New, Vcs};
use crate::set_up::init::edits::manifest::CrateSource;
use crate::support::cargo;
use crate::support::failure::Failure;
use crate::support::interrupt::{self, Staging};
use crate::support::terminal::{note, print};

/// The files of the app. `@name@` is the name of the package, `@tailprint@` and `@tailprint-build@` are dependencies.
const FILES: [(&str, &str); 12] = [
    ("Cargo.toml", include_str!("../../../templates/app/Cargo.toml.in")),
    ("build.rs", include_str!("../../../templates/app/build.rs.in")),
    ("askama.toml", include_str!("../../../templates/app/askama.toml.in")),
    (".gitignore", include_str!("../../../templates/app/gitignore.in")),
    ("README.md", include_str!("../../../templates/app/README.md.in")),
    ("src/main.rs", include_str!("../../../templates/app/src/main.rs.in")),
    ("templates/base.html", include_str!("../../../templates/app/templates/base.html.in")),
    ("templates/index.html", include_str!("../../../templates/app/templates/index.html.in")),
    ("templates/missing.html", include_str!("../../../templates/app/templates/missing.html.in")),
    ("static/css/source.css", include_str!("../../../templates/app/static/css/source.css.in")),
    ("static/img/mark.svg", include_str!("../../../templates/app/static/img/mark.svg.in")),
    ("static/img/waves.svg", include_str!("../../../templates/app/static/img/waves.svg.in")),
];

/// Names that a package cannot have: keywords, names of Cargo's folders and built-in crates, and the crates of the app.
const TAKEN: [&str; 59] = [
    "abstract",
    "alloc",
    "as",
    "askama",
    "async",
    "await",
    "axum",
    "become",
    "box",
    "break",
    "build",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "incremental",
    "let",
    "listenfd",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "tailprint",
    "tailprint-build",
    "test",
    "tokio",
    "trait",
    "true",
    "type",
    "unsafe",
    "use",
];

/// Creates the app in a folder that does not exist or is empty.
pub(crate) fn new(options: &New) -> Result<(), Failure> {
    interrupt::listen()?;
    let folder = std::path::absolute(&options.folder)
        .map_err(|error| cannot("be used", &options.folder, &error))?;
    // As it was given: on Windows the absolute form of `con` is that of a device.
    let named = options.folder.file_name().map_or(&*folder, |_| &*options.folder);
    let name = name_of(named)?;
    let source = CrateSource::new(options.path.as_deref())?;
    let exists = refuse_existing(&folder, &options.folder)?;
    let is_repository = options.vcs == Vcs::Git && !vcs::is_inside(&folder);
    let fill = |app: &Path| {
        for (path, text) in FILES {
            let file = app.join(path);
            write(&file, &filled(text, &name, &source))
                .map_err(|error| cannot("be written", &file, &error))?;
        }
        #[cfg(feature = "pin")]
        crate::packages::pin::start::start(app, &options.with)?;
        Ok(())
    };
    create(&folder, exists, is_repository, &name, fill)?;
    say_if_workspace(&folder);
    print(&created(&name, &options.folder));
    Ok(())
}

/// The line that tells how to go on.
fn created(name: &str, folder: &Path) -> String {
    if folder == Path::new(".") {
        return format!("created {name}: `cargo tailprint dev` starts it\n");
    }
    format!("created {name}: `cd {}`, then `cargo tailprint dev`\n", folder.display())
}

/// The last name of the folder, checked as the name of a package.
fn name_of(folder: &Path) -> Result<String, String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| format!("{}: names no folder", folder.display()))?;
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let repair = "choose letters, digits, `-` and `_`, with a letter first";
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) || !name.chars().all(is_word)
    {
        return Err(format!("`{name}` cannot be the name of a package ({repair})"));
    }
    // Windows has no folder that is named like a device.
    let is_taken = TAKEN.contains(&name.as_str())
        || TAKEN.contains(&name.replace('-', "_").as_str())
        || unportable(&name).is_some();
    if is_taken {
        return Err(format!(
            "`{name}` cannot be the name of a package, since it means something else"
        ));
    }
    Ok(name)
}

/// Returns true if the folder exists; nothing but a repository may be in it.
fn refuse_existing(folder: &Path, given: &Path) -> Result<bool, String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) if folder.symlink_metadata().is_err() => return Ok(false),
        Err(error) => return Err(cannot("be used", given, &error)),
    };
    let is_other = |entry: std::io::Result<fs::DirEntry>| {
        entry.map_or(true, |entry| !vcs::FOLDERS.iter().any(|name| entry.file_name() == *name))
    };
    if entries.into_iter().any(is_other) {
        return Err(format!(
            "{} exists and is not empty; `cargo tailprint init` adds tailprint to an existing package",
            given.display()
        ));
    }
    Ok(true)
}

/// Writes all files into a temporary folder, and then renames it, or what it holds if the folder exists: a shell may
/// stand in that, or something may be mounted there.
fn create(
    folder: &Path,
    exists: bool,
    is_repository: bool,
    name: &str,
    fill: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let _staging = Staging::begin();
    let parent = if exists { folder } else { folder.parent().unwrap_or(Path::new("/")) };
    fs::create_dir_all(parent).map_err(|error| cannot("be created", parent, &error))?;
    let stage = Scratch::new_in(parent).map_err(|error| cannot("be written", parent, &error))?;
    let app = stage.path().join(name);
    fill(&app)?;
    if is_repository {
        vcs::init(&app);
    }
    interrupt::check()?;
    let moved = if exists { move_all(&app, folder) } else { fs::rename(&app, folder) };
    moved.map_err(|error| cannot("be created", folder, &error))?;
    Ok(())
}

/// Renames everything in a folder into another one, or nothing if that fails.
fn move_all(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let pair = (entry.path(), to.join(entry.file_name()));
        if let Err(error) = fs::rename(&pair.0, &pair.1) {
            for (source, target) in moved.iter().rev() {
                let _ = fs::rename(target, source);
            }
            return Err(error);
        }
        moved.push(pair);
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    whole_file::write_through(file, text.as_bytes())
}

fn filled(text: &str, name: &str, source: &CrateSource) -> String {
    let mut runtime = source.entry("tailprint");
    runtime.insert("features", toml_edit::Value::Array(["askama", "axum"].into_iter().collect()));
    let build = source.entry("tailprint-build");
    let build = match source {
        CrateSource::Version(version) => format!("{version:?}"),
        CrateSource::Checkout(_) => build.to_string(),
    };
    text.replace("@name@", name)
        .replace("@tailprint@", runtime.to_string().trim())
        .replace("@tailprint-build@", build.trim())
}

/// Notes if the folder lies in a workspace that does not list the package, which Cargo refuses to build.
fn say_if_workspace(folder: &Path) {
    let mut command = cargo::command("metadata", None);
    command.args(["--no-deps", "--format-version", "1"]).current_dir(folder);
    let refused = |message: String| message.contains("believes it's in a workspace");
    if cargo::output(&mut command).is_err_and(refused) {
        note(
            "the folder lies in a workspace: add the package to `members` there, \
             or `[workspace]` to its own Cargo.toml",
        );
    }
}

#[cfg(test)]
mod tests;
