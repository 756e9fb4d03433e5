//! `cargo tailprint dev`: builds and runs the app, and shows in the browser what is saved.
//!
//! One thread decides, all others report to it:
//!
//! ```text
//! watch    what was saved                         ┐
//! compile  how `cargo build` ended                │
//! styles   what Tailwind made                     ├─ events ─► session ─► pages   what the browser does
//! app      how a process of the app ended         │                    └─ server  which process serves
//! control  which process of the app is there      │
//! ready    which of them answers                  ┘
//! ```

mod app;
mod changes;
mod compile;
mod control;
mod pages;
mod process;
mod project;
mod ready;
mod server;
mod session;
mod sockets;
mod status;
mod styles;
#[cfg(test)]
mod tests;
mod watch;

use std::process::ExitStatus;
use std::sync::mpsc::channel;

use crate::cli::Dev;
use crate::failure::Failure;

/// What the session reacts to.
#[derive(Debug)]
enum Event {
    /// Files were saved.
    Changed(Vec<watch::Change>),
    /// Something cannot be watched.
    Warning(String),
    /// A build has ended.
    Built(compile::Ended),
    /// Tailwind has ended.
    Styled(styles::Styled),
    /// A process of the app is made to follow.
    Hello(control::Client),
    /// A process of the app answers.
    Ready(u64),
    /// A process of the app has ended.
    Exited(u64, Option<ExitStatus>),
    /// The user wants to stop.
    Stop,
}

/// Runs until it is stopped.
pub(crate) fn dev(options: Dev) -> Result<(), Failure> {
    let (events, received) = channel();
    let stop = events.clone();
    ctrlc::set_handler(move || {
        let _ = stop.send(Event::Stop);
    })
    .map_err(|error| format!("cannot listen to Ctrl-C: {error}"))?;
    let mut session = session::Session::new(options, events)?;
    session.run(&received);
    session.end();
    Err(Failure::Stopped)
}
