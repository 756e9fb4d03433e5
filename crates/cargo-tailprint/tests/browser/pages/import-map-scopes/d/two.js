globalThis.runs ??= {};
globalThis.runs["two"] = (globalThis.runs["two"] ?? 0) + 1;
export const v = "two";
