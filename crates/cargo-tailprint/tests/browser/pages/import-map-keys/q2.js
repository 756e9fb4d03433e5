globalThis.runs ??= {};
globalThis.runs["q2"] = (globalThis.runs["q2"] ?? 0) + 1;
export const v = "q2";
