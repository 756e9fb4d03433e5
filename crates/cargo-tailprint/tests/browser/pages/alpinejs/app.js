import { Alpine } from "./vendor/alpine/module.esm.min.js";

probe.report((async () => {
  const output = document.querySelector("output");
  await probe.until(() => output.textContent === "0");
  document.querySelector("button").click();
  await probe.until(() => output.textContent === "1");
  return { count: output.textContent, module: Alpine.version === globalThis.Alpine.version };
})());
