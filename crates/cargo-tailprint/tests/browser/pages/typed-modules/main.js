globalThis.runs ??= {};
globalThis.runs["main"] = (globalThis.runs["main"] ?? 0) + 1;
import data from "./data.json" with { type: "json" };
import sheet from "./app.css" with { type: "css" };
import { other } from "./other.js";

const name = "data";
const { default: computed } = await import(`./${name}.json`, { with: { type: "json" } });
document.adoptedStyleSheets = [sheet];
probe.report({
  same: [data === globalThis.first[0], sheet === globalThis.first[1], data === other, data === computed],
  count: data.count,
  background: await probe.background("#p"),
});
