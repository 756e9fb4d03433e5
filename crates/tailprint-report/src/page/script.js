// Without this script the page has everything but the search, the order, the zoom and the ways from the pictures.
const list = document.querySelector("#list");
const items = [...list.children];
const search = document.querySelector("#search");
const count = document.querySelector("#count");
const path = (item) => item.querySelector(".p").textContent;

let ordered = items;

// Items are taken out of the list, since Chromium takes minutes to hide some thousand neighbours. It is also slow to
// replace them while they are there.
function filter() {
  const words = search.value.toLowerCase().split(/\s+/);
  const shown = ordered.filter((item) => words.every((word) => path(item).toLowerCase().includes(word)));
  list.replaceChildren();
  list.append(...shown);
  count.textContent = shown.length === 1 ? "1 asset" : `${shown.length} assets`;
}

function order(key) {
  const place = new Map(items.map((item, at) => [item, at]));
  ordered = key === "path" ? items : items.toSorted((a, b) => b.dataset[key] - a.dataset[key] || place.get(a) - place.get(b));
  filter();
}

function open(id) {
  const item = items.find((it) => it.id === id);
  if (!item) return;
  if (!list.contains(item)) {
    search.value = "";
    filter();
  }
  const details = item.querySelector("details");
  details.open = true;
  details.querySelector("summary").focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
}

document.querySelector("#tools").hidden = false;
document.querySelector("#tools").addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("input", filter);
document.querySelector("#order").addEventListener("change", (event) => order(event.target.value));
filter();
addEventListener("hashchange", () => open(location.hash.slice(1)));
open(location.hash.slice(1));
document.addEventListener("click", (event) => {
  const id = event.target.closest("[data-asset]")?.dataset.asset;
  if (!id) return;
  if (location.hash === `#${id}`) open(id);
  else location.hash = id;
});

const picture = document.querySelector("#picture");
if (picture) {
  const { width, height } = picture.viewBox.baseVal;
  let zoom = 1;
  const show = (factor) => {
    zoom = factor ? Math.min(4, Math.max(0.1, zoom * factor)) : Math.min(1, picture.parentElement.clientWidth / width);
    picture.setAttribute("width", width * zoom);
    picture.setAttribute("height", height * zoom);
  };
  document.querySelector("#zoom").hidden = false;
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => show(Number(button.dataset.zoom)));
  }
  picture.parentElement.addEventListener("keydown", (event) => {
    const factor = { "+": 1.25, "-": 0.8, 0: 0 }[event.key];
    if (factor === undefined || event.ctrlKey || event.metaKey) return;
    show(factor);
    event.preventDefault();
  });
  picture.parentElement.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    show(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }, { passive: false });
}
