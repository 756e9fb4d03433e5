//! The table of plugins: each one compiled by the builtin engine and by Tailwind's program.

mod list;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::run::{Failure, cannot, cargo, root, run, say};
use crate::tailwind::{output, write};
use list::{MORE, PLUGINS, Plugin, plugin};

/// The script that finds the classes of plugins.
const CLASSES: &str = include_str!("classes.mjs");

/// The program that the results are compared with.
const PROGRAM: &str = "node_modules/@tailwindcss/cli/dist/index.mjs";

/// The longest that a program may take for a style sheet.
const LIMIT: Duration = Duration::from_secs(180);

const HEAD: &str = "\
# Tailwind plugins

The plugins that are downloaded most from npm, the most used one first, and `tailwindcss-hero-patterns`.
`cargo xtask plugins` installs their newest releases, compiles a style sheet with all of their classes, and writes this
table. `builtin` stands for the same bytes as Tailwind's own program makes. `program` needs Node.js: `Engine::Auto` runs
the program that is installed in the project. `neither` does not run with this release of Tailwind in any engine; most
of these were made for Tailwind 3.

";

/// Installs the plugins of the table, compares the results, and writes it. Of named packages the results are only told.
/// Fails if a result differs.
pub(crate) fn plugins(named: &[&str]) -> Result<(), Failure> {
    let named: Vec<Plugin<'_>> = named.iter().map(|package| plugin(package)).collect();
    let plugins = if named.is_empty() { PLUGINS } else { &*named };
    let folder = root().join("target/plugins");
    install(&folder, plugins)?;
    // With a test, dependencies have the features that they have in all tests, so that none is compiled twice.
    let program = ["build", "--workspace", "--all-features", "--bin", "cargo-tailprint"];
    run(cargo(&program).args(["--test", "rolling"]))?;
    let places = plugins.iter().map(|plugin| lay_out(&folder, plugin));
    let places = places.collect::<Result<Vec<PathBuf>, _>>()?;
    say("looking for the classes of each plugin");
    run(Command::new("node").arg("classes.mjs").args(&places).current_dir(&folder))?;
    let verdicts = compare_all(&folder, plugins, &places);
    let mut table = format!("{HEAD}With Tailwind {}:\n\n", version(&folder, "tailwindcss")?);
    table.push_str("| plugin | version | runs in | |\n|---|---|---|---|\n");
    let mut differing = Vec::new();
    for (plugin, verdict) in plugins.iter().zip(verdicts) {
        let package = plugin.package;
        let verdict = verdict?;
        if matches!(verdict, Verdict::Different) {
            differing.push(package);
        }
        let [engine, why] = verdict.cells();
        let version = version(&folder, package)?;
        // invariant: writing to a `String` does not fail.
        let _ = writeln!(table, "| `{package}` | {version} | {engine} | {why} |");
    }
    if named.is_empty() {
        write(&root().join("docs/reference/tailwind-plugins.md"), &table)?;
    }
    match differing.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(format!("other bytes with {}", differing.join(", ")))),
    }
}

/// Compares the results for all plugins, on all cores, and tells each one.
fn compare_all(
    folder: &Path,
    plugins: &[Plugin<'_>],
    places: &[PathBuf],
) -> Vec<Result<Verdict, Failure>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let verdicts: Vec<Mutex<Option<Result<Verdict, Failure>>>> =
        places.iter().map(|_| Mutex::default()).collect();
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(place) = places.get(index) else { return };
            let verdict = compare(folder, place);
            let number = done.fetch_add(1, Ordering::Relaxed) + 1;
            let told = match &verdict {
                Ok(verdict) => verdict.cells().join(" "),
                Err(failure) => failure.to_string(),
            };
            let package = plugins[index].package;
            say(&format!("{number} of {}: {package}: {told}", places.len()));
            *verdicts[index].lock().unwrap_or_else(PoisonError::into_inner) = Some(verdict);
        }
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        (0..cores).for_each(|_| drop(scope.spawn(work)));
    });
    let verdicts = verdicts.into_iter();
    // invariant: the threads have left none out.
    verdicts.filter_map(|it| it.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

fn install(folder: &Path, plugins: &[Plugin<'_>]) -> Result<(), Failure> {
    make(folder)?;
    write(&folder.join("package.json"), "{\"private\":true}\n")?;
    write(&folder.join("classes.mjs"), CLASSES)?;
    let own = ["tailwindcss", "@tailwindcss/cli", "@tailwindcss/node"];
    let packages = own.iter().chain(MORE).copied().chain(plugins.iter().map(|it| it.package));
    // Some plugins name an older Tailwind as their peer.
    let options = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"];
    let packages = packages.map(|package| format!("{package}@latest"));
    run(Command::new("npm").args(options).args(packages).current_dir(folder))
}

/// Writes the style sheet of a plugin. Returns its folder.
fn lay_out(folder: &Path, plugin: &Plugin<'_>) -> Result<PathBuf, Failure> {
    let place =
        folder.join("sheets").join(plugin.package.trim_start_matches('@').replace('/', "-"));
    make(&place)?;
    let classes = match plugin.classes {
        "" => String::new(),
        classes => format!("@source inline(\"{classes}\");\n"),
    };
    let (name, module) = plugin.module;
    if !name.is_empty() {
        write(&place.join(name), module)?;
    }
    let sheet = match (plugin.sheet, name) {
        ("", "") => format!("@plugin \"{}\";", plugin.package),
        ("", name) => format!("@plugin \"./{name}\";"),
        (sheet, _) => sheet.to_owned(),
    };
    let head = "@import \"tailwindcss\" source(none);\n@source \"./classes.html\";\n";
    write(&place.join("input.css"), &format!("{head}{sheet}\n{classes}"))?;
    Ok(place)
}

/// The result of a comparison, with the reason.
enum Verdict {
    Builtin,
    Program(String),
    Neither(String),
    Different,
}

impl Verdict {
    /// The cells of the table.
    fn cells(&self) -> [&str; 2] {
        match self {
            Self::Builtin => ["builtin", ""],
            Self::Program(why) => ["program", why],
            Self::Neither(why) => ["neither", why],
            Self::Different => ["differs", ""],
        }
    }
}

fn compare(folder: &Path, place: &Path) -> Result<Verdict, Failure> {
    let mut official = Command::new("node");
    let theirs = compiled(official.arg(folder.join(PROGRAM)), place, "program.css")?;
    let mut own = Command::new(root().join("target/debug/cargo-tailprint"));
    let ours = compiled(own.arg("css"), place, "builtin.css")?;
    Ok(match (ours, theirs) {
        (_, Err(why)) => Verdict::Neither(shown(&why, folder)),
        (Err(why), Ok(_)) => Verdict::Program(shown(&why, folder)),
        (Ok(ours), Ok(theirs)) if ours == theirs => Verdict::Builtin,
        (Ok(_), Ok(_)) => Verdict::Different,
    })
}

/// Runs a program. Returns the style sheet, or what it complains about.
fn compiled(
    command: &mut Command,
    place: &Path,
    name: &str,
) -> Result<Result<String, String>, Failure> {
    let result = place.join(name);
    // It may be there from the last time.
    let _ = fs::remove_file(&result);
    let log = place.join(format!("{name}.log"));
    let said = File::create(&log).map_err(|error| cannot("create", &log, &error))?;
    command.args(["-i", "input.css", "-o", name]).current_dir(place);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said);
    let succeeded = within_limit(command)?;
    let said = fs::read(&log).map_err(|error| cannot("read", &log, &error))?;
    match succeeded {
        None => Ok(Err(format!("error: takes more than {} s", LIMIT.as_secs()))),
        Some(false) => Ok(Err(String::from_utf8_lossy(&said).into_owned())),
        Some(true) => {
            let read = fs::read_to_string(&result);
            read.map(Ok).map_err(|error| cannot("read", &result, &error))
        }
    }
}

/// Runs a program, and ends it after a time. Returns true if it succeeded, and none if it was ended.
fn within_limit(command: &mut Command) -> Result<Option<bool>, Failure> {
    let program = command.get_program().to_owned();
    let failed = |error| Failure::new(format!("cannot run {}: {error}", program.display()));
    let started = Instant::now();
    let mut child = command.spawn().map_err(failed)?;
    while started.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok(Some(status.success()));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    child.wait().map_err(failed)?;
    Ok(None)
}

/// The line of a complaint that says what is wrong, for a cell of the table.
fn shown(complaint: &str, folder: &Path) -> String {
    let plain = without_escapes(complaint).replace(&format!("{}/", folder.display()), "");
    let is_error = |line: &&str| line.contains("rror: ") || line.contains("rror [");
    let line = plain.lines().find(is_error).unwrap_or_default();
    let start = line.find("rror").and_then(|at| line.get(at..)).unwrap_or(line);
    let text = start.split_once(": ").map_or(start, |(_, text)| text);
    let text = text.split(" (compile it").next().unwrap_or_default();
    let text = text.split(" (see exports").next().unwrap_or_default();
    text.replace('|', "\\|").replace("node_modules/", "").trim_end_matches('.').to_owned()
}

/// Takes colours and frames off.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

fn version(folder: &Path, package: &str) -> Result<String, Failure> {
    let manifest = folder.join("node_modules").join(package).join("package.json");
    let script = "process.stdout.write(require(process.argv[1]).version)";
    output(Command::new("node").args(["-e", script]).arg(manifest))
}

fn make(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("cannot make {}: {error}", folder.display())))
}

#[cfg(test)]
#[test]
fn a_complaint_is_cut_to_what_is_wrong() {
    let folder = Path::new("/t");
    let ours = "≈ tailwindcss v4.3.5\n\nerror: /t/node_modules/a/b.js:1:2: \"os\" is part of it (compile it with x)\n";
    assert_eq!(shown(ours, folder), "a/b.js:1:2: \"os\" is part of it");
    let theirs =
        "\u{1b}[31mError:\u{1b}[39m\n\u{1b}[2m│\u{1b}[22m TypeError: x is not a function.\n";
    assert_eq!(shown(theirs, folder), "x is not a function");
}
