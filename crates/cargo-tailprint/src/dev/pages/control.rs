//! The other end of the connection that an app with `tailprint::live_reload()` opens.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use super::super::events::EventSender;

/// The longest time for the first line. Chosen: an app sends it at once, so this only ends connections of others.
const GREETING_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest first line in bytes: a word, a token of 32 digits and two numbers fit several times.
const LONGEST_GREETING: u64 = 256;

/// The listening port to which the layer of an app connects.
#[derive(Debug)]
pub(crate) struct Control {
    addr: SocketAddr,
    token: String,
}

/// The connection of a process of the app.
#[derive(Debug)]
pub(crate) struct Client {
    /// The name that the process gives in its answers to `/_tailprint/version`.
    pub(crate) process: String,
    pub(crate) id: u32,
    stream: TcpStream,
}

impl Control {
    /// Opens a port on the loopback interface. A connection has to begin with the token, since other users of this
    /// machine reach the port as well.
    pub(crate) fn start(clients: EventSender<Client>) -> Result<Self, String> {
        let failed = |error| format!("cannot listen on the loopback interface: {error}");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let addr = listener.local_addr().map_err(failed)?;
        let half = || getrandom::u64().map_err(|error| format!("no random numbers: {error}"));
        let token = format!("{:016x}{:016x}", half()?, half()?);
        let expected = token.clone();
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let (expected, clients) = (expected.clone(), clients.clone());
                thread::spawn(move || {
                    if let Some(client) = Client::meet(stream, &expected) {
                        clients.send(client);
                    }
                });
            }
        });
        Ok(Self { addr, token })
    }

    /// The value of `TAILPRINT_DEV`: address and token.
    pub(crate) fn address(&self) -> String {
        format!("{} {}", self.addr, self.token)
    }
}

impl Client {
    /// Reads the first line, `hello <token> <process> <process id>`, and answers it.
    fn meet(stream: TcpStream, token: &str) -> Option<Self> {
        stream.set_read_timeout(Some(GREETING_TIMEOUT)).ok()?;
        stream.set_write_timeout(Some(GREETING_TIMEOUT)).ok()?;
        stream.set_nodelay(true).ok()?;
        let mut line = String::new();
        BufReader::new(&stream).take(LONGEST_GREETING).read_line(&mut line).ok()?;
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let ["hello", said, process, id] = *words else { return None };
        let known = said == token;
        let mut client = Self { process: process.to_owned(), id: id.parse().ok()?, stream };
        (known && client.tell("welcome")).then_some(client)
    }

    /// Sends a line. Returns false if the process has ended.
    pub(crate) fn tell(&mut self, line: &str) -> bool {
        self.stream.write_all(format!("{line}\n").as_bytes()).is_ok()
    }
}
