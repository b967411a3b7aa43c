// The sheet: a textarea over a mirror of its lines with their numbers, marks and wavy lines.
const element = (name, kind, text) => {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
};

export class Editor {
  constructor(area, mirror, changed) {
    this.area = area;
    this.mirror = mirror;
    this.marks = [];  // of each line: {mark, kind, places, told}
    this.lines = [];
    this.keys = [];  // what each line of the mirror was made of
    new ResizeObserver(([{ contentRect: { width } }]) => {  // there may be room for what had none
      if (this.width !== width) this.keys = [];
      if (this.width !== (this.width = width)) this.draw();
    }).observe(mirror);
    area.addEventListener("input", () => { this.draw(); changed(); });
    area.addEventListener("scroll", () => { area.scrollTop = 0; });  // the box is as high as its text
  }

  get text() { return this.area.value; }

  // Another text; the marks of lines that are the same stay until there are new ones.
  set text(text) {
    if (this.area.value !== text) this.area.value = text;
    this.draw();
  }

  // Replaces a part of a line without losing the place of the caret or what can be undone by the next replacement.
  replace(line, start, end, text) {
    const lines = this.text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.area.setRangeText(text, at + start, at + end, "preserve");
    this.draw();
  }

  show(marks) {
    this.marks = marks;
    this.draw();
  }

  // Selects a place in a line, and brings it into view.
  select(line, start = 0, end = start) {
    const lines = this.text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(at + start, at + end);
    this.mirror.children[line - 1]?.scrollIntoView({ block: "nearest" });
  }

  draw() {
    const lines = this.text.split("\n");
    if (lines.length !== this.lines.length || lines.some((line, place) => line !== this.lines[place])) {
      this.marks = moved(this.lines, lines, this.marks);
      this.lines = lines;
    }
    const changed = [];
    lines.forEach((text, place) => {
      const marks = this.marks[place] ?? {}, key = JSON.stringify([text, marks]);
      if (key === this.keys[place]) return;
      this.keys[place] = key;
      const made = this.line(text, place, marks), was = this.mirror.children[place];
      if (was) was.replaceWith(made);
      else this.mirror.append(made);
      changed.push(made);
    });
    this.keys.length = lines.length;
    while (this.mirror.children.length > lines.length) this.mirror.lastChild.remove();
    const told = changed.map((line) => line.querySelector(".told")).filter(Boolean);
    const edge = told.length && this.mirror.getBoundingClientRect().right;
    const wide = told.filter((each) => each.getBoundingClientRect().right > edge);
    for (const each of wide) each.remove();  // what has no room stands below the sheet only
  }

  line(text, place, { mark = "", kind = "", places = [], told = "" }) {
    const line = element("div", `line ${kind}`);
    line.append(element("span", "number", place + 1), element("span", "mark", mark));
    let at = 0;
    for (const [start, end] of places) {
      line.append(text.slice(at, start), element("mark", "", text.slice(start, end)));
      at = end;
    }
    line.append(text.slice(at) || "\u200b");
    if (told) line.append(element("span", "told", told));
    return line;
  }
}

// The marks after a change: those of the lines before it and after it, none for what changed.
function moved(before, after, marks) {
  let start = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const between = Array.from({ length: after.length - start - end }, (_, place) => {
    const was = marks[start + place];
    return was && start + place < before.length - end ? { mark: was.mark, kind: was.kind } : {};
  });
  return [...marks.slice(0, start), ...between, ...(end ? marks.slice(before.length - end, before.length) : [])];
}

export { element };
