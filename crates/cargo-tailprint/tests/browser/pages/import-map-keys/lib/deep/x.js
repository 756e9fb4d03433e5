globalThis.runs ??= {};
globalThis.runs["lib/deep/x"] = (globalThis.runs["lib/deep/x"] ?? 0) + 1;
export const v = "lib/deep/x";
