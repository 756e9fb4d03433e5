//! A program that fetches: curl, wget or PowerShell.

mod command;
mod output;

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _};
use std::path::PathBuf;
use std::process::Stdio;

use tailprint_core::io_error::reason;
use tailprint_core::whole_file;

use super::super::{Error, Network};
use super::Answer;
use super::head::Head;
use output::Output;

/// The most bytes of messages that are looked at.
const LONGEST: u64 = 64 << 10;

/// The program that is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Curl,
    Wget,
    PowerShell,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Wget => "wget",
            Self::PowerShell => "powershell",
        }
    }
}

/// A program and its settings.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) kind: Kind,
    pub(super) path: PathBuf,
    pub(super) network: Network,
}

impl Program {
    /// Runs the program up to the head of the answer.
    pub(super) fn get(&self, url: &str, start: u64) -> Result<Answer, Error> {
        let network = |reason| Error::Network { url: url.to_owned(), reason };
        let messages = Messages::new(self.kind).map_err(|error| {
            let reason = format!("cannot write a temporary file: {}", reason(&error));
            Error::Local { reason }
        })?;
        let output = self.start(url, start, &messages).map_err(|error| Error::Local {
            reason: format!("cannot run {}: {}", self.path.display(), reason(&error)),
        })?;
        let mut output = BufReader::new(output);
        let head = match self.kind {
            // It prints the head elsewhere, before the first byte of the body.
            Kind::Wget => output.fill_buf().map(|_| messages.head()),
            Kind::Curl | Kind::PowerShell => Head::read(&mut output),
        };
        let head = match head {
            Ok(Some(head)) => head,
            // The output may have ended in the middle of the head, and not at its beginning.
            Ok(None) => return Err(network(messages.complaint())),
            // wget tells a redirect and a refusal by its exit code as well as by a head.
            Err(error) => {
                let head = messages.head().filter(|head| head.status >= 300);
                head.ok_or_else(|| network(reason(&error)))?
            }
        };
        output.get_mut().head_is_read();
        let Head { status, content_range, location } = head;
        Ok(Answer { status, content_range, location, body: Box::new(output) })
    }

    fn start(&self, url: &str, start: u64, messages: &Messages) -> io::Result<Output> {
        let mut command = command::of(self.kind, &self.path, url, start, &self.network);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(messages.file.try_clone()?);
        Output::new(command.spawn()?, messages.again()?, self.network.patience)
    }
}

/// The messages of a program. They go to a file, since a pipe that nobody reads may fill up and block the program.
#[derive(Debug)]
struct Messages {
    kind: Kind,
    file: File,
}

impl Messages {
    fn new(kind: Kind) -> io::Result<Self> {
        whole_file::unnamed().map(|file| Self { kind, file })
    }

    fn again(&self) -> io::Result<Self> {
        self.file.try_clone().map(|file| Self { kind: self.kind, file })
    }

    fn text(&self) -> String {
        let mut text = Vec::new();
        // The program has written it all: it has ended, or has begun with the body. What cannot be read is not shown.
        let mut file = &self.file;
        let _ = file.rewind().and_then(|()| file.take(LONGEST).read_to_end(&mut text));
        String::from_utf8_lossy(&text).into_owned()
    }

    fn head(&self) -> Option<Head> {
        Head::among(&self.text()).filter(|_| self.kind == Kind::Wget)
    }

    /// The reason why the program failed, on one line.
    fn complaint(&self) -> String {
        let name = self.kind.name();
        let text = self.text();
        let marked = format!("{name}: ");
        let mut lines = text.lines().filter(|line| !line.starts_with(' '));
        let own = lines.clone().find_map(|line| line.strip_prefix(&marked));
        let line = own.or_else(|| lines.rfind(|line| !line.trim().is_empty())).unwrap_or_default();
        let line = line.trim().trim_start_matches("failed: ").trim_end_matches('.');
        match line {
            "" => format!("{name} failed without a word"),
            line => format!("{name} failed: {line}"),
        }
    }
}

#[cfg(test)]
mod tests;
