//! Suggestions for mistyped paths.

pub(crate) mod fold;
mod postings;

use std::cell::OnceCell;
use std::collections::HashMap;

use tailprint_core::media_type;

use fold::{Form, fold};
use postings::Postings;

/// The use that is made of a file, which decides by what kind of file it may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Any,
    /// A JS module.
    Script,
    /// A style sheet of an `@import`.
    Style,
}

/// Paths in which a mistyped one is looked for. They are indexed when the first one is, so that many mistakes take no
/// longer than the paths and the mistakes together.
#[derive(Debug)]
pub(crate) struct Suggestions<'a> {
    /// Sorted.
    paths: Vec<&'a str>,
    index: OnceCell<Index>,
}

/// A path that is near to a mistyped one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Near<'a> {
    pub(crate) path: &'a str,
    /// The forms of the file's name and of the mistyped one, if the two look alike.
    pub(crate) form: Option<Form>,
}

impl Near<'_> {
    /// Returns the question that ends a message.
    pub(crate) fn question(&self) -> String {
        let form = self.form.map(|form| format!(" {}", form.difference())).unwrap_or_default();
        format!("did you mean \"{}\"?{form}", self.path)
    }
}

/// The number of typing mistakes that a wrong folder counts as. Chosen, not measured.
const OTHER_FOLDER: usize = 2;

/// The number of typing mistakes that a wrong extension counts as: more than the mistakes that most names are forgiven,
/// so that files of the same extension come first. Chosen, not measured.
const OTHER_EXTENSION: usize = 3;

/// The number of typing mistakes that a missing or needless part counts as, such as the `.min` of a script. Chosen, not
/// measured.
const OTHER_PART: usize = 2;

/// The files of one stem that are looked at: those nearest in the order of the paths. An `index.js` may be in thousands
/// of folders.
const FILES: usize = 16;

/// The stems with a few mistakes that are compared, those with the most parts in common first.
const STEMS: usize = 12;

/// The length in characters above which a stem, which is the digest of something then, is not compared for more than one
/// mistake.
const LONGEST: usize = 64;

impl<'a> Suggestions<'a> {
    /// Takes all paths, sorted.
    pub(crate) fn new(paths: Vec<&'a str>) -> Self {
        Self { paths, index: OnceCell::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// Returns true if `path` is one of the paths.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.binary_search(&path).is_ok()
    }

    /// Returns true if one of the paths is below `folder`.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        let folder = format!("{folder}/");
        let place = self.paths.partition_point(|path| **path < *folder);
        self.paths.get(place).is_some_and(|path| path.starts_with(&folder))
    }

    /// Returns the path that is nearest to `wanted`, if one is near and fit for the purpose.
    ///
    /// The same path in upper or lower case, or with its accents encoded in another way, is the nearest. Otherwise the
    /// file name may have a few typing mistakes or the extension of another format, and the folder may be wrong or
    /// missing. Of equally near paths the first is returned.
    pub(crate) fn nearest(&self, wanted: &str, purpose: Purpose) -> Option<Near<'a>> {
        let index = self.index.get_or_init(|| Index::new(&self.paths));
        let name = Name::new(wanted);
        if let Some(path) = index.same(wanted).and_then(|place| self.paths.get(place))
            && fits(purpose, name.extension, name.extension)
        {
            return Some(Near { path, form: Form::of(path, wanted) });
        }
        let candidates = index.stems_near(&name.stem).into_iter().flat_map(|(stem, mistakes)| {
            let files = index.files(stem, &self.paths, wanted);
            files.iter().map(move |file| (*file, mistakes))
        });
        let distances = candidates.filter_map(|(file, mistakes)| {
            let path = *self.paths.get(file)?;
            Some((mistakes + name.distance(path, mistakes, purpose)?, path))
        });
        distances.min().map(|(_, path)| Near { path, form: None })
    }
}

/// A path in the parts that are compared.
struct Name<'a> {
    folder: &'a str,
    /// Folded.
    stem: String,
    extension: &'a str,
}

impl<'a> Name<'a> {
    fn new(path: &'a str) -> Self {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (stem, extension) = split(name);
        Self { folder, stem: fold(stem), extension }
    }

    /// Returns the mistakes in folder and extension; none if `path` cannot be meant.
    fn distance(&self, path: &str, mistakes: usize, purpose: Purpose) -> Option<usize> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (_, extension) = split(name);
        let same = extension.eq_ignore_ascii_case(self.extension);
        if !fits(purpose, self.extension, extension) || (!same && mistakes > 0) {
            return None;
        }
        let in_folder = if folder == self.folder {
            0
        } else if folder.len().max(self.folder.len()) > LONGEST {
            OTHER_FOLDER
        } else {
            strsim::osa_distance(self.folder, folder).min(OTHER_FOLDER)
        };
        Some(in_folder + if same { 0 } else { OTHER_EXTENSION })
    }
}

/// Splits a name into stem and extension. A name that begins with its only dot is a stem.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
}

/// Returns true if a file with the extension `other` may be meant where one with `wanted` is missing.
fn fits(purpose: Purpose, wanted: &str, other: &str) -> bool {
    let (wanted, other) = (wanted.to_ascii_lowercase(), other.to_ascii_lowercase());
    let same = wanted == other;
    match purpose {
        Purpose::Script if matches!(&*wanted, "json" | "css" | "wasm") => same,
        Purpose::Script => matches!(&*other, "js" | "mjs"),
        Purpose::Style => other == "css",
        Purpose::Any if same => true,
        Purpose::Any if SOURCES.contains(&&*other) => false,
        Purpose::Any => {
            // No extension, one of the same kind, or one that is mistyped itself: `pgn`.
            wanted.is_empty()
                || class(&wanted).is_some_and(|it| class(&other) == Some(it))
                || strsim::osa_distance(&wanted, &other) <= 1
        }
    }
}

/// Extensions of files that browsers cannot use before they are compiled.
const SOURCES: [&str; 15] = [
    "astro", "cjs", "coffee", "cts", "jsx", "less", "mts", "sass", "scss", "styl", "stylus",
    "svelte", "ts", "tsx", "vue",
];

/// Returns the kind of file that has an extension: `image` for all images, `text/css` for style sheets. None if it is
/// not known.
fn class(extension: &str) -> Option<&'static str> {
    let essence = media_type(&format!("a.{extension}")).split(';').next()?;
    match essence.split_once('/')? {
        (family @ ("image" | "font" | "audio" | "video"), _) => Some(family),
        ("application", "octet-stream") => None,
        _ => Some(essence),
    }
}

/// The paths by what is looked up.
#[derive(Debug)]
struct Index {
    /// Folded paths.
    same: HashMap<String, usize>,
    /// Folded stems, each with its place in `files`.
    stems: HashMap<String, usize>,
    texts: Vec<String>,
    /// For each stem, its paths in ascending order.
    files: Vec<Vec<usize>>,
    /// The first part of each stem that has several: `htmx` of `htmx.min`.
    parts: HashMap<String, Vec<usize>>,
    postings: Postings,
}

impl Index {
    fn new(paths: &[&str]) -> Self {
        let mut index = Self {
            same: HashMap::with_capacity(paths.len()),
            stems: HashMap::new(),
            texts: Vec::new(),
            files: Vec::new(),
            parts: HashMap::new(),
            postings: Postings::default(),
        };
        for (place, path) in paths.iter().enumerate() {
            index.same.entry(fold(path)).or_insert(place);
            index.add(fold(split(path.rsplit('/').next().unwrap_or(path)).0), place);
        }
        index.postings = Postings::new(&index.texts);
        index
    }

    fn add(&mut self, stem: String, place: usize) {
        let number = match self.stems.get(&stem) {
            Some(number) => *number,
            None => {
                let number = self.files.len();
                if let Some(part) = first_part(&stem) {
                    self.parts.entry(part.to_owned()).or_default().push(number);
                }
                self.texts.push(stem.clone());
                self.files.push(Vec::new());
                self.stems.insert(stem, number);
                number
            }
        };
        self.files[number].push(place);
    }

    fn same(&self, wanted: &str) -> Option<usize> {
        self.same.get(&fold(wanted)).copied()
    }

    /// Returns the stems near a folded one, with the number of mistakes.
    fn stems_near(&self, wanted: &str) -> Vec<(usize, usize)> {
        let mut near: Vec<(usize, usize)> = Vec::new();
        near.extend(self.stems.get(wanted).map(|stem| (*stem, 0)));
        let longer = self.parts.get(wanted).into_iter().flatten().take(STEMS);
        let shorter = first_part(wanted).and_then(|part| self.stems.get(part));
        near.extend(longer.chain(shorter).map(|stem| (*stem, OTHER_PART)));
        let length = wanted.chars().count();
        // One in three characters, as rustc does it.
        let forgiven = length.max(3) / 3;
        let mut similar = self.postings.one_mistake(wanted);
        if length <= LONGEST {
            similar.extend(self.postings.common_parts(wanted, STEMS));
        }
        similar.sort_unstable();
        similar.dedup();
        let mistakes = |stem: usize| {
            let text = self.texts.get(stem)?;
            // The length is the least number of mistakes.
            let differs = text.chars().count().abs_diff(length) > forgiven;
            (!differs).then(|| strsim::osa_distance(wanted, text)).filter(|it| *it <= forgiven)
        };
        near.extend(similar.into_iter().filter_map(|stem| Some((stem, mistakes(stem)?))));
        near
    }

    /// Returns the paths of a stem that are the nearest to `wanted` in the order of all paths.
    fn files(&self, stem: usize, paths: &[&str], wanted: &str) -> &[usize] {
        let files = self.files.get(stem).map(Vec::as_slice).unwrap_or_default();
        let place = files.partition_point(|file| paths.get(*file).is_some_and(|it| *it < wanted));
        let start = place.saturating_sub(FILES / 2).min(files.len().saturating_sub(FILES));
        files.get(start..files.len().min(start + FILES)).unwrap_or_default()
    }
}

/// Returns the text in front of the first dot of a stem; none if that is everything or nothing.
fn first_part(stem: &str) -> Option<&str> {
    stem.split_once('.').map(|(part, _)| part).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests;
