//! Makes style sheets ready for browsers, as Tailwind's CLI does with `--optimize` and `--minify`.
//!
//! Tailwind writes nested rules and media ranges, which its older promised browsers (Safari 16.4, Chrome 111,
//! Firefox 128) only partly know. [`optimize`] flattens them, [`minify`] makes the result short as well.
//!
//! The result is byte for byte that of the CLI, whose versions come with different releases of Lightning CSS:
//! see [`Release`].

mod hidden;
mod legacy;
mod numbers;
mod release;
mod scale;
mod spacing;
mod tokens;
mod walk;

use std::fmt;

use lightningcss::error::{Error as CssError, ErrorLocation};
use lightningcss::stylesheet::{
    MinifyOptions, ParserFlags, ParserOptions, PrinterOptions, StyleSheet,
};
use lightningcss::targets::{Browsers, Features, Targets};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

pub use release::Release;

/// A style sheet that is ready for browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Optimized {
    /// Its text.
    pub css: String,
    /// What is wrong with it. A browser would ignore these parts.
    pub warnings: Vec<Complaint>,
}

/// Something that is wrong with a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
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

/// Flattens a style sheet for the browsers that Tailwind promises, as a release of Lightning CSS does.
///
/// # Errors
///
/// If it is no style sheet even with much patience.
pub fn optimize(css: &str, release: Release) -> Result<Optimized, Complaint> {
    transform_twice(css, release, false)
}

/// Flattens a style sheet for the browsers that Tailwind promises, and makes it short, as a release of
/// Lightning CSS does.
///
/// # Errors
///
/// If it is no style sheet even with much patience.
pub fn minify(css: &str, release: Release) -> Result<Optimized, Complaint> {
    transform_twice(css, release, true)
}

/// For style sheets that are nested deeply, in a build script that is not optimised.
const STACK: usize = 256 << 20;

/// Far more than 20,000 classes take, in a build script that is not optimised.
const LIMIT: Duration = Duration::from_secs(120);

fn transform_twice(css: &str, release: Release, minify: bool) -> Result<Optimized, Complaint> {
    if css.is_empty() {
        return Ok(Optimized { css: String::new(), warnings: Vec::new() });
    }
    if tokens::is_too_deep(css) {
        let message = "it is nested more deeply than Lightning CSS can go".to_owned();
        return Err(Complaint { message, position: None });
    }
    let css = css.to_owned();
    within(LIMIT, move || both_passes(&css, release, minify))
}

/// Runs on a thread of its own, which is left behind if it does not come to an end: each of some functions
/// that stands in another one doubles the time that Lightning CSS takes to parse it.
fn within<T: Send + 'static>(
    limit: Duration,
    run: impl FnOnce() -> Result<T, Complaint> + Send + 'static,
) -> Result<T, Complaint> {
    let (sender, receiver) = mpsc::channel();
    // If nobody waits any more, there is nobody to tell.
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

/// Rules that became equal neighbours in the first pass are merged in the second.
fn both_passes(css: &str, release: Release, minify: bool) -> Result<Optimized, Complaint> {
    let css = hidden::hide(css, release);
    let (once, warnings) = transform(&css, release, minify)?;
    let once = hidden::hide_again(once, release);
    let (twice, _) = transform(&once, release, minify)?;
    let css = if release < Release::V1_33 { hidden::show(twice) } else { twice };
    // Safari before 17 takes `not` only in front of a media type.
    let css = css.replace("@media not (", "@media not all and (");
    Ok(Optimized { css, warnings })
}

fn transform(
    css: &str,
    release: Release,
    minify: bool,
) -> Result<(String, Vec<Complaint>), Complaint> {
    let old = release < Release::V1_32;
    let css = if old { scale::mark(css) } else { css.into() };
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions {
        flags: ParserFlags::CUSTOM_MEDIA | ParserFlags::DEEP_SELECTOR_COMBINATOR,
        error_recovery: true,
        warnings: Some(Arc::clone(&warnings)),
        ..ParserOptions::default()
    };
    let mut sheet = StyleSheet::parse(&css, options).map_err(complaint)?;
    let targets = targets();
    if old {
        hidden::hide_autofill(&mut sheet.rules, &css);
        legacy::parsed(&mut sheet.rules);
    }
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(complaint)?;
    if old {
        legacy::printed(&mut sheet.rules, minify);
    }
    if release < Release::V1_33 {
        legacy::hoist(&mut sheet.rules);
    }
    let options = PrinterOptions { minify, targets, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(complaint)?;
    drop(sheet);
    let warnings = Arc::into_inner(warnings).and_then(|warnings| warnings.into_inner().ok());
    let warnings = warnings.unwrap_or_default().into_iter().map(complaint);
    let code = if release < Release::V1_33 { numbers::shorten(printed.code) } else { printed.code };
    Ok((code, warnings.filter(|warning| !is_of_a_framework(warning)).collect()))
}

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
    // Lines count from 0, columns from 1.
    let position = |at: &ErrorLocation| (at.line as usize + 1, at.column as usize);
    Complaint { message: error.kind.to_string(), position: error.loc.as_ref().map(position) }
}

/// Pseudo-classes that Vue and Angular replace later on.
fn is_of_a_framework(warning: &Complaint) -> bool {
    let unknown = " is not recognized as a valid pseudo-";
    ["deep", "slotted", "global", "ng-deep", "host-context"]
        .iter()
        .any(|name| warning.message.contains(&format!("'{name}'{unknown}")))
}

#[cfg(test)]
mod tests;
