const show = async () => {
  await Reveal.initialize({ plugins: [RevealMarkdown, RevealHighlight, RevealZoom], transition: "none", backgroundTransition: "none" });
  const title = document.querySelector("h1").textContent;
  Reveal.next();
  await probe.until(() => document.querySelector(".slide-background.present .slide-background-content"));
  return {
    title,
    background: await probe.background(".slide-background.present .slide-background-content"),
    keyword: probe.style(".hljs-keyword", "color"),
    fonts: await probe.fonts(),
  };
};

probe.report(show());
