globalThis.runs ??= {};
globalThis.runs["main"] = (globalThis.runs["main"] ?? 0) + 1;
import { b } from "./b.js";
export const cfg = { a: 1 };
probe.report([b(), globalThis.runs]);
