globalThis.runs ??= {};
globalThis.runs["only"] = (globalThis.runs["only"] ?? 0) + 1;
import { v } from "dep";
import { v as g } from "./e/g.js";
export { v, g };
