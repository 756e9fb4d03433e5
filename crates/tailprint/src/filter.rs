//! The functions behind the generated askama filters.

use std::fmt::{self, Display, Write};

use askama::filters::{MaybeSafe, Safe};
use askama::{FastWritable, Values};

use crate::{
    Asset, Assets, ModulePreloads, NotPreloadable, Preconnect, Preload, Sri, UnknownAsset, Url,
};

/// `|static`: the URL of a reference, escaped if it has a character that HTML gives a meaning to.
#[doc(hidden)]
pub fn url(assets: &'static Assets, value: impl Display) -> askama::Result<MaybeSafe<Url>> {
    let url = with_text(value, |reference| assets.resolve(reference))?;
    Ok(if url.needs_escaping() { MaybeSafe::NeedsEscaping(url) } else { MaybeSafe::Safe(url) })
}

/// `|integrity`: the value of an `integrity` attribute, empty in plain mode.
#[doc(hidden)]
pub fn integrity(
    assets: &'static Assets,
    value: impl Display,
) -> askama::Result<Safe<&'static str>> {
    Ok(Safe(asset(assets, value)?.integrity().unwrap_or_default()))
}

/// `|sri`: the attributes `integrity` and `crossorigin`.
#[doc(hidden)]
pub fn sri(assets: &'static Assets, value: impl Display) -> askama::Result<Safe<Sri>> {
    asset(assets, value)?.sri().map(Safe).map_err(askama::Error::custom)
}

/// `|preload`: a `<link rel="preload">`.
#[doc(hidden)]
pub fn preload(
    assets: &'static Assets,
    value: impl Display,
    crossorigin: bool,
) -> askama::Result<Safe<Preload>> {
    link(asset(assets, value)?.preload(), crossorigin)
}

/// `|modulepreload`: a `<link rel="modulepreload">`.
#[doc(hidden)]
pub fn modulepreload(
    assets: &'static Assets,
    value: impl Display,
) -> askama::Result<Safe<Preload>> {
    link(asset(assets, value)?.modulepreload(), false)
}

/// `|modulepreload_graph`: a `<link rel="modulepreload">` for a module and each that it imports.
#[doc(hidden)]
pub fn modulepreload_graph(
    assets: &'static Assets,
    value: impl Display,
) -> askama::Result<Safe<ModulePreloads>> {
    asset(assets, value)?.modulepreload_graph().map(Safe).map_err(askama::Error::custom)
}

fn link(
    preload: Result<Preload, NotPreloadable>,
    crossorigin: bool,
) -> askama::Result<Safe<Preload>> {
    let preload = preload.map_err(askama::Error::custom)?;
    Ok(Safe(if crossorigin { preload.crossorigin() } else { preload }))
}

fn asset(assets: &'static Assets, value: impl Display) -> askama::Result<Asset> {
    with_text(value, |path| assets.get(path).ok_or_else(|| UnknownAsset::new(path)))
}

fn with_text<T>(
    value: impl Display,
    find: impl FnOnce(&str) -> Result<T, UnknownAsset>,
) -> askama::Result<T> {
    let mut text = Text::default();
    write!(text, "{value}")?;
    find(text.as_str()).map_err(askama::Error::custom)
}

/// The longest reference in bytes that is read without an allocation; nearly every path is shorter.
const INLINE: usize = 128;

/// A displayed value, on the stack if it has at most [`INLINE`] bytes.
struct Text {
    inline: [u8; INLINE],
    len: usize,
    long: String,
}

impl Default for Text {
    fn default() -> Self {
        Self { inline: [0; INLINE], len: 0, long: String::new() }
    }
}

impl Text {
    fn as_str(&self) -> &str {
        if !self.long.is_empty() {
            return &self.long;
        }
        // invariant: only whole strings are copied, so the bytes are UTF-8.
        let written = self.inline.get(..self.len).unwrap_or_default();
        str::from_utf8(written).unwrap_or_default()
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        if self.long.is_empty()
            && let Some(free) = self.inline.get_mut(self.len..end)
        {
            free.copy_from_slice(text.as_bytes());
            self.len = end;
            return Ok(());
        }
        if self.long.is_empty() {
            self.long = self.as_str().to_owned();
        }
        self.long.push_str(text);
        Ok(())
    }
}

impl FastWritable for Url {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl FastWritable for Preload {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl FastWritable for ModulePreloads {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl FastWritable for Sri {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}

impl FastWritable for Preconnect {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(write!(dest, "{self}")?)
    }
}
