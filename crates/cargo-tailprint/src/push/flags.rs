//! The flags of running commands: `releases/<id>.push` and `releases/<id>.prune`.
//!
//! A push raises its flag, then looks for a prune. A prune raises its flag, then looks for pushes. A store shows what was
//! written before, so at least one of two that run at once sees the other: a push waits for the prune, a prune gives
//! way to the push. Pushes do not care about one another.
//!
//! A push leaves its flag, since one request for each push is saved that way. The flag is down when the release of the same
//! id is there. A prune removes the flags that say nothing any more.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::release::{self, FOLDER};
use super::store::{Headers, Mode, Store};
use crate::support::failure::Failure;
use crate::support::interrupt;
use crate::support::terminal::{Progress, note};

/// The time after which a running push raises its flag again. A prune passes over a flag that is older than its grace
/// period, which is a multiple of this.
const RENEWAL: Duration = Duration::from_secs(15 * 60);
/// The age of its flag at which a push gives up: the machine has slept.
const LIFETIME: Duration = Duration::from_secs(40 * 60);
/// The time after which a running prune raises its flag again, and looks for pushes again.
const RENEWAL_OF_PRUNE: Duration = Duration::from_secs(5);
/// The time for which the flag of a prune may stay as it is before a push takes that prune for dead. It is longer than
/// all attempts of a prune at one request.
const PATIENCE: Duration = Duration::from_secs(60);
/// The time between two looks at the flag of a prune.
const LOOK: Duration = Duration::from_secs(1);

/// A file in the folder of releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    /// Milliseconds since 1970 by the clock of the store.
    pub(crate) modified: i64,
}

/// The folder of releases, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) releases: Vec<Entry>,
    pub(crate) pushes: Vec<Entry>,
    pub(crate) prunes: Vec<Entry>,
}

impl Index {
    pub(crate) async fn fetch(store: &Store) -> Result<Self, Failure> {
        let mut index = Self::default();
        for object in store.list(FOLDER).await? {
            let Some(file) = object.name.strip_prefix(FOLDER) else { continue };
            let Some((id, kind)) = file.rsplit_once('.') else { continue };
            // Whatever else lies there is none of ours.
            if !release::is_id(id) {
                continue;
            }
            let entries = match kind {
                "json" => &mut index.releases,
                "push" => &mut index.pushes,
                "prune" => &mut index.prunes,
                _ => continue,
            };
            entries.push(Entry { id: id.to_owned(), modified: object.modified });
        }
        for entries in [&mut index.releases, &mut index.pushes, &mut index.prunes] {
            entries.sort_by(|a, b| (b.modified, &b.id).cmp(&(a.modified, &a.id)));
        }
        Ok(index)
    }

    pub(crate) fn newest(&self) -> Option<&Entry> {
        self.releases.first()
    }

    pub(crate) fn has_release(&self, id: &str) -> bool {
        self.releases.iter().any(|entry| entry.id == id)
    }

    /// Returns true if no push but `own` may have replaced an object since the newest release was begun.
    pub(crate) fn newest_was_last(&self, own: &str) -> bool {
        let Some(newest) = self.newest() else { return false };
        let Some(begun) = self.pushes.iter().find(|push| push.id == newest.id) else {
            return false;
        };
        let mut others = self.pushes.iter().filter(|push| push.id != newest.id && push.id != own);
        others.all(|push| {
            let ended = self.releases.iter().find(|release| release.id == push.id);
            let dead = push.modified.saturating_add(millis(LIFETIME));
            ended.map_or(dead, |release| release.modified) < begun.modified
        })
    }
}

/// A raised flag.
#[derive(Debug)]
pub(crate) struct Flag {
    pub(crate) name: String,
    begun: SystemTime,
    raised: std::cell::Cell<Instant>,
}

impl Flag {
    /// Raises the flag of a push.
    pub(crate) async fn raise_push(store: &Store, id: &str) -> Result<Self, Failure> {
        Self::raise(store, format!("{FOLDER}{id}.push")).await
    }

    /// Raises the flag of a prune.
    pub(crate) async fn raise_prune(store: &Store, id: &str) -> Result<Self, Failure> {
        Self::raise(store, format!("{FOLDER}{id}.prune")).await
    }

    async fn raise(store: &Store, name: String) -> Result<Self, Failure> {
        let (begun, raised) = (SystemTime::now(), Instant::now().into());
        let flag = Self { name, begun, raised };
        let time = format!("{{\"started\":\"{}\"}}\n", release::time(begun));
        flag.write(store, time.into_bytes()).await?;
        Ok(flag)
    }

    /// Writes the flag with another content, which raises it again.
    pub(crate) async fn write(&self, store: &Store, content: Vec<u8>) -> Result<(), Failure> {
        let now = Instant::now();
        store
            .put(&self.name, content.into(), &Headers::of_json(), None, Mode::Replace)
            .await
            .map_err(|error| store.cannot("be written", &self.name, &error))?;
        self.raised.set(now);
        Ok(())
    }

    pub(crate) fn begun(&self) -> SystemTime {
        self.begun
    }

    /// Raises the flag of a push again if it is old.
    pub(crate) async fn renew(&self, store: &Store) -> Result<(), Failure> {
        self.still_valid()?;
        if self.raised.get().elapsed() < RENEWAL {
            return Ok(());
        }
        let time = format!("{{\"started\":\"{}\"}}\n", release::time(self.begun));
        self.write(store, time.into_bytes()).await
    }

    /// Returns true if the flag of a prune is to be raised again.
    pub(crate) fn is_stale_for_prune(&self) -> bool {
        self.raised.get().elapsed() >= RENEWAL_OF_PRUNE
    }

    /// Returns an error if the flag has not been raised for so long that a prune may have passed over it.
    pub(crate) fn still_valid(&self) -> Result<(), Failure> {
        if self.raised.get().elapsed() < LIFETIME {
            return Ok(());
        }
        Err("the push was suspended, and a prune may have run meanwhile (run it again; it goes on from there)"
            .to_owned()
            .into())
    }
}

/// Reads the folder of releases as soon as no prune runs.
pub(crate) async fn wait_for_prune(store: &Store, progress: &Progress) -> Result<Index, Failure> {
    let mut seen: Option<(Vec<Entry>, Instant)> = None;
    loop {
        let index = Index::fetch(store).await?;
        if index.prunes.is_empty() {
            return Ok(index);
        }
        progress.say("waiting for a prune");
        match &seen {
            Some((prunes, since)) if *prunes == index.prunes => {
                if since.elapsed() >= PATIENCE {
                    note(
                        "a prune of this store has died; run `cargo tailprint prune` again to end it",
                    );
                    return Ok(index);
                }
            }
            _ => seen = Some((index.prunes.clone(), Instant::now())),
        }
        tokio::time::sleep(LOOK).await;
        interrupt::check()?;
    }
}

/// A span of time in the unit of the times of a store.
pub(crate) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Returns true if the flag of another prune is so old that it is that of a dead one.
pub(crate) fn is_dead_prune(entry: &Entry, now: i64) -> bool {
    now.saturating_sub(entry.modified) >= millis(PATIENCE)
}
