//! `cargo tailprint new`: an app that runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tailprint_build::tool::cannot;

use crate::cli::New;
use crate::failure::Failure;
use crate::init::manifest::Source;
use crate::interrupt::{self, Staging};
use crate::terminal::{note, print};

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

/// Words that Cargo or rustc keep for themselves, and the crates that the app uses.
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
    let source = Source::new(options.path.as_deref())?;
    refuse_existing(folder)?;
    create(folder, &name, &source)?;
    say_if_workspace(folder);
    let shown = folder.display();
    print(&format!("created {name}: `cd {shown}`, then `cargo tailprint dev`\n"));
    Ok(())
}

/// The last name of the folder, if a package can have it.
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

/// Makes everything in a folder beside it, which then gets the name.
fn create(folder: &Path, name: &str, source: &Source) -> Result<(), Failure> {
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
    // An empty folder gives way to another one on Unix only.
    let _ = fs::remove_dir(&absolute);
    fs::rename(&app, &absolute).map_err(|error| cannot("be created", folder, &error))?;
    Ok(())
}

fn write(file: &PathBuf, text: &str) -> std::io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, text)
}

fn filled(text: &str, name: &str, source: &Source) -> String {
    let mut runtime = source.entry("tailprint");
    runtime.insert("features", toml_edit::Value::Array(["askama", "axum"].into_iter().collect()));
    let build = source.entry("tailprint-build");
    let build = match source {
        Source::Version(version) => format!("{version:?}"),
        Source::Checkout(_) => build.to_string(),
    };
    text.replace("@name@", name)
        .replace("@tailprint@", runtime.to_string().trim())
        .replace("@tailprint-build@", build.trim())
}

/// Cargo refuses a package inside a workspace that does not name it.
fn say_if_workspace(folder: &Path) {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output();
    let refused = output.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stderr).contains("believes it's in a workspace")
    });
    if refused {
        note(
            "the folder lies in a workspace: add the package to `members` there, \
             or `[workspace]` to its own Cargo.toml",
        );
    }
}

#[cfg(test)]
mod tests;
