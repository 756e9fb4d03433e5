//! The head of an answer, as programs print it.

use std::io::{self, BufRead, Read as _};

/// The most bytes of a head. Servers send a few hundred.
const LONGEST: u64 = 64 << 10;

/// The part of a head that is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) content_range: Option<String>,
    pub(super) location: Option<String>,
}

impl Head {
    /// Reads the head in front of a body. Returns nothing if the output ends before it.
    pub(super) fn read(output: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut output = output.take(LONGEST);
        let mut head = Self::default();
        let mut line = Vec::new();
        loop {
            line.clear();
            if output.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            let line = String::from_utf8_lossy(&line);
            match line.trim_end() {
                // The head of another answer follows that of an interim one.
                "" if (100..200).contains(&head.status) => head = Self::default(),
                "" => return Ok(Some(head).filter(|head| head.status > 0)),
                line => head.add(line),
            }
        }
    }

    /// Finds the last head in messages, where its lines stand among others and are indented.
    pub(super) fn among(messages: &str) -> Option<Self> {
        let mut head = Self::default();
        for line in messages.lines().filter(|line| line.starts_with("  ")) {
            head.add(line.trim());
        }
        Some(head).filter(|head| head.status >= 200)
    }

    fn add(&mut self, line: &str) {
        if line.starts_with("HTTP/") {
            let status = line.split_whitespace().nth(1).and_then(|status| status.parse().ok());
            *self = Self { status: status.unwrap_or_default(), ..Self::default() };
            return;
        }
        let Some((name, value)) = line.split_once(':') else { return };
        let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        if name.eq_ignore_ascii_case("content-range") {
            self.content_range = value;
        } else if name.eq_ignore_ascii_case("location") {
            self.location = value;
        }
    }
}

#[cfg(test)]
mod tests;
