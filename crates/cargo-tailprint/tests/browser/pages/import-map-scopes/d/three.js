globalThis.runs ??= {};
globalThis.runs["three"] = (globalThis.runs["three"] ?? 0) + 1;
export const v = "three";
