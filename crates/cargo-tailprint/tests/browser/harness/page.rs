//! Pages, and what is expected of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

/// A page that uses packages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    /// Name of its folder.
    #[serde(skip)]
    pub(crate) name: String,
    /// The use that it makes of the packages, in a few words.
    pub(crate) shows: String,
    /// Folders below `node_modules`, and what they are called below `vendor/`.
    pub(crate) packages: BTreeMap<String, String>,
    /// Number of files of the page with its packages.
    pub(crate) files: usize,
    /// Runs in every test run.
    #[serde(default)]
    pub(crate) quick: bool,
    /// Largest share of pixels that may differ.
    #[serde(default = "half_a_percent")]
    pub(crate) tolerance: f64,
    #[serde(default)]
    default: Expected,
    #[serde(default)]
    js_modules: Expected,
}

/// The result of one mode; without `needs` and `fails`, the page works.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// Flags without which it does not work.
    pub(crate) needs: Option<String>,
    /// It does not work with them either.
    #[serde(default)]
    pub(crate) fails: bool,
    /// Part of a difference that is seen where it does not work.
    pub(crate) seen: Option<String>,
    /// The code that depends on a name.
    pub(crate) why: Option<String>,
}

/// A way to treat JS modules.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    /// Specifiers stay.
    Default,
    /// `--js-modules`.
    JsModules,
}

impl Mode {
    pub(crate) const ALL: [Self; 2] = [Self::Default, Self::JsModules];
}

impl Page {
    /// All pages by name.
    pub(crate) fn all() -> Vec<Self> {
        let mut pages: Vec<Self> = folder()
            .read_dir()
            .unwrap()
            .map(|entry| Self::named(entry.unwrap().file_name().to_str().unwrap()))
            .collect();
        pages.sort_by(|one, other| one.name.cmp(&other.name));
        pages
    }

    pub(crate) fn named(name: &str) -> Self {
        let text = fs::read_to_string(folder().join(name).join("page.json")).unwrap();
        let page: Self =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for expected in [&page.default, &page.js_modules] {
            let differs = expected.needs.is_some() || expected.fails;
            let explained = [expected.seen.is_some(), expected.why.is_some()];
            assert_eq!(explained, [differs; 2], "{name}: `seen` and `why` belong to a difference");
        }
        Self { name: name.to_owned(), ..page }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        folder().join(&self.name)
    }

    pub(crate) fn expected(&self, mode: Mode) -> &Expected {
        match mode {
            Mode::Default => &self.default,
            Mode::JsModules => &self.js_modules,
        }
    }
}

fn half_a_percent() -> f64 {
    0.005
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/pages"))
}
