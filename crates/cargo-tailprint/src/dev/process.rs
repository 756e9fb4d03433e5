//! Processes that end with all that they have started.

use std::io;
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};

use shared_child::SharedChild;

/// A process that several threads know.
#[derive(Clone, Debug)]
pub(super) struct Handle(Arc<SharedChild>);

impl Handle {
    /// Starts a process in a group of its own, so that Ctrl-C does not reach it before us.
    pub(super) fn spawn(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        SharedChild::spawn(command).map(|child| Self(Arc::new(child)))
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(super) fn stdout(&self) -> Option<ChildStdout> {
        self.0.take_stdout()
    }

    pub(super) fn stderr(&self) -> Option<ChildStderr> {
        self.0.take_stderr()
    }

    /// Waits for its end, and ends what it has left behind.
    pub(super) fn wait(&self) -> io::Result<ExitStatus> {
        let status = self.0.wait();
        self.kill();
        status
    }

    /// Asks it to end, and ends it when it has not done so in time. Does not wait.
    pub(super) fn stop(&self, grace: Duration) {
        if self.has_ended() {
            return;
        }
        self.terminate();
        let handle = self.clone();
        std::thread::spawn(move || {
            if !handle.wait_until(Instant::now() + grace) {
                handle.kill();
            }
        });
    }

    /// Asks it to end, waits for that, and ends it when it takes too long.
    pub(super) fn stop_and_wait(&self, grace: Duration) {
        if !self.has_ended() {
            self.terminate();
        }
        if !self.wait_until(Instant::now() + grace) {
            self.kill();
            self.wait_until(Instant::now() + grace);
        }
        self.kill();
    }

    fn has_ended(&self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    fn wait_until(&self, deadline: Instant) -> bool {
        matches!(self.0.wait_deadline(deadline), Ok(Some(_)) | Err(_))
    }

    #[cfg(unix)]
    fn terminate(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    #[cfg(unix)]
    fn kill(&self) {
        self.signal(rustix::process::Signal::KILL);
    }

    /// To the whole group, which may outlive the process.
    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) {
        let group = i32::try_from(self.0.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(group) = group {
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }

    #[cfg(not(unix))]
    fn terminate(&self) {
        self.kill();
    }

    #[cfg(not(unix))]
    fn kill(&self) {
        let _ = self.0.kill();
    }
}
