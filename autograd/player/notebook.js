// Puts the page in the place of its picture, light or dark as what stands behind it.
(() => {
  const page = $page;
  document.querySelectorAll('img[data-player="$mark"]').forEach((image, place) => {
    const frame = document.createElement("iframe");
    let behind = image, color = [0, 0, 0, 0];  // red, green, blue, and 0 where one sees through
    for (; behind && color[3] === 0; behind = behind.parentElement) {
      color = getComputedStyle(behind).backgroundColor.match(/[0-9.]+/g)?.map(Number) ?? color;
    }
    const [red, green, blue] = color[3] === 0 ? [255, 255, 255] : color;
    const theme = 0.3 * red + 0.6 * green + 0.1 * blue < 110 ? "dark" : "light";
    frame.title = image.alt;
    frame.name = "$mark-" + place;
    frame.sandbox = "allow-scripts";
    frame.style.cssText = "display:block;width:100%;border:0;color-scheme:" + theme;
    frame.style.height = image.getBoundingClientRect().height + 420 + "px";
    addEventListener("message", ({source, data}) => {
      if (source === frame.contentWindow && data?.player === frame.name) frame.style.height = data.height + 2 + "px";
    });
    frame.srcdoc = page.replace("<html", '<html data-theme="' + theme + '"');
    image.replaceWith(frame);
  });
})();
