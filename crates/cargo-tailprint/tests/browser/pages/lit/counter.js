import { LitElement, html } from "lit";
import { exclaimed } from "./words.js";

customElements.define("click-counter", class extends LitElement {
  static properties = { count: { type: Number } };
  count = 0;

  render() {
    return html`<button @click=${() => (this.count += 1)}>${exclaimed(this.count)}</button>`;
  }
});
