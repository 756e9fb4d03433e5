globalThis.runs ??= {};
globalThis.runs["scoped"] = (globalThis.runs["scoped"] ?? 0) + 1;
import { which } from "dep";
export const found = which;
