//! `cargo tailprint prune`: deletes old releases, and the objects that only they name.

use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use tailprint_core::fingerprint::logical_path;

use super::address::{self, Wanted};
use super::flags::{Entry, Flag, Index, is_dead_prune, millis};
use super::release::{self, FOLDER, Release, Stored};
use super::releases::{fetch_all, time};
use super::store::{Listed, Store};
use super::{bytes, run};
use crate::cli::{Encoding, Format, Prune};
use crate::support::failure::Failure;
use crate::support::interrupt::{self, Staging};
use crate::support::terminal::{self, Progress, print, print_json, thousands};

/// The most objects that are deleted by one request. A flag is raised again in between.
const BATCH: usize = 100;

/// Deletes old releases, or says what would be deleted.
pub(crate) fn prune(options: &Prune) -> Result<(), Failure> {
    interrupt::listen()?;
    let progress = Progress::new();
    let wanted = if options.yes { Wanted::Prune } else { Wanted::Read };
    let store = address::open(&options.url, wanted)?;
    let chosen = run(async {
        if options.yes {
            let _staging = Staging::begin();
            delete(&store, options, &progress).await
        } else {
            let index = Index::fetch(&store).await?;
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            choose(&store, &index, Vec::new(), options, millis(now)).await
        }
    })??;
    drop(progress);
    match options.format {
        Format::Human => print(&chosen.human(options.yes)),
        Format::Json => print_json(&chosen.json(options.yes)),
    }
    Ok(())
}

/// The releases and objects to delete.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    kept: usize,
    /// The releases, with the times of their pushes.
    releases: Vec<Entry>,
    objects: Vec<String>,
    bytes: u64,
    /// Files in the folder of releases that say nothing any more.
    leftovers: Vec<String>,
}

/// The objects of an unfinished prune, in its flag.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Condemned {
    objects: Vec<String>,
}

pub(super) async fn delete(
    store: &Store,
    options: &Prune,
    progress: &Progress,
) -> Result<Chosen, Failure> {
    let id = release::id(&random());
    let flag = Flag::raise_prune(store, &id).await?;
    let deleted = delete_with(store, &flag, &id, options, progress).await;
    // A prune that failed while it deleted leaves its flag, which names what is left to do.
    match deleted {
        Ok(chosen) => {
            store.delete(&[flag.name]).await?;
            Ok(chosen)
        }
        Err((failure, has_begun)) => {
            if !has_begun {
                store.delete(&[flag.name]).await?;
            }
            Err(failure)
        }
    }
}

/// Twelve hexadecimal digits that no other prune has.
fn random() -> String {
    let number = getrandom::u64().unwrap_or_default();
    format!("{:012x}", number & 0xffff_ffff_ffff)
}

async fn delete_with(
    store: &Store,
    flag: &Flag,
    id: &str,
    options: &Prune,
    progress: &Progress,
) -> Result<Chosen, (Failure, bool)> {
    let before = |failure: Failure| (failure, false);
    let index = Index::fetch(store).await.map_err(before)?;
    let now = index.prunes.iter().find(|entry| entry.id == id).map(|entry| entry.modified);
    let now = now.ok_or_else(|| {
        before(format!("{}: was removed by another prune", store.shown(&flag.name)).into())
    })?;
    refuse(&index, id, options.grace, now).map_err(|why| before(why.into()))?;
    let dead = index.prunes.iter().filter(|entry| entry.id != id);
    let dead: Vec<String> = dead.map(|entry| format!("{FOLDER}{}.prune", entry.id)).collect();
    let mut condemned = Vec::new();
    for flag in &dead {
        let json =
            store.get(flag).await.map_err(|error| before(store.cannot("be read", flag, &error)))?;
        condemned.extend(serde_json::from_slice::<Condemned>(&json).unwrap_or_default().objects);
    }
    let mut chosen = choose(store, &index, condemned, options, now).await.map_err(before)?;
    chosen.leftovers.extend(dead);
    let condemned = Condemned { objects: chosen.objects.clone() };
    // Serialising text cannot fail.
    let condemned = serde_json::to_vec(&condemned).unwrap_or_default();
    flag.write(store, condemned.clone()).await.map_err(before)?;
    let during = |failure: Failure| (failure, true);
    // First the releases, so that no push relies on an object that is about to go.
    let releases = chosen.releases.iter();
    let files: Vec<String> = releases
        .flat_map(|entry| {
            [format!("{FOLDER}{}.json", entry.id), format!("{FOLDER}{}.push", entry.id)]
        })
        .collect();
    let all = files.iter().chain(&chosen.objects).chain(&chosen.leftovers).cloned();
    let all: Vec<String> = all.collect();
    let mut done = 0;
    for batch in all.chunks(BATCH) {
        if interrupt::check().is_err() {
            terminal::error("interrupted; run the same command again to delete the rest");
            return Err(during(Failure::Stopped));
        }
        if flag.is_stale_for_prune() {
            flag.write(store, condemned.clone()).await.map_err(during)?;
            let index = Index::fetch(store).await.map_err(during)?;
            refuse(&index, id, options.grace, now).map_err(|why| during(why.into()))?;
        }
        store.delete(batch).await.map_err(during)?;
        done += batch.len();
        progress.count("deleting", done, all.len());
    }
    Ok(chosen)
}

/// Refuses to delete while another command works on the store.
fn refuse(index: &Index, own: &str, grace: Duration, now: i64) -> Result<(), String> {
    let mut others = index.prunes.iter().filter(|entry| entry.id != own);
    if let Some(other) = others.find(|entry| !is_dead_prune(entry, now)) {
        return Err(format!(
            "another prune runs since {} (nothing was deleted; run this one again when it has ended)",
            time(other.modified)
        ));
    }
    let grace = millis(grace);
    let mut pushes = index.pushes.iter().filter(|push| !index.has_release(&push.id));
    if let Some(push) = pushes.find(|push| now.saturating_sub(push.modified) < grace) {
        return Err(format!(
            "a push that began at {} has not ended, and may rely on any object (run this again when it has ended; \
             a push that died is passed over when it is older than `--grace`)",
            time(push.modified)
        ));
    }
    Ok(())
}

/// Chooses what to delete.
async fn choose(
    store: &Store,
    index: &Index,
    condemned: Vec<String>,
    options: &Prune,
    now: i64,
) -> Result<Chosen, Failure> {
    let releases = fetch_all(store, &index.releases).await?;
    let listed = store.list_all().await?;
    let keep = Keep { number: options.keep as usize, age: options.keep_for, grace: options.grace };
    Ok(keep.choose(index, &releases, condemned, listed, now))
}

/// The rules by which releases and objects are kept.
#[derive(Clone, Copy, Debug)]
struct Keep {
    number: usize,
    age: Duration,
    grace: Duration,
}

impl Keep {
    fn choose(
        self,
        index: &Index,
        releases: &[(Entry, Release)],
        condemned: Vec<String>,
        listed: Vec<Listed>,
        now: i64,
    ) -> Chosen {
        let is_young = |modified: i64, age: Duration| now.saturating_sub(modified) < millis(age);
        let is_kept =
            |place: usize, entry: &Entry| place < self.number || is_young(entry.modified, self.age);
        let (kept, old): (Vec<_>, Vec<_>) =
            releases.iter().enumerate().partition(|(place, (entry, _))| is_kept(*place, entry));
        let names = |releases: &[(usize, &(Entry, Release))]| -> HashSet<String> {
            let objects = releases.iter().flat_map(|(_, (_, release))| &release.objects);
            objects.map(|object: &Stored| object.name.clone()).collect()
        };
        let (kept_names, old_names) = (names(&kept), names(&old));
        let paths: HashSet<String> =
            kept_names.iter().chain(&old_names).filter_map(|name| path_of(name)).collect();
        let condemned: HashSet<String> = condemned.into_iter().collect();
        // A push that died leaves objects that no release names. They are known by their hashed names.
        let is_ours = |name: &str| {
            old_names.contains(name)
                || condemned.contains(name)
                || path_of(name).is_some_and(|path| paths.contains(&path))
        };
        let gone = listed.into_iter().filter(|object| {
            !kept_names.contains(&object.name)
                && is_ours(&object.name)
                && !is_young(object.modified, self.grace)
        });
        let gone: Vec<Listed> = gone.collect();
        let old = old.into_iter().map(|(_, (entry, _))| entry.clone()).collect();
        Chosen {
            kept: kept.len(),
            leftovers: self.leftovers(index, now),
            releases: old,
            bytes: gone.iter().map(|object| object.size).sum(),
            objects: gone
                .into_iter()
                .map(|object| object.name)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        }
    }

    /// The flags of pushes that died before a later push began. That push has replaced what they may have replaced.
    fn leftovers(self, index: &Index, now: i64) -> Vec<String> {
        let ended = index.pushes.iter().filter(|push| index.has_release(&push.id));
        let Some(last) = ended.map(|push| push.modified).max() else { return Vec::new() };
        let dead = index.pushes.iter().filter(|push| {
            !index.has_release(&push.id)
                && push.modified < last
                && now.saturating_sub(push.modified) >= millis(self.grace)
        });
        dead.map(|push| format!("{FOLDER}{}.push", push.id)).collect()
    }
}

/// The logical path of a hashed name, or of a precompressed form of it.
fn path_of(name: &str) -> Option<String> {
    let plain = |coding: &Encoding| name.strip_suffix(coding.extension())?.strip_suffix('.');
    let plain = Encoding::ALL.iter().find_map(plain);
    [Some(name), plain].into_iter().flatten().find_map(logical_path)
}

impl Chosen {
    fn human(&self, deleted: bool) -> String {
        let mut text = String::new();
        for release in &self.releases {
            text.push_str(&format!("{}  pushed {}\n", release.id, time(release.modified)));
        }
        let plural = |number: usize| if number == 1 { "" } else { "s" };
        let (releases, objects) = (self.releases.len(), self.objects.len());
        text.push_str(&format!(
            "{}{} release{} and {} object{} of {} deleted, {} release{} kept\n",
            if deleted { "" } else { "dry run, nothing deleted: " },
            thousands(releases),
            plural(releases),
            thousands(objects),
            plural(objects),
            bytes(self.bytes),
            thousands(self.kept),
            plural(self.kept)
        ));
        if !deleted && (releases > 0 || objects > 0) {
            text.push_str("`--yes` deletes them\n");
        }
        text
    }

    fn json(&self, deleted: bool) -> String {
        #[derive(Serialize)]
        struct Line<'a> {
            releases: Vec<&'a str>,
            objects: &'a [String],
            bytes: u64,
            kept: usize,
            dry_run: bool,
        }
        let line = Line {
            releases: self.releases.iter().map(|release| &*release.id).collect(),
            objects: &self.objects,
            bytes: self.bytes,
            kept: self.kept,
            dry_run: !deleted,
        };
        // Serialising text and numbers cannot fail.
        serde_json::to_string(&line).map(|line| line + "\n").unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
