const shown = async () => {
  const fonts = await probe.fonts();
  const sprite = await probe.until(() => document.querySelector("use").getBBox().width > 0);
  const script = document.createElement("script");
  script.src = "vendor/fontawesome/js/all.min.js";
  document.body.append(script);
  await probe.until(() => document.querySelector("svg.fa-gear"));
  return { fonts, sprite, icons: document.querySelectorAll("svg[data-icon]").length };
};

probe.report(shown());
