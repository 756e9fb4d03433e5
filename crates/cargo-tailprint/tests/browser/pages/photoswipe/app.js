import PhotoSwipeLightbox from "./vendor/photoswipe/photoswipe-lightbox.esm.min.js";

const lightbox = new PhotoSwipeLightbox({
  gallery: "#gallery",
  children: "a",
  pswpModule: () => import("./vendor/photoswipe/photoswipe.esm.min.js"),
  showHideAnimationType: "none",
});
lightbox.init();

const open = async () => {
  lightbox.loadAndOpen(0);
  await probe.until(() => document.querySelector("img.pswp__img:not(.pswp__img--placeholder)")?.complete);
  return {
    images: await probe.images("img.pswp__img:not(.pswp__img--placeholder)"),
    background: probe.style(".pswp__bg", "backgroundColor"),
  };
};

probe.report(open());
