probe.report((async () => {
  const first = await probe.until(() => document.querySelector(".first"));
  document.querySelector("#link").click();
  await probe.until(() => document.querySelector("#second img"));
  await probe.until(() => document.styleSheets.length > 0 && probe.style(first, "color")[0] !== "rgb(0, 0, 0)");
  return { color: probe.style(first, "color"), image: await probe.images("#second img") };
})());
