//! The processes of the app, and the listening socket that they share.

mod ready;
pub(crate) mod server;
mod sockets;

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::events::EventSender;
use crate::support::process;
use ready::Probe;

/// The time that an app has to end by itself before it is killed. Chosen: answers of an app in development end within a
/// second or never, and an app that cannot share the socket is not reachable meanwhile.
pub(crate) const GRACE: Duration = Duration::from_secs(3);

/// The port without `--port`, the usual one for development servers.
const DEFAULT_PORT: u16 = 3000;

/// The end of a process.
#[derive(Debug)]
pub(crate) struct Exit {
    pub(crate) app: u64,
    pub(crate) status: Option<ExitStatus>,
}

/// A process of the app.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) number: u64,
    pub(crate) started: Instant,
    /// The time at which its layer `live_reload()` connected.
    pub(crate) connected: Option<Instant>,
    pub(crate) probe: Option<Probe>,
    child: process::Handle,
}

/// The settings of a process that is started.
#[derive(Debug)]
pub(crate) struct Launch<'a> {
    pub(crate) executable: &'a Path,
    pub(crate) arguments: &'a [OsString],
    pub(crate) folder: &'a Path,
    /// The value of `TAILPRINT_DEV`.
    pub(crate) control: &'a str,
    /// The socket to hand over.
    #[cfg_attr(not(unix), expect(dead_code, reason = "elsewhere the app binds the port itself"))]
    pub(crate) socket: Option<&'a TcpListener>,
    /// The port that the user asked for.
    pub(crate) port: Option<u16>,
}

impl App {
    /// Starts a process. Its end is sent as an event.
    pub(crate) fn start(
        number: u64,
        launch: &Launch<'_>,
        exits: &EventSender<Exit>,
    ) -> Result<Self, String> {
        let failed = |error| format!("cannot run {}: {error}", launch.executable.display());
        let mut command = launch.command().map_err(failed)?;
        command.args(launch.arguments).current_dir(launch.folder);
        command.env("TAILPRINT_DEV", launch.control);
        if let Some(port) = launch.port {
            command.env("PORT", port.to_string());
        }
        let child = process::Handle::spawn(&mut command).map_err(failed)?;
        let (handle, exits) = (child.clone(), exits.clone());
        thread::spawn(move || {
            let status = handle.wait().ok();
            exits.send(Exit { app: number, status });
        });
        Ok(Self { number, started: Instant::now(), connected: None, probe: None, child })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks the process to end, and does not wait.
    pub(crate) fn stop(&self) {
        self.child.stop(GRACE);
    }

    /// Ends the process, and waits until it has ended.
    pub(crate) fn stop_and_wait(&self) {
        self.child.stop_and_wait(GRACE);
    }
}

impl Launch<'_> {
    /// The command that hands the socket over by systemd's protocol `sd_listen_fds(3)`, which `listenfd` and others
    /// speak: the socket is descriptor 3, and `LISTEN_PID` is the process that it is meant for.
    ///
    /// The number of the process is only known once it exists. The standard library could set the variable between
    /// fork and exec in `pre_exec` alone, which is unsafe; a shell knows its own number, and `exec` keeps it.
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
pub(crate) fn listen(host: IpAddr, port: u16) -> Result<TcpListener, String> {
    let addr = SocketAddr::new(host, port);
    TcpListener::bind(addr).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            let other = port.checked_add(1).unwrap_or(DEFAULT_PORT + 1);
            return format!(
                "cannot listen on {addr}: the address is in use \
                 (stop what listens there, or choose another port: --port {other})"
            );
        }
        format!("cannot listen on {addr}: {error} (choose another port with --port)")
    })
}

/// Describes the end of a process: `ended (exit status: 1)`.
pub(crate) fn ending(status: Option<ExitStatus>) -> String {
    status.map_or_else(|| "ended".to_owned(), |status| format!("ended ({status})"))
}
