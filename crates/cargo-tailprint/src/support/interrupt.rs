//! Ctrl-C. It ends the process at once, or after clean-up while temporary files exist, and Cargo with it.

use std::io;
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::failure::Failure;
use super::process::Handle;
use super::terminal;

/// True while temporary files may exist.
static STAGING: Mutex<bool> = Mutex::new(false);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// The process that runs for this one.
static CHILD: Mutex<Option<Handle>> = Mutex::new(None);

/// The time that a process has to end by itself.
const GRACE: Duration = Duration::from_secs(2);

/// Handles Ctrl-C and `SIGTERM` from now on.
pub(crate) fn listen() -> Result<(), Failure> {
    let handler = || {
        // The lock is held until the process ends, so that no thread begins to write meanwhile.
        let staging = STAGING.lock().unwrap_or_else(PoisonError::into_inner);
        INTERRUPTED.store(true, Ordering::Relaxed);
        let child = CHILD.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(child) = child {
            // The thread that waits for the process goes on to [`check`].
            child.stop_and_wait(GRACE);
            return;
        }
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

/// A process that is ended when this one is.
#[derive(Debug)]
pub(crate) struct Child(Handle);

/// Starts a process that is ended, with those that it starts, when this one is interrupted.
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    // The lock is held until the process is known, so that the handler finds it.
    let mut slot = CHILD.lock().unwrap_or_else(PoisonError::into_inner);
    let handle = Handle::spawn(command)?;
    *slot = Some(handle.clone());
    Ok(Child(handle))
}

impl Child {
    pub(crate) fn stdout(&self) -> Option<ChildStdout> {
        self.0.stdout()
    }

    pub(crate) fn stderr(&self) -> Option<ChildStderr> {
        self.0.stderr()
    }

    /// Waits for the end of the process.
    pub(crate) fn wait(&self) -> io::Result<ExitStatus> {
        self.0.wait_alone()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        *CHILD.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
