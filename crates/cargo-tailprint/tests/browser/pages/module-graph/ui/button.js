globalThis.runs ??= {};
globalThis.runs["button"] = (globalThis.runs["button"] ?? 0) + 1;
customElements.define("x-button", class extends HTMLElement {});
