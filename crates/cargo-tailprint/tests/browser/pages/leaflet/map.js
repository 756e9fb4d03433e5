const map = L.map("map", { fadeAnimation: false, zoomAnimation: false }).setView([51.5, -0.1], 13);
const grid = L.gridLayer();
grid.createTile = () => Object.assign(document.createElement("div"), { textContent: "tile" });
const marker = L.marker([51.5, -0.1], { alt: "here" });
L.control.layers({ grid: grid.addTo(map) }, { markers: marker.addTo(map) }).addTo(map);
marker.bindPopup("hello").openPopup();

probe.report((async () => ({
  marker: await probe.images(".leaflet-marker-icon"),
  shadow: await probe.images(".leaflet-marker-shadow"),
  layers: await probe.background(".leaflet-control-layers-toggle"),
  popup: document.querySelector(".leaflet-popup-content").textContent,
}))());
