//! Clean builds of the same 5,400 files by tailprint and its peers, in one run.
//!
//! `cargo run` in this folder; arguments choose contestants by name, and `--optimised` leaves the first half out. "Clean"
//! is the package alone: its build script or macro and its compilation. Dependencies are built before, from an almost
//! empty folder of assets. Every contestant runs with Cargo's default profile, in which build scripts and macros are not
//! optimised, and with `profile.release.build-override.opt-level = 2`. "tool" needs `cargo-tailprint` on PATH.

mod contestant;
mod corpus;
mod run;

use std::path::Path;
use std::time::Duration;

use contestant::{CONTESTANTS, Contestant};
use run::Spent;

/// Longer builds are stopped.
const LIMIT: Duration = Duration::from_secs(240);

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let corpus = corpus::provide(&bench)?;
    println!("{}", corpus.description());
    let (options, chosen): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument == "--optimised");
    let levels = if options.is_empty() { &[false, true][..] } else { &[true] };
    let contestants = CONTESTANTS.iter().filter(|contestant| {
        chosen.is_empty() || chosen.iter().any(|name| name == contestant.name)
    });
    let contestants: Vec<&Contestant> = contestants.collect();
    for &optimised in levels {
        println!(
            "\nbuild scripts and macros {}",
            if optimised { "at opt-level 2" } else { "as Cargo's default, at opt-level 0" }
        );
        println!(
            "| | dependencies, CPU s | clean, s | clean, CPU s | times tailprint's wall | times its CPU | no-op, s | one style sheet edited, s | peak memory, MB |"
        );
        println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        let mut first = None;
        for contestant in &contestants {
            let measured = measure(contestant, &bench, &corpus.folder, optimised)?;
            let own = *first.get_or_insert(measured.clean);
            println!("{}", line(contestant.name, &measured, own));
        }
    }
    Ok(())
}

struct Measured {
    dependencies: Spent,
    clean: Spent,
    no_op: Option<Spent>,
    edit: Option<Spent>,
}

fn measure(
    contestant: &Contestant,
    bench: &Path,
    corpus: &Path,
    optimised: bool,
) -> Result<Measured> {
    let project = contestant.create(bench, optimised)?;
    corpus::almost_none(&project.join("static"))?;
    let build = || run::cargo_build(&project, optimised, LIMIT);
    let dependencies = build()?;
    corpus::link(corpus, &project.join("static"))?;
    run::cargo_clean(&project, contestant.package)?;
    let clean = build()?;
    if clean.stopped {
        return Ok(Measured { dependencies, clean, no_op: None, edit: None });
    }
    let no_op = build()?;
    corpus::edit(&project.join("static"))?;
    Ok(Measured { dependencies, clean, no_op: Some(no_op), edit: Some(build()?) })
}

fn line(name: &str, measured: &Measured, own: Spent) -> String {
    let Measured { dependencies, clean, no_op, edit } = measured;
    let seconds = |spent: &Option<Spent>| spent.as_ref().map_or("-".to_owned(), Spent::wall);
    let times = |spent: Duration, own: Duration| {
        let more = if clean.stopped { "> " } else { "" };
        format!("{more}{:.1}", spent.as_secs_f64() / own.as_secs_f64())
    };
    let cpu = |text: String| if clean.stopped { "-".to_owned() } else { text };
    format!(
        "| {name} | {:.1} | {} | {} | {} | {} | {} | {} | {} |",
        dependencies.cpu.as_secs_f64(),
        clean.wall(),
        cpu(format!("{:.1}", clean.cpu.as_secs_f64())),
        times(clean.wall, own.wall),
        cpu(times(clean.cpu, own.cpu)),
        seconds(no_op),
        seconds(edit),
        clean.peak.map_or("-".to_owned(), |kilobytes| (kilobytes / 1000).to_string()),
    )
}
