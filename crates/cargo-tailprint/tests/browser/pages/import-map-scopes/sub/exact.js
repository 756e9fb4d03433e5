globalThis.runs ??= {};
globalThis.runs["exact"] = (globalThis.runs["exact"] ?? 0) + 1;
export * from "dep";
