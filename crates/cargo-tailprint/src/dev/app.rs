//! The app, and the socket that it is handed.

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::ready::Probe;
use super::{Event, process};

/// How long an app may take to end.
pub(super) const GRACE: Duration = Duration::from_secs(3);

/// A process of the app.
#[derive(Debug)]
pub(super) struct App {
    pub(super) number: u64,
    pub(super) started: Instant,
    /// When it said that it is made to follow.
    pub(super) hello: Option<Instant>,
    pub(super) probe: Option<Probe>,
    child: process::Handle,
}

/// What an app is started with.
#[derive(Debug)]
pub(super) struct Launch<'a> {
    pub(super) executable: &'a Path,
    pub(super) arguments: &'a [OsString],
    pub(super) folder: &'a Path,
    /// The value of `TAILPRINT_DEV`.
    pub(super) control: &'a str,
    /// The socket to hand over.
    pub(super) socket: Option<&'a TcpListener>,
    /// The port that the user asked for.
    pub(super) port: Option<u16>,
}

impl App {
    /// Starts a process; its end is an event.
    pub(super) fn start(
        number: u64,
        launch: &Launch<'_>,
        events: &Sender<Event>,
    ) -> Result<Self, String> {
        let failed = |error| format!("cannot run {}: {error}", launch.executable.display());
        let mut command = launch.command().map_err(failed)?;
        command.args(launch.arguments).current_dir(launch.folder);
        command.env("TAILPRINT_DEV", launch.control);
        if let Some(port) = launch.port {
            command.env("PORT", port.to_string());
        }
        let child = process::Handle::spawn(&mut command).map_err(failed)?;
        let (handle, events) = (child.clone(), events.clone());
        thread::spawn(move || {
            let status = handle.wait().ok();
            let _ = events.send(Event::Exited(number, status));
        });
        Ok(Self { number, started: Instant::now(), hello: None, probe: None, child })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end.
    pub(super) fn stop(&self) {
        self.child.stop(GRACE);
    }

    /// Ends it.
    pub(super) fn stop_and_wait(&self) {
        self.child.stop_and_wait(GRACE);
    }
}

impl Launch<'_> {
    /// The protocol of systemd, which `listenfd` and others speak: the socket is descriptor 3, and two variables say
    /// so. A shell makes it so, since it can name its own process before the app takes its place.
    #[cfg(unix)]
    fn command(&self) -> std::io::Result<Command> {
        const HAND_OVER: &str = "exec 3<&0 0</dev/null; LISTEN_PID=$$ LISTEN_FDS=1; export LISTEN_PID LISTEN_FDS; exec \"$@\"";
        let Some(socket) = self.socket else { return Ok(self.plain()) };
        let mut command = Command::new("/bin/sh");
        command.args(["-c", HAND_OVER, "sh"]).arg(self.executable);
        command.stdin(Stdio::from(std::os::fd::OwnedFd::from(socket.try_clone()?)));
        Ok(command)
    }

    #[cfg(not(unix))]
    fn command(&self) -> std::io::Result<Command> {
        Ok(self.plain())
    }

    fn plain(&self) -> Command {
        let mut command = Command::new(self.executable);
        command.stdin(Stdio::null());
        command
    }
}

/// Opens the socket that all processes of the app share.
pub(super) fn listen(host: IpAddr, port: u16) -> Result<TcpListener, String> {
    let addr = SocketAddr::new(host, port);
    TcpListener::bind(addr).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            let other = port.checked_add(1).unwrap_or(3001);
            return format!(
                "cannot listen on {addr}: the address is in use \
                 (stop what listens there, or choose another port: --port {other})"
            );
        }
        format!("cannot listen on {addr}: {error} (choose another port with --port)")
    })
}

/// How a process ended, in words.
pub(super) fn ending(status: Option<ExitStatus>) -> String {
    status.map_or_else(|| "ended".to_owned(), |status| format!("ended ({status})"))
}
