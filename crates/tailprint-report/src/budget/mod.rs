//! Limits of sizes: `css=60kB`.

use std::fmt;

use serde::{Deserialize, Serialize};
use tailprint_core::glob::{GlobError, GlobSet};
use tailprint_core::size::shown;

use crate::kind::Kind;
use crate::report::Asset;

/// A limit for the size of some assets together, as a browser downloads them.
///
/// ```
/// use tailprint_report::budget::Budget;
///
/// let budget = Budget::parse("css=60kB")?;
/// assert_eq!((budget.what(), budget.limit()), ("css", 60_000));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    what: String,
    limit: u64,
    scope: Scope,
}

/// The assets that a budget is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    All,
    Kind(Kind),
    Paths(GlobSet),
}

/// The word for all assets.
const TOTAL: &str = "total";

/// Units of sizes, the longer names first where one ends with another.
const UNITS: [(&str, u64); 7] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("b", 1),
];

impl Budget {
    /// Reads `WHAT=SIZE`. `WHAT` is a kind (`css`, `js`, `image`, `font`, `other`), `total`, or a glob over logical paths,
    /// which is compared with the names of files and folders if it has no slash. `SIZE` is a number with the unit `B`,
    /// `kB`, `MB`, `GB`, `KiB`, `MiB` or `GiB`, in letters of any case.
    ///
    /// # Errors
    /// The reason, with the repair.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (what, size) = text
            .rsplit_once('=')
            .filter(|(what, _)| !what.is_empty())
            .ok_or("write what is limited, `=`, and a size, such as css=60kB")?;
        let limit = bytes(size)
            .ok_or_else(|| format!("\"{size}\" is no size (write a number and a unit: 60kB)"))?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == what);
        let scope = match kind {
            Some(kind) => Scope::Kind(kind),
            None if what == TOTAL => Scope::All,
            None => {
                Scope::Paths(GlobSet::new([what]).map_err(|error: GlobError| error.to_string())?)
            }
        };
        Ok(Self { what: what.to_owned(), limit, scope })
    }

    /// The kind, `total` or the glob.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The limit in bytes.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// Compares the budget with assets.
    ///
    /// # Errors
    /// A glob that no asset matches, since a typo would be a budget that always holds.
    pub fn check(&self, assets: &[Asset]) -> Result<Checked, String> {
        let is_meant = |asset: &&Asset| match &self.scope {
            Scope::All => true,
            Scope::Kind(kind) => asset.kind == *kind,
            Scope::Paths(glob) => glob.matches_within(&asset.path),
        };
        let sizes: Vec<u64> =
            assets.iter().filter(is_meant).map(|asset| asset.sizes.sent()).collect();
        if sizes.is_empty() && matches!(self.scope, Scope::Paths(_)) {
            let kinds = Kind::ALL.map(Kind::name).join(", ");
            let what = &self.what;
            return Err(format!(
                "no asset matches \"{what}\" (a budget is for {kinds}, {TOTAL}, or a glob over logical paths)"
            ));
        }
        let size = sizes.iter().sum();
        Ok(Checked {
            what: self.what.clone(),
            limit: self.limit,
            size,
            assets: sizes.len(),
            exceeded: size > self.limit,
        })
    }
}

/// A budget with the size that it was compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The kind, `total` or the glob.
    pub what: String,
    /// The limit in bytes.
    pub limit: u64,
    /// The size of the assets together in bytes, each in its smallest stored form.
    pub size: u64,
    /// The number of the assets.
    pub assets: usize,
    /// True if the size is above the limit.
    pub exceeded: bool,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, limit, size, exceeded, .. } = self;
        let relation = if *exceeded { "above" } else { "within" };
        write!(f, "{what} {} is {relation} its budget of {}", exact(*size), exact(*limit))
    }
}

/// A size in words, with its bytes, since two sizes may look alike in tenths of a unit.
fn exact(bytes: u64) -> String {
    let words = shown(bytes);
    if bytes < 1_000 { words } else { format!("{words} ({bytes} B)") }
}

/// Returns the bytes of `60kB`, `1.5 MiB` or `800`.
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(name, factor)| Some((text.strip_suffix(name)?, *factor)));
    let (number, factor) = unit.unwrap_or((&text, 1));
    let number = number.trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || number.ends_with('.') {
        return None;
    }
    let whole = whole.parse::<u64>().ok()?.checked_mul(factor)?;
    // Digits behind the ninth are less than a byte of a gigabyte.
    let fraction: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let part = u128::from(fraction.parse::<u64>().ok()?) * u128::from(factor) / 1_000_000_000;
    whole.checked_add(u64::try_from(part).ok()?)
}

#[cfg(test)]
mod tests;
