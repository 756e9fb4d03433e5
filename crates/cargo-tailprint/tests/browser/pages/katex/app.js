renderMathInElement(document.body);

probe.report((async () => ({
  formulas: document.querySelectorAll(".katex").length,
  fonts: await probe.fonts(),
}))());
