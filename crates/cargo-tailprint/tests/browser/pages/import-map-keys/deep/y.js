globalThis.runs ??= {};
globalThis.runs["deep/y"] = (globalThis.runs["deep/y"] ?? 0) + 1;
export const v = "deep/y";
