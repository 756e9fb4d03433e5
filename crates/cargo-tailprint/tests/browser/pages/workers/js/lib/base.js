globalThis.runs ??= {};
globalThis.runs["base"] = (globalThis.runs["base"] ?? 0) + 1;
export const base = 0.5;
