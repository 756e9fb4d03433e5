import { FFmpeg } from "./vendor/ffmpeg/index.js";

const make = async () => {
  const ffmpeg = new FFmpeg();
  await ffmpeg.load({
    coreURL: new URL("./vendor/ffmpeg-core/ffmpeg-core.js", import.meta.url).href,
    wasmURL: new URL("./vendor/ffmpeg-core/ffmpeg-core.wasm", import.meta.url).href,
  });
  const code = await ffmpeg.exec(["-f", "lavfi", "-i", "sine=duration=0.5", "tone.wav"]);
  const sound = await ffmpeg.readFile("tone.wav");
  return { code, bytes: sound.length };
};

probe.report(make());
