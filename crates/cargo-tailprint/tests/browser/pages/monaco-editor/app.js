require.config({ paths: { vs: new URL("vendor/monaco/vs", document.baseURI).href } });

const edit = async () => {
  await new Promise((resolve, reject) => require(["vs/editor/editor.main"], resolve, reject));
  const value = "const answer: number = 'none';\n";
  const editor = monaco.editor.create(document.querySelector("#editor"), { value, language: "typescript" });
  const markers = await probe.until(() => {
    const found = monaco.editor.getModelMarkers({ resource: editor.getModel().uri });
    return found.length > 0 && found;
  });
  await probe.until(() => document.querySelector(".mtk6"));
  return {
    error: markers.map((marker) => marker.message),
    keyword: probe.style(".mtk6", "color"),
    fonts: await probe.fonts(),
  };
};

probe.report(edit());
