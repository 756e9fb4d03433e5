//! The report about a build: a data model, one self-contained HTML page, and a summary for terminals.
//!
//! | module | rules |
//! |---|---|
//! | `against` | the names that changed since another build, and the reason |
//! | `budget` | limits of sizes |
//! | `graph` | references in both directions, and cycles |
//! | `page` | the HTML page |
//! | `report` | the model, from `build.json` |
//! | `sheet` | the rules of a compiled style sheet |
//! | `styles` | the rules by layer, by file and by size |
//! | `summary` | the text for a terminal |
//! | `treemap` | rectangles in proportion to sizes |
//! | `visit` | the downloads of a first visit |
//!
//! It is for `cargo tailprint` and the reference app. Nothing here is covered by semver.

pub mod against;
pub mod budget;
mod graph;
mod kind;
mod page;
pub mod report;
pub mod sheet;
pub mod styles;
mod summary;
mod treemap;
mod visit;

pub use self::kind::Kind;
pub use self::page::{POLICY, html};
pub use self::report::{Report, Source};
pub use self::summary::text;
