import Module, { MultiDrag } from "./vendor/sortable/modular/sortable.esm.js";

const list = Sortable.create(document.querySelector("#list"), { animation: 0 });
list.sort(["a", "b"]);

probe.report({ order: list.toArray(), version: Module.version === Sortable.version, plugin: typeof MultiDrag });
