globalThis.runs ??= {};
globalThis.runs["dot2"] = (globalThis.runs["dot2"] ?? 0) + 1;
export const v = "dot2";
