//! Processes that end together with the processes that they have started.

use std::io;
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};

use shared_child::SharedChild;

/// A process that several threads share.
#[derive(Clone, Debug)]
pub(crate) struct Handle(Arc<SharedChild>);

impl Handle {
    /// Starts a process in a group of its own. A terminal sends Ctrl-C to the group of `dev` alone, which then ends the
    /// others in order.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        SharedChild::spawn(command).map(|child| Self(Arc::new(child)))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn stdout(&self) -> Option<ChildStdout> {
        self.0.take_stdout()
    }

    pub(crate) fn stderr(&self) -> Option<ChildStderr> {
        self.0.take_stderr()
    }

    /// Waits for the end of the process. What it has started may go on, as a server of sccache does.
    pub(crate) fn wait_alone(&self) -> io::Result<ExitStatus> {
        self.0.wait()
    }

    /// Waits for the end of the process, then ends the rest of its group.
    pub(crate) fn wait(&self) -> io::Result<ExitStatus> {
        let status = self.0.wait();
        self.kill();
        status
    }

    /// Asks the process to end, and kills it after `grace`. Does not wait.
    pub(crate) fn stop(&self, grace: Duration) {
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

    /// Asks the process to end, waits, and kills it after `grace`.
    pub(crate) fn stop_and_wait(&self, grace: Duration) {
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

    /// Sends a signal to the whole group, which may outlive the process.
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
