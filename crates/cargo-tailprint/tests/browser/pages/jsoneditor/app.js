const editor = new JSONEditor(document.querySelector("#editor"), { mode: "tree", modes: ["tree", "code"] }, { a: [1, 2] });
probe.report((async () => ({
  value: editor.get(),
  icons: await probe.background(".jsoneditor-expand-all"),
}))());
