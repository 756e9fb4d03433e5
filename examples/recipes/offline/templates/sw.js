const CACHE = "{{ "css/tailwind.css"|static }}";
const FILES = ["/offline", "{{ "css/tailwind.css"|static }}", "{{ "img/cloud.svg"|static }}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== CACHE).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names))));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match("/offline")));
  } else {
    event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)));
  }
});
