globalThis.runs ??= {};
globalThis.runs["icon"] = (globalThis.runs["icon"] ?? 0) + 1;
import { base } from "../../lib/base.js";
export default base;
