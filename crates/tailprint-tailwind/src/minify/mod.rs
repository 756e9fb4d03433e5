//! Makes style sheets ready for browsers, as Tailwind's CLI does with `--minify`.
//!
//! Tailwind writes nested rules and media ranges. The oldest browsers that it supports (Safari 16.4, Chrome
//! 111, Firefox 128) do not know all of them. [`minify`] flattens them, and makes the result short.
//!
//! The CLI calls Lightning CSS for this, and so does this module. Both use the same release for
//! [the default version](crate::install::versions::DEFAULT) of Tailwind, so that the results are equal byte
//! for byte. The CLI of an older version comes with an older release, whose result means the same and may
//! be written differently.

use std::fmt;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

use lightningcss::error::{Error as CssError, ErrorLocation};
use lightningcss::stylesheet::{
    MinifyOptions, ParserFlags, ParserOptions, PrinterOptions, StyleSheet,
};
use lightningcss::targets::{Browsers, Features, Targets};

/// A short style sheet that is ready for browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minified {
    /// The text of the style sheet.
    pub css: String,
    /// The mistakes in the style sheet. A browser ignores these parts.
    pub warnings: Vec<Complaint>,
}

/// A mistake in a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The words of Lightning CSS.
    pub message: String,
    /// Line and column in the style sheet that was given, both from 1.
    pub position: Option<(usize, usize)>,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.position {
            write!(f, "{line}:{column}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Complaint {}

/// Flattens a style sheet for the browsers that Tailwind supports, and makes it short.
///
/// ```
/// let css = ".a { &:hover { color: red } }";
/// let short = tailprint_tailwind::minify::minify(css)?.css;
/// assert_eq!(short, ".a:hover{color:red}");
/// # Ok::<(), tailprint_tailwind::minify::Complaint>(())
/// ```
///
/// # Errors
///
/// If Lightning CSS cannot parse it, panics, or takes longer than two minutes.
pub fn minify(css: &str) -> Result<Minified, Complaint> {
    transformed(css, true)
}

/// Flattens a style sheet for the browsers that Tailwind supports, and leaves it readable, as the CLI does with
/// `--optimize`.
///
/// ```
/// let css = ".a { &:hover { color: red } }";
/// let flat = tailprint_tailwind::minify::flatten(css)?.css;
/// assert_eq!(flat, ".a:hover {\n  color: red;\n}\n");
/// # Ok::<(), tailprint_tailwind::minify::Complaint>(())
/// ```
///
/// # Errors
///
/// If Lightning CSS cannot parse it, panics, or takes longer than two minutes.
pub fn flatten(css: &str) -> Result<Minified, Complaint> {
    transformed(css, false)
}

fn transformed(css: &str, is_short: bool) -> Result<Minified, Complaint> {
    if css.is_empty() {
        return Ok(Minified { css: String::new(), warnings: Vec::new() });
    }
    if is_too_deep(css) {
        let message = "it is nested more deeply than Lightning CSS can go".to_owned();
        return Err(Complaint { message, position: None });
    }
    let css = css.to_owned();
    within(LIMIT, move || both_passes(&css, is_short))
}

/// The stack of the thread that Lightning CSS runs on. It calls itself for each nested rule and value.
const STACK: usize = 256 << 20;

/// The deepest nesting that Lightning CSS is given.
const DEEPEST: usize = 4000;

/// The longest time that is waited for Lightning CSS.
const LIMIT: Duration = Duration::from_secs(120);

/// Reports if blocks are nested more deeply than [`DEEPEST`].
///
/// Brackets are paired as Lightning CSS pairs them, also in a style sheet that is wrong: it would end the whole process
/// if it went deeper than is counted here.
fn is_too_deep(css: &str) -> bool {
    let bytes = css.as_bytes();
    // The brackets that would close the open ones. Others close nothing.
    let mut open = Vec::new();
    let (mut at, mut name) = (0, 0);
    // A plain loop: build scripts are not optimised, and an iterator takes five times as long there.
    while at < bytes.len() && open.len() <= DEEPEST {
        match bytes[at] {
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'(' if is_address(&bytes[name..at], &bytes[at + 1..]) => {
                let Some(end) = end_of_quoted(bytes, at, b')') else { return true };
                at = end;
                continue;
            }
            b'(' => open.push(b')'),
            b'}' | b']' | b')' if open.last() == Some(&bytes[at]) => {
                open.pop();
            }
            quote @ (b'"' | b'\'') => {
                let Some(end) = end_of_quoted(bytes, at, quote) else { return true };
                at = end;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = css.get(at + 2..).and_then(|inside| inside.find("*/"));
                at = end.map_or(bytes.len(), |end| at + 2 + end + 2);
                continue;
            }
            // Its hyphens are no part of a name behind it.
            b'<' if bytes[at..].starts_with(b"<!--") => {
                at += b"<!--".len();
                name = at;
                continue;
            }
            b'\\' => {
                at = end_of_name(bytes, at);
                // It may be another way to write `url`. Nobody writes the name of a function so.
                if bytes.get(at) == Some(&b'(') {
                    return true;
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    open.len() > DEEPEST
}

/// Returns true between the halves of a `url(…)` without quotes, whose address may have quotes and brackets in it.
fn is_address(before: &[u8], behind: &[u8]) -> bool {
    let Some((before, name)) = before.split_last_chunk::<3>() else { return false };
    let is_longer = |byte: &u8| is_of_name(*byte) || matches!(byte, b'#' | b'@');
    let mut address = behind.iter().skip_while(|byte| is_space(**byte));
    name.eq_ignore_ascii_case(b"url")
        && !before.last().is_some_and(is_longer)
        && !matches!(address.next(), Some(b'"' | b'\''))
}

/// Returns the place behind a string, or the address of a `url(…)`, that begins at a place. A line ends a string.
fn end_of_quoted(bytes: &[u8], from: usize, end: u8) -> Option<usize> {
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            // Behind a space in an address, it depends on what is before if this escapes anything.
            b'\\' if end == b')' && is_space(bytes[at - 1]) => return None,
            b'\\' => {
                at = end_of_escape(bytes, at);
                continue;
            }
            b'\n' | b'\r' | b'\x0c' if end != b')' => return Some(at),
            byte if byte == end => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    Some(at)
}

/// Returns the place behind the rest of a name, which begins with a backslash.
fn end_of_name(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at = end_of_escape(bytes, at),
            byte if is_of_name(byte) => at += 1,
            _ => break,
        }
    }
    at
}

/// Returns the place behind an escape: a backslash with a letter, a line end, or a number of up to six digits and the
/// space behind it.
fn end_of_escape(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from + 1..).unwrap_or_default();
    let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let space = match rest.get(digits..) {
        Some([b'\r', b'\n', ..]) => 2,
        Some([byte, ..]) if digits == 0 || is_space(*byte) => 1,
        _ => 0,
    };
    from + 1 + digits + space
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'\0') || !byte.is_ascii()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// Runs on a thread of its own, and leaves the thread behind if it does not return in time.
///
/// The time that Lightning CSS takes can double with each nested function: `TokenList::parse_into` tries to
/// parse the arguments of a color function such as `light-dark()` as colors, and parses the same text again
/// if that fails. The limit can go when it parses each text once.
fn within<T: Send + 'static>(
    limit: Duration,
    run: impl FnOnce() -> Result<T, Complaint> + Send + 'static,
) -> Result<T, Complaint> {
    let (sender, receiver) = mpsc::channel();
    // The caller may have stopped waiting; then nobody wants the result.
    let work = move || sender.send(run()).unwrap_or_default();
    let failed = |message: String| Err(Complaint { message, position: None });
    if thread::Builder::new().stack_size(STACK).spawn(work).is_err() {
        return failed("there is no memory to do it".to_owned());
    }
    match receiver.recv_timeout(limit) {
        Ok(result) => result,
        Err(RecvTimeoutError::Disconnected) => failed("Lightning CSS panicked".to_owned()),
        Err(RecvTimeoutError::Timeout) => {
            failed(format!("Lightning CSS takes more than {} seconds", limit.as_secs()))
        }
    }
}

/// Transforms the style sheet twice, as `optimize` of `@tailwindcss/node` does: the first pass can make
/// neighbouring rules equal, which only the second pass merges.
fn both_passes(css: &str, is_short: bool) -> Result<Minified, Complaint> {
    let (once, warnings) = transform(css, is_short)?;
    let (twice, _) = transform(&once, is_short)?;
    // `optimize` of `@tailwindcss/node` does the same: Safari before 17 takes `not` only in front of a
    // media type.
    let css = twice.replace("@media not (", "@media not all and (");
    Ok(Minified { css, warnings })
}

fn transform(css: &str, is_short: bool) -> Result<(String, Vec<Complaint>), Complaint> {
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions {
        flags: ParserFlags::CUSTOM_MEDIA | ParserFlags::DEEP_SELECTOR_COMBINATOR,
        error_recovery: true,
        warnings: Some(Arc::clone(&warnings)),
        ..ParserOptions::default()
    };
    let mut sheet = StyleSheet::parse(css, options).map_err(complaint)?;
    let targets = targets();
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(complaint)?;
    let options = PrinterOptions { minify: is_short, targets, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(complaint)?;
    drop(sheet);
    let warnings = Arc::into_inner(warnings).and_then(|warnings| warnings.into_inner().ok());
    let warnings = warnings.unwrap_or_default().into_iter().map(complaint);
    Ok((printed.code, warnings.filter(|warning| !is_of_a_framework(warning)).collect()))
}

/// The browsers and features that `optimize` of `@tailwindcss/node` names.
fn targets() -> Targets {
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    Targets {
        browsers: Some(Browsers {
            safari: version(16, 4),
            ios_saf: version(16, 4),
            firefox: version(128, 0),
            chrome: version(111, 0),
            ..Browsers::default()
        }),
        include: Features::Nesting | Features::MediaQueries,
        exclude: Features::LogicalProperties | Features::DirSelector | Features::LightDark,
    }
}

fn complaint<T: fmt::Display>(error: CssError<T>) -> Complaint {
    // Lightning CSS counts lines from 0 and columns from 1.
    let position = |at: &ErrorLocation| (at.line as usize + 1, at.column as usize);
    Complaint { message: error.kind.to_string(), position: error.loc.as_ref().map(position) }
}

/// Reports if a warning is about a pseudo-class that Vue or Angular replaces later on.
fn is_of_a_framework(warning: &Complaint) -> bool {
    let unknown = " is not recognized as a valid pseudo-";
    ["deep", "slotted", "global", "ng-deep", "host-context"]
        .iter()
        .any(|name| warning.message.contains(&format!("'{name}'{unknown}")))
}

#[cfg(test)]
mod tests;
