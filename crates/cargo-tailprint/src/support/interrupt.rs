//! Ctrl-C. It ends the process at once, or after clean-up while temporary files exist.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::failure::Failure;
use super::terminal;

/// True while temporary files may exist.
static STAGING: Mutex<bool> = Mutex::new(false);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Handles Ctrl-C and `SIGTERM` from now on.
pub(crate) fn listen() -> Result<(), Failure> {
    let handler = || {
        // The lock is held until the process ends, so that no thread begins to write meanwhile.
        let staging = STAGING.lock().unwrap_or_else(PoisonError::into_inner);
        INTERRUPTED.store(true, Ordering::Relaxed);
        if !*staging {
            terminal::error("interrupted, nothing was changed");
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Failure::CannotRun(format!("cannot listen to Ctrl-C: {error}")))
}

/// A guard for the time in which temporary files may exist. Its owner calls [`check`] often and cleans up on an error.
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

/// Returns an error once the user has interrupted.
pub(crate) fn check() -> Result<(), Failure> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
}
