//! `cargo tailprint dev`: builds and runs the app, and shows every saved change in the browser.
//!
//! One thread decides, all others send it events:
//!
//! ```text
//! watch            files were saved               ┐
//! build            `cargo build` ended            │
//! build/styles     Tailwind ended                 ├─ events ─► session ─► pages       tells the browser
//! reporter         the report is written          │                    └─ app/server  chooses the process that serves
//! app              a process of the app ended     │
//! app/ready        a process of the app answers   │
//! pages/control    a process of the app connected ┘
//! ```

mod app;
pub(crate) mod build;
pub(crate) mod events;
mod pages;
mod project;
mod reporter;
mod session;
mod status;
pub(crate) mod watch;

use std::sync::mpsc::channel;

use crate::cli::Dev;
use crate::support::failure::Failure;
use session::{Event, Session};

/// Runs until the user stops it.
pub(crate) fn dev(options: Dev) -> Result<(), Failure> {
    let (events, received) = channel();
    let stop = events.clone();
    ctrlc::set_handler(move || {
        let _ = stop.send(Event::Stop);
    })
    .map_err(|error| format!("cannot listen to Ctrl-C: {error}"))?;
    let mut session = Session::new(options, events)?;
    session.run(&received);
    session.end();
    Err(Failure::Stopped)
}
