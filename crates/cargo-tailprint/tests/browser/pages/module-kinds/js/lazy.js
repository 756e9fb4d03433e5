globalThis.runs ??= {};
globalThis.runs["lazy"] = (globalThis.runs["lazy"] ?? 0) + 1;

import { waited } from "./late.js";
import * as counter from "./counter.js";
export { waited };
export const count = () => counter.count;
