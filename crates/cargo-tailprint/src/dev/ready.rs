//! When a new process answers.
//!
//! Two processes share the listening socket while one takes over from the other, and the kernel gives a connection to
//! whichever asks first. So the new one is asked for by name until it is the one that answers.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::Event;

/// How often it is asked.
const INTERVAL: Duration = Duration::from_millis(5);

/// Asks until it is told to stop.
#[derive(Debug)]
pub(super) struct Probe {
    stopped: Arc<AtomicBool>,
}

impl Probe {
    /// Asks for a process; its answer is an event.
    pub(super) fn start(
        addr: SocketAddr,
        process: String,
        app: u64,
        events: Sender<Event>,
    ) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                if answers(addr, &process) {
                    let _ = events.send(Event::Ready(app));
                    return;
                }
                thread::sleep(INTERVAL);
            }
        });
        Self { stopped }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// Whether it is this process that answers.
fn answers(addr: SocketAddr, process: &str) -> bool {
    let patience = Duration::from_secs(1);
    let Ok(mut stream) = TcpStream::connect_timeout(&addr, patience) else { return false };
    let request =
        format!("GET /_tailprint/version HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n");
    let mut answer = Vec::new();
    let asked =
        stream.set_read_timeout(Some(patience)).and_then(|()| stream.write_all(request.as_bytes()));
    // What was read before an error counts.
    let _ = asked.and_then(|()| stream.take(4096).read_to_end(&mut answer));
    answer.windows(process.len()).any(|window| window == process.as_bytes())
}
