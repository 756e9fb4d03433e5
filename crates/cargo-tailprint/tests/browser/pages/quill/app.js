const quill = new Quill("#editor", { theme: "snow", modules: { toolbar: ["bold", { list: "ordered" }, "image"] } });
quill.insertText(0, "x", "italic", true);

probe.report({
  html: quill.getSemanticHTML(),
  icons: document.querySelectorAll(".ql-toolbar svg").length,
  toolbar: probe.style(".ql-toolbar", "borderTopColor"),
});
