import mermaid from "./vendor/mermaid/mermaid.esm.min.mjs";

const draw = async () => {
  mermaid.initialize({ startOnLoad: false });
  await mermaid.run();
  return {
    nodes: document.querySelectorAll("svg .node").length,
    actors: document.querySelectorAll("svg text.actor").length,
    fill: probe.style("svg .node rect", "fill"),
  };
};

probe.report(draw());
