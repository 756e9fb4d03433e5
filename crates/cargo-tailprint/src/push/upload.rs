//! The uploads of a push, many at a time, each after those that it refers to.

use std::cell::Cell;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use object_store::Error;

use super::flags::Flag;
use super::inventory::{self, CHANGED, Inventory, Item, digest_of, hex};
use super::order;
use super::plan::{Known, Need, Plan, conflict, is_same};
use super::release::{Parts, Release, Stored};
use super::store::{Described, LARGE, Mode, Store};
use crate::support::failure::Failure;
use crate::support::interrupt::{self, Staging};
use crate::support::terminal::{self, Progress};

/// The most uploads at a time. A server at 50 ms then takes 640 small objects a second.
const AT_ONCE: usize = 32;
/// The most bytes that are held for uploads. A larger object is sent in parts.
const IN_MEMORY: u64 = 64 << 20;
/// The time between two looks whether the user has interrupted.
const LOOK: Duration = Duration::from_millis(200);
/// The wait before an upload is tried again that may have arrived although its answer did not. Half of it is random.
const PAUSE: Duration = Duration::from_millis(400);

/// The result of all uploads.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) uploaded: usize,
    pub(crate) unchanged: usize,
    pub(crate) headers_updated: Vec<String>,
    /// The bytes that were uploaded.
    pub(crate) bytes: u64,
    /// The objects as the store has them, in the order of the items.
    objects: Vec<Stored>,
    conditional: Option<bool>,
}

impl Sent {
    pub(crate) fn release(
        &self,
        inventory: &Inventory,
        known: &Known,
        begun: std::time::SystemTime,
    ) -> Release {
        Release::new(Parts {
            build: &inventory.build,
            begun,
            conditional: self.conditional,
            objects: self.objects.clone(),
            earlier: known.earlier_than(&self.objects),
        })
    }
}

/// The result of one upload: the object as the store has it now.
#[derive(Debug)]
enum Done {
    Uploaded(Stored),
    Present(Stored),
    HeadersUpdated(Stored),
}

/// The uploads of a push.
#[derive(Debug)]
pub(crate) struct Upload<'a> {
    store: &'a Store,
    inventory: &'a Inventory,
    flag: &'a Flag,
    progress: &'a Progress,
    /// True if the store refuses to replace an object when it is asked not to; none if that is not known.
    conditional: Cell<Option<bool>>,
}

impl<'a> Upload<'a> {
    pub(crate) fn new(
        store: &'a Store,
        inventory: &'a Inventory,
        conditional: Option<bool>,
        flag: &'a Flag,
        progress: &'a Progress,
    ) -> Self {
        Self { store, inventory, flag, progress, conditional: Cell::new(conditional) }
    }

    /// Does all that the plan says. After an error, uploads that have begun are ended, and none is begun.
    pub(crate) async fn run(&self, plan: &Plan) -> Result<Sent, Failure> {
        let _staging = Staging::begin();
        let needs = &plan.needs;
        let mut queue = Queue::new(self.inventory, needs);
        let mut objects: Vec<Option<Stored>> = needs
            .iter()
            .map(|need| if let Need::Nothing(stored) = need { Some(stored.clone()) } else { None })
            .collect();
        let mut sent = Sent { unchanged: objects.iter().flatten().count(), ..Sent::default() };
        let all = queue.open;
        let mut running: FuturesUnordered<LocalBoxFuture<'_, (usize, Result<Done, Failure>)>> =
            FuturesUnordered::new();
        let mut failure = None;
        loop {
            while failure.is_none() && running.len() < AT_ONCE {
                let Some(next) = queue.next() else { break };
                running.push(Box::pin(async move { (next, self.one(next, &needs[next]).await) }));
            }
            let (index, done) = match tokio::time::timeout(LOOK, running.next()).await {
                Ok(Some(done)) => done,
                Ok(None) => break,
                Err(_) => {
                    if interrupt::check().is_err() {
                        return Err(interrupted(&sent));
                    }
                    continue;
                }
            };
            match done {
                Ok(done) => {
                    objects[index] = Some(sent.count(done, &self.inventory.items[index]));
                    queue.done(index);
                    self.progress.count("uploading", all - queue.open, all);
                    if failure.is_none() {
                        failure = self.flag.renew(self.store).await.err();
                    }
                }
                Err(error) => failure = failure.or(Some(error)),
            }
            if interrupt::check().is_err() {
                return Err(interrupted(&sent));
            }
        }
        match failure {
            Some(Failure::CannotRun(why)) => Err(unfinished(&sent, all, &why)),
            Some(other) => Err(other),
            None => {
                sent.objects = objects.into_iter().flatten().collect();
                sent.conditional = self.conditional.get();
                Ok(sent)
            }
        }
    }

    async fn one(&self, index: usize, need: &Need) -> Result<Done, Failure> {
        let item = &self.inventory.items[index];
        match need {
            Need::Nothing(stored) => Ok(Done::Present(stored.clone())),
            Need::Headers(stored) => self.update_headers(item, stored).await,
            Need::Look => self.compare(item).await,
            Need::Send if !item.is_fixed => {
                self.write(item, Mode::Replace).await?;
                Ok(Done::Uploaded(item.stored.clone()))
            }
            Need::Send => self.create(item).await,
        }
    }

    /// Uploads an object that is not to replace another.
    async fn create(&self, item: &Item) -> Result<Done, Failure> {
        if item.stored.size >= LARGE || self.conditional.get() == Some(false) {
            let name = &item.stored.name;
            let there = self.store.describe(name).await;
            let there = there.map_err(|error| self.store.cannot("be read", name, &error))?;
            return match there {
                Some(there) => self.compare_with(item, there).await,
                None => {
                    self.write(item, Mode::Replace).await?;
                    Ok(Done::Uploaded(item.stored.clone()))
                }
            };
        }
        let bytes = self.bytes(item)?;
        match self.try_create(item, bytes.clone()).await {
            Ok(()) => {
                if self.conditional.get().is_none() {
                    self.probe(item, bytes).await;
                }
                Ok(Done::Uploaded(item.stored.clone()))
            }
            Err(Error::AlreadyExists { .. }) => {
                self.conditional.set(Some(true));
                self.compare(item).await
            }
            // A file system without hard links gives any error.
            Err(error) if is_unsupported(&error) || !self.store.keeps_headers => {
                self.conditional.set(Some(false));
                Box::pin(self.create(item)).await
            }
            Err(error) => Err(self.cannot_upload(item, &error)),
        }
    }

    /// Uploads an object, and once more after an error that says nothing about its arrival: the store then refuses the
    /// second, and the first is compared.
    async fn try_create(&self, item: &Item, bytes: Bytes) -> Result<(), Error> {
        let put = |bytes| {
            let stored = &item.stored;
            self.store.put(&stored.name, bytes, &stored.headers, Some(stored), Mode::Create)
        };
        match put(bytes.clone()).await {
            Err(error @ Error::Generic { .. })
                if self.store.keeps_headers && !is_unsupported(&error) =>
            {
                tokio::time::sleep(pause()).await;
                put(bytes).await
            }
            result => result,
        }
    }

    /// Finds out whether the store refuses to replace an object: by the bytes that it has just got.
    async fn probe(&self, item: &Item, bytes: Bytes) {
        // Others that have just been uploaded need not ask the same.
        self.conditional.set(Some(true));
        let stored = &item.stored;
        let again =
            self.store.put(&stored.name, bytes, &stored.headers, Some(stored), Mode::Create).await;
        self.conditional.set(Some(matches!(again, Err(Error::AlreadyExists { .. }))));
    }

    fn bytes(&self, item: &Item) -> Result<Bytes, Failure> {
        let name = &item.stored.name;
        let bytes = inventory::bytes(&item.content).map_err(|error| format!("{name}: {error}"))?;
        if hex(&digest_of(&bytes)) == item.stored.sha256 {
            return Ok(bytes);
        }
        Err(format!("{name}: {CHANGED}").into())
    }

    /// Writes an object whatever is there.
    async fn write(&self, item: &Item, mode: Mode) -> Result<(), Failure> {
        let stored = &item.stored;
        let written = if stored.size >= LARGE {
            let parts = inventory::parts(&item.content, &stored.sha256);
            let parts = parts.map_err(|error| format!("{}: {error}", stored.name))?;
            self.store.put_parts(stored, parts).await
        } else {
            let bytes = self.bytes(item)?;
            self.store.put(&stored.name, bytes, &stored.headers, Some(stored), mode).await
        };
        written.map_err(|error| self.cannot_upload(item, &error))
    }

    fn cannot_upload(&self, item: &Item, error: &Error) -> Failure {
        self.store.cannot("be uploaded", &item.stored.name, error)
    }

    /// Compares an item with the object of its name. One that is gone meanwhile is uploaded.
    async fn compare(&self, item: &Item) -> Result<Done, Failure> {
        let name = &item.stored.name;
        let there = self.store.describe(name).await;
        let there = there.map_err(|error| self.store.cannot("be read", name, &error))?;
        match there {
            Some(there) => self.compare_with(item, there).await,
            None => {
                self.write(item, Mode::Replace).await?;
                Ok(Done::Uploaded(item.stored.clone()))
            }
        }
    }

    async fn compare_with(&self, item: &Item, there: Described) -> Result<Done, Failure> {
        let name = &item.stored.name;
        let is_coded = item.stored.decoded_sha256.is_some();
        let mut stored = Stored { size: there.size, headers: there.headers, ..item.stored.clone() };
        let digests = there.digests;
        match (digests.sha256, digests.decoded) {
            (Some(sha256), decoded) if decoded.is_some() == is_coded => {
                (stored.sha256, stored.decoded_sha256) = (sha256, decoded);
            }
            _ => {
                let bytes = self.store.get(name).await;
                let bytes = bytes.map_err(|error| self.store.cannot("be read", name, &error))?;
                stored.size = bytes.len() as u64;
                stored.sha256 = hex(&digest_of(&bytes));
                if let Some(coding) = &item.stored.headers.content_encoding {
                    let decoded = inventory::decoded(coding, &bytes).ok();
                    stored.decoded_sha256 =
                        Some(decoded.map(|it| hex(&digest_of(&it))).unwrap_or_default());
                }
            }
        }
        if !is_same(&item.stored, &stored) {
            return Err(conflict(&self.store.shown(name)).into());
        }
        if self.store.keeps_headers && stored.headers != item.stored.headers {
            return self.update_headers(item, &stored).await;
        }
        stored.headers = item.stored.headers.clone();
        Ok(Done::Present(stored))
    }

    /// Gives an object the headers of an item. Its bytes stay, also where the item has another coding of the same.
    async fn update_headers(&self, item: &Item, stored: &Stored) -> Result<Done, Failure> {
        let new = Stored { headers: item.stored.headers.clone(), ..stored.clone() };
        if !self.store.keeps_headers {
            return Ok(Done::HeadersUpdated(new));
        }
        if new.sha256 == item.stored.sha256 {
            self.write(item, Mode::Replace).await?;
            return Ok(Done::HeadersUpdated(new));
        }
        let name = &new.name;
        let bytes = self.store.get(name).await;
        let bytes = bytes.map_err(|error| self.store.cannot("be read", name, &error))?;
        if hex(&digest_of(&bytes)) != new.sha256 {
            return Err(conflict(&self.store.shown(name)).into());
        }
        self.store
            .put(name, bytes, &new.headers, Some(&new), Mode::Replace)
            .await
            .map_err(|error| self.cannot_upload(item, &error))?;
        Ok(Done::HeadersUpdated(new))
    }
}

impl Sent {
    fn count(&mut self, done: Done, item: &Item) -> Stored {
        match done {
            Done::Uploaded(stored) => {
                self.uploaded += 1;
                self.bytes += item.stored.size;
                stored
            }
            Done::Present(stored) => {
                self.unchanged += 1;
                stored
            }
            Done::HeadersUpdated(stored) => {
                self.unchanged += 1;
                self.headers_updated.push(stored.name.clone());
                stored
            }
        }
    }
}

/// The items that are to be uploaded, each after those that it refers to.
#[derive(Debug)]
struct Queue {
    /// The number of items that are not done.
    open: usize,
    ready: Vec<usize>,
    /// The number of references that each item waits for.
    waits: Vec<usize>,
    waiting: Vec<Vec<usize>>,
    sizes: Vec<u64>,
    in_memory: u64,
}

impl Queue {
    fn new(inventory: &Inventory, needs: &[Need]) -> Self {
        let items = &inventory.items;
        let references: Vec<Vec<usize>> =
            items.iter().map(|item| item.references.clone()).collect();
        let before = order::before(&references, |index| !items[index].is_fixed);
        let is_open = |index: usize| !matches!(needs[index], Need::Nothing(_));
        let mut queue = Self {
            open: 0,
            ready: Vec::new(),
            waits: vec![0; items.len()],
            waiting: vec![Vec::new(); items.len()],
            // What is sent in parts holds no more than one of them.
            sizes: items.iter().map(|item| item.stored.size.min(LARGE / 4)).collect(),
            in_memory: 0,
        };
        for (index, before) in before.into_iter().enumerate().filter(|(index, _)| is_open(*index)) {
            queue.open += 1;
            for target in before.into_iter().filter(|&target| is_open(target)) {
                queue.waits[index] += 1;
                queue.waiting[target].push(index);
            }
            if queue.waits[index] == 0 {
                queue.ready.push(index);
            }
        }
        queue
    }

    /// The next item that may be uploaded now.
    fn next(&mut self) -> Option<usize> {
        let next = *self.ready.last()?;
        let size = self.sizes[next];
        if self.in_memory > 0 && self.in_memory + size > IN_MEMORY {
            return None;
        }
        self.in_memory += size;
        self.ready.pop()
    }

    fn done(&mut self, index: usize) {
        self.open -= 1;
        self.in_memory -= self.sizes[index];
        for next in std::mem::take(&mut self.waiting[index]) {
            self.waits[next] -= 1;
            if self.waits[next] == 0 {
                self.ready.push(next);
            }
        }
    }
}

/// Returns true for the answer of a store that does not know conditional writes: `501 Not Implemented`.
fn is_unsupported(error: &Error) -> bool {
    match error {
        Error::NotImplemented { .. } | Error::NotSupported { .. } => true,
        Error::Generic { source, .. } => source.to_string().contains("NotImplemented"),
        _ => false,
    }
}

fn pause() -> Duration {
    let random = getrandom::u32().unwrap_or_default();
    PAUSE / 2 + (PAUSE / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
}

fn unfinished(sent: &Sent, all: usize, why: &str) -> Failure {
    let done = sent.uploaded;
    Failure::CannotRun(format!(
        "{why}\n{done} of {all} objects were uploaded and no release was recorded (push again; it goes on from there)"
    ))
}

fn interrupted(sent: &Sent) -> Failure {
    terminal::error(&format!(
        "interrupted; {} objects or more were uploaded and no release was recorded, the next push goes on from there",
        sent.uploaded
    ));
    Failure::Stopped
}
