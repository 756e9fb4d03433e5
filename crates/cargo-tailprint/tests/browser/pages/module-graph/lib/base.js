globalThis.runs ??= {};
globalThis.runs["base"] = (globalThis.runs["base"] ?? 0) + 1;
import hello from "./index.js";
export const base = 41;
export const later = () => hello();
