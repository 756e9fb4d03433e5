import { LitElement, css, html } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { exclaimed } from "./words.js";

customElements.define("greeting-card", class extends LitElement {
  static properties = { name: {}, late: {} };
  static styles = css`.loud { color: rgb(1, 2, 3) }`;

  render() {
    return html`<p class=${classMap({ loud: true })}>${exclaimed(this.name)} ${this.late}</p>`;
  }

  async firstUpdated() {
    await import("./counter.js");
    this.late = "late";
    await this.updateComplete;
    const counter = this.shadowRoot.appendChild(document.createElement("click-counter"));
    await counter.updateComplete;
    counter.shadowRoot.querySelector("button").click();
    await counter.updateComplete;
    const text = this.shadowRoot.querySelector("p");
    probe.report({
      text: text.textContent,
      color: probe.style(text, "color"),
      count: counter.shadowRoot.textContent.trim(),
    });
  }
});
