const editor = CKEDITOR.replace("text", { language: "de", versionCheck: false });
editor.on("instanceReady", () => {
  probe.report({
    text: editor.getData().trim(),
    language: editor.langCode,
    icon: probe.style(".cke_button__bold_icon", "width", "backgroundPosition"),
    top: probe.style(".cke_top", "paddingTop"),
  });
});
