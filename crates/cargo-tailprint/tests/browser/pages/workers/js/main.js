import { base } from "./lib/base.js";

const answer = (worker) => new Promise((resolve, reject) => {
  worker.addEventListener("message", (event) => resolve(event.data));
  worker.addEventListener("error", () => reject(new Error("a worker that does not start")));
});
const classic = answer(new Worker(new URL("./workers/classic.js", import.meta.url)));
const module = answer(new Worker(new URL("workers/module.js", import.meta.url), { type: "module" }));
const written = answer(new Worker("js/workers/module.js", { type: "module" }));
const shared = new SharedWorker(new URL("./workers/shared.js", import.meta.url), { type: "module" });
const fromShared = answer(shared.port);
shared.port.start();
const audio = new OfflineAudioContext(1, 128, 44100);
await audio.audioWorklet.addModule(new URL("./workers/worklet.js", import.meta.url));
const node = new AudioWorkletNode(audio, "constant");
node.connect(audio.destination);
const sound = (await audio.startRendering()).getChannelData(0)[5];
const data = await fetch(new URL("./lib/data.json", import.meta.url)).then((response) => response.json());
probe.report({
  base, sound, data,
  classic: await classic,
  module: await module,
  written: await written,
  shared: await fromShared,
});
