//! Commands and build scripts that are ended at random moments, by `SIGKILL`, `SIGINT` and `SIGTERM` in turn.
//!
//! `cargo run` in this folder; the arguments are the number of rounds, 500 unless given, and the names of jobs, all
//! unless given. Each round begins with the same committed folder, starts the job in a process group of its own, ends
//! the group at a moment within the time that the job takes, and runs the job again to its end. The folder then has to
//! be that of a job that nobody ended: the same files with the same bytes, and the same `git status`. Build scripts are
//! compared by what they have generated. `cargo-tailprint` is built in the debug profile first. Unix only.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const SIGNALS: [&str; 3] = ["KILL", "INT", "TERM"];

/// The time for which a process may take its end.
const GRACE: Duration = Duration::from_secs(20);

/// A command that is run in a copy of a folder.
struct Job {
    name: &'static str,
    /// Its arguments behind `cargo-tailprint tailprint`; none for `cargo build`.
    arguments: &'static [&'static str],
    /// The files of the folder.
    files: fn(&Path) -> Vec<(&'static str, String)>,
}

const JOBS: [Job; 7] = [
    Job {
        name: "collect",
        arguments: &["collect", "--from", "static", "--out", "dist"],
        files: |_| assets(),
    },
    Job { name: "css", arguments: &["css", "-i", "in.css", "-o", "out.css"], files: |_| style() },
    Job { name: "vendor", arguments: &["vendor"], files: app },
    Job { name: "new", arguments: &["new", "shop"], files: |_| vec![("README", String::new())] },
    Job { name: "init", arguments: &["init", "--yes"], files: |_| existing() },
    Job { name: "pin", arguments: &["pin", "lit@3.3.1"], files: app },
    Job { name: "build script", arguments: &[], files: app },
];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(Ok(500), |rounds| rounds.parse())?;
    let names: Vec<String> = arguments.collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    run(Command::new("cargo").args(["build", "-p", "cargo-tailprint"]).current_dir(&root))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let program = target.join("debug/cargo-tailprint");
    let mut all_same = true;
    println!(
        "| job | ms | rounds | ended before it was done | differences |\n|---|--:|--:|--:|--:|"
    );
    for job in JOBS.iter().filter(|job| names.is_empty() || names.iter().any(|it| it == job.name)) {
        let bench = Bench::new(job, &root, &program)?;
        let (mut ended, mut differences) = (0, 0);
        let mut random = Random::new();
        for round in 0..rounds {
            let moment = bench.time.mul_f64(random.fraction());
            ended += usize::from(bench.end_at(moment, SIGNALS[round % SIGNALS.len()])?);
            if let Some(difference) = bench.difference()? {
                eprintln!("{}, round {round}, after {moment:?}: {difference}", job.name);
                differences += 1;
            }
        }
        all_same &= differences == 0;
        let ms = bench.time.as_millis();
        println!("| {} | {ms} | {rounds} | {ended} | {differences} |", job.name);
    }
    if all_same { Ok(()) } else { Err("a later run differs".into()) }
}

/// The state of a folder: its files, and `git status`.
#[derive(PartialEq, Eq)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    status: String,
}

struct Bench<'a> {
    job: &'a Job,
    program: &'a Path,
    /// The folder as it is before each round.
    before: PathBuf,
    folder: PathBuf,
    /// The time that the job takes.
    time: Duration,
    /// The state after a job that nobody ended.
    wanted: State,
}

impl<'a> Bench<'a> {
    fn new(job: &'a Job, root: &Path, program: &'a Path) -> Result<Self> {
        let home = root.join("bench/target/signals").join(job.name.replace(' ', "-"));
        let _ = fs::remove_dir_all(&home);
        let (before, folder) = (home.join("before"), home.join("folder"));
        for (path, text) in (job.files)(root) {
            let file = before.join(path);
            fs::create_dir_all(file.parent().unwrap_or(&before))?;
            fs::write(file, text)?;
        }
        run(Command::new("git").args(["init", "-q"]).current_dir(&before))?;
        run(Command::new("git").args(["add", "-A"]).current_dir(&before))?;
        let wanted = State { files: BTreeMap::new(), status: String::new() };
        let mut bench = Self { job, program, before, folder, time: Duration::ZERO, wanted };
        // The first run also fills the caches.
        for _ in 0..2 {
            bench.renew()?;
            let started = Instant::now();
            bench.finish()?;
            bench.time = started.elapsed();
        }
        bench.wanted = bench.state()?;
        Ok(bench)
    }

    /// Makes the folder that of the beginning. What the crates of a build were compiled to stays.
    fn renew(&self) -> Result<()> {
        let keep = self.folder.with_extension("target");
        let target = self.folder.join("target");
        if self.job.arguments.is_empty() && target.exists() {
            fs::rename(&target, &keep)?;
            remove_own(&keep)?;
        }
        let _ = fs::remove_dir_all(&self.folder);
        run(Command::new("cp").arg("-a").args([&self.before, &self.folder]))?;
        if keep.exists() {
            fs::rename(&keep, &target)?;
        }
        Ok(())
    }

    fn command(&self) -> Command {
        let mut command = match self.job.arguments {
            [] => Command::new("cargo"),
            _ => Command::new(self.program),
        };
        match self.job.arguments {
            [] => command.args(["build", "--quiet"]),
            arguments => command.arg("tailprint").args(arguments),
        };
        command.current_dir(&self.folder).env_remove("CARGO_TARGET_DIR");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Runs the job to its end. `init` ends with 1 when steps are left.
    fn finish(&self) -> Result<()> {
        let output = self.command().output()?;
        if output.status.success() || self.job.name == "init" && output.status.code() == Some(1) {
            return Ok(());
        }
        Err(format!("{}: {}", self.job.name, String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Ends the job at a moment. Returns true if it was not done yet.
    fn end_at(&self, moment: Duration, signal: &str) -> Result<bool> {
        self.renew()?;
        let mut child = self.command().stderr(Stdio::null()).process_group(0).spawn()?;
        std::thread::sleep(moment);
        if child.try_wait()?.is_some() {
            return Ok(false);
        }
        let group = format!("-{}", child.id());
        run(Command::new("kill").args(["-s", signal, "--", &group]).stderr(Stdio::null()))?;
        wait(&mut child)?;
        Ok(true)
    }

    /// Runs the job once more, and compares.
    fn difference(&self) -> Result<Option<String>> {
        if let Err(error) = self.finish() {
            // `new` refuses a folder that it has made.
            let made = self.job.name == "new" && self.folder.join("shop").exists();
            if !made {
                return Ok(Some(error.to_string()));
            }
        }
        let state = self.state()?;
        if state == self.wanted {
            return Ok(None);
        }
        let differs = |path: &&String| state.files.get(*path) != self.wanted.files.get(*path);
        let paths = state.files.keys().chain(self.wanted.files.keys()).filter(differs);
        let paths: Vec<&String> = paths.take(5).collect();
        Ok(Some(format!("{paths:?}, git status {:?}", state.status)))
    }

    fn state(&self) -> Result<State> {
        let mut files = BTreeMap::new();
        match self.job.arguments {
            [] => {
                for out in own_outputs(&self.folder.join("target/debug/build"))? {
                    read(&out.join("out"), &out.join("out"), &mut files)?;
                }
            }
            _ => read(&self.folder, &self.folder, &mut files)?,
        }
        let status = Command::new("git")
            .args(["status", "--porcelain"])
            .current_dir(&self.folder)
            .output()?;
        Ok(State { files, status: String::from_utf8(status.stdout)? })
    }
}

/// The folders of the app's own build script.
fn own_outputs(build: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(build).into_iter().flatten() {
        let path = entry?.path();
        let is_own =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("app-"));
        if is_own && path.join("out").is_dir() {
            found.push(path);
        }
    }
    Ok(found)
}

/// Makes the next build run the app's own build script as in an empty folder.
fn remove_own(target: &Path) -> Result<()> {
    for out in own_outputs(&target.join("debug/build"))? {
        fs::remove_dir_all(out)?;
    }
    Ok(())
}

/// Adds the files below a folder, without those of git.
fn read(folder: &Path, top: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            if entry.file_name() != ".git" && entry.file_name() != "target" {
                read(&path, top, files)?;
            }
            continue;
        }
        let name = path.strip_prefix(top)?.to_string_lossy().into_owned();
        // Links of build scripts lead to folders that are not there, which Cargo watches by them.
        let content = if kind.is_symlink() {
            fs::read_link(&path)?.into_os_string().into_encoded_bytes()
        } else {
            without_times(fs::read(&path)?)
        };
        files.insert(name, content);
    }
    Ok(())
}

/// Takes the times of the stages out of the description of a build.
fn without_times(content: Vec<u8>) -> Vec<u8> {
    let Ok(text) = str::from_utf8(&content) else { return content };
    let Some((before, rest)) = text.split_once(r#""timings":["#) else { return content };
    let behind = rest.split_once("]]").map_or("", |(_, behind)| behind);
    format!("{before}{behind}").into_bytes()
}

fn wait(child: &mut Child) -> Result<()> {
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > GRACE {
            child.kill()?;
            return Err("it did not end".into());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}

/// Xorshift: the moments need no quality.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        Self(now.as_nanos() as u64 | 1)
    }

    /// A number from 0 to 1.
    fn fraction(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}

const SHEET: &str = "@import \"tailwindcss\";\n.card { @apply p-4 rounded-lg }\n";
const PAGE: &str = "<h1 class=\"text-3xl font-bold\">Hello</h1>\n";

fn assets() -> Vec<(&'static str, String)> {
    let numbers: Vec<String> = (0..400).map(|number| format!("/* {number} */")).collect();
    vec![
        ("static/a.css", ".a { background: url(a.svg) }".to_owned()),
        ("static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned()),
        ("static/long.js", numbers.join("\n")),
        ("static/fonts/one.txt", "one".repeat(100_000)),
        ("static/fonts/two.txt", "two".repeat(200_000)),
        (".gitignore", String::new()),
    ]
}

fn style() -> Vec<(&'static str, String)> {
    vec![("in.css", SHEET.to_owned()), ("page.html", PAGE.to_owned())]
}

/// An app that uses tailprint.
fn app(root: &Path) -> Vec<(&'static str, String)> {
    let crates = root.join("crates");
    let manifest = format!(
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         tailprint = {{ path = {:?} }}\n\n[build-dependencies]\n\
         tailprint-build = {{ path = {:?} }}\n\n[workspace]\n",
        crates.join("tailprint"),
        crates.join("tailprint-build"),
    );
    let mut files = vec![
        ("Cargo.toml", manifest),
        ("build.rs", "fn main() { tailprint_build::build(); }\n".to_owned()),
        ("src/main.rs", "tailprint::assets!();\nfn main() {}\n".to_owned()),
        ("static/css/source.css", SHEET.to_owned()),
        ("templates/page.html", PAGE.to_owned()),
    ];
    files.extend(assets().into_iter().filter(|(path, _)| *path != ".gitignore"));
    files.push((".gitignore", "target\nCargo.lock\n".to_owned()));
    files
}

/// An app without tailprint.
fn existing() -> Vec<(&'static str, String)> {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    askama = \"0.16\"\naxum = \"0.8\"\ntower-http = { version = \"0.6\", features = [\"fs\"] }\n\n[workspace]\n";
    let main = "use askama::Template;\nuse axum::Router;\nuse tower_http::services::ServeDir;\n\n\
                #[derive(Template)]\n#[template(path = \"page.html\")]\nstruct Page;\n\n\
                pub fn app() -> Router {\n    \
                Router::new().nest_service(\"/static\", ServeDir::new(\"static\"))\n}\n\nfn main() {}\n";
    vec![
        ("Cargo.toml", manifest.to_owned()),
        ("src/main.rs", main.to_owned()),
        ("static/site.css", "h1 { color: navy }\n".to_owned()),
        (
            "templates/page.html",
            "<link rel=\"stylesheet\" href=\"/static/site.css\">\n<h1>Hello</h1>\n".to_owned(),
        ),
        (".gitignore", "target\nCargo.lock\n".to_owned()),
    ]
}
