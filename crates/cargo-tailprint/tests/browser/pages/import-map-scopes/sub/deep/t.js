globalThis.runs ??= {};
globalThis.runs["t"] = (globalThis.runs["t"] ?? 0) + 1;
export { v } from "dep";
