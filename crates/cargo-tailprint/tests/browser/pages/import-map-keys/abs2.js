globalThis.runs ??= {};
globalThis.runs["abs2"] = (globalThis.runs["abs2"] ?? 0) + 1;
export const v = "abs2";
