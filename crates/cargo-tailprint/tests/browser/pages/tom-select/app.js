const select = new TomSelect("#select", { plugins: ["remove_button"] });
select.addItem("b");

probe.report({
  items: [...document.querySelectorAll(".ts-control .item")].map((item) => item.textContent),
  control: probe.style(".ts-control", "display", "paddingLeft", "borderTopColor"),
  arrow: probe.style(".ts-wrapper", "backgroundImage"),
});
