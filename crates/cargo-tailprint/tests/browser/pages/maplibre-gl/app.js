import * as maplibregl from "./vendor/maplibre/maplibre-gl.mjs";

const draw = async () => {
  const map = new maplibregl.Map({
    container: "map",
    center: [0, 0],
    zoom: 2,
    fadeDuration: 0,
    style: {
      version: 8,
      sources: { area: { type: "geojson", data: "area.json" } },
      layers: [
        { id: "land", type: "background", paint: { "background-color": "#eef" } },
        { id: "area", type: "fill", source: "area", paint: { "fill-color": "#264" } },
      ],
    },
  });
  map.addControl(new maplibregl.NavigationControl());
  await map.once("idle");
  return {
    features: map.queryRenderedFeatures().length,
    zoom: await probe.background(".maplibregl-ctrl-zoom-in .maplibregl-ctrl-icon"),
  };
};

probe.report(draw());
