const editor = ace.edit("editor", { mode: "ace/mode/javascript", theme: "ace/theme/monokai", enableBasicAutocompletion: true });

probe.report((async () => {
  await probe.until(() => editor.session.getAnnotations().length > 0);
  await probe.until(() => document.querySelector(".ace_storage"));
  editor.renderer.$cursorLayer.setBlinking(false);
  return {
    error: editor.session.getAnnotations().map((note) => note.text),
    keyword: probe.style(".ace_storage", "color"),
    background: probe.style("#editor", "backgroundColor"),
  };
})());
