// js/fallback.js
addEventListener("error", ({ target }) => {
  const address = target.src || target.href;
  if (!address || target.dataset.again || new URL(address).origin === location.origin) return;
  const again = document.createElement(target.localName);
  for (const { name, value } of target.attributes) again.setAttribute(name, value);
  again.dataset.again = "";
  again.setAttribute(target.src ? "src" : "href", "/static/" + address.split("/static/").pop());
  target.replaceWith(again);
}, true);
