//! Files to assets: bytes and references, on all cores.

use std::io;

use tailprint_core::glob::GlobSet;

use crate::config::Storage;
use crate::error::{Problem, Problems, Setting};
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

/// The size up to which text on the disk is held in memory to be compressed. Chosen: twice this is what the encoders
/// need for it.
const MOST_COMPRESSED: u64 = 64 << 20;

/// Reads the files and finds the references in them. A file that cannot be read is reported and left out.
pub(crate) fn load(
    files: Vec<SourceFile>,
    reading: Reading<'_>,
    problems: &mut Problems,
) -> Vec<Asset> {
    let sources = Sources::new(&files);
    let contents = parallel::map(&files, |file| content(file, reading, &sources));
    let mut assets = Vec::with_capacity(files.len());
    for (file, content) in files.into_iter().zip(contents) {
        match content {
            Err(found) => problems.extend(found),
            Ok(Content { bytes, large, found }) => {
                let path = file.path.clone();
                let found = found.unwrap_or_else(|problem| {
                    problems.push(problem);
                    Found::default()
                });
                let origin = Origin::File(file);
                assets.push(finish(Asset { path, origin, bytes, large, found }, problems));
            }
        }
    }
    assets
}

/// The content of a file.
struct Content {
    bytes: Vec<u8>,
    large: Option<Large>,
    found: Result<Found, Problem>,
}

fn content(
    file: &SourceFile,
    reading: Reading<'_>,
    sources: &Sources<'_>,
) -> Result<Content, Vec<Problem>> {
    let failed = |error| vec![fs::cannot("be read", &file.shown, &error)];
    if is_large(file, reading).map_err(failed)? {
        let large = Large::read(&file.file, reading.hashed).map_err(failed)?;
        let found = Ok(Found::default());
        return Ok(Content { bytes: Vec::new(), large: Some(large), found });
    }
    let bytes = fs::read(&file.file, &file.shown).map_err(|problem| vec![problem])?;
    let bytes = typescript::script(file, bytes, sources)?;
    let found = find(&file.path, &file.shown, &bytes, reading);
    Ok(Content { bytes, large: None, found })
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
    let found = find(&path, &path, &bytes, reading).unwrap_or_else(|problem| {
        problems.push(problem);
        Found::default()
    });
    finish(Asset { path, origin, bytes, large: None, found }, problems)
}

/// Reports errors in the file itself.
fn finish(mut asset: Asset, problems: &mut Problems) -> Asset {
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

fn find(path: &str, shown: &str, bytes: &[u8], reading: Reading<'_>) -> Result<Found, Problem> {
    let Some(language) = language(path, reading) else { return Ok(Found::default()) };
    let error = match std::str::from_utf8(bytes) {
        Ok(source) => return Ok((language.find)(source, reading.html_attributes)),
        Err(error) => error,
    };
    let what = "not UTF-8, so the references in it cannot be read";
    let problem = if language.must_be_utf8 { Problem::error(what) } else { Problem::warning(what) };
    Err(problem
        .at_byte(shown, bytes, error.valid_up_to())
        .help("save it as UTF-8")
        .or("or name it in", Setting::Opaque))
}
