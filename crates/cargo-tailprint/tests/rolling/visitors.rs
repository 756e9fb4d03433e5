//! Visitors that load a page, then all that it refers to, as browsers do, and without a cache.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

use ureq::Agent;

/// Visitors at a time.
const VISITORS: u64 = 4;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) pages: usize,
    pub(crate) broken: usize,
}

#[derive(Debug, Default)]
struct State {
    pages: AtomicUsize,
    broken: AtomicUsize,
    done: AtomicBool,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Visitors(Arc<State>);

impl Visitors {
    pub(crate) fn start(url: &str) -> Self {
        let state = Arc::new(State::default());
        let threads = (0..VISITORS).map(|visitor| {
            let (state, url) = (Arc::clone(&state), url.to_owned());
            std::thread::spawn(move || {
                let config = Agent::config_builder().http_status_as_error(false).build();
                let agent = Agent::new_with_config(config);
                let mut visits = 0;
                while !state.done.load(Ordering::Relaxed) {
                    visits += 1;
                    let works = Visit { agent: &agent, visitor, url: &url }.works(visits);
                    state.pages.fetch_add(1, Ordering::Relaxed);
                    state.broken.fetch_add(usize::from(!works), Ordering::Relaxed);
                }
            })
        });
        let threads = threads.collect();
        *state.threads.lock().unwrap() = threads;
        Self(state)
    }

    pub(crate) fn end(&self) {
        self.0.done.store(true, Ordering::Relaxed);
        for thread in self.0.threads.lock().unwrap().drain(..) {
            thread.join().unwrap();
        }
    }

    pub(crate) fn are_done(&self) -> bool {
        self.0.done.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self) -> Count {
        Count {
            pages: self.0.pages.load(Ordering::Relaxed),
            broken: self.0.broken.load(Ordering::Relaxed),
        }
    }
}

struct Visit<'a> {
    agent: &'a Agent,
    visitor: u64,
    url: &'a str,
}

impl Visit<'_> {
    /// Loads a page and its files. Returns false if one of them is missing.
    fn works(&self, visit: u64) -> bool {
        let Some(page) = self.get(self.url) else { return false };
        // A browser takes a while to read a page.
        sleep(Duration::from_millis(visit * 7 % 40));
        let urls = self.urls(&page);
        assert!(urls.len() >= 5, "{urls:?}");
        urls.iter().all(|url| {
            self.get(url).is_some_and(|text| {
                let named = text.split("url(").skip(1).filter_map(|rest| rest.split_once(')'));
                let mut named = named.map(|(address, _)| address.trim_matches(['"', '\'']));
                named.all(|address| self.get(&joined(url, address)).is_some())
            })
        })
    }

    fn get(&self, url: &str) -> Option<String> {
        let request = self.agent.get(url).header("x-visitor", self.visitor.to_string());
        let mut answer = request.call().ok()?;
        let text = answer.body_mut().read_to_string().ok()?;
        (answer.status() == 200).then_some(text)
    }

    /// The files that a page names in elements, and the modules in its import map.
    fn urls(&self, page: &str) -> BTreeSet<String> {
        let map = page.split_once("<script type=\"importmap\">").unwrap().1;
        let map: serde_json::Value =
            serde_json::from_str(map.split_once("</script>").unwrap().0).unwrap();
        let modules = map["imports"].as_object().unwrap().values();
        let modules = modules.map(|url| url.as_str().unwrap().to_owned());
        let in_elements =
            ["<link rel=\"stylesheet\" href=\"", " src=\""].into_iter().flat_map(|start| {
                page.split(start)
                    .skip(1)
                    .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
            });
        modules.chain(in_elements).map(|url| joined(self.url, &url)).collect()
    }
}

/// An address in a file with this URL.
fn joined(from: &str, address: &str) -> String {
    if address.starts_with("http://") {
        return address.to_owned();
    }
    let host = from.match_indices('/').nth(2).map_or(from.len(), |(at, _)| at);
    if address.starts_with('/') {
        return format!("{}{address}", &from[..host]);
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let mut rest = address;
    while let Some(behind) = rest.strip_prefix("../") {
        folders.pop();
        rest = behind;
    }
    format!("{}/{rest}", folders.join("/"))
}
