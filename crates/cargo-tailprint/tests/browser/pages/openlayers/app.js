const polygon = new ol.geom.Polygon([[[-5e6, -5e6], [5e6, -5e6], [5e6, 5e6], [-5e6, -5e6]]]);
const source = new ol.source.Vector({ features: [new ol.Feature(polygon)] });
const map = new ol.Map({
  target: "map",
  layers: [new ol.layer.Vector({ source })],
  view: new ol.View({ center: [0, 0], zoom: 1 }),
});
map.once("rendercomplete", () => {
  probe.report({
    features: source.getFeatures().length,
    zoom: probe.style(".ol-zoom", "position"),
    canvas: document.querySelectorAll("canvas").length,
  });
});
