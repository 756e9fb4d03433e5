const isHashed = (url) => /\.[0-9a-f]{12}\./.test(url);
const path = (url) => new URL(url).pathname;
const worker = new URL("sw.js", import.meta.url);

async function installed() {
  const registration = await navigator.serviceWorker.register(worker, { type: "module" });
  const running = registration.installing ?? registration.waiting ?? registration.active;
  await probe.until(() => running.state === "activated");
  return { scope: path(registration.scope), script: running.scriptURL };
}

async function manifest() {
  const { href } = document.querySelector("link[rel=manifest]");
  const { start_url, id, scope, shortcuts, icons } = await (await fetch(href)).json();
  const icon = await fetch(new URL(icons[0].src, href));
  return { addresses: [href, start_url, id, scope, shortcuts[0].url], icon: icon.ok };
}

async function seen() {
  const { scope, script } = await installed();
  const { addresses, icon } = await manifest();
  const links = [...document.querySelectorAll("a, form, link[rel=canonical]")];
  const targets = links.map((link) => link.href || link.action);
  const answers = await Promise.all(targets.map(async (target) => (await fetch(target)).status));
  const frame = await probe.until(() => document.querySelector("iframe").contentDocument?.body?.textContent);
  return {
    scope, icon, answers, frame: frame.trim(), paths: targets.map(path), start: addresses.slice(1),
    hashed: [script, ...addresses, ...targets].filter(isHashed),
    images: await probe.images("img"),
  };
}

addEventListener("load", () => probe.report(seen()));
