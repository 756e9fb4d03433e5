const map = L.map("map", { maxZoom: 8, zoomAnimation: false }).setView([0, 0], 3);
const cluster = L.markerClusterGroup({ animate: false });
for (const longitude of [0, 1, 2, 40]) cluster.addLayer(L.marker([0, longitude]));
map.addLayer(cluster);

probe.report((async () => ({
  cluster: document.querySelector(".marker-cluster").textContent,
  color: probe.style(".marker-cluster div", "backgroundColor"),
  marker: await probe.images(".leaflet-marker-icon:not(.marker-cluster)"),
}))());
