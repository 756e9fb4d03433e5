globalThis.runs ??= {};
globalThis.runs["four"] = (globalThis.runs["four"] ?? 0) + 1;
export const v = "four";
