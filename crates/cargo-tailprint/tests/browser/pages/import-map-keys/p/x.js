globalThis.runs ??= {};
globalThis.runs["p/x"] = (globalThis.runs["p/x"] ?? 0) + 1;
export const v = "p/x";
