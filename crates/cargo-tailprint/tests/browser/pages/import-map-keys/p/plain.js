globalThis.runs ??= {};
globalThis.runs["p/plain"] = (globalThis.runs["p/plain"] ?? 0) + 1;
export const v = "p/plain";
