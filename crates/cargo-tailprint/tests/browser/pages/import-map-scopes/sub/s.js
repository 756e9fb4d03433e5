globalThis.runs ??= {};
globalThis.runs["s"] = (globalThis.runs["s"] ?? 0) + 1;
export { v } from "dep";
