//! Files below the roots that are no assets, for messages about references to them.

use std::fs;
use std::path::Path;

use tailprint_core::glob;
use tailprint_core::typescript as core;

use super::discover::Request;
use crate::config::Root;
use crate::error::{Cause, Problem, Setting, Severity};
use crate::sources::typescript;

/// The files that [`discover`](super::discover::discover) has left out.
///
/// They are not listed, since a `node_modules` has more files than all assets. A path is looked up when a reference to it
/// leads to no asset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LeftOut<'a> {
    request: Request<'a>,
}

impl<'a> LeftOut<'a> {
    pub(crate) fn new(request: Request<'a>) -> Self {
        Self { request }
    }

    /// Returns the problem of a reference to a file that exists, but is no asset; none if there is no such file.
    pub(crate) fn problem(&self, severity: Severity, path: &str) -> Option<Problem> {
        let mut roots = self.request.roots.iter();
        let problem = roots.find_map(|root| self.in_root(root, severity, path))?;
        Some(problem.of(Cause::LeftOut, path))
    }

    /// Returns the problem of a reference to the script of a source that nothing makes.
    fn of_typescript(
        &self,
        folder: &Path,
        below: &str,
        severity: Severity,
        path: &str,
    ) -> Option<Problem> {
        let source = core::sources(below).find(|source| folder.join(source).is_file())?;
        let what = format!("no static asset \"{path}\": its source {source} is left as it is");
        let problem = Problem::new(severity, what);
        if cfg!(feature = "typescript") {
            let script = core::sources(path).next().unwrap_or_default();
            // `collect --from` compiles nothing.
            let problem = problem.help("compile it to JavaScript");
            return Some(problem.or_set(
                "or name it in",
                Setting::Typescript,
                glob::escape(&script),
            ));
        }
        Some(problem.help("give tailprint-build the feature `typescript`"))
    }

    fn in_root(&self, root: &Root, severity: Severity, path: &str) -> Option<Problem> {
        let below = root.below(path)?;
        let folder = self.request.package.join(&root.folder);
        let file = folder.join(below);
        let problem = |what: &str| Problem::new(severity, format!("\"{path}\" {what}"));
        let Ok(metadata) = fs::symlink_metadata(&file) else {
            return self.of_typescript(&folder, below, severity, path);
        };
        if let Some(script) = typescript::script_of(self.request.typescript, path) {
            let repair = format!("write \"{script}\"");
            return Some(problem("is TypeScript, and its script has another name").help(repair));
        }
        if self.request.except.contains(&file) {
            let repair = "refer to its output";
            return Some(problem("is Tailwind's input, and no asset").help(repair));
        }
        if let Some((place, rule)) = self.request.selection.left_out_by(&root.prefix, path) {
            let problem = if place < self.request.default_rules {
                problem(&format!("is ignored by the default rule `{rule}`"))
            } else {
                problem("is ignored").by("by", Setting::Ignore, rule)
            };
            return Some(problem.help("publish it with").set(Setting::Include, glob::escape(path)));
        }
        let is_link = metadata.is_symlink() || leads_through_link(&folder, below);
        (is_link && !self.request.follow_symlinks).then(|| {
            problem("is a symbolic link, and left out")
                .by("by", Setting::FollowSymlinks, "false")
                .help("copy the file")
                .or_set("or publish it with", Setting::FollowSymlinks, "true")
        })
    }
}

/// Returns true if a folder on the way to a file is a symbolic link.
fn leads_through_link(folder: &Path, below: &str) -> bool {
    below.match_indices('/').any(|(end, _)| folder.join(&below[..end]).is_symlink())
}
