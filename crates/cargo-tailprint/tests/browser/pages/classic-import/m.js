globalThis.runs ??= {};
globalThis.runs["m"] = (globalThis.runs["m"] ?? 0) + 1;
import "./js/n.js";
export default 1;
