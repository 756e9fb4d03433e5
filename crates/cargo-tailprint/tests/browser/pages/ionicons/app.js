const icon = document.querySelector("ion-icon");
probe.report(probe.until(() => icon.shadowRoot?.querySelector("svg")).then((svg) => ({
  paths: svg.querySelectorAll("path").length,
  size: getComputedStyle(icon).width,
})));
