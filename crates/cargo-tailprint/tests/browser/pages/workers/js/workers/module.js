import { base } from "../lib/base.js";
const again = await import("../lib/" + "base.js");
const nested = new Worker(new URL("./nested.js", import.meta.url), { type: "module" });
nested.addEventListener("message", (event) => {
  postMessage({ same: again.base === base, runs: globalThis.runs, nested: event.data });
});
