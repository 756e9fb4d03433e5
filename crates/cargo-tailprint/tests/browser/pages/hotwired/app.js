import "@hotwired/turbo";
import { Application } from "@hotwired/stimulus";
import { application } from "./controllers/application.js";

globalThis.starts = (globalThis.starts ?? 0) + 1;
const name = "greeting";
const { default: Greeting } = await import(`controllers/${name}_controller.js`);
application.register(name, Greeting);

const visit = async () => {
  await probe.until(() => document.querySelector("[data-controller]").textContent === "hello, first");
  document.querySelector("a").click();
  await probe.until(() => document.querySelector("#second")?.textContent === "hello, second");
  return {
    starts: globalThis.starts,
    same: application instanceof Application && Greeting.application === application,
    color: probe.style("#second", "color"),
    image: await probe.images("img"),
  };
};

probe.report(visit());
