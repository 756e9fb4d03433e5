globalThis.runs ??= {};
globalThis.runs["lib/two"] = (globalThis.runs["lib/two"] ?? 0) + 1;
export const v = "lib/two";
