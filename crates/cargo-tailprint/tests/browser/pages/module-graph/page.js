globalThis.runs ??= {};
globalThis.runs["page"] = (globalThis.runs["page"] ?? 0) + 1;
import { name } from "./entry.js";
export const start = () => name;
