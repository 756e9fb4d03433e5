//! The output of a program, with the deadlines of an answer.

use std::io::{self, Read};
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::super::super::Patience;
use super::Messages;

/// The bytes that are read at once.
const BUFFER: usize = 64 << 10;
/// The pieces that may wait to be read.
const WAITING: usize = 4;
/// The time between two looks at a program that has said everything.
const PAUSE: Duration = Duration::from_millis(2);

/// The output of a running program, which ends with an error if the program fails or is too slow.
#[derive(Debug)]
pub(super) struct Output {
    child: Child,
    messages: Messages,
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
    patience: Patience,
    /// The end of the time for the head, then for the body.
    deadline: Instant,
    phase: &'static str,
    /// True after the last byte.
    is_over: bool,
}

impl Output {
    pub(super) fn new(
        mut child: Child,
        messages: Messages,
        patience: Patience,
    ) -> io::Result<Self> {
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (sender, pieces) = sync_channel(WAITING);
        std::thread::spawn(move || forward(output, &sender));
        Ok(Self {
            child,
            messages,
            pieces,
            piece: io::Cursor::default(),
            patience,
            // The program connects within the first half. No setting reaches these times, which are seconds.
            deadline: Instant::now() + 2 * patience.connect,
            phase: "response",
            is_over: false,
        })
    }

    /// Begins the time for the body.
    pub(super) fn head_is_read(&mut self) {
        self.deadline = Instant::now() + self.patience.body;
        self.phase = "body";
    }

    /// Waits for the next piece. Returns nothing after the last one.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let limit = if self.phase == "body" { left.min(self.patience.read) } else { left };
        match self.pieces.recv_timeout(limit) {
            Ok(piece) => piece.map(Some),
            Err(RecvTimeoutError::Timeout) => Err(self.timed_out()),
            Err(RecvTimeoutError::Disconnected) => {
                self.is_over = true;
                match self.exit()? {
                    status if status.success() => Ok(None),
                    _ => Err(io::Error::other(self.messages.complaint())),
                }
            }
        }
    }

    /// Waits for the end of a program whose output has ended.
    fn exit(&mut self) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > self.deadline {
                return Err(self.timed_out());
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn timed_out(&self) -> io::Error {
        io::Error::other(format!("timed out ({})", self.phase))
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() || self.is_over {
                return Ok(read);
            }
            match self.next()? {
                Some(piece) => self.piece = io::Cursor::new(piece),
                None => return Ok(0),
            }
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Passes on all output, until it ends or nobody wants more.
fn forward(mut output: impl Read, sender: &SyncSender<io::Result<Vec<u8>>>) {
    let mut buffer = vec![0; BUFFER];
    loop {
        let piece = match output.read(&mut buffer) {
            Ok(0) => return,
            Ok(read) => Ok(buffer.get(..read).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = piece.is_err();
        if sender.send(piece).is_err() || failed {
            return;
        }
    }
}
