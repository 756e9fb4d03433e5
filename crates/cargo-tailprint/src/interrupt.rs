//! Ctrl-C: ends the process at once while nothing is written, and cleans up first while something is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::failure::Failure;

/// Whether there are temporary files.
static STAGING: Mutex<bool> = Mutex::new(false);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Listens to Ctrl-C and requests to terminate.
pub(crate) fn listen() -> Result<(), Failure> {
    let handler = || {
        // Held to the end, so that nobody begins to write meanwhile.
        let staging = STAGING.lock().unwrap_or_else(PoisonError::into_inner);
        INTERRUPTED.store(true, Ordering::Relaxed);
        if !*staging {
            crate::terminal::error("interrupted, nothing was changed");
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Failure::CannotRun(format!("cannot listen to Ctrl-C: {error}")))
}

/// As long as this lives, temporary files may exist and [`check`] has to be called now and then.
#[derive(Debug)]
pub(crate) struct Staging(());

impl Staging {
    pub(crate) fn begin() -> Self {
        *STAGING.lock().unwrap_or_else(PoisonError::into_inner) = true;
        Self(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        *STAGING.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

/// An error once the user has interrupted.
pub(crate) fn check() -> Result<(), Failure> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}
