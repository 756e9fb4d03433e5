//! The README, followed word for word: its packages come from a registry, and no path leads to this checkout.

mod index;
mod server;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::readme;
use crate::support::cargo::ROOT;
use crate::support::nested;
use crate::support::running::between;

/// Time for a command and an app that are compiled. A busy machine takes half an hour and more
/// (docs/internals/measurements/performance.md).
const PATIENCE: Duration = Duration::from_secs(5400);

/// A user on a machine whose Cargo knows one registry.
struct User {
    home: tempfile::TempDir,
    target: PathBuf,
}

impl User {
    fn new() -> Self {
        let target = nested::outer_target().join("registry");
        let url = server::serve(index::Index::new(&target));
        let home = tempfile::tempdir_in(crate::support::project::base()).unwrap();
        let config = format!(
            "[source.crates-io]\nreplace-with = \"here\"\n\n[source.here]\nregistry = \"sparse+{url}/\"\n"
        );
        fs::create_dir_all(home.path().join("cargo")).unwrap();
        fs::write(home.path().join("cargo/config.toml"), config).unwrap();
        fs::create_dir_all(home.path().join("bin")).unwrap();
        // What opens a page on a desktop of Linux.
        let opener = home.path().join("bin/xdg-open");
        fs::write(&opener, "#!/bin/sh\necho \"$1\" > \"$(dirname \"$0\")/opened\"\n").unwrap();
        assert!(Command::new("chmod").arg("+x").arg(opener).status().unwrap().success());
        Self { home, target }
    }

    /// A shell that runs a text in the user's folder.
    fn shell(&self, text: &str) -> Command {
        let home = self.home.path();
        let mut path = vec![home.join("bin"), home.join("cargo/bin")];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let mut shell = Command::new("sh");
        nested::environment(&mut shell);
        shell
            .args(["-e", "-c", text])
            .current_dir(home)
            .env("CARGO_HOME", home.join("cargo"))
            .env("CARGO_TARGET_DIR", &self.target)
            // A test need not wait for the optimiser.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("PATH", std::env::join_paths(path).unwrap())
            .stdin(Stdio::null());
        shell
    }
}

/// A program that is stopped when this goes out of scope, with all that it has started.
struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    fn start(mut command: Command, log: &Path) -> Self {
        use std::os::unix::process::CommandExt as _;

        let file = File::create(log).unwrap();
        command.stdout(file.try_clone().unwrap()).stderr(file).process_group(0);
        Self { child: command.spawn().unwrap(), log: log.to_owned() }
    }

    /// The URL that it prints once it listens.
    fn url(&mut self) -> String {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            let said = self.said();
            let url = said.split("http://").nth(1).and_then(|rest| rest.split_once('\n'));
            if let Some((url, _)) = url {
                return format!("http://{}", url.split_whitespace().next().unwrap());
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "{ended:?}:\n{said}");
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("no URL came:\n{}", self.said());
    }

    fn said(&self) -> String {
        let mut said = String::new();
        File::open(&self.log).unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        let _ = self.child.wait();
    }
}

fn get(url: &str) -> String {
    ureq::get(url).call().unwrap().body_mut().read_to_string().unwrap()
}

/// The page, and the URL of its style sheet, which is fetched.
#[track_caller]
fn styled_page(url: &str) -> (String, String) {
    let page = get(url);
    let link = between(&page, "<link rel=\"stylesheet\" href=\"", "\"").to_owned();
    let css = get(&format!("{}{link}", url.trim_end_matches('/')));
    assert!(css.contains("tailwindcss v"), "{css}");
    (page, link)
}

#[test]
#[ignore = "compiles the command and an app; run by cargo xtask packages"]
fn the_readme_is_followed_word_for_word_with_the_packages_of_a_registry() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let user = User::new();

    let first_minutes = between(&readme, "## First minutes", "\n## ");
    let commands = between(first_minutes, "```sh\n", "```");
    let started = Instant::now();
    let mut dev = Running::start(user.shell(commands), &user.home.path().join("dev.log"));
    let url = dev.url();
    let (page, _) = styled_page(&url);
    assert!(page.contains("hello"), "{page}");
    let opened = fs::read_to_string(user.home.path().join("bin/opened")).unwrap();
    assert_eq!(opened.trim_end_matches(['/', '\n']), url.trim_end_matches('/'));
    let seconds = started.elapsed().as_secs();
    println!("from cargo install, without optimisation, to the first styled page: {seconds} s");
    drop(dev);

    let folder = user.home.path().join("by-hand");
    for (path, code) in readme::files(&readme) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, code).unwrap();
    }
    let mut run = user.shell("cd by-hand && cargo run --release");
    run.env("ADDR", "127.0.0.1:0");
    let mut app = Running::start(run, &user.home.path().join("run.log"));
    let (_, link) = styled_page(&app.url());
    assert!(link.starts_with("/static/css/tailwind.") && link.len() > 30, "{link}");
}
