const player = new Plyr("#player", { iconUrl: "vendor/plyr/plyr.svg", storage: { enabled: false } });

probe.report((async () => {
  await probe.until(() => document.querySelector(".plyr__controls svg use") && player.duration > 0);
  return {
    controls: document.querySelectorAll(".plyr__controls button").length,
    color: probe.style(".plyr__control", "color"),
  };
})());
