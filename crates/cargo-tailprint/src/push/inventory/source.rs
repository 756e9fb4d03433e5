//! The assets of a package or of a folder.

use std::collections::HashMap;
use std::path::Path;

use super::mentions;
use crate::assets::collect::{self, Content};
use crate::cli::{Encoding, Push};
use crate::package;
use crate::support::failure::Failure;
use crate::support::terminal::Progress;

/// Assets, and the places at which pages look for them.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) assets: Vec<Asset>,
    /// The assets that templates name.
    pub(super) used: Vec<usize>,
    /// True if the URLs of assets lead to another host.
    pub(super) is_foreign: bool,
}

/// An asset.
#[derive(Debug)]
pub(super) struct Asset {
    /// The logical path.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) at_root: bool,
    pub(super) immutable: bool,
    pub(super) content_type: String,
    pub(super) content: Content,
    /// The content under the logical path, if it is another one.
    pub(super) plain: Option<Content>,
    pub(super) codings: Vec<(Encoding, Content)>,
    /// The assets that it refers to.
    pub(super) references: Vec<usize>,
    /// True if another program may have made its codings.
    pub(super) is_checked: bool,
    /// The digits with which its SHA-256 begins, as far as its name says that and somebody else has written the file.
    pub(super) promised: Option<String>,
}

/// Returns true if a URL prefix leads to another host.
pub(super) fn is_foreign(prefix: &str) -> bool {
    prefix.starts_with("//") || prefix.contains("://")
}

/// Returns true for a script. It may name files in places that a build does not read, such as `new Worker("worker.js")`.
fn is_script(asset: &Asset) -> bool {
    asset.content_type.starts_with("text/javascript")
}

/// The assets of a package, which is built.
pub(super) fn of_package(options: &Push) -> Result<Source, Failure> {
    let built = package::build(&options.source.package, options.all)?;
    let (tree, plain) = (built.folder.join("static"), built.folder.join("plain"));
    let encodings = options.encodings.as_deref().unwrap_or_default();
    let build = built.description;
    let places: HashMap<&str, usize> =
        build.assets.iter().enumerate().map(|(place, asset)| (&*asset.path, place)).collect();
    let place = |path: &str| places.get(path).copied();
    let path = |written: &str| written.split(['?', '#']).next().and_then(place);
    let uses = build.templates.iter().flat_map(|template| &template.uses);
    let used = uses.filter_map(|used| path(&used.path)).collect();
    let assets = build.assets.iter().map(|asset| {
        let sibling = |encoding: &Encoding| {
            let file = tree.join(format!("{}.{}", asset.name, encoding.extension()));
            file.is_file().then_some((*encoding, Content::File(file)))
        };
        let plain = plain.join(&asset.path);
        Asset {
            path: asset.path.clone(),
            name: asset.name.clone(),
            at_root: asset.at_root,
            immutable: asset.immutable,
            content_type: asset.content_type.clone(),
            content: Content::File(tree.join(&asset.name)),
            plain: plain.is_file().then_some(Content::File(plain)),
            codings: encodings.iter().filter_map(sibling).collect(),
            references: asset.references.iter().filter_map(|path| place(path)).collect(),
            is_checked: false,
            promised: None,
        }
    });
    let mut assets: Vec<Asset> = assets.collect();
    mentions::add(&mut assets, is_script);
    Ok(Source { assets, used, is_foreign: is_foreign(&build.url_prefix) })
}

/// The assets of a folder, as `collect --from` publishes them.
pub(super) fn of_folder(
    from: &Path,
    options: &Push,
    progress: &Progress,
) -> Result<Source, Failure> {
    progress.say("reading");
    let encodings = options.encodings.as_deref().unwrap_or_default();
    let collected =
        collect::checked(from, &options.source.folder, encodings, options.all, progress)?;
    let assets = collected.assets.into_iter().map(|asset| {
        let coding = |(extension, bytes): (&str, Vec<u8>)| {
            let known = Encoding::ALL.into_iter().find(|known| known.extension() == extension)?;
            Some((known, Content::Bytes(bytes)))
        };
        Asset {
            path: asset.path,
            name: asset.name,
            at_root: asset.at_root,
            immutable: asset.immutable,
            content_type: asset.content_type,
            content: asset.file.map_or(Content::Bytes(asset.bytes), Content::File),
            plain: asset.plain.map(Content::Bytes),
            codings: asset.encoded.into_iter().filter_map(coding).collect(),
            references: asset.references,
            is_checked: false,
            promised: None,
        }
    });
    let prefix = options.source.folder.url_prefix.as_deref().unwrap_or_default();
    let mut assets: Vec<Asset> = assets.collect();
    mentions::add(&mut assets, is_script);
    Ok(Source { assets, used: Vec::new(), is_foreign: is_foreign(prefix) })
}
