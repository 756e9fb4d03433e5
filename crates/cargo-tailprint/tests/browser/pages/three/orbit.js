export const orbit = (camera, canvas) => {
  const controls = new Orbit(camera, canvas);
  controls.update();
  return controls;
};

const { OrbitControls: Orbit } = await import(import.meta.resolve("three/addons/controls/OrbitControls.js"));
