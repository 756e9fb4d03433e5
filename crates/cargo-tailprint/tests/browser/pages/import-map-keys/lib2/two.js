globalThis.runs ??= {};
globalThis.runs["lib2/two"] = (globalThis.runs["lib2/two"] ?? 0) + 1;
export const v = "lib2/two";
