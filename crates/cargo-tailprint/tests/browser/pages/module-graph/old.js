globalThis.runs ??= {};
globalThis.runs["old"] = (globalThis.runs["old"] ?? 0) + 1;
export const which = "old";
