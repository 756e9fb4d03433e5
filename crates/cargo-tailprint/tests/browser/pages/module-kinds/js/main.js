globalThis.runs ??= {};
globalThis.runs["main"] = (globalThis.runs["main"] ?? 0) + 1;

import Counter, { count, increment, "a name" as spoken } from "./counter.js";
import * as all from "./counter.js";
import { Again, nested } from "./again.js";
import "./side.js";
import "./late.js";

const computed = await import("./" + ["counter", "js"].join("."));
const resolved = await import(import.meta.resolve("./counter.js"));
const lazy = await import("./lazy.js");
increment();
const script = document.createElement("script");
script.type = "module";
script.src = "js/side.js";
await new Promise((done) => { script.addEventListener("load", done); document.head.append(script); });
probe.report({
  counts: [count, all.count, computed.count, resolved.count, nested.count, lazy.count()],
  classes: [Counter === Again, Counter === computed.default, Counter === resolved.default],
  spoken, names: Object.keys(computed).sort(), waited: lazy.waited,
  inline: globalThis.inline, runs: globalThis.runs,
});
