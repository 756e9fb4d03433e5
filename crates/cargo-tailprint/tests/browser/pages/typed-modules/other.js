globalThis.runs ??= {};
globalThis.runs["other"] = (globalThis.runs["other"] ?? 0) + 1;
import other from "./data.json" with { type: "json" };
export { other };
