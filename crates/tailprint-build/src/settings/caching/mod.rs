//! `Cache-Control` that the user gives to assets.

use tailprint_core::caching::{IMMUTABLE, REVALIDATE};
use tailprint_core::glob::GlobSet;

use super::globs;
use super::headers::{is_token, is_value};
use crate::config::{CacheControl, Config};
use crate::error::{Problem, Problems, Setting};
use crate::naming::link::Naming;
use crate::sources::asset::Asset;

/// The longest time in seconds for which a name without a hash may be promised without force: a day, after which browsers
/// ask for a service worker whatever its headers are (W3C Service Workers, "Soft Update").
const LONGEST: u64 = 86_400;

/// The rules of the configuration.
#[derive(Debug, Default)]
pub(crate) struct Caching {
    /// The last one that matches wins.
    rules: Vec<Rule>,
    no_transform: GlobSet,
}

#[derive(Debug)]
struct Rule {
    glob: GlobSet,
    written: CacheControl,
    is_long: bool,
}

/// The values of an asset; empty ones follow from the name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    /// Under the published name.
    pub(crate) name: String,
    /// Under the logical path.
    pub(crate) path: String,
}

impl Caching {
    /// Checks globs and values. Errors are reported.
    pub(super) fn new(config: &Config, problems: &mut Problems) -> Self {
        let rules = config.cache_controls.iter();
        Self {
            rules: rules.map(|written| Rule::new(written, problems)).collect(),
            no_transform: globs::compile(Setting::NoTransform, &config.no_transform, problems),
        }
    }

    /// Reports promises about names that may stand for other bytes after the next release, once for each rule.
    pub(crate) fn check(&self, assets: &[Asset], namings: &[Naming], problems: &mut Problems) {
        let kept = || assets.iter().zip(namings).filter(|(_, naming)| **naming == Naming::Kept);
        for rule in self.rules.iter().filter(|rule| rule.is_long && !rule.written.is_forced) {
            let mut broken = kept().map(|(asset, _)| asset).filter(|asset| {
                self.rule(&asset.path).is_some_and(|chosen| std::ptr::eq(chosen, rule))
            });
            let Some(first) = broken.next() else { continue };
            let more = match broken.count() {
                0 => String::new(),
                1 => " and one more file".to_owned(),
                more => format!(" and {more} more files"),
            };
            let what = format!(
                "\"{}\" promises that \"{}\"{more} will not change for long, but the name has no hash",
                rule.written.value, first.path
            );
            let problem = Problem::error(what).about(Setting::CacheControl);
            let problem = problem.help(format!("name at most {LONGEST} seconds"));
            problems.push(problem.or("or promise it with", Setting::ForceCacheControl));
        }
    }

    /// Returns the values of an asset in hashed mode.
    pub(crate) fn hashed(&self, path: &str, is_immutable: bool) -> Values {
        let rule = self.rule(path);
        let value = |rule: Option<&Rule>| rule.map_or("", |rule| &*rule.written.value).to_owned();
        // A promise about the hashed name is none about the logical path, which is another name of the asset.
        let of_path = rule.filter(|rule| !rule.is_long || rule.written.is_forced);
        let default = if is_immutable { IMMUTABLE } else { REVALIDATE };
        Values {
            name: self.transformed(path, value(rule), default),
            path: self.transformed(path, value(of_path), REVALIDATE),
        }
    }

    /// Returns the values of an asset in plain mode, in which every file may change at any time.
    pub(crate) fn plain(&self, path: &str) -> Values {
        let value = self.transformed(path, String::new(), REVALIDATE);
        Values { name: value.clone(), path: value }
    }

    fn rule(&self, path: &str) -> Option<&Rule> {
        self.rules.iter().rev().find(|rule| rule.glob.matches_within(path))
    }

    /// Adds `no-transform` to a value, or to the default in its place, if it is wanted.
    fn transformed(&self, path: &str, value: String, default: &str) -> String {
        if !self.no_transform.matches_within(path) {
            return value;
        }
        let value = if value.is_empty() { default.to_owned() } else { value };
        let has_it = directives(&value).any(|(name, _)| name.eq_ignore_ascii_case("no-transform"));
        if has_it { value } else { format!("{value}, no-transform") }
    }
}

impl Rule {
    fn new(written: &CacheControl, problems: &mut Problems) -> Self {
        let setting =
            if written.is_forced { Setting::ForceCacheControl } else { Setting::CacheControl };
        let value = &written.value;
        if !is_cache_control(value) {
            let what = format!("\"{value}\" is no value of Cache-Control");
            let help = "write directives such as \"public, max-age=600\"";
            problems.push(Problem::error(what).about(setting).help(help));
        }
        Self {
            glob: globs::compile(setting, [&written.glob], problems),
            written: written.clone(),
            is_long: is_long(value),
        }
    }
}

/// Splits a value at its commas, and each directive at its `=`.
fn directives(value: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    value.split(',').map(|directive| match directive.trim().split_once('=') {
        Some((name, argument)) => (name, Some(argument.trim_matches('"'))),
        None => (directive.trim(), None),
    })
}

/// Returns true for a list of directives (RFC 9111 section 5.2) whose times are numbers.
fn is_cache_control(value: &str) -> bool {
    let is_directive = |(name, argument): (&str, Option<&str>)| {
        let is_name = !name.is_empty() && name.bytes().all(is_token);
        is_name && (!is_time(name) || argument.is_some_and(is_number))
    };
    is_value(value) && directives(value).all(is_directive)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true for a directive that lets a cache use a representation without asking, for so many seconds.
fn is_time(name: &str) -> bool {
    ["max-age", "s-maxage", "stale-while-revalidate"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Returns true for a value that lets a cache use a representation for longer than [`LONGEST`] without asking.
fn is_long(value: &str) -> bool {
    let is = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
    let asks = directives(value).any(|(name, argument)| {
        is(name, "no-store") || (is(name, "no-cache") && argument.is_none())
    });
    !asks
        && directives(value).any(|(name, argument)| {
            // A number that is too large for any integer is a long time, too.
            let seconds = argument.map_or(0, |text| text.parse().unwrap_or(u64::MAX));
            is(name, "immutable") || (is_time(name) && seconds > LONGEST)
        })
}

#[cfg(test)]
mod tests;
