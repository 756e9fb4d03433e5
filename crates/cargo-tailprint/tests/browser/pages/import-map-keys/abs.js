globalThis.runs ??= {};
globalThis.runs["abs"] = (globalThis.runs["abs"] ?? 0) + 1;
export const v = "abs";
