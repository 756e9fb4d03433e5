//! Files to assets: bytes and references, on all cores.

use std::io;
use std::sync::OnceLock;

use tailprint_core::glob::GlobSet;

use crate::config::Storage;
use crate::error::{Problem, Problems, Setting};
use crate::naming::digests::{Digest, Digests};
use crate::references::{self, Found, Language};
use crate::settings::content_types::ContentTypes;
use crate::settings::on_disk::OnDisk;
use crate::sources::asset::{Asset, Origin};
use crate::sources::discover::SourceFile;
use crate::sources::large::Large;
use crate::sources::typescript::{self, Sources};
use crate::support::fs;
use crate::support::parallel;

/// The settings for the search for references.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    /// Assets that are not searched.
    pub(crate) opaque: &'a GlobSet,
    /// True if the specifiers of JS modules are references.
    pub(crate) js_modules: bool,
    /// Attributes of HTML that hold URLs, besides those that HTML defines.
    pub(crate) html_attributes: &'a [String],
    pub(crate) on_disk: &'a OnDisk,
    /// The media types, by which files are compressed or not.
    pub(crate) types: &'a ContentTypes,
    /// True if digests are needed.
    pub(crate) hashed: bool,
}

impl Reading<'_> {
    /// Returns a text of the settings on which the references in a file depend, besides its path.
    pub(crate) fn key(&self) -> String {
        format!("{} {:?}", self.js_modules, self.html_attributes)
    }
}

/// The size up to which text on the disk is held in memory to be compressed. Chosen: twice this is what the encoders
/// need for it.
const MOST_COMPRESSED: u64 = 64 << 20;

/// Reads the files and finds the references in them. A file that cannot be read is reported and left out.
pub(crate) fn load(
    files: Vec<SourceFile>,
    reading: Reading<'_>,
    digests: &Digests,
    problems: &mut Problems,
) -> Vec<Asset> {
    let sources = Sources::new(&files);
    let contents = parallel::map(&files, |file| content(file, reading, &sources, digests));
    let mut assets = Vec::with_capacity(files.len());
    for (file, content) in files.into_iter().zip(contents) {
        match content {
            Err(found) => problems.extend(found),
            Ok(content) => {
                let path = file.path.clone();
                assets.push(finish(path, Origin::File(file), content, problems));
            }
        }
    }
    assets
}

/// The content of a file.
struct Content {
    bytes: Vec<u8>,
    large: Option<Large>,
    /// None if there is no language in which references are looked for.
    found: Option<Result<Found, Problem>>,
    /// The digest of the bytes, if it is remembered.
    digest: Option<Digest>,
}

fn content(
    file: &SourceFile,
    reading: Reading<'_>,
    sources: &Sources<'_>,
    digests: &Digests,
) -> Result<Content, Vec<Problem>> {
    let failed = |error| vec![fs::cannot("be read", &file.shown, &error)];
    if is_large(file, reading).map_err(failed)? {
        let large = Large::read(&file.file, reading.hashed).map_err(failed)?;
        return Ok(Content { bytes: Vec::new(), large: Some(large), found: None, digest: None });
    }
    let bytes = fs::read(&file.file, &file.shown).map_err(|problem| vec![problem])?;
    let bytes = typescript::script(file, bytes, sources)?;
    let digest = digests.of_leaf(&file.path, &bytes);
    let found = match &digest {
        Some(_) => language(&file.path, reading).map(|_| Ok(Found::default())),
        None => find(&file.path, &file.shown, &bytes, reading),
    };
    Ok(Content { bytes, large: None, found, digest })
}

/// Returns true for a file that is shipped as it is: nothing in it is rewritten, and it is not compressed. It is not held
/// in memory, whatever its size, since there may be many.
fn is_large(file: &SourceFile, reading: Reading<'_>) -> io::Result<bool> {
    let path = &file.path;
    if file.typescript.is_some() {
        return Ok(false);
    }
    if reading.on_disk.storage(path) == Storage::Embedded || has_references(path, reading) {
        return Ok(false);
    }
    Ok(!tailprint_core::is_compressible(path, &reading.types.of(path))
        || std::fs::metadata(&file.file)?.len() > MOST_COMPRESSED)
}

/// Makes an asset of a style sheet that Tailwind compiled.
pub(crate) fn compiled(
    path: String,
    origin: Origin,
    bytes: Vec<u8>,
    reading: Reading<'_>,
    problems: &mut Problems,
) -> Asset {
    let found = find(&path, &path, &bytes, reading);
    finish(path, origin, Content { bytes, large: None, found, digest: None }, problems)
}

/// Reports errors in the file itself.
fn finish(path: String, origin: Origin, content: Content, problems: &mut Problems) -> Asset {
    let Content { bytes, large, found, digest } = content;
    let is_leaf = matches!(&found, Some(Ok(found)) if *found == Found::default());
    let found = found.unwrap_or_else(|| Ok(Found::default())).unwrap_or_else(|problem| {
        problems.push(problem);
        Found::default()
    });
    let may_import = OnceLock::new();
    let mut asset = Asset { path, origin, bytes, large, found, is_leaf, digest, may_import };
    let own = std::mem::take(&mut asset.found.problems);
    let mut places = asset.places();
    problems.extend(own.into_iter().map(|(offset, problem)| places.at(problem, offset)));
    asset
}

fn has_references(path: &str, reading: Reading<'_>) -> bool {
    language(path, reading).is_some()
}

/// Returns the language in which references are looked for; none if there are none, or they stay as they are.
fn language(path: &str, reading: Reading<'_>) -> Option<Language> {
    let language = references::language(path, reading.js_modules)?;
    (!reading.opaque.matches_within(path)).then_some(language)
}

/// Returns the references in a file; none if there is no language in which they are looked for.
fn find(
    path: &str,
    shown: &str,
    bytes: &[u8],
    reading: Reading<'_>,
) -> Option<Result<Found, Problem>> {
    let language = language(path, reading)?;
    let error = match std::str::from_utf8(bytes) {
        Ok(source) => return Some(Ok((language.find)(source, reading.html_attributes))),
        Err(error) => error,
    };
    let what = "not UTF-8, so the references in it cannot be read";
    let problem = if language.must_be_utf8 { Problem::error(what) } else { Problem::warning(what) };
    Some(Err(problem
        .at_byte(shown, bytes, error.valid_up_to())
        .help("save it as UTF-8")
        .or("or name it in", Setting::Opaque)))
}
