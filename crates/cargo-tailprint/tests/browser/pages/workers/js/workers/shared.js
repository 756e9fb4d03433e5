import { base } from "../lib/base.js";
globalThis.addEventListener("connect", (event) => event.ports[0].postMessage([base, globalThis.runs]));
