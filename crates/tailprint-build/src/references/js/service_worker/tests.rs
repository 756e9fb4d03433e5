use super::is_service_worker;

#[test]
fn a_service_worker_is_known_by_its_events_and_calls() {
    for script in [
        "self.addEventListener('fetch', (event) => {})",
        "addEventListener( \"install\", () => {})",
        "self.addEventListener(`push`,f)",
        "self.onfetch = () => {}",
        "self.skipWaiting()",
        "clients.claim()",
        "/** @type {ServiceWorkerGlobalScope} */",
    ] {
        assert!(is_service_worker(script.as_bytes()), "{script}");
    }
}

#[test]
fn other_scripts_are_none() {
    for script in [
        "",
        "fetch('x')",
        "addEventListener('fetched', f)",
        "addEventListener('message', f); onmessage = f",
        "navigator.serviceWorker.register('sw.js')",
        "addEventListener(",
        "addEventListener('fetch",
    ] {
        assert!(!is_service_worker(script.as_bytes()), "{script}");
    }
}
