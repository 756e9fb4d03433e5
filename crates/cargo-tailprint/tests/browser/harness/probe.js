// Every page has these helpers. It ends with `probe.report(…)` of what a person would see of it.
globalThis.probe = {
  /** Waits until a condition holds, and gives its value. */
  async until(condition) {
    for (;;) {
      const value = await condition();
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },

  /** Computed properties of the first element that matches. */
  style(selector, ...properties) {
    const element = typeof selector === "string" ? document.querySelector(selector) : selector;
    const style = getComputedStyle(element);
    return properties.map((property) => style[property]);
  },

  /** The natural sizes of all images that match, once each is loaded or has failed. */
  async images(selector) {
    const images = [...document.querySelectorAll(selector)];
    await this.until(() => images.every((image) => image.complete));
    return images.map((image) => [image.naturalWidth, image.naturalHeight]);
  },

  /** The natural size of the background image of an element. */
  async background(selector, pseudo) {
    const element = typeof selector === "string" ? document.querySelector(selector) : selector;
    const url = /url\("(.*?)"\)/.exec(getComputedStyle(element, pseudo).backgroundImage);
    if (!url) return "none";
    const image = new Image();
    image.src = url[1];
    await image.decode().catch(() => {});
    return [image.naturalWidth, image.naturalHeight];
  },

  /** The fonts that are loaded. */
  async fonts() {
    await document.fonts.ready;
    return [...document.fonts].filter((font) => font.status === "loaded").map((font) => font.family).sort();
  },

  /** Ends the page with what it has to say; a promise that is refused is an error of the page. */
  async report(outcome) {
    globalThis.outcome = await outcome;
  },
};
