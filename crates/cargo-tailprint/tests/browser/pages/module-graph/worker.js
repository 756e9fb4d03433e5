import { base } from "./lib/base.js";
globalThis.postMessage([base, Object.values(globalThis.runs)]);
