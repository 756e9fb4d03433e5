//! Problems with references that lead nowhere.

use std::path::Path;

use tailprint_core::glob::{self, GlobSet};
use tailprint_core::lock::PACKAGES;

use crate::error::{Cause, Problem, Setting, Severity};
use crate::naming::own_names::is_of_others;
use crate::naming::{last_segment, publish};
use crate::references::resolve::{Site, written};
use crate::references::{Kind, Reference, is_script};
use crate::sources::asset::Asset;
use crate::sources::left_out::LeftOut;
use crate::support::suggest::{Purpose, Suggestions};

/// All that is known about paths at which there is no asset.
#[derive(Debug)]
pub(crate) struct Missing<'a> {
    pub(crate) site: &'a Site,
    pub(crate) allow_missing: &'a GlobSet,
    pub(crate) left_out: &'a LeftOut<'a>,
    /// The paths of all assets.
    pub(crate) suggestions: Suggestions<'a>,
}

impl Missing<'_> {
    /// Returns the problem of a reference to a path at which there is no asset; none if the reference may lead nowhere.
    pub(crate) fn problem(
        &self,
        asset: &Asset,
        reference: &Reference,
        path: &str,
    ) -> Option<Problem> {
        reference.kind.if_missing()?;
        if is_pinned(asset) {
            return None;
        }
        let severity = self.severity(asset, reference, path);
        if let Some(problem) = self.left_out.problem(severity, path) {
            return Some(problem);
        }
        if reference.kind == Kind::Module
            && let Some(problem) = self.extensionless(severity, reference, path)
        {
            return Some(problem);
        }
        if self.suggestions.has_folder(path) {
            return None;
        }
        let mut what = format!("no static asset \"{path}\"");
        if written(reference) != path {
            what.push_str(&format!(", written \"{}\"", written(reference)));
        }
        let is_map = reference.kind == Kind::SourceMap;
        let cause = if is_map { Cause::MissingSourceMap } else { Cause::Missing };
        Some(self.repaired(Problem::new(severity, what), cause, asset, reference, path))
    }

    /// Adds the cause and the repair of a missing file.
    fn repaired(
        &self,
        problem: Problem,
        cause: Cause,
        asset: &Asset,
        reference: &Reference,
        path: &str,
    ) -> Problem {
        let purpose = match reference.kind {
            Kind::Module => Purpose::Script,
            Kind::StyleImport => Purpose::Style,
            _ => Purpose::Any,
        };
        let near = self.suggestions.nearest(path, purpose);
        let looks_alike = near.is_some_and(|near| near.form.is_some());
        let cause = if looks_alike && cause == Cause::Missing { Cause::Spelling } else { cause };
        let problem = problem.of(cause, path);
        let is_error = problem.severity() == Severity::Error;
        // Packages ask for files of other environments in branches that browsers do not run, and have pages and style
        // sheets for their own tests.
        let may_be_unused =
            reference.kind == Kind::Module || is_script(&asset.path) || is_of_others(&asset.path);
        let is_in_branch = is_error && !looks_alike && may_be_unused;
        match near.map(|near| near.question()) {
            Some(question) if is_in_branch => problem
                .help(format!("{question} if browsers never come here,"))
                .set(Setting::AllowMissing, glob::escape(path)),
            Some(question) => problem.help(question),
            None if is_in_branch => {
                let is_whole = reference.kind != Kind::Module || last_segment(path).contains('.');
                let add = if is_whole { "add the file" } else { WITHOUT_EXTENSION };
                problem.help(add).or_set(IN_BRANCH, Setting::AllowMissing, glob::escape(path))
            }
            None => problem,
        }
    }

    /// Returns the problem of an import that lacks an extension or the name of an index file.
    fn extensionless(
        &self,
        severity: Severity,
        reference: &Reference,
        path: &str,
    ) -> Option<Problem> {
        let endings = [".js", ".mjs", "/index.js", "/index.mjs"];
        let Some(ending) = endings.iter().find(|it| self.suggestions.has(&format!("{path}{it}")))
        else {
            return self.uncompiled(severity, reference, path);
        };
        let lacks = match ending.strip_prefix('/') {
            Some(_) => "a file name, and browsers look for no index file in a folder",
            None => "an extension, and browsers add none",
        };
        let url = written(reference);
        let (name, suffix) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let problem = Problem::new(severity, format!("the import of \"{url}\" lacks {lacks}"))
            .of(Cause::Extensionless, path)
            .help(format!("write \"{name}{ending}{suffix}\""));
        Some(match severity {
            Severity::Error => problem.or_set(IN_BRANCH, Setting::AllowMissing, glob::escape(path)),
            Severity::Warning => problem,
        })
    }

    /// Returns the problem of an import that a bundler finds in a source which browsers cannot run.
    fn uncompiled(&self, severity: Severity, reference: &Reference, path: &str) -> Option<Problem> {
        let endings = COMPILED.iter().flat_map(|ending| ["", "/index"].map(|file| (file, ending)));
        let mut sources = endings.map(|(file, ending)| format!("{path}{file}{ending}"));
        let source = sources.find(|source| self.suggestions.has(source))?;
        let url = written(reference);
        let what = format!(
            "the import of \"{url}\" lacks an extension, and browsers add none; they cannot run \"{source}\" either"
        );
        let problem = Problem::new(severity, what)
            .of(Cause::Extensionless, path)
            .help("name a module that is compiled for browsers");
        Some(match severity {
            Severity::Error => problem.or_set(IN_BRANCH, Setting::AllowMissing, glob::escape(path)),
            Severity::Warning => problem,
        })
    }

    /// Returns the problem of a reference that leaves the static files for `path`; none if the reference may do that.
    pub(crate) fn outside(
        &self,
        asset: &Asset,
        reference: &Reference,
        path: &str,
    ) -> Option<Problem> {
        reference.kind.if_missing()?;
        if asset.is_at_root() {
            return self.beside_root(asset, reference, path.trim_start_matches('/'));
        }
        // A glob has no slash at its beginning.
        let severity = self.severity(asset, reference, path.trim_start_matches('/'));
        let what = format!("\"{}\" leads out of the static files, to {path}", written(reference));
        let prefix = self.site.prefix().as_str();
        let repair = format!("static files are below {prefix}; remove a `../`");
        Some(Problem::new(severity, what).of(Cause::OutsideRoot, path).help(repair))
    }

    /// Returns the problem of a URL that begins with `/` and would lead to the asset `path`, if assets were served at the
    /// root of the host; none if it may lead to a page.
    pub(crate) fn root_absolute(
        &self,
        asset: &Asset,
        reference: &Reference,
        path: &str,
    ) -> Option<Problem> {
        reference.kind.if_missing()?;
        if !self.suggestions.has(path) {
            return None;
        }
        let prefix = self.site.prefix();
        if self.site.is_at_root(path) {
            return Some(self.on_other_host(reference, path));
        }
        let what = format!(
            "\"{}\" does not lead to the asset \"{path}\", which is served below {}",
            written(reference),
            prefix.as_str()
        );
        let absolute = publish::url(prefix, path);
        // A relative URL starts at the `<base>`.
        let repair = if asset.is_at_root() || asset.found.base.is_some() {
            format!("write \"{absolute}\"")
        } else {
            let folder = asset.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("write \"{absolute}\" or \"{}\"", publish::relative(folder, path))
        };
        let problem = Problem::warning(what).of(Cause::RootAbsolute, path).help(repair);
        Some(problem.or_set("or serve the assets there:", Setting::UrlPrefix, "/"))
    }

    /// Returns the problem of a URL in an asset below a prefix with a host, which the author meant for the host of the app.
    fn on_other_host(&self, reference: &Reference, path: &str) -> Problem {
        let what = format!(
            "\"{}\" leads to the host of {}, but \"{path}\" is served by the app, at {}",
            written(reference),
            self.site.prefix().as_str(),
            publish::url_at_root(path),
        );
        let repair = "name the host of the app in it, or serve a copy below the prefix";
        Problem::warning(what).of(Cause::RootAbsolute, path).help(repair)
    }

    /// Returns the problem of a relative URL from an asset at the root of the host to nothing; none if the reference may
    /// lead nowhere.
    fn beside_root(&self, asset: &Asset, reference: &Reference, path: &str) -> Option<Problem> {
        let severity = self.severity(asset, reference, path);
        if self.suggestions.has_folder(path) && !self.suggestions.has(path) {
            return None;
        }
        let what = format!(
            "\"{}\" leads to {}, where no file is served",
            written(reference),
            publish::url_at_root(path)
        );
        let problem = Problem::new(severity, what);
        if self.suggestions.has(path) {
            let problem = problem.of(Cause::Missing, path);
            let absolute = publish::url(self.site.prefix(), path);
            let problem = problem.help(format!("write \"{absolute}\""));
            return Some(problem.or_set(
                "or serve it there with",
                Setting::AtRoot,
                glob::escape(path),
            ));
        }
        Some(self.repaired(problem, Cause::Missing, asset, reference, path))
    }

    /// Returns the problem of a URL below the prefix of an asset that is served at the root of the host; none if the
    /// reference may lead nowhere.
    pub(crate) fn not_at_root(
        &self,
        asset: &Asset,
        reference: &Reference,
        path: &str,
    ) -> Option<Problem> {
        reference.kind.if_missing()?;
        let severity = self.severity(asset, reference, path);
        let url = publish::url_at_root(path);
        let what = format!(
            "\"{}\" leads to {}, but \"{path}\" is served at {url}",
            written(reference),
            publish::url(self.site.prefix(), path)
        );
        let repair = if asset.is_at_root() || !self.site.prefix().has_host() {
            format!("write \"{url}\"")
        } else {
            "name the host of the app in it, or serve a copy below the prefix".to_owned()
        };
        Some(Problem::new(severity, what).of(Cause::Missing, path).help(repair))
    }

    fn severity(&self, asset: &Asset, reference: &Reference, path: &str) -> Severity {
        let allowed = self.allow_missing.matches_within(path)
            || self.allow_missing.matches_within(&asset.path);
        if allowed || reference.kind.if_missing() != Some(Severity::Error) {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}

/// Returns true for a file of a pinned package. `cargo tailprint pin` has told what the package lacks, and source maps are
/// not pinned.
fn is_pinned(asset: &Asset) -> bool {
    Path::new(asset.shown()).starts_with(PACKAGES)
}

/// The endings of sources that only compilers and bundlers read.
const COMPILED: [&str; 6] = [".ts", ".tsx", ".mts", ".jsx", ".vue", ".svelte"];

/// The repair of an import without an extension.
const WITHOUT_EXTENSION: &str = "browsers add no extension, so add a file of this very name";

/// The words in front of the setting for a file that a package needs in other environments only.
const IN_BRANCH: &str = "or if browsers never come here,";

#[cfg(test)]
mod tests;
