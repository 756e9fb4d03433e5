import { EditorView, basicSetup } from "codemirror";
import { javascript } from "@codemirror/lang-javascript";
import { EditorState } from "@codemirror/state";

const state = EditorState.create({ doc: "const one = 1;\n", extensions: [basicSetup, javascript()] });
const view = new EditorView({ state, parent: document.querySelector("#editor") });
view.dispatch({ changes: { from: 0, insert: "// a line\n" } });

probe.report((async () => {
  await probe.until(() => document.querySelectorAll(".cm-line span").length > 2);
  const spans = [...document.querySelectorAll(".cm-line span")];
  return {
    lines: document.querySelectorAll(".cm-line").length,
    colors: spans.map((span) => probe.style(span, "color")[0]),
    numbers: document.querySelector(".cm-lineNumbers").textContent,
  };
})());
