globalThis.runs ??= {};
globalThis.runs["dot"] = (globalThis.runs["dot"] ?? 0) + 1;
export const v = "dot";
