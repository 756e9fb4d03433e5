globalThis.runs ??= {};
globalThis.runs["caf2"] = (globalThis.runs["caf2"] ?? 0) + 1;
export const v = "caf2";
