globalThis.runs ??= {};
globalThis.runs["b"] = (globalThis.runs["b"] ?? 0) + 1;
import { cfg } from "./main.js";
export const b = () => [cfg, globalThis.classic, probe.style("body", "backgroundColor")];
