const draw = async () => {
  const textures = Cesium.buildModuleUrl("Assets/Textures/NaturalEarthII");
  const viewer = new Cesium.Viewer("globe", {
    baseLayer: Cesium.ImageryLayer.fromProviderAsync(Cesium.TileMapServiceImageryProvider.fromUrl(textures)),
    baseLayerPicker: false,
    geocoder: false,
    animation: false,
    timeline: false,
    scene3DOnly: true,
  });
  const hierarchy = Cesium.Cartesian3.fromDegreesArray([0, 0, 20, 0, 20, 20]);
  const height = 200000;
  const polygon = new Cesium.GeometryInstance({ geometry: new Cesium.PolygonGeometry({ polygonHierarchy: { positions: hierarchy, holes: [] }, height }) });
  const primitive = viewer.scene.primitives.add(new Cesium.Primitive({
    geometryInstances: polygon,
    appearance: new Cesium.EllipsoidSurfaceAppearance({ aboveGround: true }),
  }));
  await probe.until(() => primitive.ready && viewer.scene.globe.tilesLoaded);
  return {
    button: probe.style(".cesium-button", "backgroundColor"),
    imagery: viewer.imageryLayers.get(0).ready,
    logo: await probe.images(".cesium-credit-logoContainer img"),
  };
};

probe.report(draw());
