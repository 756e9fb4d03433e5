//! Waits until a new process answers.
//!
//! Two processes share the listening socket while one takes over from the other, and the kernel gives a connection to
//! whichever of them accepts first. So requests are repeated until an answer carries the name of the new process.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::super::events::EventSender;

/// The pause between two requests. A request takes less than a millisecond, and a person does not notice 5 ms.
const INTERVAL: Duration = Duration::from_millis(5);

/// The time that one request may take. It only bounds a request that hangs: the next one may reach the new process.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(1);

/// The largest answer that is read. The name stands in a body of one short line.
const LARGEST_ANSWER: u64 = 4096;

/// A thread that asks for a process until it answers, or until this is dropped.
#[derive(Debug)]
pub(crate) struct Probe {
    stopped: Arc<AtomicBool>,
}

impl Probe {
    /// Asks for the process of this name. Its answer is sent as an event, the number of the app.
    pub(crate) fn start(
        addr: SocketAddr,
        process: String,
        app: u64,
        ready: EventSender<u64>,
    ) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                if answers(addr, &process) {
                    ready.send(app);
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

/// Sends one request. Returns true if the process of this name answers it.
fn answers(addr: SocketAddr, process: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&addr, REQUEST_TIMEOUT) else { return false };
    let request =
        format!("GET /_tailprint/version HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n");
    let mut answer = Vec::new();
    let asked = stream
        .set_read_timeout(Some(REQUEST_TIMEOUT))
        .and_then(|()| stream.write_all(request.as_bytes()));
    // The bytes read before an error count: a server may close the connection abruptly.
    let _ = asked.and_then(|()| stream.take(LARGEST_ANSWER).read_to_end(&mut answer));
    answer.windows(process.len()).any(|window| window == process.as_bytes())
}
