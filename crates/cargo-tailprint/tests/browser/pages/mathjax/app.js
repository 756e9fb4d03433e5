globalThis.MathJax = {
  loader: { paths: { fonts: new URL("vendor/fonts", document.baseURI).href } },
  startup: {
    pageReady: async () => {
      await MathJax.startup.defaultPageReady();
      const formula = await probe.until(() => document.querySelector("mjx-container mjx-math"));
      probe.report({
        width: Math.round(formula.getBoundingClientRect().width) > 100,
        background: probe.style("mjx-mstyle, mjx-mpadded", "display"),
        fonts: (await probe.fonts()).length > 1,
      });
    },
  },
};
