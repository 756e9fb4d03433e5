probe.report(probe.until(() => document.querySelector(".token.keyword")).then(() => ({
  keyword: probe.style(".token.keyword", "color"),
  tokens: document.querySelectorAll(".token").length,
})));
