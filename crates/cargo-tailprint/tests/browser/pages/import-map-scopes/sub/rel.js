globalThis.runs ??= {};
globalThis.runs["rel"] = (globalThis.runs["rel"] ?? 0) + 1;
export { v as one } from "../d/one.js";
