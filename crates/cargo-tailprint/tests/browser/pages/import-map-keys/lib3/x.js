globalThis.runs ??= {};
globalThis.runs["lib3/x"] = (globalThis.runs["lib3/x"] ?? 0) + 1;
export const v = "lib3/x";
