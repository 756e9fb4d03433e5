globalThis.runs ??= {};
globalThis.runs["q"] = (globalThis.runs["q"] ?? 0) + 1;
export const v = "q";
