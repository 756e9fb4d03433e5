globalThis.runs ??= {};
globalThis.runs["entry"] = (globalThis.runs["entry"] ?? 0) + 1;
import { which } from "./old.js";
import "ui/card.js";
import "ui/button.js";
import hello, { base } from "lib";
import { later } from "./lib/base.js";
import { found } from "./scoped.js";
import { which as outside } from "dep";
import { sum } from "./checked.js";
import { start } from "./page.js";

export const name = "entry";
const icon = "a";
const computed = await import(`./ui/icons/${icon}.js`);
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const inWorker = await new Promise((resolve) => worker.addEventListener("message", (event) => resolve(event.data)));
probe.report({
  which, found, outside, sum, inWorker, base,
  words: [hello(), later(), computed.default, start()],
  runs: globalThis.runs,
});
