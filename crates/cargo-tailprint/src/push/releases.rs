//! `cargo tailprint releases`: lists what was pushed to a store.

use chrono::{DateTime, SecondsFormat};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Serialize;

use super::address::{self, Wanted};
use super::flags::{Entry, Index};
use super::release::Release;
use super::store::Store;
use super::{bytes, run};
use crate::cli::{Format, Releases};
use crate::support::failure::Failure;
use crate::support::interrupt;
use crate::support::terminal::{print, print_json, thousands};

/// The most releases that are fetched at a time.
const AT_ONCE: usize = 8;

/// A line of the output.
#[derive(Debug, Serialize)]
struct Line<'a> {
    release: &'a str,
    pushed: String,
    objects: usize,
    bytes: u64,
}

/// Prints a line for each release, newest first.
pub(crate) fn releases(options: &Releases) -> Result<(), Failure> {
    interrupt::listen()?;
    let store = address::open(&options.url, Wanted::Read)?;
    let found = run(async {
        let index = Index::fetch(&store).await?;
        fetch_all(&store, &index.releases).await
    })??;
    let text: String = found
        .iter()
        .map(|(entry, release)| {
            let line = Line {
                release: &entry.id,
                pushed: time(entry.modified),
                objects: release.objects.len(),
                bytes: release.bytes(),
            };
            match options.format {
                Format::Human => human(&line),
                // Serialising text and numbers cannot fail.
                Format::Json => serde_json::to_string(&line).unwrap_or_default() + "\n",
            }
        })
        .collect();
    match options.format {
        Format::Human if text.is_empty() => print("no releases\n"),
        Format::Human => print(&text),
        Format::Json => print_json(&text),
    }
    Ok(())
}

fn human(line: &Line<'_>) -> String {
    format!(
        "{}  pushed {}  {} object{}, {}\n",
        line.release,
        line.pushed,
        thousands(line.objects),
        if line.objects == 1 { "" } else { "s" },
        bytes(line.bytes)
    )
}

/// A time by the clock of the store.
pub(super) fn time(millis: i64) -> String {
    let time = DateTime::from_timestamp_millis(millis).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Fetches releases, in their order.
pub(super) async fn fetch_all(
    store: &Store,
    entries: &[Entry],
) -> Result<Vec<(Entry, Release)>, Failure> {
    futures_util::stream::iter(entries)
        .map(|entry| async move { Ok((entry.clone(), Release::fetch(store, &entry.id).await?)) })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}
