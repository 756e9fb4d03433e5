//! References in JavaScript: source map comments and, with the feature `js_modules`, module specifiers.
//!
//! | written | kind |
//! |---|---|
//! | `//# sourceMappingURL=…`, `//@ …`, `/*# … */` | [`Kind::SourceMap`] |
//! | `import … from "…"`, `import "…"`, `export … from "…"`, `import("…")`, `import.meta.resolve("…")` | [`Kind::Module`] |
//! | `new URL("…", import.meta.url)`, alone or as the argument of `new Worker()`, and `URL.parse("…", import.meta.url)` | [`Kind::Url`] |
//! | the same, if it is registered as a service worker | [`Kind::Address`] |
//!
//! `new Worker("…")`, `importScripts("…")` and `fetch("…")` are left alone: they are resolved against the page, which the
//! file does not know. TypeScript, JSX and `.cjs` files are not read, since browsers do not load them.
//!
//! [`Kind::SourceMap`]: super::Kind::SourceMap
//! [`Kind::Module`]: super::Kind::Module
//! [`Kind::Url`]: super::Kind::Url
//! [`Kind::Address`]: super::Kind::Address

mod comments;
#[cfg(any(feature = "js_modules", feature = "typescript"))]
pub(crate) mod depth;
pub(crate) mod lexer;
#[cfg(feature = "js_modules")]
mod modules;
#[cfg(feature = "js_modules")]
mod registrations;
pub(crate) mod service_worker;
mod string;
pub(crate) mod syntax;
#[cfg(test)]
mod tests;

use super::reference::Found;

/// Finds the references in a module or a classic script.
#[cfg(feature = "js_modules")]
pub(crate) fn find(source: &str) -> Found {
    let source_maps = comments::find(source);
    if !modules::may_refer(source) {
        return Found { references: source_maps, ..Found::default() };
    }
    let parsed = modules::find(source);
    let mut found = parsed.found;
    let in_comment = |at: usize| {
        let behind = parsed.comments.partition_point(|comment| comment.end <= at);
        parsed.comments.get(behind).is_some_and(|comment| comment.contains(&at))
    };
    found.references.extend(
        source_maps
            .into_iter()
            .filter(|reference| !parsed.is_complete || in_comment(reference.span.start)),
    );
    found.in_order()
}

/// Finds the source map comments; specifiers need the feature.
#[cfg(not(feature = "js_modules"))]
pub(crate) fn find(source: &str) -> Found {
    find_source_maps(source)
}

/// Returns the value of a string literal, whose content is at `range`.
pub(crate) fn string_value(source: &str, range: std::ops::Range<usize>) -> Option<String> {
    string::decode(source, range).map(|decoded| decoded.text().to_owned())
}

/// Finds the source map comments of a script.
pub(crate) fn find_source_maps(source: &str) -> Found {
    Found { references: comments::find(source), ..Found::default() }
}
