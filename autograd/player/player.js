// Steps through the records: what is shown at a step depends on its number alone, never on the way there.
(() => {
  "use strict";
  const {steps, nodes, edges, pieces} = JSON.parse(document.getElementById("records").textContent);
  const find = (id) => document.getElementById(id);
  const main = find("player"), picture = find("picture"), slider = find("slider");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const last = steps.length;
  let now = 0, timer = 0;

  // The page holds the finished picture, wide and tall. Of each node and edge: its two groups, and the steps (counted
  // from 1; 0 is before them all) that give it its number, its gradient, its label.
  const both = (id) => ["wide-", "tall-"].map((prefix) => find(prefix + id)).filter(Boolean);
  const boxes = new Map(nodes.map(([id, name]) => [id, {name, groups: both(id), given: 0, back: []}]));
  const lines = new Map(edges.map(([id, sloping]) => [id, {sloping, groups: both(id), computed: 0, along: 0}]));
  steps.forEach(({kind, node, edges}, index) => {
    if (kind === "forward") boxes.get(node).given = index + 1;
    else boxes.get(node).back.push(index + 1);
    for (const edge of edges) lines.get(edge)[kind === "forward" ? "computed" : "along"] ||= index + 1;
  });
  for (const {groups} of [...boxes.values(), ...lines.values()]) {
    for (const place of groups.flatMap((group) => [...group.querySelectorAll("text")])) {
      place.dataset.finished = place.textContent;
    }
  }

  const element = (tag, classes, ...inside) => {
    const made = document.createElement(tag);
    made.className = classes;
    made.append(...inside.filter((part) => part !== ""));
    return made;
  };
  const math = (formula, classes = "") => {  // MathML from Python, which escaped every name in it
    const made = element("span", classes);
    made.innerHTML = `<math><mrow>${formula.map((piece) => pieces[piece]).join("")}</mrow></math>`;
    return made;
  };
  const write = (groups, part, text) => {
    for (const group of groups) {
      for (const place of group.getElementsByClassName(part)) {
        const said = text ?? place.dataset.finished;
        if (place.textContent !== said) place.textContent = said;  // touching nothing else keeps long graphs quick
        place.classList.toggle("not-yet", text?.endsWith("not yet") ?? false);
      }
    }
  };
  const mark = ({groups}, state) => {
    for (const group of groups) if (group.dataset.state !== state) group.dataset.state = state;
  };

  /** What stands in the picture at a step: "not yet" until a number is there. */
  function draw(number) {
    const step = steps[number - 1];
    const way = step?.kind === "forward" ? "forward" : "backward";
    for (const box of boxes.values()) {
      const reached = box.back.filter((place) => place <= number).pop();
      write(box.groups, "data", box.given <= number ? null : "data not yet");
      write(box.groups, "grad", reached ? steps[reached - 1].shown : "grad not yet");
      mark(box, box === boxes.get(step?.node) ? way : box === boxes.get(step?.source) ? "source" : "");
    }
    for (const [edge, line] of lines) {
      const labelled = line.along && line.along <= number;
      write(line.groups, "slope", labelled || !line.sloping ? null : "");
      mark(line, step?.edges.includes(edge) ? way : labelled ? "back" : line.computed <= number ? "there" : "");
    }
  }

  /** The terms of the sum up to this step, the middle left out where there are many. */
  function terms(step, number) {
    const places = boxes.get(step.node).back.filter((place) => place <= number);
    const kept = places.length > 6 ? [...places.slice(0, 3), 0, ...places.slice(-2)] : places;
    return kept.map((place) => place ? {...steps[place - 1].maths, active: place === number} : null);
  }

  /** A step as an equation in two rows, symbols above numbers, made of columns that stay together. */
  function equation(step, number) {
    const {left, symbols, numbers, value, sum} = step.maths;
    const columns = [], two = [];
    const column = (classes, top, bottom = "") => columns.push([classes, top, bottom]);
    const sign = (text) => column("sign", text, two.length ? text : "");
    if (step.kind !== "backward") {
      if (numbers) two.push(true);
      if (left) column("left", math(left));
      if (left) sign("=");
      if (symbols) column("term", math(symbols), numbers ? math(numbers) : "");
      if (symbols) column("sign", two.length ? "" : "=", two.length ? "=" : "");
      column("result", two.length ? "" : math(value), two.length ? math(value) : "");
    } else {
      const shown = terms(step, number);
      if (shown.some((term) => term?.product)) two.push(true);
      column("left", math(left));
      sign("=");
      shown.forEach((term, place) => {
        if (place) sign("+");
        if (!term) return sign("…");
        column(`term ${term.active ? "active" : ""}`, math(term.term),
          two.length ? math(term.product ?? term.term) : "");
      });
      if (step.left) sign("+ …");
      else if (shown.length > 1 || `${shown[0].product ?? shown[0].term}` !== `${sum}`) {
        column("sign", two.length ? "" : "=", two.length ? "=" : "");
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
  function factors(step) {
    if (step.kind !== "backward") return [];
    const {upstream, local, because, gives, sum} = step.maths;
    const row = (word, ...inside) => [element("dt", "", word), element("dd", "", ...inside)];
    const noted = (because ?? []).map((condition) => element("span", "because", "since ", math([condition])));
    const status = step.left ? `so far, ${step.left} more ${step.left > 1 ? "uses" : "use"} to come` : "complete";
    return [
      ...row("upstream", math(upstream, "upstream")),
      ...local ? row("× local", math(local, "local"), ...noted) : [],
      ...row("= this edge", math(gives, "gives")),
      ...row("sum", math(sum, "so-far"), element("span", "status", status)),
    ];
  }

  /** The panel's texts at a step, and its kind, by which they are laid out. */
  function explain(number) {
    const step = steps[number - 1];
    main.dataset.kind = step?.kind ?? "ready";
    const way = step?.kind === "forward" ? "→ forward" : "← backward";
    find("where").textContent = step ? `${way}, step ${number} of ${last}` : `Ready: ${last} steps`;
    find("sentence").textContent =
      step ? step.sentence : "Nothing is computed yet. Press play, or go forward step by step.";
    find("formula").replaceChildren(...step ? [equation(step, number)] : []);
    find("factors").replaceChildren(...step ? factors(step) : []);
  }

  /** Give the page the height of its highest step, so that what stands below it in a notebook does not move. */
  function reserve() {
    main.style.minHeight = "";
    let most = 0;
    for (let number = 0; number <= Math.min(last, 300); number += 1) {
      explain(number);
      most = Math.max(most, main.getBoundingClientRect().height);
    }
    main.style.minHeight = `${Math.ceil(most)}px`;
    explain(now);
  }

  function show(number) {
    now = Math.max(0, Math.min(last, number));
    main.dataset.step = now;
    draw(now);
    explain(now);
    slider.value = now;
    slider.setAttribute("aria-valuetext", `step ${now} of ${last}`);
    find("first").disabled = find("back").disabled = now === 0;
    find("forward").disabled = find("last").disabled = now === last;
    follow();
  }

  /** Scroll the picture to where something happens, if it is wider or higher than its frame. */
  function follow() {
    const step = steps[now - 1];
    const box = step && boxes.get(step.node).groups.find((each) => each.getBoundingClientRect().width);
    if (!box) return;
    const inner = box.getBoundingClientRect(), outer = picture.getBoundingClientRect();
    const off = (low, high, from, to) => low < from ? low - from - 24 : high > to ? high - to + 24 : 0;
    picture.scrollBy({
      left: off(inner.left, inner.right, outer.left, outer.right),
      top: off(inner.top, inner.bottom, outer.top, outer.bottom),
      behavior: still.matches || timer ? "instant" : "smooth",
    });
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
    show(now + 1);
    timer = setTimeout(tick, 1800 / find("speed").value);
  }

  function play() {
    main.dataset.playing = "yes";
    find("play").setAttribute("aria-label", "Pause");
    find("play").title = "Pause (space)";
    if (now === last) show(0);
    timer = setTimeout(tick, now ? 400 : 600);
  }

  const toggle = () => timer ? pause() : play();
  const go = (number) => { pause(); show(number); };
  const jump = ({back, given}) => go(back.length ? back[back.length - 1] : given);

  find("first").onclick = () => go(0);
  find("back").onclick = () => go(now - 1);
  find("play").onclick = toggle;
  find("forward").onclick = () => go(now + 1);
  find("last").onclick = () => go(last);
  slider.oninput = () => go(+slider.value);
  for (const svg of picture.querySelectorAll("svg")) svg.setAttribute("role", "group");  // what is an "img" has no buttons
  for (const box of boxes.values()) {
    for (const group of box.groups) {
      group.setAttribute("tabindex", "0");
      group.setAttribute("role", "button");
      group.setAttribute("aria-label", `${box.name}: show ${box.back.length ? "its gradient's sum" : "its number"}`);
      group.addEventListener("click", () => jump(box));
      group.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        jump(box);
      });
    }
  }

  const KEYS = {
    ArrowRight: () => go(now + 1), ArrowDown: () => go(now + 1), ArrowLeft: () => go(now - 1),
    ArrowUp: () => go(now - 1), Home: () => go(0), End: () => go(last), " ": toggle,
  };
  addEventListener("keydown", (event) => {
    const own = {SELECT: () => true, INPUT: (key) => key !== " ", BUTTON: (key) => key === " "}[event.target.tagName];
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey || (own && own(event.key))) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  slider.max = last;
  find("controls").hidden = false;
  main.dataset.playing = "no";
  show(0);
  if (parent !== window) {  // in a notebook: tell the page outside how high this one is
    const tell = () => parent.postMessage({player: window.name, height: main.getBoundingClientRect().height}, "*");
    let width = 0;
    main.dataset.embedded = "";
    new ResizeObserver(() => {  // not before it is laid out: a frame that is not yet in sight may measure nothing
      if (width !== (width = main.clientWidth)) requestAnimationFrame(reserve);
      tell();
    }).observe(main);
  }
})();
