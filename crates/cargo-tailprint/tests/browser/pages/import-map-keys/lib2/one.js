globalThis.runs ??= {};
globalThis.runs["lib2/one"] = (globalThis.runs["lib2/one"] ?? 0) + 1;
export const v = "lib2/one";
