globalThis.runs ??= {};
globalThis.runs["index"] = (globalThis.runs["index"] ?? 0) + 1;
export { base } from "./base.js";
export default function hello() { return "hello"; }
