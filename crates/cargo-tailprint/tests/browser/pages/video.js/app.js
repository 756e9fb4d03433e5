const player = videojs("player", { language: "de" });

probe.report((async () => {
  await probe.until(() => player.duration() > 0 && player.posterImage.el().querySelector("img"));
  return {
    duration: player.duration(),
    play: document.querySelector(".vjs-big-play-button").title,
    poster: await probe.images(".vjs-poster img"),
    fonts: await probe.fonts(),
    icon: probe.style(".vjs-big-play-button", "fontSize"),
  };
})());
