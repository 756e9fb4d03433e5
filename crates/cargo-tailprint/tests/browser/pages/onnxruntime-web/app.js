import * as ort from "./vendor/ort/ort.wasm.min.mjs";

const run = async () => {
  const session = await ort.InferenceSession.create(new URL("./add.onnx", import.meta.url).href);
  const { y } = await session.run({ x: new ort.Tensor("float32", [1, 2], [2]) });
  return { sum: [...y.data] };
};

probe.report(run());
