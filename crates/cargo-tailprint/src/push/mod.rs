//! `cargo tailprint push`, `releases` and `prune`: assets in object storage.
//!
//! A store only grows: a push adds the objects that are missing, referenced ones first, and then its own release. No
//! object is a pointer to the current release, so pushes cannot take anything from one another. Only `prune` deletes.
//!
//! A push and a prune keep out of each other's way with two flags and no conditional write: each first writes its own
//! flag and then looks for that of the other. See [`flags`].

mod address;
mod flags;
mod inventory;
mod order;
mod plan;
mod prune;
mod release;
mod releases;
mod store;
mod upload;

use std::time::{Duration, Instant};

use serde::Serialize;

pub(crate) use self::prune::prune;
pub(crate) use self::releases::releases;

use crate::cli::{Format, Push};
use crate::support::failure::Failure;
use crate::support::interrupt;
use crate::support::terminal::{Progress, note, print, print_json, thousands};
use address::Wanted;
use flags::Flag;
use inventory::Inventory;
use plan::{Known, Plan};
use release::Release;
use store::Store;
use upload::{Sent, Upload};

/// Uploads the assets of a package or a folder that a store lacks.
pub(crate) fn push(options: &Push) -> Result<(), Failure> {
    let started = Instant::now();
    interrupt::listen()?;
    let progress = Progress::new();
    let inventory = Inventory::of(options, &progress)?;
    for line in &inventory.notes {
        note(line);
    }
    progress.say("comparing");
    let wanted = if options.dry_run { Wanted::Read } else { Wanted::Push };
    let store = address::open(&options.url, wanted)?;
    let pushed = run(push_to(&store, &inventory, options, &progress))??;
    drop(progress);
    match options.format {
        Format::Human => {
            print(&format!("{} in {:.2} s\n", pushed.line(), started.elapsed().as_secs_f64()));
        }
        Format::Json => print_json(&pushed.json(started.elapsed())),
    }
    Ok(())
}

/// Runs a future of this command to its end, on this thread.
fn run<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::CannotRun(format!("cannot start a runtime: {error}")))?;
    Ok(runtime.block_on(work))
}

async fn push_to(
    store: &Store,
    inventory: &Inventory,
    options: &Push,
    progress: &Progress,
) -> Result<Pushed, Failure> {
    let mut pushed = Pushed { dry_run: options.dry_run, ..Pushed::default() };
    let id = release::id(&inventory.build);
    let flag = if options.dry_run { None } else { Some(Flag::raise_push(store, &id).await?) };
    let compared = compare(store, inventory, options, &id, progress).await;
    let (known, plan) = match (compared, &flag) {
        (Ok(compared), _) => compared,
        (Err(failure), None) => return Err(failure),
        // Nothing was uploaded, so no prune needs to wait for this push. The failure says more than that of the flag.
        (Err(failure), Some(flag)) => {
            let _ = store.delete(std::slice::from_ref(&flag.name)).await;
            return Err(failure);
        }
    };
    let sent = match &flag {
        None => plan.as_if_sent(inventory),
        Some(flag) => {
            let upload = Upload::new(store, inventory, known.conditional, flag, progress);
            let sent = upload.run(&plan).await?;
            let release = sent.release(inventory, &known, flag.begun());
            flag.still_valid()?;
            release.put(store, &id).await.map_err(unrecorded)?;
            pushed.release = Some(format!("{}{id}.json", release::FOLDER));
            sent
        }
    };
    pushed.count(&sent, store);
    Ok(pushed)
}

/// Compares the inventory with what is known about the store.
async fn compare(
    store: &Store,
    inventory: &Inventory,
    options: &Push,
    id: &str,
    progress: &Progress,
) -> Result<(Known, Plan), Failure> {
    let index = flags::wait_for_prune(store, progress).await?;
    let newest = match index.newest() {
        Some(entry) => Some((entry.id.clone(), Release::fetch(store, &entry.id).await?)),
        None => None,
    };
    let mut known = Known::new(newest.as_ref(), &index, id);
    if newest.is_none() || options.verify {
        progress.say("listing");
        known.add_listing(store.list_all().await?);
    }
    let plan = Plan::new(inventory, &known)?;
    Ok((known, plan))
}

fn unrecorded(failure: Failure) -> Failure {
    match failure {
        Failure::CannotRun(why) => Failure::CannotRun(format!(
            "{why}\nall objects are there, but no release was recorded (push again; it goes on from there)"
        )),
        other => other,
    }
}

/// The result of a push.
#[derive(Debug, Default, Serialize)]
struct Pushed {
    uploaded: usize,
    unchanged: usize,
    /// The names of the objects whose headers were brought up to date.
    headers_updated: Vec<String>,
    /// The bytes that were uploaded.
    bytes: u64,
    requests: usize,
    release: Option<String>,
    dry_run: bool,
}

impl Pushed {
    fn count(&mut self, sent: &Sent, store: &Store) {
        self.uploaded = sent.uploaded;
        self.unchanged = sent.unchanged;
        self.headers_updated.clone_from(&sent.headers_updated);
        self.bytes = sent.bytes;
        self.requests = store.requests();
    }

    fn line(&self) -> String {
        let before = if self.dry_run { "dry run, nothing written: " } else { "" };
        let (uploaded, unchanged) = (thousands(self.uploaded), thousands(self.unchanged));
        let headers = match self.headers_updated.len() {
            0 => String::new(),
            1 => ", headers of 1 updated".to_owned(),
            number => format!(", headers of {} updated", thousands(number)),
        };
        format!(
            "{before}{uploaded} uploaded, {unchanged} unchanged{headers}, {} with {} request{}",
            bytes(self.bytes),
            thousands(self.requests),
            if self.requests == 1 { "" } else { "s" }
        )
    }

    fn json(&self, elapsed: Duration) -> String {
        #[derive(Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            pushed: &'a Pushed,
            seconds: f64,
        }
        let line = Line { pushed: self, seconds: elapsed.as_secs_f64() };
        // Serialising text and numbers cannot fail.
        serde_json::to_string(&line).map(|line| line + "\n").unwrap_or_default()
    }
}

/// A number of bytes for people: `1.2 MB`.
fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if number < 1_000 {
        return format!("{number} B");
    }
    #[allow(clippy::cast_precision_loss, reason = "a rounded number is wanted")]
    let mut value = number as f64 / 1e3;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1e3;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests;
