// A tiny network that learns: its boundary, its loss, its weights; each weight opens down to the chain rule.
import { element } from "./editor.js";

const SHAPES = { "4": [4], "8": [8], "4 + 4": [4, 4], "6 + 6": [6, 6], "8 + 8": [8, 8] };
const DATA = { moons: "Two moons", spiral: "Two spirals" };
const ACTIVATIONS = ["tanh", "relu", "sigmoid"];
const RATES = [0.003, 0.01, 0.03, 0.1];
const REACH = 2.2;  // the picture goes from −REACH to REACH
const GRID = 56;
const LONGEST = 600;  // losses that are kept

let place, page, request, remember, drawn = null, running = false, losses = [], chosen = null, at = 0, asked = 0;

export function open(where, state, asking, remembering) {
  [page, request, remember] = [state, asking, remembering];
  page.training = settings(page.training);
  if (!place) build(where);
  show();
  ask(0);
}
export function close() {
  running = false;
  if (place) place.querySelector("#run").textContent = "▶ Train";
}

// What an address says, as far as it is one of what can be chosen.
function settings(found = {}) {
  const state = found.state && typeof found.state === "object" ? found.state : null;
  return {
    data: found.data in DATA ? found.data : "moons",
    hidden: Object.values(SHAPES).find((each) => String(each) === String(found.hidden)) ?? SHAPES["6 + 6"],
    activation: ACTIVATIONS.includes(found.activation) ? found.activation : "tanh",
    rate: RATES.includes(found.rate) ? found.rate : 0.03,
    seed: Number.isInteger(found.seed) ? found.seed : 1,
    state,
  };
}

function build(where) {
  place = where;
  const choice = (name, label, options) => {
    const box = element("label", "choice"), list = element("select");
    list.id = `train-${name}`;
    for (const [text, value] of options) list.append(new Option(text, value));
    list.addEventListener("change", () => change(name, list.value));
    box.append(element("span", "", label), list);
    return box;
  };
  const controls = element("div", "controls");
  controls.append(
    choice("data", "Points", Object.entries(DATA).map(([key, text]) => [text, key])),
    choice("hidden", "Hidden neurons", Object.keys(SHAPES).map((key) => [key, key])),
    choice("activation", "Activation", ACTIVATIONS.map((each) => [each, each])),
    choice("rate", "Learning rate", RATES.map((each) => [each, each])),
  );
  const buttons = element("div", "buttons");
  for (const [id, text, does] of [
    ["run", "▶ Train", toggle], ["one", "One step", () => ask(1)], ["anew", "Start anew", () => anew(page.training.seed + 1)],
  ]) {
    const button = element("button", id === "run" ? "main" : "", text);
    button.id = id;
    button.addEventListener("click", does);
    buttons.append(button);
  }
  controls.append(buttons);
  const status = element("p");
  status.id = "train-status";
  status.setAttribute("role", "status");
  const boundary = element("figure", "boundary"), canvas = element("canvas");
  canvas.width = canvas.height = 560;
  canvas.id = "boundary";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    nearest(((event.clientX - box.left) / box.width * 2 - 1) * REACH, (1 - (event.clientY - box.top) / box.height * 2) * REACH);
  });
  canvas.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step && drawn) pick((at + step + drawn.points.length) % drawn.points.length);
  });
  boundary.append(canvas, element("figcaption", "", "What the network says of each place; click on a point to follow it."));
  const curve = element("figure", "curve"), loss = element("canvas");
  loss.width = 560;
  loss.height = 150;
  loss.id = "loss";
  loss.setAttribute("role", "img");
  curve.append(loss, element("figcaption", "", "Loss at each step"));
  const network = element("div", "network");
  network.id = "network";
  const chain = element("section", "chain");
  chain.id = "chain";
  chain.setAttribute("aria-live", "polite");
  chain.append(element("p", "quiet", "Choose a weight, a line of the network, to see how the loss depends on it."));
  const left = element("div", "seen"), right = element("div", "known");
  left.append(boundary, curve);
  right.append(element("h2", "", "The network"), network, chain);
  place.append(controls, status, left, right);
}

function change(name, value) {
  if (name === "hidden") page.training.hidden = SHAPES[value];
  else page.training[name] = name === "rate" ? Number(value) : value;
  anew(page.training.seed);
}
function anew(seed) {
  Object.assign(page.training, { state: null, seed });
  losses = [];
  chosen = null;
  drawn = null;
  document.getElementById("chain").replaceChildren(element("p", "quiet", "Choose a weight, a line of the network, to see how the loss depends on it."));
  ask(running ? 20 : 0);
}
function toggle() {
  running = !running;
  place.querySelector("#run").textContent = running ? "❚❚ Pause" : "▶ Train";
  if (running) ask(20);
  else { remember(); if (chosen) explain(); }
}

// One request at a time: what was asked before a change is not shown.
function ask(steps) {
  const mine = ++asked;
  request("train", { ...page.training, steps }, (found) => {
    if (mine !== asked) return;
    if (found.error) {
      if (found.stopped && running) return setTimeout(() => ask(5), 300);
      close();
      document.getElementById("train-status").textContent = found.error;
      if (!found.stopped) { page.training.state = null; }
      return;
    }
    drawn = found;
    page.training.state = found.state;
    losses = [...losses, ...found.losses].slice(-LONGEST);
    show();
    if (!running) { remember(); if (steps && chosen) explain(); }
    if (running && !place.hidden) requestAnimationFrame(() => { if (running && mine === asked) ask(20); });
  });
}

const ACTIVATE = { tanh: Math.tanh, relu: (x) => Math.max(0, x), sigmoid: (x) => 1 / (1 + Math.exp(-x)) };
function output(x1, x2) {
  let numbers = [x1, x2];
  drawn.layers.forEach((layer, depth) => {
    const last = depth === drawn.layers.length - 1;
    numbers = layer.map((weights) => {
      let sum = weights[weights.length - 1];
      for (let each = 0; each < numbers.length; each++) sum += weights[each] * numbers[each];
      return last ? sum : ACTIVATE[page.training.activation](sum);
    });
  });
  return numbers[0];
}

function show() {
  for (const [name, value] of [
    ["data", page.training.data], ["activation", page.training.activation], ["rate", page.training.rate],
    ["hidden", Object.keys(SHAPES).find((key) => String(SHAPES[key]) === String(page.training.hidden))],
  ]) document.getElementById(`train-${name}`).value = value;
  if (!drawn) return;
  const colours = getComputedStyle(document.documentElement);
  const colour = (name) => colours.getPropertyValue(`--${name}`).trim();
  showBoundary(colour);
  showLoss(colour);
  showNetwork();
  const right = drawn.points.filter(([x1, x2, label]) => (output(x1, x2) > 0) === Boolean(label)).length;
  const last = losses.at(-1);
  document.getElementById("train-status").textContent =
    `Step ${drawn.state.steps}` + (last === undefined ? "" : `, loss ${last.toPrecision(3)}`) + `: ${right} of ${drawn.points.length} points are on their side.`;
}

function parsed(hex) { return [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16)); }

function showBoundary(colour) {
  const canvas = document.getElementById("boundary"), context = canvas.getContext("2d");
  const [one, other, paper] = ["forward", "backward", "paper"].map((name) => parsed(colour(name)));
  const small = new ImageData(GRID, GRID);
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const y = output(((column + 0.5) / GRID * 2 - 1) * REACH, (1 - (row + 0.5) / GRID * 2) * REACH);
      const sure = Math.tanh(Math.abs(y) / 2) * 0.55, ink = y > 0 ? one : other;
      for (let part = 0; part < 3; part++) small.data[4 * (row * GRID + column) + part] = paper[part] + (ink[part] - paper[part]) * sure;
      small.data[4 * (row * GRID + column) + 3] = 255;
    }
  }
  const scratch = new OffscreenCanvas(GRID, GRID);
  scratch.getContext("2d").putImageData(small, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(scratch, 0, 0, canvas.width, canvas.height);
  drawn.points.forEach(([x1, x2, label], point) => {
    const x = (x1 / REACH + 1) / 2 * canvas.width, y = (1 - x2 / REACH) / 2 * canvas.height;
    context.beginPath();
    if (label) context.arc(x, y, 6.5, 0, 7);
    else { context.rect(x - 5.5, y - 5.5, 11, 11); }  // told apart by shape, too
    context.fillStyle = colour(label ? "forward" : "backward");
    context.fill();
    context.lineWidth = point === at && chosen ? 4 : 1.5;
    context.strokeStyle = colour(point === at && chosen ? "ink" : "paper");
    context.stroke();
  });
  canvas.setAttribute("aria-label", `${DATA[page.training.data]}: circles and squares, and the side the network puts each place on`);
}

function showLoss(colour) {
  const canvas = document.getElementById("loss"), context = canvas.getContext("2d");
  context.clearRect(0, 0, canvas.width, canvas.height);
  const most = Math.max(0.7, ...losses), width = canvas.width - 20, height = canvas.height - 24;
  context.strokeStyle = colour("hair");
  context.lineWidth = 1;
  context.beginPath();
  for (const part of [0, 0.5, 1]) { context.moveTo(10, 12 + height * part); context.lineTo(10 + width, 12 + height * part); }
  context.stroke();
  context.strokeStyle = colour("backward");
  context.lineWidth = 2.5;
  context.lineJoin = "round";
  context.beginPath();
  losses.forEach((loss, step) => context.lineTo(10 + width * step / Math.max(100, losses.length - 1), 12 + height * (1 - loss / most)));
  context.stroke();
  canvas.setAttribute("aria-label", losses.length ? `The loss, now ${losses.at(-1).toPrecision(3)}` : "The loss: no step yet");
}

// The network as a picture: a line for each weight, as wide as the weight is large.
const SVG = "http://www.w3.org/2000/svg";
const LETTERS = "UVW";
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
let outline = "";
function showNetwork() {
  const box = document.getElementById("network"), counts = [2, ...drawn.layers.map((layer) => layer.length)];
  if (outline !== String(counts)) {
    outline = String(counts);
    box.replaceChildren(network(counts));
  }
  drawn.layers.forEach((layer, depth) => layer.forEach((weights, row) => weights.forEach((weight, input) => {
    const line = document.getElementById(`w-${depth}-${row}-${input}`);
    if (!line) return;
    const seen = line.lastChild;
    seen.setAttribute("class", `${weight < 0 ? "negative" : "positive"}${is(depth, row, input) ? " chosen" : ""}`);
    seen.setAttribute("stroke-width", String(Math.min(7, 0.6 + 2 * Math.abs(weight))));
    line.setAttribute("aria-label", `${called(depth, row, input)} = ${weight.toFixed(3)}`);
  })));
}
const is = (depth, row, input) => chosen?.[0] === depth && chosen[1] === row && chosen[2] === input;
const called = (depth, row, input) => `weight ${LETTERS[depth]} ${row + 1},${input + 1}`;
function network(counts) {
  const width = 560, height = 300, picture = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "The network: a line for each weight" });
  const spot = (depth, row) => [30 + (width - 60) * depth / (counts.length - 1), height * (row + 0.5) / counts[depth]];
  drawn.layers.forEach((layer, depth) => layer.forEach((weights, row) => weights.slice(0, -1).forEach((_, input) => {
    const [x1, y1] = spot(depth, input), [x2, y2] = spot(depth + 1, row), ends = { x1, y1, x2, y2 };
    const line = shape("g", { id: `w-${depth}-${row}-${input}`, class: "weight", role: "button", tabindex: depth + row + input ? -1 : 0 });
    line.append(shape("line", { ...ends, class: "reach" }), shape("line", ends));
    line.addEventListener("click", () => choose(depth, row, input));
    line.addEventListener("keydown", (event) => {
      const all = [...picture.querySelectorAll(".weight")], here = all.indexOf(line);
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1 }[event.key];
      if (event.key === "Enter" || event.key === " ") choose(depth, row, input);
      else if (to !== undefined) all[(to + all.length) % all.length].focus();
      else return;
      event.preventDefault();
    });
    picture.append(line);
  })));
  counts.forEach((count, depth) => {
    for (let row = 0; row < count; row++) {
      const [cx, cy] = spot(depth, row);
      picture.append(shape("circle", { cx, cy, r: 12, class: "neuron" }));
      if (!depth || depth === counts.length - 1) {
        const name = shape("text", { x: cx, y: cy, class: "name", "text-anchor": "middle", "dominant-baseline": "central" });
        name.textContent = depth ? "y" : `x${"₁₂"[row]}`;
        picture.append(name);
      }
    }
  });
  return picture;
}

function choose(depth, row, input) {
  chosen = [depth, row, input];
  show();
  explain();
}
function pick(point) {
  at = point;
  chosen ??= [0, 0, 0];
  show();
  explain();
}
function nearest(x1, x2) {
  if (!drawn) return;
  const far = drawn.points.map(([a, b]) => (a - x1) ** 2 + (b - x2) ** 2);
  pick(far.indexOf(Math.min(...far)));
}
function explain() {
  const [layer, neuron, input] = chosen;
  request("weight", { ...page.training, layer, neuron, input, point: at }, (found) => {
    const chain = document.getElementById("chain");
    if (found.error) return chain.replaceChildren(element("p", "quiet", found.error));
    chain.innerHTML = found.html;
    const step = drawn ? ` after step ${drawn.state.steps}` : "";
    chain.prepend(element("p", "quiet", `${called(layer, neuron, input)[0].toUpperCase()}${called(layer, neuron, input).slice(1)}${step}, at point ${at + 1}:`));
  });
}
