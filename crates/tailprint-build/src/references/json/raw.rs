//! JSON values with their places in the asset.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::Problem;
use crate::references::reference::{Found, Kind};
use crate::references::spelling::decoded::{Decoded, Decoder, offset_in};

/// The most values around one whose members or elements are read. Each of these levels is parsed again with all that is in it,
/// and is a call on the stack of a function that descends.
const MOST_LEVELS: usize = 64;

/// A JSON value in the text of an asset. Its members and elements are parsed on demand.
#[derive(Clone, Copy, Debug)]
pub(in crate::references) struct Json<'a> {
    source: &'a str,
    text: &'a str,
    /// The number of values around it.
    level: usize,
}

impl<'a> Json<'a> {
    /// Takes `text`, a part of `source`, as one value.
    pub(in crate::references) fn new(source: &'a str, text: &'a str) -> Self {
        Self { source, text, level: 0 }
    }

    /// Returns the members of an object in their order; none for other values, and for those in too many others.
    pub(in crate::references) fn members(self) -> Vec<(Cow<'a, str>, Self)> {
        if self.level > MOST_LEVELS {
            return Vec::new();
        }
        self.try_members().unwrap_or_default()
    }

    /// Returns the members of an object in their order, or the error of the parser.
    pub(in crate::references) fn try_members(
        self,
    ) -> Result<Vec<(Cow<'a, str>, Self)>, serde_json::Error> {
        let Members(members) = serde_json::from_str(self.text)?;
        Ok(members.into_iter().map(|(name, value)| (name.0, self.child(value))).collect())
    }

    /// Returns the last member of this name, which is the one that counts.
    pub(in crate::references) fn member(self, name: &str) -> Option<Self> {
        last(&self.members(), name)
    }

    /// Returns the elements of an array; none for other values, and for those in too many others.
    pub(in crate::references) fn elements(self) -> Vec<Self> {
        if self.level > MOST_LEVELS {
            return Vec::new();
        }
        let elements: Vec<&RawValue> = serde_json::from_str(self.text).unwrap_or_default();
        elements.into_iter().map(|element| self.child(element)).collect()
    }

    /// Returns a string, decoded; none for other values.
    pub(in crate::references) fn string(self) -> Option<Decoded<'a>> {
        let content = self.text.strip_prefix('"')?.strip_suffix('"')?;
        let start = offset_in(self.source, content)?;
        if memchr::memchr(b'\\', content.as_bytes()).is_none() {
            return Decoded::verbatim(self.source, start..start + content.len());
        }
        decode(content, start)
    }

    /// Adds a string as a reference.
    pub(in crate::references) fn refer(self, kind: Kind, found: &mut Found) {
        found.references.extend(self.string().and_then(|text| text.reference(kind)));
    }

    /// Returns the offset in the asset of the byte behind the opening brace of an object.
    pub(in crate::references) fn start(self) -> usize {
        let brace = self.text.find('{').unwrap_or(0);
        offset_in(self.source, self.text).unwrap_or(0) + brace + 1
    }

    fn child(self, value: &'a RawValue) -> Self {
        Self { source: self.source, text: value.get(), level: self.level + 1 }
    }
}

/// Returns the last member of this name, which is the one that counts.
pub(in crate::references) fn last<'a>(
    members: &[(Cow<'a, str>, Json<'a>)],
    name: &str,
) -> Option<Json<'a>> {
    members.iter().rev().find(|(member, _)| member == name).map(|(_, value)| *value)
}

/// Removes a byte order mark, which JSON does not allow and browsers ignore.
pub(in crate::references) fn without_bom(source: &str) -> &str {
    source.strip_prefix('\u{FEFF}').unwrap_or(source)
}

/// Describes the error in `text`, a part of `source`, with its offset.
pub(in crate::references) fn invalid(
    source: &str,
    text: &str,
    error: &serde_json::Error,
) -> (usize, Problem) {
    let start = offset_in(source, text).unwrap_or(0);
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    (start + position(text, error), Problem::warning(format!("not valid JSON: {what}")))
}

/// Returns the byte offset of an error. Its column counts bytes from 1.
fn position(text: &str, error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let line_start = match lines_before.checked_sub(1) {
        None => 0,
        Some(index) => {
            memchr::memchr_iter(b'\n', text.as_bytes()).nth(index).map_or(0, |at| at + 1)
        }
    };
    (line_start + error.column().saturating_sub(1)).min(text.len())
}

fn decode(content: &str, start: usize) -> Option<Decoded<'static>> {
    let mut decoder = Decoder::default();
    let mut rest = content;
    while let Some(length) = memchr::memchr(b'\\', rest.as_bytes()) {
        let at = start + content.len() - rest.len();
        decoder.verbatim(rest.get(..length)?, at);
        let escape = rest.get(length..)?;
        let (character, size) = unescape(escape)?;
        decoder.character(character, at + length);
        rest = escape.get(size..)?;
    }
    decoder.verbatim(rest, start + content.len() - rest.len());
    Some(decoder.finish(start..start + content.len()))
}

/// Returns the character of an escape, and the number of its bytes.
fn unescape(escape: &str) -> Option<(char, usize)> {
    let character = match escape.as_bytes().get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unescape_utf16(escape),
        byte => char::from(*byte),
    };
    Some((character, 2))
}

fn unescape_utf16(escape: &str) -> Option<(char, usize)> {
    let first = code_unit(escape)?;
    let second = escape.get(6..).and_then(code_unit);
    let units = [first, second.unwrap_or(0)];
    let character = char::decode_utf16(units).next()?.unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((character, if character.len_utf16() == 2 { 12 } else { 6 }))
}

fn code_unit(escape: &str) -> Option<u16> {
    u16::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[derive(Debug)]
struct Members<'a>(Vec<(Name<'a>, &'a RawValue)>);

/// The name of a member, borrowed if it has no escapes.
#[derive(Debug)]
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor).map(Self)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(Name<'de>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}
