//! The steps of a run, with the time that each took.

use std::fmt;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::run::{Failure, run, say};

/// The steps so far.
#[derive(Debug, Default)]
pub(crate) struct Steps(Vec<Step>);

#[derive(Debug)]
struct Step {
    name: String,
    took: Duration,
    failed: bool,
}

impl Steps {
    /// Takes a step that the following ones need.
    pub(crate) fn need<T>(
        &mut self,
        name: &str,
        step: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        say(&format!("\n== {name}"));
        let started = Instant::now();
        let outcome = step();
        let failed = outcome.is_err();
        self.0.push(Step { name: name.to_owned(), took: started.elapsed(), failed });
        outcome
    }

    /// Takes a step that the following ones do not need, so that they are taken although it fails.
    pub(crate) fn run(&mut self, name: &str, command: &mut Command) {
        self.attempt(name, || run(command));
    }

    /// As [`Self::run`], for a step that is no command.
    pub(crate) fn attempt(&mut self, name: &str, step: impl FnOnce() -> Result<(), Failure>) {
        if let Err(failure) = self.need(name, step) {
            say(&failure.to_string());
        }
    }

    /// An error if any step failed.
    pub(crate) fn outcome(&self) -> Result<(), Failure> {
        let failed: Vec<&str> =
            self.0.iter().filter(|step| step.failed).map(|step| &*step.name).collect();
        if failed.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("failed: {}", failed.join(", "))))
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nsteps:")?;
        for step in &self.0 {
            let failed = if step.failed { " (failed)" } else { "" };
            writeln!(f, "{:>8.1} s  {}{failed}", step.took.as_secs_f64(), step.name)?;
        }
        let whole: Duration = self.0.iter().map(|step| step.took).sum();
        write!(f, "{:>8.1} s  in all", whole.as_secs_f64())
    }
}
