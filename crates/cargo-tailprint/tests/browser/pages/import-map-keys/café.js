globalThis.runs ??= {};
globalThis.runs["café"] = (globalThis.runs["café"] ?? 0) + 1;
export const v = "café";
