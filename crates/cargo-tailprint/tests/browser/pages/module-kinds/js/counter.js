globalThis.runs ??= {};
globalThis.runs["counter"] = (globalThis.runs["counter"] ?? 0) + 1;

export let count = 0;
export function increment() { count += 1; }
export default class Counter {}
const spoken = "spoken";
export { spoken as "a name" };
