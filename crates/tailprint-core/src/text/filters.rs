//! The template filters: their names, and the arguments that each of them accepts.
//!
//! `tailprint-build` writes a filter for every entry of [`FILTERS`] into the generated code, and checks the literal
//! arguments of exactly these filters in the templates.

/// A filter for askama templates whose argument names an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filter {
    /// The name as it is written in a template, behind `|`.
    pub name: &'static str,
    /// The arguments that do not fail at run time.
    pub argument: Argument,
}

/// The arguments that a filter accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Argument {
    /// A logical path with any query and fragment, or a folder: `sprite.svg#icon`, `img/`.
    Reference,
    /// Nothing but the logical path of an asset.
    Asset,
    /// The logical path of an asset that browsers preload.
    Preload,
    /// The logical path of an asset that browsers load as a JavaScript module.
    Module,
    /// The same, of a module at which a page begins, for it and all that it imports.
    Graph,
    /// The logical path of a script or a style sheet, whose integrity browsers check.
    Checked,
}

/// All filters.
///
/// ```
/// use tailprint_core::filters::{Argument, FILTERS};
///
/// let names = FILTERS.map(|filter| filter.name);
/// assert_eq!(names, ["static", "integrity", "sri", "preload", "modulepreload", "modulepreload_graph"]);
/// assert_eq!(FILTERS[0].argument, Argument::Reference);
/// ```
pub const FILTERS: [Filter; 6] = [
    Filter { name: "static", argument: Argument::Reference },
    Filter { name: "integrity", argument: Argument::Asset },
    Filter { name: "sri", argument: Argument::Checked },
    Filter { name: "preload", argument: Argument::Preload },
    Filter { name: "modulepreload", argument: Argument::Module },
    Filter { name: "modulepreload_graph", argument: Argument::Graph },
];

/// The name of the filter `static` in askama before 0.15 and in rinja, which call a filter as a function of its name: there
/// it cannot be a keyword. `filters` has to have a function of this name, as the guide shows it.
pub static OLD_STATIC: Filter = Filter { name: "asset", argument: Argument::Reference };

/// The filter with this name.
///
/// ```
/// assert!(tailprint_core::filters::named("preload").is_some());
/// assert!(tailprint_core::filters::named("upper").is_none());
/// ```
#[must_use]
pub fn named(name: &str) -> Option<&'static Filter> {
    FILTERS.iter().find(|filter| filter.name == name)
}
