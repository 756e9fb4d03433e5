globalThis.runs ??= {};
globalThis.runs["card"] = (globalThis.runs["card"] ?? 0) + 1;
import "./button.js";
customElements.define("x-card", class extends HTMLElement {});
