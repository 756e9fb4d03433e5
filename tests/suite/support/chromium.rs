//! A headless Chromium, driven by the `DevTools` protocol.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chromiumoxide::cdp::browser_protocol::emulation::{MediaFeature, SetEmulatedMediaParams};
use chromiumoxide::cdp::browser_protocol::log::EventEntryAdded;
use chromiumoxide::cdp::browser_protocol::network::{EventLoadingFailed, EventResponseReceived};
use chromiumoxide::{Browser, BrowserConfig, Page};
use futures_util::StreamExt as _;
use serde_json::Value;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// A browser with a profile of its own.
#[derive(Debug)]
pub(crate) struct Chromium {
    browser: Browser,
    handler: JoinHandle<()>,
    _profile: TempDir,
}

/// A page, and what went wrong in it.
#[derive(Debug)]
pub(crate) struct Tab {
    page: Page,
    failures: Arc<Mutex<Vec<String>>>,
}

impl Chromium {
    pub(crate) async fn start(width: u32, height: u32) -> Self {
        Self::start_with(width, height, &[]).await
    }

    /// A browser with more command line arguments.
    pub(crate) async fn start_with(width: u32, height: u32, arguments: &[&str]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let config = BrowserConfig::builder()
            .chrome_executable(program())
            .new_headless_mode()
            .no_sandbox()
            .user_data_dir(profile.path())
            .window_size(width, height)
            .viewport(chromiumoxide::handler::viewport::Viewport {
                width,
                height,
                ..Default::default()
            })
            .args([
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args(arguments.iter().copied())
            .build()
            .unwrap();
        let (browser, mut events) = Browser::launch(config).await.unwrap();
        // Messages that the crate does not know are errors here, and no concern of these tests.
        let handler = tokio::spawn(async move { while events.next().await.is_some() {} });
        Self { browser, handler, _profile: profile }
    }

    pub(crate) async fn tab(&self) -> Tab {
        let page = self.browser.new_page("about:blank").await.unwrap();
        let failures = Arc::new(Mutex::new(Vec::new()));
        listen(&page, &failures, |event: &EventLoadingFailed| Some(event.error_text.clone())).await;
        listen(&page, &failures, |event: &EventResponseReceived| {
            let response = &event.response;
            (response.status >= 400).then(|| format!("{} {}", response.status, response.url))
        })
        .await;
        listen(&page, &failures, |event: &EventEntryAdded| Some(event.entry.text.clone())).await;
        Tab { page, failures }
    }

    pub(crate) async fn stop(mut self) {
        self.browser.close().await.unwrap();
        self.browser.wait().await.unwrap();
        self.handler.abort();
    }
}

async fn listen<E>(
    page: &Page,
    failures: &Arc<Mutex<Vec<String>>>,
    failure: impl Fn(&E) -> Option<String> + Send + 'static,
) where
    E: chromiumoxide::cdp::IntoEventKind + Unpin + Send + Sync + 'static,
{
    let mut events = page.event_listener::<E>().await.unwrap();
    let failures = Arc::clone(failures);
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            failures.lock().unwrap().extend(failure(&event));
        }
    });
}

impl Tab {
    /// The page, for tests that speak the protocol themselves.
    #[allow(dead_code, reason = "for the tests of packages, which see more of a page")]
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    #[allow(dead_code, reason = "for the tests of packages, which open many pages")]
    pub(crate) async fn close(self) {
        self.page.close().await.unwrap();
    }

    /// Loads a page and waits until it and all it asks for are there.
    pub(crate) async fn open(&self, url: &str) {
        self.page.goto(url).await.unwrap();
        self.page.wait_for_navigation().await.unwrap();
    }

    /// The value of an expression, which may be a promise; `null` for none.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        self.page.evaluate(expression).await.unwrap().value().cloned().unwrap_or_default()
    }

    /// The same, and `null` as well while the page is replaced by another one.
    #[allow(dead_code, reason = "for the tests of `dev`, where pages are")]
    pub(crate) async fn value_or_null(&self, expression: &str) -> Value {
        let evaluated = self.page.evaluate(expression).await;
        evaluated.ok().and_then(|result| result.value().cloned()).unwrap_or_default()
    }

    /// A computed property of the first element that a selector matches.
    pub(crate) async fn style(&self, selector: &str, property: &str) -> String {
        let expression =
            format!("getComputedStyle(document.querySelector({selector:?}))[{property:?}]");
        self.value(&expression).await.as_str().unwrap().to_owned()
    }

    /// Asks for another colour scheme, as the system would.
    pub(crate) async fn prefer(&self, scheme: &str) {
        let feature = MediaFeature::new("prefers-color-scheme", scheme);
        let media = SetEmulatedMediaParams::builder().feature(feature).build();
        self.page.execute(media).await.unwrap();
    }

    /// Failed requests and what the browser logged: refused by the policy, scripts with errors.
    pub(crate) fn failures(&self) -> Vec<String> {
        self.failures.lock().unwrap().clone()
    }
}

fn program() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let path = std::env::var_os("PATH").unwrap();
    let found = || {
        let folders = std::env::split_paths(&path);
        folders
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|program| program.is_file())
    };
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(found).expect("no Chromium: `cargo xtask test` installs one")
}
