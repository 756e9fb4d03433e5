import * as pdfjs from "./vendor/pdfjs/build/pdf.min.mjs";

pdfjs.GlobalWorkerOptions.workerSrc = new URL("./vendor/pdfjs/build/pdf.worker.min.mjs", import.meta.url).href;

const draw = async () => {
  const file = await pdfjs.getDocument({
    url: new URL("./hello.pdf", import.meta.url).href,
    standardFontDataUrl: new URL("./vendor/pdfjs/standard_fonts/", import.meta.url).href,
    wasmUrl: new URL("./vendor/pdfjs/wasm/", import.meta.url).href,
    useSystemFonts: false,
  }).promise;
  const page = await file.getPage(1);
  const viewport = page.getViewport({ scale: 1 });
  const canvas = document.querySelector("canvas");
  Object.assign(canvas, { width: viewport.width, height: viewport.height });
  await page.render({ canvas, viewport }).promise;
  const text = await page.getTextContent();
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const dark = pixels.filter((value, at) => at % 4 === 0 && value < 128).length;
  return { text: text.items.map((item) => item.str).join(""), drawn: dark > 500 };
};

probe.report(draw());
