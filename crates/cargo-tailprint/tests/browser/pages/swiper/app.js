import Swiper from "./vendor/swiper/swiper-bundle.mjs";

const swiper = new Swiper(".swiper", { speed: 0, navigation: { nextEl: ".swiper-button-next" } });
document.querySelector(".swiper-button-next").click();
probe.report({ index: swiper.activeIndex, display: probe.style(".swiper-wrapper", "display") });
