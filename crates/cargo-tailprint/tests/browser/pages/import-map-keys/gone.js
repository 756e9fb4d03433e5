globalThis.runs ??= {};
globalThis.runs["gone"] = (globalThis.runs["gone"] ?? 0) + 1;
export const v = "gone";
