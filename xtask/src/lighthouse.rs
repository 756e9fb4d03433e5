//! Lighthouse, over the pages of the reference app.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::Program;
use crate::run::{Failure, cannot, cargo, root, run, say};
use crate::tools;

/// The latest release that runs on Node.js 20.
const VERSION: &str = "12.8.2";

/// The pages, by the name of their report.
const PAGES: [(&str, &str); 4] = [
    ("list", "/"),
    ("asset", "/assets/fonts/ridge.woff2"),
    ("build", "/build"),
    ("report", "/report"),
];

const CATEGORIES: &str = "performance,accessibility,best-practices";

/// Prints the scores of each page in Lighthouse's report on it, and what cost points. Fails if one is below 100.
const SCORES: &str = "
let below = 0;
for (const file of process.argv.slice(1)) {
  const { finalDisplayedUrl, categories, audits } = JSON.parse(fs.readFileSync(file));
  console.log(new URL(finalDisplayedUrl).pathname);
  for (const { id, score, auditRefs } of Object.values(categories)) {
    console.log('  ' + id + ' ' + Math.round(score * 100));
    if (score === 1) continue;
    below += 1;
    for (const { id, weight } of auditRefs) {
      if (weight > 0 && audits[id].score < 1) console.log('    ' + id + ' ' + (audits[id].displayValue ?? ''));
    }
  }
}
process.exit(below > 0 ? 1 : 0);
";

/// Builds the reference app for release, and measures each of its pages.
pub(crate) fn lighthouse() -> Result<(), Failure> {
    let chromium = tools::chromium()?;
    let program = tools::from_npm("lighthouse", VERSION)?.join("cli/index.js");
    run(&mut cargo(&["build", "--release", "--package", "tailprint-inspector"]))?;
    let mut app = Command::new(root().join("target/release/tailprint-inspector"));
    let app = Program::start(app.env("ADDR", "127.0.0.1:0"), "listening on ")?;
    let folder = root().join("target/lighthouse");
    fs::create_dir_all(&folder).map_err(|error| cannot("create", &folder, &error))?;

    let mut scores = Command::new("node");
    scores.args(["-r", "fs", "-e", SCORES, "--"]);
    for (name, path) in PAGES {
        let report = folder.join(name).with_extension("json");
        measure(&program, &chromium, &format!("{}{path}", app.url), &report)?;
        scores.arg(report);
    }
    match scores.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::new("a score is below 100")),
        Err(error) => Err(Failure::new(format!("cannot run node: {error}"))),
    }
}

fn measure(program: &Path, chromium: &Path, url: &str, report: &Path) -> Result<(), Failure> {
    say(url);
    let mut command = Command::new("node");
    command.arg(program).args([url, "--quiet", "--output=json"]);
    command.arg(format!("--only-categories={CATEGORIES}"));
    // Chromium's sandbox is not to be had as root, in containers and on hosted CI.
    command.arg("--chrome-flags=--headless=new --no-sandbox");
    run(command.arg(format!("--output-path={}", report.display())).env("CHROME_PATH", chromium))
}
