globalThis.runs ??= {};
globalThis.runs["main"] = (globalThis.runs["main"] ?? 0) + 1;
import { v as a } from "./abs.js";
import { v as b } from "./dot.js";
import { v as c } from "./café.js";
import { v as d } from "./lib/one.js";
import { v as e } from "./lib/two.js";
import { v as f } from "./lib/deep/x.js";
import { v as g } from "./q.js?v=1";
import { v as h } from "./q.js";
import { v as i } from "plain";
import { v as j } from "folder/x.js";
import { v as k } from "folder/deep/y.js";

const refused = [];
for (const specifier of ["blocked", "./gone.js"]) {
  await import(specifier).catch((error) => refused.push(error.name));
}
const again = [];
for (const path of ["p/plain", "deep/y", "abs2", "lib2/one", "lib3/x"]) again.push((await import(`./${path}.js`)).v);
probe.report({ imported: [a, b, c, d, e, f, g, h, i, j, k], refused, again, runs: globalThis.runs });
