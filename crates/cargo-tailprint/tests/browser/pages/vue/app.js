import { createApp, nextTick } from "vue";
import Counter from "@/counter.js";

createApp(Counter).mount("main");
document.querySelector("button").click();
await nextTick();
const lazy = await import("@/" + "counter.js");
probe.report({ text: document.querySelector("button").textContent, same: lazy.default === Counter });
