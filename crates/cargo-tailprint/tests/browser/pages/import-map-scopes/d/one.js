globalThis.runs ??= {};
globalThis.runs["one"] = (globalThis.runs["one"] ?? 0) + 1;
export const v = "one";
