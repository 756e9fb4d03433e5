import { Chart, registerables } from "chart.js";
import { color } from "chart.js/helpers";

Chart.register(...registerables);
const chart = new Chart(document.querySelector("canvas"), {
  type: "bar",
  data: { labels: ["a", "b"], datasets: [{ label: "n", data: [1, 3], backgroundColor: color("#36a2eb").alpha(0.5).rgbString() }] },
  options: { animation: false, responsive: false },
});
const { width, height } = chart.getDatasetMeta(0).data[1].getProps(["width", "height"]);

probe.report({ bar: [Math.round(width), Math.round(height)] });
