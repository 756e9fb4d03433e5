SwaggerUIBundle({
  url: "api.json",
  dom_id: "#ui",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
  validatorUrl: null,
});

probe.report((async () => {
  const block = await probe.until(() => document.querySelector(".opblock-summary-path"));
  return {
    path: block.textContent.trim(),
    method: probe.style(".opblock-summary-method", "backgroundColor"),
    title: document.querySelector(".info .title").firstChild.textContent,
  };
})());
