import { base } from "../lib/base.js";
postMessage([base, globalThis.runs]);
