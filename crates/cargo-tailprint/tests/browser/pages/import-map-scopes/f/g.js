globalThis.runs ??= {};
globalThis.runs["f/g"] = (globalThis.runs["f/g"] ?? 0) + 1;
export const v = "f/g";
