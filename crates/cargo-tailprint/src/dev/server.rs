//! Which process of the app serves.
//!
//! The socket stays open as long as `dev` runs, so nobody is ever refused. A new process is started beside the old
//! one, which goes on serving until the new one answers. An app that does not take the socket is found out at its
//! first start and stopped before each new one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::app::{App, Launch, ending, listen};
use super::compile::Built;
use super::control::Client;
use super::project::Project;
use super::ready::Probe;
use super::status::{Status, timing};
use super::{Event, sockets};
use crate::cli::Dev;

/// As long as this an app without the layer has to live to count as ready.
const SILENT: Duration = Duration::from_millis(1500);

/// As long as this an app is asked where else it listens.
const LOST: Duration = Duration::from_millis(1500);

/// As long as this an app may take from making its router to answering.
const SLOW: Duration = Duration::from_secs(20);

/// A process that lived longer than this did not crash at its start.
const HEALTHY: Duration = Duration::from_secs(10);

/// So many crashes in a row are enough.
const CRASHES: u32 = 6;

/// Whether the app takes the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handing {
    Unknown,
    Takes,
    /// It failed with the socket and is tried without.
    Trying,
    Refuses,
}

/// The processes of the app.
#[derive(Debug)]
pub(super) struct Server {
    host: IpAddr,
    port: u16,
    socket: Option<TcpListener>,
    handing: Handing,
    /// Serves.
    current: Option<App>,
    /// Starts.
    next: Option<App>,
    /// When to start again after a crash.
    again: Option<Instant>,
    crashes: u32,
    number: u64,
    /// What was started last.
    launched: Option<Built>,
    /// Whether the user does not know yet that the app does not take the socket.
    explain: bool,
    status: Arc<Status>,
    events: Sender<Event>,
}

/// What the session has to know.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Nothing,
    /// A new process serves; the one with this number ends.
    Serves {
        old: Option<u32>,
        first: bool,
    },
    /// A new process has failed, and why.
    Failed(String),
}

impl Server {
    pub(super) fn new(
        options: &Dev,
        status: &Arc<Status>,
        events: &Sender<Event>,
    ) -> Result<Self, String> {
        let socket = listen(options.host, options.port.unwrap_or(3000))?;
        let local = socket.local_addr().map_err(|error| error.to_string())?;
        Ok(Self {
            host: options.host,
            port: local.port(),
            socket: Some(socket),
            handing: if cfg!(unix) && !options.no_hand_over {
                Handing::Unknown
            } else {
                Handing::Trying
            },
            current: None,
            next: None,
            again: None,
            crashes: 0,
            number: 0,
            launched: None,
            explain: cfg!(unix) && !options.no_hand_over,
            status: Arc::clone(status),
            events: events.clone(),
        })
    }

    /// Where the app is reached from here.
    pub(super) fn addr(&self) -> SocketAddr {
        let ip = match self.host {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.port)
    }

    /// Whether this program serves already.
    pub(super) fn serves(&self, built: &Built) -> bool {
        let launched = self.launched.as_ref().and_then(|it| it.stamp.zip(Some(&it.executable)));
        let same = launched.is_some() && launched == built.stamp.zip(Some(&built.executable));
        same && self.current.is_some() && self.next.is_none()
    }

    /// Starts a program that was built.
    pub(super) fn start(&mut self, built: &Built, context: &Context<'_>) -> Result<(), String> {
        self.crashes = 0;
        self.launched = Some(built.clone());
        self.launch(context)
    }

    fn launch(&mut self, context: &Context<'_>) -> Result<(), String> {
        self.again = None;
        let Some(built) = self.launched.clone() else { return Ok(()) };
        if let Some(next) = self.next.take() {
            next.stop();
        }
        let handed = matches!(self.handing, Handing::Unknown | Handing::Takes);
        if !handed {
            self.socket = None;
            if let Some(current) = self.current.take() {
                current.stop_and_wait();
            }
        }
        self.number += 1;
        let launch = Launch {
            executable: &built.executable,
            arguments: &context.options.app_arguments,
            folder: &context.project.folder,
            control: context.control,
            socket: self.socket.as_ref().filter(|_| handed),
            port: context.options.port,
        };
        self.next = Some(App::start(self.number, &launch, &self.events)?);
        Ok(())
    }

    /// A process has made the layer.
    pub(super) fn hello(&mut self, client: &Client) -> Outcome {
        let addr = self.addr();
        let Some(next) = self.next.as_mut().filter(|next| next.id() == client.id) else {
            return Outcome::Nothing;
        };
        next.hello = Some(Instant::now());
        if self.socket.is_none() {
            let number = next.number;
            return self.ready(number);
        }
        next.probe =
            Some(Probe::start(addr, client.process.clone(), next.number, self.events.clone()));
        Outcome::Nothing
    }

    /// A process answers.
    pub(super) fn ready(&mut self, number: u64) -> Outcome {
        let Some(mut next) = self.next.take_if(|next| next.number == number) else {
            return Outcome::Nothing;
        };
        next.probe = None;
        let first = self.number == 1 || self.current.is_none();
        match self.handing {
            Handing::Unknown => self.handing = Handing::Takes,
            Handing::Trying => self.refuses(),
            Handing::Takes | Handing::Refuses => {}
        }
        self.status.idle();
        let took = timing(next.started.elapsed());
        if let Some(addr) =
            sockets::other_than(self.addr(), next.id()).filter(|_| self.socket.is_none())
        {
            self.port = addr.port();
        }
        self.status.say(&format!("http://{} ready in {took}", self.addr()));
        let old = self.current.replace(next).map(|old| {
            old.stop();
            old.id()
        });
        Outcome::Serves { old, first }
    }

    fn refuses(&mut self) {
        self.handing = Handing::Refuses;
        self.socket = None;
        if self.explain {
            self.status.warn(
                "the app does not take the socket that dev hands it over, so it cannot be reached while it restarts \
                 (take it: listenfd::ListenFd::from_env().take_tcp_listener(0))",
            );
        }
    }

    /// A process has ended.
    pub(super) fn exited(
        &mut self,
        number: u64,
        status: Option<ExitStatus>,
        context: &Context<'_>,
    ) -> Result<Outcome, String> {
        if self.next.take_if(|next| next.number == number).is_some() {
            return self.failed(status, context);
        }
        let Some(current) = self.current.take_if(|current| current.number == number) else {
            return Ok(Outcome::Nothing);
        };
        if current.started.elapsed() > HEALTHY {
            self.crashes = 0;
        }
        if self.next.is_none() {
            self.schedule(status);
        }
        Ok(Outcome::Nothing)
    }

    /// A process has ended before it was ready.
    fn failed(
        &mut self,
        status: Option<ExitStatus>,
        context: &Context<'_>,
    ) -> Result<Outcome, String> {
        let ended = ending(status);
        match self.handing {
            Handing::Unknown => {
                self.handing = Handing::Trying;
                self.launch(context)?;
                return Ok(Outcome::Nothing);
            }
            // Nothing is known yet of how it would do with the socket.
            Handing::Trying if cfg!(unix) && !context.options.no_hand_over => {
                self.socket = listen(self.host, self.port).ok();
                self.handing =
                    if self.socket.is_some() { Handing::Unknown } else { Handing::Trying };
            }
            _ => {}
        }
        if self.current.is_none() {
            self.schedule(status);
            return Ok(Outcome::Nothing);
        }
        let text = format!(
            "the new program {ended} before it answered; the former one goes on \
             (if they cannot run side by side: --no-hand-over)"
        );
        self.status.warn(&text);
        Ok(Outcome::Failed(text))
    }

    /// Starts again, later each time.
    fn schedule(&mut self, status: Option<ExitStatus>) {
        let ended = ending(status);
        if status.is_some_and(|status| status.success()) || self.crashes >= CRASHES {
            self.status.warn(&format!("the app {ended}; it starts again when something is saved"));
            return;
        }
        let delay = Duration::from_millis(if self.crashes == 0 { 0 } else { 250 << self.crashes });
        self.crashes += 1;
        self.again = Some(Instant::now() + delay);
        let later =
            if delay.is_zero() { "now".to_owned() } else { format!("in {}", timing(delay)) };
        self.status.warn(&format!("the app {ended}; it starts again {later}"));
    }

    /// When [`Server::tick`] has something to do at the latest.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let next = self.next.as_ref().map(|next| match next.hello {
            Some(hello) if hello.elapsed() < LOST => hello + LOST,
            Some(_) => Instant::now() + Duration::from_millis(500),
            None => next.started + SILENT,
        });
        self.again.into_iter().chain(next).min()
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, context: &Context<'_>) -> Result<Outcome, String> {
        if self.again.is_some_and(|again| again <= Instant::now()) {
            self.launch(context)?;
        }
        let addr = self.addr();
        let Some(next) = &self.next else { return Ok(Outcome::Nothing) };
        let (number, id) = (next.number, next.id());
        let lost =
            next.hello.map_or(next.started.elapsed() > SILENT, |hello| hello.elapsed() > LOST);
        let silent = next.hello.is_none() && next.started.elapsed() > SILENT;
        let slow = next.hello.is_some_and(|hello| hello.elapsed() > SLOW);
        if lost && self.handing == Handing::Unknown && sockets::other_than(addr, id).is_some() {
            self.refuses();
            return Ok(self.ready(number));
        }
        Ok(if silent || slow { self.ready(number) } else { Outcome::Nothing })
    }

    /// Ends all processes.
    pub(super) fn end(&mut self) {
        let (current, next) = (self.current.take(), self.next.take());
        if let Some(current) = &current {
            current.stop();
        }
        for app in [next, current].into_iter().flatten() {
            app.stop_and_wait();
        }
    }

    /// The processes of the app that run.
    pub(super) fn ids(&self) -> Vec<u32> {
        self.current.iter().chain(&self.next).map(App::id).collect()
    }
}

/// What a process is started with.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) options: &'a Dev,
    pub(super) project: &'a Project,
    pub(super) control: &'a str,
}
