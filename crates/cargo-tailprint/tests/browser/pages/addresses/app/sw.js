import { name } from "./name.js";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", (event) => event.source.postMessage(name));
