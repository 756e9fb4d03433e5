//! The process of the app that serves, and the one that is to replace it.
//!
//! The socket stays open as long as `dev` runs, so no connection is refused during a restart. A new process is started
//! beside the old one, which serves until the new one answers. An app that does not take the socket is recognised at
//! its first start; from then on the old process is stopped before a new one starts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::build::BuiltProgram;
use super::super::events::EventSender;
use super::super::pages::control::Client;
use super::super::project::Project;
use super::super::status::{Status, timing};
use super::ready::Probe;
use super::sockets;
use super::{App, DEFAULT_PORT, Exit, Launch, ending, listen};
use crate::cli::Dev;

/// The time after which a process without the layer counts as ready, since nothing tells that it is. Chosen: a process
/// that cannot start, because of a missing variable for example, has ended long before.
const UNCONNECTED: Duration = Duration::from_millis(1500);

/// The time after which a process that does not answer on the shared socket is looked for at other ports. Chosen: an app
/// that takes longer to start is looked for again, so that only its first answer is noticed later.
const UNANSWERED: Duration = Duration::from_millis(1500);

/// The longest time from making the router to the first answer, during which an app may fill caches or connect to a
/// database. Chosen: after it the process counts as ready without an answer, which at worst reloads pages too early.
const LONGEST_START: Duration = Duration::from_secs(20);

/// A process that lived longer than this did not crash at its start, so the next crash counts as the first again.
/// Chosen: an app that is broken crashes within a second, one that a request brings down later is not in a loop.
const HEALTHY: Duration = Duration::from_secs(10);

/// The number of crashes in a row after which the app is not started again: the delays before them add up to 15 s.
const MOST_CRASHES: u32 = 6;

/// The delay before the third start of an app that crashes; it doubles with every crash. The second start is at once.
/// Chosen: long enough for a database that restarts as well, too short to be waited for.
const FIRST_DELAY: Duration = Duration::from_millis(500);

/// The interval at which a process that has connected but does not answer is looked at. Chosen: two looks a second cost
/// nothing, and a person takes half a second for at once.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// The way in which the app and the handed socket get along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HandOver {
    /// The app is started with the socket for the first time.
    Unknown,
    /// It serves on the socket.
    Takes,
    /// It failed with the socket and is tried without.
    Trying,
    /// It serves on a socket of its own.
    Refuses,
}

/// The processes of the app.
#[derive(Debug)]
pub(crate) struct Server {
    host: IpAddr,
    port: u16,
    socket: Option<TcpListener>,
    hand_over: HandOver,
    /// The process that serves.
    current: Option<App>,
    /// The process that starts.
    next: Option<App>,
    /// The time of the next start after a crash.
    again: Option<Instant>,
    crashes: u32,
    number: u64,
    /// The build that was started last.
    launched: Option<BuiltProgram>,
    /// True until the user has been told that the app does not take the socket.
    explain: bool,
    status: Arc<Status>,
    senders: Senders,
}

/// The senders of the events of a process.
#[derive(Clone, Debug)]
pub(crate) struct Senders {
    /// A process answers; its number.
    pub(crate) ready: EventSender<u64>,
    pub(crate) exits: EventSender<Exit>,
}

/// The result of a step, for the session.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Nothing,
    /// A new process serves, and the one with the process id `old` ends.
    Serves {
        old: Option<u32>,
        first: bool,
    },
    /// A new process has failed for this reason.
    Failed(String),
}

impl Server {
    pub(crate) fn new(
        options: &Dev,
        status: &Arc<Status>,
        senders: Senders,
    ) -> Result<Self, String> {
        let socket = listen(options.host, options.port.unwrap_or(DEFAULT_PORT))?;
        let local = socket.local_addr().map_err(|error| error.to_string())?;
        Ok(Self {
            host: options.host,
            port: local.port(),
            socket: Some(socket),
            hand_over: if cfg!(unix) && !options.no_hand_over {
                HandOver::Unknown
            } else {
                HandOver::Trying
            },
            current: None,
            next: None,
            again: None,
            crashes: 0,
            number: 0,
            launched: None,
            explain: cfg!(unix) && !options.no_hand_over,
            status: Arc::clone(status),
            senders,
        })
    }

    /// The address at which this machine reaches the app.
    pub(crate) fn addr(&self) -> SocketAddr {
        let ip = match self.host {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.port)
    }

    /// Returns true if the program of this build serves already.
    pub(crate) fn serves(&self, built: &BuiltProgram) -> bool {
        let launched = self.launched.as_ref().and_then(|it| it.stamp.zip(Some(&it.executable)));
        let same = launched.is_some() && launched == built.stamp.zip(Some(&built.executable));
        same && self.current.is_some() && self.next.is_none()
    }

    /// Starts a program that was built.
    pub(crate) fn start(
        &mut self,
        built: &BuiltProgram,
        context: &Context<'_>,
    ) -> Result<(), String> {
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
        let handed = matches!(self.hand_over, HandOver::Unknown | HandOver::Takes);
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
        self.next = Some(App::start(self.number, &launch, &self.senders.exits)?);
        Ok(())
    }

    /// Handles the connection of a process that has made the layer.
    pub(crate) fn connected(&mut self, client: &Client) -> Outcome {
        let addr = self.addr();
        let Some(next) = self.next.as_mut().filter(|next| next.id() == client.id) else {
            return Outcome::Nothing;
        };
        next.connected = Some(Instant::now());
        if self.socket.is_none() {
            let number = next.number;
            return self.ready(number);
        }
        next.probe = Some(Probe::start(
            addr,
            client.process.clone(),
            next.number,
            self.senders.ready.clone(),
        ));
        Outcome::Nothing
    }

    /// Makes a process that answers the one that serves.
    pub(crate) fn ready(&mut self, number: u64) -> Outcome {
        let Some(mut next) = self.next.take_if(|next| next.number == number) else {
            return Outcome::Nothing;
        };
        next.probe = None;
        let first = self.number == 1 || self.current.is_none();
        match self.hand_over {
            HandOver::Unknown => self.hand_over = HandOver::Takes,
            HandOver::Trying => self.refuses(),
            HandOver::Takes | HandOver::Refuses => {}
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
        self.hand_over = HandOver::Refuses;
        self.socket = None;
        if self.explain {
            self.status.warn(
                "the app does not take the socket that dev hands it over, so it cannot be reached while it restarts \
                 (take it: listenfd::ListenFd::from_env().take_tcp_listener(0))",
            );
        }
    }

    /// Handles the end of a process.
    pub(crate) fn exited(
        &mut self,
        Exit { app: number, status }: Exit,
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

    /// Handles the end of a process that was not ready.
    fn failed(
        &mut self,
        status: Option<ExitStatus>,
        context: &Context<'_>,
    ) -> Result<Outcome, String> {
        let ended = ending(status);
        match self.hand_over {
            HandOver::Unknown => {
                self.hand_over = HandOver::Trying;
                self.launch(context)?;
                return Ok(Outcome::Nothing);
            }
            // The app failed without the socket as well, so it may still take it.
            HandOver::Trying if cfg!(unix) && !context.options.no_hand_over => {
                self.socket = listen(self.host, self.port).ok();
                self.hand_over =
                    if self.socket.is_some() { HandOver::Unknown } else { HandOver::Trying };
            }
            _ => {}
        }
        if self.current.is_none() {
            self.schedule(status);
            return Ok(Outcome::Nothing);
        }
        let text = format!(
            "the new program {ended} before it answered; the old one keeps running \
             (if they cannot run side by side: --no-hand-over)"
        );
        self.status.warn(&text);
        Ok(Outcome::Failed(text))
    }

    /// Plans the next start, with a longer delay each time.
    fn schedule(&mut self, status: Option<ExitStatus>) {
        let ended = ending(status);
        if status.is_some_and(|status| status.success()) || self.crashes >= MOST_CRASHES {
            self.status.warn(&format!("the app {ended}; it starts again when something is saved"));
            return;
        }
        let delay = match self.crashes {
            0 => Duration::ZERO,
            crashes => FIRST_DELAY * (1 << (crashes - 1)),
        };
        self.crashes += 1;
        self.again = Some(Instant::now() + delay);
        let later =
            if delay.is_zero() { "now".to_owned() } else { format!("in {}", timing(delay)) };
        self.status.warn(&format!("the app {ended}; it starts again {later}"));
    }

    /// The time at which [`Server::tick`] has something to do at the latest.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let next = self.next.as_ref().map(|next| match next.connected {
            Some(connected) if connected.elapsed() < UNANSWERED => connected + UNANSWERED,
            Some(_) => Instant::now() + LOOK_AGAIN,
            None => next.started + UNCONNECTED,
        });
        self.again.into_iter().chain(next).min()
    }

    /// Starts a process whose time has come, and gives up waiting for one.
    pub(crate) fn tick(&mut self, context: &Context<'_>) -> Result<Outcome, String> {
        if self.again.is_some_and(|again| again <= Instant::now()) {
            self.launch(context)?;
        }
        let addr = self.addr();
        let Some(next) = &self.next else { return Ok(Outcome::Nothing) };
        let (number, id) = (next.number, next.id());
        let lost = next.connected.map_or(next.started.elapsed() > UNCONNECTED, |connected| {
            connected.elapsed() > UNANSWERED
        });
        let silent = next.connected.is_none() && next.started.elapsed() > UNCONNECTED;
        let slow = next.connected.is_some_and(|connected| connected.elapsed() > LONGEST_START);
        if lost && self.hand_over == HandOver::Unknown && sockets::other_than(addr, id).is_some() {
            self.refuses();
            return Ok(self.ready(number));
        }
        Ok(if silent || slow { self.ready(number) } else { Outcome::Nothing })
    }

    /// Ends all processes.
    pub(crate) fn end(&mut self) {
        let (current, next) = (self.current.take(), self.next.take());
        if let Some(current) = &current {
            current.stop();
        }
        for app in [next, current].into_iter().flatten() {
            app.stop_and_wait();
        }
    }

    /// The process ids of the app.
    pub(crate) fn ids(&self) -> Vec<u32> {
        self.current.iter().chain(&self.next).map(App::id).collect()
    }
}

/// The settings of the session that a process is started with.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Dev,
    pub(crate) project: &'a Project,
    pub(crate) control: &'a str,
}
