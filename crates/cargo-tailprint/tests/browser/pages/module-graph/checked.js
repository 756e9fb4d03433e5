globalThis.runs ??= {};
globalThis.runs["checked"] = (globalThis.runs["checked"] ?? 0) + 1;
import { base } from "./lib/base.js";
export const sum = base + 1;
