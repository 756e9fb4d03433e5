const canvas = document.createElement("canvas");
canvas.width = canvas.height = 64;
canvas.getContext("2d").fillRect(0, 0, 32, 32);
const viewer = OpenSeadragon({
  id: "viewer",
  prefixUrl: "vendor/openseadragon/images/",
  animationTime: 0,
  drawer: "canvas",
  tileSources: { type: "image", url: canvas.toDataURL() },
});
viewer.addHandler("open", async () => {
  const images = await probe.images("#viewer img");
  probe.report({ images: images.length, missing: images.filter(([width]) => width === 0).length, items: viewer.world.getItemCount() });
});
