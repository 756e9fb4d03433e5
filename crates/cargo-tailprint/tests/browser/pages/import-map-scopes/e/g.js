globalThis.runs ??= {};
globalThis.runs["e/g"] = (globalThis.runs["e/g"] ?? 0) + 1;
export const v = "e/g";
