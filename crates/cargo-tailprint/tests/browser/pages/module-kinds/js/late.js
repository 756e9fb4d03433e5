globalThis.runs ??= {};
globalThis.runs["late"] = (globalThis.runs["late"] ?? 0) + 1;

await new Promise((done) => setTimeout(done, 10));
export const waited = true;
