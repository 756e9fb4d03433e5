//! The Tailwind entry points, one after the other.

use super::Settings;
use crate::emit::Watch;
use crate::env::Env;
use crate::error::{Problem, Problems};
use crate::fs;
use crate::tailwind::{self, EngineInfo};

/// A compiled entry point.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The entry point as shown to the user.
    pub(crate) shown: String,
    /// Its text.
    pub(crate) source: Vec<u8>,
    /// Logical path of the output.
    pub(crate) output: String,
    pub(crate) css: Vec<u8>,
    pub(crate) engine: EngineInfo,
}

/// Compiles all entry points; those that fail are reported and left out.
pub(crate) fn compile(
    settings: &Settings,
    env: &Env,
    watch: &mut Watch,
    problems: &mut Problems,
) -> Vec<Compiled> {
    let mut compiled = Vec::with_capacity(settings.entries.len());
    for entry in &settings.entries {
        let path = settings.package.join(&entry.source);
        let shown = fs::shown(&path, &settings.package);
        let source = match fs::read(&path, &shown) {
            Ok(source) => source,
            Err(problem) if path.exists() => {
                problems.push(problem);
                continue;
            }
            Err(_) => {
                problems.push(missing(&shown));
                continue;
            }
        };
        let request = tailwind::Request {
            manifest_dir: &settings.package,
            out_dir: &settings.folder,
            entry: &path,
            output: &entry.output,
            minify: settings.hashed,
            binary: settings.tailwind_binary.as_deref(),
            version: settings.tailwind_version.as_deref(),
            excluded: &[],
        };
        let outcome = tailwind::compile(&request, env);
        watch.paths.extend(outcome.watch);
        match outcome.result {
            Err(found) => problems.extend(found),
            Ok(output) => {
                problems.extend(output.warnings);
                compiled.push(Compiled {
                    shown,
                    source,
                    output: entry.output.clone(),
                    css: output.css,
                    engine: output.engine,
                });
            }
        }
    }
    compiled
}

fn missing(shown: &str) -> Problem {
    Problem::error("no such file, but `Config::tailwind` names it")
        .in_file(shown)
        .help("create it with the line `@import \"tailwindcss\";`, or correct the path in build.rs")
}
