//! The pictures of the documentation, taken in headless Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::Program;
use crate::run::{Failure, cannot, cargo, root, run};
use crate::tools;

/// The folder of the pictures.
const IMAGES: &str = "docs/images";

/// Time for a page to load, in milliseconds.
const SETTLING: &str = "4000";

/// Takes all pictures.
pub(crate) fn screenshots() -> Result<(), Failure> {
    let chromium = tools::chromium()?;
    // As the tests do, so that nothing is compiled twice.
    run(&mut cargo(&["test", "--workspace", "--all-features", "--bins", "--tests", "--no-run"]))?;
    let images = root().join(IMAGES);
    fs::create_dir_all(&images).map_err(|error| cannot("create", &images, &error))?;

    let inspector = Program::start(&mut program("tailprint-inspector"), "listening on ")?;
    shoot(&chromium, &inspector.url, (900, 600), &images.join("inspector.png"))?;
    let report = format!("{}/report", inspector.url);
    shoot(&chromium, &report, (900, 600), &images.join("report.png"))?;
    drop(inspector);

    let app = App::new()?;
    let dev = Program::start(&mut app.dev(), " http://")?;
    shoot(&chromium, &dev.url, (900, 600), &images.join("app.png"))?;
    drop((dev, app));

    // The overlay comes after the page has loaded, so a test waits for it.
    let overlay = ["test", "--workspace", "--all-features", "--test", "dev", "--"];
    run(cargo(&overlay).args(["--ignored", "picture::"]))
}

/// A program that the workspace builds.
fn program(name: &str) -> Command {
    let mut command = Command::new(root().join("target/debug").join(name));
    command.env("ADDR", "127.0.0.1:0");
    command
}

fn shoot(chromium: &Path, url: &str, size: (u32, u32), file: &Path) -> Result<(), Failure> {
    let mut command = Command::new(chromium);
    command.args(["--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"]);
    command.arg(format!("--window-size={},{}", size.0, size.1));
    command.arg(format!("--timeout={SETTLING}"));
    command.arg(format!("--screenshot={}", file.display())).arg(url);
    run(command.stderr(Stdio::null()))
}

/// The profile and the target folder of builds within tests (`tests/suite/support/nested.rs`), so that dependencies are shared.
fn config() -> String {
    let target = root().join("target/nested").display().to_string();
    format!(
        "[build]\ntarget-dir = {target:?}\n[profile.dev]\ndebug = 0\n\
         [profile.dev.build-override]\nopt-level = 0\n"
    )
}

/// A new app, as `cargo tailprint new` makes it, outside of this workspace.
struct App {
    folder: PathBuf,
}

impl App {
    fn new() -> Result<Self, Failure> {
        let parent = std::env::temp_dir().join(format!("tailprint-{}", std::process::id()));
        let folder = parent.join("hello");
        let mut new = program("cargo-tailprint");
        new.args(["tailprint", "new", "--vcs", "none", "--path"]).arg(root()).arg(&folder);
        run(&mut new)?;
        let lock = root().join("Cargo.lock");
        fs::copy(&lock, folder.join("Cargo.lock"))
            .map_err(|error| cannot("copy", &lock, &error))?;
        let file = parent.join(".cargo/config.toml");
        fs::create_dir_all(parent.join(".cargo"))
            .and_then(|()| fs::write(&file, config()))
            .map_err(|error| cannot("write", &file, &error))?;
        Ok(Self { folder })
    }

    /// `cargo tailprint dev` at a free port.
    fn dev(&self) -> Command {
        let mut command = program("cargo-tailprint");
        command.args(["tailprint", "dev", "--port", "0"]).current_dir(&self.folder);
        command.env_remove("CARGO_TARGET_DIR");
        command
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.folder.parent().map(fs::remove_dir_all);
    }
}
