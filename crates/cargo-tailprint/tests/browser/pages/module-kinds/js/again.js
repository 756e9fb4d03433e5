globalThis.runs ??= {};
globalThis.runs["again"] = (globalThis.runs["again"] ?? 0) + 1;

export { default as Again } from "./counter.js";
export * as nested from "./counter.js";
