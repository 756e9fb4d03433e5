//! The objects that a store is to hold after a push.

mod collected;
mod content;
mod mentions;
mod source;

use std::collections::{BTreeSet, HashMap, HashSet};

use tailprint_build::cli_support::parallel;
use tailprint_core::caching::{IMMUTABLE, REVALIDATE};

use super::release::{FOLDER, Stored};
use super::store::Headers;
use crate::assets::collect::{Content, OTHER_BYTES};
use crate::cli::{Encoding, Push};
use crate::support::failure::{Failure, few};
use crate::support::terminal::Progress;
use content::Digest;
pub(crate) use content::{CHANGED, bytes, decoded, digest_of, hex, parts};
use source::{Asset, Source};

/// The folder of a store for files at the root of the host, as in an export.
const AT_ROOT: &str = "root/";

/// The most names in a note.
const SHOWN: usize = 5;

/// The objects of a push.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) items: Vec<Item>,
    /// Twelve hexadecimal digits that name the build.
    pub(crate) build: String,
    /// Remarks for the user.
    pub(crate) notes: Vec<String>,
}

/// An object of a push.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) content: Content,
    /// The description under which a store has it.
    pub(crate) stored: Stored,
    /// True if the name never stands for other bytes.
    pub(crate) is_fixed: bool,
    /// The items that it refers to.
    pub(crate) references: Vec<usize>,
}

impl Inventory {
    /// The objects of the package or folder that the options name.
    pub(crate) fn of(options: &Push, progress: &Progress) -> Result<Self, Failure> {
        let source = match (&options.collected, &options.source.from) {
            (Some(folder), _) => collected::read(folder, options)?,
            (None, Some(from)) => source::of_folder(from, options, progress)?,
            (None, None) => source::of_package(options)?,
        };
        progress.say("hashing");
        let inventory = Self::new(source, options.logical)?;
        if options.encodings.is_some()
            && inventory.items.iter().all(|item| item.stored.headers.content_encoding.is_none())
        {
            return Ok(inventory.with_note("there are no precompressed files to push".to_owned()));
        }
        Ok(inventory)
    }

    fn with_note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    fn new(source: Source, logical: bool) -> Result<Self, Failure> {
        let needed = needed(&source);
        let mut notes = Vec::new();
        if source.is_foreign && !logical {
            notes.extend(left_out(&source, &needed));
        }
        let mut drafts = Drafts::default();
        let references: Vec<Vec<usize>> =
            source.assets.iter().map(|asset| asset.references.clone()).collect();
        for (index, asset) in source.assets.into_iter().enumerate() {
            drafts.add(index, asset, needed.contains(&index), logical);
        }
        let items = drafts.finish(&references)?;
        let mut names: Vec<String> = items
            .iter()
            .map(|item| format!("{} {}\n", item.stored.name, item.stored.sha256))
            .collect();
        names.sort_unstable();
        let build = hex(&digest_of(names.concat().as_bytes()))
            .chars()
            .take(tailprint_core::fingerprint::LEN)
            .collect();
        Ok(Self { items, build, notes })
    }
}

/// The assets that are pushed under their published names: those whose names are hashed, those that templates name, and
/// those that they refer to.
fn needed(source: &Source) -> HashSet<usize> {
    let is_pushed = |asset: &Asset| asset.immutable && !asset.at_root;
    let all = source.assets.iter().enumerate();
    let mut open: Vec<usize> =
        all.filter(|(_, asset)| is_pushed(asset)).map(|(index, _)| index).collect();
    open.extend(&source.used);
    let mut needed = HashSet::new();
    while let Some(index) = open.pop() {
        // The app answers for the root of its host.
        if !source.assets[index].at_root && needed.insert(index) {
            open.extend(&source.assets[index].references);
        }
    }
    needed
}

/// A warning about URLs that a page may name, but the store will lack.
fn left_out(source: &Source, needed: &HashSet<usize>) -> Option<String> {
    let left: BTreeSet<&str> = source
        .assets
        .iter()
        .enumerate()
        .filter(|(index, asset)| !asset.at_root && !needed.contains(index))
        .map(|(_, asset)| &*asset.name)
        .collect();
    if left.is_empty() {
        return None;
    }
    let more = left.len().saturating_sub(SHOWN);
    let shown: Vec<&str> = left.into_iter().take(SHOWN).collect();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    Some(format!(
        "the store will lack files that keep their names and that nothing refers to, and the URLs of assets lead there: \
         {}{more} (`--logical` pushes them)",
        shown.join(", ")
    ))
}

/// Items in the making.
#[derive(Debug, Default)]
struct Drafts {
    drafts: Vec<Draft>,
    /// The items of each asset under its published name.
    forms: HashMap<usize, Vec<usize>>,
}

/// An item whose content has not been read yet.
#[derive(Debug)]
struct Draft {
    asset: usize,
    name: String,
    content: Content,
    headers: Headers,
    /// The coding, with the draft of the decoded content.
    coding: Option<(Encoding, usize)>,
    is_fixed: bool,
    is_published: bool,
    /// True for a coding that another program may have made.
    is_checked: bool,
    /// The digits with which the SHA-256 of the content has to begin.
    promised: Option<String>,
}

impl Drafts {
    fn add(&mut self, index: usize, asset: Asset, is_needed: bool, logical: bool) {
        let Asset {
            path,
            name,
            at_root,
            immutable,
            content_type,
            content,
            plain,
            codings,
            is_checked,
            promised,
            ..
        } = asset;
        let published = (is_needed || logical)
            .then(|| if at_root { format!("{AT_ROOT}{name}") } else { name.clone() });
        let second = Some(path).filter(|path| logical && !at_root && *path != name);
        let mut forms = Vec::new();
        if let Some(published) = published {
            let (codings, content) = (codings.clone(), content.clone());
            let form =
                Form { asset: index, name: published, content, codings, is_checked, promised };
            forms = self.push(form, &content_type, immutable && !at_root, true);
        }
        if let Some(path) = second {
            // A stub has no stored codings.
            let (content, codings) = match plain {
                Some(plain) => (plain, Vec::new()),
                None => (content, codings),
            };
            let form =
                Form { asset: index, name: path, content, codings, is_checked, promised: None };
            self.push(form, &content_type, false, false);
        }
        self.forms.insert(index, forms);
    }

    /// Adds a content and its codings under a name. Returns their indices.
    fn push(
        &mut self,
        form: Form,
        content_type: &str,
        is_fixed: bool,
        is_published: bool,
    ) -> Vec<usize> {
        let Form { asset, name, content, codings, is_checked, promised } = form;
        let cache_control = if is_fixed { IMMUTABLE } else { REVALIDATE }.to_owned();
        let identity = self.drafts.len();
        let headers = Headers {
            content_type: content_type.to_owned(),
            cache_control,
            content_encoding: None,
        };
        for (coding, content) in codings {
            let name = format!("{name}.{}", coding.extension());
            let headers =
                Headers { content_encoding: Some(coding.token().to_owned()), ..headers.clone() };
            let coding = Some((coding, identity));
            self.drafts.push(Draft {
                asset,
                name,
                content,
                headers,
                coding,
                is_fixed,
                is_published,
                is_checked,
                promised: None,
            });
        }
        let draft = Draft {
            asset,
            name,
            content,
            headers,
            coding: None,
            is_fixed,
            is_published,
            is_checked,
            promised,
        };
        self.drafts.insert(identity, draft);
        (identity..self.drafts.len()).collect()
    }

    /// Reads all contents, and connects the items.
    fn finish(self, references: &[Vec<usize>]) -> Result<Vec<Item>, Failure> {
        let Self { drafts, forms } = self;
        let names: HashSet<&str> = drafts.iter().map(|draft| &*draft.name).collect();
        if let Some(name) = names.iter().find(|name| name.starts_with(FOLDER)) {
            return Err(format!(
                "an asset is named {name}, but a store keeps its releases in {FOLDER}; rename it"
            )
            .into());
        }
        // An asset of that name takes precedence over a coding.
        let mut taken = HashSet::new();
        let of_identity = drafts.iter().filter(|draft| draft.coding.is_none());
        taken.extend(of_identity.map(|draft| draft.name.clone()));
        let digests = parallel(&drafts, |draft| content::digest(&draft.content, &draft.name));
        let digests: Vec<Digest> = digests.into_iter().collect::<Result<_, String>>()?;
        let kept: Vec<bool> = drafts
            .iter()
            .map(|draft| draft.coding.is_none() || !taken.contains(&draft.name))
            .collect();
        let pushed: Vec<usize> = (0..drafts.len()).filter(|index| kept[*index]).collect();
        let checked = parallel(&pushed, |&index| check(&drafts[index], &digests[index], &digests));
        let wrong: Vec<String> = checked.into_iter().filter_map(Result::err).collect();
        if !wrong.is_empty() {
            return Err(few(wrong).into());
        }
        // The new index of each draft.
        let places: Vec<usize> = kept
            .iter()
            .scan(0, |next, &kept| {
                let place = *next;
                *next += usize::from(kept);
                Some(place)
            })
            .collect();
        let target = |draft: &usize| kept[*draft].then_some(places[*draft]);
        let mut items = Vec::new();
        for (index, draft) in drafts.into_iter().enumerate().filter(|(index, _)| kept[*index]) {
            let targets = references.get(draft.asset).into_iter().flatten();
            let own = (!draft.is_published).then_some(&draft.asset);
            let targets = targets.chain(own).filter_map(|asset| forms.get(asset)).flatten();
            let targets = targets.filter_map(target).filter(|&place| place != places[index]);
            let Digest { size, sha256 } = &digests[index];
            items.push(Item {
                content: draft.content,
                is_fixed: draft.is_fixed,
                references: targets.collect(),
                stored: Stored {
                    name: draft.name,
                    size: *size,
                    sha256: sha256.clone(),
                    headers: draft.headers,
                    decoded_sha256: draft.coding.map(|(_, plain)| digests[plain].sha256.clone()),
                },
            });
        }
        Ok(items)
    }
}

/// A content with its codings, under one name.
#[derive(Debug)]
struct Form {
    asset: usize,
    name: String,
    content: Content,
    codings: Vec<(Encoding, Content)>,
    is_checked: bool,
    promised: Option<String>,
}

/// Compares the file of a finished export with its name, and decodes a precompressed one, which another program may have
/// made.
fn check(draft: &Draft, own: &Digest, digests: &[Digest]) -> Result<(), String> {
    if draft.promised.as_ref().is_some_and(|promised| !own.sha256.starts_with(promised)) {
        return Err(format!("{}: {OTHER_BYTES} (collect again)", draft.name));
    }
    let Some((coding, plain)) = draft.coding.filter(|_| draft.is_checked) else { return Ok(()) };
    let bytes = bytes(&draft.content).map_err(|error| format!("{}: {error}", draft.name))?;
    match decoded(coding.token(), &bytes) {
        Ok(decoded) if hex(&digest_of(&decoded)) == digests[plain].sha256 => Ok(()),
        _ => Err(format!(
            "{}: is no compressed form of the file beside it (collect again)",
            draft.name
        )),
    }
}

#[cfg(test)]
mod tests;
