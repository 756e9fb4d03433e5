//! The script's place in a page that streams by.

use bytes::{Bytes, BytesMut};

/// The longest prologue in bytes that is held back until its end is seen. A page with a longer one gets the script at its
/// end. Chosen: doctype, comments and start tags take less than 1 KiB in any usual page.
const PROLOGUE: usize = 64 << 10;

/// Puts a tag into a stream of HTML.
#[derive(Debug)]
pub(super) struct Injector {
    tag: Bytes,
    state: State,
}

#[derive(Debug)]
enum State {
    /// All so far belongs to the prologue.
    Held(BytesMut),
    /// The prologue is too long.
    Last,
    /// The tag is in the stream.
    Done,
}

impl Injector {
    pub(super) fn new(tag: Bytes) -> Self {
        Self { tag, state: State::Held(BytesMut::new()) }
    }

    /// The number of bytes that the tag adds to a page.
    pub(super) fn len(&self) -> u64 {
        self.tag.len() as u64
    }

    /// The number of bytes that are still to be sent besides those of the page that are still to come.
    pub(super) fn pending(&self) -> u64 {
        match &self.state {
            State::Held(held) => self.len() + held.len() as u64,
            State::Last => self.len(),
            State::Done => 0,
        }
    }

    /// The bytes to send for a piece of the page; none while it is held back.
    pub(super) fn push(&mut self, piece: Bytes) -> Bytes {
        let State::Held(held) = &mut self.state else { return piece };
        held.extend_from_slice(&piece);
        let held = match prologue(held) {
            Some(end) => {
                let rest = held.split_off(end);
                held.extend_from_slice(&self.tag);
                held.unsplit(rest);
                std::mem::take(held)
            }
            None if held.len() < PROLOGUE => return Bytes::new(),
            None => {
                let held = std::mem::take(held);
                self.state = State::Last;
                return held.freeze();
            }
        };
        self.state = State::Done;
        held.freeze()
    }

    /// The bytes to send at the end of the page.
    pub(super) fn finish(&mut self) -> Bytes {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Held(mut held) => {
                held.extend_from_slice(&self.tag);
                held.freeze()
            }
            State::Last => self.tag.clone(),
            State::Done => Bytes::new(),
        }
    }
}

/// The end of the prologue: white space, comments, the doctype and the start tags of `html` and `head`. A script at this
/// place is the first element of the head, whether its tags are written or implied. None while more has to be seen.
fn prologue(page: &[u8]) -> Option<usize> {
    let mut rest = page.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(page);
    loop {
        rest = rest.trim_ascii_start();
        let next = Next::of(rest)?;
        let length = match next {
            Next::Comment => find(rest.get(2..)?, b"-->")? + 5,
            Next::Declaration => memchr(rest, b'>')? + 1,
            Next::Html | Next::Head => tag(rest)?,
            Next::Content => 0,
        };
        rest = rest.get(length..)?;
        if matches!(next, Next::Head | Next::Content) {
            return Some(page.len() - rest.len());
        }
    }
}

/// The kind of the next piece of a page.
#[derive(Clone, Copy)]
enum Next {
    Comment,
    /// A doctype, or what is read as a comment: `<?xml … ?>`.
    Declaration,
    Html,
    Head,
    Content,
}

impl Next {
    fn of(rest: &[u8]) -> Option<Self> {
        const ALL: [(&[u8], Next); 5] = [
            (b"<!--", Next::Comment),
            (b"<!", Next::Declaration),
            (b"<?", Next::Declaration),
            (b"<html", Next::Html),
            (b"<head", Next::Head),
        ];
        for (start, next) in ALL {
            let seen = rest.get(..start.len()).unwrap_or(rest);
            if !start.get(..seen.len())?.eq_ignore_ascii_case(seen) {
                continue;
            }
            // `<header` is no `<head`.
            let named = matches!(next, Self::Html | Self::Head);
            match rest.get(start.len()) {
                None if seen.len() < start.len() || named => return None,
                Some(byte) if named && !(byte.is_ascii_whitespace() || b"/>".contains(byte)) => {}
                _ => return Some(next),
            }
        }
        Some(Self::Content)
    }
}

/// The length of a start tag; a `>` in a quoted value does not end it.
fn tag(rest: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (index, &byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn memchr(text: &[u8], wanted: u8) -> Option<usize> {
    text.iter().position(|byte| *byte == wanted)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests;
