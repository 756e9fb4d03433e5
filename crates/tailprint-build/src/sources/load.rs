//! Files to assets: bytes and references, on all cores.

use tailprint_core::glob::GlobSet;

use crate::error::{Problem, Problems, Setting};
use crate::references::{self, Found};
use crate::sources::asset::{Asset, Origin};
use crate::sources::discover::SourceFile;
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
}

/// Reads the files and finds the references in them. A file that cannot be read is reported and left out.
pub(crate) fn load(
    files: Vec<SourceFile>,
    reading: Reading<'_>,
    problems: &mut Problems,
) -> Vec<Asset> {
    let contents = parallel::map(&files, |file| {
        let bytes = fs::read(&file.file, &file.shown)?;
        let found = find(&file.path, &file.shown, &bytes, reading);
        Ok::<_, Problem>((bytes, found))
    });
    let mut assets = Vec::with_capacity(files.len());
    for (file, content) in files.into_iter().zip(contents) {
        match content {
            Err(problem) => problems.push(problem),
            Ok((bytes, found)) => {
                let path = file.path.clone();
                let found = found.unwrap_or_else(|problem| {
                    problems.push(problem);
                    Found::default()
                });
                assets.push(finish(path, Origin::File(file), bytes, found, problems));
            }
        }
    }
    assets
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
    finish(path, origin, bytes, found, problems)
}

/// Makes an asset. Errors in the file itself are reported.
fn finish(
    path: String,
    origin: Origin,
    bytes: Vec<u8>,
    mut found: Found,
    problems: &mut Problems,
) -> Asset {
    let own = std::mem::take(&mut found.problems);
    let asset = Asset { path, origin, bytes, found };
    let mut places = asset.places();
    problems.extend(own.into_iter().map(|(offset, problem)| places.at(problem, offset)));
    asset
}

fn find(path: &str, shown: &str, bytes: &[u8], reading: Reading<'_>) -> Result<Found, Problem> {
    let Some(language) = references::language(path, reading.js_modules) else {
        return Ok(Found::default());
    };
    if reading.opaque.matches_within(path) {
        return Ok(Found::default());
    }
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
