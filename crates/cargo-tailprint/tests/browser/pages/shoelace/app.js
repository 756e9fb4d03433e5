const shown = async (selector, inner) => {
  await customElements.whenDefined(selector);
  const element = document.querySelector(selector);
  return probe.until(() => element.shadowRoot?.querySelector(inner));
};

probe.report((async () => ({
  button: probe.style(await shown("sl-button", "button"), "backgroundColor"),
  icon: (await shown("sl-icon", "svg")).outerHTML.length > 100,
  rating: (await shown("sl-rating", ".rating")).getAttribute("aria-valuenow"),
}))());
