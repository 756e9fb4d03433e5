//! Listens at `ADDR` until a signal comes.

use std::fmt;
use std::future::IntoFuture as _;
use std::io;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use tailprint_core::build_json::ReadError;
use tokio::net::TcpListener;

use crate::{log, pages};

const DEFAULT_ADDR: &str = "127.0.0.1:3000";

/// The time that answers get to finish after a signal.
const GRACE: Duration = Duration::from_secs(10);

/// The reason why the app does not run.
#[derive(Debug)]
pub(crate) enum Error {
    /// `build.json` cannot be read.
    Inventory(ReadError),
    /// The address cannot be listened at.
    Listen(String, io::Error),
    /// The operating system refuses to tell about signals.
    Signal(io::Error),
    /// Accepting connections failed.
    Serve(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inventory(error) => write!(f, "build.json: {error}"),
            Self::Listen(addr, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "cannot listen on {addr}: the address is in use \
                 (stop what listens there, or choose another one: ADDR=127.0.0.1:3001)"
            ),
            Self::Listen(addr, error) => {
                write!(f, "cannot listen on {addr}: {error} (set ADDR, as in ADDR={DEFAULT_ADDR})")
            }
            Self::Signal(error) => write!(f, "cannot wait for signals: {error}"),
            Self::Serve(error) => write!(f, "cannot serve: {error}"),
        }
    }
}

/// Serves the pages and the assets until SIGINT or SIGTERM.
pub(crate) async fn run() -> Result<(), Error> {
    let router = pages::router().map_err(Error::Inventory)?;
    let addr = addr();
    let listen = |error| Error::Listen(addr.clone(), error);
    let listener = match handed_over().map_err(listen)? {
        Some(listener) => listener,
        None => TcpListener::bind(&addr).await.map_err(listen)?,
    };
    let local = listener.local_addr().map_err(listen)?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let signal = Signal::new().map_err(Error::Signal)?;
    log::line(io::stdout(), format_args!("listening on http://{local}"));
    let listener = listener.tap_io(|stream| {
        // Small answers are sent at once; without it they are only a little later.
        let _ = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, router).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let mut serving = std::pin::pin!(serving.into_future());
    tokio::select! {
        served = &mut serving => return served.map_err(Error::Serve),
        () = signal.wait() => drop(stop),
    }
    match tokio::time::timeout(GRACE, serving).await {
        Ok(served) => served.map_err(Error::Serve),
        Err(_) => Ok(()),
    }
}

/// The socket that `cargo tailprint dev`, or systemd, holds open while the app restarts.
fn handed_over() -> io::Result<Option<TcpListener>> {
    let Some(listener) = listenfd::ListenFd::from_env().take_tcp_listener(0)? else {
        return Ok(None);
    };
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener).map(Some)
}

#[allow(clippy::disallowed_methods, reason = "at run time there is no Cargo to be told")]
fn addr() -> String {
    std::env::var("ADDR").unwrap_or_else(|_| DEFAULT_ADDR.to_owned())
}

/// The signals that end the app.
#[cfg(unix)]
struct Signal {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signal {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { interrupt, terminate })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The signals that end the app.
#[cfg(not(unix))]
struct Signal;

#[cfg(not(unix))]
impl Signal {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn wait(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
