require(["lib/words", "lib/count"], (words, count) => {
  document.querySelector("#text").textContent = words.join(" ");
  probe.report({ text: document.querySelector("#text").textContent, count: count(words), own: require.toUrl("lib/words.js") });
});
