"""What is wrong with how a page looks, found by the rectangles of its text: what is cut, too small, or covered."""

from typing import Any

LEAST = 11
"""Pixels of a letter: no text is smaller."""

FAULTS = """least => {
  const found = new Set(), texts = [], range = document.createRange();
  const said = (text) => `"${text.trim().replace(/\\s+/g, " ").slice(0, 40)}"`;
  const note = (why, text) => found.add(`${why}: ${said(text)}`);
  const styles = new Map(), style = (each) => styles.get(each) ?? styles.set(each, getComputedStyle(each)).get(each);
  const seen = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && ![each, each.parentElement].some((one) => style(one).clipPath !== "none")  // for screen readers only
    && !each.closest("title, style, script, option, .skip");
  const floats = (each) => each && (style(each).position === "fixed" || floats(each.parentElement));  // for a moment
  const scale = (each) => {
    const drawn = each.ownerSVGElement && each.getScreenCTM();
    return drawn ? Math.hypot(drawn.b, drawn.d) : 1;
  };
  const overlap = (a, b) => ({left: Math.max(a.left, b.left), right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom)});
  const frame = (each) => {  // the part of the window in which an element is shown, and whether one can scroll to more
    let box = {left: -1e9, right: 1e9, top: -1e9, bottom: 1e9}, scrolls = false, clipped = false;
    for (; each && each !== document.body; each = each.parentElement) {
      const {overflowX} = style(each);
      if (overflowX === "visible" || (each.ownerSVGElement && each.tagName !== "svg")) continue;
      clipped = true;
      scrolls ||= /auto|scroll/.test(overflowX);
      box = overlap(box, each.getBoundingClientRect());
    }
    return {box, scrolls, clipped};
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {data, parentElement: each} = walker.currentNode;
    if (!data.trim() || !seen(each) || floats(each)) continue;
    range.setStart(walker.currentNode, data.length - data.trimStart().length);
    range.setEnd(walker.currentNode, data.trimEnd().length);
    const rects = [...range.getClientRects()].filter(({width, height}) => width > 0.5 && height > 0.5);
    const size = parseFloat(style(each).fontSize) * scale(each);
    if (rects.length && size < least - 0.05) note(`${size.toFixed(1)} px`, data);
    const {box, scrolls, clipped} = rects.length ? frame(each) : {};
    for (const rect of rects) {
      if (clipped && !scrolls && (rect.right > box.right + 1.5 || rect.left < box.left - 1.5)) note("cut", data);
      if (!clipped && (rect.right > innerWidth + 1 || rect.left < -1)) note("outside", data);
      const {left, right, top, bottom} = overlap(rect, box), line = (bottom - top) / 5;  // letters fill less
      if (right - left > 1 && bottom - top > 1) {
        texts.push({each, data, left, right, top: top + line, bottom: bottom - line});
      }
    }
  }
  texts.sort((a, b) => a.top - b.top);
  texts.forEach((a, place) => {
    for (const b of texts.slice(place + 1)) {
      if (b.top >= a.bottom) break;
      const {left, right, top, bottom} = overlap(a, b), maths = a.each.closest("math") ?? b.each.closest("math");
      if (right - left > 2 && bottom - top > 2 && a.each !== b.each && !maths) note(`over ${said(b.data)}`, a.data);
    }
  });
  const across = document.documentElement.scrollWidth;
  if (across > innerWidth) found.add(`the page is ${across} wide`);
  return [...found];
}"""


def faults(page: Any) -> list[str]:
    """What is cut, small or covered on a page or in a frame; what one can scroll to is not cut."""
    return list(page.evaluate(FAULTS, LEAST))
