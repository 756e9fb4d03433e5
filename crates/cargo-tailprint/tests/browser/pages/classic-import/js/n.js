globalThis.runs ??= {};
globalThis.runs["n"] = (globalThis.runs["n"] ?? 0) + 1;
export default 2;
