bootstrap.Dropdown.getOrCreateInstance(".dropdown-toggle").show();

probe.report((async () => ({
  menu: await probe.until(() => document.querySelector(".dropdown-menu.show") && probe.style(".dropdown-menu", "display")),
  mark: probe.style(".form-check-input", "backgroundColor", "backgroundSize"),
  fonts: await probe.fonts(),
  sprite: document.querySelector("use").getBBox().width > 0,
}))());
