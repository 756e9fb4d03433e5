//! The commands that are compared.

use std::path::{Path, PathBuf};

use super::files::Source;
use crate::run::{Failure, cannot, root};

/// Commands to compare, one after the other in the same folder.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) steps: Vec<Step>,
}

/// A command.
#[derive(Debug)]
pub(super) enum Step {
    /// `cargo tailprint` with arguments. Those for Windows are the same files written as people write them there.
    Command { here: &'static str, there: &'static str },
    /// A build script, with the mode of its assets.
    Script(&'static str),
    /// A reference that a build script is to refuse, in a template.
    Reference(&'static str),
}

fn command(arguments: &'static str) -> Step {
    Step::Command { here: arguments, there: arguments }
}

fn case(name: &str, source: Source, steps: impl IntoIterator<Item = Step>) -> Case {
    Case { name: name.to_owned(), source, steps: steps.into_iter().collect() }
}

const COLLECT: &str = "collect --from static --out out --encodings br,gzip";

pub(super) fn all() -> Result<Vec<Case>, Failure> {
    let mut cases = vec![
        case("collect", Source::App, [command(COLLECT), command(COLLECT)]),
        case("check", Source::App, [command("check --from static --format json")]),
        case(
            "css",
            Source::App,
            [command("css --input static/css/source.css --output out/app.css")],
        ),
        case("minified", Source::App, [command("css -i static/css/source.css -o out/app.css -m")]),
        case("vendor", Source::App, [command("vendor"), command("vendor")]),
        case("pin", Source::App, [command("pin htmx.org lit"), command("unpin htmx.org")]),
        case("new", Source::Empty, [command("new shop"), command("new con"), command("new shop")]),
        case("release", Source::App, [Step::Script("hashed"), Step::Script("hashed")]),
        case("debug", Source::App, [Step::Script("plain"), Step::Script("plain")]),
        case("modes", Source::App, [Step::Script("plain"), Step::Script("hashed")]),
    ];
    cases.extend(paths());
    cases.extend(references());
    cases.extend(apps()?);
    Ok(cases)
}

/// The same folder as people write it on Windows. `{app}` is the folder, written as the system writes it.
fn paths() -> impl Iterator<Item = Case> {
    let there = [
        ("back-slashes", r"collect --from .\static\ --out out\ --encodings br,gzip"),
        ("drive", r"collect --from {app}\static --out {app}\out --encodings br,gzip"),
        ("slashes", "collect --from {slashed}/static --out {slashed}/out --encodings br,gzip"),
        ("verbatim", r"collect --from \\?\{app}\static --out \\?\{app}\out --encodings br,gzip"),
        ("rooted", r"collect --from {rooted}\static --out {rooted}\out --encodings br,gzip"),
        ("other-case", "collect --from STATIC --out out --encodings br,gzip"),
    ];
    there
        .into_iter()
        .map(|(name, there)| case(name, Source::App, [Step::Command { here: COLLECT, there }]))
}

/// References that no system is to accept, although the files are there on one that ignores case, trims names or has
/// back-slashes.
fn references() -> impl Iterator<Item = Case> {
    let wrong = [
        ("wrong-case", "IMG/Logo.svg"),
        ("wrong-end", "img/logo.svg."),
        ("back-slash", r"img\logo.svg"),
        ("device", "img/con.svg"),
        ("stream", "img/logo.svg:a"),
        ("drive-letter", "C:/img/logo.svg"),
        ("missing", "img/none.svg"),
    ];
    wrong.into_iter().map(|(name, reference)| {
        case(name, Source::App, [Step::Reference(reference), Step::Script("hashed")])
    })
}

/// `init` of the apps that the tests of `cargo-tailprint` change.
fn apps() -> Result<Vec<Case>, Failure> {
    const CORPUS: &str = "crates/cargo-tailprint/tests/corpus";
    let folder = root().join(CORPUS);
    let entries = std::fs::read_dir(&folder).map_err(|error| cannot("read", &folder, &error))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let app = |file: PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let steps = ["init --dry-run", "init --yes", "init --yes"].map(command);
        case(&format!("init-{name}"), Source::Corpus(file), steps)
    };
    Ok(files.into_iter().map(app).collect())
}

impl Step {
    /// The arguments on this system, or on Windows.
    pub(super) fn arguments(&self, app: &str, windows: bool) -> Vec<String> {
        let Self::Command { here, there } = self else { return Vec::new() };
        let slashed = app.replace('\\', "/");
        let rooted = app.strip_prefix("Z:").unwrap_or(app);
        let filled = |word: &str| {
            let word = word.replace("{app}", app).replace("{slashed}", &slashed);
            word.replace("{rooted}", rooted)
        };
        let text = if windows { there } else { here };
        text.split(' ').map(filled).collect()
    }
}

/// The file that gets the reference of [`Step::Reference`].
pub(super) fn referring(folder: &Path) -> PathBuf {
    folder.join("templates/referring.html")
}
