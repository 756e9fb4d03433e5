globalThis.folderOfPin = () => {
  const style = getComputedStyle(document.querySelector(".pin")).backgroundImage;
  return style.replace(/^url\("(.*)pin\.svg"\)$/, "$1");
};
