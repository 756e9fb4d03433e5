// The list: search, kind, order. Without this script it is a plain table, sorted by path.

const rows = [...document.querySelectorAll("#assets tr")];
const search = document.querySelector("#search");
const kinds = [...document.querySelectorAll("button[data-kind]")];
const orders = [...document.querySelectorAll("button[data-sort]")];
const state = new URLSearchParams(location.search);

function show() {
  const words = (state.get("q") ?? "").toLowerCase().split(/\s+/);
  const kind = state.get("kind") ?? "";
  let shown = 0;
  for (const row of rows) {
    const { path, type, print } = row.dataset;
    const text = `${path} ${type} ${print}`.toLowerCase();
    row.hidden = !(words.every((word) => text.includes(word)) && (!kind || row.dataset.kind === kind));
    shown += row.hidden ? 0 : 1;
  }
  document.querySelector("#nothing").hidden = shown > 0;
  for (const button of kinds) button.ariaPressed = String(button.dataset.kind === kind);
}

function sort() {
  const [key, direction] = (state.get("sort") ?? "path").split("-");
  const sign = direction === "down" ? -1 : 1;
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  rows.sort((a, b) => sign * compare(a.dataset[key] ?? "", b.dataset[key] ?? ""));
  document.querySelector("#assets").append(...rows);
  for (const button of orders) {
    const sorted = button.dataset.sort === key ? (sign < 0 ? "descending" : "ascending") : "none";
    button.closest("th").ariaSort = sorted;
  }
}

function set(name, value) {
  if (value) state.set(name, value);
  else state.delete(name);
  history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
}

function setUpList() {
  search.value = state.get("q") ?? "";
  search.addEventListener("input", () => {
    set("q", search.value.trim());
    show();
  });
  for (const button of kinds) {
    button.addEventListener("click", () => {
      set("kind", button.dataset.kind);
      show();
    });
  }
  for (const button of orders) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const { sort: key } = button.dataset;
      const textual = key === "path" || key === "type";
      const [first, second] = textual ? [key, `${key}-down`] : [`${key}-down`, key];
      set("sort", state.get("sort") === first ? second : first);
      sort();
    });
  }
  document.querySelector("#reset").addEventListener("click", () => {
    search.value = "";
    set("q", "");
    set("kind", "");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
  document.querySelector("#tools").hidden = false;
  sort();
  show();
}

function setUpCopying() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const use = button.querySelector("use");
    const [sprite] = use.getAttribute("href").split("#");
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      use.setAttribute("href", `${sprite}#check`);
      setTimeout(() => use.setAttribute("href", `${sprite}#copy`), 1500);
    });
  }
}

async function setUpFont(sample) {
  const font = new FontFace("Sample", `url("${sample.dataset.font}")`);
  document.fonts.add(await font.load());
  sample.style.fontFamily = "Sample";
}

if (search) setUpList();
setUpCopying();
for (const sample of document.querySelectorAll("[data-font]")) setUpFont(sample);
