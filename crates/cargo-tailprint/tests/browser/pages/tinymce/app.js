const edit = async () => {
  const [editor] = await tinymce.init({
    selector: "#text",
    license_key: "gpl",
    plugins: "lists table wordcount",
    toolbar: "bold bullist table",
    height: 300,
  });
  await probe.until(() => editor.initialized && document.querySelector(".tox-tbtn svg"));
  const content = editor.getDoc();
  return {
    plugins: Object.keys(editor.plugins).sort(),
    toolbar: probe.style(".tox-tinymce", "borderTopLeftRadius", "display"),
    font: content.defaultView.getComputedStyle(content.body).fontFamily,
    icons: document.querySelectorAll(".tox-tbtn svg path").length,
  };
};

probe.report(edit());
