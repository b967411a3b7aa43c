// Steps through the records: what is shown at a step depends on its number alone, never on the way there.
(() => {
  "use strict";
  const scenes = JSON.parse(document.getElementById("records").textContent);
  const find = (id) => document.getElementById(id);
  const main = find("player"), picture = find("picture"), paper = find("paper"), slider = find("slider");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const LEAST = $least, MOST = 1.6;  // how small and how large a picture becomes that is to fit
  const PHONE = 701, BESIDE = 1080;  // widths of the window from which on there is more than one column, as in the style sheet
  const STEP = 380, BAR = 12;  // what the present step needs beside a column; a scroll bar
  const FADE = 28;  // pixels at an edge that are faint where there is more, as in the style sheet
  const MAP_FROM = 60;  // boxes from which on there is a map
  let place = 0, steps, pieces, boxes, lines, rows, last, now = 0, finished = true, timer = 0, zoom = 0;

  const element = (tag, classes, ...inside) => {
    const made = document.createElement(tag);
    made.className = classes;
    made.append(...inside.filter((part) => part !== ""));
    return made;
  };
  const shape = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const math = (formula, classes = "") => {  // MathML from Python, which escaped every name in it
    const made = element("span", classes);
    made.innerHTML = `<math><mrow>${formula.map((piece) => filled(pieces[piece], inMaths)).join("")}</mrow></math>`;
    return made;
  };

  // Where given numbers are moved, texts have a letter in the place of each number: this one, one in brackets if it is
  // negative, or minus it. What is written there follows `figure` in Python: four digits, exact where they suffice.
  const BARE = 0xF0000, BRACKETED = 0xF4000, TURNED = 0xF8000;
  let numbers = null, rounded = false;  // those of the page; null: as recorded
  function figure(x) {
    if (x !== x) return "NaN";
    if (Math.abs(x) === Infinity) return x > 0 ? "∞" : "−∞";
    const size = Math.abs(x), close = (text) => Math.abs(+text - size) <= 1e-12 * size;
    const bare = (text) => text.includes(".") ? text.replace(/\.?0+$/, "") : text;
    const sign = x < 0 ? "−" : "";
    if (close(size.toFixed(4)) && size < 1e15) return sign + bare(size.toFixed(4));
    const [mantissa, power] = size.toExponential(3).split("e"), exact = close(`${mantissa}e${power}`);
    if (!exact) rounded = true;
    if (size >= 1e4 && size < 1e7) return sign + size.toFixed(0);
    const fixed = +power >= -4 && +power < 4, text = fixed ? size.toFixed(3 - power) : mantissa;
    return sign + (exact ? bare(text) : text) + (fixed ? "" : `e${+power}`);
  }
  const inText = (text) => text;
  const inMaths = (text) => {
    const [mantissa, power] = text.replace("−", "").split("e");
    const shown = `${text[0] === "−" ? "<mo form='prefix'>−</mo>" : ""}<mn>${mantissa}</mn>`;
    return power === undefined ? shown : `${shown}<mo>×</mo><msup><mn>10</mn><mn>${power.replace("-", "−")}</mn></msup>`;
  };
  function filled(text, write = inText) {
    if (!numbers || !text) return text;
    const side = (x, sign) => x > 0 ? sign.replace("&lt;", "&gt;") : x < 0 ? sign : "";
    return text.replace(/(<mi>)?([\u{F0000}-\u{FFFFF}])(<\/mi>)?((?: |<mo>)&lt;(?: 0|<\/mo><mn>0<\/mn>))?/gu, (_, open, letter, close, sign) => {
      const code = letter.codePointAt(0), turned = code >= TURNED;
      const x = numbers[code - (turned ? TURNED : code >= BRACKETED ? BRACKETED : BARE)] * (turned ? -1 : 1);
      const said = write(figure(x));
      const kept = !turned && code >= BRACKETED && (x < 0 || said.includes("e")) && write === inText ? `(${said})`
        : !turned && code >= BRACKETED && x < 0 ? `<mrow><mo stretchy='false'>(</mo>${said}<mo stretchy='false'>)</mo></mrow>` : said;
      return kept + (sign ? side(x, sign) : "");
    });
  }
  const turn = ({gates, turns}) => turns[gates.reduce((way, gate, bit) => way | (numbers[gate] !== 0) << bit, 0)];
  const live = () => numbers && scenes[place].live;

  /** A line of the paper with the numbers there are now, as far as it is written. */
  function rewritten(row, reached, whole) {
    const text = live().rows[row];
    rounded = false;
    const result = filled(text.result ?? "");
    let forms = (text.forms ?? []).map((form) => filled(form));
    if (text.terms) {
      const terms = text.terms.slice(0, whole ? undefined : reached).map((term) => turn(term).map((form) => filled(form)));
      const kept = terms.length > 6 ? [...terms.slice(0, 3), null, ...terms.slice(-2)] : terms;
      forms = [0, 1, 2].map((form) => kept.map((term) => term?.[form] ?? "…").join(" + ") + (whole ? "" : " + …"));
      if (whole) forms.push(result);
    }
    const bare = (form) => form.replace(/ |<[^>]*>/g, "");
    forms = forms.filter((form, at) => at + 1 === forms.length || bare(form) !== bare(forms[at + 1]));
    return forms.map((form, at) => ` <span>${at && at + 1 === forms.length && rounded ? "≈" : "="} ${form}</span>`).join("");
  }

  /** Compute everything anew for the given numbers of the sliders; without any, as it was recorded. */
  function compute(given) {
    numbers = given && PROGRAM(given);
    for (const [index, input] of sliders().entries()) {
      const recorded = scenes[0].live.sliders[index][3];
      if (!given) input.value = recorded;
      input.nextElementSibling.textContent = figure(given ? given[index] : recorded);
    }
    for (const box of boxes.values()) {
      const back = box.back[box.back.length - 1];
      for (const group of box.groups) {
        for (const [part, step] of [["data", box.given], ["grad", back]]) {
          const spot = group.querySelector(`.${part}`);
          if (spot && step) spot.dataset.finished = live() ? filled(live().steps[step - 1].shown) : steps[step - 1].shown;
        }
        const [value, gradient] = scenes[place].live.exact[box.id] ?? [];  // in full, for whoever looks closer
        if (live()) Object.assign(group.dataset, {value: numbers[value], gradient: numbers[gradient]});
      }
    }
    for (const line of lines.values()) {
      for (const label of line.groups.flatMap((group) => [...group.querySelectorAll(".slope")])) {
        if (!line.sloping || !line.along) continue;
        const piece = label.lastChild.nodeType === 3 ? label.lastChild : label.lastChild.firstChild;
        label.dataset.recorded ??= piece.data;
        const name = label.dataset.recorded.match(/^.*= |^/)[0];
        piece.data = live() ? name + figure(numbers[live().steps[line.along - 1].local]) : label.dataset.recorded;
      }
    }
    weigh();
    show(now);
  }
  const sliders = () => [...document.querySelectorAll("#inputs input")];
  const away = () => scenes[place].shown ?? scenes[place].first;

  // The page holds the finished picture, wide and tall, and the finished paper. Of each node and edge: its two groups,
  // and the steps (counted from 1; 0 is before them all) that give it its number, its gradient, its label.
  const both = (id) => ["wide-", "tall-"].map((prefix) => find(prefix + id)).filter(Boolean);
  function load(number) {
    scenes[0].first ??= {heading: find("heading").innerHTML, picture: picture.innerHTML, paper: paper.innerHTML};
    if (number !== place) {
      place = number;
      find("heading").innerHTML = away().heading;
      picture.innerHTML = away().picture;
      paper.innerHTML = away().paper;
    }
    const scene = scenes[place];
    ({steps, pieces} = scene);
    last = steps.length;
    boxes = new Map(scene.nodes.map(([id, name]) => [id, {id, name, groups: both(id), given: 0, back: []}]));
    lines = new Map(scene.edges.map(([id, sloping]) => [id, {sloping, groups: both(id), computed: 0, along: 0, weight: 0}]));
    rows = [...paper.querySelectorAll("[data-row]")].map((line, row) => {
      const forms = line.querySelector(".forms");
      return {line, forms, whole: forms.innerHTML, steps: scene.rows[row]};
    });
    steps.forEach(({kind, node, edges, weight}, index) => {
      if (kind === "forward") boxes.get(node).given = index + 1;
      else boxes.get(node).back.push(index + 1);
      for (const edge of edges) {
        lines.get(edge)[kind === "forward" ? "computed" : "along"] ||= index + 1;
        if (kind !== "forward") lines.get(edge).weight += weight ?? 0;
      }
    });
    for (const {groups} of [...boxes.values(), ...lines.values()]) {
      for (const spot of groups.flatMap((group) => [...group.querySelectorAll(".data, .grad")])) {
        spot.dataset.finished = spot.textContent;
      }
    }
    slider.max = last;
    weigh();
    listen();
    map();
  }

  const brief = (text) => text?.endsWith("not yet") ? "not yet" : text?.replace(/ \(\d+\)/, "").replace(" so far", " + …");
  const short = (group) => "brief" in group.closest("svg").parentElement.dataset;
  const write = (groups, part, text) => {
    for (const group of groups) {
      for (const spot of group.getElementsByClassName(part)) {
        const said = (short(group) ? brief(text) : text) ?? spot.dataset.finished;
        if (spot.textContent !== said) spot.textContent = said;  // touching nothing else keeps long graphs quick
        spot.classList.toggle("not-yet", text?.endsWith("not yet") ?? false);
      }
    }
  };
  const mark = ({groups}, state) => {
    for (const group of groups) if (group.dataset.state !== state) group.dataset.state = state;
  };

  /** What stands in the picture at a step: "not yet" until a number is there. */
  function draw(number) {
    const step = finished ? undefined : steps[number - 1];
    const way = step?.kind === "forward" ? "forward" : "backward";
    for (const box of boxes.values()) {
      const reached = box.back.filter((spot) => spot <= number).pop();
      write(box.groups, "data", box.given <= number ? null : "data not yet");
      const shown = live() ? filled(live().steps[reached - 1]?.shown) : steps[reached - 1]?.shown;
      write(box.groups, "grad", reached ? shown : "grad not yet");
      for (const own of box.groups.flatMap((group) => [...group.getElementsByClassName("own")])) {
        own.classList.toggle("unsaid", !reached || box.back[box.back.length - 1] > number);  // complete with its last
      }
      mark(box, box === boxes.get(step?.node) ? way : box === boxes.get(step?.source) ? "source" : "");
    }
    for (const [edge, line] of lines) {
      const labelled = line.along && line.along <= number;
      for (const group of line.groups) {
        for (const label of group.getElementsByClassName("slope")) label.classList.toggle("unsaid", line.sloping && !labelled);
      }
      mark(line, step?.edges.includes(edge) ? way : labelled ? "back" : line.computed <= number ? "there" : "");
    }
  }

  /** What stands on the paper at a step: a line from its first term on, the one that is being written lit. */
  function put(number) {
    for (const [row, {line, forms, whole, steps: own}] of rows.entries()) {
      const reached = own.filter((spot) => spot <= number);
      const lit = !finished && own.includes(number);
      line.classList.toggle("unwritten", !reached.length);
      line.classList.toggle("now", lit);
      line.classList.toggle("ahead", lit && steps[number - 1].kind === "forward");
      if (lit) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
      const partial = reached.length && reached.length < own.length ? steps[reached[reached.length - 1] - 1].partial : "";
      const recorded = partial ? ` <span>= ${partial}</span>` : whole;
      const text = live() ? rewritten(row, reached.length, reached.length === own.length) : recorded;
      const why = line.querySelector(".why");
      if (why) why.innerHTML = (live() && filled(live().rows[row].notes)) || (why.dataset.recorded ??= why.innerHTML);
      if (forms.dataset.text !== text) forms.innerHTML = forms.dataset.text = text;
      if (lit) uncover(line);
    }
  }

  /** Scroll the paper to a line, as far as the paper itself can be seen in the window. */
  function uncover(line) {
    const deep = innerHeight - paper.getBoundingClientRect().top < Math.max(120, line.offsetHeight + 20);
    const upon = find("controls").offsetHeight;  // they stick to the top
    if (innerWidth < PHONE && parent === window && deep) scrollBy(0, picture.getBoundingClientRect().top - upon - 4);
    const {top, height} = paper.getBoundingClientRect(), below = parent === window ? innerHeight - top : height;
    const room = (below > 80 ? Math.min(paper.clientHeight, below) : paper.clientHeight) - line.offsetHeight;
    const at = line.offsetTop - paper.scrollTop;
    if (at < 40 || at > room - 40) paper.scrollTop = line.offsetTop - Math.max(0, room / 2);
  }

  /** The formulas of a step. */
  const maths = (number) => live() ? turn(live().steps[number - 1]) : steps[number - 1].maths;

  /** The terms of the sum up to this step, the middle left out where there are many. */
  function terms(step, number) {
    const places = boxes.get(step.node).back.filter((spot) => spot <= number);
    const kept = places.length > 6 ? [...places.slice(0, 3), 0, ...places.slice(-2)] : places;
    return kept.map((spot) => spot ? {...maths(spot), active: spot === number} : null);
  }

  /** A step as an equation in two rows, symbols above numbers, made of columns that stay together. */
  function equation(step, number) {
    const {left, symbols, numbers, value, sum} = maths(number);
    const columns = [], two = [], comes = step.about || live() ? "≈" : "=";
    const column = (classes, top, bottom = "") => columns.push([classes, top, bottom]);
    const sign = (text) => column("sign", text, two.length ? text : "");
    if (step.kind !== "backward") {
      if (numbers) two.push(true);
      if (left) column("left", math(left));
      if (left) sign("=");
      if (symbols) column("term", math(symbols), numbers ? math(numbers) : "");
      if (symbols) column("sign", two.length ? "" : comes, two.length ? comes : "");
      column("result", two.length ? "" : math(value), two.length ? math(value) : "");
    } else {
      const shown = terms(step, number);
      if (shown.some((term) => term?.product)) two.push(true);
      column("left", math(left));
      sign("=");
      shown.forEach((term, spot) => {
        if (spot) sign("+");
        if (!term) return sign("…");
        column(`term ${term.active ? "active" : ""}`, math(term.term),
          two.length ? math(term.product ?? term.term) : "");
      });
      if (step.left) sign("+ …");
      else if (shown.length > 1 || `${shown[0].product ?? shown[0].term}` !== `${sum}`) {
        column("sign", two.length ? "" : comes, two.length ? comes : "");
        column("result", two.length ? "" : math(sum), two.length ? math(sum) : "");
      }
    }
    const made = element("div", `equation rows-${two.length + 1}`);
    for (const [classes, top, bottom] of columns) {
      const rows = two.length ? [top, bottom] : [top];
      made.append(element("div", `column ${classes}`, ...rows.map((part) => element("div", "", part))));
    }
    if (made.querySelector(".column > :last-child mfrac")) made.classList.add("high");
    return made;
  }

  /** The two factors of a backward step, their product and the sum, each beside its word. */
  function factors(step, number) {
    if (step.kind !== "backward") return [];
    const {upstream, local, because, gives, sum} = maths(number);
    const row = (word, ...inside) => [element("dt", "", word), element("dd", "", ...inside)];
    const noted = (because ?? []).map((condition) => element("span", "because", "since ", math([condition])));
    const status = step.left ? `so far, ${step.left} more ${step.left > 1 ? "uses" : "use"} to come` : "complete";
    return [
      ...row("upstream", math(upstream, "upstream")),
      ...local ? row("× local", math(local, "local"), ...noted) : [],
      ...row(step.about || live() ? "≈ this edge" : "= this edge", math(gives, "gives")),
      ...row("sum", math(sum, "so-far"), element("span", "status", status)),
    ];
  }

  /** The panel's texts at a step, and its kind, by which they are laid out. */
  function explain(number) {
    const step = finished ? undefined : steps[number - 1];
    main.dataset.kind = finished ? "finished" : step?.kind ?? "ready";
    const way = step?.kind === "forward" ? "→ forward" : "← backward";
    find("where").textContent =
      finished ? `Finished: ${last} steps` : step ? `${way}, step ${number} of ${last}` : `Ready: ${last} steps`;
    find("sentence").innerHTML = finished ? summary() :
      step ? (live() ? filled(live().steps[number - 1].sentence) : step.sentence) : "Nothing is computed yet. Press play, or go forward step by step.";
    find("formula").replaceChildren(...step ? [equation(step, number)] : []);
    find("factors").replaceChildren(...step ? factors(step, number) : []);
    for (const part of find("panel").querySelectorAll(".column, dd")) {
      if (part.scrollWidth > part.clientWidth + 1) part.tabIndex = 0;  // so that keys can scroll it
    }
  }

  const summary = () =>
    live() ? `${live().finished.map(([name, number]) => `${name} = ${filled(number)}`).join("; ")}.` : scenes[place].finished;

  /** Give the panel the height of its highest step, so that what stands below it does not move. */
  function reserve() {
    const panel = find("panel"), was = finished;
    panel.style.minHeight = "";
    for (const {line, forms, whole, steps: own} of rows) {
      if (own.length < 2) continue;
      line.style.minHeight = "";
      const text = forms.innerHTML;
      forms.innerHTML = whole;
      line.style.minHeight = `${line.offsetHeight}px`;
      forms.innerHTML = text;
    }
    finished = false;
    let most = 0;
    for (let number = 0; number <= Math.min(last, 300); number += 1) {
      explain(number);
      most = Math.max(most, panel.getBoundingClientRect().height);
    }
    panel.style.minHeight = `${Math.ceil(most)}px`;
    finished = was;
    explain(now);
  }

  function show(number) {
    now = Math.max(0, Math.min(last, number));
    main.dataset.step = now;
    if (main.dataset.whole !== (main.dataset.whole = `${finished}`)) fit();  // another room for the picture
    draw(now);
    put(now);
    explain(now);
    slider.value = now;
    slider.setAttribute("aria-valuetext", finished ? "finished" : `step ${now} of ${last}`);
    find("first").disabled = find("back").disabled = now === 0;
    find("forward").disabled = now === last;
    find("last").disabled = now === last && !finished;
    find("play").setAttribute("aria-label", timer ? "Pause" : finished ? "Play from the start" : "Play");
    follow();
  }

  // The picture's size: as large as fits the frame, never so small that its text cannot be read; or as one zooms it.
  const drawings = () => [...picture.querySelectorAll(".wide > svg, .tall > svg")];
  const shown = () => drawings().find((svg) => svg.getBoundingClientRect().width);
  const natural = (svg) => svg.viewBox.baseVal;
  const padding = (side) => parseFloat(getComputedStyle(picture)[`padding${side}`]);

  /** The ways the page can be laid out, best first: which picture, and the room that its frame gives it. */
  function layouts() {
    const {paddingLeft, paddingRight} = getComputedStyle(main);
    const page = main.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const embedded = parent !== window;  // a frame is as high as its page, so its height says nothing
    const together = embedded ? 340 : Math.max(innerHeight * 0.44, 260);  // with the paper
    const alone = Math.max(together, embedded ? 640 : innerHeight * 0.74);
    const sideways = (kind) => natural(picture.querySelector(`.${kind} svg`)).width * LEAST > 1.5 * page;
    const little = (kind) => finished && !sideways(kind) ? alone : together;  // of much to the left little is seen
    const usual = embedded ? 580 : Math.max(innerHeight * 0.66, 420);
    const most = embedded ? 760 : Math.max(innerHeight - 88, 420);
    if (innerWidth < PHONE) return ["wide", "tall"].map((kind) => ({name: "stacked", kind, width: page, high: little(kind)}));
    const paper = innerWidth < BESIDE ? 0 : Math.max(340, page * 0.27) + 20;
    const beside = paper ? [{name: "beside", kind: "wide", width: page - paper, high: usual}] : [];
    const column = {name: "column", kind: "tall", width: page - paper - Math.min(STEP, page * 0.45), high: most};
    const broad = {name: "broad", width: page, high: usual};
    return [...beside, {...broad, kind: "wide"}, column, {...broad, kind: "tall"}];
  }

  /** Lay out the page so that as much as can be is seen of the picture, which grows where there is room. */
  function fit() {
    const [across, down] = [padding("Left") + padding("Right") + 2, padding("Top") + padding("Bottom") + 2];
    const seen = layouts().map((each) => {
      const {width, height} = natural(picture.querySelector(`.${each.kind} svg`));
      const [wide, high] = [each.width - across, each.high - down];
      const scale = Math.max(LEAST, Math.min(MOST, wide / width, high / height));
      const part = Math.min(1, wide / (width * scale)) ** 2 * Math.min(1, high / (height * scale));  // sideways is worse
      return {...each, scale, part, own: Math.min(each.width, width * scale + across + BAR)};
    });
    const best = seen.reduce((a, b) => b.part > 1.02 * a.part ? b : a);
    main.dataset.shape = best.kind;
    main.dataset.layout = best.name;
    main.style.setProperty("--high", `${best.high}px`);
    main.style.setProperty("--column", `${best.own}px`);
    for (const svg of drawings()) {
      const {width, height} = natural(svg), scale = zoom || best.scale;
      svg.style.width = `${width * scale}px`;
      svg.style.height = `${height * scale}px`;
    }
    main.dataset.scale = zoom || best.scale;
    const below = paper.getBoundingClientRect().top + scrollY + 16;
    main.style.setProperty("--rest", `${parent === window ? Math.max(innerHeight - below, 220) : 480}px`);
    fade();
  }
  function magnify(factor, x, y) {
    const before = +main.dataset.scale, bounds = picture.getBoundingClientRect();
    const at = [x ?? bounds.width / 2, y ?? bounds.height / 2];
    zoom = factor ? Math.max(0.1, Math.min(6, before * factor)) : 0;
    fit();
    const grown = +main.dataset.scale / before;
    picture.scrollLeft = (picture.scrollLeft + at[0]) * grown - at[0];
    picture.scrollTop = (picture.scrollTop + at[1]) * grown - at[1];
  }

  /** Show on which sides of the frame there is more of the picture; move the map's window with it. */
  function fade() {
    const {scrollLeft: left, scrollTop: up, clientWidth: wide, clientHeight: high} = picture;
    const more = {left: left > 2, right: left + wide < picture.scrollWidth - 2, up: up > 2, down: up + high < picture.scrollHeight - 2};
    for (const [side, is] of Object.entries(more)) picture.classList.toggle(`more-${side}`, is);
    const seen = find("map")?.querySelector(".seen"), svg = shown();
    if (!seen || !svg) return;
    const scale = +main.dataset.scale, inner = svg.getBoundingClientRect(), outer = picture.getBoundingClientRect();
    const place = {x: outer.left - inner.left, y: outer.top - inner.top, width: outer.width, height: outer.height};
    for (const [name, value] of Object.entries(place)) seen.setAttribute(name, value / scale);
  }

  /** A small map of a large picture, where one can see where one is and go elsewhere. */
  function map() {
    find("map")?.parentElement.remove();
    if (boxes.size <= MAP_FROM) return;
    requestAnimationFrame(() => {
      const svg = shown();
      if (!svg) return;
      const {width, height} = natural(svg);
      if (width * +main.dataset.scale <= picture.clientWidth && height * +main.dataset.scale <= picture.clientHeight) return;
      const small = shape("svg", {id: "map", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Map of the picture"});
      small.style.height = `${Math.max(24, Math.min(140, 180 * height / width))}px`;
      small.style.width = `${Math.max(24, Math.min(180, 140 * width / height))}px`;
      for (const rect of svg.querySelectorAll(".node > rect")) {
        small.append(shape("rect", Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, rect.getAttribute(name)]))));
      }
      small.append(shape("rect", {class: "seen"}));
      const go = (event) => {
        const bounds = small.getBoundingClientRect(), scale = +main.dataset.scale;
        const across = width / bounds.width, down = height / bounds.height, most = Math.max(across, down);
        const x = (event.clientX - bounds.left - bounds.width / 2) * most + width / 2;
        const y = (event.clientY - bounds.top - bounds.height / 2) * most + height / 2;
        picture.scrollTo({left: x * scale - picture.clientWidth / 2, top: y * scale - picture.clientHeight / 2});
      };
      small.addEventListener("pointerdown", (event) => { event.stopPropagation(); go(event); });
      const holder = element("div", "holder");
      holder.append(small);
      picture.prepend(holder);
      fade();
      follow();
    });
  }

  /** Put the map into the corner that is farthest from what happens. */
  function dock(target) {
    const small = find("map"), box = target?.groups.find((each) => each.getBoundingClientRect().width);
    if (!small || !box) return;
    const inner = box.getBoundingClientRect(), outer = picture.getBoundingClientRect();
    const far = (middle, from, size, own) => middle - from < size / 2 ? size - own - 16 : 0;
    const [wide, high] = [picture.clientWidth, picture.clientHeight], own = small.getBoundingClientRect();
    small.style.left = `${far((inner.left + inner.right) / 2, outer.left, wide, own.width)}px`;
    small.style.top = `${far((inner.top + inner.bottom) / 2, outer.top, high, own.height)}px`;
  }

  /** How thick each edge is where widths show how much comes back over it. */
  function weigh() {
    const weight = (line) => !live() ? line.weight : line.along ? Math.abs(numbers[live().steps[line.along - 1].weight]) : 0;
    const weights = [...lines.values()].map(weight), most = weights.reduce((a, b) => Math.max(a, b), 0) || 1;
    for (const [index, line] of [...lines.values()].entries()) {
      const width = `${0.6 + 7 * Math.sqrt(weights[index] / most)}px`;
      for (const group of line.groups) group.style.setProperty("--weight", width);
    }
  }

  /** Scroll the picture to where something happens, if it is wider or higher than its frame. */
  function follow() {
    const step = finished ? undefined : steps[now - 1];
    const {opened} = scenes[place], all = [...boxes.values()];
    const target = step ? boxes.get(step.node) : !finished ? null
      : opened ? all.find(({name}) => name.startsWith(`${opened}.`)) ?? all[0] : all[all.length - 1];
    const box = target?.groups.find((each) => each.getBoundingClientRect().width);
    if (!box) return;
    const inner = box.getBoundingClientRect(), outer = picture.getBoundingClientRect();
    const off = (low, high, from, to) => low < from + FADE || high > to - FADE ? (low + high - from - to) / 2 : 0;
    picture.scrollBy({
      left: off(inner.left, inner.right, outer.left, outer.right),
      top: off(inner.top, inner.bottom, outer.top, outer.bottom),
      behavior: still.matches || timer || finished ? "instant" : "smooth",
    });
    dock(target);
  }

  function pause() {
    clearTimeout(timer);
    timer = 0;
    main.dataset.playing = "no";
    find("play").setAttribute("aria-label", "Play");
    find("play").title = "Play (space)";
  }

  function tick() {
    if (now === last) return pause();
    finished = false;
    show(now + 1);
    timer = setTimeout(tick, 1800 / find("speed").value);
  }

  function play() {
    main.dataset.playing = "yes";
    find("play").setAttribute("aria-label", "Pause");
    find("play").title = "Pause (space)";
    timer = setTimeout(tick, now && now < last ? 400 : 600);
    if (now === last) {
      finished = false;
      show(0);
    }
  }

  const toggle = () => timer ? pause() : play();
  const go = (number) => { pause(); finished = false; show(number); };
  const jump = ({back, given}) => go(back.length ? back[back.length - 1] : given);

  /** Go into a module, or back to the whole. */
  function enter(number) {
    pause();
    load(number);
    find("whole").hidden = !number;
    finished = true;
    zoom = 0;
    fit();
    reserve();
    show(last);
  }

  find("first").onclick = () => go(0);
  find("back").onclick = () => go(finished ? last : now - 1);
  find("play").onclick = toggle;
  find("forward").onclick = () => go(now + 1);
  find("last").onclick = () => go(last);
  find("whole").onclick = () => enter(0);
  slider.oninput = () => go(+slider.value);
  for (const input of sliders()) input.oninput = () => compute(sliders().map((each) => +each.value));
  if (find("reset")) find("reset").onclick = () => compute(null);
  find("smaller").onclick = () => magnify(1 / 1.25);
  find("larger").onclick = () => magnify(1.25);
  find("fit").onclick = () => { magnify(0); follow(); };
  find("sizes").onclick = () => {
    const on = main.toggleAttribute("data-sizes");
    find("sizes").setAttribute("aria-pressed", on);
  };

  /** What boxes and lines do when they are clicked, or with Enter. */
  function listen() {
    const press = (part, act) => {
      part.setAttribute("tabindex", "0");
      part.addEventListener("click", () => { act(); if (document.activeElement === part) main.focus({preventScroll: true}); });
      part.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        act();
      });
    };
    for (const svg of picture.querySelectorAll("svg[role=img]")) svg.setAttribute("role", "group");  // an "img" has no buttons
    for (const box of boxes.values()) {
      const inside = scenes[place].inside[box.id];
      for (const group of box.groups) {
        group.setAttribute("role", "button");
        const does = inside ? "opens" : `shows ${box.back.length ? "its gradient's sum" : "its number"}`;
        group.setAttribute("aria-description", does);
        press(group, () => inside ? enter(inside) : jump(box));
      }
    }
    for (const {line, steps: own} of rows) press(line, () => own.length && go(own[own.length - 1]));
  }

  const KEYS = {
    ArrowRight: () => go(now + 1), ArrowDown: () => go(now + 1), ArrowLeft: () => go(finished ? last : now - 1),
    ArrowUp: () => go(now - 1), Home: () => go(0), End: () => go(last), " ": toggle,
    "+": () => magnify(1.25), "-": () => magnify(1 / 1.25), 0: () => magnify(0),
  };
  addEventListener("keydown", (event) => {
    const own = {SELECT: () => true, INPUT: (key) => key !== " ", BUTTON: (key) => key === " "}[event.target.tagName];
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey || (own && own(event.key))) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // Zooming with the wheel and Ctrl, moving the picture by its background.
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const bounds = picture.getBoundingClientRect();
    magnify(Math.exp(-event.deltaY / 300), event.clientX - bounds.left, event.clientY - bounds.top);
  }, {passive: false});
  picture.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button || event.target.closest(".node, #map")) return;
    const from = [event.clientX + picture.scrollLeft, event.clientY + picture.scrollTop];
    const move = (moved) => picture.scrollTo(from[0] - moved.clientX, from[1] - moved.clientY);
    picture.classList.add("grabbing");
    addEventListener("pointermove", move);
    addEventListener("pointerup", () => {
      removeEventListener("pointermove", move);
      picture.classList.remove("grabbing");
    }, {once: true});
  });
  picture.addEventListener("scroll", fade, {passive: true});

  load(0);
  find("controls").hidden = false;
  main.dataset.playing = "no";
  main.tabIndex = -1;
  if (parent !== window) main.dataset.embedded = "";
  fit();
  now = last;
  if (sliders().length) compute(null);
  else show(now);
  let size = "";
  new ResizeObserver(() => {  // not before it is laid out: a frame that is not yet in sight may measure nothing
    const tell = () => parent.postMessage({player: window.name, height: main.getBoundingClientRect().height}, "*");
    if (size !== (size = `${main.clientWidth} ${parent === window && innerHeight}`)) requestAnimationFrame(() => { fit(); reserve(); follow(); map(); });
    if (parent !== window) tell();  // in a notebook: tell the page outside how high this one is
  }).observe(main);
})();
