globalThis.runs ??= {};
globalThis.runs["inline"] = (globalThis.runs["inline"] ?? 0) + 1;

import Counter from "./counter.js";
export const seen = () => Counter.name;
