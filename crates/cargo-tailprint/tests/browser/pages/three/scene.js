import * as THREE from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { EffectComposer } from "three/addons/postprocessing/EffectComposer.js";
import { RenderPass } from "three/addons/postprocessing/RenderPass.js";
import { ShaderPass } from "three/addons/postprocessing/ShaderPass.js";
import { VignetteShader } from "three/addons/shaders/VignetteShader.js";
import { orbit } from "./orbit.js";

const canvas = document.querySelector("canvas");
const renderer = new THREE.WebGLRenderer({ canvas, preserveDrawingBuffer: true });
renderer.setSize(320, 200, false);
const camera = new THREE.PerspectiveCamera(50, 1.6, 0.1, 10);
camera.position.set(1, 1, 2);
const scene = new THREE.Scene();
scene.add(new THREE.Mesh(new THREE.BoxGeometry(), new THREE.MeshNormalMaterial()));
const controls = orbit(camera, canvas);
const composer = new EffectComposer(renderer);
composer.addPass(new RenderPass(scene, camera));
composer.addPass(new ShaderPass(VignetteShader));
composer.render();

probe.report({
  calls: renderer.info.render.calls,
  distance: controls.getDistance().toFixed(3),
  controls: controls instanceof OrbitControls,
  passes: composer.copyPass instanceof ShaderPass,
});
