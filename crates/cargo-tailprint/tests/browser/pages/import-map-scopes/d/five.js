globalThis.runs ??= {};
globalThis.runs["five"] = (globalThis.runs["five"] ?? 0) + 1;
export const v = "five";
