//! One visit of a page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chromiumoxide::Page;
use chromiumoxide::cdp::IntoEventKind;
use chromiumoxide::cdp::browser_protocol::log::{EventEntryAdded, LogEntryLevel, LogEntrySource};
use chromiumoxide::cdp::browser_protocol::network::{EventLoadingFailed, SetCacheDisabledParams};
use chromiumoxide::cdp::browser_protocol::page::CaptureScreenshotParams;
use chromiumoxide::cdp::browser_protocol::target::SetAutoAttachParams;
use chromiumoxide::cdp::js_protocol::debugger::EventScriptParsed;
use chromiumoxide::cdp::js_protocol::runtime::{
    ConsoleApiCalledType, EventConsoleApiCalled, EventExceptionThrown, RemoteObject,
};
use futures_util::StreamExt as _;
use serde_json::Value;

use crate::chromium::{Chromium, Tab};
use crate::harness::server::Server;

const PROBE: &str = include_str!("probe.js");
/// Cesium needs 20 s without a graphics card on two busy cores.
const PATIENCE: Duration = Duration::from_secs(120);
/// A page that has not loaded by then may still report.
const LOADING: Duration = Duration::from_secs(30);
/// A page that had an error and asks for nothing any more will hardly come to its end.
const QUIET: Duration = Duration::from_secs(3);
/// Errors come up to this long after the last answer.
const SETTLING: Duration = Duration::from_millis(300);
/// Waits until transitions are over and the result is painted. What moves for ever is not waited for.
const STILL: &str = "(async () => {
    const ends = (animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime);
    const moving = document.getAnimations().filter(ends).map((animation) => animation.finished.catch(() => {}));
    const late = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([Promise.all(moving), late]);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.race([frame().then(frame), late]);
    return true;
})()";

/// Everything that a visit is compared by.
#[derive(Debug)]
pub(crate) struct Visit {
    /// Status and logical path of requests.
    pub(crate) failed: BTreeSet<String>,
    /// Uncaught exceptions, errors on the console and errors that the browser logs.
    pub(crate) errors: BTreeSet<String>,
    /// Logical paths of scripts and how often each was compiled, under any of its names.
    pub(crate) scripts: BTreeMap<String, usize>,
    /// The report of the page, `null` if it does not come to its end.
    pub(crate) outcome: Value,
    /// A PNG in Base64.
    pub(crate) screenshot: String,
}

impl Visit {
    /// Everything that went wrong in this visit alone.
    pub(crate) fn faults(&self) -> impl Iterator<Item = String> {
        let unfinished = self.outcome.is_null().then(|| "the page does not report".to_owned());
        self.failed.iter().chain(&self.errors).cloned().chain(unfinished)
    }
}

#[derive(Debug, Default)]
struct Seen {
    errors: BTreeSet<String>,
    scripts: Vec<String>,
}

impl Seen {
    /// Adds an error without its stack.
    fn note(&mut self, error: &str) {
        self.errors.insert(error.lines().next().unwrap_or_default().to_owned());
    }
}

/// Loads `index.html` in a tab of its own and waits for its report.
pub(crate) async fn visit(chromium: &Chromium, server: &Server) -> Visit {
    let tab = chromium.tab().await;
    let page = tab.page();
    let seen = Arc::new(Mutex::new(Seen::default()));
    listen_to_errors(page, &seen).await;
    listen(page, &seen, |seen, event: &EventScriptParsed| seen.scripts.push(event.url.clone()))
        .await;
    // A service worker that is attached waits for a debugger that never comes.
    page.execute(SetAutoAttachParams::new(false, false)).await.unwrap();
    page.enable_debugger().await.unwrap();
    page.execute(SetCacheDisabledParams::new(true)).await.unwrap();
    page.evaluate_on_new_document(PROBE).await.unwrap();
    // A page that never ends loading is visited all the same.
    let address = format!("{}index.html", server.base());
    let _ = tokio::time::timeout(LOADING, tab.open(&address)).await;
    let outcome = outcome(&tab, server, &seen).await;
    let _ = tab.value_or_null(STILL).await;
    let screenshot = page.execute(CaptureScreenshotParams::default()).await.unwrap();
    tab.close().await;
    let seen = seen.lock().unwrap();
    let logical = |text: &String| logical(text, &server.base());
    let mut scripts = BTreeMap::new();
    let own = seen.scripts.iter().filter(|url| url.starts_with("http"));
    for url in own.filter(|url| !server.is_stub(url)) {
        *scripts.entry(logical(url)).or_default() += 1;
    }
    Visit {
        failed: server.failed().iter().map(logical).collect(),
        errors: seen.errors.iter().map(logical).collect(),
        scripts,
        outcome: serde_json::from_str(&logical(&outcome.to_string())).unwrap(),
        screenshot: screenshot.result.data.into(),
    }
}

async fn outcome(tab: &Tab, server: &Server, seen: &Mutex<Seen>) -> Value {
    let started = Instant::now();
    loop {
        let outcome = tab.value_or_null("globalThis.outcome ?? null").await;
        let failed = !server.failed().is_empty() || !seen.lock().unwrap().errors.is_empty();
        let quiet = if outcome.is_null() { QUIET } else { SETTLING };
        if server.idle() > quiet && (failed || !outcome.is_null()) || started.elapsed() > PATIENCE {
            return outcome;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn listen_to_errors(page: &Page, seen: &Arc<Mutex<Seen>>) {
    listen(page, seen, |seen, event: &EventExceptionThrown| {
        let thrown = event.exception_details.exception.as_ref().map(words);
        seen.note(&thrown.unwrap_or_else(|| event.exception_details.text.clone()));
    })
    .await;
    listen(page, seen, |seen, event: &EventConsoleApiCalled| {
        if matches!(event.r#type, ConsoleApiCalledType::Error | ConsoleApiCalledType::Assert) {
            seen.note(&event.args.iter().map(words).collect::<Vec<_>>().join(" "));
        }
    })
    .await;
    listen(page, seen, |seen, event: &EventEntryAdded| {
        let entry = &event.entry;
        // Answers with an error status are in the record of the server.
        if entry.level == LogEntryLevel::Error && entry.source != LogEntrySource::Network {
            seen.note(&entry.text);
        }
    })
    .await;
    listen(page, seen, |seen, event: &EventLoadingFailed| {
        if event.canceled != Some(true) {
            seen.note(&event.error_text);
        }
    })
    .await;
}

/// The text of a value that was thrown or written to the console.
fn words(object: &RemoteObject) -> String {
    let value = object.value.as_ref().map(|value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    });
    value.or_else(|| object.description.clone()).unwrap_or_default()
}

async fn listen<E>(
    page: &Page,
    seen: &Arc<Mutex<Seen>>,
    note: impl Fn(&mut Seen, &E) + Send + 'static,
) where
    E: IntoEventKind + Unpin + Send + Sync + 'static,
{
    let mut events = page.event_listener::<E>().await.unwrap();
    let seen = Arc::clone(seen);
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            note(&mut seen.lock().unwrap(), &event);
        }
    });
}

/// The text without the address of the server, and without fingerprints in names.
fn logical(text: &str, base: &str) -> String {
    let text = text.replace(base, "");
    let mut left = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(dot) = rest.find('.') {
        let (before, after) = rest.split_at(dot);
        left.push_str(before);
        let is_fingerprint = after.len() > 12
            && after.as_bytes()[1..13].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && !after.as_bytes().get(13).is_some_and(u8::is_ascii_alphanumeric);
        let taken = if is_fingerprint { 13 } else { 1 };
        if !is_fingerprint {
            left.push('.');
        }
        rest = &after[taken..];
    }
    left + rest
}
