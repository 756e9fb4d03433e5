globalThis.runs ??= {};
globalThis.runs["main"] = (globalThis.runs["main"] ?? 0) + 1;
import { v as main } from "dep";
import { v as only, g } from "./only.js";
import { v as sub } from "./sub/s.js";
import { v as deep } from "./sub/deep/t.js";
import { v as exact } from "./sub/exact.js";
import { one } from "./sub/rel.js";

const name = "only";
const again = await import(`./${name}.js`);
probe.report({ main, only, g, sub, deep, exact, one, same: again.v === only, runs: globalThis.runs });
