//! The connection to `cargo tailprint dev`: lines of text over the loopback interface.
//!
//! ```text
//! app → dev    hello TOKEN PROCESS PID
//! dev → app    reload | swap JSON | problem [JSON] | report FILE | close
//! ```

use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

use super::events::{self, Told};

/// The variable that names the `dev` that started this process.
const VARIABLE: &str = "TAILPRINT_DEV";

/// The file in the folder of the program that names a `dev` that did not start this process.
const FILE: &str = ".tailprint-dev";

/// The time between two looks of the streams at the clock. Chosen: a stream may end half a second too late, and two looks
/// a second cost nothing.
const TICK: Duration = Duration::from_millis(500);

/// Starts to listen to `dev`, once in a process.
pub(super) fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let thread = std::thread::Builder::new().name("tailprint-live-reload".to_owned());
        // Without the thread, pages still notice a restart.
        let _ = thread.spawn(run);
    });
}

#[allow(clippy::disallowed_methods, reason = "at run time there is no Cargo to be told")]
fn run() {
    let parent = std::env::var(VARIABLE).ok().filter(|named| !named.is_empty());
    loop {
        let named = parent.clone().or_else(beside_the_program);
        if let Some(dev) = named.as_deref().and_then(Dev::parse) {
            let met = dev.listen();
            if parent.is_some() && met {
                // An app must not outlive the `dev` that started it, however that ended.
                std::process::exit(0);
            }
            if met {
                events::tell(Told::Alone);
            }
        }
        events::tick();
        std::thread::sleep(TICK);
    }
}

/// The name of a `dev` in the folder of the program (`target/debug/app`) or the one above (`target/debug/examples/app`).
fn beside_the_program() -> Option<String> {
    let program = std::env::current_exe().ok()?;
    let folders = program.ancestors().skip(1).take(2).map(|folder| folder.join(FILE));
    folders.map(|file: PathBuf| std::fs::read_to_string(file).ok()).find_map(|text| text)
}

/// The address that `dev` listens at, and the token by which it knows this process.
struct Dev<'a> {
    addr: SocketAddr,
    token: &'a str,
}

impl<'a> Dev<'a> {
    fn parse(named: &'a str) -> Option<Self> {
        let (addr, token) = named.trim().split_once(' ')?;
        let addr: SocketAddr = addr.parse().ok()?;
        addr.ip().is_loopback().then_some(Self { addr, token })
    }

    /// Passes on the messages of `dev` until it goes. Returns true if it was there at all.
    fn listen(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect_timeout(&self.addr, Duration::from_secs(1)) else {
            return false;
        };
        let (process, id) = (events::process(), std::process::id());
        let said = writeln!(stream, "hello {} {process} {id}", self.token);
        if said.is_err() || stream.set_read_timeout(Some(TICK)).is_err() {
            return false;
        }
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        let mut met = false;
        loop {
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => return met,
                Ok(_) => {
                    if !met {
                        events::tell(Told::Attended);
                        met = true;
                    }
                    if let Some(told) = parse(&line) {
                        events::tell(told);
                    }
                    line.clear();
                }
                // `line` keeps the beginning of a line that was read.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                    ) => {}
                Err(_) => return met,
            }
            events::tick();
        }
    }
}

fn parse(line: &[u8]) -> Option<Told> {
    let line = str::from_utf8(line).ok()?.trim();
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "reload" => Some(Told::Reload),
        "swap" => Some(Told::Swap(rest.to_owned())),
        "problem" => Some(Told::Problem(Some(rest.to_owned()).filter(|text| !text.is_empty()))),
        "report" => Some(Told::Report(PathBuf::from(rest))),
        "close" => Some(Told::Close),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
