probe.report((async () => {
  const image = new Image();
  image.src = folderOfPin() + "pin-2x.svg";
  await image.decode().catch(() => {});
  return { width: image.naturalWidth, words: await loadWords() };
})());
