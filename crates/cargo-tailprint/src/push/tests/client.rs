//! A client of a store in memory whose requests are slow, fail, arrive without an answer, or are its last.
//!
//! Its clock is that of the runtime, which stands still until all wait. So hours of waits take no time.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _, TryStreamExt as _};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload,
    ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode, PutMultipartOptions, PutOptions,
    PutPayload, PutResult, Result,
};
use tokio::sync::Notify;
use tokio::time::Instant;

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Numbers that look random and are the same in every run.
#[derive(Debug)]
pub(super) struct Numbers(AtomicU64);

impl Numbers {
    pub(super) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1))
    }

    /// A number below a bound.
    pub(super) fn below(&self, bound: u64) -> u64 {
        let mut number = self.0.load(Ordering::Relaxed);
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        self.0.store(number, Ordering::Relaxed);
        (number >> 11) % bound
    }
}

/// A store in memory, with times by the clock of the runtime.
#[derive(Debug)]
pub(super) struct Shared {
    objects: InMemory,
    modified: Mutex<BTreeMap<Path, DateTime<Utc>>>,
    started: Instant,
    /// False for a store that replaces an object although it is asked not to.
    is_conditional: bool,
}

impl Shared {
    pub(super) fn new(is_conditional: bool) -> Arc<Self> {
        Arc::new(Self {
            objects: InMemory::new(),
            modified: Mutex::default(),
            started: Instant::now(),
            is_conditional,
        })
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + self.started.elapsed()
    }

    /// All objects, as names and bytes.
    pub(super) async fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let listed: Vec<ObjectMeta> = self.objects.list(None).try_collect().await.unwrap();
        let mut all = BTreeMap::new();
        for meta in listed {
            let bytes = self.objects.get(&meta.location).await.unwrap().bytes().await.unwrap();
            all.insert(meta.location.to_string(), bytes.to_vec());
        }
        all
    }

    async fn put(&self, at: &Path, bytes: PutPayload, mut how: PutOptions) -> Result<PutResult> {
        if !self.is_conditional {
            how.mode = PutMode::Overwrite;
        }
        let result = self.objects.put_opts(at, bytes, how).await?;
        self.modified.lock().unwrap().insert(at.clone(), self.now());
        Ok(result)
    }
}

/// The habits of a client and of the way to its store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// One request in so many fails.
    pub(super) one_fails_in: u64,
    /// The number of requests after which the client is dead.
    pub(super) lives: Option<u64>,
    /// The longest that the client sleeps after a request, once in four hundred.
    pub(super) longest_sleep: Duration,
}

/// A client of a store.
#[derive(Debug)]
pub(super) struct Client {
    shared: Arc<Shared>,
    numbers: Numbers,
    habits: Habits,
    requests: AtomicU64,
    /// Told when the client is dead.
    pub(super) died: Arc<Notify>,
}

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Good,
    /// It does not arrive.
    Lost,
    /// It arrives, and the answer gets lost.
    Unanswered,
    /// The answer ends in the middle.
    Half,
}

impl Client {
    pub(super) fn new(shared: &Arc<Shared>, seed: u64, habits: Habits) -> Self {
        Self {
            shared: Arc::clone(shared),
            numbers: Numbers::new(seed),
            habits,
            requests: AtomicU64::new(0),
            died: Arc::default(),
        }
    }

    /// Takes a request on its way.
    async fn fate(&self) -> Fate {
        let request = self.requests.fetch_add(1, Ordering::Relaxed);
        if self.habits.lives == Some(request) {
            self.dies().await;
        }
        tokio::time::sleep(Duration::from_millis(self.numbers.below(60))).await;
        match self.numbers.below(3 * self.habits.one_fails_in) {
            0 => Fate::Lost,
            1 => Fate::Unanswered,
            2 => Fate::Half,
            _ => Fate::Good,
        }
    }

    /// Ends the client at half of its requests after they have arrived.
    async fn arrived(&self) {
        let lives = self.habits.lives.and_then(|lives| lives.checked_sub(1));
        if lives == Some(self.requests.load(Ordering::Relaxed)) && self.numbers.below(2) == 0 {
            self.dies().await;
        }
        let sleep = match self.numbers.below(400) {
            0 => self
                .habits
                .longest_sleep
                .mul_f64(f64::from(u32::try_from(self.numbers.below(100)).unwrap()) / 1e2),
            _ => Duration::from_millis(self.numbers.below(60)),
        };
        tokio::time::sleep(sleep).await;
    }

    async fn dies(&self) {
        self.died.notify_one();
        std::future::pending::<()>().await;
    }
}

fn failure() -> Error {
    Error::Generic { store: "a test", source: "503 Slow Down".into() }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a client")
    }
}

impl ObjectStore for Client {
    fn put_opts<'s: 'f, 'p: 'f, 'f>(
        &'s self,
        at: &'p Path,
        bytes: PutPayload,
        how: PutOptions,
    ) -> Answer<'f, PutResult> {
        Box::pin(async move {
            let fate = self.fate().await;
            // S3 stores nothing of a body that is shorter than it says.
            if matches!(fate, Fate::Lost | Fate::Half) {
                return Err(failure());
            }
            let result = self.shared.put(at, bytes, how).await;
            self.arrived().await;
            if fate == Fate::Unanswered { Err(failure()) } else { result }
        })
    }

    fn put_multipart_opts<'s: 'f, 'p: 'f, 'f>(
        &'s self,
        _: &'p Path,
        _: PutMultipartOptions,
    ) -> Answer<'f, Box<dyn MultipartUpload>> {
        unimplemented!("no object of a test is that large")
    }

    fn get_opts<'s: 'f, 'p: 'f, 'f>(
        &'s self,
        at: &'p Path,
        how: GetOptions,
    ) -> Answer<'f, GetResult> {
        Box::pin(async move {
            let fate = self.fate().await;
            if matches!(fate, Fate::Lost | Fate::Unanswered) {
                return Err(failure());
            }
            let mut result = self.shared.objects.get_opts(at, how).await?;
            self.arrived().await;
            if fate == Fate::Half {
                let cut = futures_util::stream::once(async { Err(failure()) });
                result.payload = GetResultPayload::Stream(cut.boxed());
            }
            Ok(result)
        })
    }

    fn delete_stream(
        &self,
        names: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        let shared = Arc::clone(&self.shared);
        // The fate of each request is drawn before it, since a stream outlives the client.
        let fails = (0..1_000).map(|_| self.numbers.below(self.habits.one_fails_in) == 0);
        let fails: Vec<bool> = fails.collect();
        let numbered = futures_util::stream::iter(fails).zip(names);
        let delete = move |(fails, name): (bool, Result<Path>)| {
            let shared = Arc::clone(&shared);
            async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                let name = name?;
                if fails {
                    return Err(failure());
                }
                shared.objects.delete(&name).await?;
                shared.modified.lock().unwrap().remove(&name);
                Ok(name)
            }
        };
        numbered.then(delete).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let shared = Arc::clone(&self.shared);
        let prefix = prefix.cloned();
        let pause = Duration::from_millis(self.numbers.below(60));
        let cut = (self.numbers.below(self.habits.one_fails_in) == 0)
            .then(|| usize::try_from(self.numbers.below(9)).unwrap());
        let listing = async move {
            tokio::time::sleep(pause).await;
            let listed: Vec<_> = shared.objects.list(prefix.as_ref()).collect().await;
            let modified = shared.modified.lock().unwrap().clone();
            let mut listed: Vec<Result<ObjectMeta>> = listed
                .into_iter()
                .map(|meta| {
                    meta.map(|meta| ObjectMeta { last_modified: modified[&meta.location], ..meta })
                })
                .collect();
            if let Some(cut) = cut {
                listed.truncate(cut);
                listed.push(Err(failure()));
            }
            futures_util::stream::iter(listed)
        };
        listing.into_stream().flatten().boxed()
    }

    fn list_with_delimiter<'s: 'f, 'p: 'f, 'f>(
        &'s self,
        _: Option<&'p Path>,
    ) -> Answer<'f, ListResult> {
        unimplemented!("no command lists by folder")
    }

    fn copy_opts<'s: 'f, 'p: 'f, 'q: 'f, 'f>(
        &'s self,
        _: &'p Path,
        _: &'q Path,
        _: CopyOptions,
    ) -> Answer<'f, ()> {
        unimplemented!("no command copies")
    }
}
