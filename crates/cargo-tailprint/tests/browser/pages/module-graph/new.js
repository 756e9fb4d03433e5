globalThis.runs ??= {};
globalThis.runs["new"] = (globalThis.runs["new"] ?? 0) + 1;
export const which = "new";
