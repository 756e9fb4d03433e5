import { base } from "../lib/base.js";
registerProcessor("constant", class extends AudioWorkletProcessor {
  process(_, [[channel]]) {
    channel.fill(base);
    return false;
  }
});
