globalThis.runs ??= {};
globalThis.runs["lib/one"] = (globalThis.runs["lib/one"] ?? 0) + 1;
export const v = "lib/one";
