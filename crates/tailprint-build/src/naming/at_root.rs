//! Files at the root of the host: their URLs may not be those of others.

use tailprint_core::glob::GlobSet;

use crate::error::{Problem, Problems, Setting};
use crate::references::resolve::Site;
use crate::sources::asset::Asset;

/// Reports files at the root whose URLs are below the mount, and globs that match nothing.
pub(crate) fn check(site: &Site, globs: &[String], assets: &[Asset], problems: &mut Problems) {
    let mount = site.prefix().mount();
    for asset in assets.iter().filter(|asset| asset.is_at_root()) {
        let path = format!("/{}", asset.path);
        let below = path.strip_prefix(mount).filter(|_| !mount.is_empty());
        if below.is_some_and(|below| below.is_empty() || below.starts_with('/')) {
            let what = format!("{path} is below the mount {mount}, where it would hide an asset");
            let problem = Problem::error(what).in_file(asset.shown());
            problems.push(
                problem.help("rename the folder").or("or choose another", Setting::UrlPrefix),
            );
        }
    }
    for glob in globs {
        // A malformed glob has been reported.
        let Ok(set) = GlobSet::new([glob]) else { continue };
        if !assets.iter().any(|asset| set.matches_within(&asset.path)) {
            let what = format!("no asset matches \"{glob}\"");
            let help = "correct or remove it; globs are compared with paths below the roots";
            problems.push(Problem::warning(what).about(Setting::AtRoot).help(help));
        }
    }
}
