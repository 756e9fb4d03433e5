//! The module under the logical path of a hashed module.
//!
//! A browser evaluates a module once for each URL. So the second URL of a module gets a module that exports all that the
//! first one exports ([HTML, module map](https://html.spec.whatwg.org/multipage/webappapis.html#module-map)).

use tailprint_core::fingerprint::hashed_name;

use crate::naming::last_segment;
use crate::naming::publish::encoded;

/// A module that exports what the hashed module beside it exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stub {
    /// True if the module has a default export, which `export *` does not cover.
    pub(crate) has_default: bool,
}

impl Stub {
    /// Returns the text for the asset with this logical path and fingerprint.
    pub(crate) fn text(self, path: &str, fingerprint: &str) -> String {
        let hashed = hashed_name(last_segment(path), fingerprint);
        let url = encoded(&hashed);
        let default = if self.has_default {
            format!("export {{ default }} from \"./{url}\";\n")
        } else {
            String::new()
        };
        format!("export * from \"./{url}\";\n{default}")
    }
}

#[cfg(test)]
mod tests;
