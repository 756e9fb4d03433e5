//! `cargo tailprint new`: creates an app.

use std::fs;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::cannot;

use crate::cli::New;
use crate::init::manifest::CrateSource;
use crate::support::cargo;
use crate::support::failure::Failure;
use crate::support::interrupt::{self, Staging};
use crate::support::terminal::{note, print};

/// The files of the app. `@name@` is the name of the package, `@tailprint@` and `@tailprint-build@` are dependencies.
const FILES: [(&str, &str); 11] = [
    ("Cargo.toml", include_str!("../../templates/app/Cargo.toml.in")),
    ("build.rs", include_str!("../../templates/app/build.rs.in")),
    ("askama.toml", include_str!("../../templates/app/askama.toml.in")),
    (".gitignore", include_str!("../../templates/app/gitignore.in")),
    ("README.md", include_str!("../../templates/app/README.md.in")),
    ("src/main.rs", include_str!("../../templates/app/src/main.rs.in")),
    ("templates/base.html", include_str!("../../templates/app/templates/base.html.in")),
    ("templates/index.html", include_str!("../../templates/app/templates/index.html.in")),
    ("static/css/source.css", include_str!("../../templates/app/static/css/source.css.in")),
    ("static/img/mark.svg", include_str!("../../templates/app/static/img/mark.svg.in")),
    ("static/img/waves.svg", include_str!("../../templates/app/static/img/waves.svg.in")),
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
    let folder = &options.folder;
    let name = name_of(folder)?;
    let source = CrateSource::new(options.path.as_deref())?;
    refuse_existing(folder)?;
    create(folder, &name, &source)?;
    say_if_workspace(folder);
    let shown = folder.display();
    print(&format!("created {name}: `cd {shown}`, then `cargo tailprint dev`\n"));
    Ok(())
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
    let is_taken =
        TAKEN.contains(&name.as_str()) || TAKEN.contains(&name.replace('-', "_").as_str());
    if is_taken {
        return Err(format!(
            "`{name}` cannot be the name of a package, since it means something else"
        ));
    }
    Ok(name)
}

fn refuse_existing(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    let entries = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next(),
        Err(_) if folder.symlink_metadata().is_err() => None,
        Err(error) => return Err(cannot("be used", folder, &error)),
    };
    if entries.is_some() {
        return Err(format!(
            "{shown} exists and is not empty; `cargo tailprint init` adds tailprint to an existing package"
        ));
    }
    Ok(())
}

/// Writes all files into a temporary folder beside the target, which is then renamed.
fn create(folder: &Path, name: &str, source: &CrateSource) -> Result<(), Failure> {
    let _staging = Staging::begin();
    let absolute =
        std::path::absolute(folder).map_err(|error| cannot("be used", folder, &error))?;
    let parent = absolute.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(parent).map_err(|error| cannot("be created", parent, &error))?;
    let stage = tempfile::Builder::new()
        .prefix(".tailprint-")
        .tempdir_in(parent)
        .map_err(|error| cannot("be written", parent, &error))?;
    let app = stage.path().join(name);
    for (path, text) in FILES {
        let file = app.join(path);
        write(&file, &filled(text, name, source))
            .map_err(|error| cannot("be written", &file, &error))?;
    }
    interrupt::check()?;
    // A rename replaces an empty folder on Unix only.
    let _ = fs::remove_dir(&absolute);
    fs::rename(&app, &absolute).map_err(|error| cannot("be created", folder, &error))?;
    Ok(())
}

fn write(file: &PathBuf, text: &str) -> std::io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, text)
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
