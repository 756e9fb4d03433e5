//! Scripts that are service workers.

use memchr::memmem;

/// Names that only code of a service worker uses.
const NAMES: [&str; 3] = ["skipWaiting", "clients.claim", "ServiceWorkerGlobalScope"];

/// Events that only a service worker gets.
const EVENTS: [&str; 5] = ["activate", "fetch", "install", "notificationclick", "push"];

const LISTEN: &str = "addEventListener(";

/// Returns true if the script is a service worker by its content: the code that registers it may be anywhere.
pub(crate) fn is_service_worker(script: &[u8]) -> bool {
    NAMES.iter().any(|name| memmem::find(script, name.as_bytes()).is_some())
        || memmem::find_iter(script, LISTEN).any(|at| {
            let arguments = script.get(at + LISTEN.len()..).unwrap_or_default();
            listens_to_worker_event(arguments.trim_ascii_start())
        })
        || EVENTS.iter().any(|event| has_handler(script, event))
}

/// Returns true if the arguments of `addEventListener` begin with such an event.
fn listens_to_worker_event(arguments: &[u8]) -> bool {
    let Some((quote @ (b'"' | b'\'' | b'`'), rest)) = arguments.split_first() else { return false };
    EVENTS.iter().any(|event| {
        rest.strip_prefix(event.as_bytes()).is_some_and(|behind| behind.first() == Some(quote))
    })
}

/// Returns true for `self.onfetch`.
fn has_handler(script: &[u8], event: &str) -> bool {
    memmem::find(script, format!("self.on{event}").as_bytes()).is_some()
}

#[cfg(test)]
mod tests;
